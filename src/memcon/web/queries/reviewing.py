"""What a reviewer asks for: which findings, or which one."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from memcon.analysis.agreement import ReviewedKind
from memcon.analysis.review_queue import Filters, Seen
from memcon.web.queries.base import Query
from memcon.web.queries.fields import Id, Name, described


class ReviewQuery(Query):
    """List findings to be reviewed, whatever wants a look most first."""

    NAME: ClassVar = "review"

    kind: Annotated[ReviewedKind | None, described("Kind", "What kind of finding.")] = None
    seen: Annotated[
        Seen,
        described("Reviewed by", "Findings that nobody reviewed, that you did not, or all."),
    ] = "nobody"
    narrator: Annotated[Name | None, described("Narrator", "Whose voice the document is.")] = None
    issue: Annotated[Name | None, described("Issue", "Code of an issue.")] = None
    unsure: Annotated[
        bool, described("The reader was not sure", "Only what the reader was not sure of.")
    ] = False
    warned: Annotated[bool, described("With a warning", "Only what the reader warns about.")] = (
        False
    )
    document: Annotated[Id | None, described("Document", "Id of a document.")] = None
    id: Annotated[Id | None, described("Finding", "Id of the finding to look at.")] = None
    last: Annotated[
        int | None, Field(ge=1, le=2**53 - 1, description="Entry that was made just now.")
    ] = None

    def narrowing(self) -> Filters:
        """Return what the queue is narrowed down by."""
        return Filters(
            kind=self.kind,
            document=self.document,
            narrator=self.narrator,
            issue=self.issue,
            unsure=self.unsure,
            warned=self.warned,
        )

    def at(self, id: str | None, last: int | None = None) -> str:
        """Return the address of a finding in the same queue; of its first without an id."""
        return self.having(id=id, last=last).address("/review")
