"""A finding under review as its page shows it: the text in pieces, what was read, the form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from memcon.analysis.review_item import Reviewable
from memcon.archive.findings import ACTOR_FIELDS, MODELS
from memcon.archive.values import correctable
from memcon.presentation.wording import date_words, one_line
from memcon.record import DateValue, Deadline, Participant, Record, Span

FieldKind = Literal["text", "actors", "choice", "words", "json", "number"]
YES_NO: Final = (("true", "yes"), ("false", "no"))
# What is called otherwise than its name says.
LABELS: Final = {
    "speakers": "Who says it",
    "addressees": "To whom",
    "via": "Relayed by",
    "content": "Its words",
    "cue": "Word of saying",
    "speaker_mention": "Words that name the speaker",
    "by": "Whose it is",
    "to": "Towards whom",
    "goal": "What is to be done",
    "measures": "By which steps",
    "continues": "Goes on with statement",
    "meeting": "At meeting",
    "confidence": "Confidence",
    "quantities": "Numbers",
    "evidence": "Words that tell of it",
    "mentions": "Where it is named",
    "side": "Side",
    "negated": "Denied",
    "conditional": "On a condition",
    "published_basis": "Where the date is from",
}
# What is told even where nothing was found: whose words or whose act it is.
_ALWAYS: Final = frozenset(("speakers", "by"))
# Seldom corrected, or only as JSON.
_RARE: Final = frozenset(
    (
        "confidence", "continues", "dateline", "deadline", "events", "joint", "kind", "language",
        "mentions", "published_basis", "quantities", "roles", "speaker_mention", "testable",
    )
)  # fmt: skip
_OFFSETS: Final = re.compile(r"\s*(\d+)\s*-\s*(\d+)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of the text that all the same was read from.

    ``own`` whether they are the finding's, ``parts`` what else was read from them.
    """

    start: int
    text: str
    own: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What was read: a field with its value in words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field that can be corrected, with its value as text.

    ``options`` are what can be chosen, as (value, words); ``rare`` fields stand apart.
    """

    name: str
    label: str
    help: str
    kind: FieldKind
    value: str
    options: tuple[tuple[str, str], ...] = ()
    rare: bool = False


def pieces(found: Reviewable) -> tuple[Piece, ...]:
    """Return the part of the text that is shown, cut where something begins or ends."""
    begin, end = found.window
    text = found.record.document.text
    marks = [(span, None) for span in found.words] + [(span, part) for part, span in found.parts]
    inside = [(span, part) for span, part in marks if span.start < end and begin < span.end]
    cuts = {begin, end}
    for span, _ in inside:
        cuts.update((max(span.start, begin), min(span.end, end)))
    made = []
    places = sorted(cuts)
    for start, stop in pairwise(places):
        here = [part for span, part in inside if span.start <= start and stop <= span.end]
        made.append(
            Piece(
                start=start,
                text=text[start:stop],
                own=None in here,
                parts=tuple(dict.fromkeys(part for part in here if part is not None)),
            )
        )
    return tuple(made)


def facts(found: Reviewable) -> tuple[Fact, ...]:
    """Return what was read, in words; what is empty or said by the marked words is left out."""
    if found.item is None:
        return ()
    names = {actor.id: one_line(actor.name) for actor in found.record.actors}
    said = []
    for name in correctable(found.kind):
        value = getattr(found.item, name)
        if name in _ALWAYS and not value:
            said.append(Fact(label=label_of(name), words="not found"))
            continue
        if name in ("content", "goal", "mentions", "confidence") or value in (None, [], "", False):
            continue
        said.append(Fact(label=label_of(name), words=_in_words(value, name, names)))
    return tuple(said)


def form_fields(found: Reviewable, given: Mapping[str, str] | None = None) -> list[FormField]:
    """Return the fields that can be corrected.

    Args:
        found: what is corrected.
        given: values that were typed already, which are shown in place of those in force.
    """
    if found.item is None:
        return []
    made = []
    for name in correctable(found.kind):
        info = MODELS[found.kind].model_fields[name]
        value = text_of(getattr(found.item, name))
        kind, options = _kind(info.annotation, name, getattr(found.item, name))
        made.append(
            FormField(
                name=name,
                label=label_of(name),
                help=_help(kind, info.description or ""),
                kind=kind,
                value=(given or {}).get(name, value),
                options=options or _offered(found.record, name),
                rare=name in _RARE or kind == "json",
            )
        )
    return sorted(made, key=lambda field: field.rare)


def changes(found: Reviewable, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the fields that were typed otherwise than they are, with what is to be parsed.

    Args:
        found: what is corrected.
        given: by field what the form has.
    """
    made = []
    for field in form_fields(found):
        typed = given.get(field.name)
        if typed is None:
            continue
        typed = typed.replace("\r\n", "\n").strip()
        if typed != field.value:
            several = isinstance(getattr(found.item, field.name), list)
            if field.kind == "words":
                typed = _places(typed, several=several)
            made.append((field.name, typed))
    return made


