"""Where a page of an answer begins, as a word that an address can hold."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from memcon.errors import MemconError

MAX_AFTER: Final = 100_000
"""Rows that can be passed over: whoever wants more takes the whole answer as a file."""

_FORM: Final = re.compile(r"([0-9]{1,7})\.([0-9]{1,18})\.([0-9a-f]{12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Rows to pass over, the archive's revision when the first page was read, and what is asked."""

    after: int
    revision: int
    digest: str

    def written(self) -> str:
        """Return it as a word. Nobody needs to know what stands in it."""
        text = f"{self.after}.{self.revision}.{self.digest}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, word: str, digest: str) -> Cursor:
        """Return what a word says.

        Args:
            word: what :meth:`written` gave.
            digest: of the question that is asked now.

        Raises:
            MemconError: it is none, is of another question, or leads too far.
        """
        try:
            padded = word + "=" * (-len(word) % 4)
            text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            text = ""
        found = _FORM.fullmatch(text)
        if found is None:
            raise _wrong("this is no cursor")
        if found[3] != digest:
            raise _wrong("this cursor is of another question or of other filters")
        if int(found[1]) > MAX_AFTER:
            raise MemconError(
                f"pages end after {MAX_AFTER:,} rows",
                where="cursor",
                remedy="Narrow the question down, or take the whole answer as a file",
            )
        return cls(after=int(found[1]), revision=int(found[2]), digest=found[3])


def _wrong(problem: str) -> MemconError:
    return MemconError(
        problem,
        where="cursor",
        remedy="Ask without a cursor, then take the one of the answer and leave the filters alone",
    )
