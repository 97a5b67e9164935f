"""The commands by name, each imported when it is asked for.

``memcon --help`` needs their names and summaries alone, so that these stand here.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from typer import Typer

from memcon.cli.lazy import LazyCommand, LazyGroup

COMMANDS: Final = {
    "read": "Read documents and write their records.",
    "code": "Code the events of sentences in CAMEO and PLOVER.",
    "add": "Read documents into an archive.",
    "sync": "Fetch into an archive what the feeds have that is new.",
    "rejects": "List what could not be read, and why.",
    "search": "Find passages by their words, and by who says or does what in them.",
    "show": "Show whatever an id stands for, with everything tied to it.",
    "meetings": "List meetings: who met whom, when, where, and whose accounts tell of it.",
    "events": "List events: who did what to whom, in CAMEO codes, each with its words.",
    "actors": "List actors by how many documents name them, or who held an office when.",
    "ledger": "List who undertook what, towards whom and by when.",
    "positions": "Tell how actors speak on issues, how strongly, and what changed.",
    "compare": "Compare two documents, two meetings or two accounts of one meeting.",
    "timeline": "Count meetings, acts and events of an actor, or between two, month by month.",
    "formulas": "List set phrases: who uses them, since when, who took them over or dropped them.",
    "brief": "Write the page that one reads before two sides meet, each line cited.",
    "review": "Confirm, reject or correct a document or a finding.",
    "assess": "Rate what became of a commitment.",
    "log": "List reviews and ratings: who, when, what and why.",
    "relink": "Link persons, meetings, undertakings and reports anew.",
    "check": "Check that an archive is whole.",
    "reread": "Read the kept texts anew with the present reader.",
    "run": "Read a large collection into tables, on this machine or a cluster.",
    "serve": "Open an archive in the browser: to read, ask, add and review.",
    "mcp": "Serve an archive to language models, as read-only tools (MCP).",
    "plugins": "List what installed packages add: sources, questions, formats, knowledge.",
    "evaluate": "Score the reader on annotated documents.",
    "schema": "Print the JSON Schema of a record.",
    "export": "Write what an archive holds in formats that other programs read.",
    "ask": "Ask what an installed package adds a question for.",
    "users": "Enter who may log in to memcon serve, and what they may do.",
}


class Commands(LazyGroup):
    """The commands of the program: a module of this package each, that has its name."""

    def names(self) -> Sequence[str]:
        """Return the names, in the order of the help."""
        return tuple(COMMANDS)

    def summary(self, name: str) -> str | None:
        """Return a command's line in the help."""
        return COMMANDS.get(name)

    def make(self, name: str) -> LazyCommand | Typer | None:
        """Return what a command is made from, or the group that it is."""
        if name not in COMMANDS:
            return None
        module: Any = import_module(f"memcon.cli.{name}")
        if hasattr(module, "app"):
            group: Typer = module.app
            return group
        function = getattr(module, name)
        return LazyCommand(
            function=function,
            summary=COMMANDS[name],
            epilog=module.EPILOG,
            help=inspect.getdoc(function),
        )
