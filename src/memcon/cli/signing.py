"""Who signs what a person enters, said the same way by every command that enters something."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from memcon.settings import Settings

WhoOption = Annotated[
    str | None,
    typer.Option(
        "--who",
        metavar="NAME",
        help="Who says so.  [default: the setting user, else the login name]",
    ),
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.")]


def signer(settings: Settings) -> str:
    """Return the name that an entry is signed with: that of the settings, else the login name.

    Raises:
        SettingsError: neither is known.
    """
    from memcon.errors import SettingsError

    if settings.user:
        return " ".join(settings.user.split())
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:  # no such user, or no such thing as users
        raise SettingsError(
            "nobody knows who you are", where="--who", remedy="Give your name with --who"
        ) from error
