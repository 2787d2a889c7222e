"""What is explained: a typed text or a file, sentence by sentence, with what the rules said of each."""

from __future__ import annotations

from hashlib import sha256

from letopis.errors import InputError, NothingFound
from letopis.faces.reports import Explained
from letopis.intake.sources import read_sources
from letopis.model import Source
from letopis.pipeline import explain, load_tools


def text_source(text: str) -> Source:
    """A typed text as a source named ``-``. Raises InputError when there is nothing in it."""
    if not text.strip():
        raise InputError("-", "is empty")
    return Source("-", text, sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def file_source(path: str) -> Source:
    """The file at `path` as a source. Raises InputError when it cannot be taken in."""
    for found in read_sources([path]):
        if isinstance(found, InputError):
            raise found
        return found
    raise InputError(path, "is not there")


def explain_source(source: Source, at: int | None = None) -> list[Explained]:
    """The sentences of a source (the one around `at`) with the verdicts of the rules that looked at them.

    Raises NothingFound when no language pack reads the text.
    """
    tools = load_tools()
    if not tools.pack.reads(source.text):
        raise NothingFound(f"{source.name}: no language pack reads this text")
    verdicts = explain(source, tools, at)
    places = tools.pack.analyser.split(source.text, 0, len(source.text))
    return [
        ((start, stop), [verdict for verdict in verdicts if start <= verdict.start < stop])
        for start, stop in places
        if at is None or start <= at < stop
    ]
