"""A comparison as pages show it: words with marks, side by side or as one text, each side cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, select

from memcon.analysis.answer import Citation
from memcon.analysis.comparison import (
    LABELS,
    Cited,
    ComparedRow,
    Comparison,
    Label,
    SideSummary,
)
from memcon.archive.lookup import chunks
from memcon.archive.schema import documents
from memcon.presentation.comparison import (
    in_common,
    label_words,
    mode_words,
    reads_as_one,
    remarks,
)
from memcon.presentation.wording import date_words, for_reading, one_line
from memcon.web.naming import Names, names_of
from memcon.web.tables import Mark

Letter = Literal["A", "B"]
Change = Literal["same", "gone", "new"]

# Wording in common from which marks help where both texts stand beside each other. Of one text that
# has the marks of both, more has to be the same (memcon.presentation.comparison).
MARKED: Final = 0.1
BEGINNING: Final = 8  # words of a statement that stand for it in a note about another
_ID: Final = re.compile(r"(?<![\w:])(?:[a-z]+:)?[A-Za-z][\w-]*")
# "by issue: trade 6 (assess 4, pledge 1)": what stands in brackets are acts.
_COUNTED: Final = re.compile(r"[a-z]+(?:-[a-z]+)*(?= \d+ \()")
_NAMED: Final = re.compile(r"[AB]'s statement:\d+")

# What a label is beside its words, for the eye; the words tell it to everybody.
_SIGNS: Final[Mapping[Label, tuple[str, Mark]]] = {
    "reversed": ("⇄", "bad"),
    "strengthened": ("▲", "good"),
    "weakened": ("▼", "warn"),
    "reworded": ("≈", "mark"),
    "repeated": ("=", ""),
    "dropped": ("−", "bad"),
    "new": ("+", "good"),
    "only_in_a": ("A", "mark"),
    "only_in_b": ("B", "mark"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that are the same on both sides, or stand on A's (gone) or B's (new) alone."""

    change: Change
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement of one side: who says it by which word, what, and where it stands.

    ``speakers`` are names, with the id of those that are a side themselves; ``sides`` are names and
    ids of the others, for whom they speak. ``voice`` is the name of the narrator. ``before`` and
    ``after`` tell that the statement goes on there, beyond what is compared.
    """

    letter: Letter
    speakers: tuple[tuple[str, str | None], ...]
    sides: tuple[tuple[str, str], ...]
    voice: str | None
    cue: str
    pieces: tuple[Piece, ...]
    before: bool
    after: bool
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A label: its words, a sign and a colour beside them."""

    label: Label
    words: str
    sign: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of a comparison; ``merged`` is both sides as one text with marks."""

    number: int
    sign: Sign
    a: Said | None
    b: Said | None
    merged: tuple[Piece, ...]
    remarks: tuple[str, ...]
    explanation: str
    issues: tuple[str, ...]

    @property
    def said(self) -> tuple[Said, ...]:
        """The sides that there are."""
        return tuple(one for one in (self.a, self.b) if one is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: its documents as citations, whose voice it is, its days."""

    letter: Letter
    voice: str | None
    voice_name: str | None
    days: str
    documents: tuple[Citation, ...]
    meetings: tuple[str, ...]
    statements: int
    passed_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A whole comparison; ``counts`` has the labels that occur."""

    mode: str
    mode_words: str
    a: Side
    b: Side
    sentences: tuple[str, ...]
    counts: tuple[tuple[Sign, int], ...]
    pairs: tuple[Pair, ...]

    def of(self, labels: Sequence[Label]) -> tuple[Pair, ...]:
        """Return the pairs of some labels, all without any."""
        return tuple(one for one in self.pairs if not labels or one.sign.label in labels)

    def names(self) -> tuple[str, str]:
        """Return what A and B are called: whose voices they are, where these tell them apart."""
        a, b = self.a, self.b
        if a.voice_name and b.voice_name and a.voice != b.voice:
            return a.voice_name, b.voice_name
        return _called(a), _called(b)

    @property
    def only_a(self) -> tuple[Pair, ...]:
        """What A alone has."""
        return tuple(one for one in self.pairs if one.b is None)

    @property
    def both(self) -> tuple[Pair, ...]:
        """What both have, in whichever words."""
        return tuple(one for one in self.pairs if one.a is not None and one.b is not None)

    @property
    def only_b(self) -> tuple[Pair, ...]:
        """What B alone has."""
        return tuple(one for one in self.pairs if one.a is None)


def compared(connection: Connection, made: Comparison) -> Compared:
    """Return a comparison as pages show it.

    Args:
        connection: the archive, which has the documents.
        made: the comparison.
    """
    sources = citations_of(connection, (*made.a.documents, *made.b.documents))
    voices = [side.voice for side in (made.a, made.b) if side.voice]
    spoken = [one for row in made.rows for cited in (row.a, row.b) if cited for one in cited.sides]
    voices += [source.narrator for source in sources.values() if source.narrator]
    names = names_of(connection, (*voices, *spoken))
    signs = {label: _sign(made, label) for label in LABELS}
    begins = _beginnings(made)
    return Compared(
        mode=made.mode,
        mode_words=_named(mode_words(made), names),
        a=_side("A", made.a, sources, names),
        b=_side("B", made.b, sources, names),
        sentences=tuple(
            _issues_named(one_line(sentence), names) for sentence in made.summary.sentences
        ),
        counts=tuple(
            (signs[label], made.summary.counts[label])
            for label in LABELS
            if made.summary.counts.get(label)
        ),
        pairs=tuple(
            _pair(number, row, signs[row.label], sources, names, begins)
            for number, row in enumerate(made.rows, 1)
        ),
    )


def citations_of(connection: Connection, ids: Iterable[str]) -> dict[str, Citation]:
    """Return a citation of each document as a whole, by its id."""
    found: dict[str, Citation] = {}
    for part in chunks(sorted(set(ids))):
        for row in connection.execute(select(documents).where(documents.c.id.in_(part))):
            found[row.id] = Citation(
                document=row.id,
                title=row.title,
                day=row.day,
                publisher=row.publisher,
                narrator=row.narrator,
                url=row.url,
            )
    return found


def _named(text: str, names: Names) -> str:
    """Return a remark with the names of the actors whose ids stand in it."""
    return _ID.sub(lambda found: names.actor(found[0]), text)


def _issues_named(text: str, names: Names) -> str:
    """Return a sentence with the names of the issues whose codes stand in it before a number."""
    head, by_issue, counts = text.partition(", by issue: ")
    return head + by_issue + _COUNTED.sub(lambda found: names.issue(found[0]), counts)


def _called(side: Side) -> str:
    first = side.documents[0] if side.documents else None
    title = one_line(first.title or first.document) if first else ""
    return " · ".join(filter(None, (title, side.days)))


def _sign(made: Comparison, label: Label) -> Sign:
    sign, mark = _SIGNS[label]
    return Sign(label=label, words=label_words(made.mode, label), sign=sign, mark=mark)


def _side(letter: Letter, side: SideSummary, sources: Mapping[str, Citation], names: Names) -> Side:
    return Side(
        letter=letter,
        voice=side.voice,
        voice_name=names.actor(side.voice) if side.voice else None,
        days=", ".join(date_words(day) for day in side.dates),
        documents=tuple(sources[id] for id in side.documents if id in sources),
        meetings=side.meetings,
        statements=side.statements,
        passed_over=side.passed_over,
    )


def _beginnings(made: Comparison) -> dict[str, str]:
    """Return how statements begin, by how notes name them: ``A's statement:7``.

    Of a side that has several documents the notes do not tell which one's statement is meant.
    """
    found = {}
    for letter, side in (("A", made.a), ("B", made.b)):
        for row in made.rows if len(side.documents) == 1 else ():
            cited = row.a if letter == "A" else row.b
            if cited is not None:
                words = for_reading(cited.text).split()
                begin = " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")
                found[f"{letter}'s {cited.statement}"] = f"{letter}'s “{begin}”"
    return found


def _pair(
    number: int,
    row: ComparedRow,
    sign: Sign,
    sources: Mapping[str, Citation],
    names: Names,
    begins: Mapping[str, str],
) -> Pair:
    changed = row.a is not None and row.b is not None and row.label != "repeated"
    a, b = _words(row.a), _words(row.b)
    merged: tuple[Piece, ...]
    if changed and reads_as_one(row):
        merged = _merged(row)
    elif row.label == "repeated":
        merged = b
    else:
        merged = (
            *(Piece(change="gone", words=piece.words) for piece in a),
            *(Piece(change="new", words=piece.words) for piece in b),
        )
    if changed and in_common(row.differences) >= MARKED:
        a = tuple(piece for piece in _merged(row) if piece.change != "new")
        b = _side_b(row)
    cited = [one for one in (row.a, row.b) if one is not None]
    return Pair(
        number=number,
        sign=sign,
        a=_said("A", row.a, a, sources, names) if row.a else None,
        b=_said("B", row.b, b, sources, names) if row.b else None,
        merged=merged,
        remarks=tuple(
            _NAMED.sub(lambda name: begins.get(name[0], name[0]), remark) for remark in remarks(row)
        ),
        explanation=one_line(row.explanation),
        issues=tuple(dict.fromkeys(issue for one in cited for issue in one.issues)),
    )


def _words(cited: Cited | None) -> tuple[Piece, ...]:
    return (Piece(change="same", words=for_reading(cited.compared)),) if cited else ()


def _merged(row: ComparedRow) -> tuple[Piece, ...]:
    """Return both sides as one text: A's words where nothing differs, as A prints them."""
    found: list[Piece] = []
    for part in row.differences:
        if part.operation == "equal":
            found.append(Piece(change="same", words=for_reading(part.a_text)))
            continue
        if part.a_text:
            found.append(Piece(change="gone", words=for_reading(part.a_text)))
        if part.b_text:
            found.append(Piece(change="new", words=for_reading(part.b_text)))
    return tuple(found)


