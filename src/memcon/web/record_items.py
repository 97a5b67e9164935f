"""A record as the items of a list beside its text: who says what, with acts and commitments. Pure.

An item says in a line of parts who does what to whom (actors are links), in small words what else
is known, and leads to its words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeVar

from memcon.analysis.citing import Found, find, words_of
from memcon.analysis.date_places import DatePlace, date_places
from memcon.knowledge.events import cameo_codes
from memcon.presentation.wording import FORMS, date_words, one_line, quantity_words
from memcon.record import (
    Act,
    Actor,
    Commitment,
    Event,
    EventParty,
    Meeting,
    Participant,
    Record,
    Span,
    Statement,
)
from memcon.web import links

T = TypeVar("T", Statement, Act, Commitment, Actor, Event)
ItemKind = Literal["meeting", "statement", "act", "commitment", "actor", "event", "date", "warning"]
WORDS: Final = 180  # characters of a quotation in the list; the text beside it has all of it
_DAY: Final = re.compile(r"(?<=counted from )\d{4}-\d\d-\d\d$")
_SURE: Final = 0.7  # a statement of less confidence says so
MODES: Final = {
    "direct": "word for word",
    "indirect": "reported",
    "mixed": "partly word for word",
    "narrative": "told by the narrator",
}
STRENGTHS: Final = {
    "will": "will do it",
    "ready": "is ready to",
    "hope": "hopes to",
    "call": "calls for it",
}


class Part(NamedTuple):
    """Words of a line, leading somewhere if ``href`` is given."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A finding in the list.

    Attributes:
        local: its local id.
        name: what it is, in a word.
        kind: of finding.
        line: who does what to whom.
        words: its words on one line, shortened.
        href: where they stand; None where the text has none.
        badges: what qualifies it, in a word or two each.
        details: remarks; each a line of parts.
        items: what hangs on it.
    """

    local: str
    kind: ItemKind
    name: str
    line: tuple[Part, ...]
    words: str | None = None
    href: str | None = None
    badges: tuple[str, ...] = ()
    details: tuple[tuple[Part, ...], ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """All items of a record: statements have their acts, acts their commitments.

    ``acts`` are those of no statement.
    """

    meetings: tuple[Item, ...]
    statements: tuple[Item, ...]
    acts: tuple[Item, ...]
    actors: tuple[Item, ...]
    events: tuple[Item, ...]
    dates: tuple[Item, ...]


def found_href(document: str, item: Found) -> str | None:
    """Return the address of a finding's words in its document, None where it has none."""
    spans = words_of(item)
    if not spans:
        return None
    return links.finding(document, item.id, spans[0].start, spans[-1].end, _joined(spans))


