"""What narrows a list down, for a page to show: facets as links, chosen filters, a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from memcon.presentation.wording import FORMS
from memcon.web.naming import Names
from memcon.web.queries import Paged
from memcon.web.tables import words_of

FieldKind = Literal["text", "actor", "issue", "date", "number", "choice", "tick"]
# Fields and facets of these names hold actors, in whatever question.
ACTORS: Final = frozenset(
    ("by", "to", "actor", "actors", "side", "narrator", "narrators", "source", "target", "user",
     "other", "carried_by", "a", "b")
)  # fmt: skip
_DATES: Final = frozenset(("since", "until", "today"))
_VERBATIM: Final = _DATES | {
    "words",
    "phrases",
    "titled",
    "place",
    "publisher",
    "id",
    "who",
    "year",
}
_ISSUES: Final = frozenset(("issue", "issues", "on"))
_UNTOLD: Final = frozenset(("limit", "cursor"))
_ORDERS: Final = frozenset(("sort", "order"))
_SEVERAL: Final = 2  # fields that are offered where a filter takes several values


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet: what it is, how many rows have it, and where a click on it leads."""

    words: str
    count: int
    href: str | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A facet with its values, the most frequent first."""

    name: str
    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A filter that is set, and the address without it."""

    label: str
    words: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form: its values as they were given, and what can be chosen."""

    name: str
    label: str
    help: str
    kind: FieldKind
    values: tuple[str, ...] = ("",)
    options: tuple[tuple[str, str], ...] = ()
    empty: str | None = "any"
    """What stands first among the options, for none of them; None where one is always chosen."""

    @property
    def value(self) -> str:
        """The only, or the first, value."""
        return self.values[0]


def facets_of(
    counts: Mapping[str, Sequence[tuple[str, int]]], query: Paged, path: str, names: Names
) -> tuple[Facet, ...]:
    """Return the facets of an answer.

    Args:
        counts: as the answer has them.
        query: what was asked; a value that it is narrowed down to leads to the question without it.
        path: of the page.
        names: of the actors in them.
    """
    return tuple(
        Facet(
            name=facet,
            label=_label(facet, query),
            values=tuple(_value(facet, one, number, query, path, names) for one, number in values),
        )
        for facet, values in counts.items()
        if values and " and " not in facet  # which counts by two things at once
    )


def chosen_of(query: Paged, path: str, names: Names) -> tuple[Chosen, ...]:
    """Return the filters that are set, each with the address without it; not what it sorts by."""
    found = []
    fields = type(query).model_fields
    for name, value in query.given().items():
        if name in _ORDERS:
            continue
        several = value if isinstance(value, tuple) else (value,)
        for one in several:
            rest: Any = tuple(other for other in several if other != one) or None
            found.append(
                Chosen(
                    label=fields[name].title or words_of(name).capitalize(),
                    words="yes"
                    if one is True
                    else "no"
                    if one is False
                    else _words(name, one, names),
                    href=query.having(**{name: rest}).address(path),
                )
            )
    return tuple(found)


def fields_of(
    model: type[Paged], given: Mapping[str, Sequence[str]], names: Names
) -> tuple[Field, ...]:
    """Return the fields of the form of a question.

    Args:
        model: the question.
        given: the values of its parameters as they came, right or wrong.
        names: of the issues.
    """
    return tuple(
        _field(name, info, given.get(name, ()))
        for name, info in model.model_fields.items()
        if name not in _UNTOLD
    )


def ids_in(query: Paged, counts: Mapping[str, Sequence[tuple[str, int]]]) -> set[str]:
    """Return the ids of actors in the filters of a question and the facets of its answer."""
    found = {value for name, values in counts.items() if name in ACTORS for value, _ in values}
    for name, value in query.given().items():
        if name in ACTORS:
            found.update(value if isinstance(value, tuple) else (value,))
    return found


def _label(facet: str, query: Paged) -> str:
    info = type(query).model_fields.get(query.FACETS.get(facet, ""))
    return (info.title if info else None) or words_of(facet).capitalize()


def _value(facet: str, value: str, number: int, query: Paged, path: str, names: Names) -> Value:
    chosen = query.is_narrowed(facet, value)
    target = query.widened(facet) if chosen else query.narrowed(facet, value)
    return Value(
        words=_words(facet, value, names),
        count=number,
        href=target.address(path) if target is not None else None,
        chosen=chosen,
    )


def _words(name: str, value: Any, names: Names) -> str:
    text = str(value)
    if name in ACTORS:
        return names.actor(text)
    if name in _ISSUES:
        return names.issue(text)
    if name == "form":
        return FORMS.get(text, text)
    return text if name in _VERBATIM else words_of(text)


def _field(name: str, info: FieldInfo, given: Sequence[str]) -> Field:
    several, options = _shape(info.annotation)
    values = tuple(given) or ("",)
    kind: FieldKind = "text"
    if info.annotation is bool:
        kind = "choice" if info.default else "tick"
        options = ("true", "false") if info.default else ()
    elif options:
        kind = "choice"
    elif name in ACTORS:
        kind = "actor"
    elif name in _ISSUES:
        kind = "issue"
    elif name in _DATES:
        kind = "date"
    elif info.annotation is int:
        kind = "number"
    if several and kind in ("text", "actor", "issue"):
        values = (*given, *[""] * max(1, _SEVERAL - len(given)))
    chosen = kind == "choice" and isinstance(info.default, str)
    if chosen and not given:
        values = (info.default,)
    return Field(
        name=name,
        label=info.title or words_of(name).capitalize(),
        help=(info.description or "").replace("`", ""),
        kind=kind,
        values=values,
        options=tuple((one, _option(name, one)) for one in options),
        empty=None if chosen else "usual order" if name in _ORDERS else "any",
    )


def _option(name: str, value: str) -> str:
    if value in ("true", "false"):
        return "yes" if value == "true" else "no"
    return FORMS.get(value, value) if name == "form" else words_of(value)


def _shape(annotation: Any) -> tuple[bool, tuple[str, ...]]:
    """Return whether a field takes several values, and the words that it takes if only these."""
    origin = get_origin(annotation)
    if origin is Literal:
        return False, tuple(str(one) for one in get_args(annotation))
    if origin is tuple:
        return True, _shape(get_args(annotation)[0])[1]
    for inner in get_args(annotation):
        if get_origin(inner) is Literal:
            return False, tuple(str(one) for one in get_args(inner))
    return False, ()
