"""What tests share: the real tools, loaded once a session, and a toy reader that needs none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from accounts import account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from letopis.asking import Asker
    from letopis.model import Account, Source
    from letopis.pipeline import Tools


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The tools of the Russian pack (2 s)."""
    from letopis.pipeline import load_tools

    return load_tools()


@pytest.fixture
def toy_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds and watches read with the toy reader, in one process."""
    from letopis import building, watching

    monkeypatch.setattr(building, "load_tools", lambda: None)
    monkeypatch.setattr(watching, "load_tools", lambda: None)
    monkeypatch.setattr(building, "read_source", _read)


def _read(source: Source, _: object) -> Account:
    if source.text.isascii():
        return replace(account(source.name, ""), source=replace(source, unread="no language pack reads it"))
    return account(source.name, source.text)


@pytest.fixture
def real_reader(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds and explanations read with the session's tools."""
    from letopis import building
    from letopis.faces import explaining

    monkeypatch.setattr(building, "load_tools", lambda: tools)
    monkeypatch.setattr(explaining, "load_tools", lambda: tools)


@pytest.fixture(scope="session")
def example(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """The example heap, read with the real tools, open for questions; it is only read."""
    from letopis.asking import Asker
    from letopis.intake.sources import read_sources
    from letopis.model import Source
    from letopis.pipeline import read_source
    from letopis.store.chronicle import Chronicle

    heap = Path(__file__).resolve().parents[1] / "examples" / "heap"
    with Chronicle.open(tmp_path_factory.mktemp("example") / "heap.letopis", create=True) as chronicle:
        for source in read_sources([str(heap)], None):
            assert isinstance(source, Source)
            chronicle.add(read_source(replace(source, name=Path(source.name).name), tools))
        yield Asker(chronicle, pack=tools.pack)
