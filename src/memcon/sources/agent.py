"""How memcon introduces itself to servers."""

from __future__ import annotations

from typing import Final

from memcon.errors import SettingsError
from memcon.version import __version__

AGENT: Final = "memcon"  # the name by which a robots.txt calls it
_PURPOSE: Final = "reads published readouts of diplomatic meetings"
ACCEPT: Final = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, "
    "application/xml;q=0.9, text/plain;q=0.9, */*;q=0.5"
)
ACCEPT_ROBOTS: Final = "text/plain, */*;q=0.5"


def user_agent(contact: str | None) -> str:
    """Return the User-Agent: name, version, purpose and whom to write to.

    Args:
        contact: an e-mail or web address of the user, if they gave one.

    Raises:
        SettingsError: it holds what no header may hold.
    """
    if contact is not None and (
        not (contact.isascii() and contact.isprintable()) or set(contact) & set("()\\")
    ):
        raise SettingsError(
            f"{contact!r} cannot stand in a request",
            where="contact",
            remedy="Give an e-mail or web address in ASCII, without parentheses",
        )
    said = f"{_PURPOSE}; contact: {contact.strip()}" if contact and contact.strip() else _PURPOSE
    return f"{AGENT}/{__version__} ({said})"
