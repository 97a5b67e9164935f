"""What people decided about a record, applied to it. Pure.

A decision is tied to the words that the machine's finding is about, not to an id: another release
of the reader may number its findings anew. A finding that was confirmed, corrected or assessed and
that the reader does not make any more is kept as it was, with what it hung on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import ValidationError

from memcon.archive.event_corrections import Kept, codes_followed, followed
from memcon.archive.findings import (
    LISTS,
    MODELS,
    Item,
    Kind,
    actor_ids,
    best,
    items_of,
    kind_of,
    likeness,
    parents,
)
from memcon.archive.rows import number
from memcon.errors import MemconError
from memcon.record import Act, Actor, Commitment, Document, Event, Record, Statement

Action = Literal["confirm", "reject", "correct", "assess"]
BASIS: Final = "corrected by a reviewer"
REFERENCES: Final = {"meeting": "meeting", "continues": "statement"}  # of a statement, by kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One entry of the log that is in force.

    Attributes:
        action: what was decided; an assessment only keeps its commitment in the record.
        kind: of what it is about.
        finding: what it is about, as the machine had read it; None for a document.
        field: for a correction, what it sets.
        value: for a correction, to what, as JSON.
        context: what the finding hangs on, nearest first, as the machine had read it.
        refers: what the value refers to, as the machine had read it.
        actors: those whom the finding or the value names.
    """

    action: Action
    kind: Kind
    finding: Item | None = None
    field: str | None = None
    value: Any = None
    context: Sequence[Item] = ()
    refers: Item | None = None
    actors: Sequence[Actor] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A record in force, and how it hangs together with the machine's.

    Attributes:
        record: the record in force.
        origins: each of its findings as the machine had read it, by kind and id.
        present: for each decision the id that its finding has now; None where it is no more in
            force, or is no finding but the document.
    """

    record: Record
    origins: Mapping[tuple[str, str], Item]
    present: Sequence[str | None]


def apply(record: Record, decisions: Sequence[Decision]) -> Record:
    """Return the record as people want it: rejected findings gone, corrections made.

    Args:
        record: as the machine read it.
        decisions: those in force, in the order they were taken.
    """
    return trace(record, decisions).record


def trace(record: Record, decisions: Sequence[Decision]) -> Applied:
    """Return the same as :func:`apply`, with what became of each decision's finding."""
    work = _Work(record)
    groups = _grouped(decisions)
    _settle(work, groups)
    of = {index: group for group in groups for index in group.entries}
    for index, decision in enumerate(decisions):
        work.take(decision, of.get(index))
    return work.done(decisions, of)


def corrected(item: Any, field: str, value: Any) -> Any:
    """Return a finding, or a document, with a field set.

    Raises:
        MemconError: the value does not fit the field.
    """
    changes = {field: value}
    if isinstance(item, Document) and field == "published":
        changes["published_basis"] = BASIS if value else None
    try:
        return type(item).model_validate({**item.model_dump(), **changes})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise MemconError(
            f"{value!r} does not fit ({where}: {first['msg']})",
            where=f"--correct {field}",
            remedy="docs/record.md tells what the field holds",
        ) from error


# Which finding of the present reading each decision is about ------------------------------------


@dataclass(slots=True, kw_only=True)
class _Group:
    """Decisions about one finding, however it was read when each was taken."""

    kind: str
    findings: list[Item] = field(default_factory=list)
    types: list[str] = field(default_factory=list)  # an act's, by corrections
    entries: list[int] = field(default_factory=list)
    last: Decision | None = None
    rejected: bool = False
    place: int | None = None  # in the list of its kind


def _grouped(decisions: Sequence[Decision]) -> list[_Group]:
    groups: list[_Group] = []
    for index, decision in enumerate(decisions):
        finding = decision.finding
        if finding is None:
            continue
        kin = [group for group in groups if group.kind == decision.kind]
        place = best(finding, [group.findings[-1] for group in kin])
        if place is None:
            groups.append(_Group(kind=decision.kind))
            kin, place = groups[-1:], 0
        group = kin[place]
        group.findings.append(finding)
        group.entries.append(index)
        group.last = decision
        if decision.action in ("confirm", "reject"):
            group.rejected = decision.action == "reject"
        if decision.action == "correct":
            group.rejected = False
            if decision.field == "type":
                group.types.append(decision.value)
    return groups


def _settle(work: _Work, groups: Sequence[_Group]) -> None:
    """Give each group a finding of its own, the most alike ones first; restore what is missing."""
    ranked = []
    for order, group in enumerate(groups):
        for place, other in enumerate(work.lists[group.kind]):
            alike = likeness(group.findings[-1], other, types=group.types)
            if alike is not None:
                ranked.append((alike, -order, -place))
    taken: set[tuple[str, int]] = set()
    for _, order, place in sorted(ranked, reverse=True):
        group = groups[-order]
        if group.place is None and (group.kind, -place) not in taken:
            group.place = -place
            taken.add((group.kind, -place))
    for kind in LISTS:
        for group in groups:
            if group.kind == kind and group.place is None and not group.rejected and group.last:
                group.place = work.restore(group.findings[-1], group.last)


