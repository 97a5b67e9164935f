"""Groups of commands that are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from memcon.cli.exits import guarded
from memcon.errors import MemconError


@dataclass(frozen=True, slots=True, kw_only=True)
class LazyCommand:
    """What a command is made from: its function, its help and its examples.

    ``summary`` is its line in the list of commands, and all of its help without ``help``.
    """

    function: Callable[..., int]
    summary: str
    epilog: str
    help: str | None = None


class LazyGroup(TyperGroup):
    """A group with commands beside those that it was given, each made when it is asked for.

    In the list of commands, one that cannot be made says why; the others are listed all the same.
    """

    @abstractmethod
    def names(self) -> Sequence[str]:
        """Return the names of the commands that can be made."""

    @abstractmethod
    def make(self, name: str) -> LazyCommand | typer.Typer | None:
        """Return what the command of a name is made from, or a group; None where there is none.

        Raises:
            MemconError: it cannot be made.
        """

    def summary(self, name: str) -> str | None:
        """Return the line of a command in the list, None where making it has to tell."""
        return None

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        given = super().list_commands(ctx)
        return [*given, *(name for name in self.names() if name not in given)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a name; one that cannot be made says so when it is run."""
        given = super().get_command(ctx, cmd_name)
        if given is not None:
            return given
        try:
            made = self.make(cmd_name)
        except MemconError as error:
            made = _failing(error)
        return None if made is None else _built(cmd_name, made)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands; one whose summary is known is not made for it."""
        lines = {}
        for name in self.list_commands(ctx):
            summary = None if name in self.commands else self.summary(name)
            if summary is None:
                command = self.get_command(ctx, name)
                if command is None or command.hidden:
                    continue
                summary = command.get_short_help_str(limit=formatter.width)
            lines[name] = summary
        if lines:
            with formatter.section("Commands"):
                formatter.write_dl(list(lines.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the arguments name.

        Raises:
            click.UsageError: there is none of the name; the message has like ones, or all.
        """
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            like = get_close_matches(args[0], known)
            hint = f"Did you mean {' or '.join(map(repr, like))}?" if like else _all(known)
            ctx.fail(f"there is no {args[0]!r}. {hint}")
        if args and args[0] in known:
            return args[0], self.get_command(ctx, args[0]), args[1:]
        return super().resolve_command(ctx, args)


def _all(known: Sequence[str]) -> str:
    return f"There are: {', '.join(known)}" if known else "No installed package adds one"


def _failing(error: MemconError) -> LazyCommand:
    def fail() -> int:
        raise error

    problem = " ".join(error.problem.split())
    return LazyCommand(function=fail, summary=f"Cannot be used: {problem}", epilog=str(error))


def _built(name: str, made: LazyCommand | typer.Typer) -> Any:
    if isinstance(made, typer.Typer):
        return get_command(made)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(
        name,
        help=made.help or made.summary,
        short_help=made.summary,
        epilog=made.epilog,
        context_settings={
            "help_option_names": ["-h", "--help"],
            "max_content_width": 100,
        },
    )(guarded(made.function))
    return get_command(app)
