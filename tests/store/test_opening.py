from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from accounts import account

from letopis.errors import (
    ChronicleError,
    DamagedChronicle,
    LockedChronicle,
    NewerChronicle,
    NotAChronicle,
    WriteFailed,
)
from letopis.store import chronicle as chronicle_module
from letopis.store import opening
from letopis.store.chronicle import Chronicle

TEXT = "Зетландия обвинила соседнюю страну Онтария в захвате острова Малый."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A chronicle with three sources in it."""
    made = tmp_path / "c.letopis"
    with Chronicle.open(made, create=True) as chronicle:
        for name in "abc":
            chronicle.add(account(name, f"{TEXT} {name}"))
    return made


def test_what_was_closed_is_there(path: Path) -> None:
    with Chronicle.open(path) as chronicle:
        assert len(chronicle.events()) == 3
        meta = dict(chronicle._rows("SELECT key, value FROM meta"))
    assert set(meta) == {"created", "letopis"}
    assert not path.with_name(path.name + "-wal").exists()


def test_a_missing_file_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(ChronicleError, match=r"none\.letopis: there is no chronicle"):
        Chronicle.open(tmp_path / "none.letopis")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(WriteFailed, match="no folder"):
        Chronicle.open(tmp_path / "no" / "c.letopis", create=True)


@pytest.mark.parametrize("create", [True, False])
def test_another_file_is_refused_and_kept(tmp_path: Path, create: bool) -> None:
    text = tmp_path / "news.txt"
    text.write_text("Новости дня. " * 500, encoding="utf-8")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    for file in (text, other, tmp_path):
        before = None if file.is_dir() else file.read_bytes()
        with pytest.raises(NotAChronicle, match=file.name):
            Chronicle.open(file, create=create)
        assert before is None or file.read_bytes() == before


def test_an_empty_file_is_taken_only_to_make_a_chronicle(tmp_path: Path) -> None:
    """A build that was killed as it began leaves an empty file."""
    path = tmp_path / "c"
    path.touch()
    with pytest.raises(NotAChronicle):
        Chronicle.open(path)
    with Chronicle.open(path, create=True) as chronicle:
        assert chronicle.add(account("a", TEXT))


def test_a_newer_file_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(NewerChronicle, match="later version"):
        Chronicle.open(path)


def test_a_damaged_file_is_said_to_be_damaged(path: Path) -> None:
    whole = path.read_bytes()
    for damage in (whole[:20_000], whole[:8192] + os.urandom(4096 * 4) + whole[8192 + 4096 * 4 :]):
        path.write_bytes(damage)
        with pytest.raises(DamagedChronicle, match=r"c\.letopis"):
            Chronicle.open(path)


def test_a_chronicle_without_a_table_is_damaged(path: Path) -> None:
    with Chronicle.open(path) as chronicle:
        chronicle._db.execute("PRAGMA foreign_keys = OFF")
        chronicle._db.execute("DROP TABLE near")
        with pytest.raises(DamagedChronicle):
            chronicle.info()


def test_while_another_build_writes_reading_goes_on(path: Path) -> None:
    with Chronicle.open(path) as writer, opening.transaction(writer._db):
        writer._db.execute("DELETE FROM reading")
        with Chronicle.open(path, patience=0.05) as reader:
            assert len(reader.events()) == 3
            with pytest.raises(LockedChronicle, match=r"c\.letopis"):
                reader.add(account("d", TEXT))
            with pytest.raises(LockedChronicle):
                reader.forget("a")
        writer._db.execute("INSERT INTO meta VALUES ('x', 'y')")


def test_a_full_disk_loses_nothing(path: Path) -> None:
    with Chronicle.open(path) as chronicle:
        pages = chronicle._rows("PRAGMA page_count")[0][0]
        chronicle._db.execute(f"PRAGMA max_page_count = {pages}")
        before = list(chronicle.export())
        with pytest.raises(WriteFailed, match=r"c\.letopis.*kept"):
            chronicle.add(account("big", " ".join(f"{TEXT[:-1]} и порта {number}." for number in range(500))))
        assert list(chronicle.export()) == before
        assert list(chronicle.verify()) == []


def test_a_file_that_cannot_be_written_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Chronicle.open(path) as chronicle:
        assert len(chronicle.events()) == 3
        with pytest.raises(WriteFailed, match=r"c\.letopis"):
            chronicle.add(account("d", TEXT))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_older_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = opening.migrations()
    assert len(scripts) > 1
    old, new = tmp_path / "old", tmp_path / "new"
    for path, some in ((old, scripts[:1]), (new, scripts)):
        with monkeypatch.context() as patch:
            patch.setattr(opening, "migrations", lambda some=some: some)
            patch.setattr(chronicle_module, "settle_judgements", lambda _: None)  # an older file has no judgements
            with Chronicle.open(path, create=True) as chronicle:
                for name in "abc":
                    chronicle.add(account(name, f"{TEXT} {name}"))
    with Chronicle.open(old) as upgraded, Chronicle.open(new) as fresh:
        assert upgraded._rows("PRAGMA user_version") == [(len(scripts),)]
        assert list(upgraded.export()) == list(fresh.export())
        schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert upgraded._rows(schema) == fresh._rows(schema)
        assert upgraded.add(account("d", TEXT))


def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = opening.migrations()
    path = tmp_path / "c"
    with monkeypatch.context() as patch:
        patch.setattr(opening, "migrations", lambda: scripts[:1])
        Chronicle.open(path, create=True).close()
    with monkeypatch.context() as patch:
        patch.setattr(opening, "migrations", lambda: (*scripts, "CREATE TABLE source (x);"))
        with pytest.raises(ChronicleError):
            Chronicle.open(path)
    with Chronicle.open(path) as chronicle:
        assert chronicle._rows("PRAGMA user_version") == [(len(scripts),)]
