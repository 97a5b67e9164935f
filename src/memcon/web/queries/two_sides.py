"""What is asked of two sides: a comparison, a brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import BeforeValidator, Field
from sqlalchemy import Connection

from memcon.analysis import accounts
from memcon.analysis.answer import Answer
from memcon.analysis.brief import Brief, brief
from memcon.analysis.comparison import LABELS, ComparedRow, Comparison, ComparisonMode, Label
from memcon.errors import MemconError
from memcon.web.queries.base import Paged, Query
from memcon.web.queries.fields import (
    Id,
    Name,
    Names,
    Since,
    Today,
    described,
    listed,
    named,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from memcon.record import Record


class CompareQuery(Paged):
    """Compare two documents, two meetings or two accounts of one meeting by their statements."""

    NAME: ClassVar = "compare"
    FACETS: ClassVar = {"label": "label"}
    NEEDS: ClassVar = (
        "Give ids of two documents or meetings as `a` and `b`, or that of one meeting as `a`"
    )

    a: Annotated[
        Id | None,
        described("A", "Id of a document (doc:…) or of a meeting (doc:…/meeting:1)."),
    ] = None
    b: Annotated[
        Id | None,
        described("B", "What A is compared with; without it, A is a meeting with accounts."),
    ] = None
    mode: Annotated[
        ComparisonMode | None,
        described("Kind", "B follows A, or both tell of one meeting; told from both without it."),
    ] = None
    narrators: Annotated[
        Names, named("Narrators", "Whose two accounts of meeting A; those with most without it.")
    ] = ()
    label: Annotated[
        tuple[Label, ...],
        BeforeValidator(listed),
        Field(title="Labels", max_length=len(LABELS), description="Only rows of these."),
    ] = ()

    @property
    def asked(self) -> bool:
        """Whether there is something to compare."""
        return self.a is not None

    def compare(self, connection: Connection) -> Comparison:
        """Return the whole comparison, whatever labels are asked for.

        Raises:
            UnknownIdError: the archive has no such document, meeting or side.
            MemconError: nothing is there to compare with.
        """
        from memcon.analysis.compare import compare  # which loads scipy: half of the start

        one, other = self._sides(connection)
        return compare(one, other, mode=self.mode)

    def rows_of(self, comparison: Comparison) -> list[ComparedRow]:
        """Return the rows with the labels that are asked for, all without any."""
        return [row for row in comparison.rows if not self.label or row.label in self.label]

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[ComparedRow]:
        """Return the rows; see :meth:`Paged.ask`."""
        made = self.compare(connection)
        rows = self.rows_of(made)
        counts = [(name, number) for name, number in made.summary.counts.items() if number]
        return Answer(
            model=ComparedRow,
            rows=rows[:limit],
            total=len(rows),
            facets={"label": counts},
            notes=[made.mode_reason, *made.summary.sentences],
        )

    def _sides(self, connection: Connection) -> tuple[Sequence[Record], Sequence[Record]]:
        if self.a is None:
            raise MemconError("there is nothing to compare", where="a", remedy=self.NEEDS)
        if self.b is None:
            return accounts.by_two_sides(connection, self.a, self.narrators)
        if self.narrators:
            raise MemconError(
                "narrators are asked for of one meeting",
                where="narrators",
                remedy="Leave `b` out, or the narrators",
            )
        return accounts.records_of(connection, self.a), accounts.records_of(connection, self.b)


class BriefQuery(Query):
    """Put together what there is to know before two sides meet."""

    NAME: ClassVar = "brief"
    NEEDS: ClassVar = "Give the two sides as `a` and `b`"

    a: Annotated[Name | None, named("A", "One side.")] = None
    b: Annotated[Name | None, named("B", "The other side.")] = None
    since: Annotated[
        Since,
        Field(
            title="Changes from",
            description="From when on changes are told; from a year before the last meeting "
            "without it.",
        ),
    ] = None
    today: Today = None

    @property
    def asked(self) -> bool:
        """Whether there are two sides."""
        return self.a is not None and self.b is not None

    def brief(self, connection: Connection, *, today: str) -> Brief:
        """Return the brief.

        Args:
            connection: the archive.
            today: ISO 8601 day it is written for, unless another one is asked for.

        Raises:
            MemconError: there is no such actor, or both are one.
        """
        if self.a is None or self.b is None:
            raise MemconError("whose brief?", where="brief", remedy=self.NEEDS)
        return brief(connection, self.a, self.b, today=self.today or today, since=self.since)
