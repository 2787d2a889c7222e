"""A sample of records to be judged by hand, and what the judged sample says of precision.

The records are drawn at random with a seed, each kind in proportion. A judge writes ``yes`` or ``no`` beside each; the
share of ``yes`` comes with its 95 % interval (Wilson 1927), which is honest for small samples and shares near 0 or 1.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from letopis.errors import UsageError
from letopis.model import Kind
from letopis.store.chronicle import Chronicle
from letopis.store.told import Told
from letopis.study.exports.cells import harmless
from letopis.study.timeline import describe

KINDS = (Kind.EVENT, Kind.STATEMENT, Kind.AGREEMENT, Kind.FIGURE)
#: Characters of the source shown before and after the cited words.
AROUND = 200
COLUMNS = (
    "id",
    "reading",
    "kind",
    "what",
    "before",
    "quote",
    "after",
    "source",
    "start",
    "stop",
    "rule",
    "right",
    "note",
)
YES = frozenset({"yes", "y", "1", "true", "+", "да", "д", "верно"})
NO = frozenset({"no", "n", "0", "false", "-", "нет", "н", "неверно"})
#: The 97.5 % point of the normal distribution.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record drawn for judging, with the text around its words."""

    told: Told
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Precision:
    """How many judged records are right, with the bounds of the 95 % interval of their share."""

    name: str
    right: int
    judged: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.right / self.judged


def draw(chronicle: Chronicle, count: int, *, seed: int = 1, kind: Kind | None = None) -> list[Drawn]:
    """At most `count` readings drawn at random (reservoir sampling), in the order of the text."""
    dice = random.Random(seed)  # noqa: S311 (a sample is no secret)
    held: list[Told] = []
    told_all = (one for each in ((kind,) if kind else KINDS) for one in chronicle.records(each))
    for seen, told in enumerate(told_all, start=1):
        if len(held) < count:
            held.append(told)
        elif (at := dice.randrange(seen)) < count:
            held[at] = told
    return [_with_text(chronicle, told) for told in sorted(held, key=lambda one: (one.source, one.start, one.kind))]


def _with_text(chronicle: Chronicle, told: Told) -> Drawn:
    text = chronicle.text(told.source)
    return Drawn(told, text[max(0, told.start - AROUND) : told.start], text[told.stop : told.stop + AROUND])


def sample_csv(drawn: Iterable[Drawn]) -> str:
    """The sample as a table to fill in: ``right`` wants yes or no, ``note`` whatever one likes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in drawn:
        told = one.told
        words = (describe(told.record), one.before, told.quote, one.after)
        cells = (
            told.id,
            told.reading,
            told.kind,
            *words,
            told.source,
            told.start,
            told.stop,
            told.evidence.rule,
            "",
            "",
        )
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def judged(text: str) -> Iterator[tuple[Mapping[str, str], bool]]:
    """The rows of a filled table with their verdicts; rows without one are passed over.

    Raises UsageError for a table without the columns, or a verdict that is neither yes nor no.
    """
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    if not rows.fieldnames or not {"reading", "kind", "right"} <= set(rows.fieldnames):
        raise UsageError("the table has no columns reading, kind and right")
    for number, row in enumerate(rows, start=2):
        verdict = (row["right"] or "").strip().lower()
        if verdict and verdict not in YES | NO:
            raise UsageError(f"line {number}: {verdict!r} is neither yes nor no")
        if verdict:
            yield row, verdict in YES


def precision(rows: Iterable[tuple[Mapping[str, str], bool]]) -> list[Precision]:
    """The precision of each kind, and of all."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for row, right in rows:
        counts[row["kind"]].append(right)
        counts["all"].append(right)
    return [_precision(name, verdicts) for name, verdicts in sorted(counts.items(), key=lambda one: one[0] == "all")]


def _precision(name: str, verdicts: Sequence[bool]) -> Precision:
    right, count = sum(verdicts), len(verdicts)
    share = right / count
    middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count)
    half = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)) / (1 + Z * Z / count)
    return Precision(name, right, count, max(0.0, middle - half), min(1.0, middle + half))


def cases_of(rows: Iterable[tuple[Mapping[str, str], bool]]) -> Iterator[dict[str, object]]:
    """The verdicts as cases that a later version can be tested against: the words, what was read, whether rightly."""
    for row, right in rows:
        text = f"{row.get('before', '')}{row['quote']}{row.get('after', '')}"
        what, rule = row.get("what", ""), row.get("rule", "")
        yield {"text": text, "quote": row["quote"], "kind": row["kind"], "what": what, "rule": rule, "right": right}
