"""A record spread over rows. Pure: what comes out depends on the record and the keys alone."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, TypeVar

from memcon.archive import schema, tags
from memcon.archive.event_rows import event_rows
from memcon.archive.schema import child_key
from memcon.knowledge.acts import act_words
from memcon.record import Act, Commitment, Document, Event, Meeting, Record, Span, Statement

T = TypeVar("T")
Row = dict[str, Any]
Form = tuple[str, str]  # an actor's id, and the side it was seen with ("" where none is known)
_NOT_SEARCHED: Final = ("furniture", "dateline", "speaker_label", "pull_quote")


def forms(record: Record) -> dict[str, Form]:
    """Return the form of every actor of a record, by its id.

    Ids that are used and not listed (a narrator's, a role's) are forms too, without a side.
    """
    listed: dict[str, Form] = {actor.id: (actor.id, actor.side or "") for actor in record.actors}
    for name in _used(record):
        listed.setdefault(name, (name, ""))
    # A state or an organisation is its own side, wherever it is seen.
    for name, (_, side) in list(listed.items()):
        if not name.startswith(("person:", "group:")):
            listed[name] = (name, name)
        elif name.startswith("group:"):
            listed[name] = (name, "")
        else:
            listed[name] = (name, side)
    return listed


def _used(record: Record) -> Iterable[str]:
    for meeting in record.meetings:
        yield from (one.actor for one in meeting.participants if one.actor)
    for statement in record.statements:
        yield from (*statement.speakers, *statement.addressees, *statement.via)
    for act in record.acts:
        yield from (*act.by, *act.to)
    for item in record.commitments:
        yield from (*item.by, *item.to)
    for event in record.events:
        yield from (one.actor for one in (*event.sources, *event.targets) if one.actor)


def day_of(document: Document) -> str | None:
    """Return the day by which a document is sorted: published, else of its dateline."""
    if document.published:
        return document.published[:10]
    return document.dateline.date if document.dateline else None


def number(local: str) -> int:
    """Return the number of a local id: 12 of ``statement:12``."""
    return int(local.rpartition(":")[2])


def rows(record: Record, document: int, keys: Mapping[str, int]) -> dict[str, list[Row]]:
    """Return the rows of a record by table name.

    Args:
        record: the record in force.
        document: key of the document.
        keys: key of the form of every actor id (see :func:`forms`).

    Returns:
        For every table of what was read, its rows; linking has not seen them yet, so each meeting
        and each commitment stands for itself, and of events nothing is counted yet.
    """
    return _Spread(record, document, keys).tables


class _Spread:
    def __init__(self, record: Record, document: int, keys: Mapping[str, int]):
        self.record = record
        self.document = document
        self.keys = keys
        self.day = day_of(record.document)
        self.narrator = record.document.narrator
        self.sides = {actor.id: actor.side for actor in record.actors}
        self.tables: dict[str, list[Row]] = defaultdict(list)
        self.tagged: dict[int, list[str]] = defaultdict(list)  # by the passage's place in the list
        self.blocks = [b for b in record.document.blocks if b.kind not in _NOT_SEARCHED]
        self.starts = [block.start for block in self.blocks]
        self.meetings = {meeting.id: meeting for meeting in record.meetings}
        self.statements = {statement.id: statement for statement in record.statements}
        self.acts = {act.id: act for act in record.acts}
        self._actors()
        for meeting in record.meetings:
            self._meeting(meeting)
        for statement in record.statements:
            self._statement(statement)
        for act in record.acts:
            self._act(act)
        for item in record.commitments:
            self._commitment(item)
        for event in record.events:
            self._event(event)
        self._passages()

    def key(self, local: str) -> int:
        return child_key(self.document, number(local))

    def _actors(self) -> None:
        offices = 0
        for place, actor in enumerate(self.record.actors):
            first = actor.mentions[0] if actor.mentions else None
            form = self.keys[actor.id]
            self.tables["document_actors"].append(
                {
                    "key": child_key(self.document, place),
                    "actor": form,
                    "name": actor.name,
                    "day": self.day,
                    "mentions": len(actor.mentions),
                    "start": first.start if first else None,
                    "end": first.end if first else None,
                }
            )
            for role in actor.roles:
                self.tables["offices"].append(
                    {
                        "key": child_key(self.document, offices),
                        "actor": form,
                        "title": role.title,
                        "of": role.of,
                        "day": self.day,
                        **_place(role.evidence),
                    }
                )
                offices += 1

    def _meeting(self, meeting: Meeting) -> None:
        key = self.key(meeting.id)
        self.tables["meetings"].append(
            {
                "key": key,
                "form": meeting.form,
                "status": meeting.status,
                "day": meeting.date.value if meeting.date else None,
                "precision": meeting.date.precision if meeting.date else None,
                "basis": meeting.date.basis if meeting.date else None,
                "place": meeting.place,
                "occasion": meeting.occasion,
                "narrator": self.narrator,
                "published": self.day,
                **_place(meeting.evidence[0] if meeting.evidence else None),
                "canonical": key,
            }
        )
        for place, one in enumerate(meeting.participants):
            self.tables["participants"].append(
                {
                    "meeting": key,
                    "number": place,
                    "actor": self.keys[one.actor] if one.actor else None,
                    "role": one.role,
                    "side": one.side,
                }
            )

    def _said(self, statement: Statement | None) -> str | None:
        """Return the day on which something was said: of its meeting, else of the document.

        Nothing was said yet at a meeting that is dated after the document was published.
        """
        meeting = self.meetings.get(statement.meeting or "") if statement else None
        date = meeting.date if meeting else None
        if date is None or date.precision != "day" or date.value > (self.day or date.value):
            return self.day
        return date.value

    def _statement(self, statement: Statement) -> None:
        key = self.key(statement.id)
        start, end = statement.content[0].start, statement.content[-1].end
        self.tables["statements"].append(
            {
                "key": key,
                "mode": statement.mode,
                "day": self._said(statement),
                "meeting": self.key(statement.meeting) if statement.meeting else None,
                "content": " … ".join(_line(span.text) for span in statement.content),
                "start": start,
                "end": end,
                "confidence": statement.confidence,
            }
        )
        for part, names in (
            ("speaker", statement.speakers),
            ("addressee", statement.addressees),
            ("via", statement.via),
        ):
            for form in _unique(self.keys[name] for name in names):
                self.tables["statement_parties"].append(
                    {"actor": form, "part": part, "statement": key}
                )
        marks = self.tagged[self._passage(start)]
        for name in statement.speakers:
            marks.append(tags.actor(self.keys[name]))
            if side := self.sides.get(name):
                marks.append(tags.side(side))

    def _act(self, act: Act) -> None:
        key = self.key(act.id)
        ladder, _, rung = (act.strength or "").partition(":")
        day = self._said(self.statements.get(act.statement or ""))
        self.tables["acts"].append(
            {
                "key": key,
                "statement": self.key(act.statement) if act.statement else None,
                "type": act.type,
                "ladder": ladder or None,
                "rung": rung or None,
                "rank": rank(ladder, rung),
                "negated": act.negated,
                "conditional": act.conditional,
                "time": act.time,
                "day": day,
                "narrator": self.narrator,
                "content": _line(act.content.text),
                "start": act.content.start,
                "end": act.content.end,
            }
        )
        by = _unique(self.keys[name] for name in act.by)
        to = _unique(self.keys[name] for name in act.to)
        month = (day or "")[:7]
        common = {"month": month, "type": act.type, "act": key}
        for one in by:
            for other in to or [0]:
                self.tables["act_parties"].append(
                    {"actor": one, "other": other, "part": "by", **common}
                )
        for one in to:
            for other in by or [0]:
                self.tables["act_parties"].append(
                    {"actor": one, "other": other, "part": "to", **common}
                )
        for one in by or [0]:
            for issue in _unique(act.issues):
                self.tables["act_issues"].append(
                    {"actor": one, "issue": issue, "day": day or "", "act": key, "type": act.type}
                )
        self._tag_act(act)

    def _tag_act(self, act: Act) -> None:
        """Tag the passage with whoever acts, or speaks, and what is done, singly and together."""
        statement = self.statements.get(act.statement or "")
        names = _unique([*act.by, *(statement.speakers if statement else ())])
        sides = _unique(side for name in names if (side := self.sides.get(name) or _own(name)))
        holders = [
            None,
            *(tags.actor(self.keys[name]) for name in names),
            *(tags.side(side) for side in sides),
        ]
        marks = self.tagged[self._passage(act.content.start)]
        for holder in holders:
            if holder:
                marks.append(holder)
            marks.append(tags.act(act.type, by=holder))
            for issue in act.issues:
                marks.append(tags.issue(issue, by=holder))
                marks.append(tags.act(act.type, by=holder, issue=issue))

    def _commitment(self, item: Commitment) -> None:
        key = self.key(item.id)
        act = self.acts.get(item.act)
        self.tables["commitments"].append(
            {
                "key": key,
                "act": self.key(item.act),
                "day": self._said(self.statements.get(act.statement or "") if act else None),
                "narrator": self.narrator,
                "holders": "+".join(sorted(set(item.by))),
                "towards": "+".join(sorted(set(item.to))),
                "goal": _line(item.goal.text),
                "measures": _json([_line(span.text) for span in item.measures]),
                "strength": item.strength,
                "joint": item.joint,
                "testable": item.testable,
                "negated": bool(act and act.negated),
                "issues": _json(act.issues if act else []),
                "quantities": _json([q.model_dump(mode="json") for q in item.quantities]),
                "deadline_text": item.deadline.text if item.deadline else None,
                "deadline_date": item.deadline.date if item.deadline else None,
                "start": item.goal.start,
                "end": item.goal.end,
                "previous": None,
                "root": key,
            }
        )
        for part, names in (("by", item.by), ("to", item.to)):
            for form in _unique(self.keys[name] for name in names):
                self.tables["commitment_parties"].append(
                    {"commitment": key, "part": part, "actor": form}
                )

    def _event(self, event: Event) -> None:
        act = self.acts.get(event.act or "")
        made = event_rows(
            event,
            key=self.key,
            actors=self.keys,
            meeting=self.meetings.get(event.meeting or ""),
            said=self._said(self.statements.get(act.statement or "") if act else None),
            length=len(self.record.document.text),
        )
        for name, rows in made.items():
            self.tables[name] += rows

    def _passage(self, start: int) -> int:
        """Return the place of the passage in which an offset lies, or of the one before it."""
        return max(bisect_right(self.starts, start) - 1, 0)

    def _passages(self) -> None:
        document = self.record.document
        everywhere = [tags.form(meeting.form) for meeting in self.record.meetings]
        if self.narrator:
            everywhere.append(tags.narrator(self.narrator))
        if document.publisher:
            everywhere.append(tags.publisher(document.publisher))
        if self.day:
            everywhere += [tags.month(self.day[:7]), tags.month(self.day[:4])]
        for place, block in enumerate(self.blocks):
            self.tables["passages"].append(
                {
                    "key": child_key(self.document, place),
                    "kind": block.kind,
                    "start": block.start,
                    "end": block.end,
                    "text": document.text[block.start : block.end],
                    "tags": tags.joined([*everywhere, *self.tagged[place]]),
                }
            )


# In which order rows go in: parents before their children.
ORDER: Final = (
    schema.passages,
    schema.document_actors,
    schema.offices,
    schema.meetings,
    schema.participants,
    schema.statements,
    schema.statement_parties,
    schema.acts,
    schema.act_parties,
    schema.act_issues,
    schema.commitments,
    schema.commitment_parties,
    schema.events,
    schema.event_parties,
)


def rank(ladder: str, rung: str) -> int | None:
    """Return how high a rung is on its ladder, 0 the lowest; None if there is no such rung."""
    rungs = _ladders().get(ladder, {})
    return rungs.get(rung, rungs.get(rung.removeprefix("strongly ")))


@cache
def _ladders() -> Mapping[str, Mapping[str, int]]:
    return act_words("en").ladders


def _own(name: str) -> str | None:
    return None if name.startswith(("person:", "group:")) else name


def _place(span: Span | None) -> Row:
    if span is None:
        return {"start": None, "end": None, "words": None}
    return {"start": span.start, "end": span.end, "words": _line(span.text)}


def _line(text: str) -> str:
    return " ".join(text.split())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _unique(values: Iterable[T]) -> list[T]:
    return list(dict.fromkeys(values))
