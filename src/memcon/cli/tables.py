"""Records as tables: one row a statement, act, commitment, meeting or actor.

The columns are said here once; the guide's list of them is generated from this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from memcon.presentation.cells import FlatCell
from memcon.presentation.wording import Names, joined, one_line, quantity_words

if TYPE_CHECKING:
    from memcon.record import Act, Record, Span

Row = Mapping[str, FlatCell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds, and whether the readable table shows it."""

    name: str
    description: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and how a record gives rows (cells in column order)."""

    name: str
    what: str
    columns: tuple[Column, ...]
    cells: Callable[[Record, Names], Iterator[tuple[FlatCell, ...]]]

    def rows(self, record: Record, where: str) -> Iterator[Row]:
        """Yield the rows of a record that was read from ``where``."""
        head = (where, record.document.id, record.document.title, record.document.published)
        names = [column.name for column in self.columns]
        for cells in self.cells(record, Names(record)):
            yield dict(zip(names, head + cells, strict=True))


HEAD: Final = (
    Column("file", "the path or name the document was read from"),
    Column("document", "document id"),
    Column("title", "the document's title"),
    Column("published", "when it was published (ISO 8601)"),
)


def _statements(record: Record, names: Names) -> Iterator[tuple[FlatCell, ...]]:
    acts: dict[str, list[Act]] = {}
    for act in record.acts:
        if act.statement:
            acts.setdefault(act.statement, []).append(act)
    for statement in record.statements:
        own = acts.get(statement.id, [])
        yield (
            statement.id,
            names.of(statement.speakers),
            statement.speakers,
            one_line(statement.cue.text) if statement.cue else None,
            joined(statement.content),
            statement.mode,
            names.of(statement.via),
            names.of(statement.addressees),
            _unique(act.type for act in own),
            _unique(issue for act in own for issue in act.issues),
            statement.meeting,
            statement.confidence,
            *_bounds(statement.content),
        )


def _acts(record: Record, names: Names) -> Iterator[tuple[FlatCell, ...]]:
    for act in record.acts:
        yield (
            act.id,
            act.statement,
            act.type,
            names.of(act.by),
            names.of(act.to),
            one_line(act.content.text),
            one_line(act.cue.text) if act.cue else None,
            act.strength,
            act.negated,
            act.conditional,
            act.time,
            act.issues,
            *_bounds([act.content]),
        )


def _commitments(record: Record, names: Names) -> Iterator[tuple[FlatCell, ...]]:
    for item in record.commitments:
        yield (
            item.id,
            names.of(item.by),
            names.of(item.to),
            item.joint,
            item.strength,
            one_line(item.goal.text),
            [one_line(measure.text) for measure in item.measures],
            [quantity_words(quantity) for quantity in item.quantities],
            one_line(item.deadline.text) if item.deadline else None,
            item.deadline.date if item.deadline else None,
            item.testable,
            *_bounds([item.goal]),
        )


def _meetings(record: Record, names: Names) -> Iterator[tuple[FlatCell, ...]]:
    for meeting in record.meetings:
        yield (
            meeting.id,
            meeting.form,
            meeting.status,
            meeting.date.value if meeting.date else None,
            meeting.place,
            meeting.occasion,
            [names.participant(participant) for participant in meeting.participants],
            *_bounds(meeting.evidence),
        )


def _actors(record: Record, names: Names) -> Iterator[tuple[FlatCell, ...]]:
    for actor in record.actors:
        yield (
            actor.id,
            actor.kind,
            actor.name,
            actor.side,
            [names.role(role) for role in actor.roles],
            len(actor.mentions),
            *_bounds(actor.mentions),
        )


START_END: Final = (
    Column("start", "offset of the first code point of its words in the document's text"),
    Column("end", "offset after the last"),
)

TABLES: Final = {
    table.name: table
    for table in (
        Table(
            "statements",
            "one row a statement",
            (
                *HEAD,
                Column("id", "statement id"),
                Column("speakers", "names of who speaks", shown=True),
                Column("speaker_ids", "their actor ids"),
                Column("cue", "the word of saying", shown=True),
                Column("content", "the words; parts that stand apart joined by ' … '", shown=True),
                Column("mode", "direct, indirect, mixed or narrative"),
                Column("via", "who relayed it"),
                Column("addressees", "who is spoken to"),
                Column("acts", "types of its acts", shown=True),
                Column("issues", "issue codes of its acts"),
                Column("meeting", "meeting id"),
                Column("confidence", "0 to 1"),
                *START_END,
            ),
            _statements,
        ),
        Table(
            "acts",
            "one row an act",
            (
                *HEAD,
                Column("id", "act id"),
                Column("statement", "statement id; empty for the narrator's own sentence"),
                Column("type", "pledge, agree, propose, request, support, …", shown=True),
                Column("by", "whose act it is", shown=True),
                Column("to", "whom it is addressed to", shown=True),
                Column("content", "the words", shown=True),
                Column("cue", "the words that tell the type"),
                Column("strength", "rung of a ladder, ladder:rung"),
                Column("negated", "true or false"),
                Column("conditional", "true or false"),
                Column("time", "past, present or future"),
                Column("issues", "issue codes", shown=True),
                *START_END,
            ),
            _acts,
        ),
        Table(
            "commitments",
            "one row a commitment",
            (
                *HEAD,
                Column("id", "commitment id"),
                Column("by", "who is bound", shown=True),
                Column("to", "towards whom", shown=True),
                Column("joint", "true where several bind themselves together"),
                Column("strength", "will, ready, hope or call", shown=True),
                Column("goal", "what is to be done", shown=True),
                Column("measures", "by which steps"),
                Column("quantities", "numbers named, with unit, period and kind", shown=True),
                Column("deadline", "by when, in the text's words", shown=True),
                Column("deadline_date", "the same as a date (ISO 8601), where it can be resolved"),
                Column("testable", "whether it can be said later if it was done"),
                *START_END,
            ),
            _commitments,
        ),
        Table(
            "meetings",
            "one row a meeting",
            (
                *HEAD,
                Column("id", "meeting id"),
                Column("form", "meeting, call, summit, …", shown=True),
                Column("status", "held or planned", shown=True),
                Column("date", "ISO 8601: day, month or year", shown=True),
                Column("place", "where", shown=True),
                Column("occasion", "on what occasion"),
                Column("participants", "who took part, with office and side", shown=True),
                *START_END,
            ),
            _meetings,
        ),
        Table(
            "actors",
            "one row an actor",
            (
                *HEAD,
                Column("id", "actor id", shown=True),
                Column("kind", "person, state, organisation or group", shown=True),
                Column("name", "the name", shown=True),
                Column("side", "actor id of the state or body spoken for", shown=True),
                Column("roles", "offices, as the text gives them", shown=True),
                Column("mentions", "how often the text mentions it"),
                *START_END,
            ),
            _actors,
        ),
    )
}


def _bounds(spans: list[Span]) -> tuple[int | None, int | None]:
    if not spans:
        return None, None
    return min(span.start for span in spans), max(span.end for span in spans)


def _unique(values: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(values))
