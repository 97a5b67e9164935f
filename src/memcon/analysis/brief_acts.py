"""What two actors did towards each other, or together, after a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import Connection, Select, select

from memcon.analysis.answer import Citation, Model, Words, cite
from memcon.archive.lookup import ActorRef, chunks
from memcon.archive.schema import act_parties, acts, document_of
from memcon.knowledge.tones import act_tones

_ROOM: Final = 4  # acts looked at for each that is shown: one may be there for several parties


class Done(Model):
    """An act of one towards the other, or of both."""

    day: Annotated[str, Field(description="when (ISO 8601)")]
    by: Annotated[list[str], Field(description="actor ids of the two that hold it")]
    type: Annotated[str, Field(description="what is done: pledge, oppose, …")]
    words: Annotated[str, Field(description="what it is about, in the document's words")]
    negated: Annotated[bool, Field(description="whether it is denied")]
    evidence: Annotated[Citation, Field(description="where it is said")]


def acts_after(
    connection: Connection,
    a: ActorRef,
    b: ActorRef,
    *,
    day: str,
    accounts: Collection[str] = (),
    limit: int,
) -> list[Done]:
    """Return the latest acts of two actors towards each other, or together, after a day.

    Mere assessments and reports are left out, and what one agreed with third parties and only about
    the other.

    Args:
        connection: the archive.
        a: an actor.
        b: another.
        day: the day (ISO 8601); what was done on it is left out.
        accounts: ids of documents that tell of that day's meeting and are left out, too: what they
            report as said there may have no other date than that of their publication.
        limit: how many.
    """
    found: dict[int, Any] = {}
    for one, other in ((a, b), (b, a)):
        query = _acts(one, other, day).limit(_ROOM * limit)
        found.update({row.key: row for row in connection.execute(query)})
    parties = _parties(connection, list(found), a, b)
    kept = [row for row in found.values() if _between(parties[row.key])]
    ordered = _once(sorted(kept, key=lambda row: (row.day, row.key), reverse=True))
    cited = cite(
        connection,
        (Words(kind="act", key=r.key, start=r.start, end=r.end, words=r.content) for r in ordered),
    )
    shown = [row for row in ordered if cited["act", row.key].document not in accounts][:limit]
    return [
        Done(
            day=row.day,
            by=sorted(id for id, part in parties[row.key] if part == "by"),
            type=row.type,
            words=row.content,
            negated=row.negated,
            evidence=cited["act", row.key],
        )
        for row in shown
    ]


def _acts(one: ActorRef, other: ActorRef, day: str) -> Select[Any]:
    kinds = [kind for kind, tone in act_tones().items() if tone != "neutral"] + ["request"]
    return (
        select(
            acts.c.key,
            acts.c.day,
            acts.c.type,
            acts.c.content,
            acts.c.negated,
            acts.c.start,
            acts.c.end,
        )
        .join(act_parties, act_parties.c.act == acts.c.key)
        .where(
            act_parties.c.actor.in_(one.keys),
            act_parties.c.other.in_(other.keys),
            act_parties.c.part == "by",
            act_parties.c.month >= day[:7],
            act_parties.c.type.in_(kinds),
            acts.c.day > day,
        )
        .order_by(acts.c.day.desc(), acts.c.key.desc())
    )


def _parties(
    connection: Connection, keys: Sequence[int], a: ActorRef, b: ActorRef
) -> dict[int, set[tuple[str, str]]]:
    """Return in which part each of the two is in acts."""
    ids = {key: one.id for one in (a, b) for key in one.keys}
    found: dict[int, set[tuple[str, str]]] = {key: set() for key in keys}
    for chunk in chunks(sorted(keys)):
        query = select(act_parties.c.act, act_parties.c.actor, act_parties.c.part).where(
            act_parties.c.act.in_(chunk), act_parties.c.actor.in_(sorted(ids))
        )
        for row in connection.execute(query):
            found[row.act].add((ids[row.actor], row.part))
    return found


def _between(parties: Collection[tuple[str, str]]) -> bool:
    """Return whether an act is between the two: nobody else's with one of them, about the other."""
    holders = {id for id, part in parties if part == "by"}
    return len(holders) > 1 or not any((id, "to") in parties for id in holders)


def _once(rows: list[Any]) -> list[Any]:
    """Return acts without those in the words of one before: agreed on, and so pledged too."""
    seen: set[tuple[int, int]] = set()
    kept = []
    for row in rows:
        place = (document_of(row.key), row.start)
        if place not in seen:
            seen.add(place)
            kept.append(row)
    return kept
