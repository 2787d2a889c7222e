"""What is handed out: wheel and source archive are built, and the wheel works where nothing else is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SHIPPED = (
    "letopis/py.typed",
    "letopis/docs/start.md",
    "letopis/reading/events/plover.toml",
    "letopis/language/ru/events/support.toml",
    "letopis/language/ru/splices.json",
    "letopis/study/states.txt",
    "letopis/web/templates/base.html",
    "letopis/web/static/desk.css",
)


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=cwd, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def clean(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel, what it needs, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    assert run(sys.executable, "-m", "venv", folder / "env", cwd=folder).returncode == 0
    (wheel,) = dist.glob("*.whl")
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    done = run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    if done.returncode:
        pytest.skip(f"what letopis needs could not be installed: {done.stderr.strip().splitlines()[-1]}")
    return programs


def test_the_wheel_holds_what_the_program_reads(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert [name for name in SHIPPED if name not in names] == []
    assert {f"letopis/docs/{page.name}" for page in (ROOT / "docs").glob("*.md")} <= names
    assert [name for name in names if not name.startswith("letopis")] == []


def test_the_source_archive_builds_and_explains_itself(dist: Path) -> None:
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        inside = {name.partition("/")[2] for name in opened.getnames()}
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "Makefile", "docs/start.md"):
        assert name in inside
    assert [name for name in inside if name.startswith((".venv", "build", "node_modules"))] == []


def test_the_wheel_works_where_nothing_else_is_installed(clean: Path, tmp_path: Path) -> None:
    letopis = clean / "letopis"
    assert "letopis build heap/" in run(letopis, "--help", cwd=tmp_path).stdout
    assert run(letopis, "--version", cwd=tmp_path).stdout == "letopis 0.1.0\n"
    assert "Ten minutes" in run(letopis, "docs", "start", cwd=tmp_path).stdout
    built = run(letopis, "build", ROOT / "examples" / "heap", cwd=tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("5 sources read")
    assert run(letopis, "verify", cwd=tmp_path).returncode == 0
    assert "SUPPORT" in run(letopis, "timeline", cwd=tmp_path).stdout


def test_an_extra_that_is_missing_is_named(clean: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><p>Чили и Перу подписали договор.</p></html>", encoding="utf-8")
    built = run(clean / "letopis", "build", "page.html", cwd=tmp_path)
    assert built.returncode == 1
    assert "letopis[formats]" in built.stdout + built.stderr
    served = run(clean / "letopis", "serve", cwd=tmp_path)
    assert served.returncode == 2
    assert "letopis[serve]" in served.stderr


def test_the_versions_agree() -> None:
    assert 'version = "0.1.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "version: 0.1.0" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert "## 0.1.0" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
