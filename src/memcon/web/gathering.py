"""A meeting as its page shows it: who, when and where by whose account, and what was said there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from memcon.analysis.answer import Citation
from memcon.analysis.sheet import Shown, Tied
from memcon.presentation.wording import FORMS, date_words, for_reading, one_line
from memcon.web.comparing import citations_of
from memcon.web.naming import Names, names_of
from memcon.web.record_items import MODES, STRENGTHS
from memcon.web.tables import words_of

_LABELS: Final = {"day": "Date", "form": "Form", "status": "Status", "place": "Place"} | {
    "occasion": "Occasion"
}
_WHAT: Final = {**MODES, **STRENGTHS}
_BASIS: Final = "read from: "
_CHOSEN: Final = "chosen"
_PRECISION: Final = {"month": "known to the month", "year": "known to the year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What accounts say of a field: the value in words, what it was read from, and their words."""

    words: str
    basis: tuple[str, ...]
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of the meeting: the value that counts, and others that accounts give.

    ``differs`` tells that the accounts contradict each other in it.
    """

    name: str
    label: str
    value: Value
    others: tuple[Value, ...]
    differs: bool
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One who took part: by id and name where there is one, office, side."""

    id: str | None
    name: str
    role: str | None
    side: str | None
    side_name: str | None
    notes: tuple[str, ...]
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said: by whom, in which words, as which account has it.

    ``what`` is the mode of a statement or the strength of a commitment.
    """

    id: str
    speakers: tuple[tuple[str, str | None], ...]
    what: str
    notes: tuple[str, ...]
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A document that tells of the meeting: its words about it, and what it has as said there."""

    cited: Citation
    mentions: tuple[Citation, ...]
    statements: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Whose account can be compared: that of a state or body, or that of a single document."""

    value: str
    words: str
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """All of a meeting that its page shows."""

    id: str
    title: str
    form: str
    status: str
    facts: tuple[Fact, ...]
    people: tuple[Person, ...]
    accounts: tuple[Account, ...]
    commitments: tuple[Told, ...]
    voices: tuple[Voice, ...]
    reviews: int
    notes: tuple[str, ...]
    names: Names

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides of those who took part, each once."""
        return tuple(dict.fromkeys(one.side for one in self.people if one.side))

    @property
    def statements(self) -> int:
        """How many statements are told."""
        return sum(len(one.statements) for one in self.accounts)

    def number(self, document: str) -> int:
        """Return the number of a document's account on the page, from 1 on; 0 if it has none."""
        documents = [one.cited.document for one in self.accounts]
        return documents.index(document) + 1 if document in documents else 0

    def two_voices(self) -> tuple[str, str] | None:
        """Return whose accounts are compared if nobody chooses: those that say most, in order.

        Two states or bodies come before two documents of one voice.
        """
        for kind in (_is_actor, _is_document):
            found = [one for one in self.voices if kind(one.value)]
            if len(found) > 1:
                most = sorted(found, key=lambda one: -one.statements)[:2]
                first, second = sorted(most, key=found.index)
                return first.value, second.value
        return None


def meeting_view(connection: Connection, shown: Shown) -> MeetingView:
    """Return a meeting as its page shows it.

    Args:
        connection: the archive.
        shown: the answer of ``show`` to the id of a meeting.
    """
    sections = shown.sections
    sources = citations_of(connection, {row.document for row in shown.rows if row.document})
    ids = {id for row in shown.rows for id in (*row.actors, *row.who)}
    ids |= {source.narrator for source in sources.values() if source.narrator}
    names = names_of(connection, ids)
    accounts = _accounts(sections, sources)
    one = {name: value for name, value in shown.facts.items() if isinstance(value, str)}
    return MeetingView(
        id=shown.id,
        title=_title(one, sections.get("participants", ()), names),
        form=FORMS.get(one.get("form", ""), "Meeting"),
        status=one.get("status", ""),
        facts=tuple(_facts(one, shown, sources)),
        people=tuple(_person(row, sources, names) for row in sections.get("participants", ())),
        accounts=accounts,
        commitments=tuple(_told(row, sources) for row in sections.get("commitments", ())),
        voices=tuple(_voices(accounts, names)),
        reviews=len(sections.get("log", ())),
        notes=tuple(one_line(note) for note in shown.notes),
        names=names,
    )


def _is_document(value: str) -> bool:
    return value.startswith("doc:")


def _is_actor(value: str) -> bool:
    return not _is_document(value)


def _title(facts: Mapping[str, str], people: Sequence[Tied], names: Names) -> str:
    """Return who met, by sides where these are few, when and where."""
    sides = list(dict.fromkeys(side for row in people for side in row.who))
    who = [names.actor(side) for side in sides]
    if not who:
        who = [one_line(row.value) for row in people if row.value]
    shown = ", ".join(who[:4]) + (f" and {len(who) - 4} more" if len(who) > 4 else "")
    day = date_words(facts["day"]) if "day" in facts else ""
    place = for_reading(facts["place"]) if "place" in facts else ""
    return ", ".join(filter(None, (shown or "Participants not named", place, day)))


