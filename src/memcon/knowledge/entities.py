"""What the knowledge tables hold, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

EntityKind: TypeAlias = Literal["state", "organisation", "group"]
NameForm: TypeAlias = Literal[
    "name", "alias", "abbreviation", "adjective", "demonym", "metonym", "place"
]

FORM_RANK: Final[Mapping[NameForm, int]] = {
    "name": 0,
    "abbreviation": 1,
    "alias": 2,
    "metonym": 3,
    "adjective": 4,
    "demonym": 5,
    "place": 6,
}
"""Which reading of a surface comes first where it has several: the more direct one."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A state, organisation or group known beforehand.

    Attributes:
        id: ISO 3166-1 alpha-3 code for a state, the usual abbreviation in capitals for an
            organisation, ``group:slug`` for anything else.
        kind: ``state``, ``organisation`` or ``group``.
        name: The common English name.
        subkind: For states ``un-member``, ``observer``, ``other``, ``territory`` or ``former``;
            for organisations ``organisation``, ``alliance``, ``grouping``, ``initiative``,
            ``forum``, ``treaty``, ``court`` or ``programme``; for groups a free word (``bloc``,
            ``region``, ``armed-group``, ``armed-forces``, ``party``, ``company`` …).
        parent: Id of the entity it is a part of or based in.
        members: State ids, for small fixed bodies and regions only.
    """

    id: str
    kind: EntityKind
    name: str
    subkind: str | None = None
    parent: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known name in a text.

    Attributes:
        entity: Whom the name most directly means; for a ``place`` the state it lies in.
        form: How it is named.
        start: Offset of the first code point.
        end: Offset after the last; a possessive ``'s`` is outside.
        ambiguous: Whether the surface also means something else (a given name, a second entity,
            a common word), so that context has to decide.
        other: Further entities that the same surface can mean, the likeliest first.
    """

    entity: Entity
    form: NameForm
    start: int
    end: int
    ambiguous: bool = False
    other: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """A news agency, paper, broadcaster or issuing body.

    Attributes:
        name: As it calls itself in English.
        narrator: Id of the entity whose official or state-owned voice it is, or None.
        domains: Host names; one covers its subdomains.
        aliases: Other forms in which it is printed.
        kind: ``agency``, ``newspaper``, ``magazine``, ``broadcaster``, ``ministry``,
            ``presidency``, ``government`` or ``organisation``.
    """

    name: str
    narrator: str | None
    domains: tuple[str, ...]
    aliases: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A subject that acts can be about.

    Attributes:
        code: Slug.
        name: English label.
        terms: Words that point at it.
        maps: Counterparts in published schemes: ``medtop`` (IPTC Media Topics), ``plover``
            (general context of the PLOVER manual).
    """

    code: str
    name: str
    terms: tuple[str, ...]
    maps: Mapping[str, str]
