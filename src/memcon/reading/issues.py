"""Which issues the words of an act are about, by the terms of the knowledge tables."""

from __future__ import annotations

from bisect import bisect_left

from memcon.knowledge import Knowledge
from memcon.reading.tree import Paragraph


class IssueFinder:
    """Finds issue codes in parts of paragraphs; each paragraph is searched once."""

    def __init__(self, knowledge: Knowledge):
        self._knowledge = knowledge
        self._found: dict[int, tuple[list[int], list[tuple[str, int, int]]]] = {}

    def codes(self, paragraph: Paragraph, start: int, end: int) -> list[str]:
        """Return the issue codes between two document offsets, in order of first term."""
        key = id(paragraph)
        if key not in self._found:
            terms = [
                (code, paragraph.offsets[a], paragraph.offsets[b - 1] + 1)
                for code, a, b in self._knowledge.find_issues(paragraph.flat)
            ]
            terms.sort(key=lambda term: term[1])
            self._found[key] = ([term[1] for term in terms], terms)
        starts, terms = self._found[key]
        codes: list[str] = []
        for code, _, stop in terms[bisect_left(starts, start) :]:
            if stop > end:
                break
            if code not in codes:
                codes.append(code)
        return codes
