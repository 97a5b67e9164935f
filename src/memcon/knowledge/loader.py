"""Knowledge: everything known beforehand about states, bodies, places, publishers and issues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast
from urllib.parse import urlsplit

from memcon.errors import KnowledgeError
from memcon.knowledge.entities import Entity, EntityKind, Issue, NameForm, NameMatch, Publisher
from memcon.knowledge.names import Form, NameIndex
from memcon.knowledge.spelling import key
from memcon.knowledge.tables import TABLES, Row, merge, read_extra, read_lines, read_table
from memcon.knowledge.terms import TermIndex

_KINDS: Final[Mapping[str, EntityKind]] = {
    "states": "state",
    "organisations": "organisation",
    "groups": "group",
}
_SUBKIND: Final = {"states": "status", "organisations": "kind", "groups": "subkind"}
_FORMS: Final[tuple[tuple[str, NameForm], ...]] = (
    ("name", "name"),
    ("official", "alias"),
    ("aliases", "alias"),
    ("abbreviations", "abbreviation"),
    ("adjectives", "adjective"),
    ("demonyms", "demonym"),
    ("metonyms", "metonym"),
)
_PLACE_FORMS: Final[frozenset[NameForm]] = frozenset(
    {"name", "alias", "abbreviation", "metonym", "place"}
)
_PAPERS: Final = frozenset({"agency", "newspaper", "magazine", "broadcaster"})
"""Publishers whose names shield what they hold: no New York in The New York Times. A ministry's
name does not: the state in it is meant."""

_PRINTED: Final = " \t\n()[]{}/\\|-–—.,:;*_\"'“”"
"""What is printed around a publisher's name in a date line: (Xinhua), /TASS/."""


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """What is known beforehand, and the ways to ask for it.

    Attributes:
        entities: States, organisations and groups by id, in table order.
        publishers: Publishers and issuing bodies.
        issues: Issues with their terms.
    """

    entities: Mapping[str, Entity]
    publishers: tuple[Publisher, ...]
    issues: tuple[Issue, ...]
    _names: NameIndex = field(repr=False)
    _terms: TermIndex = field(repr=False)
    _places: Mapping[str, tuple[Entity, bool]] = field(repr=False)
    _domains: Mapping[str, Publisher] = field(repr=False)
    _printed: Mapping[str, Publisher] = field(repr=False)

    def entity(self, id: str) -> Entity | None:
        """Return the entity with an id, or None."""
        return self.entities.get(id)

    def find_names(self, text: str) -> list[NameMatch]:
        """Return the known names in a text.

        Case counts; names in capitals are found too. Curly and straight apostrophes, hyphens and
        spaces of any kind are equal, and a name may run across one line break. A possessive
        ``'s`` is not part of the match. Names inside longer words, web addresses and longer names
        that mean something else (South China Sea) are not found.

        Args:
            text: Any text.

        Returns:
            Non-overlapping matches in text order, leftmost and there longest.
        """
        return self._names.find(text)

    def surfaces(self) -> Iterator[tuple[str, Entity, NameForm, bool]]:
        """Yield every form of a name that :meth:`find_names` knows, as it is written.

        Yields:
            The form, whom it most directly means, how it names it, and whether it is ambiguous.
        """
        return self._names.surfaces()

    def shields(self) -> frozenset[str]:
        """Return the longer names that hold a known name and mean something else."""
        return self._names.shields

    def find_issues(self, text: str) -> list[tuple[str, int, int]]:
        """Return code, start and end of each issue term in a text.

        Case does not count (but for abbreviations), a hyphen equals a space, plurals are found.

        Args:
            text: Any text.

        Returns:
            Non-overlapping terms in text order; a term of several issues comes once for each.
        """
        return self._terms.find(text)

    def place(self, name: str) -> Entity | None:
        """Return the state that a place lies in.

        Args:
            name: A city, region, venue, capital or state, in any case, with or without accents
                and a leading "the"; also "Geneva, Switzerland".

        Returns:
            The state, or None where the place is not known.
        """
        known = self._places.get(key(name))
        if known is not None:
            return known[0]
        parts = [part.strip(" .") for part in name.split(",")]
        found = [self._places.get(key(part)) for part in (parts[-1], *parts[:-1]) if part]
        # Atlanta, Georgia: a part that could be something else speaks last.
        ranked = sorted((place for place in found if place), key=itemgetter(1))
        return ranked[0][0] if ranked else None

    def publisher_by_domain(self, host_or_url: str) -> Publisher | None:
        """Return the publisher of a host or address; a domain covers its subdomains.

        Args:
            host_or_url: ``www.example.org`` or ``https://example.org/page``.

        Returns:
            The publisher with the longest fitting domain, or None.
        """
        address = host_or_url.strip()
        try:
            host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
        except ValueError:  # brackets that are no IPv6 address
            return None
        labels = host.rstrip(".").split(".")
        for first in range(len(labels)):
            found = self._domains.get(".".join(labels[first:]))
            if found is not None:
                return found
        return None

    def publisher_by_alias(self, text: str) -> Publisher | None:
        """Return the publisher that a printed name stands for.

        Args:
            text: The name alone, as printed: ``(Xinhua)``, ``/TASS/``, ``Source: Reuters``. It is
                not searched for inside longer text.

        Returns:
            The publisher, or None.
        """
        bare = text.strip(_PRINTED)
        head, colon, rest = bare.partition(":")
        if colon and head.strip().casefold() == "source":
            bare = rest.strip(_PRINTED)
        return self._printed.get(key(bare))


