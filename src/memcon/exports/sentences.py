"""Which sentence of its document an offset is in, and whether that is in the lead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import Connection, select

from memcon.archive.schema import child_range, documents, passages
from memcon.reading.flat import flatten
from memcon.reading.languages.en.sentences import split_sentences

_KEPT: Final = 256  # documents: events of one day come from few
_COUNTED: Final = ("headline", "paragraph")  # what the reader reads


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where the sentences of a document start, in order, and where its first paragraph ends."""

    starts: tuple[int, ...]
    lead_end: int

    def number(self, start: int) -> int:
        """Return the number, from 1, of the sentence in which an offset lies."""
        return max(bisect_right(self.starts, start), 1)

    def in_lead(self, start: int) -> bool:
        """Whether an offset lies in the first paragraph, or in the headline before it."""
        return start < self.lead_end


def sentences_of(blocks: Iterable[tuple[str, int, str]]) -> Sentences:
    """Return the sentences of a document, split by the rule that the reader splits by.

    Args:
        blocks: kind, offset and text of its passages, in text order.
    """
    starts: list[int] = []
    lead_end = 0
    for kind, offset, text in blocks:
        if kind not in _COUNTED:
            continue
        flat = flatten(text, 0, len(text))
        starts += [offset + flat.offsets[start] for start, _ in split_sentences(flat.text)]
        if kind == "paragraph" and not lead_end and flat.text:
            lead_end = offset + len(text)
    return Sentences(tuple(starts), lead_end)


class SentenceNumbers:
    """The sentences of an archive's documents, the last few of them kept."""

    def __init__(self, connection: Connection):
        self._connection = connection
        self.of = lru_cache(maxsize=_KEPT)(self._load)

    def _load(self, document: str) -> Sentences:
        """Return the sentences of the document with an id; none where it has no passages."""
        key = self._connection.execute(
            select(documents.c.key).where(documents.c.id == document)
        ).scalar()
        if key is None:
            return Sentences((), 0)
        rows = self._connection.execute(
            select(passages.c.kind, passages.c.start, passages.c.text)
            .where(passages.c.key.between(*child_range(key)))
            .order_by(passages.c.key)
        )
        return sentences_of((row.kind, row.start, row.text) for row in rows)
