"""What tests share: the real tools, loaded once a session, and a toy reader that needs none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from accounts import account

if TYPE_CHECKING:
    from letopis.model import Account, Source
    from letopis.pipeline import Tools


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The tools of the Russian pack (2 s)."""
    from letopis.pipeline import load_tools

    return load_tools()


@pytest.fixture
def toy_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds read with the toy reader, in one process."""
    from letopis import building

    monkeypatch.setattr(building, "load_tools", lambda: None)
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
