"""Stage four: which commitments are the same undertaking, said again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from memcon.archive import actor_forms, human
from memcon.archive.linker.bands import TableBands, place, rank
from memcon.archive.linker.trees import Trees
from memcon.archive.linking.commitments import CommitmentItem, Target
from memcon.archive.linking.forest import Node, Place, link_all, relink
from memcon.archive.linking.threads import similarity, thread_summary
from memcon.archive.linking.undertakings import Undertaking, prepare, undertaking_bands
from memcon.archive.lookup import chunks, item_id
from memcon.archive.schema import (
    COMMITMENT_BAND,
    actors,
    commitment_parties,
    commitments,
    document_actors,
    document_of,
    documents,
    of_document,
    thread_issues,
    thread_parties,
    threads,
)
from memcon.knowledge import Knowledge, load_knowledge
from memcon.record import Quantity


def link_promises(connection: Connection, pending: Sequence[int], *, everything: bool) -> set[int]:
    """Link commitments to the earlier ones they repeat.

    Args:
        connection: in a writing transaction.
        pending: keys of the documents to look at.
        everything: whether to link all commitments anew.

    Returns:
        Keys of the documents with a commitment that is of another thread now, or the first of one
        that grew or shrank.
    """
    items = Undertakings(connection)
    bands = TableBands(connection, COMMITMENT_BAND)
    keys: list[int] = []
    for part in chunks(pending):
        query = (
            select(commitments.c.key)
            .select_from(documents)
            .join(commitments, of_document(commitments.c.key))
            .where(documents.c.key.in_(part))
        )
        keys.extend(sorted(connection.execute(query).scalars()))
    items.fetch(keys)
    nodes = [items.node(key) for key in keys]
    bands.put(nodes)
    if everything:
        # What has no bands is like nothing else, and is a thread all the same.
        alone = [node for node in nodes if not node.bands]
        links = link_all([*bands.all(), *alone], similarity=similarity(items))
    else:
        links = relink(added=nodes, bands=bands, similarity=similarity(items))
    trees = Trees(connection, commitments, commitments.c.root)
    roots = trees.put(links)
    put_threads(connection, items, roots)
    return {document_of(key) for key in (*trees.moved, *roots)}


class Undertakings(dict[int, Undertaking]):
    """Commitments ready to be compared, taken from the archive when they are asked for."""

    def __init__(self, connection: Connection):
        super().__init__()
        self._connection = connection
        self.rows: dict[int, Any] = {}
        self.ids: dict[int, str] = {}  # public ids of documents

    def __missing__(self, key: int) -> Undertaking:
        self.fetch([key])
        return self[key]

    def node(self, key: int) -> Node:
        """Return a commitment as a node of the forest, ordered as the table of bands orders it."""
        return Node(key=key, place=self.place(key), bands=undertaking_bands(self[key]))

    def place(self, key: int) -> Place:
        """Return where a commitment stands in time."""
        return place(self[key].item.day, rank(self.ids[document_of(key)], key))

    def fetch(self, keys: Iterable[int]) -> None:
        """Take commitments from the archive, those that are here already left out."""
        missing = sorted(set(keys) - self.keys())
        for part in chunks(missing):
            rows = self._connection.execute(
                select(commitments).where(commitments.c.key.in_(part))
            ).all()
            self._fetch_ids({document_of(row.key) for row in rows})
            parties = _parties(self._connection, part)
            names = _officials(self._connection, {document_of(key) for key in part})
            for row in rows:
                self.rows[row.key] = row
                item = self._item(row, parties[row.key], names[document_of(row.key)])
                self[row.key] = prepare(item, _knowledge())

    def _fetch_ids(self, keys: set[int]) -> None:
        for part in chunks(sorted(keys - self.ids.keys())):
            query = select(documents.c.key, documents.c.id).where(documents.c.key.in_(part))
            self.ids.update({row.key: row.id for row in self._connection.execute(query)})

    def _item(
        self,
        row: Any,
        parties: Mapping[str, list[str]],
        names: Mapping[str, list[str]],
    ) -> CommitmentItem:
        holders = tuple(sorted(set(parties["by"])))
        return CommitmentItem(
            key=row.key,
            id=item_id("commitment", row.key, self.ids[document_of(row.key)]),
            day=row.day,
            document=document_of(row.key),
            narrator=row.narrator,
            holders=holders,
            holder_names=tuple(sorted({name for one in holders for name in names[one]})),
            towards=tuple(sorted(set(parties["to"]))),
            goal=row.goal,
            measures=tuple(json.loads(row.measures)),
            strength=row.strength,
            issues=tuple(json.loads(row.issues)),
            quantities=tuple(
                Target(value=q["value"], unit=q["unit"], per=q["per"], kind=q["kind"])
                for q in json.loads(row.quantities)
            ),
            deadline=row.deadline_date,
            negated=row.negated,
        )


@cache
def _knowledge() -> Knowledge:
    # The built-in names are enough to tell what a promise is about, and the same for everybody.
    return load_knowledge()


def _parties(connection: Connection, keys: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """Return the resolved ids of holders and addressees, persons as their side, by commitment."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: {"by": [], "to": []})
    best = actors.alias("best")
    query = (
        select(
            commitment_parties.c.commitment,
            commitment_parties.c.part,
            best.c.id,
            best.c.kind,
            best.c.side,
        )
        .join(actors, actors.c.key == commitment_parties.c.actor)
        .join(best, best.c.key == actors.c.canonical)
        .where(commitment_parties.c.commitment.in_(keys))
    )
    for row in connection.execute(query):
        holder = row.side if row.kind == "person" and row.side else row.id
        found[row.commitment][row.part].append(holder)
    return found


