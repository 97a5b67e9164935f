"""All questions that are answered by rows: pages, downloads and the API are made from this list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from memcon.analysis.actors import Known
from memcon.analysis.answer import Model
from memcon.analysis.comparison import ComparedRow
from memcon.analysis.events import Happened
from memcon.analysis.formula_rows import FormulaRow
from memcon.analysis.issue_statements import IssueAct
from memcon.analysis.ledger import Undertaking
from memcon.analysis.log import LogEntry
from memcon.analysis.meetings import Met
from memcon.analysis.network import Tie
from memcon.analysis.officeholders import OfficeHeld
from memcon.analysis.phrase_watch import WatchedUse
from memcon.analysis.positions import Change, Position
from memcon.analysis.rejects import Reject
from memcon.analysis.search import Found
from memcon.analysis.stance_years import CountedStance, YearStance
from memcon.analysis.timeline import Period
from memcon.web.queries.base import Paged
from memcon.web.queries.keeping import LogQuery, RejectsQuery
from memcon.web.queries.meeting import ActorsQuery, EventsQuery, MeetingsQuery, TimelineQuery
from memcon.web.queries.passages import FormulasQuery, PhrasesQuery, SearchQuery
from memcon.web.queries.relations import (
    NetworkQuery,
    OfficesQuery,
    StanceMapQuery,
    StancesQuery,
    StatementsQuery,
)
from memcon.web.queries.standing import ChangesQuery, LedgerQuery, PositionsQuery
from memcon.web.queries.two_sides import CompareQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: its name in addresses, its title, its parameters, and a row of its answer."""

    title: str
    query: type[Paged]
    row: type[Model]

    @property
    def name(self) -> str:
        """What it is called in addresses: ``/ledger``, ``/ledger.csv``, ``/api/v1/ledger``."""
        return self.query.NAME

    @property
    def slug(self) -> str:
        """The name as one word, for files and operations."""
        return self.name.replace("/", "-")

    @property
    def summary(self) -> str:
        """What it does, in a sentence."""
        return " ".join((self.query.__doc__ or "").partition("\n\n")[0].split())

    @property
    def description(self) -> str:
        """What it does, in full."""
        return " ".join((self.query.__doc__ or "").split())


_ALL: Final = (
    Question(title="Search", query=SearchQuery, row=Found),
    Question(title="Meetings", query=MeetingsQuery, row=Met),
    Question(title="Actors", query=ActorsQuery, row=Known),
    Question(title="Offices", query=OfficesQuery, row=OfficeHeld),
    Question(title="Ledger", query=LedgerQuery, row=Undertaking),
    Question(title="Positions", query=PositionsQuery, row=Position),
    Question(title="Stances on issues", query=StanceMapQuery, row=CountedStance),
    Question(title="Stances by year", query=StancesQuery, row=YearStance),
    Question(title="Statements on an issue", query=StatementsQuery, row=IssueAct),
    Question(title="Changes of wording", query=ChangesQuery, row=Change),
    Question(title="Timeline", query=TimelineQuery, row=Period),
    Question(title="Events", query=EventsQuery, row=Happened),
    Question(title="Network", query=NetworkQuery, row=Tie),
    Question(title="Set phrases", query=FormulasQuery, row=FormulaRow),
    Question(title="Uses of a phrase", query=PhrasesQuery, row=WatchedUse),
    Question(title="Comparison", query=CompareQuery, row=ComparedRow),
    Question(title="Log", query=LogQuery, row=LogEntry),
    Question(title="Rejects", query=RejectsQuery, row=Reject),
)
QUESTIONS: Final[dict[str, Question]] = {one.name: one for one in _ALL}
