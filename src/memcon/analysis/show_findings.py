"""Statements, acts, commitments and meetings of one record, as rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from memcon.analysis.figures import quantity_words
from memcon.analysis.log_rows import Place
from memcon.analysis.sheet import Tied, line, spanned
from memcon.archive import lookup, store
from memcon.archive.findings import anchor
from memcon.knowledge.events import cameo_codes
from memcon.record import (
    Act,
    Actor,
    Commitment,
    Event,
    EventParty,
    Meeting,
    Participant,
    Record,
    Statement,
)


@dataclass(frozen=True)
class Read:
    """A document of an archive with its record in force.

    Attributes:
        row: of ``documents``.
        record: the record.
    """

    row: Any
    record: Record

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of its actors by their ids."""
        return {actor.id: line(actor.name) for actor in self.record.actors}

    def id(self, local: str) -> str:
        """Return the public id of a finding."""
        return f"{self.row.id}/{local}"

    def who(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Return actors by name and by id, as a row takes them."""
        found = list(dict.fromkeys(ids))
        return {"who": [self.names.get(id, id) for id in found], "actors": found}

    def places(self, items: Iterable[Any]) -> dict[str, Place]:
        """Return where findings stand, by public id."""
        return {self.id(item.id): anchor(item) for item in items}


def read(connection: Connection, document: int) -> Read:
    """Return a document with its record in force, also where it is in no answers."""
    row = lookup.document_rows(connection, [document])[document]
    return Read(row=row, record=store.load(connection, document))


def statement_row(section: str, of: Read, item: Statement, *notes: str) -> Tied:
    """Return a statement as a row."""
    remarks = [*notes]
    if item.addressees:
        remarks.append(f"to {', '.join(of.who(item.addressees)['who'])}")
    if item.via:
        remarks.append(f"relayed by {', '.join(of.who(item.via)['who'])}")
    return Tied(
        section=section,
        id=of.id(item.id),
        what=line(item.cue.text) if item.cue else item.mode,
        notes=remarks,
        **of.who(item.speakers),
        **spanned(of.row.id, item.content),
    )


def act_row(section: str, of: Read, item: Act) -> Tied:
    """Return an act as a row."""
    return Tied(
        section=section,
        id=of.id(item.id),
        what=item.type,
        value=item.strength,
        notes=[*act_notes(of, item), *(f"issue {code}" for code in item.issues)],
        **of.who(item.by),
        **spanned(of.row.id, [item.content]),
    )


def act_notes(of: Read, item: Act) -> list[str]:
    """Return how an act is meant, and to whom."""
    notes = []
    if item.to:
        notes.append(f"to {', '.join(of.who(item.to)['who'])}")
    if item.negated:
        notes.append("denied")
    if item.conditional:
        notes.append("on a condition")
    if item.time != "present":
        notes.append(item.time)
    return notes


def commitment_row(section: str, of: Read, item: Commitment, *notes: str) -> Tied:
    """Return a commitment as a row."""
    remarks = [*notes]
    if item.to:
        remarks.append(f"towards {', '.join(of.who(item.to)['who'])}")
    if item.joint:
        remarks.append("jointly")
    remarks += [quantity_words(quantity) for quantity in item.quantities]
    if item.deadline:
        date = f" ({item.deadline.date})" if item.deadline.date else ""
        remarks.append(f"deadline: {line(item.deadline.text)}{date}")
    return Tied(
        section=section,
        id=of.id(item.id),
        what=item.strength,
        notes=remarks,
        **of.who(item.by),
        **spanned(of.row.id, [item.goal]),
    )


def meeting_row(section: str, of: Read, item: Meeting, *notes: str) -> Tied:
    """Return a meeting, as the document tells of it, as a row."""
    return Tied(
        section=section,
        id=of.id(item.id),
        day=item.date.value if item.date else None,
        what=f"{item.form}, {item.status}",
        value=line(item.place) or None,
        notes=[*notes, *([line(item.occasion)] if item.occasion else [])],
        who=[_participant(of, one) for one in item.participants],
        actors=[one.actor for one in item.participants if one.actor],
        **spanned(of.row.id, item.evidence[:1]),
    )


def _participant(of: Read, one: Participant) -> str:
    name = of.names.get(one.actor, one.actor) if one.actor else line(one.role) or "someone unnamed"
    return f"{name} ({one.side})" if one.side and one.side != one.actor else name


def event_row(section: str, of: Read, item: Event, *notes: str) -> Tied:
    """Return an event, as the document tells of it, as a row."""
    remarks = [*notes]
    if item.targets:
        remarks.append(f"to {', '.join(party_words(of, one) for one in item.targets)}")
    remarks.append(f"Goldstein {item.goldstein:g}")
    if item.plover:
        remarks.append("-".join(filter(None, (item.plover, item.plover_mode))))
    if item.negated:
        remarks.append("denied")
    if item.time == "future":
        remarks.append("future")
    if item.background:
        remarks.append("only recalled")
    remarks += [line(item.place)] if item.place else []
    name = cameo_codes().get(item.cameo)
    return Tied(
        section=section,
        id=of.id(item.id),
        day=item.date.value if item.date else None,
        who=[party_words(of, one) for one in item.sources],
        actors=[one.actor for one in item.sources if one.actor],
        what=item.cameo,
        value=name.name if name else None,
        notes=remarks,
        **spanned(of.row.id, [item.text]),
    )


def party_words(of: Read, one: EventParty) -> str:
    """Return who acts in an event, or is acted on, with the code."""
    name = of.names.get(one.actor, one.actor) if one.actor else line(one.span.text)
    return f"{name} [{one.code}]" if one.code else name


def actor_row(section: str, of: Read, item: Actor) -> Tied:
    """Return an actor, as the document names it, as a row."""
    roles = [
        f"{line(role.title)} ({role.of})" if role.of else line(role.title) for role in item.roles
    ]
    return Tied(
        section=section,
        id=item.id,
        who=[item.side] if item.side and item.side != item.id else [],
        what=item.kind,
        value=line(item.name),
        notes=roles,
        **spanned(of.row.id, item.mentions[:1]),
    )


def acts_of(record: Record, statements: Iterable[str]) -> list[Act]:
    """Return the acts of some statements."""
    wanted = set(statements)
    return [act for act in record.acts if act.statement in wanted]


def commitments_of(record: Record, acts: Sequence[Act]) -> list[Commitment]:
    """Return the commitments that some acts make."""
    wanted = {act.id for act in acts}
    return [item for item in record.commitments if item.act in wanted]
