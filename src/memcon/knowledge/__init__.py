"""What is known beforehand: states, organisations, groups, places, publishers, issues, words.

``load_knowledge`` reads the tables; everything else is asked of the ``Knowledge`` it returns.
"""

from __future__ import annotations

from memcon.knowledge.entities import (
    Entity,
    EntityKind,
    Issue,
    NameForm,
    NameMatch,
    Publisher,
)
from memcon.knowledge.loader import Knowledge, load_knowledge

__all__ = [
    "Entity",
    "EntityKind",
    "Issue",
    "Knowledge",
    "NameForm",
    "NameMatch",
    "Publisher",
    "load_knowledge",
]
