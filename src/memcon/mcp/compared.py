"""``compare``: two sides statement by statement, each statement with where it stands."""

from __future__ import annotations

from sqlalchemy import Connection

from memcon.analysis.comparison import Cited, Comparison, SideSummary
from memcon.analysis.comparison import ComparedRow as Row
from memcon.mcp.pages import Sources, page
from memcon.mcp.rows import CompareAnswer, ComparedRow, Quoted, SideRow


def compare_answer(
    connection: Connection, made: Comparison, *, limit: int, after: int
) -> CompareAnswer:
    """Return a page of a comparison.

    Args:
        connection: the archive, which has the documents.
        made: the comparison.
        limit: rows of the page.
        after: rows to pass over.
    """
    rows, more = page(made.rows, after=after, limit=limit)
    sources = Sources(connection, (*made.a.documents, *made.b.documents))
    return CompareAnswer(
        mode=made.mode,
        mode_reason=made.mode_reason,
        a=_side(made.a),
        b=_side(made.b),
        summary=list(made.summary.sentences),
        rows=[_row(row, sources) for row in rows],
        total=len(made.rows),
        next=more,
        notes=[],
    )


def _side(side: SideSummary) -> SideRow:
    return SideRow(
        documents=list(side.documents),
        titles=[" ".join(title.split()) for title in side.titles],
        voice=side.voice,
        dates=list(side.dates),
        statements=side.statements,
    )


def _row(row: Row, sources: Sources) -> ComparedRow:
    sides = [(name, one) for name, one in (("a", row.a), ("b", row.b)) if one is not None]
    return ComparedRow(
        label=row.label,
        why=row.explanation,
        reasons=[*(reason.text for reason in row.reasons), *row.notes],
        who=[f"{name}: {', '.join(one.speakers) or 'nobody named'}" for name, one in sides],
        issues=list(dict.fromkeys(issue for _, one in sides for issue in one.issues)),
        evidence=[_quoted(one, name, sources) for name, one in sides],
    )


def _quoted(one: Cited, part: str, sources: Sources) -> Quoted:
    return sources.quoted(
        one.text,
        document=one.document,
        id=f"{one.document}/{one.statement}",
        start=one.start,
        end=one.end,
        part=part,
    )
