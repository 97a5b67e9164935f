"""What the questions of the web have in common, and how their answers are cut into pages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Final, Generic, Self, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import Connection

from memcon.analysis.answer import DEFAULT_LIMIT, Answer, Model
from memcon.archive.revision import revision
from memcon.errors import MemconError
from memcon.web.queries.cursor import Cursor

MAX_LIMIT: Final = 500  # rows of a page; the API gives up to 1,000
_PAGING: Final = frozenset(("limit", "cursor", "format"))  # what is no filter
_CHANGED: Final = (
    "The archive has changed since the first page was read: rows may be missing here or stand on "
    "two pages. Start again from the first page to be sure."
)

Row = TypeVar("Row", bound=Model, covariant=True)
Pairs = list[tuple[str, str]]


class Query(BaseModel):
    """What a question is narrowed down by, as the parameters of an address say it.

    The fields are the arguments of the question in ``memcon.analysis``. What is empty counts as not
    given, for forms send every field that they have. A parameter that there is not is passed over.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    NAME: ClassVar[str] = ""
    """What the question is called in addresses."""
    NEEDS: ClassVar[str] = ""
    """What to give where nothing is asked without it."""
    FACETS: ClassVar[Mapping[str, str]] = {}
    """The facets of the answer that narrow the question down, and the field that each one sets."""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        kept: dict[str, Any] = {}
        for name, value in given.items():
            if isinstance(value, list | tuple):
                value = [one for one in value if not _blank(one)]
                if value:
                    kept[name] = value
            elif not _blank(value):
                kept[name] = value
        return kept

    @property
    def asked(self) -> bool:
        """Whether enough is given for the question to be asked; without it a page has its form."""
        return True

    def filters(self) -> dict[str, Any]:
        """Return the arguments of the question."""
        names = (name for name in type(self).model_fields if name not in _PAGING)
        return {name: getattr(self, name) for name in names}

    def given(self) -> dict[str, Any]:
        """Return the filters that are set to anything else than what they are without being set."""
        fields = type(self).model_fields
        return {
            name: value
            for name, value in self.filters().items()
            if value != fields[name].get_default(call_default_factory=True)
        }

    def parameters(self) -> Pairs:
        """Return the parameters that ask the same from the first page on, in a fixed order."""
        found: Pairs = []
        for name, value in self.given().items():
            found += [(name, _text(one)) for one in _listed(value)]
        return found

    def address(self, path: str) -> str:
        """Return the address of a path with these parameters."""
        asked = urlencode(self.parameters())
        return f"{path}?{asked}" if asked else path

    def having(self, **changes: Any) -> Self:
        """Return the question with other filters, from its first page on; None takes one out.

        Raises:
            ValidationError: a filter cannot have that value.
        """
        values = {name: changes.get(name, value) for name, value in self.filters().items()}
        limits = {"limit": getattr(self, "limit", None)}
        return type(self).model_validate(
            {name: value for name, value in (values | limits).items() if value is not None}
        )

    def narrowed(self, facet: str, value: str) -> Self | None:
        """Return the question narrowed down to a value of a facet; None where that cannot be."""
        if facet not in self.FACETS or value in ("none", "unknown"):
            return None
        try:
            return self.having(**dict.fromkeys(self._fields_of(facet), value))
        except ValidationError:  # a document says things that no filter takes
            return None

    def widened(self, facet: str) -> Self | None:
        """Return the question without what narrows it down by a facet."""
        if facet not in self.FACETS:
            return None
        return self.having(**dict.fromkeys(self._fields_of(facet)))

    def is_narrowed(self, facet: str, value: str) -> bool:
        """Return whether the question is narrowed down to a value of a facet already."""
        if facet not in self.FACETS:
            return False
        return all(_listed(getattr(self, name)) == (value,) for name in self._fields_of(facet))

    def _fields_of(self, facet: str) -> tuple[str, ...]:
        return ("since", "until") if facet == "year" else (self.FACETS[facet],)

    def digest(self) -> str:
        """Return a short sign of what is asked, the page left out: equal for equal questions."""
        asked = json.dumps([self.NAME, self.parameters()], ensure_ascii=True)
        return hashlib.sha256(asked.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """A page of an answer: the answer with the rows of the page, and where the next one begins.

    ``after`` is how many rows come before it; ``cursor`` leads to the next page, None on the last.
    """

    answer: Answer[Row]
    after: int
    cursor: str | None


class Paged(Query):
    """A question whose answer is read page by page."""

    limit: Annotated[
        int, Field(title="Rows", ge=1, le=MAX_LIMIT, description="At most so many rows.")
    ] = DEFAULT_LIMIT
    cursor: Annotated[
        str | None,
        Field(
            max_length=200,
            pattern=r"^[A-Za-z0-9_-]+$",
            description="Where to go on: what the answer before gives for its next page.",
        ),
    ] = None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Any]:
        """Return the answer.

        Args:
            connection: the archive.
            today: ISO 8601 day by which it is told what is overdue.
            limit: how many rows, whatever the page.

        Raises:
            MemconError: a filter has a value that it cannot have, or the archive knows no such
                actor or issue.
        """
        raise NotImplementedError

    def page(self, connection: Connection, *, today: str) -> Page[Any]:
        """Return the page of the answer that is asked for.

        Args:
            connection: the archive.
            today: ISO 8601 day.

        Raises:
            MemconError: as in :meth:`ask`, or the cursor is of another question.
        """
        if not self.asked:
            raise MemconError("there is nothing to look for", where=self.NAME, remedy=self.NEEDS)
        begin = Cursor.read(self.cursor, self.digest()) if self.cursor else None
        after = begin.after if begin else 0
        answer = self.ask(connection, today=today, limit=after + self.limit + 1)
        rows, more = self.cut(answer.rows, after)
        notes = answer.notes
        if begin is not None and begin.revision != revision(connection):
            notes = [_CHANGED, *notes]
        cursor = None
        if more:
            first = begin.revision if begin is not None else revision(connection)
            following = Cursor(after=after + self.limit, revision=first, digest=self.digest())
            cursor = following.written()
        return Page(answer=replace(answer, rows=rows, notes=notes), after=after, cursor=cursor)

    def cut(self, rows: Sequence[Row], after: int) -> tuple[Sequence[Row], bool]:
        """Return the rows of a page, and whether there are more.

        Args:
            rows: from the first on, one more than the page has where there are more.
            after: rows to pass over.
        """
        end = after + self.limit
        return rows[after:end], len(rows) > end


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
