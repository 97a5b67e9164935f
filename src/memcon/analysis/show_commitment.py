"""A commitment with its thread: every utterance in order, strength and targets over time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from memcon.analysis.figures import number_words, quantity_words
from memcon.analysis.log_rows import about, entries, log_rows
from memcon.analysis.sheet import Sheet, Shown, Tied, line
from memcon.analysis.show_document import document_row
from memcon.analysis.show_findings import (
    Read,
    act_row,
    commitment_row,
    meeting_row,
    read,
    statement_row,
)
from memcon.analysis.show_meeting import commitment_rows
from memcon.archive import lookup
from memcon.archive.linking.commitments import CommitmentItem, Target
from memcon.archive.linking.forest import place
from memcon.archive.linking.threads import Thread, thread_summary
from memcon.archive.schema import child_key, commitments, document_of, threads
from memcon.record import Commitment, Quantity


def show_commitment(
    connection: Connection, document: int, item: Commitment, *, limit: int
) -> Shown:
    """Return a commitment with the whole thread of the undertaking.

    Args:
        connection: the archive.
        document: key of the document.
        item: the commitment in its record.
        limit: rows of a section.
    """
    of = read(connection, document)
    sheet = Sheet(limit)
    _facts(sheet, of, item)
    sheet.section("words", [commitment_row("words", of, item)])
    key = child_key(document, int(item.id.rpartition(":")[2]))
    root = connection.execute(select(commitments.c.root).where(commitments.c.key == key)).scalar()
    members: list[Any] = []
    if root is None:
        sheet.note(f"{of.row.id} is {of.row.status}: what it tells of is in no answers")
    else:
        members = list(connection.execute(select(commitments).where(commitments.c.root == root)))
        _thread(connection, sheet, key, root, members)
    _said(sheet, of, item)
    sheet.section("document", [document_row("document", of.row, None, of.row.status)])
    _log(connection, sheet, members, of, item)
    title = f"{', '.join(of.who(item.by)['who']) or 'nobody named'}: {line(item.goal.text)}"
    return sheet.shown(of.id(item.id), "commitment", title)


def _facts(sheet: Sheet, of: Read, item: Commitment) -> None:
    sheet.fact("id", of.id(item.id))
    sheet.fact("document", of.row.id)
    sheet.facts("by", of.who(item.by)["who"])
    sheet.facts("to", of.who(item.to)["who"])
    sheet.fact("strength", item.strength)
    sheet.fact("jointly", item.joint or None)
    sheet.fact("testable", item.testable)
    sheet.facts("measure", (line(span.text) for span in item.measures))
    sheet.facts("quantity", (quantity_words(one) for one in item.quantities))
    if item.deadline:
        sheet.fact("deadline", line(item.deadline.text))
        sheet.fact("deadline, as a date", item.deadline.date)


def _thread(
    connection: Connection, sheet: Sheet, key: int, root: int, members: Sequence[Any]
) -> None:
    ids = lookup.item_ids(connection, "commitment", [row.key for row in members])
    ordered = sorted(members, key=lambda row: place(row.day, ids[row.key]))
    row = connection.execute(select(threads).where(threads.c.key == root)).first()
    sheet.fact("thread", ids[root])
    if row is not None:
        sheet.fact("status", row.status)
        sheet.fact("first seen", row.first_day)
        sheet.fact("last said", row.last_day)
        sheet.fact("times said", row.times)
        sheet.fact("documents", row.documents)
        sheet.facts("carried by accounts of", json.loads(row.carriers))
        sheet.facts("issue", json.loads(row.issues))
    told = commitment_rows(connection, "utterances", ordered[: sheet.limit])
    sheet.section(
        "utterances",
        (
            tied.model_copy(update={"notes": [*_marks(one, key, ids), *tied.notes, *_figures(one)]})
            for one, tied in zip(ordered, told, strict=False)
        ),
        total=len(ordered),
    )
    course = thread_summary(_item(one, ids[one.key]) for one in members)
    sheet.section("course", _course(course))


def _marks(row: Any, key: int, ids: dict[int, str]) -> list[str]:
    marks = ["the one asked for"] if row.key == key else []
    if row.previous in ids:
        marks.append(f"after {ids[row.previous]}")
    return marks


def _figures(row: Any) -> list[str]:
    return [quantity_words(Quantity.model_validate(one)) for one in json.loads(row.quantities)]


def _item(row: Any, id: str) -> CommitmentItem:
    """Return a commitment as the summary of a thread takes it."""
    return CommitmentItem(
        key=row.key,
        id=id,
        day=row.day,
        document=document_of(row.key),
        narrator=row.narrator,
        holders=tuple(row.holders.split("+")),
        towards=(),
        goal=row.goal,
        strength=row.strength,
        quantities=tuple(
            Target(value=one["value"], unit=one["unit"], per=one["per"], kind=one["kind"])
            for one in json.loads(row.quantities)
        ),
        deadline=row.deadline_date,
    )


def _course(course: Thread) -> list[Tied]:
    """Return how firmly, how much and by when it was said, wherever that changed."""
    rows = [
        Tied(section="course", id=one.id, day=one.day, what="strength", value=one.strength)
        for one in course.strengths
    ]
    for target in course.values:
        words = " ".join(filter(None, (number_words(target.value), target.unit)))
        rows.append(
            Tied(
                section="course",
                id=target.id,
                day=target.day,
                what="target",
                value=f"{words} a {target.per}" if target.per else words,
            )
        )
    rows += [
        Tied(section="course", id=one.id, day=one.day, what="deadline", value=one.deadline)
        for one in course.deadlines
    ]
    return rows


def _said(sheet: Sheet, of: Read, item: Commitment) -> None:
    act = next((one for one in of.record.acts if one.id == item.act), None)
    if act is None:
        return
    sheet.section("act", [act_row("act", of, act)])
    statement = next((one for one in of.record.statements if one.id == act.statement), None)
    if statement is None:
        return
    sheet.section("statement", [statement_row("statement", of, statement)])
    meeting = next((one for one in of.record.meetings if one.id == statement.meeting), None)
    if meeting is not None:
        sheet.section("meeting", [meeting_row("meeting", of, meeting)])


def _log(
    connection: Connection, sheet: Sheet, members: Sequence[Any], of: Read, item: Commitment
) -> None:
    """Add what people said became of it, in whichever utterance, and the other reviews."""
    documents = {of.row.key, *(document_of(row.key) for row in members)}
    known = entries(connection, documents)
    if not known:
        return
    mine: dict[int, Any] = {}
    for document in sorted({row.document for row in known}):
        one = of if document == of.row.key else read(connection, document)
        places = one.places(one.record.commitments)
        wanted = [child_key(document, int(id.rpartition(":")[2])) for id in places]
        present = {row.key for row in members}
        for key, id in zip(wanted, places, strict=True):
            if key in present or id == of.id(item.id):
                for row in about(known, id, document, "commitment", places):
                    mine[row.key] = row
    rated = {row.key for row in known if row.action == "assess"}
    ordered = [mine[key] for key in sorted(mine)]
    assessments = [row for row in ordered if row.key in rated or row.undoes in rated]
    sheet.section("assessments", log_rows("assessments", assessments, known))
    sheet.section("log", log_rows("log", [row for row in ordered if row not in assessments], known))
