"""Every regular expression, of the code and of the data files, ends soon on texts that are made to keep it busy."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from pkgutil import walk_packages
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import pytest

import letopis
from letopis.passages import debris

ROOT = str(Path(letopis.__file__).parent)
#: Characters of a text, and seconds of the processor's time that all finds in it may take.
LONG, SECONDS = 2_000, 0.5
#: So many repetitions of an expression are pumped, and what stands behind: nothing that one looks for.
MOST_PUMPED, END = 24, "\x01"
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
#: What is only matched where debris stands, never sought all over a text.
AT_ONE_PLACE = {tail.pattern for tail in debris._TAILS.values()}
#: What all of them are tried on besides: blanks, letters, marks, digits.
PIECES = (" ", "\n", "а", "А", "А. ", "а ", "«", '"', "1", "1 ", "1.", ".", ". ", "- ", "—", "a@b.", "<", "[1] ", "и, ")


@pytest.fixture(scope="module")
def expressions() -> list[re.Pattern[str]]:
    """All that the package compiles when its modules and its tools are loaded."""
    found: dict[tuple[str, int], None] = {}
    compile_ = re._compile  # type: ignore[attr-defined]

    def noted(pattern: Any, flags: Any) -> Any:
        made = compile_(pattern, flags)
        if isinstance(made.pattern, str) and _ours(sys._getframe(1)):
            found[made.pattern, int(made.flags)] = None
        return made

    kept = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "letopis"}
    for name in kept:
        del sys.modules[name]
    re._compile = noted  # type: ignore[attr-defined]
    try:
        for module in walk_packages([ROOT], "letopis."):
            if not module.name.endswith("__main__"):
                with suppress(ModuleNotFoundError):  # an extra that is not installed
                    import_module(module.name)
        from letopis.pipeline import load_tools
        from letopis.study.claims import load_claims
        from letopis.study.stances import load_stances

        load_tools()
        load_claims()
        load_stances()
    finally:
        re._compile = compile_  # type: ignore[attr-defined]
        for name in [name for name in sys.modules if name.split(".")[0] == "letopis"]:
            del sys.modules[name]
        sys.modules.update(kept)
    return [re.compile(pattern, flags) for pattern, flags in found]


def _ours(frame: FrameType | None) -> bool:
    """Whether the code that compiles is of the package: the first outside the library of expressions."""
    while frame is not None and frame.f_code.co_filename.endswith(("re/__init__.py", "functools.py")):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(ROOT)


def sample(tree: Any) -> str:
    """A text that a part of an expression matches, roughly: look-arounds are left out."""
    return "".join(_one(operation, argument) for operation, argument in tree)


def _one(operation: Any, argument: Any) -> str:
    made: dict[Any, Callable[[], str]] = {
        sre.LITERAL: lambda: chr(argument),
        sre.NOT_LITERAL: lambda: "а" if argument != ord("а") else "б",
        sre.ANY: lambda: "а",
        sre.IN: lambda: _member(tuple(argument)),
        sre.BRANCH: lambda: sample(argument[1][0]),
        sre.SUBPATTERN: lambda: sample(argument[3]),
        sre.ATOMIC_GROUP: lambda: sample(argument),
        **dict.fromkeys(REPEATS, lambda: sample(argument[2]) * max(1, argument[0])),
    }
    return made.get(operation, str)()


@cache
def _member(items: tuple[Any, ...]) -> str:
    """A character of a class."""
    tree = parser.parse("[а]")
    tree.data = [(sre.IN, list(items))]
    one: re.Pattern[str] = re._compiler.compile(tree)  # type: ignore[attr-defined]
    letters = ["а", "А", " ", "1", ".", ",", "a", "A", *(chr(code) for code in range(1, 0x2200))]
    return next((letter for letter in letters if one.match(letter)), "а")


def pumped(tree: Any, before: str = "") -> Iterator[str]:
    """For each repetition without a small end: a text that leads to it and what it repeats, very often."""
    for operation, argument in tree:
        if operation in REPEATS:
            body = sample(argument[2])
            if argument[1] > 20 and body:
                yield f"{before}{body * (LONG // len(body))}{END}"
                yield f"{before}{body}" * (LONG // len(before + body)) + END
            yield from pumped(argument[2], before)
        elif operation is sre.SUBPATTERN:
            yield from pumped(argument[3], before)
        elif operation is sre.ATOMIC_GROUP:
            yield from pumped(argument, before)
        elif operation is sre.BRANCH:
            for branch in argument[1]:
                yield from pumped(branch, before)
        before += _one(operation, argument)


@pytest.mark.slow
@pytest.mark.models
def test_every_expression_ends_soon(expressions: list[re.Pattern[str]]) -> None:
    assert len(expressions) > 200
    common = [piece * (LONG // len(piece)) + END for piece in PIECES]
    busy = []
    for expression in expressions:
        own = islice(pumped(parser.parse(expression.pattern, expression.flags)), MOST_PUMPED)
        for text in (*common, *own):
            begun = time.process_time()
            if expression.pattern in AT_ONE_PLACE:
                expression.match(text)
            else:
                sum(1 for _ in expression.finditer(text))
            seconds = time.process_time() - begun
            if seconds > SECONDS:
                busy.append((round(seconds, 2), expression.pattern[:200], text[:30]))
    assert busy == []