def _facts(
    facts: Mapping[str, str], shown: Shown, sources: Mapping[str, Citation]
) -> Iterable[Fact]:
    rows = shown.sections.get("values", ())
    told = shown.facts.get("contradiction", [])
    contradicted = {line.partition(":")[0] for line in ([told] if isinstance(told, str) else told)}
    for name, label in _LABELS.items():
        values = _values(name, [row for row in rows if row.what == name], sources)
        if name not in facts:
            continue
        chosen = [value for value, of in values if _CHOSEN in of]
        alone = Value(words=_in_words(name, facts[name]), basis=(), cited=())
        yield Fact(
            name=name,
            label=label,
            value=chosen[0] if chosen else alone,
            others=tuple(value for value, of in values if _CHOSEN not in of),
            differs=name in contradicted,
            remark=_PRECISION.get(facts.get("precision", "")) if name == "day" else None,
        )


def _values(
    name: str, rows: Sequence[Tied], sources: Mapping[str, Citation]
) -> list[tuple[Value, set[str]]]:
    """Return the values of a field with their notes, each once with all that give it."""
    found: dict[str, list[Tied]] = {}
    for row in rows:
        found.setdefault(row.value or "", []).append(row)
    values = []
    for value, given in found.items():
        notes = [note for row in given for note in row.notes]
        basis = [note.removeprefix(_BASIS) for note in notes if note.startswith(_BASIS)]
        made = Value(
            words=_in_words(name, value),
            basis=tuple(dict.fromkeys(basis)),
            cited=tuple(_cited(row, sources) for row in given),
        )
        values.append((made, set(notes)))
    return values


def _in_words(name: str, value: str) -> str:
    if name == "day":
        return date_words(value)
    return FORMS.get(value, value) if name == "form" else for_reading(value)


def _person(row: Tied, sources: Mapping[str, Citation], names: Names) -> Person:
    side = row.who[0] if row.who else None
    name = one_line(row.value or row.what or (names.actor(side) if side else "someone unnamed"))
    return Person(
        id=row.id,
        name=name,
        role=one_line(row.what) if row.what and row.what != name else None,
        side=side if side != row.id else None,
        side_name=names.actor(side) if side and side != row.id else None,
        notes=tuple(one_line(note) for note in row.notes),
        cited=_cited(row, sources),
    )


def _accounts(
    sections: Mapping[str, Sequence[Tied]], sources: Mapping[str, Citation]
) -> tuple[Account, ...]:
    """Return the documents in the order of publication, each with what it tells."""
    told: dict[str, list[Tied]] = {}
    for row in sections.get("accounts", ()):
        if row.document:
            told.setdefault(row.document, []).append(row)
    said: dict[str, list[Told]] = {}
    for row in sections.get("statements", ()):
        if row.document:
            said.setdefault(row.document, []).append(_told(row, sources))
    return tuple(
        Account(
            cited=sources[document],
            mentions=tuple(_cited(row, sources) for row in rows),
            statements=tuple(said.get(document, ())),
        )
        for document, rows in told.items()
    )


def _voices(accounts: Sequence[Account], names: Names) -> Iterable[Voice]:
    """Yield whose accounts can be compared: states and bodies, then documents."""
    many = Counter[str]()
    said = Counter[str]()
    for one in accounts:
        if one.cited.narrator:
            many[one.cited.narrator] += 1
            said[one.cited.narrator] += len(one.statements)
    for id, number in many.most_common():
        words = f"{names.actor(id)}: " + ("1 account" if number == 1 else f"all {number} accounts")
        yield Voice(value=id, words=words, statements=said[id])
    for one in accounts:
        of = ", ".join(
            filter(None, (one.cited.publisher, date_words(one.cited.day) if one.cited.day else ""))
        )
        words = one_line(one.cited.title or one.cited.document)
        yield Voice(
            value=one.cited.document,
            words=f"{words} ({of})" if of else words,
            statements=len(one.statements),
        )


def _told(row: Tied, sources: Mapping[str, Citation]) -> Told:
    ids = dict(zip(row.who, row.actors, strict=False))
    return Told(
        id=row.id or "",
        speakers=tuple((one_line(name), ids.get(name)) for name in row.who),
        what=_WHAT.get(row.what or "") or words_of(row.what or ""),
        notes=tuple(one_line(note) for note in row.notes if not note.startswith("account of")),
        cited=_cited(row, sources),
    )


def _cited(row: Tied, sources: Mapping[str, Citation]) -> Citation:
    """Return the words of a row with the document they stand in."""
    document = row.document or ""
    source = sources.get(document) or Citation(document=document)
    id = row.id if row.id and row.id.startswith("doc:") else None
    return source.model_copy(
        update={
            "id": id,
            "start": row.start,
            "end": row.end,
            "words": for_reading(row.words or ""),
        }
    )
