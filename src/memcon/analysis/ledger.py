"""``memcon ledger``: who undertook what, towards whom, by when, and how often it was said."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model, Words, cite
from memcon.analysis.figures import quantity_words
from memcon.analysis.filters import first_day, last_day
from memcon.analysis.firmness import sets_limit
from memcon.analysis.issue_codes import issue_code
from memcon.analysis.thread_filters import STRETCH, UNRATED, ThreadFilter, is_before, matches
from memcon.analysis.thread_texts import said_by, worded
from memcon.archive import lookup
from memcon.archive.human import STATUSES, Status
from memcon.archive.schema import commitments, threads
from memcon.errors import MemconError
from memcon.record import CommitmentStrength, Quantity, QuantityKind

Sort = Literal["last", "first", "deadline", "times"]
SORTS: Final = get_args(Sort)
STRENGTHS: Final = get_args(CommitmentStrength)
_ISSUES_COUNTED: Final = 10
_NEVER: Final = "9999"  # sorts behind every date


class Figure(Model):
    """A number of an undertaking, as it was said last."""

    value: Annotated[float, Field(description="the number")]
    unit: Annotated[str | None, Field(description="what is counted or measured")]
    per: Annotated[str | None, Field(description="period: year, month, …")]
    kind: Annotated[QuantityKind, Field(description="aim, achievement or starting point")]
    words: Annotated[str, Field(description="the words, on one line")]

    @classmethod
    def of(cls, one: Quantity) -> Figure:
        """Return a quantity of a record."""
        return cls(
            value=one.value,
            unit=one.unit,
            per=one.per,
            kind=one.kind,
            words=" ".join(one.span.text.split()),
        )


class Undertaking(Model):
    """One undertaking, however often it was said."""

    by: Annotated[
        list[str], Field(description="who is bound, jointly if several", json_schema_extra=SHOWN)
    ]
    to: Annotated[list[str], Field(description="towards whom", json_schema_extra=SHOWN)]
    goal: Annotated[
        str, Field(description="what is to be done, in the latest words", json_schema_extra=SHOWN)
    ]
    strength: Annotated[
        CommitmentStrength,
        Field(description="how firmly it was said last", json_schema_extra=SHOWN),
    ]
    quantities: Annotated[
        list[str],
        Field(description="numbers, as last said of each thing measured", json_schema_extra=SHOWN),
    ]
    deadline: Annotated[
        str | None, Field(description="day, month or year it is due", json_schema_extra=SHOWN)
    ]
    overdue: Annotated[
        bool | None,
        Field(
            description=(
                "whether it was due before today, a month or year at its end, and nobody has "
                "rated it; nothing where it has no deadline"
            ),
            json_schema_extra=SHOWN,
        ),
    ]
    first_seen: Annotated[
        str | None, Field(description="day on which it was first said", json_schema_extra=SHOWN)
    ]
    last_reaffirmed: Annotated[
        str | None,
        Field(description="day on which it was said again last", json_schema_extra=SHOWN),
    ]
    status: Annotated[
        Status, Field(description="what became of it, as people rate it", json_schema_extra=SHOWN)
    ]
    id: Annotated[
        str, Field(description="id of the first commitment, for the whole", json_schema_extra=SHOWN)
    ]
    times: Annotated[int, Field(description="how often it was said; copies of a report count once")]
    issues: Annotated[list[str], Field(description="issue codes")]
    carriers: Annotated[list[str], Field(description="the sides whose accounts carry it")]
    deadline_words: Annotated[str | None, Field(description="by when, in the text's words")]
    deadline_is_limit: Annotated[
        bool | None,
        Field(description='whether they set a limit ("by 2027") or tell when ("tomorrow")'),
    ]
    documents: Annotated[int, Field(description="how many documents carry it")]
    figures: Annotated[list[Figure], Field(description="the quantities, part by part")]
    first: Annotated[Citation, Field(description="the words in which it was first said")]
    latest: Annotated[Citation, Field(description="the words in which it was said last")]


def ledger(
    connection: Connection,
    *,
    today: str,
    by: str | None = None,
    to: str | None = None,
    issue: str | None = None,
    strength: str | None = None,
    with_quantity: bool = False,
    with_deadline: bool = False,
    overdue: bool = False,
    status: str | None = None,
    carried_by: str | None = None,
    since: str | None = None,
    until: str | None = None,
    words: str = "",
    sort: Sort | None = None,
    limit: int = DEFAULT_LIMIT,
    counted: bool = True,
) -> Answer[Undertaking]:
    """Return undertakings, a row each however often they were said.

    Args:
        connection: the archive.
        today: ISO 8601 day by which it is told what is overdue.
        by: id or name of who is bound. Of a person: what the person said that binds the person, or
            the side spoken for.
        to: id or name of towards whom.
        issue: code of an issue, or a word of it.
        strength: will, ready, hope or call.
        with_quantity: only those with a number.
        with_deadline: only those with a deadline that is a date.
        overdue: only those whose deadline ended before today and that nobody has rated.
        status: not-yet-rated, kept, kept-in-part or broken.
        carried_by: id or name of a narrator whose account carries it.
        since: first day, month or year in which it was said last.
        until: last day, month or year in which it was said last.
        words: words, "phrases" and -exclusions that its words have to have.
        sort: last (said last, first), first (said first), deadline (due first) or times (most often
            said); by deadline where only overdue ones are asked for, else last.
        limit: how many rows.
        counted: whether undertakings beyond the limit are counted, for the total and the facets.

    Raises:
        MemconError: an option has a value it cannot have, or the archive knows no such actor.
    """
    if len(first_day(today, "--today") or "") != len(today):
        raise MemconError(f"{today!r} is no day", where="--today", remedy="Give YYYY-MM-DD")
    for name, value, known in (
        ("--strength", strength, STRENGTHS),
        ("--status", status, STATUSES),
        ("--sort", sort, SORTS),
    ):
        _check(name, value, known)
    holder = lookup.actor(connection, by) if by is not None else None
    notes: list[str] = []
    keys: set[int] | None = None
    if holder is not None and holder.kind == "person":
        spoken = said_by(connection, holder)
        keys, holder = spoken.threads, None
        notes += spoken.notes
    if words.strip():
        texts = worded(connection, words)
        keys = texts.threads if keys is None else keys & texts.threads
        notes += texts.notes
    asked = ThreadFilter(
        by=holder,
        to=lookup.actor(connection, to) if to is not None else None,
        issue=issue_code(connection, issue) if issue is not None else None,
        strength=strength,
        status=status,
        quantity=with_quantity,
        deadline=with_deadline,
        overdue=today if overdue else None,
        carrier=lookup.actor(connection, carried_by).id if carried_by is not None else None,
        since=first_day(since),
        until=last_day(until),
        keys=keys,
    )
    order: Sort = sort or ("deadline" if overdue else "last")
    found = matches(
        connection, asked, wanted=limit, by_deadline=order == "deadline", counted=counted
    )
    ordered = sorted(found.rows, key=lambda row: _place(row, order))
    if not found.whole:
        notes.append(_partly(order, len(ordered)))
    return Answer(
        model=Undertaking,
        rows=_rows(connection, [row.key for row in ordered[:limit]], today),
        total=len(ordered) if found.whole else None,
        facets=_facets(ordered),
        notes=notes,
    )


def undertaking(connection: Connection, key: int, *, today: str) -> Undertaking | None:
    """Return the undertaking of which a commitment is an utterance, None where it is in no answers.

    Args:
        connection: the archive.
        key: of the commitment.
        today: ISO 8601 day by which it is told whether it is overdue.
    """
    query = (
        select(threads.c.key)
        .join(commitments, commitments.c.root == threads.c.key)
        .where(commitments.c.key == key)
    )
    root = connection.execute(query).scalar()
    return _rows(connection, [root], today)[0] if root is not None else None


def _check(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise MemconError(
            f"{value!r} is none of these", where=name, remedy=f"Give one of {', '.join(known)}"
        )


def _partly(order: Sort, number: int) -> str:
    which = "due first" if order == "deadline" else "said last"
    if order in ("first", "times"):
        return (
            f"More than {STRETCH:,} undertakings were to be sorted; these are of the {number:,} "
            "said last. Narrow it down by an actor, an issue or dates."
        )
    return f"There are more; the counts are of the {number:,} {which}."


def _place(row: Any, order: Sort) -> tuple[Any, ...]:
    """Return what an undertaking is sorted by; those without a date come last."""
    newest = -int((row.last_day or "0").replace("-", ""))
    if order == "first":
        return (row.first_day or _NEVER, row.key)
    if order == "deadline":
        # A month or a year is due at its end.
        return (_end(row.deadline_date), newest, row.key)
    if order == "times":
        return (-row.times, newest, row.key)
    return (newest, row.key)


def _end(deadline: str | None) -> str:
    return deadline + "-99-99"[len(deadline) - 4 :] if deadline else _NEVER


def _facets(rows: Sequence[Any]) -> dict[str, Sequence[tuple[str, int]]]:
    issues: Counter[str] = Counter()
    for codes, number in Counter(row.issues for row in rows).items():
        for code in json.loads(codes):
            issues[code] += number
    counts: dict[str, Counter[str]] = {
        "strength": Counter(row.strength for row in rows),
        "status": Counter(row.status for row in rows),
        "issue": issues,
    }
    return {
        name: sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))[:_ISSUES_COUNTED]
        for name, count in counts.items()
        if count
    }


def _rows(connection: Connection, keys: Sequence[int], today: str) -> list[Undertaking]:
    found: dict[int, Any] = {}
    said: dict[int, Any] = {}
    for part in lookup.chunks(keys):
        for row in connection.execute(select(threads).where(threads.c.key.in_(part))):
            found[row.key] = row
    latest = {row.latest for row in found.values()}
    for part in lookup.chunks(sorted(latest | found.keys())):
        for row in connection.execute(select(commitments).where(commitments.c.key.in_(part))):
            said[row.key] = row
    cited = cite(connection, (_words(row) for row in said.values()))
    return [
        _undertaking(
            found[key],
            cited["commitment", key],
            cited["commitment", found[key].latest],
            today,
        )
        for key in keys
    ]


def _words(row: Any) -> Words:
    return Words(kind="commitment", key=row.key, start=row.start, end=row.end, words=row.goal)


def _undertaking(row: Any, first: Citation, latest: Citation, today: str) -> Undertaking:
    quantities = [Quantity.model_validate(one) for one in json.loads(row.quantities)]
    assert first.id is not None
    return Undertaking(
        by=_ids(row.holders),
        to=_ids(row.towards),
        goal=row.goal,
        strength=row.strength,
        quantities=[quantity_words(one) for one in quantities],
        deadline=row.deadline_date,
        overdue=_is_overdue(row, today) if row.deadline_date else None,
        first_seen=row.first_day,
        last_reaffirmed=row.last_day if row.times > 1 else None,
        status=row.status,
        id=first.id,
        times=row.times,
        issues=json.loads(row.issues),
        carriers=json.loads(row.carriers),
        deadline_words=row.deadline_text,
        deadline_is_limit=sets_limit(row.deadline_text) if row.deadline_text else None,
        documents=row.documents,
        figures=[Figure.of(one) for one in quantities],
        first=first,
        latest=latest,
    )


def _is_overdue(row: Any, today: str) -> bool:
    return row.status == UNRATED and is_before(row.deadline_date, today)


def _ids(joined: str) -> list[str]:
    return [one for one in joined.split("+") if one]
