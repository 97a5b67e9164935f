"""What a command says where an extra of memcon is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from memcon.errors import ExtraError


@contextmanager
def extra(name: str, *, command: str) -> Iterator[None]:
    """Import what an extra brings in a ``with`` block.

    Args:
        name: the extra.
        command: what needs it.

    Raises:
        ExtraError: a package of it is missing.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "memcon":
            raise
        raise ExtraError(
            f"memcon {command} needs what is not installed ({error})",
            remedy=f"Install it: pip install 'memcon[{name}]'",
        ) from error
