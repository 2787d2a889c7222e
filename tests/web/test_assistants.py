"""The server for assistants, driven by the official client."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest

pytest.importorskip("mcp")

from mcp import Client

from letopis.asking import Asker
from letopis.web.assistants import make_server

pytestmark = pytest.mark.models


def call(example: Asker, name: str, **arguments: Any) -> Any:
    async def run() -> Any:
        async with Client(make_server(example.chronicle.path)) as client:
            return await client.call_tool(name, arguments)

    return asyncio.run(run())


def test_every_answer_carries_citations(example: Asker) -> None:
    found = call(example, "timeline", between=["Norway", "Russia"], limit=3).structured_content
    (entry, *_) = found["entries"]
    cited = entry["citations"][0]
    said = call(example, "quote", source=cited["source"], start=cited["start"], stop=cited["stop"]).structured_content
    assert said["quote"] == entry["quote"] or entry["quote"] in said["quote"]
    assert call(example, "fetch", record=entry["id"]).structured_content["record"]


def test_tools_describe_themselves(example: Asker) -> None:
    async def run() -> Any:
        async with Client(make_server(example.chronicle.path)) as client:
            return await client.list_tools()

    tools = asyncio.run(run()).tools
    assert {tool.name for tool in tools} >= {"search", "timeline", "ask", "follow_actor", "fetch", "quote"}
    assert all(tool.description for tool in tools)


def test_an_error_is_told_and_the_server_goes_on(example: Asker) -> None:
    answer = call(example, "follow_actor", actor="Zebulon Quux")
    assert answer.is_error
    assert "Zebulon Quux" in str(answer.content)


@pytest.mark.slow
def test_the_command_serves_the_official_client(example: Asker) -> None:
    import sys

    from mcp import StdioServerParameters, stdio_client

    command = StdioServerParameters(
        command=sys.executable, args=["-m", "letopis", "mcp", str(example.chronicle.path)], env=dict(os.environ)
    )

    async def run() -> Any:
        async with Client(stdio_client(command)) as client:
            tools = await client.list_tools()
            return len(tools.tools), await client.call_tool("timeline", {"limit": 2})

    many, told = asyncio.run(run())
    assert many >= 7
    assert told.structured_content["entries"][0]["citations"]
