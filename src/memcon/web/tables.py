"""Answers as tables of a page: which columns, and what their cells show and lead to.

A page says how it shows a field by a :class:`Look`; without one, the field's name tells. What comes
out is plain data that ``macros/table.jinja`` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from memcon.analysis.answer import Answer, Citation, Model
from memcon.presentation.cells import in_words
from memcon.presentation.wording import FORMS, MONTHS, date_words, for_reading
from memcon.web import links
from memcon.web.naming import Names
from memcon.web.queries import Paged

Kind = Literal[
    "text", "words", "badge", "form", "number", "yes", "day", "time", "actors", "issues", "item",
    "list", "citation",
]  # fmt: skip
Mark = Literal["", "good", "bad", "warn", "mark"]
Direction = Literal["ascending", "descending"]

# What stands in fields of these names, in whatever answer.
_FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "actors": (
        "by", "to", "actor", "actors", "side", "narrator", "narrators", "carriers", "user", "users",
    ),
    "issues": ("issue", "issues"),
    "day": ("day", "deadline", "first_seen", "last_reaffirmed", "first_day", "last_day"),
    "time": ("at",),
    "item": ("id", "document", "meeting", "thread"),
    "badge": ("status", "strength", "mode", "kind", "action"),
    "form": ("form",),
    "words": ("goal", "words", "snippet", "phrase"),
}  # fmt: skip
_OF_ACTORS: Final = frozenset(_FIELDS["actors"])
_NAMED: Final = {name: kind for kind, names in _FIELDS.items() for name in names}
_MARKS: Final[Mapping[str, Mark]] = {
    "kept": "good",
    "kept-in-part": "warn",
    "broken": "bad",
    "overdue": "bad",
    "planned": "mark",
    "future": "mark",
    "denied": "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a cell: words, where they lead, the date that they stand for, a badge's mark."""

    words: str
    href: str | None = None
    iso: str | None = None
    badge: bool = False
    mark: Mark = ""
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: of its kind, with its pieces; of citations, with these."""

    kind: Kind
    label: str
    parts: tuple[Part, ...] = ()
    cited: tuple[Citation, ...] = ()
    numeric: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column. ``href`` sorts by it; ``sorted`` is said where the table is."""

    name: str
    label: str
    help: str
    numeric: bool = False
    href: str | None = None
    sorted: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: its anchor on the page, and its cells."""

    id: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it is printed; ``names`` tells what narrators of its citations are called."""

    caption: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a table shows a field of the rows.

    Attributes:
        field: its name.
        label: the column's head; else the field's name in words.
        help: what stands in it; else what the model says of the field.
        kind: of its cells; else told from the field's name and the value.
        read: gives the value of a row, where it is not that of the field alone.
        parts: gives the pieces of the cell, where no kind is right.
        link: a field with a citation or an id, to which the words of the cell lead.
        sort: what the question's ``sort`` is to be for this column to be sorted by.
        descending: whether it then has the greatest first.
        header: whether it says what its row is about.
    """

    field: str
    label: str | None = None
    help: str | None = None
    kind: Kind | None = None
    read: Callable[[Any], Any] | None = None
    parts: Callable[[Any, Names], Iterable[Part]] | None = None
    link: str | None = None
    sort: str | None = None
    descending: bool = False
    header: bool = False

    @property
    def head(self) -> str:
        """The head of the column."""
        return self.label or self.field.replace("_", " ").capitalize()

    def value(self, row: Any) -> Any:
        """Return what a row has there."""
        return self.read(row) if self.read else getattr(row, self.field, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """What a table is sorted by: the question, its address, its field for that, and its value."""

    query: Paged
    path: str
    value: str
    field: str = "sort"


def table(
    answer: Answer[Any],
    looks: Sequence[Look | str] = (),
    *,
    names: Names,
    caption: str,
    sorting: Sorting | None = None,
    row_id: Callable[[Any], str | None] | None = None,
) -> Table:
    """Return an answer as a table.

    Args:
        answer: what a question gave.
        looks: the columns, in their order, a name or how it looks; without them, those that the
            rows' model marks as shown. One in which no row has anything is left out, unless it can
            be sorted by.
        names: what the ids in it are called (see :func:`ids_in`).
        caption: says what the table has.
        sorting: by what it is sorted, if readers can choose.
        row_id: gives the anchor of a row; without it, the row's public id.
    """
    columns = {column.name: column for column in answer.columns}
    chosen = [Look(field=look) if isinstance(look, str) else look for look in looks]
    chosen = chosen or [Look(field=one.name) for one in columns.values() if one.shown]
    anchor = row_id or (lambda row: getattr(row, "id", None))
    helps = {name: column.help for name, column in columns.items()}
    heads: list[Head] = []
    cells: list[list[Cell]] = []  # by column
    for look in chosen:
        kind = _kind(look, answer.rows)
        column = [_cell(row, look, kind, names) for row in answer.rows]
        if look.sort is None and not any(cell.parts or cell.cited for cell in column):
            continue  # nothing to see, and nothing to click
        heads.append(_head(look, kind, helps.get(look.field, ""), sorting))
        cells.append(column)
    lines = tuple(
        Line(id=anchor(row), cells=tuple(column[place] for column in cells))
        for place, row in enumerate(answer.rows)
    )
    return Table(caption=caption, heads=tuple(heads), lines=lines, names=names)


def ids_in(rows: Iterable[Model]) -> set[str]:
    """Return the ids of all actors that stand in rows, for their names to be looked up."""
    found: set[str] = set()
    for row in rows:
        _collect("", row, found)
    return found


def words_of(value: str) -> str:
    """Return a word of the record as people write it.

    >>> words_of("kept-in-part"), words_of("press_conference")
    ('kept in part', 'press conference')
    """
    return value.replace("-", " ").replace("_", " ")


def mark_of(value: str) -> Mark:
    """Return the colour of a word's badge; what it means stands in the word."""
    return _MARKS.get(value, "")


