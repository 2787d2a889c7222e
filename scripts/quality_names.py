"""Prints how well names and offices are read on factRuEval-2016, and what is missed most.

    python scripts/quality_names.py [--list N] [--json]

The set lies under ``data/factrueval`` in the folder ``shared`` beside the checkout, or where LETOPIS_SHARED says; where
it is absent the check is skipped with a message.

Names are compared word by word, as naeval does it: every word of a person, place or organisation counts, LocOrg is a
place, of an organisation only the part that is a name, a place inside it is a place, adjectives are none. Occupations
are compared as the competition's easy reading does it: facts marked as hard are set aside, a fact is found by the share
of its parts (who, position, where) that are told. A person or a place of work is the right one when it is named where
the markup names it; a position when its words share a stem with it. ``whole`` counts only facts that have all parts.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from letopis.language.lexicon import fold
from letopis.model import Name, Record, Role, Source
from letopis.pipeline import Tools, load_tools, read_source

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"Person": "PER", "Org": "ORG", "LocOrg": "LOC", "Location": "LOC"}
OURS = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
#: Of an organisation and of a place only these spans are its name.
PARTS = {"Org": {"org_name"}, "LocOrg": {"loc_name"}, "Location": {"loc_name"}}
#: A word of a position is told by a word that begins as it does.
STEM = 5

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """An occupation: the places where the person is named, the words of the position, the places of where."""

    who: frozenset[Place]
    position: str
    where: frozenset[Place]
    hard: bool = False
    text: str = ""


@dataclass(slots=True)
class Document:
    """A text with its marked names and occupations."""

    name: str
    text: str
    names: list[tuple[Place, str]]
    facts: list[Fact] = field(default_factory=list)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", type=int, default=0, metavar="N", help="print the N most frequent mistakes")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = Path(os.environ.get("LETOPIS_SHARED", ROOT.parent / "shared")) / "data" / "factrueval" / "devset"
    if not folder.is_dir():
        print("skipped: no factRuEval set (a folder shared beside the checkout, or LETOPIS_SHARED)")
        return 0
    tools = load_tools()
    documents = list(load(folder))
    told = [read(document, tools) for document in documents]
    mistakes: Counter[str] = Counter()
    figures = measure_names(documents, told, mistakes) | measure_facts(documents, told, mistakes)
    if options.json:
        print(json.dumps(figures))
    else:
        print("factrueval")
        for name, value in figures.items():
            print(f"  {name:24} {value:.3f}")
    for mistake, count in mistakes.most_common(options.list):
        print(f"  {count:4} {mistake}")
    return 0


def read(document: Document, tools: Tools) -> Sequence[Record]:
    """What letopis tells of a document."""
    source = Source(document.name, document.text, sha256(document.text.encode()).hexdigest())
    return read_source(source, tools).records


# The markup


def load(folder: Path) -> Iterator[Document]:
    """The documents of the set with their markup."""
    for path in sorted(folder.glob("*.objects")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8-sig")
        spans = dict(_spans(path.with_suffix(".spans")))
        objects = {row[0]: (row[1], row[2:]) for row in _rows(path)}
        names = [place for kind, ids in objects.values() for place in _names(kind, ids, spans)]
        document = Document(path.stem, text, _longest(names))
        mentions = {
            row[0]: frozenset(place for i in row[1:] for place in _extent(objects[i][1], spans))
            for row in _blocks(path.with_suffix(".coref"))
            if all(i in objects for i in row[1:])
        }
        document.facts = list(_facts(path.with_suffix(".facts"), mentions, spans, text))
        yield document


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()


def _rows(path: Path) -> Iterator[list[str]]:
    for line in _lines(path):
        row = line.split("#")[0].split()
        if len(row) > 2:
            yield row


def _spans(path: Path) -> Iterator[tuple[str, tuple[str, Place]]]:
    for row in _rows(path):
        yield row[0], (row[1], (int(row[2]), int(row[2]) + int(row[3])))


def _blocks(path: Path) -> Iterator[list[str]]:
    for block in re.split(r"\n\s*\n", "\n".join(_lines(path))):
        if block.strip():
            yield block.strip().splitlines()[0].split()


def _names(kind: str, ids: Sequence[str], spans: dict[str, tuple[str, Place]]) -> Iterator[tuple[Place, str]]:
    """The places of a mention's name: a person whole, else the spans that are its name."""
    if kind not in KINDS:
        return
    if kind == "Person":
        places = [spans[i][1] for i in ids]
        yield (min(start for start, _ in places), max(stop for _, stop in places)), "PER"
        return
    for i in ids:
        if spans[i][0] in PARTS[kind]:
            yield spans[i][1], KINDS[kind]


def _extent(ids: Sequence[str], spans: dict[str, tuple[str, Place]]) -> Iterator[Place]:
    for i in ids:
        yield spans[i][1]


