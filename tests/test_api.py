"""The Python interface: the names it promises, and a chronicle built and asked through it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from accounts import account

import letopis

README = Path(__file__).parent.parent / "README.md"
PUBLIC = {
    "Asker",
    *("compare", "measure_index", "new_since", "profile", "tell_panel", "tell_timeline"),
    *("build", "open", "__version__", "Chronicle", "Told", "Kind", "Evidence", "Party", "Span", "When"),
    *(
        "Passage",
        "Debris",
        "Cut",
        "Copy",
        "Name",
        "Role",
        "Time",
        "Event",
        "Statement",
        "Agreement",
        "Figure",
        "Attitude",
    ),
    *("LetopisError", "InputError", "RuleError", "UsageError", "NothingFound", "ChronicleError", "NotAChronicle"),
    *("find_positions", "find_lives", "find_counts", "find_contradictions"),
    *("NewerChronicle", "DamagedChronicle", "LockedChronicle", "WriteFailed", "Record"),
}


def test_public_names_are_these() -> None:
    assert set(letopis.__all__) == PUBLIC
    assert set(dir(letopis)) == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(letopis, name)


def test_another_name_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chronicles'"):
        _ = letopis.chronicles  # type: ignore[attr-defined]


def test_open_gives_the_chronicle(tmp_path: Path) -> None:
    with letopis.Chronicle.open(tmp_path / "c.letopis", create=True) as made:
        made.add(account("a.txt", "Зетландия встретила Лимбург 1955-03-01. Онтария отвергла Лимбург."))
    with letopis.open(tmp_path / "c.letopis") as chronicle:
        (event,) = chronicle.events(actor="Zetland", between=("ZET", "LIM"), since="1955")
        assert isinstance(event.record, letopis.Event)
        assert event.quote == chronicle.text("a.txt")[event.evidence.span.start : event.evidence.span.stop]


def test_open_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(letopis.ChronicleError, match="there is no chronicle here"):
        letopis.open(tmp_path / "c.letopis")


@pytest.mark.usefixtures("toy_reader")
def test_build_opens_what_it_built(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Зетландия обвинила Лимбург.", encoding="utf-8")
    with letopis.build(text, into=tmp_path / "c.letopis", jobs=1) as chronicle:
        (event,) = chronicle.events(actor="Limburgia")
    assert event.quote == "Зетландия обвинила Лимбург."


@pytest.mark.usefixtures("toy_reader")
def test_build_warns_of_what_it_cannot_read(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="missing.txt: is not there"):
        letopis.build([tmp_path / "missing.txt"], into=tmp_path / "c.letopis").close()


@pytest.mark.usefixtures("toy_reader")
def test_the_code_in_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "heap").mkdir()
    (tmp_path / "heap" / "a.txt").write_text("Зетландия встретила Онтария 1956-10-19.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    exec(code.replace('("Russia", "Japan")', '("Zetland", "Ontaria")'), {})  # noqa: S102
    assert "a.txt 0 toy#sentence" in capsys.readouterr().out


def test_the_rule_in_the_readme_is_a_table() -> None:
    (rule,) = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert tomllib.loads(rule)["impose_sanctions"]["type"] == "SANCTION"
