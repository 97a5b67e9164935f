"""Everything tied to one thing of an archive: facts about it, and sections of things around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from memcon.analysis.answer import SHOWN, Answer, Citation, Model
from memcon.record import Span

FACTS: Final = "facts"
ShownKind = Literal["document", "meeting", "actor", "statement", "act", "commitment", "event"]


class Tied(Model):
    """A fact about what is shown, or something tied to it."""

    section: Annotated[str, Field(description="what it is to what is shown")]
    id: Annotated[str | None, Field(description="public id", json_schema_extra=SHOWN)] = None
    day: Annotated[str | None, Field(description="ISO 8601", json_schema_extra=SHOWN)] = None
    who: Annotated[
        list[str], Field(description="whose it is, by name", json_schema_extra=SHOWN)
    ] = Field(default_factory=list)
    what: Annotated[
        str | None, Field(description="name, kind or field", json_schema_extra=SHOWN)
    ] = None
    value: Annotated[
        str | None, Field(description="value of the field", json_schema_extra=SHOWN)
    ] = None
    words: Annotated[
        str | None, Field(description="words of a document, on one line", json_schema_extra=SHOWN)
    ] = None
    notes: Annotated[
        list[str], Field(description="what else there is to say", json_schema_extra=SHOWN)
    ] = Field(default_factory=list)
    actors: Annotated[list[str], Field(description="actor ids of whose it is")] = Field(
        default_factory=list
    )
    document: Annotated[str | None, Field(description="id of the document of the words")] = None
    start: Annotated[int | None, Field(description="offset of their first code point")] = None
    end: Annotated[int | None, Field(description="offset after the last")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Answer[Tied]):
    """What an id stands for, with everything tied to it.

    ``rows`` have the facts first, then the sections one after another.
    """

    id: str
    kind: ShownKind
    title: str

    @property
    def facts(self) -> Mapping[str, str | list[str]]:
        """The facts by name; one that has several values has a list of them."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            if row.section == FACTS:
                found[row.what or ""].append(row.value or "")
        return {name: one[0] if len(one) == 1 else one for name, one in found.items()}

    @property
    def sections(self) -> Mapping[str, Sequence[Tied]]:
        """What is tied to it, by section, in order."""
        found: dict[str, list[Tied]] = defaultdict(list)
        for row in self.rows:
            if row.section != FACTS:
                found[row.section].append(row)
        return found


class Sheet:
    """A sheet being written: facts, sections that are cut at a limit, and notes."""

    def __init__(self, limit: int):
        self.limit = limit
        self._rows: list[Tied] = []
        self._notes: list[str] = []

    def fact(self, name: str, value: str | int | bool | None) -> None:
        """Add a fact; what is unknown is left out."""
        if value is None or value == "":
            return
        words = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        self._rows.append(Tied(section=FACTS, what=name, value=words))

    def facts(self, name: str, values: Iterable[str]) -> None:
        """Add a fact that has several values."""
        for value in values:
            self.fact(name, value)

    def note(self, sentence: str) -> None:
        """Add a remark."""
        self._notes.append(sentence)

    def section(self, name: str, rows: Iterable[Tied], *, total: int | None = None) -> None:
        """Add a section; ``total`` is how many there are where not all are given."""
        found = list(rows)
        self._rows += found[: self.limit]
        shown = min(len(found), self.limit)
        if (total or len(found)) > shown:
            self._notes.append(f"{name}: these are {shown:,} of {total or len(found):,}")

    def more(self, name: str) -> None:
        """Say that a section, whose things were not counted, has more."""
        self._notes.append(f"{name}: the first {self.limit:,} are shown")

    def shown(self, id: str, kind: ShownKind, title: str) -> Shown:
        """Return the sheet."""
        return Shown(model=Tied, rows=self._rows, notes=self._notes, id=id, kind=kind, title=title)


def line(text: str | None) -> str:
    """Return a text on one line."""
    return " ".join((text or "").split())


def cited(citation: Citation) -> dict[str, Any]:
    """Return the words of a citation and where they stand, as a row takes them."""
    return {
        "words": citation.words,
        "document": citation.document,
        "start": citation.start,
        "end": citation.end,
    }


def spanned(document: str, spans: Sequence[Span]) -> dict[str, Any]:
    """Return words of a document that may stand apart, as a row takes them."""
    if not spans:
        return {}
    return {
        "words": " … ".join(line(span.text) for span in spans),
        "document": document,
        "start": spans[0].start,
        "end": spans[-1].end,
    }
