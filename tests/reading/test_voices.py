"""Where a speaker is from, told elsewhere in the text."""

from __future__ import annotations

from letopis.model import Evidence, Party, Role, Span, Statement
from letopis.reading.statements.voices import with_countries


def said_by(label: str, code: str | None = None) -> Statement:
    speaker = Party("ac-1", label, label, code)
    return Statement(Evidence(Span("s", 0, 9), "r"), "indirect", speaker, None, None, (), None, None)


def role(person: str, code: str) -> Role:
    return Role(Evidence(Span("s", 20, 30), "r"), person, "adviser", code)


def test_a_role_told_later_gives_the_country() -> None:
    first, _ = with_countries([said_by("Juhan Tamm"), role("Juhan Tamm", "EST")])
    assert isinstance(first, Statement)
    assert first.speaker is not None
    assert (first.speaker.code, first.speaker.inferred) == ("EST", True)


def test_two_countries_give_none() -> None:
    first, *_ = with_countries([said_by("Juhan Tamm"), role("Juhan Tamm", "EST"), role("Juhan Tamm", "FIN")])
    assert isinstance(first, Statement)
    assert first.speaker is not None
    assert first.speaker.code is None


def test_another_spelling_gives_the_country() -> None:
    for spelling in ("Juhan Tammsare", "Juhan Tamsaare", "Juhan Tammsaarer"):
        first, _ = with_countries([said_by(spelling), role("Juhan Tammsaare", "EST")])
        assert isinstance(first, Statement)
        assert first.speaker is not None
        assert first.speaker.code == "EST"


def test_another_person_gives_none() -> None:
    first, _ = with_countries([said_by("Juhan Tamm"), role("Mart Tamm", "EST")])
    assert isinstance(first, Statement)
    assert first.speaker is not None
    assert first.speaker.code is None
