"""How a command ends: exit codes, and one line instead of a traceback."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec

import typer

from memcon.errors import (
    ArchiveError,
    ExtraError,
    KnowledgeError,
    MemconError,
    ModelError,
    PluginError,
    SettingsError,
    UnknownIdError,
)

P = ParamSpec("P")


class Exit(IntEnum):
    """The exit codes, as ``memcon --help`` and the guide tell them."""

    DONE = 0
    SOME_REJECTED = 1
    NOTHING_READ = 2
    SETUP = 3
    FAULT = 4
    INTERRUPTED = 130  # 128 + SIGINT, as shells report it
    PIPE_CLOSED = 141  # 128 + SIGPIPE


_SETUP = (SettingsError, KnowledgeError, ModelError, ArchiveError, PluginError, ExtraError)


def complain(message: str) -> None:
    """Print one line on stderr, in the form every message of the program has."""
    print("memcon: " + " ".join(message.split()), file=sys.stderr)


def guarded(command: Callable[P, int]) -> Callable[P, None]:
    """Return the command so that it ends with an exit code, and never with a traceback.

    The command returns its code. With MEMCON_DEBUG set, errors keep their traceback.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
            sys.stdout.flush()
        except KeyboardInterrupt:
            complain("interrupted")
            code = Exit.INTERRUPTED
        except BrokenPipeError:
            # Python flushes stdout once more at exit: give it somewhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = Exit.PIPE_CLOSED
        except MemconError as error:
            if _debugging():
                raise
            complain(str(error))
            setup = isinstance(error, _SETUP) and not isinstance(error, UnknownIdError)
            code = Exit.SETUP if setup else Exit.NOTHING_READ
        except (typer.Exit, typer.Abort):
            raise
        except typer.BadParameter:
            raise
        except Exception as error:
            if _debugging():
                raise
            complain(
                f"a fault in memcon ({type(error).__name__}: {error}). Please report it; "
                "MEMCON_DEBUG=1 shows where it happened"
            )
            code = Exit.FAULT
        raise typer.Exit(int(code))

    run.__annotations__ = {**command.__annotations__, "return": None}
    return run


def _debugging() -> bool:
    return os.environ.get("MEMCON_DEBUG", "") not in {"", "0"}
