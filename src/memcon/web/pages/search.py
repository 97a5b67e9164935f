"""``/search``: passages with given words, and whose documents they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.analysis.search import Found
from memcon.presentation.wording import for_reading
from memcon.web.kept_pages import kept
from memcon.web.listing import listing, show
from memcon.web.queries import SearchQuery

router = APIRouter()
_MARKED: Final = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a snippet, and whether they were looked for."""

    words: str
    marked: bool


@router.get("/search")
@kept
def search(request: Request) -> Response:
    """Return what was found."""
    shown = listing(request, SearchQuery)
    results = [(row, pieces(row)) for row in shown.rows]
    return show(request, "search.html.jinja", shown, results=results)


def pieces(row: Found) -> list[Piece]:
    """Return the snippet of a result, taken apart at the words that were looked for."""
    found = []
    for place, words in enumerate(_MARKED.split(row.snippet)):
        text = for_reading(words) if place % 2 else _kept_spaces(words)
        if text:
            found.append(Piece(words=text, marked=bool(place % 2)))
    return found


def _kept_spaces(words: str) -> str:
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() and words.strip() else ""
    return f"{before}{for_reading(words)}{after}"
