"""Compare records with gold: all scores of a document and of a corpus.

The rules are those under which the gold was made, see docs/accuracy.md. Nothing here reads a
text: records come from the caller, so that a record of any reader can be scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from memcon.evaluation.commitments import score_commitments
from memcon.evaluation.context import Context, Finding, report_order
from memcon.evaluation.gold import GoldDocument
from memcon.evaluation.meetings import score_meetings
from memcon.evaluation.statements import score_statements
from memcon.evaluation.tally import Scores, Share, total
from memcon.evaluation.words import tokens
from memcon.record import Record, Span


@dataclass(frozen=True, slots=True)
class Result:
    """One document scored: its figures, and every difference in the order of the text."""

    id: str
    scores: Scores
    findings: list[Finding]


def score_document(gold: GoldDocument, record: Record) -> Result:
    """Score the record of one document.

    Raises:
        GoldError: the record was read from another text.
    """
    context = Context(gold, record)
    parts = [
        _score_head(context),
        score_meetings(context),
        score_statements(context),
        score_commitments(context),
        score_evidence(record),
    ]
    findings = [finding for _, some in parts for finding in some]
    findings.sort(key=report_order)
    return Result(gold.id, total(scores for scores, _ in parts), findings)


def score_evidence(record: Record) -> tuple[Scores, list[Finding]]:
    """Check that every span of a record says what the text says at its offsets.

    Returns:
        The score ``evidence`` and the spans that lie.
    """
    text = record.document.text
    right = checked = 0
    findings = []
    for span in spans_of(record):
        checked += 1
        if 0 <= span.start < span.end <= len(text) and text[span.start : span.end] == span.text:
            right += 1
        else:
            there = text[span.start : span.end]
            where = f"{span.start}–{span.end}"
            findings.append(Finding("evidence", span.start, there, span.text, where))
    return Scores(evidence=Share(right, checked)), findings


def spans_of(value: object) -> Iterator[Span]:
    """Return every span anywhere inside a record or a part of one."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans_of(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            yield from spans_of(item)


def _score_head(context: Context) -> tuple[Scores, list[Finding]]:
    gold, read = context.gold.doc, context.record.document
    findings = []
    same_title = tokens(gold.title or "") == tokens(read.title or "")
    if not same_title:
        findings.append(Finding("title", 0, gold.title or "–", read.title or "–", ""))
    want, have = (gold.published or "")[:10], (read.published or "")[:10]
    if want != have:
        findings.append(Finding("published", 0, want or "–", have or "–", ""))
    return Scores(title=Share(int(same_title), 1), published=Share(int(want == have), 1)), findings
