"""The addresses of things: said here once, so that they stay what they are."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from urllib.parse import quote, quote_plus, urlencode

from memcon.analysis.answer import Citation

# Of a quotation in an address, so many characters: enough to find it again if a text was changed.
QUOTED: Final = 80
SELECTED: Final = "selected"  # the fragment of the words that an address selects
_KINDS: Final = {"meeting": "meetings", "commitment": "commitments"}


@lru_cache(maxsize=4096)  # a page has few ids, each many times
def _path(text: str) -> str:
    return quote(text, safe=":/")


def document(id: str) -> str:
    """Return the address of a document's page."""
    return f"/documents/{_path(id)}"


def actor(id: str) -> str:
    """Return the address of an actor's page."""
    return f"/actors/{_path(id)}"


def pair(a: str, b: str) -> str:
    """Return the address of the page on two actors."""
    return f"/pairs/{quote(a, safe=':')}/{quote(b, safe=':')}"


def item(id: str) -> str:
    """Return the address of anything by its public id (``doc:…``, ``doc:…/act:3``, ``CHN``).

    Meetings and commitments have pages of their own; other findings lead to their words.
    """
    if not id.startswith("doc:"):
        return actor(id)
    _, _, local = id.partition("/")
    if not local:
        return document(id)
    kind = local.partition(":")[0]
    return f"/{_KINDS.get(kind, 'findings')}/{_path(id)}"


def passage(document_id: str, start: int | None, end: int | None, words: str = "") -> str:
    """Return the address of words in their document; its page marks them and shows what was read.

    Args:
        document_id: the document.
        start: offset of their first code point; None leads to the document.
        end: offset after their last.
        words: the words; their beginning goes into the address.
    """
    if start is None or end is None:
        return document(document_id)
    # A page has thousands of these: no more of the words is looked at than is needed.
    beginning = " ".join(words[: 4 * QUOTED].split())[:QUOTED]
    told = f"&quote={quote_plus(beginning)}" if beginning else ""
    return f"{document(document_id)}?at={start}-{end}{told}#{SELECTED}"


def finding(document_id: str, local: str, start: int, end: int, words: str) -> str:
    """Return the address of the words of one finding, which the document's page marks alone.

    Args:
        document_id: the document.
        local: the finding's id within it, such as ``statement:12``.
        start: offset of the first code point of its words.
        end: offset after their last.
        words: the words; their beginning goes into the address.
    """
    head, _, fragment = passage(document_id, start, end, words).partition("#")
    return f"{head}&finding={quote_plus(local)}#{fragment}"


def words(cited: Citation) -> str:
    """Return the address of the words of a citation."""
    return passage(cited.document, cited.start, cited.end, cited.words)


def citation(cited: Citation) -> str:
    """Return the address of a page that has a citation to be copied."""
    given: dict[str, str | int] = {"id": cited.id or cited.document}
    if cited.start is not None and cited.end is not None:
        given |= {"start": cited.start, "end": cited.end}
    return f"/citations?{urlencode(given)}"
