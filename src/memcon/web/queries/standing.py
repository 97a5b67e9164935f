"""What is asked of undertakings and positions."""

from __future__ import annotations

from typing import Annotated, ClassVar

from sqlalchemy import Connection

from memcon.analysis.answer import Answer
from memcon.analysis.ledger import Sort, Undertaking, ledger
from memcon.analysis.positions import Change, Position, positions, rung_changes
from memcon.archive.human import Status
from memcon.record import CommitmentStrength
from memcon.web.queries.base import Paged
from memcon.web.queries.fields import (
    LOOKED_FOR,
    Issue,
    Issues,
    Name,
    Names,
    Since,
    Today,
    Until,
    Words,
    described,
    named,
)


class LedgerQuery(Paged):
    """List who undertook what, towards whom and by when, a row for each undertaking.

    From and to go by the day on which it was said last.
    """

    NAME: ClassVar = "ledger"
    FACETS: ClassVar = {"strength": "strength", "status": "status", "issue": "issue"}

    by: Annotated[Name | None, named("By", "Who is bound.")] = None
    to: Annotated[Name | None, named("Towards", "Towards whom.")] = None
    issue: Issue = None
    words: Annotated[Words, described("Words", LOOKED_FOR)] = ""
    strength: Annotated[
        CommitmentStrength | None, described("Strength", "How firmly; `will` is the firmest.")
    ] = None
    status: Annotated[
        Status | None, described("Status", "What became of it, as people rate it.")
    ] = None
    with_quantity: Annotated[bool, described("With a number", "Only those with a number.")] = False
    with_deadline: Annotated[
        bool, described("With a deadline", "Only those with a date by which they are due.")
    ] = False
    overdue: Annotated[
        bool, described("Overdue", "Only those due before today that nobody has rated.")
    ] = False
    carried_by: Annotated[
        Name | None, named("Carried by", "Whose accounts carry it: a narrator.")
    ] = None
    since: Since = None
    until: Until = None
    sort: Annotated[
        Sort | None,
        described(
            "Order",
            "Said `last` first, said `first` first, `deadline` (due first) or `times` (most often "
            "said); by deadline where only overdue ones are asked for, else `last`.",
        ),
    ] = None
    today: Today = None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Undertaking]:
        """Return undertakings; see :meth:`Paged.ask`."""
        asked = self.filters() | {"today": self.today or today}
        return ledger(connection, **asked, limit=limit)


class PositionsQuery(Paged):
    """Tell how actors speak on issues, and how strongly, a row for each actor and issue."""

    NAME: ClassVar = "positions"
    NEEDS: ClassVar = "Give actors as `by`, issues as `on`, or both"

    by: Annotated[
        Names, named("Actors", "Whose positions; of those who say most on the issues without it.")
    ] = ()
    on: Issues = ()
    since: Since = None
    until: Until = None

    @property
    def asked(self) -> bool:
        """Whether there is an actor or an issue."""
        return bool(self.by or self.on)

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Position]:
        """Return positions; see :meth:`Paged.ask`."""
        return positions(connection, **self.filters(), limit=limit)


class ChangesQuery(Paged):
    """List where actors changed how strongly they word an issue, the newest first."""

    NAME: ClassVar = "changes"
    NEEDS: ClassVar = PositionsQuery.NEEDS

    by: Annotated[
        Names, named("Actors", "Whose wording; of those who say most on the issues without it.")
    ] = ()
    on: Issues = ()
    since: Since = None
    until: Until = None
    style: Annotated[
        bool,
        described(
            "Changes of style, too", "Also changes between words that are rather a matter of style."
        ),
    ] = False

    @property
    def asked(self) -> bool:
        """Whether there is an actor or an issue."""
        return bool(self.by or self.on)

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Change]:
        """Return changes; see :meth:`Paged.ask`."""
        return rung_changes(connection, **self.filters(), limit=limit)
