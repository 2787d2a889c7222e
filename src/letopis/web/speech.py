"""The words of the desk in the reader's language, from ``words.txt``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fastapi import Request

LANGUAGES = ("ru", "en")


@cache
def load_words() -> Mapping[str, Mapping[str, str]]:
    """All words by language and key."""
    lines = files("letopis.web").joinpath("words.txt").read_text(encoding="utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|")] for line in lines if line.strip() and not line.startswith("#")]
    return {"ru": {key: ru for key, ru, _ in rows}, "en": {key: en for key, _, en in rows}}


def language_of(request: Request) -> str:
    """The language that a request asks for: by address, by what was chosen before, by the browser; Russian else."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    if asked in LANGUAGES:
        return asked
    wanted = [part.split(";")[0].strip()[:2].lower() for part in request.headers.get("accept-language", "").split(",")]
    return next((language for language in wanted if language in LANGUAGES), "ru")


class Speech:
    """Gives the words of one language; a key that has none is its own word."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = load_words()[language]

    def __call__(self, key: str) -> str:
        return self._words.get(key, key.replace("_", " "))