class ItemWriter:
    """Writes the items of a record."""

    def __init__(
        self,
        record: Record,
        *,
        name: Callable[[str], str],
        issue: Callable[[str], str],
        meetings: Mapping[str, str],
        undertakings: Mapping[str, str],
    ):
        """Keep what items are written from.

        Args:
            record: the record in force.
            name: gives an actor's name by its id.
            issue: gives an issue's name by its code.
            meetings: public id of the occasion, by local id of a meeting.
            undertakings: public id of the undertaking, by local id of a commitment.
        """
        self._record = record
        self._name = name
        self._issue = issue
        self._meetings = meetings
        self._undertakings = undertakings
        self._acts: dict[str | None, list[Act]] = defaultdict(list)
        self._commitments: dict[str, list[Commitment]] = defaultdict(list)
        for act in record.acts:
            self._acts[act.statement].append(act)
        for commitment in record.commitments:
            self._commitments[commitment.act].append(commitment)
        self._said = {one.id: one for one in record.statements}
        self._dates = date_places(record)

    def item(self, local: str) -> Item | None:
        """Return the item of one finding, or of a date by its number; None where there is none."""
        kind, _, number = local.partition(":")
        if kind == "date" and number.isdigit() and 0 < int(number) <= len(self._dates):
            return self._date(int(number), self._dates[int(number) - 1])
        found = find(self._record, local)
        if isinstance(found, Statement):
            return self._statement(found)
        if isinstance(found, Act):
            return self._act(found)
        if isinstance(found, Commitment):
            return self._commitment(found)
        if isinstance(found, Meeting):
            return self._meeting(found)
        if isinstance(found, Event):
            return self._event(found)
        return self._actor(found) if found is not None else None

    def items(self) -> Items:
        """Return all items, each kind in text order."""
        record = self._record
        told = {one.id for one in record.statements}
        alone = [act for act in record.acts if act.statement not in told]
        return Items(
            meetings=tuple(self._meeting(one) for one in record.meetings),
            statements=tuple(self._statement(one) for one in _in_order(record.statements)),
            acts=tuple(self._act(one) for one in _in_order(alone)),
            actors=tuple(self._actor(one) for one in _in_order(record.actors)),
            events=tuple(self._event(one) for one in _in_order(record.events)),
            dates=tuple(self._date(number, one) for number, one in enumerate(self._dates, start=1)),
        )

    def _statement(self, item: Statement) -> Item:
        cue = one_line(item.cue.text) if item.cue else ""
        line = [*(self._who(item.speakers) or [Part(text="Speaker not identified")])]
        line += [Part(text=f" {cue}")] if cue else []
        if item.addressees:
            line += [Part(text=" to "), *self._who(item.addressees)]
        details = []
        if item.via:
            details.append((Part(text="relayed by "), *self._who(item.via)))
        before = self._said.get(item.continues or "")
        if before is not None:
            href = found_href(self._record.document.id, before)
            details.append((Part(text="continues an earlier statement", href=href),))
        badges = [MODES[item.mode]]
        if item.confidence < _SURE:
            badges.append(f"unsure ({item.confidence:g} of 1)")
        return self._item(
            item,
            "statement",
            "Statement",
            line,
            badges,
            details,
            tuple(self._act(act) for act in _in_order(self._acts[item.id])),
        )

    def _act(self, item: Act) -> Item:
        line = [Part(text=f"{item.type}: "), *(self._who(item.by) or [Part(text="nobody named")])]
        if item.to:
            line += [Part(text=" to "), *self._who(item.to)]
        badges = []
        _, _, rung = (item.strength or "").partition(":")
        if rung:
            badges.append(f"“{one_line(rung)}”")
        if item.negated:
            badges.append("denied")
        if item.conditional:
            badges.append("on a condition")
        if item.time != "present":
            badges.append(item.time)
        details = []
        if item.issues:
            told = ", ".join(self._issue(code) for code in item.issues)
            details.append((Part(text=f"on {told}"),))
        made = _in_order(self._commitments[item.id])
        return self._item(
            item, "act", "Act", line, badges, details, tuple(self._commitment(one) for one in made)
        )

    def _commitment(self, item: Commitment) -> Item:
        line = [*self._who(item.by)]
        if item.to:
            line += [Part(text=" towards " if item.by else "towards "), *self._who(item.to)]
        badges = [STRENGTHS[item.strength]]
        if item.joint:
            badges.append("jointly")
        if item.testable:
            badges.append("can be checked")
        details = [(Part(text=quantity_words(one)),) for one in item.quantities]
        if limit := item.deadline:
            due = f" ({date_words(limit.date)})" if limit.date else ""
            details.append((Part(text=f"deadline: {one_line(limit.text)}{due}"),))
        root = self._undertakings.get(item.id)
        if root:
            details.append(
                (Part(text="all that was said of this undertaking", href=links.item(root)),)
            )
        return self._item(item, "commitment", "Commitment", line, badges, details)

    def _meeting(self, item: Meeting) -> Item:
        place, occasion = one_line(item.place), one_line(item.occasion)
        when = date_words(item.date.value) if item.date else "day unknown"
        line = [Part(text=f"{when}, {place}" if place else when)]
        details = [self._participant(one) for one in item.participants]
        if occasion:
            details.append((Part(text=f"on the occasion of {occasion}"),))
        if item.date:
            basis = _DAY.sub(lambda day: date_words(day[0]), one_line(item.date.basis))
            details.append((Part(text=f"day read from {basis}"),))
        root = self._meetings.get(item.id)
        if root:
            details.append(
                (Part(text="the meeting and all accounts of it", href=links.item(root)),)
            )
        return self._item(item, "meeting", FORMS[item.form], line, [item.status], details)

    def _participant(self, item: Participant) -> tuple[Part, ...]:
        parts = self._who([item.actor]) if item.actor else []
        role = one_line(item.role)
        if role:
            parts.append(Part(text=f", {role}" if parts else role))
        if item.side and item.side != item.actor:
            parts += [Part(text=", for " if parts else "for "), *self._who([item.side])]
        return tuple(parts) or (Part(text="someone unnamed"),)

    def _actor(self, item: Actor) -> Item:
        line = [*self._who([item.id])]
        if item.side and item.side != item.id:
            line += [Part(text=", for "), *self._who([item.side])]
        details: list[tuple[Part, ...]] = []
        document = self._record.document.id
        for role in item.roles:
            title = one_line(role.title)
            where = role.evidence
            parts = [
                Part(
                    text=title,
                    href=links.passage(document, where.start, where.end, where.text)
                    if where
                    else None,
                )
            ]
            if role.of:
                parts += [Part(text=" of "), *self._who([role.of])]
            details.append(tuple(parts))
        times = len(item.mentions)
        badges: list[str] = [item.kind]
        if times > 1:
            badges.append(f"named {times:,} times")
        first = item.mentions[:1]
        href = (
            links.finding(document, item.id, first[0].start, first[0].end, first[0].text)
            if first
            else None
        )
        return Item(
            local=item.id,
            kind="actor",
            name="Actor",
            line=tuple(line),
            words=_clipped(_joined(first)) or None,
            href=href,
            badges=tuple(badges),
            details=tuple(details),
        )

    def _event(self, item: Event) -> Item:
        code = cameo_codes().get(item.cameo)
        what = f"{item.cameo} {code.name}" if code else item.cameo
        line = [*self._parties(item.sources)]
        if item.targets:
            line += [Part(text=" to "), *self._parties(item.targets)]
        line.append(Part(text=f": {what}" if line else what))
        badges = [f"Goldstein {item.goldstein:g}"]
        if item.plover:
            badges.append("-".join(filter(None, (item.plover, item.plover_mode))))
        if item.negated:
            badges.append("denied")
        if item.time == "future":
            badges.append("future")
        if item.background:
            badges.append("only recalled")
        known = ((date_words(item.date.value) if item.date else ""), one_line(item.place))
        told = ", ".join(one for one in known if one)
        details = [(Part(text=told),)] if told else []
        return self._item(item, "event", "Event", line, badges, details)

    def _date(self, number: int, place: DatePlace) -> Item:
        document = self._record.document
        words = document.text[place.start : place.end]
        local = f"date:{number}"
        return Item(
            local=local,
            kind="date",
            name="Date",
            line=(Part(text=date_words(place.value) if place.value else "a date not resolved"),),
            words=_clipped(one_line(words)),
            href=links.finding(document.id, local, place.start, place.end, words),
            badges=(f"of {place.of}" if place.of else "of the document",),
        )

    def _parties(self, parties: Sequence[EventParty]) -> list[Part]:
        found: list[Part] = []
        for one in parties:
            if found:
                found.append(Part(text=", "))
            if one.actor:
                found += self._who([one.actor])
            else:
                found.append(Part(text=one_line(one.span.text)))
        return found

    def _who(self, ids: Iterable[str]) -> list[Part]:
        found: list[Part] = []
        for id in dict.fromkeys(ids):
            if found:
                found.append(Part(text=", "))
            found.append(Part(text=self._name(id), href=links.actor(id)))
        return found

    def _item(
        self,
        item: Statement | Act | Commitment | Meeting | Event,
        kind: ItemKind,
        name: str,
        line: Sequence[Part],
        badges: Sequence[str],
        details: Sequence[tuple[Part, ...]],
        items: tuple[Item, ...] = (),
    ) -> Item:
        return Item(
            local=item.id,
            kind=kind,
            name=name,
            line=tuple(line),
            words=_clipped(_joined(words_of(item))) or None,
            href=found_href(self._record.document.id, item),
            badges=tuple(badges),
            details=tuple(details),
            items=items,
        )


def _in_order(items: Sequence[T]) -> list[T]:
    return sorted(items, key=lambda item: min((span.start for span in words_of(item)), default=-1))


def _joined(spans: Sequence[Span]) -> str:
    return " … ".join(" ".join(span.text.split()) for span in spans)


def _clipped(words: str) -> str:
    if len(words) <= WORDS:
        return words
    return f"{words[:WORDS].rpartition(' ')[0] or words[:WORDS]} …"
