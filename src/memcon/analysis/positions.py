"""``memcon positions``: how actors speak on issues, how strongly, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis import issue_acts, stances
from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model, Words, cite
from memcon.analysis.filters import first_day, last_day
from memcon.analysis.issue_acts import Acts, Cell, Period
from memcon.analysis.issue_codes import issue_code
from memcon.analysis.stances import Stance, Wording
from memcon.archive import lookup
from memcon.archive.schema import acts
from memcon.errors import MemconError


class Rung(Model):
    """Words on a ladder: what kind of words, which, how often and when."""

    ladder: Annotated[str, Field(description="support, oppose, criticise, …")]
    rung: Annotated[str, Field(description="the word, such as `strongly support`")]
    day: Annotated[str | None, Field(description="when it was said last")]
    times: Annotated[int, Field(description="how often that rung was used")]
    changes: Annotated[
        int, Field(description="how often another rung followed on the ladder, style left out")
    ]
    evidence: Annotated[Citation, Field(description="the words")]


class Position(Model):
    """An actor on an issue."""

    actor: Annotated[str, Field(description="actor id", json_schema_extra=SHOWN)]
    issue: Annotated[str, Field(description="issue code", json_schema_extra=SHOWN)]
    stance: Annotated[
        Stance,
        Field(
            description="how the actor speaks on it: which kind of acts prevails",
            json_schema_extra=SHOWN,
        ),
    ]
    backing: Annotated[
        int, Field(description=f"acts of {', '.join(stances.BACKING)}", json_schema_extra=SHOWN)
    ]
    objecting: Annotated[
        int, Field(description=f"acts of {', '.join(stances.OBJECTING)}", json_schema_extra=SHOWN)
    ]
    asking: Annotated[
        int, Field(description=f"acts of {', '.join(stances.ASKING)}", json_schema_extra=SHOWN)
    ]
    strongest: Annotated[
        list[str],
        Field(description="the highest rung used on each ladder", json_schema_extra=SHOWN),
    ]
    acts: Annotated[int, Field(description="how many acts there are", json_schema_extra=SHOWN)]
    first: Annotated[str | None, Field(description="day of the first", json_schema_extra=SHOWN)]
    last: Annotated[str | None, Field(description="day of the last", json_schema_extra=SHOWN)]
    name: Annotated[str, Field(description="name of the actor")]
    read: Annotated[int, Field(description="of how many acts, the newest, the rest was made")]
    by_type: Annotated[dict[str, int], Field(description="acts by type, denied ones left out")]
    denied: Annotated[dict[str, int], Field(description='denied acts by type ("does not support")')]
    conditional: Annotated[int, Field(description="how many acts hang on a condition")]
    wordings: Annotated[list[Rung], Field(description="the strongest, with the words")]
    latest: Annotated[Citation | None, Field(description="the act said last")]
    last_denied: Annotated[
        Citation | None, Field(description="the last denied act that would show a stance")
    ]


class Change(Model):
    """Another rung of a ladder than on the last day on which the actor used one."""

    actor: Annotated[str, Field(description="actor id", json_schema_extra=SHOWN)]
    issue: Annotated[str, Field(description="issue code", json_schema_extra=SHOWN)]
    ladder: Annotated[str, Field(description="support, oppose, …", json_schema_extra=SHOWN)]
    day: Annotated[str, Field(description="day of the new rung", json_schema_extra=SHOWN)]
    before: Annotated[str, Field(description="rung before it", json_schema_extra=SHOWN)]
    after: Annotated[str, Field(description="the new rung", json_schema_extra=SHOWN)]
    direction: Annotated[
        str, Field(description="higher or lower on the ladder", json_schema_extra=SHOWN)
    ]
    evidence: Annotated[Citation, Field(description="the new words", json_schema_extra=SHOWN)]
    day_before: Annotated[str, Field(description="day of the rung before it")]
    evidence_before: Annotated[Citation, Field(description="the words before")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Cells with what was read of them."""

    cells: Sequence[Cell]
    found: Sequence[Acts]
    total: int
    notes: Sequence[str]