def actor_parts(ids: Iterable[str], names: Names) -> tuple[Part, ...]:
    """Return actors by name, each leading to its page."""
    return tuple(
        Part(
            words=names.actor(id), href=links.actor(id), title=id if names.actor(id) != id else None
        )
        for id in ids
    )


def issue_parts(codes: Iterable[str], names: Names) -> tuple[Part, ...]:
    """Return issues by name."""
    return tuple(Part(words=names.issue(code)) for code in codes)


def day_parts(value: str) -> tuple[Part, ...]:
    """Return a day, month or year in short words, with what it stands for."""
    return (Part(words=short_date(value), iso=value),)


def short_date(value: str) -> str:
    """Return a date (ISO 8601) with its month in three letters, to be short in a table.

    >>> short_date("2021-09-16"), short_date("2021-05"), short_date("2021")
    ('16 Sep 2021', 'May 2021', '2021')
    """
    words = date_words(value).split(" ")
    return " ".join(word[:3] if word in MONTHS else word for word in words)


def _collect(name: str, value: Any, found: set[str]) -> None:
    if isinstance(value, str):
        if name in _OF_ACTORS:
            found.add(value)
    elif isinstance(value, Model):
        for inner, part in value:
            if part is not None and (inner in _OF_ACTORS or not isinstance(part, str)):
                _collect(inner, part, found)
    elif isinstance(value, list | tuple):
        for one in value:
            _collect(name, one, found)


def _head(look: Look, kind: Kind, help: str, sorting: Sorting | None) -> Head:
    href: str | None = None
    direction: Direction | None = None
    if sorting is not None and look.sort is not None:
        href = sorting.query.having(**{sorting.field: look.sort}).address(sorting.path)
        if look.sort == sorting.value:
            direction = "descending" if look.descending else "ascending"
    return Head(
        name=look.field,
        label=look.head,
        help=look.help or help,
        numeric=kind == "number",
        href=href,
        sorted=direction,
    )


def _cell(row: Any, look: Look, kind: Kind, names: Names) -> Cell:
    parts: tuple[Part, ...] = ()
    cited: tuple[Citation, ...] = ()
    if look.parts is not None:
        parts = tuple(look.parts(row, names))
    elif kind == "citation":
        value = look.value(row)
        cited = tuple(value) if isinstance(value, list | tuple) else ((value,) if value else ())
    else:
        parts = _parts(kind, look.value(row), names)
    if look.link is not None and parts:
        href = _target(getattr(row, look.link))
        parts = tuple(part if part.href else replace(part, href=href) for part in parts)
    return Cell(
        kind=kind,
        label=look.head,
        parts=parts,
        cited=cited,
        numeric=kind == "number",
        header=look.header,
    )


def _kind(look: Look, rows: Sequence[Any]) -> Kind:
    """Return the kind of a column's cells, told from its name or from the values it has."""
    known = look.kind or ("text" if look.parts else _NAMED.get(look.field))
    if known is not None:
        return known
    for value in (look.value(row) for row in rows):
        first = value[0] if isinstance(value, list | tuple) and value else value
        if isinstance(first, Citation):
            return "citation"
        if isinstance(value, list | tuple):
            return "list"
        if isinstance(value, bool):
            return "yes"
        if isinstance(value, int | float):
            return "number"
        if value is not None:
            return "text"
    return "text"


def _parts(kind: Kind, value: Any, names: Names) -> tuple[Part, ...]:
    if value is None or value == "":
        return ()
    if kind == "actors":
        return actor_parts(_several(value), names)
    if kind == "issues":
        return issue_parts(_several(value), names)
    if kind == "day":
        return day_parts(str(value))
    if kind == "time":
        return (Part(words=clock_words(str(value)), iso=str(value)),)
    if kind == "item":
        return tuple(Part(words=for_reading(id), href=links.item(id)) for id in _several(value))
    if kind == "form":
        return tuple(Part(words=FORMS.get(one, words_of(one))) for one in _several(value))
    if kind == "badge":
        return tuple(
            Part(words=words_of(one), badge=True, mark=mark_of(one)) for one in _several(value)
        )
    if kind == "number" and isinstance(value, int | float):
        return (Part(words=f"{value:,}" if isinstance(value, int) else in_words(value)),)
    if kind == "list":
        return tuple(Part(words=in_words(_plain(one))) for one in value)
    return (Part(words=in_words(_plain(value))),)


def clock_words(iso: str) -> str:
    """Return a time in UTC (ISO 8601) in words.

    >>> clock_words("2026-01-02T03:04:05+00:00")
    '2 Jan 2026, 03:04 UTC'
    """
    day, _, clock = iso.partition("T")
    return f"{short_date(day)}, {clock[:5]} UTC" if clock else short_date(day)


def _several(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, Model) else value


def _target(value: Any) -> str | None:
    if isinstance(value, Citation):
        return links.words(value)
    if isinstance(value, list | tuple):
        return _target(value[0]) if value else None
    return links.item(value) if isinstance(value, str) else None
