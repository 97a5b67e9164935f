"""Stage one: which documents are printings of one report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from memcon.archive import store
from memcon.archive.linker.bands import TableBands, place, rank
from memcon.archive.linker.trees import Trees
from memcon.archive.linking.duplicates import (
    BODY,
    DocumentText,
    body_passages,
    document_node,
    similarity,
)
from memcon.archive.linking.forest import Node, link_all, relink
from memcon.archive.lookup import chunks
from memcon.archive.schema import DOCUMENT_BAND, documents, of_document, passages


def link_reports(connection: Connection, pending: Sequence[int], *, everything: bool) -> set[int]:
    """Link documents to their first printing; return those whose status changed.

    The first printing of a report is current, and the others are its duplicates.

    Args:
        connection: in a writing transaction.
        pending: keys of current and duplicate documents to look at.
        everything: whether to link all anew, which is faster where much is pending.
    """
    texts = _Texts(connection)
    bands = TableBands(connection, DOCUMENT_BAND)
    texts.fetch(pending)
    nodes = [_node(texts, key) for key in pending]
    bands.put(nodes)
    if everything:
        links = link_all(bands.all(), similarity=similarity(texts))
    else:
        links = relink(added=nodes, bands=bands, similarity=similarity(texts))
    trees = Trees(connection, documents, documents.c.duplicate_of, own_is_null=True)
    trees.put(links)
    return _settle(connection, sorted(set(links) | set(pending)))


def _node(texts: _Texts, key: int) -> Node:
    text = texts[key]
    bands = document_node(text).bands
    return Node(key=key, place=place(text.day, rank(text.id)), bands=bands)


def _settle(connection: Connection, keys: Sequence[int]) -> set[int]:
    """Make the status of documents follow from their roots."""
    changed = set()
    for part in chunks(keys):
        rows = connection.execute(
            select(documents.c.key, documents.c.status, documents.c.duplicate_of).where(
                documents.c.key.in_(part), documents.c.status.in_(("current", "duplicate"))
            )
        ).all()
        for row in rows:
            if row.duplicate_of is not None and row.status == "current":
                store.unindex(connection, row.key)
                connection.execute(
                    update(documents).where(documents.c.key == row.key).values(status="duplicate")
                )
                changed.add(row.key)
            elif row.duplicate_of is None and row.status == "duplicate":
                store.restore(connection, row.key)
                changed.add(row.key)
    return changed


class _Texts(dict[int, DocumentText]):
    """The texts of documents, taken from the archive when they are asked for."""

    def __init__(self, connection: Connection):
        super().__init__()
        self._connection = connection

    def __missing__(self, key: int) -> DocumentText:
        self.fetch([key])
        return self[key]

    def fetch(self, keys: Sequence[int]) -> None:
        """Take the texts of documents from the archive."""
        for part in chunks(keys):
            bodies: dict[int, list[str]] = defaultdict(list)
            query = (
                select(documents.c.key, passages.c.text)
                .select_from(documents)
                .join(passages, of_document(passages.c.key))
                .where(documents.c.key.in_(part), passages.c.kind == BODY)
                .order_by(passages.c.key)
            )
            for key, words in self._connection.execute(query):
                bodies[key].append(words)
            listed = select(
                documents.c.key, documents.c.id, documents.c.day, documents.c.status
            ).where(documents.c.key.in_(part))
            for row in self._connection.execute(listed):
                # Documents that are not current have no rows, and their records tell.
                self[row.key] = DocumentText(
                    key=row.key,
                    id=row.id,
                    day=row.day,
                    passages=tuple(bodies[row.key])
                    if row.status == "current"
                    else body_passages(store.load(self._connection, row.key).document),
                )
