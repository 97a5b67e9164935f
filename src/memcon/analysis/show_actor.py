"""An actor with everything tied to it: names, offices, meetings, issues, open undertakings."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from memcon.analysis.actors import mentions
from memcon.analysis.meetings import meetings_of
from memcon.analysis.officeholders import forms_of, held_rows, tenures
from memcon.analysis.sheet import Sheet, Shown, Tied, cited, line
from memcon.analysis.show_document import document_row
from memcon.archive import lookup
from memcon.archive.lookup import ActorRef, chunks
from memcon.archive.schema import (
    act_issues,
    actors,
    commitments,
    document_actors,
    document_of,
    documents,
    thread_parties,
    threads,
)

_COUNTED: Final = 1_000  # acts on an issue
_CLOSED: Final = ("kept", "broken")  # ratings after which nothing is left to be done

_MINE: Final = (
    act_issues.c.actor.in_(bindparam("actors", expanding=True)),
    act_issues.c.issue == bindparam("issue"),
)
_SOME: Final = select(act_issues.c.act).where(*_MINE).limit(_COUNTED + 1).subquery()
# Each part is a step or a short stretch on the table's key, however many acts there are.
_ON_ISSUE: Final = select(
    select(func.count()).select_from(_SOME).scalar_subquery().label("times"),
    select(func.min(act_issues.c.day))
    .where(*_MINE, act_issues.c.day > "")
    .scalar_subquery()
    .label("first"),
    select(func.max(act_issues.c.day)).where(*_MINE).scalar_subquery().label("last"),
)


def show_actor(connection: Connection, ref: ActorRef, *, limit: int) -> Shown:
    """Return an actor: what it goes by, which offices it held, what it took part in and undertook.

    Args:
        connection: the archive.
        ref: the actor.
        limit: rows of a section.
    """
    sheet = Sheet(limit)
    forms = connection.execute(
        select(actors)
        .where(actors.c.key.in_(ref.keys))
        .order_by(actors.c.documents.desc(), actors.c.key)
    ).all()
    sheet.fact("id", ref.id)
    sheet.fact("name", ref.name)
    sheet.fact("kind", ref.kind)
    sheet.fact("side", ref.side)
    sheet.fact("documents", sum(row.documents for row in forms))
    sheet.fact("first named", min((row.first_day for row in forms if row.first_day), default=None))
    sheet.fact("last named", max((row.last_day for row in forms if row.last_day), default=None))
    _forms(connection, sheet, forms)
    if ref.kind == "person":
        _offices(connection, sheet, ref)
    _meetings(connection, sheet, ref)
    _issues(connection, sheet, ref)
    _open(connection, sheet, ref)
    _documents(connection, sheet, ref)
    return sheet.shown(ref.id, "actor", ref.name)


def _forms(connection: Connection, sheet: Sheet, forms: Any) -> None:
    places = mentions(connection, forms[: sheet.limit])
    rows = []
    for row in forms:
        words = cited(places[row.key]) if row.key in places else {}
        rows.append(
            Tied(
                section="names",
                id=row.id,
                day=row.last_day,
                who=[row.side] if row.side and row.side != row.id else [],
                what="name" if row.named else "description",
                value=line(row.name),
                notes=[f"{row.documents:,} documents", f"since {row.first_day}"]
                if row.first_day
                else [f"{row.documents:,} documents"],
                **words,
            )
        )
    sheet.section("names", rows)


def _offices(connection: Connection, sheet: Sheet, ref: ActorRef) -> None:
    people = forms_of(connection, [ref.key])
    held = sorted(
        tenures(connection, people).get(ref.key, []),
        key=lambda one: (one.first_day or "~", one.last_day or "~", one.title),
    )
    rows = []
    for one in held_rows(connection, held[: sheet.limit]):
        days = [day for day in dict.fromkeys((one.first_day, one.last_day)) if day]
        notes = [f"seen {' to '.join(days)}"] if days else []
        notes.append(f"given {one.times:,} times" if one.times > 1 else "given once")
        if one.acting:
            notes.append("acting")
        rows.append(
            Tied(
                section="offices",
                day=one.first_day,
                who=[one.of] if one.of else [],
                actors=[one.of] if one.of else [],
                value=line(one.office),
                notes=notes,
                **(cited(one.evidence[0]) if one.evidence else {}),
            )
        )
    sheet.section("offices", rows, total=len(held))


def _meetings(connection: Connection, sheet: Sheet, ref: ActorRef) -> None:
    answer = meetings_of(connection, [ref], limit=sheet.limit)
    rows = [
        Tied(
            section="meetings",
            id=one.id,
            day=one.day,
            who=one.participants,
            actors=[person.actor for person in one.people if person.actor],
            what=f"{one.form}, {one.status}",
            value=one.place,
            notes=[f"{one.accounts} accounts"] if one.accounts > 1 else [],
            **cited(one.evidence[0]),
        )
        for one in answer.rows
    ]
    sheet.section("meetings", rows, total=answer.total)


def _issues(connection: Connection, sheet: Sheet, ref: ActorRef) -> None:
    """Add the issues that the actor's acts are about, counted up to a limit each."""
    found = []
    for code in lookup.issues(connection):
        row = connection.execute(_ON_ISSUE, {"actors": ref.keys, "issue": code}).one()
        if row.times:
            found.append((code, row))
    found.sort(key=lambda pair: pair[0])
    found.sort(key=lambda pair: (pair[1].times, pair[1].last), reverse=True)
    sheet.section(
        "issues",
        (
            Tied(
                section="issues",
                day=row.last or None,
                what=code,
                value=_times(row.times),
                notes=[f"since {row.first}"] if row.first else [],
            )
            for code, row in found
        ),
    )


