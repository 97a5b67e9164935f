"""The questions of the web: one model a question, for its page, its downloads and the API alike.

A page takes one as ``Annotated[LedgerQuery, Query()]``, and asks for a page of rows with
``site.ask(lambda connection: query.page(connection, today=site.today()), key=query)``. Whoever
wants all rows calls ``query.ask(connection, today=…, limit=…)``.
"""

from memcon.web.queries.base import MAX_LIMIT, Page, Paged, Query
from memcon.web.queries.keeping import LogQuery, RejectsQuery
from memcon.web.queries.meeting import ActorsQuery, EventsQuery, MeetingsQuery, TimelineQuery
from memcon.web.queries.passages import FormulasQuery, PhrasesQuery, SearchQuery
from memcon.web.queries.registry import QUESTIONS, Question
from memcon.web.queries.relations import (
    NetworkQuery,
    OfficesQuery,
    StanceMapQuery,
    StancesQuery,
    StatementsQuery,
)
from memcon.web.queries.standing import ChangesQuery, LedgerQuery, PositionsQuery
from memcon.web.queries.two_sides import BriefQuery, CompareQuery

__all__ = [
    "MAX_LIMIT",
    "QUESTIONS",
    "ActorsQuery",
    "BriefQuery",
    "ChangesQuery",
    "CompareQuery",
    "EventsQuery",
    "FormulasQuery",
    "LedgerQuery",
    "LogQuery",
    "MeetingsQuery",
    "NetworkQuery",
    "OfficesQuery",
    "Page",
    "Paged",
    "PhrasesQuery",
    "PositionsQuery",
    "Query",
    "Question",
    "RejectsQuery",
    "SearchQuery",
    "StanceMapQuery",
    "StancesQuery",
    "StatementsQuery",
    "TimelineQuery",
]
