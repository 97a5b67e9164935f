"""A statement or an act with everything around it."""

from __future__ import annotations

from sqlalchemy import Connection

from memcon.analysis.log_rows import about, entries, log_rows
from memcon.analysis.sheet import Sheet, Shown, line
from memcon.analysis.show_document import document_row, heads_of
from memcon.analysis.show_findings import (
    Read,
    act_row,
    acts_of,
    commitment_row,
    commitments_of,
    event_row,
    meeting_row,
    read,
    statement_row,
)
from memcon.archive.findings import Kind
from memcon.record import Act, Statement

_NEAR = 2  # statements before and after


def show_statement(connection: Connection, document: int, item: Statement, *, limit: int) -> Shown:
    """Return a statement: its acts and commitments, its meeting, and what stands beside it.

    Args:
        connection: the archive.
        document: key of the document.
        item: the statement in its record.
        limit: rows of a section.
    """
    of = read(connection, document)
    sheet = Sheet(limit)
    sheet.fact("id", of.id(item.id))
    sheet.fact("document", of.row.id)
    sheet.fact("title", line(of.row.title))
    sheet.fact("day of the document", of.row.day)
    sheet.fact("narrator", of.row.narrator)
    sheet.facts("speaker", _named(of, item.speakers))
    sheet.facts("addressee", _named(of, item.addressees))
    sheet.facts("relayed by", _named(of, item.via))
    sheet.fact("mode", item.mode)
    sheet.fact("cue", line(item.cue.text) if item.cue else None)
    sheet.fact("confidence", str(item.confidence))
    _not_in_answers(sheet, of)
    sheet.section("words", [statement_row("words", of, item)])
    mine = acts_of(of.record, [item.id])
    sheet.section("acts", (act_row("acts", of, act) for act in mine))
    _commitments(connection, sheet, of, mine)
    _meeting(connection, sheet, of, item)
    _around(sheet, of, item)
    sheet.section("document", [document_row("document", of.row, None, of.row.status)])
    _log(connection, sheet, of, "statement", item.id)
    said = ", ".join(of.who(item.speakers)["who"]) or "speaker not identified"
    return sheet.shown(of.id(item.id), "statement", f"{said}, {item.mode}")


def show_act(connection: Connection, document: int, item: Act, *, limit: int) -> Shown:
    """Return an act: the statement that does it, the commitments it makes, and the other acts.

    Args:
        connection: the archive.
        document: key of the document.
        item: the act in its record.
        limit: rows of a section.
    """
    of = read(connection, document)
    sheet = Sheet(limit)
    ladder, _, rung = (item.strength or "").partition(":")
    sheet.fact("id", of.id(item.id))
    sheet.fact("document", of.row.id)
    sheet.fact("title", line(of.row.title))
    sheet.fact("day of the document", of.row.day)
    sheet.fact("narrator", of.row.narrator)
    sheet.fact("type", item.type)
    sheet.facts("by", _named(of, item.by))
    sheet.facts("to", _named(of, item.to))
    sheet.fact("ladder", ladder)
    sheet.fact("rung", rung)
    sheet.fact("cue", line(item.cue.text) if item.cue else None)
    sheet.fact("denied", item.negated or None)
    sheet.fact("on a condition", item.conditional or None)
    sheet.fact("time", item.time)
    sheet.facts("issue", item.issues)
    sheet.facts(
        "event",
        (
            f"{event.scheme} {event.code}: {event.source or '?'} to {event.target or '?'}"
            for event in item.events
        ),
    )
    _not_in_answers(sheet, of)
    sheet.section("words", [act_row("words", of, item)])
    statement = next((one for one in of.record.statements if one.id == item.statement), None)
    if statement is not None:
        sheet.section("statement", [statement_row("statement", of, statement)])
        others = [act for act in acts_of(of.record, [statement.id]) if act.id != item.id]
        sheet.section(
            "other acts of the statement",
            (act_row("other acts of the statement", of, act) for act in others),
        )
    _commitments(connection, sheet, of, [item])
    coded = [event for event in of.record.events if event.act == item.id]
    sheet.section("events", (event_row("events", of, event) for event in coded))
    if statement is not None:
        _meeting(connection, sheet, of, statement)
    sheet.section("document", [document_row("document", of.row, None, of.row.status)])
    _log(connection, sheet, of, "act", item.id)
    by = ", ".join(of.who(item.by)["who"]) or "nobody named"
    return sheet.shown(of.id(item.id), "act", f"{item.type}, by {by}")


def _named(of: Read, ids: list[str]) -> list[str]:
    return [f"{of.names[id]} [{id}]" if of.names.get(id, id) != id else id for id in ids]


def _not_in_answers(sheet: Sheet, of: Read) -> None:
    if of.row.status != "current":
        sheet.note(f"{of.row.id} is {of.row.status}: what it tells of is in no answers")


def _commitments(connection: Connection, sheet: Sheet, of: Read, mine: list[Act]) -> None:
    made = commitments_of(of.record, mine)
    roots = heads_of(connection, of, "commitment", (one.id for one in made))
    sheet.section(
        "commitments",
        (
            commitment_row(
                "commitments", of, one, f"thread {roots.get(of.id(one.id), of.id(one.id))}"
            )
            for one in made
        ),
    )


def _meeting(connection: Connection, sheet: Sheet, of: Read, item: Statement) -> None:
    meeting = next((one for one in of.record.meetings if one.id == item.meeting), None)
    if meeting is None:
        return
    head = heads_of(connection, of, "meeting", [meeting.id]).get(of.id(meeting.id))
    notes = [f"one with {head}"] if head and head != of.id(meeting.id) else []
    sheet.section("meeting", [meeting_row("meeting", of, meeting, *notes)])


def _around(sheet: Sheet, of: Read, item: Statement) -> None:
    """Add what the statement continues, what continues it, and what stands beside it."""
    all = of.record.statements
    sheet.section(
        "continues",
        (statement_row("continues", of, one) for one in all if one.id == item.continues),
    )
    sheet.section(
        "continued by",
        (statement_row("continued by", of, one) for one in all if one.continues == item.id),
    )
    at = next(n for n, one in enumerate(all) if one.id == item.id)
    before = all[max(at - _NEAR, 0) : at]
    after = all[at + 1 : at + 1 + _NEAR]
    sheet.section(
        "neighbours",
        [
            *(statement_row("neighbours", of, one, "before") for one in before),
            *(statement_row("neighbours", of, one, "after") for one in after),
        ],
    )


def _log(connection: Connection, sheet: Sheet, of: Read, kind: Kind, local: str) -> None:
    known = entries(connection, [of.row.key])
    if known:
        items = of.record.statements if kind == "statement" else of.record.acts
        mine = about(known, of.id(local), of.row.key, kind, of.places(items))
        sheet.section("log", log_rows("log", mine, known))
