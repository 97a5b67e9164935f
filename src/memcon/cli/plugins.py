"""``memcon plugins``: what other installed packages add."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from memcon.cli.answers import FORMATS, AnswerFormat, FormatOption, write_answer
from memcon.cli.archive_option import ConfigOption
from memcon.cli.exits import Exit
from memcon.presentation.cells import Cell

NAME: Final = "plugins"

EPILOG: Final = (
    """\b
Examples:
  memcon plugins
  memcon plugins --format json

\b
Formats (memcon export NAME) and questions (memcon ask NAME) can be used as soon as their package is
installed. Sources and knowledge packs decide what a record says: they are used where memcon.toml
names them, and nowhere else (docs/plugins.md):
  [settings]
  sources = ["NAME"]
  [knowledge]
  packs = ["NAME"]

"""
    + FORMATS
)

_KINDS: Final = {
    "memcon.sources": "source",
    "memcon.analyses": "question",
    "memcon.exports": "format",
    "memcon.knowledge": "knowledge pack",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    help: str
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """The list as the writers of answers take it."""

    rows: Sequence[Mapping[str, Cell]]
    columns: Sequence[_Column] = (
        _Column(name="kind", help="source, question, format or knowledge pack"),
        _Column(name="name", help="what it is called"),
        _Column(name="package", help="the package that adds it"),
        _Column(name="version", help="of the package"),
        _Column(name="state", help="whether it can be used, and why not"),
    )
    notes: Sequence[str] = ()
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    total: int | None = None


def plugins(
    form: FormatOption = AnswerFormat.table,
    config: ConfigOption = None,
) -> int:
    """List what installed packages add, and whether it can be used.

    Everything is loaded once to see if it is whole; what is broken is told and harms nothing else.
    """
    from memcon.settings import load_settings

    settings = load_settings(config)
    rows = list(_rows())
    write_answer(_List(rows=rows), form=form, stream=sys.stdout, width=settings.width)
    return Exit.DONE


def _rows() -> list[dict[str, Cell]]:
    from memcon import plugins as found

    return [
        {
            "kind": _KINDS[one.group],
            "name": one.name,
            "package": one.package,
            "version": one.version,
            "state": _state(one),
        }
        for group in found.GROUPS
        for one in found.plugins(group)
    ]


def _state(plugin: Any) -> str:
    """Return ``ready``, or what is wrong."""
    from memcon.cli.ask import Questions
    from memcon.errors import MemconError
    from memcon.exports import registry
    from memcon.knowledge.packs import read_pack
    from memcon.sources.others import load

    try:
        if plugin.group == "memcon.exports":
            if plugin.name in registry.OWN:
                return "not used: memcon has a format of that name"
            registry.find(plugin.name)
        elif plugin.group == "memcon.sources":
            load(plugin.name)
        elif plugin.group == "memcon.knowledge":
            read_pack(plugin.name)
        else:
            Questions(name="ask").make(plugin.name)
    except MemconError as error:
        return " ".join(error.problem.split())
    return "ready"
