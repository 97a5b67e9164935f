"""What the reader makes of many texts without annotation: where it is silent, and what it lacks.

A survey cannot say how much is right. It says how much is read, and which reporting words the
reader met and did not know, so that a gap in its knowledge shows before a user finds it::

    memcon read FOLDER --format jsonl --jobs 2 | python -m memcon.evaluation.survey - --name NAME
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from memcon.errors import GoldError, MemconError
from memcon.evaluation.page import replace_section
from memcon.evaluation.score import score_evidence
from memcon.record import Document, Record

UNKNOWN_CUE = "unknown-cue"  # code of the warning, one for each such word of a document
MOST_FREQUENT = 50
MIN_WORDS = 3  # fewer words are a label or a heading cut off, not a sentence

# A sentence ends at a stop with its closing quotes, before a space and what may begin another,
# or at an empty line. Rougher than the parser on purpose: the reader must not set its own base.
_BOUNDARY = re.compile(r"""[.!?…]["'”’»)\]]*\s+(?=["'“‘«(\[]?[A-Z0-9])|\n\s*\n""")
_WORD = re.compile(r"\w+")
_COUNTED = re.compile(r"(?P<cue>.+?) \((?P<times>\d+)x\)")  # how the warning begins


@dataclass(slots=True)
class Survey:
    """Counts over the records of a corpus."""

    documents: int = 0
    repeated: int = 0
    rejected: int = 0
    sentences: int = 0
    sentences_with_statement: int = 0
    statements: int = 0
    without_speaker: int = 0
    meetings: int = 0
    commitments: int = 0
    spans: int = 0
    true_spans: int = 0
    silent_documents: int = 0
    unknown_cues: Counter[str] = field(default_factory=Counter)

    def most_frequent(self) -> list[tuple[str, int]]:
        """Return the most frequent unknown cues with their counts, ties in alphabetical order."""
        ranked = sorted(self.unknown_cues.items(), key=lambda item: (-item[1], item[0]))
        return ranked[:MOST_FREQUENT]


def survey(records: Iterable[Record], *, rejected: int = 0) -> Survey:
    """Count over records, which may come one by one.

    Args:
        records: the records of a corpus.
        rejected: how many inputs gave no record.
    """
    counts = Survey(rejected=rejected)
    seen: set[str] = set()
    for record in records:
        # Feeds are published again and again with the same entries: each counts once.
        key = record.document.url or record.document.id
        if key in seen:
            counts.repeated += 1
            continue
        seen.add(key)
        _add(counts, record)
    return counts


def sentences(document: Document) -> list[tuple[int, int]]:
    """Return start and end of the sentences in the paragraphs of a document, roughly."""
    paragraphs = [(b.start, b.end) for b in document.blocks if b.kind == "paragraph"]
    found = []
    for start, end in sorted(paragraphs) or [(0, len(document.text))]:
        begin = start
        for boundary in _BOUNDARY.finditer(document.text, start, end):
            found.append((begin, boundary.end()))
            begin = boundary.end()
        found.append((begin, end))
    return [(a, b) for a, b in found if len(_WORD.findall(document.text, a, b)) >= MIN_WORDS]


def as_markdown(counts: Survey) -> str:
    """Return the survey as a table of figures and a list of unknown cues."""
    rows = [
        ("documents read", str(counts.documents)),
        ("the same document again, not counted", str(counts.repeated)),
        ("inputs rejected", str(counts.rejected)),
        ("sentences", str(counts.sentences)),
        ("sentences with a statement", _part(counts.sentences_with_statement, counts.sentences)),
        ("statements", str(counts.statements)),
        ("statements without speaker", _part(counts.without_speaker, counts.statements)),
        ("meetings", str(counts.meetings)),
        ("commitments", str(counts.commitments)),
        ("documents without any statement", _part(counts.silent_documents, counts.documents)),
        ("spans that say what the text says", f"{counts.true_spans} of {counts.spans}"),
    ]
    lines = ["| figure | value |", "|---|---:|", *(f"| {a} | {b} |" for a, b in rows)]
    cues = counts.most_frequent()
    if cues:
        listed = ", ".join(f"{_cell(cue)} {count}" for cue, count in cues)
        lines += ["", f"Most frequent unknown cues: {listed}."]
    return "\n".join(lines)


def read_records(lines: Iterable[str], *, where: str) -> Iterator[Record]:
    """Return the records in JSON Lines.

    Raises:
        GoldError: a line is no record.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield Record.model_validate_json(line)
        except ValidationError as error:
            raise GoldError(
                f"no record: {error.errors()[0]['msg']}",
                where=f"{where}:{number}",
                remedy="Give the output of memcon read --format jsonl",
            ) from error


def _add(counts: Survey, record: Record) -> None:
    counts.documents += 1
    counts.statements += len(record.statements)
    counts.without_speaker += sum(not statement.speakers for statement in record.statements)
    counts.meetings += len(record.meetings)
    counts.commitments += len(record.commitments)
    counts.silent_documents += not record.statements
    evidence = score_evidence(record)[0].evidence
    counts.spans += evidence.of
    counts.true_spans += evidence.right
    for warning in record.warnings:
        if warning.code == UNKNOWN_CUE:
            cue, times = _unknown_cue(warning.message)
            counts.unknown_cues[cue] += times
    contents = sorted((s.start, s.end) for one in record.statements for s in one.content)
    all_sentences = sentences(record.document)
    counts.sentences += len(all_sentences)
    counts.sentences_with_statement += _touched(all_sentences, contents)


def _unknown_cue(message: str) -> tuple[str, int]:
    """Return the word that a warning is about and how often the document has it."""
    counted = _COUNTED.match(message)
    return (counted["cue"], int(counted["times"])) if counted else (message, 1)


def _touched(ordered: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> int:
    """Return how many of ``ordered`` share a character with any of ``spans``; both sorted."""
    touched = i = 0
    reach = 0  # how far the spans that begin before the end of this stretch go
    for start, end in ordered:
        while i < len(spans) and spans[i][0] < end:
            reach = max(reach, spans[i][1])
            i += 1
        touched += reach > start
    return touched


def _part(some: int, of: int) -> str:
    return f"{some} ({some / of:.1%})" if of else str(some)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main(argv: Sequence[str] | None = None) -> int:
    """Survey records in JSON Lines; print the table or write it into the accuracy page."""
    parser = argparse.ArgumentParser(prog="python -m memcon.evaluation.survey")
    parser.add_argument("records", help="JSON Lines of records; - is standard input")
    parser.add_argument("--rejected", type=int, default=0, help="inputs that gave no record")
    parser.add_argument("--name", help="section survey-NAME of the page to write")
    parser.add_argument("--page", type=Path, default=Path("docs/accuracy.md"))
    arguments = parser.parse_args(argv)
    try:
        if arguments.records == "-":
            counts = survey(read_records(sys.stdin, where="<stdin>"), rejected=arguments.rejected)
        else:
            with Path(arguments.records).open(encoding="utf-8") as lines:
                counts = survey(
                    read_records(lines, where=arguments.records), rejected=arguments.rejected
                )
        table = as_markdown(counts)
        if arguments.name is None:
            sys.stdout.write(table + "\n")
        else:
            page = arguments.page.read_text(encoding="utf-8")
            page = replace_section(page, f"survey-{arguments.name}", table)
            arguments.page.write_text(page, encoding="utf-8")
    except MemconError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
