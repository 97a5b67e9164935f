"""Near-duplicates: one report printed by several publishers, counted once.

MinHash bands give candidates (``signatures``); here they are verified on the texts. The copies of a
wire story share nearly all word shingles, or the shorter one's, and stand within days of each
other. Two readouts of one meeting share quotations only, two calls their boilerplate, and last
year's statement on an anniversary is another statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance.Levenshtein import opcodes

from memcon.archive.linking.forest import Link, Node, Similarity, link_all, place
from memcon.archive.linking.signatures import document_bands, shingles
from memcon.archive.linking.texts import printed_words
from memcon.record import Document

LEAST_JACCARD: Final = 0.7
"""Shared part of all shingles. In 1,734 documents of two ministries' feeds nothing lies between
0.54 (one speech before two committees) and 0.88."""

LEAST_CONTAINED: Final = 0.9
LEAST_JACCARD_CUT: Final = 0.5
"""A copy that was cut: the longer has at most about twice its length, and nearly all of it."""

SHORT: Final = 60
LEAST_JACCARD_SHORT: Final = 0.8
"""Below so many shingles, set phrases make up too much of a text."""

DAYS: Final = 31
"""Copies are printed within so many days; a text said again later is said anew."""

LEAST_REPLACED: Final = 2
"""Times that one name stands for another: once is a correction, twice is another story."""

BODY: Final = "paragraph"
_ONE_NAME: Final = 75.0  # rapidfuzz ratio of two spellings of a name: Kuleba and Kouleba have 77


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """A document as linking sees it.

    Attributes:
        key: Its row.
        id: Its public id.
        day: When it was published, ISO 8601 date, or None where unknown.
        passages: Its body text in order, without headline, furniture, front matter, dateline and
            the agency's credit.
    """

    key: int
    id: str
    day: str | None
    passages: tuple[str, ...]


def body_passages(document: Document) -> tuple[str, ...]:
    """Return the passages of a document by which its copies are known.

    Args:
        document: A document with its blocks.

    Returns:
        Its paragraphs, in text order.
    """
    return tuple(
        document.text[block.start : block.end] for block in document.blocks if block.kind == BODY
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How much of two documents is the same, exactly.

    Attributes:
        jaccard: Shared shingles of all shingles.
        contained: Shared shingles of the shorter document's.
        shingles: Of the shorter document.
    """

    jaccard: float
    contained: float
    shingles: int


def overlap(a: DocumentText, b: DocumentText) -> Overlap:
    """Return how much of two documents is the same.

    Args:
        a: One.
        b: The other.

    Returns:
        The overlap; all zero where one has no words.
    """
    one, two = shingles(a.passages), shingles(b.passages)
    shorter = min(len(one), len(two))
    if not shorter:
        return Overlap(jaccard=0.0, contained=0.0, shingles=0)
    shared = len(np.intersect1d(one, two, assume_unique=True))
    return Overlap(
        jaccard=shared / (len(one) + len(two) - shared),
        contained=shared / shorter,
        shingles=shorter,
    )


def whole_copy(found: Overlap) -> bool:
    """Say whether so much is the same that one is the other, printed again."""
    least = LEAST_JACCARD if found.shingles >= SHORT else LEAST_JACCARD_SHORT
    return found.jaccard >= least


def cut_copy(found: Overlap) -> bool:
    """Say whether the shorter document is the longer one, cut."""
    return (
        found.shingles >= SHORT
        and found.contained >= LEAST_CONTAINED
        and found.jaccard >= LEAST_JACCARD_CUT
    )


def same_report(a: DocumentText, b: DocumentText) -> Overlap | None:
    """Say whether two documents are printings of one report.

    The order of the two does not matter.

    Args:
        a: One.
        b: The other.

    Returns:
        Their overlap, or None where they are not.
    """
    if a.day and b.day and not _near(a.day, b.day):
        return None
    found = overlap(a, b)
    if not whole_copy(found) and not cut_copy(found):
        return None
    if found.jaccard < 1 and _other_names(a, b):
        return None
    return found


def document_node(document: DocumentText) -> Node:
    """Return a document as a node of the forest of reports.

    Args:
        document: The document.

    Returns:
        The node, with its bands.
    """
    return Node(
        key=document.key,
        place=place(document.day, document.id),
        bands=document_bands(document.passages),
    )


def link_reports(documents: Iterable[DocumentText]) -> dict[int, Link]:
    """Link the printings of reports in a set of documents.

    Args:
        documents: All documents.

    Returns:
        The link of each document by key. ``forest.all_roots`` gives the first printings.
    """
    texts: Mapping[int, DocumentText] = {document.key: document for document in documents}
    return link_all(map(document_node, texts.values()), similarity=similarity(texts))


def similarity(texts: Mapping[int, DocumentText]) -> Similarity:
    """Return the comparison of documents by key that ``forest`` asks for.

    Args:
        texts: Documents by key; looked up when needed.

    Returns:
        A function that gives the Jaccard similarity of two printings of a report, or None.
    """

    def compare(one: int, two: int) -> float | None:
        found = same_report(texts[one], texts[two])
        return found.jaccard if found else None

    return compare


def _near(one: str, two: str) -> bool:
    return abs((date.fromisoformat(one) - date.fromisoformat(two)).days) <= DAYS


def _other_names(a: DocumentText, b: DocumentText) -> bool:
    """Say whether one text is the other with names or figures replaced throughout.

    A message of congratulation to Ostria is not the one to Norland, though nearly all words are
    the same. A house style that writes "EU" for "European Union", and another spelling of a name,
    replace too; these are the same name.
    """
    one = [word for passage in a.passages for word in printed_words(passage)]
    two = [word for passage in b.passages for word in printed_words(passage)]
    replaced: Counter[tuple[str, str]] = Counter()
    changes = opcodes([word.casefold() for word in one], [word.casefold() for word in two])
    for change in changes:
        if change.tag == "replace":
            mine = one[change.src_start : change.src_end]
            theirs = two[change.dest_start : change.dest_end]
            named, renamed = list(filter(telling, mine)), list(filter(telling, theirs))
            if named and renamed and not _one_name(mine, theirs):
                replaced[" ".join(named), " ".join(renamed)] += 1
    return any(count >= LEAST_REPLACED for count in replaced.values())


def telling(word: str) -> bool:
    """Say whether a printed word looks like part of a name, or is a figure."""
    return word[0].isupper() or word[0].isdigit()


def _one_name(one: list[str], two: list[str]) -> bool:
    first, second = "".join(one).casefold(), "".join(two).casefold()
    initials = {"".join(word[0] for word in words).casefold() for words in (one, two)}
    return first in initials or second in initials or fuzz.ratio(first, second) >= _ONE_NAME
