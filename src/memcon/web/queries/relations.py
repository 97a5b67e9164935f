"""What is asked of who meets whom, and of what stands behind a stance."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final

from pydantic import Field
from sqlalchemy import Connection

from memcon.analysis.answer import Answer
from memcon.analysis.issue_statements import IssueAct, Kind, issue_statements
from memcon.analysis.network import DEFAULT_ACTORS, Between, Network, network
from memcon.analysis.officeholders import OfficeHeld
from memcon.analysis.offices import offices_of
from memcon.analysis.stance_years import (
    CountedStance,
    YearStance,
    stance_map,
    stance_years,
)
from memcon.archive import lookup
from memcon.web.queries.base import MAX_LIMIT, Paged
from memcon.web.queries.fields import Issues, Name, Names, Since, Until, described, named
from memcon.web.queries.standing import PositionsQuery

MOST_ACTORS: Final = 100


class NetworkQuery(Paged):
    """Count who met whom, a row for each two of those who met most often, the strongest first."""

    NAME: ClassVar = "network"
    FACETS: ClassVar = {"year": "since"}

    actor: Annotated[Name | None, named("Actor", "Only meetings that it took part in.")] = None
    own: Annotated[
        bool,
        described(
            "Own ties only", "Only the actor's own ties, not those of others whom it met together."
        ),
    ] = False
    between: Annotated[
        Between,
        described(
            "Between",
            "`sides` for states, bodies and groups, `persons` for named persons of different "
            "sides.",
        ),
    ] = "sides"
    since: Since = None
    until: Until = None
    top: Annotated[
        int,
        Field(
            title="How many actors",
            ge=2,
            le=MOST_ACTORS,
            description="Ties between so many who met most often.",
        ),
    ] = DEFAULT_ACTORS

    def ask(self, connection: Connection, *, today: str, limit: int) -> Network:
        """Return the ties; see :meth:`Paged.ask`."""
        return network(connection, **self.filters(), limit=limit)


class OfficesQuery(Paged):
    """List the offices of a person, or who is given an office of a state or body, with the days."""

    NAME: ClassVar = "offices"
    NEEDS: ClassVar = "Give an `actor`"

    actor: Annotated[Name | None, named("Actor", "A person, a state or a body.")] = None

    @property
    def asked(self) -> bool:
        """Whether there is an actor."""
        return self.actor is not None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[OfficeHeld]:
        """Return the offices; see :meth:`Paged.ask`."""
        return offices_of(connection, lookup.actor(connection, self.actor or ""), limit=limit)


class _Stances(Paged):
    """What stances are counted of."""

    NEEDS: ClassVar = PositionsQuery.NEEDS

    by: Annotated[
        Names, named("Actors", "Whose positions; of those who say most on the issues without it.")
    ] = ()
    on: Issues = ()
    since: Since = None
    until: Until = None
    limit: Annotated[
        int, Field(title="Rows", ge=1, le=MAX_LIMIT, description="At most so many rows.")
    ] = MAX_LIMIT

    @property
    def asked(self) -> bool:
        """Whether there is an actor or an issue."""
        return bool(self.by or self.on)


class StanceMapQuery(_Stances):
    """Count which kind of acts prevails, a row for each actor and issue."""

    NAME: ClassVar = "positions/map"

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[CountedStance]:
        """Return stances; see :meth:`Paged.ask`."""
        return stance_map(connection, **self.filters(), limit=limit)


class StancesQuery(_Stances):
    """Count which kind of acts prevails year by year, a row for each actor, issue and year."""

    NAME: ClassVar = "positions/years"

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[YearStance]:
        """Return stances by year; see :meth:`Paged.ask`."""
        return stance_years(connection, **self.filters(), limit=limit)


class StatementsQuery(Paged):
    """List the acts of an actor on an issue with their words, the newest first."""

    NAME: ClassVar = "positions/statements"
    NEEDS: ClassVar = "Give an `actor` and an `issue`"
    FACETS: ClassVar = {"kind": "kind", "year": "since"}

    actor: Annotated[Name | None, named("Actor", "Whose acts.")] = None
    issue: Annotated[
        Name | None, described("Issue", "Code of an issue (`trade`, `sanctions`) or a word of it.")
    ] = None
    kind: Annotated[
        Kind | None,
        described("Kind", "Only backing, objecting or asking; `other` for what shows no stance."),
    ] = None
    since: Since = None
    until: Until = None

    @property
    def asked(self) -> bool:
        """Whether there are an actor and an issue."""
        return self.actor is not None and self.issue is not None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[IssueAct]:
        """Return the acts; see :meth:`Paged.ask`."""
        return issue_statements(connection, **self.filters(), limit=limit)