def _side_b(row: ComparedRow) -> tuple[Piece, ...]:
    """Return B's words, those that A has not as new."""
    return tuple(
        Piece(
            change="same" if part.operation == "equal" else "new",
            words=for_reading(part.b_text),
        )
        for part in row.differences
        if part.b_text
    )


def _said(
    letter: Letter,
    cited: Cited,
    pieces: tuple[Piece, ...],
    sources: Mapping[str, Citation],
    names: Names,
) -> Said:
    source = sources.get(cited.document) or Citation(document=cited.document)
    begin, end = cited.passage or (0, len(cited.text))
    sides = {names.actor(id): id for id in cited.sides}
    spoken = {name.casefold() for name in cited.speakers}
    return Said(
        letter=letter,
        speakers=tuple((one_line(name), sides.get(name)) for name in cited.speakers),
        sides=tuple((name, id) for name, id in sides.items() if name.casefold() not in spoken),
        voice=names.actor(source.narrator) if source.narrator else None,
        cue=one_line(cited.cue or ""),
        pieces=pieces,
        before=begin > 0,
        after=end < len(cited.text),
        cited=source.model_copy(
            update={
                "id": f"{cited.document}/{cited.statement}",
                "start": cited.start,
                "end": cited.end,
                "words": cited.text,
            }
        ),
    )
