"""The pages of the manual keep their word: what they show is run, as a reader would run it.

Each page has a folder of its own with the example heap in ``heap/``; its blocks are run in their order. In a block
``sh`` every line that begins with ``letopis`` is run, and must exit with 0, or with N where ``# exits N`` stands behind
it. A block ``text`` right below is what the lines print; ``...`` alone in a line stands for any lines. Blocks
``python`` share their names; a block that imports a library that is not installed is passed over. Blocks ``r`` are run
where R has RSQLite. Blocks ``sql`` ask ./chronicle.letopis, blocks ``toml`` must be tables. Blocks ``console`` are for
what cannot be run here.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import tomllib
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from letopis import cli
from letopis.faces import pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```([a-z]+)\n(.*?)^```$(?:\n+```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
IMPORTED = re.compile(r"^(?:import|from) (\w+)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
EXITS = re.compile(r"# exits (\d+)$")


class Block(NamedTuple):
    """A block of a page: its language, what stands in it, and what it prints (empty: anything)."""

    language: str
    code: str
    printed: str


def blocks_of(page: str) -> list[Block]:
    return [Block(*found.groups(default="")) for found in BLOCK.finditer((DOCS / page).read_text(encoding="utf-8"))]


def prints(expected: str) -> re.Pattern[str]:
    """What a block ``text`` allows: its lines, ``...`` for any."""
    lines = (r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + r" *\n" for line in expected.splitlines())
    return re.compile("".join(lines))


@cache
def has_r() -> bool:
    """Whether R is here with what the pages use."""
    asked = ["Rscript", "-e", "library(RSQLite)"]
    return (
        shutil.which("Rscript") is not None and subprocess.run(asked, check=False, capture_output=True).returncode == 0
    )


def run_sql(code: str) -> None:
    with closing(sqlite3.connect("chronicle.letopis")) as opened:
        assert opened.execute(code).fetchone()


#: Pages that are written beside these and join them.
AWAITED: set[str] = set()
PAGES = sorted(path.name for path in DOCS.glob("*.md"))


@pytest.mark.models
@pytest.mark.usefixtures("real_reader")
@pytest.mark.parametrize("page", [name for name in PAGES if blocks_of(name)])
def test_what_a_page_shows_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "examples" / "heap", tmp_path / "heap")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in blocks_of(page):
        if block.language == "python" and all(map(find_spec, IMPORTED.findall(block.code))):
            exec(block.code, names)  # noqa: S102
        elif block.language == "sh":
            run_lines(block.code)
        elif block.language == "r" and has_r():
            subprocess.run(["Rscript", "-e", block.code], check=True, capture_output=True)
        elif block.language == "sql":
            run_sql(block.code)
        elif block.language == "toml":
            assert tomllib.loads(block.code)
        else:
            continue
        out = capsys.readouterr().out
        if block.printed:
            assert prints(block.printed).fullmatch(out), out


def run_lines(code: str) -> None:
    for line in code.splitlines():
        if line.startswith("letopis "):
            exits = EXITS.search(line)
            assert cli.main(shlex.split(line, comments=True)[1:]) == (int(exits[1]) if exits else 0), line


@pytest.mark.parametrize("page", PAGES)
def test_links_of_a_page_lead_somewhere(page: str) -> None:
    links = LINK.findall((DOCS / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (DOCS / link).exists() and link not in AWAITED] == []


def test_the_index_leads_to_every_page() -> None:
    links = set(LINK.findall((DOCS / "index.md").read_text(encoding="utf-8")))
    assert set(PAGES) - {"index.md"} <= links


def test_docs_lists_the_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} == {name.removesuffix(".md") for name in PAGES}
    assert lines[0].startswith("index ")


def test_docs_shows_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs", "decisions"]) == 0
    shown = capsys.readouterr().out
    assert "PLOVER" in shown
    assert "\x1b" not in shown
    assert cli.main(["docs", "decisions.md", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["text"] == (DOCS / "decisions.md").read_text(encoding="utf-8")


def test_docs_knows_no_such_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs", "nothing"]) == 1
    assert "there is no page nothing; there are index, start" in capsys.readouterr().err


def test_docs_writes_html_with_links_that_stay_inside(tmp_path: Path) -> None:
    assert cli.main(["docs", "--html", str(tmp_path / "all.html")]) == 0
    written = (tmp_path / "all.html").read_text(encoding="utf-8")
    inside = set(re.findall(r'href="#([a-z]+)"', written))
    assert inside
    assert all(f'<article id="{name}">' in written for name in inside)
    assert "<table>" in written
    assert "<script" not in pages.pages_html([pages.Page("x", "x", "# x\n\n<script>alert()</script>")])
