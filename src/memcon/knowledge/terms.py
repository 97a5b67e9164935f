"""Finding the terms of issues in running text."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

from memcon.knowledge.entities import Issue
from memcon.knowledge.spelling import lowered, plain


class TermIndex:
    """All terms of all issues, searched in one pass.

    Args:
        issues: The issues; a term may belong to several.
    """

    def __init__(self, issues: Iterable[Issue]):
        codes: dict[str, tuple[str, ...]] = {}
        capitals: dict[str, str] = {}
        for issue in issues:
            own = (issue.code,)
            for term in issue.terms:
                spelled = term.replace("-", " ")
                for form in _numbers(spelled):
                    pattern = lowered(form)
                    holders = codes.setdefault(pattern, own)
                    if issue.code not in holders:
                        codes[pattern] = tuple(sorted((*holders, issue.code)))
                    if spelled.isupper():
                        capitals[pattern] = form
        self._codes = list(codes.values())
        # An abbreviation (AI, UN) is no term in small letters.
        self._capitals = [capitals.get(pattern) for pattern in codes]
        self._automaton = AhoCorasick(list(codes), store_patterns=False) if codes else None

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return the issues that a text's words point at.

        Args:
            text: Any text.

        Returns:
            Code, start and end of each term, in text order; the leftmost and there the longest
            term is taken. A term of several issues is returned once for each, by code.
        """
        if self._automaton is None:
            return []
        searched = plain(text)
        cased = searched.text.replace("-", " ")
        haystack = lowered(cased)
        size = len(haystack)
        found: list[tuple[int, int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(
            haystack, overlapping=True
        ):
            if start and haystack[start - 1].isalnum():
                continue
            if end < size and haystack[end].isalnum():
                continue
            wanted = self._capitals[index]
            if wanted is not None and cased[start:end] != wanted:
                continue
            found.append((start, -end, index))
        found.sort()
        issues: list[tuple[str, int, int]] = []
        done = 0
        for start, negative_end, index in found:
            if start < done:
                continue
            done = -negative_end
            begin, stop = searched.original(start), searched.original(done - 1) + 1
            issues.extend((code, begin, stop) for code in self._codes[index])
        return issues


def _numbers(term: str) -> tuple[str, ...]:
    """Return a term and its plural, where it does not look like one already."""
    last = term[-1]
    if not last.isalpha() or last in "sS":
        return (term,)
    ending = "s"
    if not last.isupper():
        if last == "y" and term[-2:-1] not in "aeiou":
            return (term, f"{term[:-1]}ies")
        if term.endswith(("ch", "sh", "x", "z")):
            ending = "es"
    return (term, term + ending)
