"""``positions`` and ``brief``: how actors speak on issues, and all there is on two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from memcon.analysis import positions as question
from memcon.analysis.brief import Brief, OpenUndertakings
from memcon.analysis.brief_positions import Change as BriefChange
from memcon.analysis.brief_positions import Held, Said
from memcon.analysis.positions import Change, Position
from memcon.mcp.pages import act_row, meeting_row, page, phrase_row, undertaking_row, worded
from memcon.mcp.rows import (
    BriefAnswer,
    ChangeRow,
    OpenRows,
    PositionRow,
    PositionsAnswer,
    Quoted,
    quoted,
)

LADDERS: Final = 4  # of words, such as `support` or `oppose`, of which a position cites one each


def positions_answer(
    connection: Connection,
    *,
    by: Sequence[str],
    on: Sequence[str],
    since: str | None,
    until: str | None,
    limit: int,
    after: int,
) -> PositionsAnswer:
    """Return a page of positions; arguments as the analysis takes them."""
    found = question.positions(
        connection, by=by, on=on, since=since, until=until, limit=after + limit + 1
    )
    rows, more = page(found.rows, after=after, limit=limit)
    return PositionsAnswer(
        rows=[_position(row) for row in rows],
        changes=[],
        total=found.total,
        next=more,
        notes=[worded(note) for note in found.notes],
    )


def changes_answer(
    connection: Connection,
    *,
    by: Sequence[str],
    on: Sequence[str],
    since: str | None,
    until: str | None,
    style: bool,
    limit: int,
    after: int,
) -> PositionsAnswer:
    """Return a page of changes of wording; arguments as the analysis takes them."""
    found = question.rung_changes(
        connection, by=by, on=on, since=since, until=until, style=style, limit=after + limit + 1
    )
    rows, more = page(found.rows, after=after, limit=limit)
    return PositionsAnswer(
        rows=[],
        changes=[_change(row) for row in rows],
        total=found.total,
        next=more,
        notes=[worded(note) for note in found.notes],
    )


def _evidence(row: Position) -> list[Quoted]:
    """Return the strongest words on the ladders most used, and the last act if it is another."""
    ladders = sorted(row.wordings, key=lambda one: (-one.times, one.ladder))[:LADDERS]
    found = [quoted(one.evidence, f"{one.ladder}: {one.rung}") for one in ladders]
    known = {one.id for one in found}
    for citation, part in ((row.latest, "latest"), (row.last_denied, "denied")):
        if citation is not None and citation.id not in known:
            known.add(citation.id or "")
            found.append(quoted(citation, part))
    return found


def _position(row: Position) -> PositionRow:
    return PositionRow(
        actor=row.actor,
        name=row.name,
        issue=row.issue,
        stance=row.stance,
        backing=row.backing,
        objecting=row.objecting,
        asking=row.asking,
        acts=row.acts,
        denied=row.denied,
        first=row.first,
        last=row.last,
        evidence=_evidence(row),
    )


def _change(row: Change) -> ChangeRow:
    return ChangeRow(
        actor=row.actor,
        issue=row.issue,
        before=f"{row.ladder}: {row.before}",
        after=f"{row.ladder}: {row.after}",
        direction=row.direction,
        evidence=[quoted(row.evidence, "after"), quoted(row.evidence_before, "before")],
    )


def brief_answer(connection: Connection, made: Brief) -> BriefAnswer:
    """Return a brief as the tool gives it.

    Args:
        connection: the archive.
        made: the brief.
    """
    held = [
        (side.id, one, of)
        for one in made.positions
        for side, of in ((made.a, one.a), (made.b, one.b))
    ]
    return BriefAnswer(
        a=made.a.id,
        b=made.b.id,
        names=made.names,
        today=made.today,
        since=made.since,
        last_met=made.last_met,
        meetings=[meeting_row(one) for one in made.meetings],
        meetings_total=made.meetings_total,
        planned=[meeting_row(one) for one in made.planned],
        news=[act_row(one) for one in made.news],
        by_a=_open(made.by_a),
        by_b=_open(made.by_b),
        joint=_open(made.joint),
        positions=[_held(actor, made, one.issue, of) for actor, one, of in held if _words(of)],
        changes=[
            _brief_change(actor, one.issue, change)
            for actor, one, of in held
            for change in of.changes
        ],
        phrases=[phrase_row(connection, one) for one in made.formulas],
        notes=[worded(note) for note in made.notes],
    )


def _open(group: OpenUndertakings) -> OpenRows:
    return OpenRows(rows=[undertaking_row(one) for one in group.rows], total=group.total)


def _words(held: Held) -> list[Said]:
    """Return what is cited of a position: the strongest words, then the latest, each once."""
    found = {(one.evidence.id, one.type): one for one in (*held.strongest, *held.latest)}
    return list(found.values())


def _held(actor: str, made: Brief, issue: str, held: Held) -> PositionRow:
    return PositionRow(
        actor=actor,
        name=made.names.get(actor),
        issue=issue,
        stance=held.stance,
        backing=held.backing,
        objecting=held.objecting,
        asking=held.asking,
        acts=None,
        denied={},
        first=held.first,
        last=held.last,
        evidence=[quoted(one.evidence, _worded(one)) for one in _words(held)],
    )


def _worded(said: Said) -> str:
    rung = f"{said.type}: {said.rung}" if said.rung else said.type
    return f"denied {rung}" if said.negated else rung


def _brief_change(actor: str, issue: str, change: BriefChange) -> ChangeRow:
    return ChangeRow(
        actor=actor,
        issue=issue,
        before=_worded(change.before),
        after=_worded(change.after),
        direction=change.direction,
        evidence=[quoted(change.after.evidence, "after"), quoted(change.before.evidence, "before")],
    )
