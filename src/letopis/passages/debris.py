r"""Spans that are not prose: page furniture, captions, footnote marks, links; found by the language's patterns.

Patterns see a copy of the text of the same length in which every blank is a plain one and every line end is ``\n``;
they look where a line or sentence begins, or anywhere when they say so (``at = "inside"``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from letopis.language.lexicon import PatternRule
from letopis.model import Debris, Evidence, Source, Span

#: Debris of these forms is passed over inside a sentence; the others end it.
INLINE = frozenset({"reference_mark", "edit_mark"})

_BLANKS = "\t\x1f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"

#: Where a line or sentence begins, bullets and blanks passed over.
_START = re.compile(r"(?:^|(?<=[.!?…:»”\")\]}|])(?= ))[ •►▪\"–—-]*(?=[^\s])", re.MULTILINE)
_END = r"[.!?…]+[»”\")\]]*(?=\s+[^a-zа-яё\s]|\s*$)(?<![ .][a-zа-яё]\.)(?<![ .][a-zа-яё]{2}\.)"
_WORD = (
    r"(?:[,;:–—/|&+•-]+|\.(?=\d)|[a-zа-яёA-Z\d@#№][\w@/+-]*(?:[.:][\w@/+-]+)*"
    r"|«[^»\n]{1,60}»|\"[^\"\n]{1,60}\"|\([^)\n]{1,60}\)|(?<=\b[а-яё] )[А-ЯЁ][\w-]*|(?<=\b[а-яё]{2} )[А-ЯЁ][\w-]*)"
)
_STOP = r"(?: ?[.!?…:]+[»”\")]*(?=\s|$))?"
#: What belongs to a find after its pattern.
_TAILS = {
    "none": re.compile(""),
    "words": re.compile(rf"(?>(?: *{_WORD})*)(?:(?: +[^.!?…\n]{{1,25}})?[.!?…:]+[»”\")]*(?=\s|$))?"),
    "sentence": re.compile(rf"[^\n]{{0,300}}?(?:{_END}| *$)|(?>(?: *{_WORD})*){_STOP}", re.MULTILINE),
}
_VERBLESS = re.compile(r"[^.!?…\n]{3,120}[.!?…]+[»”\")]* +$")
_VERB = re.compile(
    r"\b(?:\w{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ёт|ит|ют|ут|ят|ат|ется|ится|ются|утся|ятся|ан[аоы]?|ен[аоы]?|ён|ыт[аоы]?|ть|ться)|есть|нет|был\w*|это|лишь|не)\b"
)


class _Find(NamedTuple):
    start: int
    stop: int
    rule: PatternRule


def find_debris(source: Source, rules: Sequence[PatternRule]) -> list[Debris]:
    """The debris of a text in order, none overlapping another; of finds that overlap the longest gives the rule."""
    view = plain_view(source.text)
    inside = [find for rule in rules if rule.fields.get("at") == "inside" for find in _anywhere(view, rule)]
    starting = [rule for rule in rules if rule.fields.get("at") != "inside"]
    places = {found.end() for found in _START.finditer(view)}
    places |= {_skip_blanks(view, find.stop) for find in inside}
    finds = [*inside, *_at_starts(view, sorted(places), starting)]
    return [_debris(source, find) for find in _merged(finds)]


def plain_view(text: str) -> str:
    r"""The text with every kind of blank as a plain one and every line end as ``\n``, character for character."""
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    return text


def _anywhere(view: str, rule: PatternRule) -> Iterator[_Find]:
    return (_whole(view, rule, *found.span()) for found in rule.pattern.finditer(view))


def _at_starts(view: str, places: Sequence[int], rules: Sequence[PatternRule]) -> Iterator[_Find]:
    """Finds where a line or sentence begins, and right after another find."""
    done = 0
    for place in places:
        at = place
        while at >= done and (find := _longest(view, at, rules)):
            yield find
            done = at = _skip_blanks(view, find.stop)


def _longest(view: str, at: int, rules: Sequence[PatternRule]) -> _Find | None:
    found = ((rule, rule.pattern.match(view, at)) for rule in rules)
    finds = [_whole(view, rule, match.start(), match.end()) for rule, match in found if match and match.end() > at]
    return max(finds, key=lambda find: find.stop, default=None)


def word_before(view: str, at: int) -> int | None:
    """The place just after the last character before `at` on its line that is no blank; None when there is none."""
    while at > 0 and view[at - 1] == " ":
        at -= 1
    return None if at == 0 or view[at - 1] == "\n" else at


def word_after(view: str, at: int) -> int | None:
    """The place of the first character from `at` on its line that is no blank; None when there is none."""
    at = _skip_blanks(view, at)
    return None if at == len(view) or view[at] == "\n" else at


def _skip_blanks(view: str, at: int) -> int:
    while at < len(view) and view[at] == " ":
        at += 1
    return at


def _whole(view: str, rule: PatternRule, start: int, stop: int) -> _Find:
    """A find with its tail, and with the verbless sentences before it where the rule wants them."""
    tail = _TAILS[rule.fields.get("tail", "none")].match(view, stop)
    if tail:
        stop = tail.end()
    if rule.fields.get("before") == "verbless":
        start = _verbless_start(view, start)
    while view[stop - 1] == " ":
        stop -= 1
    return _Find(start, stop, rule)


def _verbless_start(view: str, start: int) -> int:
    """Where the verbless sentences just before `start` begin, at most three; `start` itself when there are none."""
    for _ in range(3):
        before = _VERBLESS.search(view, max(0, start - 130), start)
        if not before or _VERB.search(before.group()):
            break
        start = _skip_blanks(view, before.start())
    return start


def _merged(finds: list[_Find]) -> Iterator[_Find]:
    """Overlapping finds as one, under the rule of the longest."""
    current: _Find | None = None
    longest = 0
    for find in sorted(finds, key=lambda find: (find.start, -find.stop, find.rule.name)):
        size = find.stop - find.start
        if current is None or find.start >= current.stop:
            if current:
                yield current
            current, longest = find, size
            continue
        current = _Find(current.start, max(current.stop, find.stop), find.rule if size > longest else current.rule)
        longest = max(longest, size)
    if current:
        yield current


def _debris(source: Source, find: _Find) -> Debris:
    span = Span(source.sha256, find.start, find.stop)
    return Debris(Evidence(span, find.rule.name, find.rule.fields.get("confidence", 0.95)), find.rule.fields["form"])
