"""The session of ``docs/mcp.md``, and the table of tools there: what a client really gets.

``docs/generate.py`` writes both into the page; a test runs the session again and compares.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, Tool

WIDTH = 100
TODAY = "2026-03-01"


def environment() -> dict[str, str]:
    """Return the environment of a server: nobody's settings, and where packages are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MEMCON_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def started(archive: str) -> StdioServerParameters:
    """Return how a client starts the server over an archive."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "memcon", "mcp", "--archive", archive],
        env=environment(),
    )


def transcript(archive: str) -> str:
    """Return the session over an archive of ``examples/``, as Markdown.

    Args:
        archive: path of the archive.
    """
    return asyncio.run(_session(archive))


async def _session(archive: str) -> str:
    parts: list[str] = []
    async with Client(started(archive)) as client:

        async def call(tool: str, **arguments: Any) -> Any:
            result = await client.call_tool(tool, arguments)
            parts.append("\n".join(_told(tool, arguments, result)))
            return result.structured_content

        found = await call("search", words="Sunda rail crossing", narrator="XVA", limit=2)
        await call("ledger", by="Ostria", with_deadline=True, today=TODAY, limit=2)
        met = await call("meeting", actors=["Ostria", "Varnia"], status="held", limit=1)
        one, other = (told["document"] for told in met["rows"][0]["evidence"])
        await call("compare", a=one, b=other, limit=3)
        await call("positions", by=["XVA"], on=["trade"])
        said = (await call("meeting", id=met["rows"][0]["id"], limit=1))["statements"]
        await call("cite", id=said[0]["evidence"][0]["id"], context=120)
        document = found["rows"][0]["evidence"][0]["document"]
        result = await client.call_tool("cite", {"id": document, "start": 0, "end": 60})
        parts.append(_structured(result))
        await call("ledger", by="Atlantis")
        result = await client.call_tool("brief", {"a": "XOS", "b": "XVA", "today": TODAY})
        parts.append(_beginning(result))
    return "\n\n".join(parts)


def _told(tool: str, arguments: dict[str, Any], result: CallToolResult) -> Iterator[str]:
    yield "```text"
    yield f"→ {tool} {json.dumps(arguments, ensure_ascii=False)}"
    yield from ("← error",) if result.is_error else ("←",)
    yield from _folded(_text(result))
    yield "```"


def _text(result: CallToolResult) -> str:
    (content,) = result.content
    assert content.type == "text"
    return content.text


def _folded(text: str) -> Iterator[str]:
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        yield from textwrap.wrap(
            line,
            WIDTH,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _structured(result: CallToolResult) -> str:
    shown = json.dumps(result.structured_content, ensure_ascii=False, indent=2)
    return f"The structured content of `cite` with a document and offsets:\n\n```json\n{shown}\n```"


def _beginning(result: CallToolResult) -> str:
    lines = _text(result).splitlines()
    shown = "\n".join(_folded("\n".join(lines[:6])))
    return (
        f"And how `brief` begins, whose {len(lines)} lines would fill this page:\n\n"
        f"```text\n{shown}\n…\n```"
    )


def tools(archive: str) -> str:
    """Return the tools with their arguments, as Markdown, as a server over an archive lists them.

    Args:
        archive: path of any archive.
    """
    from memcon.archive import open_archive
    from memcon.mcp.server import make_server

    async def listed() -> list[Tool]:
        async with Client(make_server(opened, today=lambda: TODAY)) as client:
            return list((await client.list_tools()).tools)

    with open_archive(archive, write=False) as opened:
        found = asyncio.run(listed())
    return "\n\n".join("\n".join(_tool(one)) for one in found)


def _tool(tool: Tool) -> Iterator[str]:
    yield f"### `{tool.name}`"
    yield ""
    yield tool.description or ""
    yield ""
    yield "| argument | takes | default | meaning |"
    yield "| --- | --- | --- | --- |"
    required = tool.input_schema.get("required", [])
    for name, schema in tool.input_schema["properties"].items():
        default = "needed" if name in required else _default(schema.get("default"))
        meaning = schema.get("description") or _inner(schema).get("description", "")
        yield f"| `{name}` | {_kind(schema)} | {default} | {meaning.replace('|', '/')} |"


def _inner(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that is there, where it may be null."""
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return dict(options[0]) if options else schema


def _kind(schema: dict[str, Any]) -> str:
    inner = _inner(schema)
    if "enum" in inner:
        return ", ".join(f"`{value}`" for value in inner["enum"])
    if inner["type"] == "array":
        low, high = inner.get("minItems"), inner["maxItems"]
        return f"a list of {high}" if low == high else f"a list of up to {high}"
    if inner["type"] == "integer":
        return f"{inner['minimum']:,} to {inner['maximum']:,}"
    if inner["type"] == "boolean":
        return "true or false"
    if "pattern" in inner:
        return "a date"
    return f"text, up to {inner['maxLength']:,} characters"


def _default(value: Any) -> str:
    if value in (None, ""):
        return ""
    return f"`{json.dumps(value)}`"
