"""What a correction sets a field to: read from text, and checked against the document. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel

from memcon.archive.corrections import BASIS, corrected
from memcon.archive.findings import ACTOR_FIELDS, MODELS, Kind, find_item
from memcon.archive.rows import rank
from memcon.errors import MemconError
from memcon.record import Actor, DateValue, Deadline, Participant, Record, Span

_FIXED: Final[Mapping[str, frozenset[str]]] = {  # what a record hangs together by
    "document": frozenset(("id", "text", "blocks", "source")),
    "act": frozenset(("id", "statement")),
    "commitment": frozenset(("id", "act")),
}
_OFFSETS: Final = re.compile(r"\s*(\d+)\s*[-:–]\s*(\d+)\s*")
_DATE: Final = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?")
_SIDES: Final = frozenset(("side", "of", "narrator"))  # which a person cannot be
_FILLED: Final = frozenset(("name", "title", "language", "content", "text", "value", "basis"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a correction may name.

    Attributes:
        actor: the actor that an id or a name means, for one that the document does not list.
            Raises MemconError if there is none.
        issues: codes of issues.
    """

    actor: Callable[[str], Actor]
    issues: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A value ready for JSON, and the actors it names that the document does not list."""

    value: Any
    actors: Sequence[Actor]


def correctable(kind: Kind) -> tuple[str, ...]:
    """Return the fields of a kind of finding, or of a document, that can be corrected."""
    fixed = _FIXED.get(kind, frozenset(("id",)))
    return tuple(name for name in MODELS[kind].model_fields if name not in fixed)


def parse_value(
    record: Record, kind: Kind, item: Any, field: str, text: str, known: Known
) -> Parsed:
    """Return the value that the text of a correction gives a field.

    Text is taken as JSON where it is JSON and fits; else lists are cut at commas. Nothing, or
    ``null``, is null. A span is ``START-END`` in code points, or words that stand once in the text
    (whatever the line breaks between them). A date is ISO 8601, to the day, month or year. Actors
    go by their ids, or by names that the document or the archive has.

    Args:
        record: the record in force.
        kind: of what is corrected.
        item: what is corrected, a document or a finding.
        field: the field.
        text: its new value.
        known: what may be named beside what the record has.

    Raises:
        MemconError: there is no such field, it must not be changed, or the value does not fit.
    """
    fields = correctable(kind)
    if field not in fields:
        raise MemconError(
            f"a {kind} has no field {field!r} that can be corrected",
            where="--correct",
            remedy=f"The fields are {', '.join(fields)}",
        )
    shaper = _Shaper(record, field, known)
    value = shaper.shaped(MODELS[kind].model_fields[field].annotation, field, _loaded(text), text)
    new = corrected(item, field, value)  # refuses what does not fit
    value = new.model_dump(mode="json")[field]
    _check(record, kind, item, field, value, known)
    return Parsed(value=value, actors=tuple(shaper.named.values()))


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


class _Shaper:
    """Gives values the shape that a field's type asks for."""

    def __init__(self, record: Record, field: str, known: Known):
        self.record = record
        self.where = f"--correct {field}"
        self.known = known
        self.listed = {actor.id: actor for actor in record.actors}
        self.named: dict[str, Actor] = {}

    def shaped(self, annotation: Any, name: str, value: Any, text: str) -> Any:
        """Return a value in the shape of a type; ``text`` is the value as it was written."""
        options = [option for option in get_args(annotation) if option is not type(None)]
        if type(None) in get_args(annotation):
            if value is None or text == "":
                return None
            return self.shaped(options[0], name, value, text)
        if get_origin(annotation) is list:
            return self._list(options[0], name, value, text)
        if annotation is Span:
            return self._span(value, text)
        if annotation is DateValue and not isinstance(value, dict):
            return self._date(text)
        if annotation is Deadline and not isinstance(value, dict):
            span = self._span(value, text)
            return {"date": None, "text": " ".join(span["text"].split()), "span": span}
        if annotation is Participant and not isinstance(value, dict):
            return self._participant(text)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self._model(annotation, value)
        if annotation is str:
            written = value if isinstance(value, str) else text
            return self._actor(written, name) if name in ACTOR_FIELDS else written
        return value

    def _list(self, element: Any, name: str, value: Any, text: str) -> list[Any]:
        if isinstance(value, list):
            parts = value
        elif element is Span and self._found(text if not isinstance(value, str) else value):
            parts = [value]  # words that have a comma in them
        else:
            parts = [part.strip() for part in text.split(",")]
        made = [self.shaped(element, name, part, _written(part)) for part in parts if part != ""]
        if element is Span:
            made.sort(key=lambda span: (span["start"], span["end"]))
        return made

    def _model(self, model: type[BaseModel], value: Any) -> Any:
        if not isinstance(value, dict):
            names = ", ".join(model.model_fields)
            raise MemconError(
                f"{value!r} is no {model.__name__.lower()}",
                where=self.where,
                remedy=f"Give it as JSON, an object with some of {names}",
            )
        made = dict(value)
        for name, field in model.model_fields.items():
            if name in value:
                made[name] = self.shaped(field.annotation, name, value[name], _written(value[name]))
        if model is DateValue:
            made = {**self._date(str(value.get("value", ""))), **made}
            made["precision"] = self._date(str(made["value"]))["precision"]
        return made

    def _span(self, value: Any, text: str) -> dict[str, Any]:
        document = self.record.document.text
        offsets = _OFFSETS.fullmatch(text)
        if offsets:
            start, end = int(offsets[1]), int(offsets[2])
        elif isinstance(value, dict) and all(
            isinstance(value.get(name), int) for name in ("start", "end")
        ):
            start, end = value["start"], value["end"]
        else:
            places = self._found(value if isinstance(value, str) else text)
            if len(places) != 1:
                often = f"stands {len(places)} times" if places else "does not stand"
                raise MemconError(
                    f"{text!r} {often} in the text",
                    where=self.where,
                    remedy="Give START-END in code points, or words that stand there once",
                )
            start, end = places[0]
        if not 0 <= start < end <= len(document):
            raise MemconError(
                f"{start}-{end} lies outside of the text ({len(document)} code points)",
                where=self.where,
                remedy="Give offsets of the document's text, the end after the last",
            )
        return {"start": start, "end": end, "text": document[start:end]}

    def _found(self, words: str) -> list[tuple[int, int]]:
        """Return where whole words stand in the text, whatever spaces and lines are in them."""
        parts = words.split()
        if not parts:
            return []
        before = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
        after = r"(?!\w)" if re.search(r"\w$", parts[-1]) else ""
        pattern = before + r"\s+".join(re.escape(part) for part in parts) + after
        return [match.span() for match in re.finditer(pattern, self.record.document.text)]

    def _date(self, text: str) -> dict[str, Any]:
        if not _is_date(text):
            raise MemconError(
                f"{text!r} is no date",
                where=self.where,
                remedy="Give YYYY, YYYY-MM or YYYY-MM-DD",
            )
        precision = {4: "year", 7: "month", 10: "day"}[len(text)]
        return {"value": text, "precision": precision, "basis": BASIS}

    def _participant(self, text: str) -> dict[str, Any]:
        id = self._actor(text, "actor")
        actor = self.listed.get(id) or self.named[id]
        side = actor.side or (None if actor.kind in ("person", "group") else actor.id)
        role = actor.roles[0].title if actor.roles else None
        return {"actor": id, "role": role, "side": side}

    def _actor(self, text: str, name: str) -> str:
        """Return the id of the actor that an id or a name means."""
        actor = self.listed.get(text) or self.named.get(text) or self._by_name(text)
        if actor is None:
            actor = self.known.actor(text)
            if actor.id not in self.listed:
                self.named[actor.id] = actor
                if actor.side and actor.side not in self.listed:
                    self._actor(actor.side, "side")
        if name in _SIDES and actor.kind == "person":
            raise MemconError(
                f"{actor.id} is a person",
                where=self.where,
                remedy="Give the id of a state or a body, such as CHN or UN",
            )
        return actor.id

    def _by_name(self, text: str) -> Actor | None:
        name = " ".join(text.split()).casefold()
        fits = [actor for actor in self.record.actors if actor.name.casefold() == name]
        return fits[0] if len(fits) == 1 else None


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None or (found[3] and not found[2]):
        return False
    try:
        date.fromisoformat(text + {4: "-01-01", 7: "-01", 10: ""}[len(text)])
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    """Tell whether a text is an ISO 8601 date, or date and time with offset."""
    if len(text) == 10:
        return _is_date(text)
    try:
        return datetime.fromisoformat(text).tzinfo is not None and text[10:11] == "T"
    except ValueError:
        return False


