"""The rows of ``memcon formulas``, and how they are put in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from memcon.analysis.answer import SHOWN, Citation, Model

_NAMED: Final = 3  # users in a table's cell
_LATER: Final = 2  # of those who came after the first, in a table's cell
USERS: Final = 25  # users of a row
_LAST: Final = "9999"


class PhraseUser(Model):
    """A side that uses a phrase."""

    side: Annotated[str, Field(description="id of the state or body")]
    documents: Annotated[int, Field(description="documents in which it does")]
    uses: Annotated[int, Field(description="how often it does")]
    first_day: Annotated[str | None, Field(description="of its first document with the phrase")]
    last_day: Annotated[str | None, Field(description="of its last document with the phrase")]
    standing: Annotated[
        Literal["first", "adopted", ""],
        Field(description="first: none used it before; adopted: another did; empty: no day known"),
    ]
    dropped: Annotated[
        bool, Field(description="used it regularly and no longer does, though it is heard of")
    ]
    silent: Annotated[
        int | None, Field(description="if dropped: months with its words since its last use")
    ]


class FormulaRow(Model):
    """A set phrase."""

    phrase: Annotated[str, Field(description="as most often printed", json_schema_extra=SHOWN)]
    documents: Annotated[int, Field(description="documents with it", json_schema_extra=SHOWN)]
    here: Annotated[
        int | None,
        Field(
            description="of these, documents that the filters let through (period, titles, user)",
            json_schema_extra=SHOWN,
        ),
    ]
    uses: Annotated[int, Field(description="how often it is there")]
    score: Annotated[
        float,
        Field(description="how much of a set phrase it is, by the share of documents let through"),
    ]
    used_by: Annotated[
        list[str],
        Field(description="sides, with documents, most first", json_schema_extra=SHOWN),
    ]
    first_day: Annotated[str | None, Field(description="of a use", json_schema_extra=SHOWN)]
    last_day: Annotated[str | None, Field(description="of a use", json_schema_extra=SHOWN)]
    adopted: Annotated[
        list[str],
        Field(
            description="who used it first, and who after that, with days", json_schema_extra=SHOWN
        ),
    ]
    dropped: Annotated[
        list[str],
        Field(description="who no longer uses it, with the last day", json_schema_extra=SHOWN),
    ]
    sides: Annotated[int, Field(description="how many sides use it")]
    users: Annotated[list[PhraseUser], Field(description="by first day; at most 25")]
    first: Annotated[Citation | None, Field(description="the first use")]
    last: Annotated[Citation | None, Field(description="the last use")]


def phrase_users(rows: Iterable[Any]) -> list[PhraseUser]:
    """Return the users of a phrase by their first day.

    Args:
        rows: with the attributes of ``formula_sides``.
    """
    users = [
        PhraseUser(
            side=row.side,
            documents=row.documents,
            uses=row.uses,
            first_day=row.first_day,
            last_day=row.last_day,
            standing="adopted" if row.adopted else "first" if row.first_day else "",
            dropped=row.silent is not None,
            silent=row.silent,
        )
        for row in rows
    ]
    return sorted(users, key=lambda user: (user.first_day or _LAST, user.side))


def used_by(users: Sequence[PhraseUser], asked: Sequence[str]) -> list[str]:
    """Return who uses a phrase in words, who was asked for first."""
    order = sorted(users, key=lambda user: (user.side not in asked, -user.documents, user.side))
    return _some([f"{user.side} {user.documents}" for user in order], _NAMED)


def drops(users: Sequence[PhraseUser], asked: Sequence[str]) -> list[str]:
    """Return who no longer uses a phrase in words; of the sides asked for, where there are any."""
    gone = [user for user in users if user.dropped and (not asked or user.side in asked)]
    return _some([f"{user.side} {user.last_day}" for user in gone], _NAMED)


def adoptions(users: Sequence[PhraseUser], asked: Sequence[str]) -> list[str]:
    """Return who used a phrase first and who then; of the sides asked for, where there are two."""
    dated = [user for user in users if user.first_day]
    if len(asked) > 1:
        dated = [user for user in dated if user.side in asked]
    later = [user for user in dated if dated and user.first_day != dated[0].first_day]
    if len(asked) == 1:
        later = [user for user in later if user.side in asked]
    if not later:
        return []
    shown = [f"{user.side} {user.first_day}" for user in later]
    origin = "+".join(user.side for user in dated if user.first_day == dated[0].first_day)
    return [f"{origin} {dated[0].first_day}", *_some(shown, _LATER)]


def _some(named: Sequence[str], most: int) -> list[str]:
    return [*named[:most], f"{len(named) - most} more"] if len(named) > most else list(named)
