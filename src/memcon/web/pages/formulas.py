"""``/formulas``: the set phrases of the archive, who uses them, since when and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.analysis.formula_rows import FormulaRow
from memcon.web import links
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.naming import Names
from memcon.web.queries import FormulasQuery
from memcon.web.tables import Look, Part, short_date

router = APIRouter()
_USERS: Final = 4  # in a cell
_DAYS: Final = 3  # of those who took it over or dropped it, in a cell


@router.get("/formulas")
@kept
def formulas(request: Request) -> Response:
    """Return the list of set phrases."""
    shown = listing(request, FormulasQuery)
    return show(
        request,
        "formulas.html.jinja",
        shown,
        shown.tabled(
            LOOKS,
            caption="Set phrases, those first that are most of a set phrase",
            row_id=lambda row: None,
        ),
    )


def phrase(row: FormulaRow, names: Names) -> Iterable[Part]:
    """Return a phrase, leading to all its uses."""
    yield Part(words=row.phrase, href=f"/phrases?{urlencode({'phrases': row.phrase})}")


def users(row: FormulaRow, names: Names) -> Iterable[Part]:
    """Return who uses a phrase most, with how many documents."""
    most = sorted(row.users, key=lambda user: (-user.documents, user.side))
    for user in most[:_USERS]:
        words = f"{names.actor(user.side)} {user.documents:,}"
        yield Part(words=words, href=links.actor(user.side))
    if row.sides > _USERS:
        yield Part(words=f"{row.sides - _USERS} more")


def adopted(row: FormulaRow, names: Names) -> Iterable[Part]:
    """Return who took a phrase over, and when, the first first."""
    mine = [user for user in row.users if user.standing == "adopted" and user.first_day]
    return _some([(user.side, user.first_day or "") for user in mine], names)


def dropped(row: FormulaRow, names: Names) -> Iterable[Part]:
    """Return who no longer uses a phrase, and since when."""
    mine = [user for user in row.users if user.dropped and user.last_day]
    return _some([(user.side, user.last_day or "") for user in mine], names)


def _some(sides: Sequence[tuple[str, str]], names: Names) -> Iterable[Part]:
    for side, day in sides[:_DAYS]:
        yield Part(words=f"{names.actor(side)}, {short_date(day)}")
    if len(sides) > _DAYS:
        yield Part(words=f"{len(sides) - _DAYS} more")


LOOKS: Final = (
    Look(field="phrase", parts=phrase, header=True),
    Look(field="documents"),
    Look(field="here", label="Of these here"),
    Look(field="used_by", label="Used by", parts=users, kind="list"),
    Look(field="first_day", label="First use", link="first"),
    Look(field="last_day", label="Last use", link="last"),
    Look(field="adopted", label="Taken over by", parts=adopted, kind="list"),
    Look(field="dropped", label="Dropped by", parts=dropped, kind="list"),
)
