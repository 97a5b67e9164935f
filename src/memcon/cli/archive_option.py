"""Which archive a command works on, said the same way by every command.

``--archive`` may stand before the command's name (``memcon --archive team.db ledger``) or after it.
The command's own goes first, then the program's, then ``MEMCON_ARCHIVE``, ``memcon.toml`` and at
last ``memcon.db`` in the working directory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

if TYPE_CHECKING:
    from memcon.settings import Settings

METAVAR: Final = "PATH|URL"

ArchiveOption = Annotated[
    str | None,
    typer.Option(
        "--archive",
        metavar=METAVAR,
        help="The archive: a file, or a database URL.  [default: memcon.db]",
        show_default=False,
    ),
]

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings and own knowledge.  [default: ./memcon.toml, if it is there]",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What was said before the command's name, for every command: ``typer.Context.obj``."""

    archive: str | None = None


def settings_of(
    context: typer.Context,
    *,
    config: Path | None = None,
    archive: str | None = None,
    overrides: dict[str, Any] | None = None,
) -> Settings:
    """Return the settings of a command that works on an archive.

    Args:
        context: the command's context, which leads to what stood before its name.
        config: the command's ``--config``.
        archive: the command's own ``--archive``.
        overrides: what else its options say, by the names in ``Settings``; None is not said.

    Returns:
        The settings; ``archive`` is the path or URL to open.

    Raises:
        SettingsError: a setting has a value it cannot have.
    """
    from memcon.settings import load_settings

    shared = context.find_root().obj
    if archive is None and isinstance(shared, Shared):
        archive = shared.archive
    return load_settings(config, overrides={**(overrides or {}), "archive": archive})
