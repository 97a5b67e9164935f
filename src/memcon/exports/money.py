"""FollowTheMoney entities (https://followthemoney.tech): persons, bodies, meetings, reports.

Every entity is made and checked by the ``followthemoney`` library, an optional extra of memcon.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from typing import IO, Any, Final

from sqlalchemy import Connection

from memcon.exports.formats import Format, Selection
from memcon.exports.gatherings import Gathering, gatherings
from memcon.exports.selected import URN, Actors, Known, selected_records
from memcon.record import Record

_SCHEMATA: Final = {"person": "Person", "state": "PublicBody", "organisation": "Organization"}

EPILOG: Final = """\b
Examples:
  memcon export followthemoney --output entities.json
  memcon export followthemoney | ftm validate > valid.json

\b
One entity a line: Article (documents, without their texts), Person, PublicBody (states),
Organization, Event (meetings, each once, with those involved and the articles that prove it),
Representation (a person speaks for a side, with the offices that reports give) and Membership (an
office of an organisation). Groups such as "the West" are no legal entities and are left out.
Needs: pip install 'memcon[followthemoney]'"""


def write(connection: Connection, stream: IO[str], selection: Selection) -> int:
    """Write the entities of a selection; return how many."""
    count = 0
    for entity in _Entities(connection, selection).all():
        stream.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")
        count += 1
    return count


class _Entities:
    """The entities of a selection."""

    def __init__(self, connection: Connection, selection: Selection):
        # First of all, so that a missing extra is noticed before anything is written; by name, as
        # types are checked where it is not installed.
        self.model: Any = import_module("followthemoney").model
        self.territory: Any = import_module("rigour.territories").get_territory
        self.connection = connection
        self.selection = selection
        self.actors = Actors(connection)
        self.known: dict[str, Known] = {}
        self.names: dict[str, set[str]] = defaultdict(set)  # other names than the chosen one
        # who, for whom, in which schema → offices and reports
        self.offices: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self.proofs: dict[tuple[str, str, str], set[str]] = defaultdict(set)

    def all(self) -> Iterator[dict[str, Any]]:
        for _, record in selected_records(self.connection, self.selection):
            yield self._article(record)
            self._collect(record)
        for meeting in gatherings(self.connection, self.selection, self.actors):
            yield self._event(meeting)
        for key in sorted(self.proofs):
            yield self._link(*key)
        for iri in sorted(self.known):
            yield self._actor(self.known[iri])

    def _made(self, schema: str, id: str) -> Any:
        entity = self.model.make_entity(schema)
        entity.id = entity_id(id)
        return entity

    def _article(self, record: Record) -> dict[str, Any]:
        document = record.document
        entity = self._made("Article", document.id)
        entity.add("title", document.title)
        entity.add("fileName", None if document.title else document.id)
        entity.add("author", document.byline)
        entity.add("publisher", document.publisher)
        entity.add("sourceUrl", document.url)
        entity.add("publishedAt", document.published[:10] if document.published else None)
        entity.add("language", document.language)
        entity.add("mimeType", document.source.media_type)
        return _dict(entity)

    def _collect(self, record: Record) -> None:
        """Note who is named in a record, and for whom each person speaks."""
        proof = entity_id(record.document.id)
        known = self.actors.of(record)
        for actor in record.actors:
            who = known[actor.id]
            if not self._note(who):
                continue
            if actor.name != who.name:
                self.names[who.iri].add(actor.name)
            if who.kind != "person":
                continue
            if who.side:
                self._speaks(who, self.actors.get(who.side), "Representation", None, proof)
            for role in actor.roles:
                of = self.actors.get(role.of) if role.of else None
                if of is None:
                    continue
                schema = "Membership" if of.kind == "organisation" else "Representation"
                self._speaks(who, of, schema, role.title, proof)

    def _note(self, who: Known) -> bool:
        if who.kind not in _SCHEMATA:
            return False
        self.known[who.iri] = who
        return True

    def _speaks(self, who: Known, of: Known, schema: str, title: str | None, proof: str) -> None:
        if who == of or not self._note(of):
            return
        key = (who.iri, of.iri, schema)
        self.proofs[key].add(proof)
        if title:
            self.offices[key].add(title)

    def _event(self, meeting: Gathering) -> dict[str, Any]:
        entity = self._made("Event", meeting.id)
        entity.add("name", meeting.title)
        entity.add("summary", meeting.occasion)
        entity.add("date", meeting.day)
        entity.add("location", meeting.place)
        entity.add("keywords", [meeting.form, meeting.status])
        for guest in meeting.guests:
            for one in (guest.actor, guest.side):
                if one is not None and self._note(one):
                    entity.add("involved", entity_id(one.iri))
        for row in meeting.documents:
            entity.add("proof", entity_id(row.id))
        return _dict(entity)

    def _link(self, who: str, of: str, schema: str) -> dict[str, Any]:
        entity = self._made(schema, f"{who}/{schema.lower()}/{of.removeprefix(URN)}")
        one, other = ("member", "organization") if schema == "Membership" else ("agent", "client")
        entity.add(one, entity_id(who))
        entity.add(other, entity_id(of))
        entity.add("role", sorted(self.offices[who, of, schema]))
        entity.add("proof", sorted(self.proofs[who, of, schema]))
        return _dict(entity)

    def _actor(self, who: Known) -> dict[str, Any]:
        entity = self._made(_SCHEMATA[who.kind], who.iri)
        entity.add("name", who.name)
        entity.add("alias", sorted(self.names[who.iri]))
        state = who.id if who.kind == "state" else who.side if who.kind == "person" else None
        entity.add("country", self._country(state))
        return _dict(entity)

    def _country(self, state: str | None) -> str | None:
        """Return the code that FollowTheMoney has for a state, None where it has none."""
        if state is None or len(state) != 3:  # ISO 3166 alpha-3; an organisation is no country
            return None
        territory = self.territory(state)
        code: str | None = territory.ftm_country if territory else None
        return code


def entity_id(id: str) -> str:
    """Return the id of an entity: letters, digits, points and hyphens are all that it may have.

    Args:
        id: a public id, or the URN of an actor.
    """
    plain = id.removeprefix(URN)
    made = f"memcon-{re.sub(r'[^0-9A-Za-z.]+', '-', plain).strip('-.')}"
    if re.fullmatch(r"[0-9A-Za-z.:/@-]*[0-9A-Za-z]", plain):
        return made
    # Letters were lost that may have told it from another.
    return f"{made}-{hashlib.sha256(plain.encode()).hexdigest()[:12]}"


def _dict(entity: Any) -> dict[str, Any]:
    """Return an entity as JSON, with the values of each property sorted."""
    values = {name: sorted(entity.get(name)) for name in sorted(entity.properties)}
    return {"id": entity.id, "schema": entity.schema.name, "properties": values}


FORMAT: Final = Format(
    name="followthemoney",
    summary="Write actors, meetings and reports as FollowTheMoney entities.",
    epilog=EPILOG,
    target="stream",
    write=write,
    noun="entities",
    extra="followthemoney",
)
