"""What an export is: a format with a name, and a function that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of an archive is exported: by the document's or event's day, and by actor.

    ``since`` and ``until`` are ISO 8601 days, both included; ``actor`` is an actor's id or name.
    """

    since: str | None = None
    until: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    r"""A foreign format.

    Attributes:
        name: as given to ``memcon export``.
        summary: one line for the list of formats.
        epilog: examples, and what is in the file, for ``--help``.
        target: what ``write`` is handed: ``stream`` an open text stream (``\n`` line ends, UTF-8),
            ``file`` and ``folder`` a path that may not exist yet.
        write: ``(connection, target, selection)`` → how many things were written.
        noun: what those things are, in the plural.
        extra: the optional extra of memcon that it needs, if any.
    """

    name: str
    summary: str
    epilog: str
    target: Literal["stream", "file", "folder"]
    write: Callable[[Connection, Any, Selection], int]
    noun: str
    extra: str | None = None
