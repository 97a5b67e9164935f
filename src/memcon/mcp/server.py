"""The tools as a server of the protocol: schemas, annotations, errors that a model can act on."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable
from typing import Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError, create_model

from memcon.archive import Archive
from memcon.errors import MemconError
from memcon.mcp.pages import worded
from memcon.mcp.texts import text_of
from memcon.mcp.tools import INSTRUCTIONS, Tools
from memcon.version import __version__

_LOG: Final = logging.getLogger(__name__)
# Of an archive that stays as it is the same question gets the same answer, and asks nobody else.
READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_TITLES: Final = {
    "search": "Search the archive",
    "meeting": "Find and show meetings",
    "brief": "Brief before two sides meet",
    "ledger": "Ledger of undertakings",
    "positions": "Positions on issues",
    "compare": "Compare texts or accounts",
    "cite": "Cite exact words",
}


def make_server(archive: Archive, *, today: Callable[[], str]) -> MCPServer[Any]:
    """Return a server of the tools over an archive.

    Args:
        archive: open for reading; it stays the caller's to close.
        today: gives the present day (ISO 8601).
    """
    tools = Tools(archive, today=today)
    return _Server(
        "memcon",
        title="memcon: records of diplomatic meetings",
        instructions=INSTRUCTIONS,
        version=__version__,
        tools=[_tool(name, getattr(tools, name)) for name in Tools.NAMES],
        log_level="WARNING",
    )


class _Server(MCPServer[Any]):
    """A server that tells of wrong arguments and unknown tools as it tells of all errors."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            tool = self._tool_manager.get_tool(name)
            if tool is None:
                known = ", ".join(Tools.NAMES)
                return _failure("tool", "there is no such tool", name, f"The tools are {known}")
            if isinstance(error.__cause__, ValidationError):
                return _failure("arguments", *_wrong(error.__cause__, tool))
            raise


def _tool(name: str, method: Callable[..., Any]) -> Tool:
    """Return a method of ``Tools`` as a tool whose arguments are these and no others."""
    tool = Tool.from_function(
        _answering(method),
        name=name,
        title=_TITLES[name],
        description=_described(method),
        annotations=READ_ONLY,
        structured_output=True,
    )
    strict = _strict(tool.fn_metadata.arg_model)
    tool.fn_metadata.arg_model = strict
    tool.parameters = strict.model_json_schema(by_alias=True)
    return tool


def _strict(arguments: Any) -> Any:
    """Return a model of arguments that refuses others.

    A model that mistakes an argument's name is to be told, and not answered something else.
    """
    return create_model(arguments.__name__, __base__=arguments, __cls_kwargs__={"extra": "forbid"})


def _described(method: Callable[..., Any]) -> str:
    """Return a docstring with the breaks of its lines taken out, those of paragraphs kept."""
    paragraphs = (method.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in paragraphs).strip()


def _answering(method: Callable[..., Any]) -> Callable[..., CallToolResult]:
    """Return a method so that it gives a result of the protocol, also where it fails."""

    @functools.wraps(method)
    def call(**arguments: Any) -> CallToolResult:
        try:
            answer = method(**arguments)
            return CallToolResult(
                content=[TextContent(type="text", text=text_of(answer))],
                structured_content=answer.model_dump(mode="json"),
            )
        except MemconError as error:
            return _failure(error.code, error.problem, error.where, error.remedy)
        except Exception as error:
            debugging = os.environ.get("MEMCON_DEBUG", "") not in {"", "0"}
            _LOG.error("a fault in memcon (%s)", type(error).__name__, exc_info=debugging)
            return _failure(
                "fault",
                f"a fault in memcon ({type(error).__name__})",
                None,
                "Ask something else, and report it; MEMCON_DEBUG=1 shows where it happened",
            )

    return call


def _wrong(error: ValidationError, tool: Tool) -> tuple[str, str, str]:
    """Return what is wrong with arguments, where, and what to do."""
    problems = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        where = ".".join(str(part) for part in one["loc"]) or "arguments"
        unknown = one["type"] == "extra_forbidden"
        problems[where] = "there is no such argument" if unknown else one["msg"]
    problem = "; ".join(f"{where}: {message}" for where, message in sorted(problems.items()))
    return problem, tool.name, f"The arguments are {', '.join(tool.parameters['properties'])}"


def _failure(code: str, problem: str, where: str | None, remedy: str | None) -> CallToolResult:
    told = {
        "problem": worded(problem),
        "where": worded(where or ""),
        "remedy": worded(remedy or ""),
    }
    text = "\n".join(f"{name}: {value}" for name, value in told.items() if value)
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content={
            "error": {"code": code, **{name: value or None for name, value in told.items()}}
        },
        is_error=True,
    )