def _times(number: int) -> str:
    if number > _COUNTED:
        return f"more than {_COUNTED:,} acts"
    return f"{number:,} acts" if number > 1 else "1 act"


def _open(connection: Connection, sheet: Sheet, ref: ActorRef) -> None:
    """Add what the actor is bound to and nobody has rated as kept or broken, the latest first."""
    query = (
        select(threads, commitments.c.start, commitments.c.end)
        .join(thread_parties, thread_parties.c.thread == threads.c.key)
        .join(commitments, commitments.c.key == threads.c.latest)
        .where(
            thread_parties.c.actor.in_(ref.keys),
            thread_parties.c.part == "by",
            threads.c.status.not_in(_CLOSED),
        )
        .order_by(thread_parties.c.last_day.desc(), thread_parties.c.thread.desc())
        .limit(sheet.limit + 1)
    )
    found = connection.execute(query).all()
    ids = lookup.item_ids(connection, "commitment", [row.key for row in found])
    cited_in = lookup.document_rows(connection, (document_of(row.latest) for row in found))
    rows = []
    for row in found[: sheet.limit]:
        notes = [f"said {row.times} times, first {row.first_day}"] if row.times > 1 else []
        if row.deadline_text:
            notes.append(f"deadline: {line(row.deadline_text)}")
        rows.append(
            Tied(
                section="commitments open",
                id=ids[row.key],
                day=row.last_day,
                actors=row.holders.split("+"),
                what=row.strength,
                words=row.goal,
                notes=notes,
                document=cited_in[document_of(row.latest)].id,
                start=row.start,
                end=row.end,
            )
        )
    sheet.section("commitments open", rows)
    if len(found) > sheet.limit:
        sheet.more("commitments open")


def _documents(connection: Connection, sheet: Sheet, ref: ActorRef) -> None:
    query = (
        select(document_actors.c.key, document_actors.c.mentions)
        .where(document_actors.c.actor.in_(ref.keys), document_actors.c.day.is_not(None))
        .order_by(document_actors.c.day.desc(), document_actors.c.key.desc())
        .limit(sheet.limit + 1)
    )
    found = connection.execute(query).all()
    rows: dict[int, Any] = {}
    for part in chunks([document_of(row.key) for row in found]):
        for row in connection.execute(select(documents).where(documents.c.key.in_(part))):
            rows[row.key] = row
    latest = dict.fromkeys(document_of(row.key) for row in found[: sheet.limit])
    sheet.section("documents", (document_row("documents", rows[key], None) for key in latest))
    if len(found) > sheet.limit:
        sheet.more("documents")