def _officials(connection: Connection, keys: Collection[int]) -> dict[int, dict[str, list[str]]]:
    """Return the names of the persons of each side that documents name, by document and side."""
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for part in chunks(sorted(keys)):
        query = (
            select(documents.c.key, actors.c.side, document_actors.c.name)
            .select_from(documents)
            .join(document_actors, of_document(document_actors.c.key))
            .join(actors, actors.c.key == document_actors.c.actor)
            .where(documents.c.key.in_(part), actors.c.kind == "person", actors.c.side != "")
        )
        for document, side, name in connection.execute(query):
            found[document][side].append(name)
    return found


def put_threads(connection: Connection, items: Undertakings, roots: Collection[int]) -> None:
    """Store the threads of some roots anew, and drop those that are roots no more."""
    members: dict[int, list[int]] = defaultdict(list)
    ordered = sorted(roots)
    for part in chunks(ordered):
        connection.execute(delete(thread_parties).where(thread_parties.c.thread.in_(part)))
        connection.execute(delete(thread_issues).where(thread_issues.c.thread.in_(part)))
        connection.execute(delete(threads).where(threads.c.key.in_(part)))
        query = select(commitments.c.key, commitments.c.root).where(commitments.c.root.in_(part))
        for row in connection.execute(query):
            members[row.root].append(row.key)
    items.fetch(key for keys in members.values() for key in keys)
    told = {document_of(key) for keys in members.values() for key in keys}
    rated = human.ratings(connection, told)
    rows: list[dict[str, Any]] = []
    for root in sorted(members):
        rows.append(_thread(root, sorted(members[root]), items, rated))
    if not rows:
        return
    connection.execute(insert(threads), rows)
    _put_parties(connection, rows)
    marks = [
        {"issue": issue, "last_day": row["last_day"] or "", "thread": row["key"]}
        for row in rows
        for issue in json.loads(row["issues"])
    ]
    if marks:
        connection.execute(insert(thread_issues), marks)


def _thread(
    root: int, keys: Sequence[int], items: Undertakings, rated: Mapping[int, tuple[int, str]]
) -> dict[str, Any]:
    thread = thread_summary(items[key].item for key in keys)
    latest = max(keys, key=lambda key: items.place(key))
    row = items.rows[latest]
    issues = sorted({issue for key in keys for issue in items[key].item.issues})
    quantities = [
        q
        for key in sorted(keys, key=lambda key: items.place(key))
        for q in json.loads(items.rows[key].quantities)
    ]
    ratings = sorted(rated[key] for key in keys if key in rated)  # in the order of the log
    deadline = thread.deadline
    worded = next(
        (
            items.rows[key].deadline_text
            for key in sorted(keys, key=lambda key: items.place(key), reverse=True)
            if items.rows[key].deadline_text
        ),
        None,
    )
    return {
        "key": root,
        "latest": latest,
        "holders": "+".join(thread.holders),
        "towards": "+".join(items[latest].item.towards),
        "goal": row.goal,
        "strength": row.strength,
        "first_day": thread.first_seen,
        "last_day": thread.last_reaffirmed or thread.first_seen,
        "times": thread.times,
        "documents": len(thread.documents),
        "carriers": json.dumps(list(thread.carriers)),
        "issues": json.dumps(issues),
        "quantities": json.dumps(_last_quantities(quantities), ensure_ascii=False),
        "has_quantity": bool(quantities),
        "deadline_text": worded,
        "deadline_date": deadline,
        "status": ratings[-1][1] if ratings else "not-yet-rated",
    }


def _last_quantities(quantities: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return of each thing that is measured the value that was said last."""
    last = {}
    for quantity in quantities:
        checked = Quantity.model_validate(quantity)
        last[(checked.kind, checked.unit, checked.per)] = quantity
    return list(last.values())


def _put_parties(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store who is bound, and towards whom, as resolved over all utterances of each thread.

    Whoever speaks for a side binds it, so a person and the side are both there.
    """
    last = {row["key"]: row["last_day"] or "" for row in rows}
    best = actors.alias("best")
    present: set[tuple[int, str, int]] = set()
    spoken_for: set[tuple[str, str, int]] = set()
    for part in chunks(sorted(last)):
        query = (
            select(
                commitments.c.root, commitment_parties.c.part, best.c.key, best.c.kind, best.c.side
            )
            .join(commitment_parties, commitment_parties.c.commitment == commitments.c.key)
            .join(actors, actors.c.key == commitment_parties.c.actor)
            .join(best, best.c.key == actors.c.canonical)
            .where(commitments.c.root.in_(part))
        )
        for row in connection.execute(query):
            present.add((row.key, row.part, row.root))
            if row.kind == "person" and row.side:
                spoken_for.add((row.side, row.part, row.root))
    keys = actor_forms.side_keys(connection, sorted({side for side, _, _ in spoken_for}))
    present.update((keys[side], part, root) for side, part, root in spoken_for)
    marks = [
        {"actor": actor, "part": part, "last_day": last[root], "thread": root}
        for actor, part, root in sorted(present)
    ]
    if marks:
        connection.execute(insert(thread_parties), marks)