def _longest(names: Sequence[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """The names without those that overlap a longer one."""
    out: list[tuple[Place, str]] = []
    for place, kind in sorted(names, key=lambda name: (name[0][0] - name[0][1], name[0][0])):
        if not any(_meet(place, other) for other, _ in out):
            out.append((place, kind))
    return out


def _facts(
    path: Path, mentions: dict[str, frozenset[Place]], spans: dict[str, tuple[str, Place]], text: str
) -> Iterator[Fact]:
    if not path.exists():
        return
    for block in re.split(r"\n\s*\n", "\n".join(_lines(path))):
        rows = [line.split(None, 2) for line in block.strip().splitlines()]
        if not rows or len(rows[0]) < 2 or rows[0][1] != "Occupation":
            continue
        told = {row[0]: row[1].removeprefix("obj") for row in rows[1:]}
        positions = " ".join(" ".join(row) for row in rows[1:] if row[0] == "Position")
        words = [spans[i][1] for i in re.findall(r"span(\d+)", positions)]
        yield Fact(
            mentions.get(told.get("Who", ""), frozenset()),
            " ".join(text[start:stop] for start, stop in words),
            mentions.get(told.get("Where", ""), frozenset()),
            told.get("Сложность") == "повышенная",
            "; ".join(" ".join(row[2:]) if row[1][:3] == "obj" else " ".join(row[1:]) for row in rows[1:]),
        )


def _meet(place: Place, other: Place) -> bool:
    return place[0] < other[1] and other[0] < place[1]


# Names


def measure_names(
    documents: Sequence[Document], told: Sequence[Sequence[Record]], mistakes: Counter[str]
) -> dict[str, float]:
    """F1 of the words of persons, places and organisations."""
    counts: Counter[tuple[str, str]] = Counter()
    for document, records in zip(documents, told, strict=True):
        names = [r for r in records if isinstance(r, Name) and _named(r, document.text)]
        places = [(_place(r), "LOC") for r in names if r.type in ("GPE", "LOC")]
        ours = [*places, *_longest([(_place(r), OURS[r.type]) for r in names])]
        for word in re.finditer(r"\w+", document.text):
            marked = _kind(word.span(), document.names)
            found = _kind(word.span(), ours)
            for kind in {marked, found} - {""}:
                counts[kind, "both" if marked == found else "missed" if kind == marked else "false"] += 1
            if marked != found:
                mistakes[f"word {marked or '-':3} read as {found or '-':3}: {word.group()}"] += 1
    kinds = ("PER", "LOC", "ORG")
    return {f"names {k}": _f1(counts[k, "both"], counts[k, "missed"], counts[k, "false"]) for k in kinds}


def _named(name: Name, text: str) -> bool:
    """Whether a name counts: organs that are only described (правительство Кипра) are none in this set."""
    described = "organs.txt" in name.evidence.rule and text[name.evidence.span.start].islower()
    return name.form == "name" and name.type in OURS and not described


def _place(record: Record) -> Place:
    return record.evidence.span.start, record.evidence.span.stop


def _kind(word: Place, names: Sequence[tuple[Place, str]]) -> str:
    return next((kind for place, kind in names if _meet(word, place)), "")


def _f1(both: float, missed: float, false: float) -> float:
    return 2 * both / (2 * both + missed + false) if both else 0.0


# Occupations


def measure_facts(
    documents: Sequence[Document], told: Sequence[Sequence[Record]], mistakes: Counter[str]
) -> dict[str, float]:
    """F1 of occupations by the share of their parts, and of those that are whole."""
    marked = found = 0
    shares, whole, persons = 0.0, 0, 0
    for document, records in zip(documents, told, strict=True):
        ours = list(_ours(document.text, records))
        facts = list(document.facts)
        taken: set[int] = set()
        for fact, number, share in list(_best(facts, ours)):
            taken.add(number)
            facts.remove(fact)
            found += not fact.hard
            marked += not fact.hard
            shares += 0 if fact.hard else share
            whole += not fact.hard and share == 1
            persons += not fact.hard
            if share < 1 and not fact.hard:
                mistakes[f"partly {share:.2f} {document.name}: {fact.text} | {ours[number].text}"] += 1
        for fact in facts:
            marked += not fact.hard
            if not fact.hard:
                mistakes[f"missed fact {document.name}: {fact.text}"] += 1
        for number, fact in enumerate(ours):
            if number not in taken and fact.where:
                found += 1
                mistakes[f"false fact {document.name}: {fact.text}"] += 1
    return {
        "occupations": 2 * shares / (marked + found),
        "occupations whole": 2 * whole / (marked + found),
        "occupations who+position": 2 * persons / (marked + found),
    }


def _ours(text: str, records: Sequence[Record]) -> Iterator[Fact]:
    """The roles told, each person's role once, with the places where who and where are named."""
    places: dict[str, set[Place]] = {}
    for record in records:
        if isinstance(record, Name) and record.label:
            places.setdefault(record.label, set()).add(_place(record))
    seen = set()
    for record in records:
        if isinstance(record, Role) and (record.person, record.role, record.of) not in seen:
            seen.add((record.person, record.role, record.of))
            start, stop = _place(record)
            where = frozenset(places.get(record.of or "", ()))
            here = frozenset(p for p in places.get(record.person, ()))
            yield Fact(here, text[start:stop], where, text=f"{record.person}; {record.role}; {record.of}")


def _best(facts: Sequence[Fact], ours: Sequence[Fact]) -> Iterator[tuple[Fact, int, float]]:
    """Pairs of a marked fact and one of ours that share person and position, the best first."""
    pairs = [(_share(fact, mine), at, number) for at, fact in enumerate(facts) for number, mine in enumerate(ours)]
    used: set[int] = set()
    taken: set[int] = set()
    for share, at, number in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if share > 0 and at not in used and number not in taken:
            used.add(at)
            taken.add(number)
            yield facts[at], number, share


def _share(fact: Fact, mine: Fact) -> float:
    """The share of the parts of both that agree; 0 when person or position is another."""
    who = any(_meet(a, b) for a in fact.who for b in mine.who)
    stems = {fold(word)[:STEM] for word in re.findall(r"\w{3,}", fact.position)}
    told = {fold(word)[:STEM] for word in re.findall(r"\w{3,}", mine.position)}
    if not who or (stems and not stems & told):
        return 0.0
    where = any(_meet(a, b) for a in fact.where for b in mine.where)
    parts = 1 + bool(fact.position) + where
    wrong = 0 if where else bool(fact.where) + bool(mine.where)
    return parts / (parts + wrong)


if __name__ == "__main__":
    sys.exit(main())
