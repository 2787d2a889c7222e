"""Made-up events in a chronicle: who, what, when, by which sources, without any reading of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from letopis.identity import party_id
from letopis.model import Account, Event, Evidence, Party, Record, Source, Span, Unit, When
from letopis.passages.copies import fingerprint
from letopis.reading.events.plover import load_codebook, score_of
from letopis.store.chronicle import Chronicle

NAMES = {
    "RUS": "Russia", "JPN": "Japan", "SUN": "Soviet Union", "CHN": "China", "NOR": "Norway", "UN": "United Nations",
}  # fmt: skip
WORDS = ("камень", "река", "поле", "гора", "лодка", "сети", "вода", "берег", "снег", "ветер", "песок", "трава", "мост")


@dataclass(frozen=True)
class Deed:
    """An event: the codes of both sides, its type, its dates; `told` makes two of one wording copies of each other."""

    actor: str
    recipient: str | None
    type: str
    first: str | None = None
    last: str | None = None
    realis: str = "actual"
    reported: bool = False
    issue: str | None = None
    confidence: float = 0.9
    not_after: str | None = None
    told: str | None = None
    beside: str | None = None
    place: str | None = None


def make_chronicle(path: Path, sources: Mapping[str, Iterable[Deed]]) -> Path:
    """A chronicle in which every source tells its events, one sentence each."""
    with Chronicle.open(path, create=True) as chronicle:
        for name, deeds in sources.items():
            chronicle.add(_account(name, list(deeds)))
    return path


def _account(name: str, deeds: list[Deed]) -> Account:
    quotes = [deed.told or _wording(name, at) for at, deed in enumerate(deeds)]
    text = "\n".join(quotes)
    source = Source(name, text, sha256(text.encode()).hexdigest())
    units: list[Unit] = []
    records: list[Record] = []
    start = 0
    for deed, quote in zip(deeds, quotes, strict=True):
        stop = start + len(quote)
        units.append(Unit(start, stop, fingerprint(quote), quote.lower()))
        records.append(_event(source, start, stop, deed))
        start = stop + 1
    return Account(source, tuple(units), tuple(records), 0)


def _wording(name: str, at: int) -> str:
    """A sentence that no other place has."""
    seed = sha256(f"{name}{at}".encode()).digest()
    return " ".join(WORDS[byte % len(WORDS)] for byte in seed[:12]) + f" {name} {at}."


def _event(source: Source, start: int, stop: int, deed: Deed) -> Event:
    span = Span(source.sha256, start, stop)
    last = deed.last or deed.first
    when = When(deed.first if deed.first == last else f"{deed.first}/{last}", deed.first, last) if deed.first else None
    actors = tuple(_party(code) for code in (deed.actor, deed.beside) if code)
    return Event(
        Evidence(span, "made#up", deed.confidence), (Span(source.sha256, start, start + 3),), deed.type, None, (),
        actors, (_party(deed.recipient),) if deed.recipient else (), when, deed.not_after, deed.place, deed.realis,
        deed.reported, deed.issue, score_of(load_codebook(), deed.type, None),
    )  # fmt: skip


def _party(code: str) -> Party:
    label = NAMES[code]
    return Party(party_id(label, code), label, None, code)
