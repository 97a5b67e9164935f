"""Names for the ids that stand on a page: actors by one question, issues by what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, bindparam, select

from memcon.archive.lookup import chunks
from memcon.archive.schema import actors
from memcon.presentation.wording import for_reading

_SUGGESTED: Final = 200
_BEST: Final = actors.alias("best")
_NAMES: Final = (
    select(actors.c.id, _BEST.c.name)
    .join(_BEST, _BEST.c.key == actors.c.canonical)
    .where(actors.c.id.in_(bindparam("ids", expanding=True)))
    # An id stands for the actor of the form that most documents have: it comes last.
    .order_by(actors.c.documents, actors.c.key.desc())
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What ids are called; an id that nothing is known of is its own name."""

    actors: Mapping[str, str] = field(default_factory=dict)
    config: Path | None = None

    def actor(self, id: str) -> str:
        """Return the name of an actor."""
        return self.actors.get(id) or id

    def issue(self, code: str) -> str:
        """Return the name of an issue."""
        return _issues(self.config).get(code) or code.replace("-", " ")


def names_of(connection: Connection, ids: Iterable[str], *, config: Path | None = None) -> Names:
    """Return the names of actors.

    Args:
        connection: the archive.
        ids: their ids; those of anything else are passed over.
        config: the ``memcon.toml`` with the user's own issues.
    """
    wanted = sorted({id for id in ids if id})
    found: dict[str, str] = {}
    for part in chunks(wanted):
        rows = connection.execute(_NAMES, {"ids": part})
        found.update({row.id: for_reading(row.name) for row in rows})
    for id in wanted:
        if id not in found and (known := _known(id)):
            found[id] = known
    return Names(actors=found, config=config)


@cache
def _issues(config: Path | None) -> dict[str, str]:
    from memcon.knowledge import load_knowledge

    return {issue.code: issue.name for issue in load_knowledge(config).issues}


def _known(id: str) -> str | None:
    """Return the name of a state or body that no document of the archive names."""
    from memcon.knowledge import load_knowledge

    entity = load_knowledge().entity(id)
    return entity.name if entity else None


def issues(config: Path | None = None) -> list[tuple[str, str]]:
    """Return the codes and names of all issues in the order of the names.

    Args:
        config: the ``memcon.toml`` with the user's own issues.
    """
    return sorted(_issues(config).items(), key=lambda one: one[1].casefold())


def suggestions(connection: Connection) -> list[tuple[str, str]]:
    """Return the ids and names of the actors that most documents name, for fields to suggest."""
    best = actors.alias("best")
    query = (
        select(best.c.id, best.c.name)
        .select_from(actors)
        .join(best, best.c.key == actors.c.canonical)
        .where(actors.c.documents > 0, actors.c.named)
        .order_by(actors.c.documents.desc(), actors.c.key)
        .limit(_SUGGESTED)
    )
    return list(
        {row.id: (row.id, for_reading(row.name)) for row in connection.execute(query)}.values()
    )