def positions(
    connection: Connection,
    *,
    by: Sequence[str] = (),
    on: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[Position]:
    """Return how actors speak on issues, a row for each actor and issue.

    Args:
        connection: the archive.
        by: ids or names of actors; those with most acts on the issue if none is named. Of a person,
            acts in the person's statements count that are the person's or of the side spoken for.
        on: codes of issues, or words of them; all issues of the actor if none is named.
        since: first day, month or year.
        until: last day, month or year.
        limit: how many rows, those with most acts.

    Raises:
        MemconError: neither an actor nor an issue is named, or the archive does not know it.
    """
    asked = _read(connection, by, on, since, until, limit)
    cited = _cite(
        connection,
        (
            act
            for one in asked.found
            for act in (*(w.act for w in stances.strongest(one.wordings)), *_lasts(one))
            if act is not None
        ),
    )
    rows = [_position(cell, one, cited) for cell, one in zip(asked.cells, asked.found, strict=True)]
    return Answer(
        model=Position,
        rows=rows,
        total=asked.total,
        facets=_facets(rows),
        notes=[stances.HOW, *asked.notes],
    )


def rung_changes(
    connection: Connection,
    *,
    by: Sequence[str] = (),
    on: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    style: bool = False,
    limit: int = DEFAULT_LIMIT,
) -> Answer[Change]:
    """Return where actors changed how strongly they word an issue, the newest first.

    A day's wording on a ladder is the strongest of that day; a change is another rung than on the
    last day before.

    Args:
        connection: the archive.
        by: as in :func:`positions`.
        on: as in :func:`positions`.
        since: first day, month or year.
        until: last day, month or year.
        style: whether changes count that are rather a matter of style: between words of praise, and
            between pledges that bind alike.
        limit: how many changes.

    Raises:
        MemconError: neither an actor nor an issue is named, or the archive does not know it.
    """
    asked = _read(connection, by, on, since, until, DEFAULT_LIMIT)
    found = [
        (change, cell)
        for cell, one in zip(asked.cells, asked.found, strict=True)
        for change in stances.changes(one.wordings)
    ]
    notes = list(asked.notes)
    if not style:
        whole = len(found)
        found = [pair for pair in found if not pair[0].is_style]
        if whole > len(found):
            notes.append(
                f"{whole - len(found):,} changes between words of praise, or between pledges that "
                "bind alike, are left out (--style has them)."
            )
    found.sort(
        key=lambda pair: (
            -int(pair[0].after.day.replace("-", "")),
            pair[1].actor.id,
            pair[1].issue,
            pair[0].after.ladder,
        )
    )
    cited = _cite(
        connection,
        (one.act for change, _ in found[:limit] for one in (change.before, change.after)),
    )
    return Answer(
        model=Change,
        rows=[
            Change(
                actor=cell.actor.id,
                issue=cell.issue,
                ladder=change.after.ladder,
                day=change.after.day,
                before=change.before.rung,
                after=change.after.rung,
                direction="higher" if change.after.rank > change.before.rank else "lower",
                evidence=cited[change.after.act],
                day_before=change.before.day,
                evidence_before=cited[change.before.act],
            )
            for change, cell in found[:limit]
        ],
        total=len(found),
        notes=notes,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The cells that a question is about, those with most acts first, and the days that count."""

    cells: Sequence[Cell]
    period: Period
    total: int
    notes: Sequence[str]


def asked_cells(
    connection: Connection,
    by: Sequence[str],
    on: Sequence[str],
    since: str | None,
    until: str | None,
    limit: int,
) -> Asked:
    """Return which actors on which issues are asked about; arguments as in :func:`positions`.

    Raises:
        MemconError: neither an actor nor an issue is named, or the archive does not know it.
    """
    if not by and not on:
        raise MemconError(
            "whose positions, or on what?", where="positions", remedy="Give --by or --on"
        )
    period = Period(since=first_day(since), until=last_day(until))
    issues = list(dict.fromkeys(issue_code(connection, text) for text in on))
    refs = {ref.key: ref for ref in (lookup.actor(connection, name) for name in by)}
    cells: list[Cell] = []
    notes: list[str] = []
    total = 0
    for ref in refs.values():
        mine, more = issue_acts.cells_of(connection, ref, issues, period)
        cells += mine
        notes += more
        total += len(mine)
    if not refs:
        for issue in issues:
            mine, actors = issue_acts.cells_on(connection, issue, period, limit)
            cells += mine
            total += actors
    cells = sorted(cells, key=lambda cell: (-cell.acts, cell.actor.id, cell.issue))[:limit]
    return Asked(cells=cells, period=period, total=total, notes=notes)


def _read(
    connection: Connection,
    by: Sequence[str],
    on: Sequence[str],
    since: str | None,
    until: str | None,
    limit: int,
) -> _Read:
    asked = asked_cells(connection, by, on, since, until, limit)
    cells, notes = asked.cells, list(asked.notes)
    found = issue_acts.read(connection, cells, asked.period)
    if any(one.read < cell.acts for one, cell in zip(found, cells, strict=True)):
        notes.append(
            f"There are more acts than the {issue_acts.BUDGET:,} that one answer reads; where "
            "`read` is less than `acts`, the row was made of the newest. Name an issue or dates."
        )
    return _Read(cells=cells, found=found, total=asked.total, notes=notes)


def _lasts(one: Acts) -> tuple[int | None, int | None]:
    return one.last, one.last_denied


def _cite(connection: Connection, keys: Iterable[int]) -> dict[int, Citation]:
    wanted = sorted(set(keys))
    items = []
    columns = (acts.c.key, acts.c.start, acts.c.end, acts.c.content)
    for part in lookup.chunks(wanted):
        for row in connection.execute(select(*columns).where(acts.c.key.in_(part))):
            items.append(
                Words(kind="act", key=row.key, start=row.start, end=row.end, words=row.content)
            )
    cited = cite(connection, items)
    return {key: cited["act", key] for key in wanted}


def _position(cell: Cell, one: Acts, cited: Mapping[int, Citation]) -> Position:
    backing, objecting, asking = stances.weights(one.counts)
    rungs = [_rung(wording, one, cited) for wording in stances.strongest(one.wordings)]
    return Position(
        actor=cell.actor.id,
        issue=cell.issue,
        stance=stances.stance(one.counts),
        backing=backing,
        objecting=objecting,
        asking=asking,
        strongest=[_named(rung) for rung in rungs],
        acts=cell.acts,
        first=cell.first,
        last=cell.last,
        name=cell.actor.name,
        read=one.read,
        by_type=_most_first(one.counts),
        denied=_most_first(one.denied),
        conditional=one.conditional,
        wordings=rungs,
        latest=cited[one.last] if one.last is not None else None,
        last_denied=cited[one.last_denied] if one.last_denied is not None else None,
    )


def _named(rung: Rung) -> str:
    return rung.rung if rung.rung == rung.ladder else f"{rung.ladder}: {rung.rung}"


def _rung(best: Wording, one: Acts, cited: Mapping[int, Citation]) -> Rung:
    same = [word for word in one.wordings if (word.ladder, word.rung) == (best.ladder, best.rung)]
    return Rung(
        ladder=best.ladder,
        rung=best.rung,
        day=best.day or None,
        times=len(same),
        changes=sum(change.after.ladder == best.ladder for change in stances.changes(one.wordings)),
        evidence=cited[best.act],
    )


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


_ORDER: Final[tuple[Stance, ...]] = (
    "supportive", "critical", "calls on others", "mixed", "no stance",
)  # fmt: skip


def _facets(rows: Sequence[Position]) -> dict[str, Sequence[tuple[str, int]]]:
    found: list[Any] = [(name, sum(row.stance == name for row in rows)) for name in _ORDER]
    return {"stance": [pair for pair in found if pair[1]]}