def load_knowledge(extra: Path | None = None) -> Knowledge:
    """Load the knowledge tables, with a user's additions.

    ``extra`` is a ``memcon.toml``. Its entries extend the package's: where the key of the entry
    (``id``, ``name`` or ``code``) exists, texts replace what was there, lists and maps add to it,
    and ``replace = true`` discards it first; where it does not, the entry is new. A name form
    ending in ``?`` is ambiguous and needs context.

    * ``[[knowledge.states]]``: ``id`` (ISO alpha-3 or the like), ``name``, ``official``,
      ``status`` (``un-member``, ``observer``, ``other``, ``territory``, ``former``), and the lists
      ``aliases``, ``abbreviations``, ``adjectives`` (with a final hyphen for a combining form),
      ``demonyms`` (``"*"``: every adjective with an s), ``metonyms`` (capitals, seats).
    * ``[[knowledge.organisations]]``: ``id`` (abbreviation in capitals), ``name``, ``kind``,
      ``parent`` (an id), and the lists ``aliases``, ``abbreviations``, ``metonyms``, ``members``
      (ids).
    * ``[[knowledge.groups]]``: ``id`` (``group:slug``), ``name``, ``subkind``, ``parent`` (an id),
      and the lists ``aliases``, ``abbreviations``, ``members`` (ids).
    * ``[[knowledge.places]]``: ``name``, ``state`` (an id), ``ambiguous`` (true or false). The
      place then lies in that state alone.
    * ``[[knowledge.publishers]]``: ``name``, ``kind``, ``narrator`` (an id, or ``""`` for none),
      and the lists ``domains``, ``aliases``.
    * ``[[knowledge.issues]]``: ``code``, ``name``, the list ``terms``, and the table ``maps``
      (scheme = code).

    A new state, organisation, group or issue needs its ``name``, a new place its ``state``.

    ``packs`` in the table ``[knowledge]`` names knowledge packs of installed packages
    (docs/plugins.md), whose entries come before the file's own, in the order of the names.

    Args:
        extra: The user's file, or None. The knowledge without one is loaded once.

    Returns:
        The knowledge.

    Raises:
        KnowledgeError: The file cannot be read, or an entry is wrong; it names file, table and
            key.
        PluginError: A pack that it names is missing or broken.
    """
    if extra is None:
        return _packaged()
    return _build(read_extra(extra), str(extra))


@cache
def _packaged() -> Knowledge:
    return _build({}, "memcon")


def _build(extra: Mapping[str, list[Row]], source: str) -> Knowledge:
    """Build the knowledge from the package's tables and a user's rows."""
    rows = {
        name: merge(name, read_table(name), extra.get(name, []))
        for name in TABLES
        if name != "places"
    }
    own_places = merge("places", [], extra.get("places", []))
    _check_required(rows | {"places": own_places}, source)
    places = _places(own_places)

    entities: dict[str, Entity] = {}
    forms: list[Form] = []
    for name, kind in _KINDS.items():
        for row in rows[name]:
            entity = Entity(
                id=_text(row, "id"),
                kind=kind,
                name=_text(row, "name").removesuffix("?"),
                subkind=_text(row, _SUBKIND[name]) or None,
                parent=_text(row, "parent") or None,
                members=_texts(row, "members"),
            )
            if entity.id in entities:
                raise KnowledgeError(
                    f"the id '{entity.id}' is used by two tables, the second is "
                    f"[[knowledge.{name}]]",
                    where=source,
                    remedy="Choose another id",
                )
            entities[entity.id] = entity
            forms.extend(_forms(row, entity.id))
    forms.extend(places)
    publishers = tuple(
        Publisher(
            name=_text(row, "name"),
            narrator=_text(row, "narrator") or None,
            domains=tuple(domain.lower() for domain in _texts(row, "domains")),
            aliases=_texts(row, "aliases"),
            kind=_text(row, "kind") or "publisher",
        )
        for row in rows["publishers"]
    )
    issues = tuple(
        Issue(
            code=_text(row, "code"),
            name=_text(row, "name"),
            terms=_texts(row, "terms"),
            maps=MappingProxyType(cast("dict[str, str]", row.get("maps", {}))),
        )
        for row in rows["issues"]
    )
    _check_references(entities, publishers, places, source)

    known = {form.surface for form in forms}
    shields = [shield for shield in (*_not_names(), *_papers(publishers)) if shield not in known]
    return Knowledge(
        entities=MappingProxyType(entities),
        publishers=publishers,
        issues=issues,
        _names=NameIndex(forms, shields, entities),
        _terms=TermIndex(issues),
        _places=_place_names(forms, entities),
        _domains={domain: owner for owner in reversed(publishers) for domain in owner.domains},
        _printed={
            key(printed): owner
            for owner in reversed(publishers)
            for printed in (*owner.aliases, owner.name)
        },
    )


