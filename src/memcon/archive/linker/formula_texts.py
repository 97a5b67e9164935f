"""The passages that set phrases are looked for in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, select

from memcon.archive.phrases import PhraseText
from memcon.archive.schema import child_range, document_of, passages

_BODY: Final = "paragraph"
_ROWS: Final = 10_000  # read at a time


class Passages:
    """The body of all current documents, read from the archive whenever it is gone through."""

    def __init__(self, connection: Connection):
        self._connection = connection

    def __iter__(self) -> Iterator[PhraseText]:
        query = (
            select(passages.c.key, passages.c.start, passages.c.text)
            .where(passages.c.kind == _BODY)
            .order_by(passages.c.key)
        )
        rows = self._connection.execution_options(yield_per=_ROWS).execute(query)
        for key, start, words in rows:
            yield PhraseText(document_of(key), start, words)


def texts_of(connection: Connection, keys: Sequence[int]) -> Iterator[PhraseText]:
    """Yield the body of some documents, in the order of their keys."""
    for key in keys:
        query = (
            select(passages.c.start, passages.c.text)
            .where(passages.c.key.between(*child_range(key)), passages.c.kind == _BODY)
            .order_by(passages.c.key)
        )
        for start, words in connection.execute(query):
            yield PhraseText(key, start, words)