def _check(record: Record, kind: Kind, item: Any, field: str, value: Any, known: Known) -> None:
    """Refuse values of the right shape that say nothing, or nothing true of the document."""

    def refuse(problem: str, remedy: str) -> None:
        raise MemconError(problem, where=f"--correct {field}", remedy=remedy)

    for name, part in _leaves(value, field):
        if name in _FILLED and isinstance(part, str) and not part.strip() and part is not None:
            refuse(f"{name} is empty", "Give it some words")
        if name == "date" and isinstance(part, str) and not _is_date(part):
            refuse(f"{part!r} is no date", "Give YYYY, YYYY-MM or YYYY-MM-DD")
    if field == "content" and value == []:
        refuse("a statement has some words", "Give the words, or reject it")
    if field == "published" and value is not None and not _is_time(value):
        refuse(f"{value!r} is no day", "Give YYYY-MM-DD, or a time with its offset")
    if field in ("meeting", "continues") and value is not None:
        other = find_item(record, "meeting" if field == "meeting" else "statement", value)
        if other is None or value == item.id:
            refuse(f"the document has no other finding {value!r}", "See memcon show")
    if kind == "act" and field == "strength" and value is not None:
        ladder, _, rung = value.partition(":")
        if rank(ladder, rung) is None:
            refuse(f"there is no rung {value!r}", "Give LADDER:RUNG as other acts have it")
    if field == "issues":
        for code in value:
            if code not in known.issues:
                codes = ", ".join(sorted(known.issues))
                refuse(f"there is no issue {code!r}", f"The issues are {codes}")


def _leaves(value: Any, name: str) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in _leaves(part, key)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _leaves(part, name)]
    return [(name, value)]
