"""Timelines as files, indices as pictures: right in form, harmless in content."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from events import Deed, make_chronicle

from letopis import cli
from letopis.faces import timeline_forms as forms
from letopis.faces.indices import sparkline
from letopis.model import Kind, When
from letopis.study.exports.cells import harmless
from letopis.study.timeline import Entry

EVIL = '=HYPERLINK("http://x")<script>alert(1)</script>;,\\ *жирный* [ссылка](y)\x1b[31m\nвторая'
Run = Callable[..., tuple[int, str, str]]


def entry(name: str, first: str | None, last: str | None = None, **more: object) -> Entry:
    """An entry with a quotation that wants to do harm."""
    known = {"kind": Kind.EVENT, "not_after": None, "what": EVIL, "marks": (), "quote": EVIL}
    when = When(first if last is None else f"{first}/{last}", first, last or first) if first else None
    return Entry(id=name, when=when, **{**known, "cites": (("=a.txt", 0, 9),), **more})  # type: ignore[arg-type]


ENTRIES = [
    entry("ev-1", "1956-10-19"),
    entry("ev-2", "1957-01-01", "1957-12-31", marks=("planned",), independent=2, cites=(("a", 0, 9), ("b", 0, 9))),
    entry("ev-3", None, not_after="1999-05-01"),
    entry("ev-4", None),
]


def test_cells_of_a_table_are_no_formulas() -> None:
    rows = list(csv.DictReader(io.StringIO("\r\n".join(forms.csv_lines(ENTRIES)), newline="")))
    assert [row["id"] for row in rows] == ["ev-1", "ev-2", "ev-3", "ev-4"]
    assert all(not str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    assert rows[0]["quote"].startswith("'=HYPERLINK")
    assert (rows[1]["independent_sources"], rows[2]["not_after"]) == ("2", "1999-05-01")


@pytest.mark.parametrize(
    ("value", "safe"), [("-1+2", "'-1+2"), (" @x", "' @x"), (-2.0, -2.0), ("а=1", "а=1"), (None, None)]
)
def test_numbers_stay_numbers(value: object, safe: object) -> None:
    assert harmless(value) == safe


def test_a_page_runs_nothing() -> None:
    tags: list[str] = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            del attrs
            tags.append(tag)

    page = "\n".join(forms.html_lines(ENTRIES))
    Parser().feed(page)
    assert tags.count("article") == 4
    assert not {"script", "a", "img", "link"} & set(tags)
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "by 1999-05-01" in page
    assert ">Undated<" in page


def test_markdown_sees_no_marks_in_a_quotation() -> None:
    lines = list(forms.markdown_lines(ENTRIES))
    assert [line for line in lines if line.startswith("## ")] == ["## 1956", "## 1957", "## Undated"]
    assert r"\*жирный\*" in lines[5]
    assert r"\<script\>" in lines[5]
    assert "2 independent sources" in "\n".join(lines)


def test_a_calendar_is_folded_and_escaped() -> None:
    lines = list(forms.ics_lines(ENTRIES))
    assert max(len(line.encode()) for line in lines) <= 75
    whole = "\n".join(lines).replace("\n ", "")
    assert whole.count("BEGIN:VEVENT") == whole.count("BEGIN:VJOURNAL") == 2
    assert "DTSTART;VALUE=DATE:19570101\nDTEND;VALUE=DATE:19580101" in whole
    assert "STATUS:TENTATIVE" in whole
    assert r"\;\,\\" in whole


def test_sparklines() -> None:
    assert sparkline([0, 1, 2, 4], 10) == " ▃▅█"
    assert sparkline([1, 1, 3, 3], 2) == "▃█"
    assert sparkline([], 10) == ""


# --- on the command line ----------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command line in a folder with a chronicle of some years of two countries."""
    deeds = [Deed("RUS", "JPN", "COOPERATE", f"{year}-01-03", issue="trade") for year in range(1990, 2000)]
    deeds += [Deed("JPN", "RUS", "ASSAULT", f"{year}-01-03") for year in range(2000, 2010)]
    make_chronicle(tmp_path / "chronicle.letopis", {"a": deeds[:12], "b": deeds[12:]})
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(arguments)
        done = capsys.readouterr()
        return code, done.out, done.err

    return call


