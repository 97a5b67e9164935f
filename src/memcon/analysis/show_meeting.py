"""A meeting with everything that any account tells of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from memcon.analysis.answer import Citation, Words, cite
from memcon.analysis.gathered import Gathered, gather
from memcon.analysis.log_rows import about, entries, log_rows
from memcon.analysis.sheet import Sheet, Shown, Tied, cited, line
from memcon.analysis.show_findings import Read, meeting_row, read
from memcon.archive import lookup
from memcon.archive.linking.occasions import Value
from memcon.archive.lookup import chunks
from memcon.archive.schema import (
    acts,
    child_key,
    commitment_parties,
    commitments,
    document_of,
    meetings,
    statement_parties,
    statements,
)
from memcon.record import Meeting

_FIELDS = ("form", "status", "day", "place", "occasion")


def show_meeting(connection: Connection, document: int, item: Meeting, *, limit: int) -> Shown:
    """Return the whole of the meeting that a document tells of.

    Args:
        connection: the archive.
        document: key of the document.
        item: the meeting in its record.
        limit: rows of a section.
    """
    key = child_key(document, int(item.id.rpartition(":")[2]))
    head = connection.execute(select(meetings.c.canonical).where(meetings.c.key == key)).scalar()
    if head is None:
        return _alone(connection, read(connection, document), item, limit)
    one = gather(connection, [head])[head]
    citations = cite(connection, one.words())
    sheet = Sheet(limit)
    id = lookup.item_ids(connection, "meeting", [head])[head]
    merged = one.merged
    sheet.fact("id", id)
    if head != key:
        sheet.fact("asked for", lookup.item_ids(connection, "meeting", [key])[key])
    sheet.fact("form", merged.form)
    sheet.fact("status", merged.status)
    sheet.fact("day", merged.day)
    sheet.fact("precision", merged.precision)
    sheet.fact("place", merged.place)
    sheet.fact("occasion", merged.occasion)
    sheet.fact("accounts", len(one.documents))
    sheet.facts("narrator", one.narrators)
    sheet.facts(
        "contradiction",
        (
            f"{name}: {' | '.join(value.value for value in values)}"
            for name, values in sorted(merged.contradictions.items())
        ),
    )
    sheet.section("participants", _participants(one, citations))
    sheet.section("values", _values(one, citations))
    sheet.section("accounts", _accounts(one, citations))
    keys = [mention.key for mention in one.mentions]
    said = _said(connection, keys)
    sheet.section("statements", _statements(connection, said[:limit]), total=len(said))
    sheet.section("commitments", _commitments(connection, said))
    known = entries(connection, one.documents)
    sheet.section("log", _log(connection, one, known))
    title = " · ".join(
        filter(
            None,
            (
                merged.form,
                merged.day,
                merged.place,
                ", ".join(attendee.in_words() for attendee in one.attendees),
            ),
        )
    )
    return sheet.shown(id, "meeting", title)


def _alone(connection: Connection, of: Read, item: Meeting, limit: int) -> Shown:
    """Return a meeting of a document that is in no answers, as that document tells of it."""
    sheet = Sheet(limit)
    row = meeting_row("accounts", of, item)
    sheet.note(f"{of.row.id} is {of.row.status}: what it tells of is in no answers")
    for name, value in (
        ("id", row.id),
        ("form", item.form),
        ("status", item.status),
        ("day", row.day),
        ("place", row.value),
    ):
        sheet.fact(name, value)
    sheet.section("accounts", [row])
    known = entries(connection, [of.row.key])
    places = of.places(of.record.meetings)
    mine = about(known, of.id(item.id), of.row.key, "meeting", places)
    sheet.section("log", log_rows("log", mine, known))
    return sheet.shown(of.id(item.id), "meeting", " · ".join(filter(None, (row.what, row.day))))


def _citation(citations: Mapping[tuple[str, int], Citation], key: int) -> Citation:
    return citations["meeting", key]


def _participants(one: Gathered, citations: Mapping[tuple[str, int], Citation]) -> Iterable[Tied]:
    for attendee, told in zip(one.attendees, one.merged.participants, strict=True):
        notes = [f"named in {len(told.mentions)} of {len(one.mentions)} mentions"]
        notes += [f"also given as {value.value}" for value in told.roles if not value.chosen]
        notes += [f"also for {value.value}" for value in told.sides if not value.chosen]
        yield Tied(
            section="participants",
            id=attendee.actor,
            who=[attendee.side] if attendee.side else [],
            actors=[attendee.actor] if attendee.actor else [],
            what=attendee.role,
            value=attendee.name,
            notes=notes,
            **cited(_citation(citations, told.mentions[0])),
        )


def _values(one: Gathered, citations: Mapping[tuple[str, int], Citation]) -> Iterable[Tied]:
    """Return what each account says of each field, the value chosen first."""
    merged = one.merged
    fields: Mapping[str, Sequence[Value]] = dict(
        zip(
            _FIELDS,
            (merged.forms, merged.statuses, merged.days, merged.places, merged.occasions),
            strict=True,
        )
    )
    for name in _FIELDS:
        for value in fields[name]:
            for key in value.mentions:
                citation = _citation(citations, key)
                basis = one.rows[key].basis if name == "day" else None
                yield Tied(
                    section="values",
                    id=citation.id,
                    day=citation.day,
                    who=[citation.narrator] if citation.narrator else [],
                    actors=[citation.narrator] if citation.narrator else [],
                    what=name,
                    value=value.value,
                    notes=[
                        *(["chosen"] if value.chosen else []),
                        *(
                            ["differs"]
                            if not value.chosen and name in merged.contradictions
                            else []
                        ),
                        *([f"read from: {line(basis)}"] if basis else []),
                    ],
                    **cited(citation),
                )


def _accounts(one: Gathered, citations: Mapping[tuple[str, int], Citation]) -> Iterable[Tied]:
    for mention in one.mentions:
        citation = _citation(citations, mention.key)
        yield Tied(
            section="accounts",
            id=citation.id,
            day=citation.day,
            who=[citation.narrator] if citation.narrator else [],
            actors=[citation.narrator] if citation.narrator else [],
            what=citation.publisher,
            value=line(citation.title) or None,
            **cited(citation),
        )


def _said(connection: Connection, keys: Sequence[int]) -> list[Any]:
    """Return the statements made at a meeting, document by document."""
    found: list[Any] = []
    for part in chunks(list(keys)):
        query = select(statements).where(statements.c.meeting.in_(part))
        found.extend(connection.execute(query))
    return sorted(found, key=lambda row: (row.day or "", int(row.key)))


def _statements(connection: Connection, said: Sequence[Any]) -> Iterable[Tied]:
    speakers = _parties(connection, [row.key for row in said])
    citations = cite(
        connection,
        (
            Words(kind="statement", key=row.key, start=row.start, end=row.end, words=row.content)
            for row in said
        ),
    )
    for row in said:
        citation = citations["statement", row.key]
        yield Tied(
            section="statements",
            id=citation.id,
            day=row.day,
            what=row.mode,
            notes=[f"account of {citation.narrator}"] if citation.narrator else [],
            **speakers[row.key],
            **cited(citation),
        )


def _parties(connection: Connection, keys: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """Return who made statements, by name and by id."""
    forms: dict[int, list[int]] = defaultdict(list)
    for part in chunks(list(keys)):
        query = (
            select(statement_parties.c.statement, statement_parties.c.actor)
            .where(statement_parties.c.statement.in_(part), statement_parties.c.part == "speaker")
            .order_by(statement_parties.c.statement, statement_parties.c.actor)
        )
        for row in connection.execute(query):
            forms[row.statement].append(row.actor)
    return who_of(connection, keys, forms)


def who_of(
    connection: Connection, keys: Iterable[int], forms: Mapping[int, Collection[int]]
) -> dict[int, dict[str, list[str]]]:
    """Return actors by name and by id, as a row takes them, for each of some keys.

    Args:
        connection: the archive.
        keys: of what the actors belong to.
        forms: keys of the forms of their names, by those keys.
    """
    refs = lookup.canonical_actors(connection, {form for each in forms.values() for form in each})
    found = {}
    for key in keys:
        mine = list(dict.fromkeys((refs[form].name, refs[form].id) for form in forms.get(key, ())))
        found[key] = {"who": [name for name, _ in mine], "actors": [id for _, id in mine]}
    return found


def _commitments(connection: Connection, said: Sequence[Any]) -> Iterable[Tied]:
    """Return the commitments that statements make."""
    made: list[int] = []
    for part in chunks([row.key for row in said]):
        made.extend(connection.scalars(select(acts.c.key).where(acts.c.statement.in_(part))))
    rows: list[Any] = []
    wanted = set(made)
    for document in sorted({document_of(key) for key in made}):
        low, high = child_key(document, 0), child_key(document + 1, 0) - 1
        query = select(commitments).where(commitments.c.key.between(low, high))
        rows += [row for row in connection.execute(query) if row.act in wanted]
    rows.sort(key=lambda row: (row.day or "", int(row.key)))
    return commitment_rows(connection, "commitments", rows)


def commitment_rows(connection: Connection, section: str, rows: Sequence[Any]) -> list[Tied]:
    """Return rows of ``commitments`` as rows of a sheet."""
    keys = [row.key for row in rows]
    forms: dict[int, list[int]] = defaultdict(list)
    for part in chunks(keys):
        query = (
            select(commitment_parties.c.commitment, commitment_parties.c.actor)
            .where(commitment_parties.c.commitment.in_(part), commitment_parties.c.part == "by")
            .order_by(commitment_parties.c.commitment, commitment_parties.c.actor)
        )
        for row in connection.execute(query):
            forms[row.commitment].append(row.actor)
    holders = who_of(connection, keys, forms)
    citations = cite(
        connection,
        (
            Words(kind="commitment", key=row.key, start=row.start, end=row.end, words=row.goal)
            for row in rows
        ),
    )
    found = []
    for row in rows:
        citation = citations["commitment", row.key]
        found.append(
            Tied(
                section=section,
                id=citation.id,
                day=row.day,
                what=row.strength,
                notes=[
                    *([f"account of {citation.narrator}"] if citation.narrator else []),
                    *([f"deadline: {line(row.deadline_text)}"] if row.deadline_text else []),
                ],
                **holders[row.key],
                **cited(citation),
            )
        )
    return found


def _log(connection: Connection, one: Gathered, known: Sequence[Any]) -> list[Tied]:
    """Return the reviews of any document's finding of the meeting."""
    if not known:
        return []
    found: list[Tied] = []
    for mention in one.mentions:
        if any(row.document == mention.document and row.kind == "meeting" for row in known):
            of = read(connection, mention.document)
            places = of.places(of.record.meetings)
            id = of.id(f"meeting:{mention.key - child_key(mention.document, 0)}")
            mine = about(known, id, mention.document, "meeting", places)
            found += log_rows("log", mine, known)
    return found
