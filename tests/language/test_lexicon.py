"""Rule files: what is refused and why, and that everything shipped is sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letopis.errors import RuleError
from letopis.language import lexicon
from letopis.language.lexicon import load_patterns, load_rows, load_rules, runs_away
from letopis.language.ru import lists


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for the folder of linguistic data."""
    monkeypatch.setattr(lexicon, "files", lambda _: tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a]\nyes = ['x']\n", "a.toml#a: needs `no`"),
        ("[a]\nno = ['x']\n", "a.toml#a: needs `yes`"),
        ("[a]\nyes = []\nno = ['x']\n", "a.toml#a: needs `yes`"),
        ("[a]\nyes = 'x'\nno = ['x']\n", "a.toml#a: needs `yes`"),
        ("a = 1\n", "a.toml#a: is no table"),
        ("[a\n", "a.toml: "),
        ("[a]\n[a]\n", "a.toml: "),
    ],
)
def test_a_bad_rule_is_refused_by_file_and_reason(folder: Path, text: str, said: str) -> None:
    (folder / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as error:
        load_rules("a.toml")
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("", "needs `pattern`"), ("pattern = '('", "a.toml#a: "), ("pattern = '(a+)+b'", "can run away")],
)
def test_a_bad_pattern_is_refused(folder: Path, pattern: str, said: str) -> None:
    (folder / "a.toml").write_text(f"[a]\n{pattern}\nyes = ['x']\nno = ['y']\n", encoding="utf-8")
    with pytest.raises(RuleError, match=said):
        load_patterns("a.toml")


@pytest.mark.parametrize(
    ("pattern", "away"),
    [("(a+)+", True), ("(?:a*b?)*", True), ("(a|b+)*c", True), ("a+b*", False), ("(?:ab){1,3}c+", False), ("", False)],
)
def test_patterns_that_can_run_away(pattern: str, away: bool) -> None:
    assert runs_away(pattern) is away


def test_a_row_with_another_number_of_fields_is_refused_by_line(folder: Path) -> None:
    (folder / "a.txt").write_text("# note\na | b\n\nc\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"a\.txt:4: has 1 fields, needs 2"):
        load_rows("a.txt", 2)


@pytest.mark.parametrize(
    "phrases",
    [
        *(lists.country_phrases, lists.organ_phrases, lists.organisation_phrases, lists.place_phrases),
        *(lists.position_phrases, lists.treaty_phrases, lists.named_event_phrases),
    ],
)
def test_every_list_is_sound(phrases: Callable[[], lists.Phrases]) -> None:
    entries = list(phrases())
    assert entries
    assert all(phrase and phrase == phrase.strip() and entry.label for phrase, entry in entries)
