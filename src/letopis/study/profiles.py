"""What a chronicle holds of one party, of two, of an issue, or from one source, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from letopis.errors import NothingFound, UsageError
from letopis.store.chronicle import Chronicle
from letopis.store.walks import Where, where_of
from letopis.study.parties import check_there, find_codes, find_who
from letopis.study.states import load_states

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Own:
    """How much of a source's sentences is its own: their characters, those that repeat an earlier place, and whose."""

    characters: int
    copied: int
    copied_from: Counts

    @property
    def share(self) -> float | None:
        return 1 - self.copied / self.characters if self.characters else None


@dataclass(frozen=True, slots=True)
class Profile:
    """Records by kind; of the events the span, types, realis, issues, the others they name, and the sources."""

    subject: str
    kinds: Counts
    first: str | None
    last: str | None
    types: Counts
    realis: Counts
    issues: Counts
    parties: Counts
    sources: Counts
    own: Own | None = None


def profile(
    chronicle: Chronicle,
    *,
    actor: str | None = None,
    between: tuple[str, str] | None = None,
    issue: str | None = None,
    source: str | None = None,
) -> Profile:
    """The profile of exactly one of these. Raises UsageError for none or several, NothingFound for what is missing."""
    asked = [one for one in (actor, between, issue, source) if one is not None]
    if len(asked) != 1:
        raise UsageError("a profile is of one: an actor, two parties, an issue or a source")
    where = _where(chronicle, actor, between, issue, source)
    histories = chronicle.histories
    kinds = tuple((kind, records) for kind, records, _ in histories.count_kinds(where))
    subject = " – ".join(between) if between else str(asked[0])
    if not kinds and source is None:
        raise NothingFound(f"{chronicle.path}: nothing is told of {subject}")
    first, last = histories.span(where)
    return Profile(
        subject,
        kinds,
        first,
        last,
        tuple(histories.count_by(where, "type")),
        tuple(histories.count_by(where, "realis")),
        tuple(histories.count_by(where, "issue")),
        tuple(histories.partners(where)),
        tuple(histories.count_by(where, "source")),
        _own(chronicle, source) if source is not None else None,
    )


def _where(
    chronicle: Chronicle, actor: str | None, between: tuple[str, str] | None, issue: str | None, source: str | None
) -> Where:
    histories, states = chronicle.histories, load_states()
    if actor is not None:
        return where_of(find_who(histories, actor, states))
    if between is not None:
        return where_of((find_codes(histories, between[0], states), find_codes(histories, between[1], states)))
    check_there(histories, issue, source)
    return where_of(None, issue, source)


def _own(chronicle: Chronicle, source: str) -> Own:
    characters, copied, others = chronicle.histories.own_text(source)
    return Own(characters, min(copied, characters), tuple(others))
