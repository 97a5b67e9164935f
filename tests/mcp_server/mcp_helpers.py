"""Calls of the tools, made in this process: by a client, or faster, without one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from mcp import Client
from mcp.server import MCPServer
from mcp_types import CallToolResult

from memcon.archive import Archive
from memcon.mcp.server import make_server

TODAY = "2026-03-01"


def server_over(archive: Archive) -> MCPServer[Any]:
    """Return a server for which it is always the same day."""
    return make_server(archive, today=lambda: TODAY)


def called(server: Any, tool: str, **arguments: Any) -> CallToolResult:
    """Return what a client gets from one call; the client checks it against the tool's schema."""

    async def session() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(session())


def answered(server: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    """Return the structured content of a call that has to go well."""
    result = asyncio.run(server.call_tool(tool, arguments))
    assert not result.is_error, text_of(result)
    assert result.structured_content is not None
    answer: dict[str, Any] = result.structured_content
    return answer


def failed(server: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    """Return the error of a call that has to fail, the same in its text and its content."""
    result = asyncio.run(server.call_tool(tool, arguments))
    assert result.is_error, text_of(result)
    assert result.structured_content is not None
    error: dict[str, Any] = result.structured_content["error"]
    text = text_of(result)
    assert error["problem"] in text
    assert "Traceback" not in text
    assert 'File "' not in text
    return error


def text_of(result: CallToolResult) -> str:
    """Return the text of a result."""
    (content,) = result.content
    assert content.type == "text"
    return content.text


def quotations(answer: Any) -> Iterator[dict[str, Any]]:
    """Yield every quotation in an answer."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            if name == "evidence":
                yield from value
            else:
                yield from quotations(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from quotations(value)


def rows(answer: Any) -> Iterator[dict[str, Any]]:
    """Yield every row in an answer: whatever has evidence, or ought to have."""
    if isinstance(answer, dict):
        if "evidence" in answer:
            yield answer
        for value in answer.values():
            yield from rows(value)
    elif isinstance(answer, list):
        for value in answer:
            if isinstance(value, dict) and "quotation" not in value and "words" not in value:
                assert "evidence" in value, value
            yield from rows(value)