@pytest.mark.parametrize("form", ["text", "md", "csv", "json", "html", "ics"])
def test_a_timeline_is_written_whole(run: Run, form: str, tmp_path: Path) -> None:
    code, printed, _ = run("timeline", "--form", form)
    assert code == 0
    assert run("timeline", "--form", form, "--out", "t.txt")[:2] == (0, "")
    written = (tmp_path / "t.txt").read_bytes().decode()
    assert written == printed
    assert ("\r\n" in written) == (form in ("csv", "ics"))


def test_an_index_is_told_and_drawn(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("index", "--between", "Russia", "JPN", "--by", "year", "--plot", "i.svg")
    assert code == 0
    assert "cooperation ██████████" in out
    assert "from 2000 on: 9.5 → -9.0 a year" in out
    assert "2000-01-03 Japan (JPN) → Russia (RUS): attacks (ASSAULT)" in out
    root = ElementTree.parse(tmp_path / "i.svg").getroot()  # noqa: S314 (our own)
    assert len(root.findall("{*}rect")) == 21
    assert len(root.findall("{*}polyline")) == 1


def test_a_plot_in_png(run: Run, tmp_path: Path) -> None:
    code, _, err = run("index", "--between", "RUS", "JPN", "--plot", "i.png")
    if code:
        assert (code, "pip install 'letopis[plot]'" in err) == (2, True)
    else:
        assert (tmp_path / "i.png").read_bytes().startswith(b"\x89PNG")


def test_a_panel_is_a_table(run: Run) -> None:
    code, out, _ = run("panel", "--since", "1999", "--until", "2000")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["one"], row["other"]) for row in rows] == [("JPN", "RUS")] * 2
    assert [(row["one_cow"], row["other_gw"]) for row in rows] == [("740", "365")] * 2
    assert [(row["material_cooperation"], row["score"]) for row in rows] == [("1.0", "9.5"), ("0.0", "-9.0")]


def test_a_panel_says_what_it_cannot_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deeds = [Deed("RUS", "JPN", "AID", "1999-01-01"), Deed("RUS", "JPN", "AID"), Deed("RUS", "JPN", "REJECT")]
    path = make_chronicle(tmp_path / "c.letopis", {"a": deeds})
    assert cli.main(["panel", str(path)]) == 0
    assert "2 events between two parties have no year" in capsys.readouterr().err


def test_profiles_and_differences(run: Run) -> None:
    code, out, _ = run("profile", "--actor", "Japan")
    assert code == 0
    assert "parties     Russia 20" in out
    assert run("profile", "--source", "a")[1].count("100% its own") == 1
    assert run("diff", "chronicle.letopis", "chronicle.letopis")[0] == 1
    code, out, _ = run("diff", "--since", "2020")
    assert code == 0
    assert "records: 20 came" in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("timeline", "--actor", "Japn"), 1, "did you mean japan, jpn?"),
        (("timeline", "--issue", "trad"), 1, "there is no issue trad; did you mean trade?"),
        (("timeline", "--type", "COOPERAT"), 2, "did you mean COOPERATE?"),
        (("timeline", "--since", "2011", "--actor", "RUS"), 1, "nothing found for since 2011, actor RUS"),
        (("timeline", "--since", "2011", "--until", "2010"), 2, "since 2011 lies after until 2010"),
        (("index", "--between", "RUS", "JPN", "--since", "2011"), 1, "no event between RUS and JPN counts"),
        (("index", "--between", "RUS", "JPN", "--plot", "i.bmp"), 2, "a plot is a file .svg or .png"),
        (("profile",), 2, "a profile is of one"),
        (("diff", "chronicle.letopis"), 2, "Give OLD and NEW"),
        (("diff", "--since-build"), 1, "nothing is new"),
    ],
)  # fmt: skip
def test_bad_questions_are_explained(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments)
    assert done[0] == code
    assert said in done[2]
