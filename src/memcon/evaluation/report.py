"""Scores as a table and as JSON, with every miss and extra in one line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from memcon.evaluation.context import Finding
from memcon.evaluation.score import Result
from memcon.evaluation.tally import Found, Scores, total

COLUMNS = {
    "content": "cont",
    "statement": "stat",
    "exact": "exact",
    "acts": "acts",
    "holder": "holdr",
    "mode": "mode",
    "cue": "cue",
    "commitments": "comm",
    "commitment_strength": "stren",
    "commitment_by": "by",
    "meetings": "meet",
    "meeting_date": "date",
    "meeting_form": "form",
    "meeting_place": "place",
    "title": "title",
    "published": "publ",
    "evidence": "evid",
}
_WIDTH = 200  # characters of a quoted text in a report line
_REMINDER = 70  # … where it only reminds which statement is meant


def summary(scores: Scores) -> str:
    """Return one line for each score, with precision, recall and counts."""
    lines = []
    for name, score in scores.items():
        if isinstance(score, Found):
            detail = (
                f"P {figure(score.precision)}  R {figure(score.recall)}  "
                f"{score.matched} of {score.gold} found, {score.predicted} read"
            )
        else:
            detail = f"{score.right} of {score.of}"
        lines.append(f"{name:<20} {figure(score.value):>6}  {detail}")
    return "\n".join(lines)


def table(results: Sequence[Result]) -> str:
    """Return the documents as rows of F1 and shares, with the total as the last row."""
    width = max([len(result.id) for result in results] + [len("document")])
    head = f"{'document':<{width}} " + " ".join(f"{short:>5}" for short in COLUMNS.values())
    rows = [(result.id, result.scores) for result in results]
    rows.append(("all", total(result.scores for result in results)))
    lines = [head]
    for name, scores in rows:
        values = scores.values()
        cells = " ".join(f"{figure(values[column], 2):>5}" for column in COLUMNS)
        lines.append(f"{name:<{width}} {cells}")
    return "\n".join(lines)


def errors(result: Result) -> str:
    """Return every difference between annotation and record, one to a line.

    The differences of one statement stand together. A missed one has a second line where the
    record has something near.
    """
    if not result.findings:
        return f"== {result.id}: no difference"
    lines = [f"== {result.id}: {len(result.findings)} differences"]
    for finding in result.findings:
        lines.extend(_lines(finding))
    return "\n".join(lines)


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Return scores and findings of all documents, and the total, as plain data."""
    return {
        "total": total(result.scores for result in results).as_json(),
        "documents": [
            {
                "id": result.id,
                "scores": result.scores.as_json(),
                "findings": [
                    {
                        "kind": finding.kind,
                        "at": finding.at,
                        "gold": finding.gold,
                        "read": finding.read,
                        "text": finding.text,
                    }
                    for finding in result.findings
                ],
            }
            for result in results
        ],
    }


def figure(value: float | None, digits: int = 3) -> str:
    """Return a score in print; a dash where there was nothing to score."""
    return "–" if value is None else f"{value:.{digits}f}"


def _lines(finding: Finding) -> list[str]:
    head = f"  {finding.kind.upper():<19} @{finding.at:<6}"
    indent = " " * 22
    if finding.kind == "cut":
        return [f"{head} {_difference(finding.gold or '', finding.read or '')}"]
    if finding.gold is None:
        lines = [f"{head} {_short(finding.text)}"]
        if finding.read:
            lines.append(f"{indent}{_short(finding.read)}")
        return lines
    line = f"{head} gold {_short(finding.gold)} | read {_short(finding.read or '')}"
    return [f"{line}  “{_short(finding.text, _REMINDER)}”" if finding.text else line]


def _short(text: str, width: int = _WIDTH) -> str:
    flat = re.sub(r"\s+", " ", text)
    if len(flat) <= width:
        return flat
    half = width // 2 - 2
    return f"{flat[:half]} … {flat[-half:]}"


def _difference(gold: str, read: str) -> str:
    """Return the words of both, "[-…-]" for what was not read, "{+…+}" for what is too much."""
    one, two = gold.split(), read.split()
    parts = []
    steps = difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    for step, a, b, c, d in steps:
        if step == "equal":
            kept = one[a:b]
            parts.append(" ".join(kept if len(kept) < 9 else [*kept[:4], "…", *kept[-4:]]))
            continue
        if b > a:
            parts.append(f"[-{' '.join(one[a:b])}-]")
        if d > c:
            parts.append(f"{{+{' '.join(two[c:d])}+}}")
    return " ".join(parts)
