"""Which personal names can be one and the same when documents are linked, loaded once.

The reader's own table (``names.toml``) serves one document, where a name is defined before it is
shortened; linking compares names across documents and needs relations between names instead: a
short form may stand for several given names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from memcon.knowledge.files import toml_table


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNames:
    """Names that can be one person's: see ``data/en/person_names.toml``.

    Attributes:
        family_first: Sides (state ids) whose people usually write the family name first.
        family_names: Family names that are hardly anything else, and so tell that order.
        spellings: A spelling and the one that stands for all of its kind.
        nicknames: A given name and the numbers of the groups of names that it belongs to.
        forenames: Given names of everyday use.
        descriptive: Words of descriptions that name nobody.
    """

    family_first: frozenset[str]
    family_names: frozenset[str]
    spellings: Mapping[str, str]
    nicknames: Mapping[str, tuple[int, ...]]
    forenames: frozenset[str]
    descriptive: frozenset[str]


@cache
def person_names() -> PersonNames:
    """Return the tables of personal names."""
    table = toml_table("person_names.toml")
    spellings: dict[str, str] = {}
    for entry in table["spellings"]:
        first, *others = entry.split()
        spellings[first] = first
        spellings.update((other, first) for other in others)
    groups: dict[str, tuple[int, ...]] = {}
    for number, entry in enumerate(table["nicknames"]):
        for name in entry.split():
            groups[name] = (*groups.get(name, ()), number)
    return PersonNames(
        family_first=frozenset(table["family_first"]),
        family_names=frozenset(table["family_names"].split()),
        spellings=spellings,
        nicknames=groups,
        forenames=frozenset(table["forenames"].split()),
        descriptive=frozenset(table["descriptive"]),
    )
