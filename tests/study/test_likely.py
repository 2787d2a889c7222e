"""Who is likely one person under two names: a score that says what it is made of, silence where two could be meant."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from letopis.cli import main
from letopis.identity import party_id
from letopis.language.pack import spelling
from letopis.model import Account, Event, Evidence, Name, Party, Source, Span
from letopis.store.chronicle import Chronicle
from letopis.study.likely import find_namesakes

Person = tuple[str, str, str | None, str | None]
FULL: Person = ("Fyodor Ulsen", "Фёдор Ульсен", "NOR", "minister of defence")
BARE: Person = ("Ulsen", "Ульсен", "NOR", None)


def _account(number: int, person: Person) -> Account:
    label, label_ru, code, role = person
    text = f"{number} {label_ru} осудил Данию."
    source = Source(f"{number}.txt", text, sha256(text.encode()).hexdigest())
    evidence = Evidence(Span(source.sha256, 0, len(text)), "toy", 1.0)
    party = Party(party_id(label, code), label, label_ru, code, role=role, start=2, stop=2 + len(label_ru))
    event = Event(
        evidence, (evidence.span,), "ACCUSE", None, (), (party,), (), None, None, None, "actual", False, None, None
    )
    name = Name(Evidence(Span(source.sha256, 2, 2 + len(label_ru)), "toy", 1.0), "PER", label, label_ru, code, "name")
    return Account(source, (), (event, name), 0)


def _found(folder: Path, persons: Sequence[Person]) -> list[tuple[str, str, float]]:
    with Chronicle.open(folder / "c.letopis", create=True) as chronicle:
        chronicle.add_all(_account(number, person) for number, person in enumerate(persons))
        found = find_namesakes(chronicle, spelling())
        assert all(abs(sum(adds for _, adds in one.reasons) - one.score) < 0.02 for one in found if one.score < 0.99)
        return [(one.one.label, one.other.label, one.score) for one in found]


@pytest.mark.parametrize(
    ("one", "score"),
    [
        (BARE, 0.75),
        (("Ulsen", "Ульсен", None, None), 0.5),
        (("Ulsen", "Ульсен", "NOR", "minister of defence"), 0.9),
        (("F. Ulsen", "Ф. Ульсен", "NOR", None), 0.85),
        (("Fedor Ulsen", "Федор Ульсен", None, None), 0.7),
    ],
)
def test_likely_one_person(one: Person, score: float, tmp_path: Path) -> None:
    assert _found(tmp_path, [one, FULL]) == [(one[0], "Fyodor Ulsen", score)]


@pytest.mark.parametrize(
    "others",
    [
        [("Ulsen", "Ульсен", "DNK", None)],  # another state's
        [("Olaf Ulsen", "Олаф Ульсен", "NOR", None)],
        [BARE, ("Olaf Ulsen", "Олаф Ульсен", "NOR", None)],  # two could be meant
        [("O. Ulsen", "О. Ульсен", "NOR", None)],
    ],
)
def test_nobody_is_guessed(others: list[Person], tmp_path: Path) -> None:
    assert _found(tmp_path, [FULL, *others]) == []


def test_a_name_with_initials_is_no_second_person(tmp_path: Path) -> None:
    found = _found(tmp_path, [FULL, BARE, ("F. Ulsen", "Ф. Ульсен", "NOR", None)])
    assert found == [("F. Ulsen", "Fyodor Ulsen", 0.85), ("Ulsen", "Fyodor Ulsen", 0.75)]


def test_the_likely_are_joined_when_asked_and_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _found(tmp_path, [BARE, FULL])
    assert main(["actor", "likely", "c.letopis"]) == 0
    assert "+0.25  the same state or organisation, NOR" in capsys.readouterr().out
    assert main(["actor", "likely", "c.letopis", "--merge", "--by", "Ида", "--json"]) == 0
    assert main(["actor", "likely", "c.letopis"]) == 1
    capsys.readouterr()
    assert main(["actor", "log", "c.letopis"]) == 0
    assert "Ulsen is Fyodor Ulsen — likely 0.75: the family name of one person" in capsys.readouterr().out
