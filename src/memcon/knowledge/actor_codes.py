"""The codes by which event data sets call states and the roles of actors.

``data/country_codes.tsv``, ``data/group_codes.tsv`` and ``data/actor_codes.tsv`` hold them; their
headers say whose they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, cast

from memcon.knowledge.loader import load_knowledge
from memcon.knowledge.tables import read_lines

PartKind = Literal["role", "body", "religion"]
_PART: Final = 3  # letters of a part of a CAMEO actor code


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryCode:
    """A state in older code schemes; None where a scheme has no code for it.

    ``fips`` is its FIPS 10-4 code, ``cow`` its Correlates of War number.
    """

    fips: str | None
    cow: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorCode:
    """A CAMEO actor code in parts, as GDELT has them.

    Attributes:
        country: ISO 3166 alpha-3 code of the state; "" for none.
        group: the known group or organisation, where the code names one.
        ethnic: ethnic group, which CAMEO writes in small letters.
        religions: at most two.
        types: roles, and ``IGO`` and the like for actors of no state; at most three.
    """

    country: str = ""
    group: str = ""
    ethnic: str = ""
    religions: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @property
    def sectors(self) -> tuple[str, ...]:
        """The PLOVER sectors of its roles, each once."""
        found = (actor_parts()[part].sector for part in self.types if part in actor_parts())
        return tuple(dict.fromkeys(sector for sector in found if sector))

    @property
    def bodies(self) -> tuple[str, ...]:
        """The types that stand for an actor of no state: ``IGO``, ``NGO``, ``MNC`` and the like."""
        return tuple(part for part in self.types if actor_parts()[part].kind == "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPart:
    """What three letters of an actor code mean, and their PLOVER sector."""

    kind: PartKind
    sector: str | None


@cache
def country_codes() -> Mapping[str, CountryCode]:
    """Return the codes of states by their ids."""
    _, lines = read_lines("country_codes.tsv")
    return MappingProxyType(
        {id: CountryCode(fips=fips or None, cow=cow or None) for id, fips, cow in lines}
    )


@cache
def actor_parts() -> Mapping[str, ActorPart]:
    """Return what the parts of actor codes mean that are no states."""
    _, lines = read_lines("actor_codes.tsv")
    return MappingProxyType(
        {
            code: ActorPart(kind=cast("PartKind", kind), sector=sector or None)
            for code, kind, sector in lines
        }
    )


@cache
def _group_codes() -> Mapping[str, str]:
    _, lines = read_lines("group_codes.tsv")
    return MappingProxyType({row[0]: row[1] for row in lines})


def group_code(id: str | None) -> str | None:
    """Return CAMEO's code of an organisation or group, or of what it is part of.

    Args:
        id: an actor's id, such as ``NATO``.

    Returns:
        Three letters, ``NAT``; None where CAMEO has no code for it.
    """
    entities = load_knowledge().entities
    known = _group_codes()
    seen: set[str] = set()
    while id is not None and id not in seen:
        if id in known:
            return known[id]
        seen.add(id)
        entity = entities.get(id)
        id = entity.parent if entity else None
    return None


def split_actor_code(code: str | None, *, side: str | None = None) -> ActorCode:
    """Take a CAMEO actor code apart.

    The first three letters are a state, unless they are a role, a body or a religion (and even
    then, if they are ``side``: SUN is Sunni, and was the Soviet Union). Later ones that are none of
    these are a known group in capitals (``IGOUNO``) and an ethnic group in small letters. What does
    not fit (a third religion, a fourth role) is left out.

    Args:
        code: such as ``USAGOV``; None for an actor without one.
        side: the state or body that the actor is known to belong to.

    Returns:
        Its parts; those of ``side`` alone, where it looks like a state, without a code.
    """
    if not code:
        code = side if side and len(side) == _PART and side.isupper() else ""
        side = code or None
    chunks = [code[start : start + _PART] for start in range(0, len(code), _PART)]
    country, group, ethnic = "", "", ""
    religions: list[str] = []
    types: list[str] = []
    parts = actor_parts()
    for place, chunk in enumerate(chunks):
        part = parts.get(chunk)
        if place == 0 and (chunk == side or part is None):
            country = chunk
        elif part is None:
            ethnic, group = (chunk, group) if chunk.islower() else (ethnic, group or chunk)
        elif part.kind == "religion":
            religions.append(chunk)
        else:
            types.append(chunk)
    return ActorCode(
        country=country,
        group=group,
        ethnic=ethnic,
        religions=tuple(religions[:2]),
        types=tuple(types[:3]),
    )
