"""``memcon users``: who may log in to a server of the archive, as what, and with which tokens."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.clock import now
from memcon.cli.commands import COMMANDS
from memcon.cli.exits import Exit, complain, guarded
from memcon.cli.extras import extra

if TYPE_CHECKING:
    from memcon.archive import Archive
    from memcon.archive.users import Role as RoleName
    from memcon.web.auth.passwords import Passwords


EPILOG: Final = """\b
Roles, each of which may do what those before it may:
  reader    reads and asks
  reviewer  adds documents, reviews, corrects and assesses
  admin     enters users

\b
Examples:
  memcon users add "Ana Sol" --role admin
  memcon users add "Bo Tarn" --password-stdin < password.txt
  memcon users token "Ana Sol" --label "nightly export" --days 90
  memcon users tokens

\b
Passwords and tokens are kept as hashes only. docs/security.md says who may do what, and more."""


class Role(StrEnum):
    """What a user may do."""

    reader = "reader"
    reviewer = "reviewer"
    admin = "admin"


NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Who it is, as it signs.")]
StdinOption = Annotated[
    bool,
    typer.Option("--password-stdin", help="Read the password from standard input, one line."),
]

app = typer.Typer(
    name="users",
    add_completion=False,
    help=COMMANDS["users"],
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def _users() -> None:
    """Enter who may log in to memcon serve, and what they may do."""


def add(
    context: typer.Context,
    name: NameArgument,
    role: Annotated[
        Role, typer.Option("--role", help="What they may do; the first is an admin.")
    ] = Role.reader,
    password_stdin: StdinOption = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Enter a user; asks for the password."""
    from memcon.archive import users

    kept = users.checked_name(name)
    passwords, password = _password(kept, stdin=password_stdin)
    with _opened(context, archive, config) as opened:
        made = passwords.hashed(password)
        with opened.writing(counted=False) as connection:
            user = users.add(connection, kept, role=_name(role), password=made, at=now())
    print(f"{user.name} may log in as {user.role}")
    return Exit.DONE


def list_(
    context: typer.Context, archive: ArchiveOption = None, config: ConfigOption = None
) -> int:
    """List the users.

    A line each: name, role and since when, with tabs between.
    """
    from memcon.archive import users

    with _opened(context, archive, config, write=False) as opened, opened.reading() as connection:
        listed = users.listed(connection)
    for user in listed:
        print(f"{user.name}\t{user.role}\t{user.added_at[:10]}")
    if not listed:
        complain("there are no users: memcon serve asks nobody who they are")
    return Exit.DONE


def role(
    context: typer.Context,
    name: NameArgument,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="What they may do from now on.")],
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Give a user another role."""
    from memcon.archive import users

    with _opened(context, archive, config) as opened, opened.writing(counted=False) as connection:
        user = users.find(connection, name)
        users.set_role(connection, user, _name(role))
    print(f"{user.name} has the role {role.value} now")
    return Exit.DONE


def password(
    context: typer.Context,
    name: NameArgument,
    password_stdin: StdinOption = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Give a user another password, and end their sessions."""
    from memcon.archive import sessions, users

    with _opened(context, archive, config) as opened:
        with opened.reading() as connection:
            user = users.find(connection, name)
        passwords, text = _password(user.name, stdin=password_stdin)
        made = passwords.hashed(text)
        with opened.writing(counted=False) as connection:
            users.set_password(connection, users.by_key(connection, user.key), made)
            sessions.end_all(connection, user)
    print(f"{user.name} has another password now, and is logged out everywhere")
    return Exit.DONE


def remove(
    context: typer.Context,
    name: NameArgument,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Remove a user.

    Sessions and tokens go too; what they signed stays in the log.
    """
    from memcon.archive import users

    with _opened(context, archive, config) as opened, opened.writing(counted=False) as connection:
        user = users.find(connection, name)
        users.remove(connection, user)
        left = users.has_users(connection)
    print(f"{user.name} is removed")
    if not left:
        complain("there are no users any more: memcon serve asks nobody who they are")
    return Exit.DONE


def token(
    context: typer.Context,
    name: NameArgument,
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="What it is for.")],
    role: Annotated[
        Role, typer.Option("--role", help="What it may do at most; never more than its owner.")
    ] = Role.reader,
    days: Annotated[
        int | None,
        typer.Option(
            "--days", metavar="N", min=1, max=3650, help="When it ends.  [default: never]"
        ),
    ] = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Make a token for the API and print it, this once."""
    from memcon.archive import tokens, users

    make, sha256 = _tokens()
    text, at = make(), now()
    ends = datetime.fromisoformat(at) + timedelta(days=days) if days else None
    with _opened(context, archive, config) as opened, opened.writing(counted=False) as connection:
        tokens.add(
            connection,
            users.find(connection, name),
            sha256=sha256(text),
            label=label,
            role=_name(role),
            at=at,
            ends_at=ends.isoformat(timespec="seconds") if ends else None,
        )
    print(text)
    complain("this token is shown once and kept nowhere")
    return Exit.DONE


def tokens(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Whose.", show_default=False)
    ] = None,
    revoke: Annotated[
        int | None, typer.Option("--revoke", metavar="NUMBER", help="Have one open nothing more.")
    ] = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """List tokens, or revoke one.

    A line each: number, owner, role, end, last use and label, with tabs between.
    """
    from memcon.archive import tokens as kept
    from memcon.archive import users

    write = revoke is not None
    with _opened(context, archive, config, write=write) as opened:
        using = opened.writing(counted=False) if write else opened.reading()
        with using as connection:
            user = users.find(connection, name) if name is not None else None
            if revoke is not None:
                kept.revoke(connection, revoke, user)
                print(f"token {revoke} is revoked")
                return Exit.DONE
            listed = kept.listed(connection, user)
    for one in listed:
        end, used = (one.ends_at or "never")[:10], one.used_on or "never"
        print(f"{one.key}\t{one.owner}\t{one.role}\t{end}\t{used}\t{one.label}")
    return Exit.DONE


_COMMANDS: Final[dict[str, Callable[..., int]]] = {
    "add": add,
    "list": list_,
    "role": role,
    "password": password,
    "remove": remove,
    "token": token,
    "tokens": tokens,
}
for _command_name, _command in _COMMANDS.items():
    app.command(_command_name)(guarded(_command))


def _opened(context: typer.Context, archive: Any, config: Any, *, write: bool = True) -> Archive:
    from memcon.archive import open_archive

    settings = settings_of(context, config=config, archive=archive)
    return open_archive(settings.archive, write=write)


def _name(role: Role) -> RoleName:
    from memcon.archive.users import checked_role

    return checked_role(role.value)


def _password(name: str, *, stdin: bool) -> tuple[Passwords, str]:
    """Ask for a password, or read it; return it checked, with what hashes it."""
    with extra("web", command="users"):
        from memcon.web.auth.passwords import Passwords, checked_password
    if stdin:
        text = sys.stdin.readline().rstrip("\r\n")
    else:
        text = typer.prompt(
            f"Password for {name}", hide_input=True, confirmation_prompt="Once more", err=True
        )
    return Passwords(), checked_password(text, name=name)


def _tokens() -> tuple[Callable[[], str], Callable[[str], str]]:
    with extra("web", command="users"):
        from memcon.web.auth.cookies import new_token, sha256
    return new_token, sha256
