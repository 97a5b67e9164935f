"""Which issue a code, or a part of one, means."""

from __future__ import annotations

from sqlalchemy import Connection

from memcon.archive import lookup
from memcon.errors import UnknownIdError


def issue_code(connection: Connection, text: str) -> str:
    """Return the code of the issue that a text means: the code, or a word that is in one code only.

    Args:
        connection: the archive.
        text: ``iran-gulf``, or ``iran``.

    Raises:
        UnknownIdError: no act of the archive is about such an issue, or the word is in the codes of
            several.
    """
    code = "-".join(text.casefold().split())
    known = lookup.issues(connection)
    if code in known:
        return code
    near = [one for one in known if f"-{code}-" in f"-{one}-"]
    if len(near) == 1:
        return near[0]
    if near:
        raise UnknownIdError(
            "several issues go by that", where=text, remedy=f"Give one of {', '.join(near)}"
        )
    lookup.check_issue(connection, text)  # says which there are
    return text