def value_words(value: Any) -> str:
    """Return a value of the log in words."""
    if isinstance(value, list):
        return "; ".join(value_words(one) for one in value) or "nothing"
    if isinstance(value, Mapping):
        if "text" in value:
            return f"“{one_line(str(value['text']))}”"
        return ", ".join(str(part) for part in value.values() if part not in (None, []))
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def label_of(field: str) -> str:
    """Return what a field is called."""
    return LABELS.get(field) or field.replace("_", " ").capitalize()


def text_of(value: Any) -> str:
    """Return a value as the text of a form, which ``archive.values.parse_value`` reads again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Span):
        return f"{value.start}-{value.end}"
    if isinstance(value, DateValue):
        return value.value
    if isinstance(value, list):
        if value and all(isinstance(one, Participant) and one.actor for one in value):
            return ", ".join(one.actor for one in value)
        if all(isinstance(one, str | Span) for one in value):
            return ", ".join(text_of(one) for one in value)
    if isinstance(value, list | BaseModel):
        return json.dumps(_plain(value), ensure_ascii=False, indent=1)
    return str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _places(text: str, *, several: bool) -> str:
    """Return offsets as JSON, which are not taken for words that look like them."""
    parts = [_OFFSETS.fullmatch(part) for part in text.split(",")]
    spans = [{"start": int(part[1]), "end": int(part[2])} for part in parts if part]
    if len(spans) != len(parts) or (len(spans) > 1 and not several):
        return text  # words of the text
    return json.dumps(spans if several else spans[0])


def _kind(annotation: Any, name: str, value: Any) -> tuple[FieldKind, tuple[tuple[str, str], ...]]:
    optional = type(None) in get_args(annotation)
    if optional:
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    if get_origin(annotation) is Literal:
        options = tuple((one, str(one).replace("_", " ")) for one in get_args(annotation))
        return "choice", ((("", "not known"), *options) if optional else options)
    if annotation is bool:
        return "choice", YES_NO
    if annotation in (int, float):
        return "number", ()
    inner = get_args(annotation)[0] if get_origin(annotation) is list else annotation
    if inner is Span:
        return "words", ()
    if inner is Participant and not text_of(value).startswith("["):
        return "actors", ()
    if isinstance(inner, type) and issubclass(inner, BaseModel) and inner is not DateValue:
        return "json", ()
    return ("actors" if name in ACTOR_FIELDS else "text"), ()


def _help(kind: FieldKind, description: str) -> str:
    if kind == "actors":
        return "Ids or names, with commas between."
    if kind == "words":
        return "Places in the text, or words that stand there once."
    told = f"{description[:1].upper()}{description[1:]}".replace("`", "")
    return f"{told}, as JSON." if kind == "json" else f"{told}."


def _offered(record: Record, name: str) -> tuple[tuple[str, str], ...]:
    if name == "meeting":
        return tuple((one.id, _meeting_words(one)) for one in record.meetings)
    return ()


def _meeting_words(meeting: Any) -> str:
    parts = [meeting.form.replace("_", " "), meeting.place, meeting.date and meeting.date.value]
    return ", ".join(part for part in parts if part)


def _in_words(value: Any, name: str, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "; ".join(_in_words(one, name, names) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Span):
        return f"“{one_line(value.text)}”"
    if isinstance(value, DateValue):
        return f"{date_words(value.value)} (from {one_line(value.basis)})"
    if isinstance(value, Deadline):
        day = f" ({date_words(value.date)})" if value.date else ""
        return f"“{value.text}”{day}"
    if isinstance(value, Participant):
        who = _named(value.actor, names) if value.actor else "someone unnamed"
        side = _named(value.side, names) if value.side and value.side != value.actor else None
        return ", ".join(part for part in (who, value.role, side) if part)
    if isinstance(value, BaseModel):
        return ", ".join(_leaves(value, names))
    if isinstance(value, str) and name in ACTOR_FIELDS:
        return _named(value, names)
    return str(value)


def _leaves(value: BaseModel, names: Mapping[str, str]) -> Iterator[str]:
    for name in type(value).model_fields:
        part = getattr(value, name)
        if part is not None and not isinstance(part, Span):
            yield _in_words(part, name, names)


def _named(id: str, names: Mapping[str, str]) -> str:
    name = names.get(id, id)
    return name if name == id else f"{name} ({id})"
