"""What a person may give as evidence of what became of a commitment."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from memcon.errors import MemconError


def checked(evidence: str | None, existing: Callable[[str], str], *, where: str) -> str:
    """Return evidence without spaces around it, an id in full.

    Args:
        evidence: a web address, or the id of a document or a finding.
        existing: gives the whole id, or raises an error if the archive has nothing of it.
        where: what is rated, for messages.

    Raises:
        MemconError: there is none, or it is neither of these.
    """
    text = (evidence or "").strip()
    if not text:
        raise MemconError(
            "a rating needs evidence",
            where=where,
            remedy="Give --evidence a web address, or the id of a document in the archive",
        )
    if text.startswith("doc:"):
        return existing(text)
    if not _is_web_address(text):
        raise MemconError(
            f"{text!r} is neither a web address nor the id of a document",
            where="--evidence",
            remedy="Give it like https://example.org/page or doc:0123456789abcdef",
        )
    return text


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:  # a bracket that does not close
        return False
    return (
        parts.scheme in ("http", "https") and bool(host) and text.isprintable() and " " not in text
    )