def _text(row: Row, column: str) -> str:
    value = row.get(column, "")
    return value if isinstance(value, str) else ""


def _texts(row: Row, column: str) -> tuple[str, ...]:
    value = row.get(column, ())
    return value if isinstance(value, tuple) else ()


def _forms(row: Row, entity: str) -> list[Form]:
    """Return the surfaces of a row, each once, the most direct form first."""
    found: dict[str, Form] = {}
    for column, form in _FORMS:
        cells = _texts(row, column) or ((_text(row, column),) if _text(row, column) else ())
        for cell in cells:
            if cell == "*":
                wanted = [
                    f"{adjective}s"
                    for adjective in _texts(row, "adjectives")
                    if not adjective.endswith(("-", "?"))
                ]
            else:
                wanted = [cell]
            for surface in wanted:
                parsed = Form.parse(surface, entity, form)
                found.setdefault(parsed.surface, parsed)
    return list(found.values())


def _places(extra: list[Row]) -> list[Form]:
    """Return the places of the package and the user's, which take precedence."""
    own = [
        Form.parse(
            _text(row, "name") + ("?" if row.get("ambiguous") else ""),
            _text(row, "state"),
            "place",
        )
        for row in extra
    ]
    taken = {form.surface for form in own}
    _, lines = read_lines("places.tsv")
    packaged = [
        Form.parse(cell, state, "place") for state, cells in lines for cell in cells.split("|")
    ]
    return own + [form for form in packaged if form.surface not in taken]


def _not_names() -> list[str]:
    """Return the longer names that shield the states and places in them."""
    return [name for (cell,) in read_lines("not_names.tsv")[1] for name in cell.split("|")]


def _papers(publishers: Iterable[Publisher]) -> list[str]:
    """Return the names of papers and agencies that consist of several words."""
    return [
        name
        for publisher in publishers
        if publisher.kind in _PAPERS
        for name in (publisher.name, *publisher.aliases)
        # "Talks in India Today" is a headline rather than the magazine
        if (" " in name or "'" in name) and not name.endswith(" Today")
    ]


def _place_names(
    forms: Iterable[Form], entities: Mapping[str, Entity]
) -> dict[str, tuple[Entity, bool]]:
    """Return the states by the names of places in them, and whether a name is ambiguous."""
    names: dict[str, tuple[Entity, bool]] = {}
    for form in forms:
        entity = entities[form.entity]
        if entity.kind == "state" and form.form in _PLACE_FORMS:
            names.setdefault(key(form.surface), (entity, form.ambiguous))
    return names


def _check_required(rows: Mapping[str, list[Row]], source: str) -> None:
    """Raise where a row lacks a column that every row of its table needs."""
    for name, table in rows.items():
        for row in table:
            for column in TABLES[name].required:
                if not row.get(column):
                    label = _text(row, TABLES[name].key)
                    raise KnowledgeError(
                        f"[[knowledge.{name}]] '{label}' has no '{column}'",
                        where=source,
                        remedy=f"Add the key '{column}'",
                    )


def _check_references(
    entities: Mapping[str, Entity],
    publishers: Iterable[Publisher],
    places: Iterable[Form],
    source: str,
) -> None:
    """Raise where an id is referred to that no table has."""
    references: list[tuple[str, str, str]] = []
    for entity in entities.values():
        if entity.parent:
            references.append((entity.id, "parent", entity.parent))
        references.extend((entity.id, "members", member) for member in entity.members)
    references.extend(
        (publisher.name, "narrator", publisher.narrator)
        for publisher in publishers
        if publisher.narrator
    )
    references.extend((place.surface, "state", place.entity) for place in places)
    for holder, column, id in references:
        if id not in entities:
            raise KnowledgeError(
                f"'{holder}' has the {column} '{id}', which no table of states, organisations "
                "or groups holds",
                where=source,
                remedy="Correct the id, or add an entry for it",
            )
