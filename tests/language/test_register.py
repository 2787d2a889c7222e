"""A user's register extends the shipped one, and a bad line is refused by file, line and reason."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from letopis.errors import RuleError
from letopis.language.registers import load_register
from letopis.language.terms import Person, Term, terms_at

CODES = frozenset({"RUS", "JPN"})
GOOD = "JPN | prime minister | Taro Test | Таро Тест | | 2030-01-01 | 2031-01-01\n"


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_terms_are_added(tmp_path: Path) -> None:
    persons = load_register(3, [_file(tmp_path, "# my own\n\n" + GOOD)], CODES)
    mine = [person for person in persons if person.label == "Taro Test"]
    assert [(person.names, person.code) for person in mine] == [(("Таро Тест",), "JPN")]
    assert [term.office for term in terms_at(mine[0], "2030-05-01", "2030-05-31")] == ["prime minister"]
    assert len(persons) == len(load_register(3)) + 1


@pytest.mark.parametrize(
    ("lines", "number", "reason"),
    [
        ("JPN | prime minister | Taro Test | Таро Тест | 2030-01-01\n", 1, "5 fields"),
        ("JPN | | Taro Test | Таро Тест | | 2030-01-01 |\n", 1, "needs a code, an office and a name"),
        ("# a comment\nQQQ | prime minister | Taro Test | Таро Тест | | 2030 |\n", 2, "no state or organisation QQQ"),
        ("JPN | prime minister | Taro Test | Таро Тест | | 2030-13-01 |\n", 1, "2030-13-01 is no date"),
        ("JPN | prime minister | Taro Test | Таро Тест | | spring | 2031\n", 1, "spring is no date"),
        ("JPN | prime minister | Taro Test | Таро Тест | | 2031-05 | 2030\n", 1, "before it begins"),
        (GOOD + GOOD, 2, "what line 1 says"),
        (
            GOOD + "JPN | prime minister | Jiro Test | Дзиро Тест | | 2030-06-01 | 2032\n",
            2,
            "prime minister of JPN at once",
        ),
        (
            GOOD + "JPN | prime minister | Taro Test | Таро Тест | | 2030-06 | 2032\n",
            2,
            "prime minister of JPN twice at",
        ),
        ("JPN | prime minister | Taro Test | Таро Тест | | | 2031\n", 1, "does not say when the term begins"),
        ("JPN | prime minister | Taro Test | Таро Тест | | |\n", 1, "does not say when the term begins"),
        ("JPN | politician | Taro Test | Таро Тест | | | 2031\n", 1, "does not say when the term begins"),
        ("JPN | prime minister | Taro Test | Таро Тест | | 2014 | 2015\n", 1, "(the shipped east_asia.txt)"),
        ("JPN | prime minister | Shinzo Abe | Синдзо Абэ | | 2013-05 | 2014\n", 1, "twice at once (the shipped"),
        ("JPN | prime minister | Taro Test | Таро Теcт | | 2030 |\n", 1, "mixes Latin and Cyrillic"),
        (GOOD + "JPN | minister | Tarō Test | Т. Тест | | 2031 |\n", 2, "Tarō Test seems to be Taro Test"),
        (GOOD + "JPN | minister | Taroh Testo | Таро Тест | | 2031 |\n", 2, "Taroh Testo seems to be Taro Test"),
        ("JPN | minister | Shinzō Abe | Абэ | | 2031 |\n", 1, "seems to be Shinzo Abe (the shipped"),
        ("JPN | king | A B | А Б | | 2030 |\nJPN | king | C D | В Г | | 2040 |\n", 2, "king of JPN at once"),
    ],
)
def test_a_bad_line_is_refused(tmp_path: Path, lines: str, number: int, reason: str) -> None:
    path = _file(tmp_path, lines)
    with pytest.raises(RuleError) as refused:
        load_register(3, [path], CODES)
    assert str(refused.value).startswith(f"{path}:{number}: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    "line",
    [
        "JPN | prime minister | Jiro Test | Дзиро Тест | | 2031-01-01 | 2032\n",  # the day on which the other ends
        "JPN | prime minister | Jiro Test | Дзиро Тест | | 2031 |\n",
        "JPN | ambassador | Jiro Test | Дзиро Тест | | 2030 | 2031\n",  # many hold it at once
        "RUS | prime minister | Jiro Test | Дзиро Тест | | 2030 | 2031\n",
        "JPN | politician | Jiro Test | Дзиро Тест | | |\n",  # a life in politics without years
        "JPN | prime minister | Taro Test | Таро Тест | | 2034 | 2035\n",  # a second term
        "JPN | prime minister | Taro Test | Таро Тест | | 2030 | 2031\n",  # the same term, told less exactly
        "JPN | prime minister | Shinzo Abe | Синдзо Абэ | | 2012-12 | 2020-09\n",  # as shipped, less exactly
    ],
)
def test_what_is_no_overlap(tmp_path: Path, line: str) -> None:
    assert load_register(3, [_file(tmp_path, GOOD + line)], CODES)


@pytest.mark.parametrize(
    ("since", "until", "first", "last", "sure"),
    [
        ("2030-03-10", "2031-03-10", "2030-03-10", "2030-03-10", True),
        ("2030-03-10", "2031-03-10", "2030-03-01", "2030-03-31", False),  # the month began before the term
        ("2030-03-10", "2031-03-10", "2031-01-01", "2031-12-31", False),  # the year ends after it
        ("2030-03-10", "2031-03-10", "2030-04-01", "2030-04-30", True),
        ("2030", "2033", "2030-06-01", "2030-06-30", False),  # it began some day of that year
        ("2030", "2033", "2031-01-01", "2032-12-31", True),
        ("2030", "2033", "2033-02-01", "2033-02-01", False),
        ("2020-05", None, "2025-01-01", "2025-12-31", True),
        ("2020-05", None, "2026-01-01", "2026-01-31", False),  # nobody looked so late
        ("2026-05", None, "2027-01-01", "2027-01-31", True),
        (None, None, "2020-01-01", "2020-01-01", False),
    ],
)
def test_a_term_holds_a_date_that_lies_whole_inside(
    since: str | None, until: str | None, first: str, last: str, *, sure: bool
) -> None:
    person = Person("Taro Test", ("Таро Тест",), (Term("JPN", "prime minister", since, until),))
    assert bool(list(terms_at(person, first, last))) is sure


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        load_register(3, [tmp_path / "none.txt"], CODES)


def test_an_extract_of_wikidata_becomes_lines(tmp_path: Path) -> None:
    path = Path(__file__).parent.parent.parent / "scripts" / "import_register.py"
    script = runpy.run_path(str(path))
    told = {"code": "JPN", "office": "prime minister", "en": "Taro Test", "ru": "Тест, Таро"}
    told["since"] = "2030-01-01T00:00:00Z"
    row = {name: {"type": "literal", "value": value} for name, value in told.items()}
    lines = list(script["lines"]({"results": {"bindings": [row, row, {"code": {"value": "JPN"}}]}}))
    assert lines == ["JPN | prime minister | Taro Test | Таро Тест |  | 2030-01-01 |"]
    assert load_register(3, [_file(tmp_path, "\n".join(lines))], CODES)
    with pytest.raises(ValueError, match="bindings"):
        list(script["lines"]({}))
