"""Documents by the words of their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from memcon.archive import lookup
from memcon.archive import search as fulltext
from memcon.archive.schema import document_of, documents
from memcon.archive.search import Term
from memcon.errors import MemconError

_WORD: Final = re.compile(r"\w+")
MOST: Final = 500  # documents
_PASSAGES: Final = 5_000  # looked at, those of the latest documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """Documents by key, the latest first, with remarks on what was left out."""

    keys: Sequence[int]
    notes: Sequence[str]


def titled(connection: Connection, words: str) -> Titled:
    """Return documents that have words in the title, in any order, and the rarest in the text.

    Titles have no index of their own: the words are looked for in that of the texts, and then in
    the titles of what the rarest of them leads to.

    Args:
        connection: the archive.
        words: whole words; capitals do not count.

    Raises:
        MemconError: there is no word.
    """
    wanted = _words(words)
    if not wanted:
        raise MemconError("there is no word", where="--titled", remedy="Give words of a title")
    found = [
        fulltext.search(connection, [Term((word,))], [], order="date", limit=_PASSAGES)
        for word in sorted(wanted)
    ]
    # The rarest word leads to the fewest documents; PostgreSQL has none for "of" and the like.
    hits = min(found, key=lambda one: (not one.hits, one.total))
    order = list(dict.fromkeys(document_of(hit.key) for hit in hits.hits))
    titles: dict[int, str | None] = {}
    for part in lookup.chunks(sorted(order)):
        query = select(documents.c.key, documents.c.title).where(documents.c.key.in_(part))
        titles.update((row.key, row.title) for row in connection.execute(query))
    keys = [key for key in order if wanted <= _words(titles[key] or "")]
    notes = []
    if hits.total > len(hits.hits):
        notes.append(
            f"Titles were looked at of the documents in the latest {_PASSAGES:,} passages."
        )
    if len(keys) > MOST:
        notes.append(f"{len(keys):,} titles have the words; the latest {MOST:,} were taken.")
    return Titled(keys=keys[:MOST], notes=notes)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
