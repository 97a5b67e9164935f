"""The short text that goes with each answer, for clients that pass no structured content on.

It has every row, with the words it rests on, their document, day and link; long quotations are cut
(the structured content has them whole). What comes from documents is put on one line and between
quotation marks, so that no document can look like a part of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from memcon.mcp.pages import one_line
from memcon.mcp.rows import (
    ActRow,
    BriefAnswer,
    ChangeRow,
    CiteAnswer,
    CompareAnswer,
    ComparedRow,
    FoundRow,
    LedgerAnswer,
    MeetingAnswer,
    MeetingRow,
    OpenRows,
    PhraseRow,
    PositionRow,
    PositionsAnswer,
    Quoted,
    SaidRow,
    SearchAnswer,
    UndertakingRow,
)

CUT: Final = 280  # characters of a quotation
SHOWN: Final = 3  # quotations a row
_TITLE: Final = 90


def text_of(answer: BaseModel) -> str:
    """Return an answer of any tool as a short text."""
    return "\n".join(_WRITERS[type(answer)](answer))


def _search(answer: SearchAnswer) -> Iterator[str]:
    yield from _head("document", len(answer.rows), answer.total)
    yield from _listed(answer.rows, _found)
    yield from _foot(answer.next, answer.notes)


def _meetings(answer: MeetingAnswer) -> Iterator[str]:
    yield from _head("meeting", len(answer.rows), answer.total)
    yield from _listed(answer.rows, _meeting)
    for name, rows in (("Said there", answer.statements), ("Undertaken", answer.undertakings)):
        if rows:
            yield f"{name}:"
            yield from _listed(rows, _said)
    yield from _foot(answer.next, answer.notes)


def _ledger(answer: LedgerAnswer) -> Iterator[str]:
    yield from _head("undertaking", len(answer.rows), answer.total)
    yield from _listed(answer.rows, _undertaking)
    yield from _foot(answer.next, answer.notes)


def _positions(answer: PositionsAnswer) -> Iterator[str]:
    if answer.changes:
        yield from _head("change", len(answer.changes), answer.total)
        yield from _listed(answer.changes, _change)
    else:
        yield from _head("position", len(answer.rows), answer.total)
        yield from _listed(answer.rows, _position)
    yield from _foot(answer.next, answer.notes)


def _compare(answer: CompareAnswer) -> Iterator[str]:
    for name, side in (("A", answer.a), ("B", answer.b)):
        voice = f", account of {side.voice}" if side.voice else ""
        yield f"{name}: {', '.join(side.documents)}{voice}"
    yield f"Compared as {answer.mode}: {answer.mode_reason}."
    yield from answer.summary
    yield from _listed(answer.rows, _compared)
    yield from _foot(answer.next, answer.notes)


def _brief(answer: BriefAnswer) -> Iterator[str]:
    yield f"{answer.a} and {answer.b}, for {answer.today}."
    met = answer.last_met or "no meeting with a day is known"
    yield f"Last meeting: {met}. Changes are told from {answer.since or 'nowhere'} on."
    sections: tuple[tuple[str, Sequence[Any], Callable[[Any], str]], ...] = (
        ("Meetings held", answer.meetings, _meeting),
        ("Planned", answer.planned, _meeting),
        ("Since the last meeting", answer.news, _act),
        (_open("Undertaken by A", answer.by_a), answer.by_a.rows, _undertaking),
        (_open("Undertaken by B", answer.by_b), answer.by_b.rows, _undertaking),
        (_open("Undertaken together", answer.joint), answer.joint.rows, _undertaking),
        ("On issues, when they meet", answer.positions, _position),
        ("Changes of wording", answer.changes, _change),
        ("Set phrases that came or went", answer.phrases, _phrase),
    )
    for name, rows, told in sections:
        if rows:
            yield f"{name}:"
            yield from _listed(rows, told)
    yield from _foot(None, answer.notes)


def _cite(answer: CiteAnswer) -> Iterator[str]:
    who = f" by {', '.join(map(one_line, answer.who))}" if answer.who else ""
    yield f"{answer.kind}{who}{f' ({one_line(answer.what)})' if answer.what else ''}:"
    for part in answer.parts:
        yield f"“{one_line(part.words)}”"
    yield f"Context: “{one_line(answer.before)} […] {one_line(answer.after)}”"
    yield f"Cite as: {answer.citation}"
    yield from _foot(None, answer.notes)


_WRITERS: Final[Mapping[type[BaseModel], Callable[[Any], Iterator[str]]]] = {
    SearchAnswer: _search,
    MeetingAnswer: _meetings,
    LedgerAnswer: _ledger,
    PositionsAnswer: _positions,
    CompareAnswer: _compare,
    BriefAnswer: _brief,
    CiteAnswer: _cite,
}


def _head(noun: str, shown: int, total: int | None) -> Iterator[str]:
    if not shown:
        yield f"No further {noun}: there are {total:,}." if total else "Nothing fits."
        return
    of = f" of {total:,}" if total is not None and total > shown else ""
    many = (total or shown) > 1
    yield f"{shown:,}{of} {noun}{'s' if many else ''}:"


def _listed(rows: Iterable[Any], told: Callable[[Any], str]) -> Iterator[str]:
    """Yield rows, numbered, each with its words under it."""
    for number, row in enumerate(rows, 1):
        words = told(row)
        yield f"{number}. {words}" if words else f"{number}."
        for one in row.evidence[:SHOWN]:
            yield f"   {_quoted(one)}"
        if len(row.evidence) > SHOWN:
            yield f"   and {len(row.evidence) - SHOWN} more in the structured content"


def _foot(more: int | None, notes: Iterable[str]) -> Iterator[str]:
    for note in notes:
        yield f"Note: {note}"
    if more is not None:
        yield f"There is more: ask again with after={more}."


def _quoted(one: Quoted) -> str:
    part = f"{one.part}: " if one.part else ""
    words = one_line(one.quotation)
    if len(words) > CUT:
        words = f"{words[:CUT].rpartition(' ')[0] or words[:CUT]} …"
    title = one_line(one.title)
    if len(title) > _TITLE:
        title = f"{title[:_TITLE]}…"
    known = (
        one_line(one.publisher) or None,
        f"“{title}”" if title else None,
        one.date or "undated",
        one.id,
        one.link if one.link != one.document else None,
    )
    return f"{part}“{words}” — {', '.join(value for value in known if value)}"


def _found(row: FoundRow) -> str:
    return f"{row.passages:,} passages match" if row.passages > 1 else ""


def _meeting(row: MeetingRow) -> str:
    known = (
        row.date or "undated",
        f"{row.form} ({row.status})",
        one_line(row.place) or None,
        one_line("; ".join(row.participants)),
        f"{row.accounts} accounts" if row.accounts > 1 else None,
        f"accounts differ: {one_line('; '.join(row.contradictions))}"
        if row.contradictions
        else None,
        row.id,
    )
    return " · ".join(value for value in known if value)


def _said(row: SaidRow) -> str:
    return " · ".join(one_line(part) for part in (", ".join(row.who), row.what, *row.notes) if part)


def _undertaking(row: UndertakingRow) -> str:
    towards = f" towards {'+'.join(row.to)}" if row.to else ""
    known = (
        f"{'+'.join(row.by)}{towards} ({row.strength}): {one_line(row.goal)}",
        f"due {row.deadline}{' (overdue)' if row.overdue else ''}" if row.deadline else None,
        f"said {row.times} times since {row.first_said or 'an unknown day'}"
        if row.times > 1
        else f"said {row.first_said or 'on an unknown day'}",
        row.status,
        row.id,
    )
    return " · ".join(value for value in known if value)


def _open(name: str, rows: OpenRows) -> str:
    return f"{name} ({len(rows.rows)} of {rows.total})" if rows.total > len(rows.rows) else name


def _position(row: PositionRow) -> str:
    return (
        f"{row.actor} on {row.issue}: {row.stance} (backing {row.backing}, objecting "
        f"{row.objecting}, asking {row.asking}), {row.first or '?'} to {row.last or '?'}"
    )


def _change(row: ChangeRow) -> str:
    return f"{row.actor} on {row.issue}: {row.before} → {row.after} ({row.direction})"


def _compared(row: ComparedRow) -> str:
    return " · ".join((row.label, *map(one_line, row.who), *map(one_line, row.reasons)))


def _act(row: ActRow) -> str:
    return f"{row.date} {'+'.join(row.by)}: {'denied ' if row.denied else ''}{row.act}"


def _phrase(row: PhraseRow) -> str:
    return f"{row.change}: “{one_line(row.phrase)}” ({row.side}, {row.first} to {row.last})"
