"""What becomes of events when people reject or correct what they hang on. Pure.

An event is coded from an act or a meeting and names actors. Nobody decides about it by itself: it
goes with its act or meeting, and takes over what is corrected there. An act of another type is
another event, which only its reviewer can name, by correcting the act's event codes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from memcon.knowledge.events import cameo_codes, plover_code
from memcon.record import Act, Actor, Event, EventCode, EventParty, Meeting, Span

_STATE: Final = 3  # letters of a state's id, and of the state in a CAMEO actor code


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A finding that is in force: as the machine read it, and as it is."""

    before: Any
    after: Any


Findings = Mapping[str, Kept]  # by local id; those that were rejected are not there


def followed(
    events: Iterable[Event], kept: Mapping[str, Findings], rejected: Collection[str]
) -> list[Event]:
    """Return the events of a record that hold, with what was corrected around them.

    Args:
        events: as the machine read them.
        kept: actors, meetings and acts that are in force, by kind.
        rejected: ids of actors that are none.
    """
    actors, found = kept["actor"], []
    for event in events:
        left = _without_rejected(event, rejected)
        if left is not None and event.meeting is not None:
            left = _of_meeting(left, kept["meeting"].get(event.meeting), actors)
        if left is not None and event.act is not None:
            left = _of_act(left, kept["act"].get(event.act), actors)
        if left is not None:
            found.append(_recoded(left, actors))
    return found


def codes_followed(act: Kept, rejected: Collection[str]) -> list[EventCode]:
    """Return the event codes of an act after what was corrected about it.

    Args:
        act: in force.
        rejected: ids of actors that are none.
    """
    before, after = act.before, act.after
    if before.type != after.type:
        return []

    def now(name: str | None, was: Sequence[str], then: Sequence[str]) -> str | None:
        if name in was and name not in then:
            added = [one for one in then if one not in was]
            return added[0] if len(added) == 1 else None
        return None if name in rejected else name

    return [
        code.model_copy(
            update={
                "source": now(code.source, before.by, after.by),
                "target": now(code.target, before.to, after.to),
            }
        )
        for code in after.events
    ]


def _without_rejected(event: Event, rejected: Collection[str]) -> Event | None:
    """Return the event without the actors that are none; None if nobody is left."""
    sources = [one for one in event.sources if one.actor not in rejected]
    targets = [one for one in event.targets if one.actor not in rejected]
    if (event.sources or event.targets) and not (sources or targets):
        return None
    return _changed(event, sources=sources, targets=targets)


def _of_meeting(event: Event, meeting: Kept | None, actors: Findings) -> Event | None:
    if meeting is None:
        return None
    before, after = meeting.before, meeting.after
    changes: dict[str, Any] = {}
    if before.date != after.date:
        changes["date"] = after.date
    if before.place != after.place:
        changes["place"] = after.place
    if before.status != after.status:
        changes["time"] = "future" if after.status == "planned" else "past"
    was, now = _present(before), _present(after)
    if was != now:
        place = after.evidence[0] if after.evidence else event.text
        changes["sources"] = _parties(event.sources, was, now, actors, place)
        if not (changes["sources"] or event.targets):
            return None
    return _changed(event, **changes)


def _present(meeting: Meeting) -> list[str]:
    named = [one.actor or one.side for one in meeting.participants]
    return [name for name in named if name is not None]


def _of_act(event: Event, act: Kept | None, actors: Findings) -> Event | None:
    if act is None:
        return None
    before, after = act.before, act.after
    changes: dict[str, Any] = {}
    if _cameo(before) != _cameo(after):
        codes = _cameo(after)
        known = cameo_codes().get(codes[0]) if len(codes) == 1 else None
        if known is None:
            return None
        plover = plover_code(known.code)
        changes |= {
            "cameo": known.code,
            "goldstein": known.goldstein,
            "plover": plover.category if plover else None,
            "plover_mode": plover.mode if plover else None,
        }
    elif before.type != after.type:
        return None
    for field in ("negated", "time"):
        if getattr(before, field) != getattr(after, field):
            changes[field] = getattr(after, field)
    for field, was, now in (
        ("sources", before.by, after.by),
        ("targets", before.to, after.to),
    ):
        if was != now:
            changes[field] = _parties(getattr(event, field), was, now, actors, after.content)
    return _changed(event, **changes)


def _cameo(act: Act) -> list[str]:
    return [code.code for code in act.events if code.scheme == "CAMEO"]


def _parties(
    listed: Sequence[EventParty],
    was: Sequence[str],
    now: Sequence[str],
    actors: Findings,
    place: Span,
) -> list[EventParty]:
    """Return the parties of an event after those of what it hangs on were corrected."""
    gone = {name for name in was if name not in now and name in actors}
    kept = [one for one in listed if not gone & set(_names(one, actors))]
    there = {one.actor for one in kept}
    for name in now:
        if name not in was and name not in there:
            actor = actors[name].after if name in actors else None
            kept.append(
                EventParty(
                    actor=name if actor else None,
                    code=_code(actor) if actor else name,
                    span=actor.mentions[0] if actor and actor.mentions else place,
                )
            )
    return kept


def _names(party: EventParty, actors: Findings) -> list[str | None]:
    """Return by whom a party acts: the actor, its side, or the state in its code."""
    if party.actor is None:
        return [party.code[:_STATE]] if party.code else []
    actor = actors[party.actor].before if party.actor in actors else None
    return [party.actor, actor.side if actor else None]


def _code(actor: Actor) -> str | None:
    base = actor.side or actor.id
    return base if len(base) == _STATE and actor.kind in ("state", "person") else None


def _recoded(event: Event, actors: Findings) -> Event:
    """Return the event with the codes of those whose side was corrected."""
    return _changed(
        event,
        sources=[_on_side(one, actors) for one in event.sources],
        targets=[_on_side(one, actors) for one in event.targets],
    )


def _on_side(party: EventParty, actors: Findings) -> EventParty:
    actor = actors.get(party.actor or "")
    if actor is None or party.code is None or actor.before.side == actor.after.side:
        return party
    old, new = actor.before.side, actor.after.side
    if not old or not party.code.startswith(old):
        return party
    code = f"{new or ''}{party.code[len(old) :]}"
    return party.model_copy(update={"code": code or None})


def _changed(event: Event, **changes: Any) -> Event:
    """Return the event with some fields set, itself where nothing differs."""
    differing = {name: new for name, new in changes.items() if getattr(event, name) != new}
    return event.model_copy(update=differing) if differing else event
