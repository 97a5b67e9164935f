"""Which sentences of a document need not be parsed, since no step reads anything in them.

In what is written as prose there is next to none: nine tenths of a readout's words stand in a
statement, an event or a mention. In a transcript what a journalist asks is nobody's statement; of
it the reading takes names, and who they are decides what "he" and "the ministers" in the answer
mean. So those sentences of a question are passed over in which nothing is named, quoted or counted.
What that loses is measured by ``benchmarks/triage.py`` and told in docs/triage.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from memcon.knowledge.meeting_words import meeting_words
from memcon.knowledge.people import reference_words
from memcon.knowledge.triage_words import triage_words
from memcon.reading.register import is_question

if TYPE_CHECKING:
    from memcon.knowledge import Knowledge
    from memcon.record import Document

_NAMED: Final = re.compile(
    '["\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\\d]|(?<=\\S)\\W+(?!I\\b)[^\\W\\d_a-z]'
)
"""Quotation marks, figures, and words behind the first that do not begin with a small letter."""

_MEETING_VERBS: Final = frozenset({"together", "speak", "travel", "phone"})
"""Patterns of ``meetings.toml`` whose verbs tell of an encounter by themselves."""


class SentenceTriage:
    """Tells which sentences of a document are to be parsed.

    Args:
        knowledge: whose names in small letters ("the international community") count as names.
    """

    def __init__(self, knowledge: Knowledge):
        meetings = meeting_words()
        verbs = {verb for verb, kind in meetings.verbs.items() if kind in _MEETING_VERBS}
        small = {surface for surface, *_ in knowledge.surfaces() if surface[0].islower()}
        telling = {*meetings.strong, *meetings.weak, *verbs, *reference_words().duals}
        telling |= {f"{first} {second}" for first, second in meetings.phrases}
        telling |= set(triage_words().questions)
        words = "|".join(map(re.escape, sorted(small | telling)))
        self._telling = re.compile(rf"\b(?:{words})(?:s|es|ed|ing|ting)?\b")

    def needed(self, text: str, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the sentences of a question that are to be parsed, at least one.

        Args:
            text: a paragraph's flat text.
            sentences: half-open ranges of it.
        """
        return [one for one in sentences if self._names(text[slice(*one)])] or sentences[:1]

    def _names(self, sentence: str) -> bool:
        return bool(_NAMED.search(sentence) or self._telling.search(sentence.lower()))


def asked_paragraphs(document: Document) -> frozenset[int]:
    """Return where the paragraphs of a transcript begin in which journalists ask.

    Where only the questions have labels, the paragraphs behind a labelled one may be the answer.
    """
    turns: list[tuple[int, bool, bool]] = []  # start, whether a question's, whether labelled
    question, labelled, answered = False, False, False
    for block in document.blocks:
        if block.kind == "speaker_label":
            question = is_question(document.text[block.start : block.end])
            labelled = True
            answered |= not question
        elif block.kind == "paragraph":
            turns.append((block.start, question, labelled))
            labelled = False
    return frozenset(
        start for start, question, labelled in turns if question and (labelled or answered)
    )
