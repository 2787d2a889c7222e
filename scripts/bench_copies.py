"""Copies found in 100,000 passages, beside datasketch: ratios, recall and precision of planted copies, seconds, memory.

The passages come from a small grammar with a vocabulary so wide that two of them by chance share next to no word
triples. Some are planted copies of others: exact, near (at least half of all word triples in common: words changed or
cut, parts in another order) and contained (one stands in a longer one). Names and figures stay as they are: who changes
them tells another fact. Half of the passages stand in long sources, half in sources of twenty passages.

letopis goes its whole way from text to an open chronicle and back (without the reading of events); datasketch its usual
one: word triples, 128 permutations, threshold 0.5, query before insert; once triple by triple, as its handbook begins,
once by `update_batch`. Each runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

#: Shares of passages that are planted copies, by how they were made.
PLANTED = {"exact": 0.06, "near": 0.08, "contained": 0.04}
LONG_SOURCE, SHORT_SOURCE = 50_000, 20
#: So many passages, or more where a source has more, are added in one go.
AT_ONCE = 10_000
ALIKE = 0.5

# --- passages ---------------------------------------------------------------------------------------------------------

_ONSETS = (*"бвгджзклмнпрстфхцчш", "бр", "вл", "гр", "др", "кл", "кр", "пл", "пр", "сл", "ст", "тр")
_VOWELS = "аеиоуя"
_ENDINGS = {"noun": "а ия ость ник ание", "adjective": "ый ская ное ые", "verb": "ал ила ает ят", "name": "ов ия ск"}
_SIZES = {"noun": 6000, "adjective": 3000, "verb": 4000, "name": 3000}
_FRAMES = (
    "{adjective} {noun} {name} {verb} {noun} {noun} в {adjective} {noun}",
    "как {verb} {name}, {noun} {adjective} {noun} {verb} о {noun}",
    "в {number} году {noun} {name} {verb} {adjective} {noun}",
    "{noun} и {noun} {verb} {adjective} {noun} на {noun}",
    "по словам {noun} {name} {adjective} {noun} {verb} {noun}",
)

Passage = tuple[list[str], int, str]  # words, family, how it was made


def _vocabulary(chance: random.Random) -> dict[str, list[str]]:
    def word(kind: str) -> str:
        stem = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.randint(2, 3)))
        made: str = stem + chance.choice(_ONSETS) + chance.choice(_ENDINGS[kind].split())
        return made.capitalize() if kind == "name" else made

    return {kind: sorted({word(kind) for _ in range(size)}) for kind, size in _SIZES.items()}


def _sentence(chance: random.Random, words: dict[str, list[str]]) -> list[str]:
    frames = chance.sample(_FRAMES, chance.randint(2, 3))
    picked = {kind: iter(chance.choices(some, k=24)) for kind, some in words.items()}
    made = []
    for part in ", ".join(frames).split():
        kind = part.strip("{},")
        given = str(chance.randint(1801, 2024)) if kind == "number" else next(picked[kind]) if kind in picked else kind
        made.append(given + "," * part.endswith(","))
    return made


def _triples(words: Iterable[str]) -> set[tuple[str, ...]]:
    plain = [word.strip(",").lower() for word in words]
    return set(zip(plain, plain[1:], plain[2:], strict=False))


def _share(one: Iterable[str], other: Iterable[str]) -> float:
    a, b = _triples(one), _triples(other)
    return len(a & b) / len(a | b)


def _near(base: list[str], chance: random.Random, words: dict[str, list[str]]) -> list[str]:
    """The passage with words changed, left out or put in, or with a part in another place."""
    while True:
        made = list(base)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(made))
            if made[at][0].isupper() or made[at][0].isdigit():
                continue
            match chance.randrange(4):
                case 0:
                    made[at] = chance.choice(words["noun"])
                case 1:
                    del made[at]
                case 2:
                    made.insert(at, chance.choice(words["adjective"]))
                case 3:
                    made = made[at:] + made[:at]
        if made != base and _share(made, base) >= ALIKE:
            return made


def make_passages(number: int, seed: int = 1) -> list[Passage]:
    """The passages in an order of chance; copies and what they copy are of one family."""
    chance = random.Random(seed)  # noqa: S311 (the same passages every time)
    words = _vocabulary(chance)
    planted = {how: int(number * share) for how, share in PLANTED.items()}
    made: list[Passage] = [(_sentence(chance, words), at, "base") for at in range(number - sum(planted.values()))]
    bases = len(made)
    for how, count in planted.items():
        for _ in range(count):
            base, family, _ = made[chance.randrange(bases)]
            made.append((_copy(how, base, chance, words), family, how))
    chance.shuffle(made)
    return made


def _copy(how: str, base: list[str], chance: random.Random, words: dict[str, list[str]]) -> list[str]:
    if how == "exact":
        return base
    if how == "near":
        return _near(base, chance, words)
    before, after = _sentence(chance, words), _sentence(chance, words)
    return [*before[: chance.randint(2, 12)], *base, *after[: chance.randint(0, 12)]]


def _line(words: list[str]) -> str:
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


# --- letopis ----------------------------------------------------------------------------------------------------------


def run_letopis(lines: Iterable[str], more: Iterable[str], number: int) -> dict[str, Any]:
    """Pairs of numbers of passages, and seconds; `more`, a hundredth of `number`, are added when all else is there."""
    from letopis.store.chronicle import Chronicle

    with TemporaryDirectory() as folder, Chronicle.open(Path(folder) / "c.letopis", create=True) as chronicle:
        begun = time.perf_counter()
        _add(chronicle, lines, "n", number)
        written = time.perf_counter()
        pairs = [(_number(line["a"]), _number(line["b"])) for line in chronicle.export("copy")]
        seconds = time.perf_counter() - begun
        asked = time.perf_counter()
        _add(chronicle, more, "m", number // 100)
        added = time.perf_counter() - asked
        size = (Path(folder) / "c.letopis").stat().st_size
    return {"pairs": pairs, "seconds": seconds, "writing": written - begun, "added": added, "bytes": size}


def _add(chronicle: Any, lines: Iterable[str], prefix: str, number: int) -> None:
    """Long sources for half of the passages, short ones for the rest."""
    left, at, waiting = iter(lines), 0, 0
    accounts = []
    while some := list(islice(left, min(LONG_SOURCE, number // 2 - at) if at < number // 2 else SHORT_SOURCE)):
        accounts.append(_account(f"{prefix}{at}", some))
        at, waiting = at + len(some), waiting + len(some)
        if waiting >= AT_ONCE:
            chronicle.add_all(accounts)
            accounts, waiting = [], 0
    chronicle.add_all(accounts)


def _account(name: str, lines: list[str]) -> Any:
    from hashlib import sha256

    from letopis.model import Account, Evidence, Passage, Source, Span, Unit
    from letopis.passages.copies import fingerprint

    text = "\n".join(lines)
    hashed = sha256(text.encode()).hexdigest()
    units, passages, at = [], [], 0
    for line in lines:
        units.append(Unit(at, at + len(line), fingerprint(line), line.lower()))
        passages.append(Passage(Evidence(Span(hashed, at, at + len(line)), "bench#line")))
        at += len(line) + 1
    starts = [unit.start for unit in units]
    _STARTS[name] = starts
    return Account(Source(name, text, hashed), tuple(units), tuple(passages), 0)


_STARTS: dict[str, list[int]] = {}


def _number(place: dict[str, Any]) -> int:
    from bisect import bisect_right

    return int(place["source"][1:]) + bisect_right(_STARTS[place["source"]], place["start"]) - 1


# --- datasketch -------------------------------------------------------------------------------------------------------


def run_datasketch(lines: Iterable[str], *, batch: bool) -> dict[str, Any]:
    """Pairs of numbers of passages, and seconds; the triples of a passage in one `batch` or one by one."""
    import re

    from datasketch import MinHash, MinHashLSH

    begun = time.perf_counter()
    index = MinHashLSH(threshold=ALIKE, num_perm=128)
    pairs = []
    for number, line in enumerate(lines):
        words = re.findall(r"\w+", line.lower())
        sketch = MinHash(num_perm=128)
        triples = [" ".join(triple).encode() for triple in zip(words, words[1:], words[2:], strict=False)]
        if batch:
            sketch.update_batch(triples)
        else:
            for triple in triples:
                sketch.update(triple)
        pairs += [(found, number) for found in index.query(sketch)]
        index.insert(number, sketch)
    return {"pairs": pairs, "seconds": time.perf_counter() - begun}


# --- the outcome ------------------------------------------------------------------------------------------------------


def _families(pairs: Iterable[tuple[int, int]], number: int) -> Callable[[int], int]:
    """Which passages hang together by the pairs: gives the first of each one's group."""
    above = list(range(number))

    def first(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for a, b in pairs:
        above[max(first(a), first(b))] = min(first(a), first(b))
    return first


def score(passages: list[Passage], pairs: list[tuple[int, int]]) -> dict[str, float]:
    """Precision of the pairs, recall of the planted copies: those in one group with what they copy, all and by kind."""
    first = _families(pairs, len(passages))
    right = sum(passages[a][1] == passages[b][1] for a, b in pairs)
    base = {family: at for at, (_, family, how) in enumerate(passages) if how == "base"}
    planted = [(how, first(at) == first(base[family])) for at, (_, family, how) in enumerate(passages) if how != "base"]
    found = {how: [got for made, got in planted if made == how] for how in PLANTED}
    recall = {how: sum(got) / len(got) for how, got in found.items()}
    return {"precision": right / max(1, len(pairs)), "recall": sum(got for _, got in planted) / len(planted)} | recall


def chance_share(passages: list[Passage], looks: int = 20_000) -> float:
    """The largest share of common word triples in `looks` pairs of passages of two families that share at least one."""
    homes: dict[tuple[str, ...], int] = {}
    most = 0.0
    for at, (words, family, _) in enumerate(passages):
        for triple in _triples(words):
            other = homes.setdefault(triple, at)
            if passages[other][1] != family and looks:
                looks -= 1
                most = max(most, _share(words, passages[other][0]))
    return most


def _run(python: str, what: str, lines: Path) -> dict[str, Any]:
    done = subprocess.run([python, __file__, "--run", what, str(lines)], stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _table(passages: list[Passage], results: dict[str, dict[str, Any]]) -> Iterator[str]:
    ours = results["letopis"]
    for name in results.keys() - {"letopis"}:
        times, cpu, memory = (results[name][what] / ours[what] for what in ("seconds", "cpu", "memory"))
        yield f"{times:.2f} times as fast ({cpu:.2f} by processor time) as {name}, in 1/{memory:.1f} of the memory"
    yield f"1 % more passages cost {ours['added'] / ours['writing']:.1%} of the time"
    yield f"\n{'':18}  recall   exact    near contained precision  seconds   processor  max RSS"
    for name, result in results.items():
        got = score(passages, [(a, b) for a, b in result["pairs"]])
        yield (
            f"{name:18} {got['recall']:7.4f} {got['exact']:7.4f} {got['near']:7.4f} {got['contained']:9.4f}"
            f" {got['precision']:9.4f} {result['seconds']:8.1f} {result['cpu']:11.1f} {result['memory'] / 1024:5.0f} MB"
        )
    yield f"\n{len(passages):,} passages; chronicle {ours['bytes'] / 1e6:,.0f} MB"
    yield f"by chance at most {chance_share(passages):.2f} of the word triples of two passages agree"


def main() -> None:
    """Runs both and prints what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--peer", help="a Python that has datasketch")
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        _work(*asked.run)
        return
    passages = make_passages(asked.passages)
    more = make_passages(asked.passages // 100, seed=2)
    with TemporaryDirectory() as folder:
        given = Path(folder)
        for name, some in (("lines", passages), ("more", more)):
            (given / name).write_text("".join(f"{_line(words)}\n" for words, _, _ in some), encoding="utf-8")
        results = {"letopis": _run(sys.executable, "letopis", given)}
        if asked.peer:
            for name in ("datasketch", "datasketch, batch"):
                results[name] = _run(asked.peer, name, given)
    print("\n".join(_table(passages, results)))


def _read(path: Path) -> Iterator[str]:
    """The lines of a file, one at a time: the memory that is measured is that of the work."""
    with path.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file)


def _work(what: str, folder: str) -> None:
    lines, more = (_read(Path(folder) / name) for name in ("lines", "more"))
    begun = time.process_time()
    if what == "letopis":
        result = run_letopis(lines, more, sum(1 for _ in _read(Path(folder) / "lines")))
    else:
        result = run_datasketch(lines, batch="batch" in what)
    result["cpu"] = time.process_time() - begun
    result["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
