"""Files, folders and standard input become sources."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from letopis.errors import InputError
from letopis.intake import decoding
from letopis.intake.files import Listed
from letopis.intake.sources import Files, list_sources, read_sources
from letopis.model import Source


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str = "Посол прибыл.\n") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def read(*paths: str, stdin: bytes | None = None) -> list[tuple[str, str]]:
    """Name and text of each source, name and reason of each error."""
    found = read_sources(paths, None if stdin is None else io.BytesIO(stdin))
    return [(one.name, one.text if isinstance(one, Source) else one.reason) for one in found]


def names(*paths: str) -> list[str]:
    return [name for name, _ in read(*paths)]


# --- what is read -----------------------------------------------------------------------------------------------------


def test_a_file_gives_its_text_and_hash() -> None:
    write("a.txt", "\ufeffПосол прибыл.\r\n")
    (source,) = read_sources(["a.txt"], None)
    text = "Посол прибыл.\r\n"
    assert source == Source("a.txt", text, sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.txt", "a.txt"), ("./a.txt", "a.txt"), ("heap//b.txt", "heap/b.txt"), ("./heap/../a.txt", "heap/../a.txt")],
)
def test_a_name_is_the_path_as_given_without_dots(path: str, name: str) -> None:
    write("a.txt")
    write("heap/b.txt")
    assert names(path) == [name]
    assert Files()(name) == "Посол прибыл.\n"


def test_a_folder_gives_its_files_in_order_of_name() -> None:
    for name in ("heap/b.txt", "heap/a.txt", "heap/ab/c", "heap/.hidden", "heap/.git/x"):
        write(name)
    assert names("heap") == names("./heap/") == ["heap/a.txt", "heap/ab/c", "heap/b.txt"]
    assert names(".") == ["heap/a.txt", "heap/ab/c", "heap/b.txt"]


def test_a_hidden_file_is_read_when_it_is_asked_for() -> None:
    write(".notes")
    assert names(".notes") == [".notes"]


def test_chronicles_in_a_folder_are_passed_over() -> None:
    for name in ("a.txt", "chronicle.letopis", "chronicle.letopis-wal", "chronicle.letopis-shm"):
        write(f"heap/{name}")
    assert names("heap") == ["heap/a.txt"]


def test_each_source_is_read_once() -> None:
    write("heap/a.txt")
    assert names("heap", "heap/a.txt", "./heap") == ["heap/a.txt"]


def test_standard_input_is_a_source() -> None:
    assert read("-", stdin="Мир".encode()) == [("-", "Мир")]
    assert read("-", stdin=b"") == [("-", "is empty")]
    assert read("-") == [("-", "there is no standard input")]
    assert Files()("-") is None


def test_a_file_called_dash_is_not_standard_input() -> None:
    write("./-")
    assert read("./-") == read(".") == [("./-", "Посол прибыл.\n")]
    assert Files()("./-") == "Посол прибыл.\n"


def test_sources_come_one_at_a_time() -> None:
    write("heap/a")
    late = write("heap/b")
    found: Iterator[Source | InputError] = read_sources(["heap"], None)
    assert next(found).name == "heap/a"
    late.write_text("Он остался.", encoding="utf-8")
    second = next(found)
    assert isinstance(second, Source)
    assert second.text == "Он остался."


def test_listing_tells_names_and_sizes_without_errors() -> None:
    write("heap/a.txt", "Мир")
    write("heap/b.txt", "")
    assert list_sources(["heap", "nowhere", "-"]) == [
        Listed("heap/a.txt", 6),
        Listed("heap/b.txt", 0),
        Listed("-", None),
    ]


# --- what cannot be read ----------------------------------------------------------------------------------------------


def test_the_rest_goes_on_after_what_is_no_text() -> None:
    write("heap/b.txt")
    write("heap/c.txt", "")
    Path("heap/a.bin").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert read("nowhere", "heap") == [
        ("nowhere", "is not there"),
        ("heap/a.bin", "is no plain text: a PNG picture"),
        ("heap/b.txt", "Посол прибыл.\n"),
        ("heap/c.txt", "is empty"),
    ]


def test_a_folder_without_files_is_an_error() -> None:
    Path("bare/inner").mkdir(parents=True)
    write("bare/.hidden")
    assert read("bare") == [("bare", "is a folder without files")]


def test_odd_paths_are_errors() -> None:
    assert read("") == [("(no name)", "an empty path names no file")]
    assert read("a\0b") == [("a\0b", "is no file name: it holds a NUL character")]
    assert read("а" * 300)[0][1].startswith("cannot be read: ")


def test_pipes_and_devices_are_never_opened() -> None:
    os.mkfifo("pipe")
    assert read("pipe", "/dev/null") == [("pipe", "is a pipe"), ("/dev/null", "is a device")]
    assert Files()("pipe") is None


def test_links_are_followed_and_loops_are_harmless() -> None:
    write("heap/a.txt")
    Path("heap/again").symlink_to(Path("heap").absolute())
    Path("heap/b").symlink_to("a.txt")
    Path("heap/lost").symlink_to("nowhere")
    Path("heap/self").symlink_to("self")
    found = dict(read("heap"))
    assert list(found) == ["heap/a.txt", "heap/b", "heap/lost", "heap/self"]
    assert found["heap/lost"] == "is a link to nothing"
    assert found["heap/self"].startswith("cannot be read: too many levels")


def test_a_file_that_vanishes_meanwhile_is_an_error() -> None:
    write("heap/a")
    gone = write("heap/b")
    found = read_sources(["heap"], None)
    next(found)
    gone.unlink()
    assert [(one.name, str(one)) for one in found] == [("heap/b", "heap/b: is not there")]


def test_a_file_that_vanishes_between_look_and_read_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a")
    monkeypatch.setattr("letopis.intake.sources.list_files", lambda _: iter([Listed("b", 5)]))
    assert read("b") == [("b", "is not there")]


def test_a_name_that_is_no_utf8_is_an_error() -> None:
    try:
        Path(os.fsdecode(b"heap\xff")).write_text("Мир", encoding="utf-8")
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    assert read(".") == [("heap\\xff", "has a name that is not UTF-8")]


def test_what_may_not_be_read_is_an_error() -> None:
    secret = write("heap/a")
    closed = write("heap/z/b").parent
    secret.chmod(0)
    closed.chmod(0)
    try:
        if os.access(secret, os.R_OK):
            pytest.skip("this user may read everything")
        reason = "may not be read: permission denied"
        assert read("heap") == [("heap/a", reason), ("heap/z", reason)]
        assert read("heap/z/b") == [("heap/z/b", reason)]
        assert Files()("heap/a") is None
    finally:
        closed.chmod(0o700)


def test_a_large_file_is_refused_by_its_size() -> None:
    with Path("a").open("wb") as file:
        file.truncate(decoding.MOST_BYTES + 1)
    assert read("a") == [("a", "has 67,108,865 bytes, more than the 67,108,864 (64 MiB) that are read")]


# --- verification -----------------------------------------------------------------------------------------------------


def test_a_file_is_read_again_as_it_is_now() -> None:
    path = write("heap/a.txt")
    path.write_text("Он остался.", encoding="utf-8")
    assert Files()("heap/a.txt") == "Он остался."
    path.write_bytes(b"\xff")
    assert Files()("heap/a.txt") is None
    path.unlink()
    assert Files()("heap/a.txt") is None
    assert Files()("heap") is None
    assert Files()("") is None
