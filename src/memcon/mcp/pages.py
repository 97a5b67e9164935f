"""Rows of ``memcon.analysis`` as rows of the tools, and how answers are cut into pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, select

from memcon.analysis.answer import Citation
from memcon.analysis.brief_acts import Done
from memcon.analysis.brief_formulas import FormulaChange
from memcon.analysis.ledger import Undertaking
from memcon.analysis.meetings import Met
from memcon.archive import lookup, store
from memcon.archive.schema import documents
from memcon.mcp.rows import ActRow, MeetingRow, PhraseRow, Quoted, UndertakingRow, quoted

ACCOUNTS: Final = 5  # of a meeting that is one of several
Row = TypeVar("Row")
_MARKS: Final = str.maketrans({"“": "‘", "”": "’"})
_OPTION: Final = re.compile(r"--([a-z]+(?:-[a-z]+)*)")
# What messages say to somebody at a terminal, and what helps somebody who has the tools alone.
_COMMANDS: Final = (
    ("See memcon actors", "`search` for the name, or give an id (ISO alpha-3 of a state)"),
    ("Take an id from memcon meetings", "`meeting` without an id finds the ids"),
)


def page(rows: Sequence[Row], *, after: int, limit: int) -> tuple[list[Row], int | None]:
    """Return the rows of a page, and what to pass over for the next; None where there is none.

    Args:
        rows: from the first on, at least one more than the page has where there are more.
        after: rows to pass over.
        limit: rows of the page.
    """
    shown = list(rows[after : after + limit])
    return shown, after + limit if len(rows) > after + limit else None


def worded(text: str) -> str:
    """Return a remark in the words of the tools in place of those of the command line.

    >>> worded("Give --by or --on (--with-quantity has them)")
    'Give `by` or `on` (`with_quantity` has them)'
    """
    for command, told in _COMMANDS:
        text = text.replace(command, told)
    return _OPTION.sub(lambda found: f"`{found[1].replace('-', '_')}`", text)


def one_line(text: str | None) -> str:
    r"""Return a text of a document so that it cannot be taken for anything around it.

    It is on one line, without characters that cannot be seen or that turn the direction of writing,
    and with no quotation mark that would end the one before it.

    >>> one_line("“Free”\u202e and\n open\x07")
    '‘Free’ and open'
    """
    words = " ".join((text or "").split()).translate(_MARKS)
    shown = "".join(char if char.isprintable() else " " for char in words)
    return " ".join(shown.split())


def counted(facets: Mapping[str, Sequence[tuple[str, int]]]) -> dict[str, dict[str, int]]:
    """Return facets as JSON has them."""
    return {name: dict(values) for name, values in facets.items()}


def meeting_row(met: Met, *, accounts: int = ACCOUNTS) -> MeetingRow:
    """Return a meeting with the words of its first accounts."""
    return MeetingRow(
        id=met.id,
        date=met.day,
        form=met.form,
        status=met.status,
        place=met.place,
        participants=met.participants,
        accounts=met.accounts,
        narrators=met.narrators,
        contradictions=met.contradictions,
        evidence=[quoted(one) for one in met.evidence[:accounts]],
    )


def undertaking_row(row: Undertaking) -> UndertakingRow:
    """Return an undertaking with the words in which it was said last, and first."""
    evidence = [quoted(row.latest, "latest" if row.times > 1 else None)]
    if row.first != row.latest:
        evidence.append(quoted(row.first, "first"))
    return UndertakingRow(
        id=row.id,
        by=row.by,
        to=row.to,
        goal=row.goal,
        strength=row.strength,
        quantities=row.quantities,
        deadline=row.deadline,
        deadline_words=row.deadline_words,
        overdue=row.overdue,
        status=row.status,
        first_said=row.first_seen,
        last_said=row.last_reaffirmed or row.first_seen,
        times=row.times,
        issues=row.issues,
        evidence=evidence,
    )


def act_row(row: Done) -> ActRow:
    """Return an act with its words."""
    return ActRow(
        date=row.day,
        by=row.by,
        act=row.type,
        denied=row.negated,
        evidence=[quoted(row.evidence)],
    )


def phrase_row(connection: Connection, row: FormulaChange) -> PhraseRow:
    """Return a set phrase that came or went, cited as it is printed where it is cited."""
    cited = row.evidence
    document = store.find(connection, cited.document)
    if document is not None and cited.start is not None:
        text = store.load(connection, document).document.text[cited.start : cited.end]
        cited = cited.model_copy(update={"words": " ".join(text.split())})
    return PhraseRow(
        change=row.change,
        phrase=row.phrase,
        side=row.side,
        first=row.first_day,
        last=row.last_day,
        evidence=[quoted(cited)],
    )


class Sources:
    """The documents of some ids, to cite words that come with no more than the id."""

    def __init__(self, connection: Connection, ids: Iterable[str]):
        self._rows: dict[str, Any] = {}
        for part in lookup.chunks(sorted(set(ids))):
            for row in connection.execute(select(documents).where(documents.c.id.in_(part))):
                self._rows[row.id] = row

    def quoted(
        self,
        words: str,
        *,
        document: str,
        id: str | None = None,
        start: int | None = None,
        end: int | None = None,
        part: str | None = None,
    ) -> Quoted:
        """Return words of one of the documents, cited.

        Args:
            words: as they are to be shown.
            document: id of their document.
            id: id of the finding they are of.
            start: offset of the first code point.
            end: offset after the last.
            part: what they are in their row.
        """
        row = self._rows.get(document)
        known = (
            {}
            if row is None  # of a comparison of records that the archive does not have
            else {
                "title": row.title,
                "day": row.day,
                "publisher": row.publisher,
                "narrator": row.narrator,
                "url": row.url,
            }
        )
        citation = Citation(
            document=document,
            id=id,
            start=start,
            end=end,
            words=" ".join(words.split()),
            **known,
        )
        return quoted(citation, part)
