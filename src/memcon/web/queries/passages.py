"""What is asked of the words of documents: search, set phrases, uses of a phrase."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field
from sqlalchemy import Connection

from memcon.analysis.answer import Answer
from memcon.analysis.formula_rows import FormulaRow
from memcon.analysis.formulas import formulas_of
from memcon.analysis.issue_codes import issue_code
from memcon.analysis.phrase_watch import WatchedUse, watch
from memcon.analysis.search import Found, search
from memcon.archive.search import Order
from memcon.record import ActType, MeetingForm
from memcon.web.queries.base import Paged
from memcon.web.queries.fields import (
    LOOKED_FOR,
    Issue,
    Name,
    Names,
    Since,
    Until,
    Words,
    described,
    named,
)


class SearchQuery(Paged):
    """Find passages by their words, and by who says or does what in them."""

    NAME: ClassVar = "search"
    NEEDS: ClassVar = "Give words, or who speaks or acts, or another filter"
    FACETS: ClassVar = {
        "narrator": "narrator",
        "publisher": "publisher",
        "year": "year",
        "side": "side",
        "act": "act",
        "issue": "issue",
    }

    words: Annotated[Words, described("Words", LOOKED_FOR)] = ""
    actor: Annotated[Name | None, named("Actor", "Who speaks or acts there.")] = None
    side: Annotated[
        Name | None, named("Side", "State or body for which somebody speaks or acts.")
    ] = None
    narrator: Annotated[
        Name | None, named("Narrator", "State or body whose voice the document is.")
    ] = None
    act: Annotated[ActType | None, described("Act", "What is done there.")] = None
    issue: Issue = None
    publisher: Annotated[Name | None, described("Publisher", "Who published the document.")] = None
    form: Annotated[
        MeetingForm | None, described("Meeting", "Form of a meeting that the document tells of.")
    ] = None
    since: Since = None
    until: Until = None
    order: Annotated[
        Order | None,
        described("Order", "By relevance where there are words, else by date."),
    ] = None

    @property
    def asked(self) -> bool:
        """Whether there are words or a filter."""
        return bool(self.given().keys() - {"since", "until", "order"})

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Found]:
        """Return the documents with such passages; see :meth:`Paged.ask`."""
        asked = self.filters()
        if self.issue is not None:
            asked["issue"] = issue_code(connection, self.issue)
        return search(connection, **asked, limit=limit)


class FormulasQuery(Paged):
    """List set phrases: who uses them, since when, who took them over or dropped them."""

    NAME: ClassVar = "formulas"
    FACETS: ClassVar = {"user": "user"}

    user: Annotated[Name | None, named("Used by", "State or body that uses it.")] = None
    other: Annotated[Name | None, named("And by", "State or body that uses it, too.")] = None
    words: Annotated[
        Words | None, described("Words", "Words that stand side by side in the phrase.")
    ] = None
    titled: Annotated[
        Words | None, described("Title", "Used in documents with these words in the title.")
    ] = None
    adopted: Annotated[
        bool,
        described(
            "Taken over", "Only what a side came to use after another: the user, or anybody."
        ),
    ] = False
    dropped: Annotated[
        bool,
        described("Dropped", "Only what the user, or anybody, used regularly and no longer does."),
    ] = False
    min_documents: Annotated[
        int, Field(title="Documents", ge=0, le=1_000_000, description="In so many at least.")
    ] = 0
    since: Since = None
    until: Until = None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[FormulaRow]:
        """Return set phrases; see :meth:`Paged.ask`."""
        return formulas_of(connection, **self.filters(), limit=limit)


class PhrasesQuery(Paged):
    """List every use of any phrase, the latest first, and tell its course."""

    NAME: ClassVar = "phrases"
    NEEDS: ClassVar = "Give a phrase"
    FACETS: ClassVar = {"user": "user", "year": "year"}

    phrases: Annotated[Names, described("Phrase", "Any phrase; may be given several times.")] = ()
    user: Annotated[Name | None, named("Used by", "State or body whose uses count.")] = None
    titled: Annotated[
        Words | None, described("Title", "Used in documents with these words in the title.")
    ] = None
    since: Since = None
    until: Until = None

    @property
    def asked(self) -> bool:
        """Whether there is a phrase."""
        return bool(self.phrases)

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[WatchedUse]:
        """Return the uses; see :meth:`Paged.ask`."""
        return watch(connection, **self.filters(), limit=limit)