# Applying ---------------------------------------------------------------------------------------


class _Work:
    """The lists of a record while decisions are applied to it."""

    def __init__(self, record: Record):
        self.record = record
        self.document = record.document
        self.lists = items_of(record)
        self.origins: dict[str, list[Item]] = items_of(record)
        self.gone: set[tuple[str, int]] = set()
        self.by_hand: set[tuple[str, int, str]] = set()

    def restore(self, finding: Item, decision: Decision) -> int:
        """Put a finding back that the reader does not make any more; return its place."""
        kind = kind_of(finding)
        self._list_actors(finding, decision)
        items = self.lists[kind]
        listed = best(finding, items) if isinstance(finding, Actor) else None
        if listed is not None:  # as somebody's side
            items[listed] = self.origins[kind][listed] = finding
            return listed
        changes: dict[str, Any] = {}
        if not isinstance(finding, Actor):
            last = max((number(other.id) for other in items), default=0)
            changes["id"] = f"{kind}:{last + 1}"
        if isinstance(finding, Statement):
            changes["meeting"] = self._now("meeting", decision, finding.meeting)
            changes["continues"] = None
        elif isinstance(finding, Act):
            changes["statement"] = self._now("statement", decision, finding.statement)
        elif isinstance(finding, Commitment):
            changes["act"] = self._now("act", decision, finding.act)
        items.append(finding.model_copy(update=changes))
        self.origins[kind].append(finding)
        return len(items) - 1

    def _now(self, kind: str, decision: Decision, then: str | None) -> str | None:
        """Return the present id of what a decision's finding hangs on, None where on nothing.

        An act or a statement is restored too if it is missing; a meeting is not.
        """
        parent = next((one for one in decision.context if kind_of(one) == kind), None)
        if then is None or parent is None:
            return None
        place = best(parent, self.origins[kind])
        if place is None and kind != "meeting":
            place = self.restore(parent, decision)
        return None if place is None else str(self.lists[kind][place].id)

    def _list_actors(self, value: Any, decision: Decision, field: str = "") -> None:
        """Have the record list whom a finding or a value names."""
        present = {actor.id: place for place, actor in enumerate(self.lists["actor"])}
        known = {actor.id: actor for actor in decision.actors}
        for id in dict.fromkeys(actor_ids(value, field)):
            if id in present:
                self.gone.discard(("actor", present[id]))
            elif id in known:
                present[id] = len(self.lists["actor"])
                self.lists["actor"].append(known[id])
                self.origins["actor"].append(known[id])
                self._list_actors(known[id], decision)  # its side

    def take(self, decision: Decision, group: _Group | None) -> None:
        """Apply one decision."""
        if decision.kind == "document":
            if decision.action == "correct" and decision.field:
                self._list_actors(decision.value, decision, decision.field)
                self.document = corrected(self.document, decision.field, decision.value)
            return
        if group is None or group.place is None:
            return
        place = (decision.kind, group.place)
        if decision.action == "reject":
            self.gone.add(place)
            if decision.kind == "actor":
                self._strip(self.lists["actor"][group.place].id)
        elif decision.action != "assess":
            self.gone.discard(place)
        if decision.action == "correct" and decision.field:
            self._correct(*place, decision.field, decision)

    def _correct(self, kind: str, place: int, field: str, decision: Decision) -> None:
        value = decision.value
        item = self.lists[kind][place]
        if field in REFERENCES and value is not None:
            of = REFERENCES[field]
            found = best(decision.refers, self.origins[of]) if decision.refers else None
            if found is None:  # the reader does not tell of it any more
                return
            value = self.lists[of][found].id
        self._list_actors(value, decision, field)
        new = corrected(item, field, value)
        self.lists[kind][place] = new
        self.by_hand.add((kind, place, field))
        if isinstance(item, Actor) and field == "side":
            self._moved(item, new)

    def _strip(self, id: str) -> None:
        """Take an actor out of everything it is named in, as far as the record stands now."""
        for place, one in enumerate(self.lists["statement"]):
            self._set("statement", place, one, ("speakers", "addressees", "via"), id, None)
        for kind in ("act", "commitment"):
            for place, one in enumerate(self.lists[kind]):
                self._set(kind, place, one, ("by", "to"), id, None)
        for place, one in enumerate(self.lists["meeting"]):
            parts = [_sideless(p, id) for p in one.participants if p.actor != id]
            left = [p for p in parts if p.actor or p.role or p.side]
            self.lists["meeting"][place] = one.model_copy(update={"participants": left})
        for place, one in enumerate(self.lists["actor"]):
            roles = [r.model_copy(update={"of": None}) if r.of == id else r for r in one.roles]
            changed = _sideless(one, id).model_copy(update={"roles": roles})
            self.lists["actor"][place] = changed
        if self.document.narrator == id:
            self.document = self.document.model_copy(update={"narrator": None})

    def _moved(self, old: Actor, new: Actor) -> None:
        """Have everything that an actor did for its old side be done for the new one.

        Acts and commitments are by the side for which somebody speaks (docs/design.md); so they
        are where nobody else of the old side speaks, or is spoken to. What a reviewer set by hand
        stays.
        """
        was, now = old.side or old.id, new.side or new.id
        sides = {one.id: one.side or one.id for one in self.lists["actor"]}
        for place, one in enumerate(self.lists["meeting"]):
            parts = [
                p.model_copy(update={"side": new.side})
                if p.actor == new.id and p.side == old.side
                else p
                for p in one.participants
            ]
            if ("meeting", place, "participants") not in self.by_hand:
                self.lists["meeting"][place] = one.model_copy(update={"participants": parts})
        for said in self.lists["statement"]:
            acts = {act.id for act in self.lists["act"] if act.statement == said.id}
            for part, names in (("by", said.speakers), ("to", said.addressees)):
                others = [name for name in names if name != new.id]
                if new.id not in names or was in {sides.get(name, name) for name in others}:
                    continue
                for kind in ("act", "commitment"):
                    for place, one in enumerate(self.lists[kind]):
                        if (one.id if kind == "act" else one.act) not in acts:
                            continue
                        if (kind, place, part) not in self.by_hand:
                            self._set(kind, place, one, (part,), was, now)

    def _set(
        self, kind: str, place: int, item: Any, fields: Sequence[str], old: str, new: str | None
    ) -> None:
        """Put one id in the place of another in lists of ids, or take it out."""
        changes = {}
        for name in fields:
            ids = getattr(item, name)
            if old in ids:
                replaced = [new if id == old else id for id in ids]
                changes[name] = list(dict.fromkeys(id for id in replaced if id is not None))
        if changes:
            self.lists[kind][place] = item.model_copy(update=changes)

    def done(self, decisions: Sequence[Decision], of: Mapping[int, _Group]) -> Applied:
        """Return the record of the lists, without what is gone and what hung on it."""
        left = {
            kind: {p: item for p, item in enumerate(items) if (kind, p) not in self.gone}
            for kind, items in self.lists.items()
        }
        meetings = {item.id for item in left["meeting"].values()}
        statements = {item.id for item in left["statement"].values()}
        for place, one in left["statement"].items():
            changes: dict[str, Any] = {}
            if one.meeting not in meetings:
                changes["meeting"] = None
            if one.continues not in statements:
                changes["continues"] = None
            left["statement"][place] = one.model_copy(update=changes)
        left["act"] = {
            place: one
            for place, one in left["act"].items()
            if one.statement is None or one.statement in statements
        }
        acts = {item.id for item in left["act"].values()}
        left["commitment"] = {p: one for p, one in left["commitment"].items() if one.act in acts}
        events = self._follow(left)
        record = self.record.model_copy(
            update={
                "document": self.document,
                **{name: list(left[kind].values()) for kind, name in LISTS.items()},
                "events": events,
            }
        )
        origins = {
            (kind, item.id): self.origins[kind][place]
            for kind, items in left.items()
            for place, item in items.items()
        }
        present = [self._present(of.get(index), left) for index in range(len(decisions))]
        return Applied(record=record, origins=origins, present=present)

    def _follow(self, left: Mapping[str, dict[int, Any]]) -> list[Event]:
        """Have event codes of acts follow what was decided, and return the events that do."""
        rejected = {item.id for p, item in enumerate(self.lists["actor"]) if p not in left["actor"]}
        kept = {
            kind: {
                one.id: Kept(before=self.origins[kind][place], after=one)
                for place, one in left[kind].items()
            }
            for kind in ("actor", "meeting", "act")
        }
        for place, one in left["act"].items():
            if ("act", place, "events") not in self.by_hand:
                codes = codes_followed(kept["act"][one.id], rejected)
                left["act"][place] = one = one.model_copy(update={"events": codes})
                kept["act"][one.id] = Kept(before=self.origins["act"][place], after=one)
        return followed(self.record.events, kept, rejected)

    @staticmethod
    def _present(group: _Group | None, left: Mapping[str, Mapping[int, Any]]) -> str | None:
        if group is None or group.place is None or group.place not in left[group.kind]:
            return None
        return str(left[group.kind][group.place].id)


def _sideless(one: Any, id: str) -> Any:
    """Return an actor or a participant without its side, if that is a certain one."""
    return one.model_copy(update={"side": None}) if one.side == id else one


def item_from(kind: str, values: Mapping[str, Any]) -> Any:
    """Return a finding from its JSON."""
    return MODELS[kind].model_validate(values)


def context_of(item: Any, applied: Applied) -> list[Item]:
    """Return what a finding in force hangs on, nearest first, as the machine had read it."""
    hung = parents(item, items_of(applied.record))
    return [applied.origins[(kind_of(one), one.id)] for one in hung]
