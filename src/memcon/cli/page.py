"""A record as a page for a person: what is on it and in which order, before any layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from memcon.presentation.wording import (
    FORMS,
    Names,
    date_words,
    for_reading,
    joined,
    one_line,
    quantity_words,
)

if TYPE_CHECKING:
    from memcon.record import Act, Commitment, Meeting, Record, Statement

COMMITMENT_HEAD: Final = ("by", "to", "strength", "what", "quantity", "deadline")
WARNINGS_SHOWN: Final = 5  # a page is for reading; all of them are in the JSON
SPEAKER_UNKNOWN: Final = "Speaker not identified"
NARRATOR: Final = "In the narrator's own words"


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting: one line about it, and a line for each who took part."""

    heading: str
    people: list[str]


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement: how it was said, the words, and what they do."""

    id: str
    cue: str
    words: str
    labels: list[str]


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything one speaker, or several together, said."""

    heading: str
    sayings: list[Saying] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one record."""

    title: str
    about: list[str]
    where: str
    encounters: list[Encounter]
    voices: list[Voice]
    commitments: list[tuple[str, ...]]
    warnings: list[str]


def make_page(record: Record, where: str) -> Page:
    """Return the page of a record that was read from ``where``."""
    names = Names(record)
    document = record.document
    about = []
    if document.publisher:
        about.append(one_line(document.publisher))
    if document.narrator:
        about.append(f"speaking for {names.name(document.narrator)}")
    if document.published:
        about.append(date_words(document.published))
    return Page(
        title=one_line(document.title or "") or "Untitled document",
        about=about,
        where=one_line(where),
        encounters=[_encounter(meeting, names) for meeting in record.meetings],
        voices=_voices(record, names),
        commitments=[_commitment(item, names) for item in record.commitments],
        warnings=_warnings(record),
    )


def _encounter(meeting: Meeting, names: Names) -> Encounter:
    parts = [FORMS[meeting.form] + (" (planned)" if meeting.status == "planned" else "")]
    if meeting.date:
        parts.append(date_words(meeting.date.value))
    if meeting.place:
        parts.append(one_line(meeting.place))
    if meeting.occasion:
        parts.append(one_line(meeting.occasion))
    return Encounter(" · ".join(parts), [names.participant(who) for who in meeting.participants])


def _voices(record: Record, names: Names) -> list[Voice]:
    """Group statements by who speaks, in the order in which the speakers first speak."""
    by_statement: dict[str | None, list[Act]] = {}
    for act in record.acts:
        by_statement.setdefault(act.statement, []).append(act)
    voices: dict[tuple[str, ...], Voice] = {}
    for statement in record.statements:
        key = tuple(statement.speakers)
        if key not in voices:
            heading = "; ".join(names.in_office(speaker) for speaker in key)
            voices[key] = Voice(heading or SPEAKER_UNKNOWN)
        acts = by_statement.get(statement.id, [])
        voices[key].sayings.append(_saying(statement, acts, names))
    narrated = by_statement.get(None, [])
    if narrated:
        own = [
            Saying(_number(act.id), "", for_reading(act.content.text), [_label(act, names)])
            for act in narrated
        ]
        return [*voices.values(), Voice(NARRATOR, own)]
    return list(voices.values())


def _saying(statement: Statement, acts: list[Act], names: Names) -> Saying:
    cue = one_line(statement.cue.text) if statement.cue else ""
    if statement.addressees:
        cue = f"{cue} → {_all(names.of(statement.addressees))}".strip()
    if statement.via:
        cue = f"{cue} (relayed by {_all(names.of(statement.via))})".strip()
    words = joined(statement.content)
    quoted = f"“{words}”" if statement.mode == "direct" and words[:1] not in '"“‘«' else words
    return Saying(_number(statement.id), cue, quoted, [_label(act, names) for act in acts])


def _number(identifier: str) -> str:
    """Return what a page calls a statement or act: ``statement:7`` is #7, ``act:7`` stays."""
    return f"#{identifier.removeprefix('statement:')}"


def _label(act: Act, names: Names) -> str:
    """Return what an act does in a few words: type, by whom to whom, in which way, on what."""
    said = act.negated and act.type not in ("assess", "report")
    label = f"not {act.type}" if said else act.type
    parties = _all(names.of(act.by))
    if act.to:
        parties = f"{parties} → {_all(names.of(act.to))}".strip()
    details = [parties] if parties else []
    if act.strength:
        details.append(act.strength.rpartition(":")[2].replace("_", " "))
    if act.conditional:
        details.append("on a condition")
    details += act.issues
    return f"{label}: {' · '.join(details)}" if details else label


def _commitment(item: Commitment, names: Names) -> tuple[str, ...]:
    what = for_reading(item.goal.text)
    measures = [
        one_line(measure.text)
        for measure in item.measures
        if not (item.goal.start <= measure.start and measure.end <= item.goal.end)
    ]
    if measures:
        what = f"{what}, by {'; '.join(measures)}"
    by = _all(names.of(item.by)) + (" (jointly)" if item.joint else "")
    deadline = ""
    if item.deadline:
        deadline = one_line(item.deadline.text)
        if item.deadline.date:
            deadline = f"{deadline} ({item.deadline.date})"
    quantities = "; ".join(quantity_words(quantity) for quantity in item.quantities)
    return (by.strip(), _all(names.of(item.to)), item.strength, what, quantities, deadline)


def _warnings(record: Record) -> list[str]:
    """Return the warnings, those of one message once with their number, the first few of them."""
    counts: dict[str, int] = {}
    for warning in record.warnings:
        message = one_line(warning.message)
        if warning.span and one_line(warning.span.text) not in message:
            message = f"{message}: “{_shortened(one_line(warning.span.text))}”"
        counts[message] = counts.get(message, 0) + 1
    lines = [
        message if count == 1 else f"{message} ({count} times)" for message, count in counts.items()
    ]
    more = len(lines) - WARNINGS_SHOWN
    return lines if more <= 0 else [*lines[:WARNINGS_SHOWN], f"and {more} more"]


def _shortened(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _all(names: list[str]) -> str:
    return ", ".join(names)
