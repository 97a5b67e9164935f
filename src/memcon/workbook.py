"""``memcon export xlsx``: answers of an archive as the sheets of an Excel workbook.

The format stands above the other exports, since its sheets are answers of ``analysis``, which
``exports`` does not know; what a workbook is, ``memcon.exports.workbook`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from memcon.exports.formats import Format, Selection
from memcon.exports.workbook import Cell, Column, Link, Sheet, write_workbook

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from memcon.analysis.answer import Citation
    from memcon.analysis.ledger import Undertaking
    from memcon.analysis.meetings import Met
    from memcon.analysis.positions import Position

EPILOG: Final = """\b
Examples:
  memcon export xlsx --output archive.xlsx
  memcon export xlsx --actor CHN --since 2024 --output china.xlsx

\b
Sheets: ledger (a row an undertaking), positions (an actor on an issue), wordings (the words behind
each position), meetings, accounts (a document's words on a meeting), and about, which says what all
columns hold. Titles of documents are links to their addresses. No cell holds a formula. With
--actor, the ledger has what binds the actor and what is undertaken towards it."""

_MOST: Final = 1_000_000  # rows that are asked for
_ANY_DAY: Final = "1900-01-01"  # what is overdue depends on today, and is not in the workbook

# Of a citation: where its words stand. Columns that every sheet with evidence ends with.
_EVIDENCE: Final = (
    Column(name="words", about="the words, as the document has them, on one line", width=70),
    Column(name="source", about="title of the document, with a link to it", width=45),
    Column(name="publisher", about="who published it", width=20),
    Column(name="published", about="day of the document", width=11, kind="day"),
    Column(name="document", about="document id", width=22),
    Column(name="start", about="offset of the first code point of the words", width=8),
    Column(name="end", about="offset after the last", width=8),
)
_LEDGER: Final = (
    Column(name="id", about="id of the undertaking, for memcon show", width=22),
    Column(name="by", about="ids of who is bound, jointly if several", width=16),
    Column(name="to", about="ids of towards whom", width=16),
    Column(name="bound", about="names of who is bound", width=24),
    Column(name="towards", about="names of towards whom", width=24),
    Column(name="goal", about="what is to be done, in the latest words", width=60),
    Column(name="strength", about="will, ready, hope or call, as said last", width=9),
    Column(name="quantities", about="numbers, as last said of each thing", width=25),
    Column(name="deadline", about="day, month or year it is due", width=11, kind="day"),
    Column(name="deadline words", about="by when, in the text's words", width=18),
    Column(name="status", about="what became of it, as people rate it", width=14),
    Column(name="first seen", about="day on which it was first said", width=11, kind="day"),
    Column(name="last reaffirmed", about="day it was said last", width=11, kind="day"),
    Column(name="times", about="how often it was said; copies of a report count once", width=7),
    Column(name="documents", about="how many documents carry it", width=10),
    Column(name="issues", about="issue codes", width=20),
    Column(name="carriers", about="sides whose accounts carry it", width=14),
    *_EVIDENCE,
)
_POSITIONS: Final = (
    Column(name="actor", about="actor id", width=18),
    Column(name="name", about="name of the actor", width=24),
    Column(name="issue", about="issue code", width=20),
    Column(name="stance", about="which kind of acts prevails", width=12),
    Column(name="backing", about="acts of support, praise, agreeing, pledging", width=9),
    Column(name="objecting", about="acts of opposing, criticising, warning", width=9),
    Column(name="asking", about="requests", width=9),
    Column(name="acts", about="how many acts there are", width=7),
    Column(name="denied", about="denied acts (does not support)", width=9),
    Column(name="conditional", about="how many acts hang on a condition", width=11),
    Column(name="strongest", about="the highest rung used on each ladder", width=35),
    Column(name="first", about="day of the first act", width=11, kind="day"),
    Column(name="last", about="day of the last act", width=11, kind="day"),
)
_WORDINGS: Final = (
    Column(name="actor", about="actor id", width=18),
    Column(name="issue", about="issue code", width=20),
    Column(name="ladder", about="what kind of words: support, oppose and so on", width=12),
    Column(name="rung", about="the word on the ladder", width=22),
    Column(name="day", about="when it was said last", width=11, kind="day"),
    Column(name="times", about="how often", width=7),
    *_EVIDENCE,
)
_MEETINGS: Final = (
    Column(name="id", about="meeting id, for memcon show", width=22),
    Column(name="day", about="day, month or year", width=11, kind="day"),
    Column(name="form", about="in which form they met", width=16),
    Column(name="status", about="held or planned", width=9),
    Column(name="place", about="where", width=18),
    Column(name="occasion", about="on what occasion", width=25),
    Column(name="participants", about="who took part, with the side", width=60),
    Column(name="accounts", about="how many documents tell of it", width=9),
    Column(name="narrators", about="whose accounts these are", width=14),
    Column(name="contradictions", about="what the accounts differ in", width=16),
    *_EVIDENCE,
)
_ACCOUNTS: Final = (
    Column(name="meeting", about="meeting id", width=22),
    Column(name="narrator", about="whose voice the document is", width=10),
    *_EVIDENCE,
)


def write(connection: Connection, target: Path, selection: Selection) -> int:
    """Write the workbook of a part of an archive; return how many rows its sheets have.

    Raises:
        OSError: the file cannot be written.
        UnknownIdError: no actor of the archive goes by the name that was selected.
    """
    from memcon.analysis.meetings import meetings

    since, until = selection.since, selection.until
    who = (selection.actor,) if selection.actor else ()
    held = meetings(connection, actors=who, since=since, until=until, limit=_MOST).rows
    stances, remarks = _stances(connection, selection)
    sheets = (
        Sheet(
            name="ledger",
            about="Undertakings, a row each however often it was said, the last said first.",
            columns=_LEDGER,
            rows=_undertakings(connection, selection),
        ),
        Sheet(
            name="positions",
            about="How actors speak on issues, a row an actor and issue.",
            columns=_POSITIONS,
            rows=map(_position, stances),
        ),
        Sheet(
            name="wordings",
            about="The strongest words of each position, a row a rung of a ladder of words.",
            columns=_WORDINGS,
            rows=_wordings(stances),
        ),
        Sheet(
            name="meetings",
            about="Meetings, a row each however many documents tell of it, the newest first.",
            columns=_MEETINGS,
            rows=map(_meeting, held),
        ),
        Sheet(
            name="accounts",
            about="What each document says of a meeting, a row a document.",
            columns=_ACCOUNTS,
            rows=_accounts(held),
        ),
    )
    return write_workbook(target, sheets, about=remarks)


def _ledger(connection: Connection, selection: Selection) -> Iterable[Undertaking]:
    """Return the undertakings of a selection: what binds the actor, then what is towards it."""
    from memcon.analysis.ledger import ledger

    def asked(*, by: str | None = None, to: str | None = None) -> Sequence[Undertaking]:
        return ledger(
            connection,
            today=_ANY_DAY,
            by=by,
            to=to,
            since=selection.since,
            until=selection.until,
            limit=_MOST,
            counted=False,
        ).rows

    if selection.actor is None:
        return asked()
    rows = (*asked(by=selection.actor), *asked(to=selection.actor))
    return _once(rows)


def _once(rows: Iterable[Undertaking]) -> Iterable[Undertaking]:
    found: dict[str, Undertaking] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return found.values()


def _stances(
    connection: Connection, selection: Selection
) -> tuple[Sequence[Position], Sequence[str]]:
    """Return the positions of a selection, with remarks on them: of the actor, or on all issues."""
    from memcon.analysis.positions import positions
    from memcon.archive.lookup import issues

    on = () if selection.actor else issues(connection)
    if not selection.actor and not on:
        return (), ()
    answer = positions(
        connection,
        by=(selection.actor,) if selection.actor else (),
        on=on,
        since=selection.since,
        until=selection.until,
        limit=_MOST,
    )
    return answer.rows, answer.notes


def _undertakings(connection: Connection, selection: Selection) -> Iterator[tuple[Cell, ...]]:
    names = _names(connection)
    for row in _ledger(connection, selection):
        by, to = (_list([names.get(id, id) for id in ids]) for ids in (row.by, row.to))
        yield (
            row.id, _list(row.by), _list(row.to), by, to, row.goal, row.strength,
            _list(row.quantities), row.deadline, row.deadline_words, row.status, row.first_seen,
            row.last_reaffirmed, row.times, row.documents, _list(row.issues), _list(row.carriers),
            *_evidence(row.latest),
        )  # fmt: skip


def _names(connection: Connection) -> Mapping[str, str]:
    """Return the names of actors by id; of one id, that which most documents have."""
    from sqlalchemy import select

    from memcon.archive.schema import actors

    query = select(actors.c.id, actors.c.name).order_by(actors.c.documents, actors.c.key)
    return {row.id: row.name for row in connection.execute(query)}


def _position(row: Position) -> tuple[Cell, ...]:
    return (
        row.actor, row.name, row.issue, row.stance, row.backing, row.objecting, row.asking,
        row.acts, sum(row.denied.values()), row.conditional, _list(row.strongest), row.first,
        row.last,
    )  # fmt: skip


def _wordings(rows: Iterable[Position]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        for said in row.wordings:
            yield (
                row.actor, row.issue, said.ladder, said.rung, said.day, said.times,
                *_evidence(said.evidence),
            )  # fmt: skip


def _meeting(row: Met) -> tuple[Cell, ...]:
    return (
        row.id, row.day, row.form, row.status, row.place, row.occasion, _list(row.participants),
        row.accounts, _list(row.narrators), _list(row.contradictions),
        *_evidence(row.evidence[0] if row.evidence else None),
    )  # fmt: skip


def _accounts(rows: Iterable[Met]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        for told in row.evidence:
            yield row.id, told.narrator, *_evidence(told)


def _evidence(told: Citation | None) -> tuple[Cell, ...]:
    if told is None:
        return ("",) * len(_EVIDENCE)
    return (
        told.words, Link(told.title or told.url or told.document, told.url), told.publisher,
        told.day, told.document, told.start, told.end,
    )  # fmt: skip


def _list(values: Sequence[str]) -> str:
    return "; ".join(values)


FORMAT: Final = Format(
    name="xlsx",
    summary="Write ledger, positions and meetings as an Excel workbook.",
    epilog=EPILOG,
    target="file",
    write=write,
    noun="rows",
)
