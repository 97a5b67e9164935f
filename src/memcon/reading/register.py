"""What kind of text a document is, because each kind attributes its words in another way.

A *report* says who said what; a *declaration* (joint statement, communiqué, press statement) speaks
for its parties in its own sentences; a *transcript* gives turns under labels; an *address* is one
person's spoken words without labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from memcon.knowledge.words import register_words
from memcon.reading.tree import Paragraph, Parsed

Kind = Literal["report", "declaration", "transcript", "address"]

_OWN_VOICE = 0.15  # share of sentences with "we" or "I" as subject, outside quotations

_QUESTION_WORDS = 80  # an interviewer's paragraph is no longer

_QUESTION = re.compile(
    r"(?i)^\W*(q|question|questions|journalist|reporter|press|moderator|operator|interviewer)\b"
)


@dataclass(frozen=True, slots=True)
class Register:
    """The kind of a document, and whether it is an official account rather than news."""

    kind: Kind
    official: bool
    joint: bool = False
    """Whether a declaration calls itself joint; one that only says "we" is its issuer's own."""
    asked: frozenset[int] = frozenset()
    """Where the paragraphs begin in which an interviewer without a label asks."""
    answers: frozenset[int] = frozenset()
    """Where the paragraphs begin that answer a labelled question and have no label themselves."""


def detect_register(parsed: Parsed) -> Register:
    """Tell the register of a parsed document from its labels, title and opening words."""
    words = register_words()
    document = parsed.document
    labels = [document.text[b.start : b.end] for b in document.blocks if b.kind == "speaker_label"]
    title = (document.title or "").lower()
    if not title and parsed.headlines:
        title = parsed.headlines[0].flat.lower()
    official = document.narrator is not None
    if len(labels) >= 2 or (labels and any(_QUESTION.match(label) for label in labels)):
        return Register("transcript", official, answers=_unlabelled_answers(parsed, labels))
    furniture = " ".join(
        document.text[b.start : b.end].lower()
        for b in document.blocks[:12]
        if b.kind == "furniture"
    )
    opening = " ".join(p.flat for p in parsed.paragraphs[:2])[:600].lower()
    if not any(word in title for word in words.report_titles):
        if any(_heads_title(word, title) for word in words.joint_titles) or any(
            word in (furniture + " " + opening[:300]) for word in words.joint_openings
        ):
            return Register("declaration", official, joint=True)
        first_person = _first_person_share(parsed)
        if first_person > 0.25 and any(word in title for word in words.transcript_titles):
            asked = frozenset() if labels else _unlabelled_questions(parsed)
            return Register("transcript" if labels else "address", official, asked=asked)
        if first_person > _OWN_VOICE:
            return Register("declaration", official)
    return Register("report", official)


def _heads_title(phrase: str, title: str) -> bool:
    """Whether a title names a joint text rather than telling that one was issued."""
    at = title.find(phrase)
    return at >= 0 and not set(title[:at].split()) & set(register_words().told)


def is_question(label: str) -> bool:
    """Whether a speaker label is a journalist's or a moderator's."""
    return _QUESTION.match(label) is not None


def asks(paragraph: Paragraph) -> bool:
    """Whether a paragraph ends with a question, as a journalist's turn does."""
    return paragraph.flat.rstrip('*_ "\u201d\u2019').endswith("?")


def _unlabelled_answers(parsed: Parsed, labels: list[str]) -> frozenset[int]:
    """Return the paragraphs that follow a question where only questions have labels."""
    if not all(_QUESTION.match(label) for label in labels):
        return frozenset()
    answers: list[int] = []
    open_question = False
    for paragraph in parsed.paragraphs:
        if paragraph.label is not None:
            open_question = True
        elif open_question and not asks(paragraph):
            answers.append(paragraph.block.start)
            open_question = False
    return frozenset(answers)


def _unlabelled_questions(parsed: Parsed) -> frozenset[int]:
    """Return the paragraphs in which an interviewer asks, where nobody has a label.

    A printed interview alternates: a short paragraph that ends with a question mark, then an
    answer. One rhetorical question in a speech is none, so two are needed.
    """
    paragraphs = parsed.paragraphs
    asked = [
        one.block.start
        for one, following in pairwise(paragraphs)
        if asks(one) and not asks(following) and len(one.flat.split()) <= _QUESTION_WORDS
    ]
    alternating = len(asked) >= 2 and len(asked) * 4 >= len(paragraphs)
    return frozenset(asked) if alternating else frozenset()


def _in_block_quote(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph is a block quotation in Markdown: another's words, no own voice."""
    return (
        text[max(0, paragraph.block.start - 8) : paragraph.block.start]
        .rstrip(" *_")
        .endswith("\n>")
    )


def _first_person_share(parsed: Parsed) -> float:
    """Return the share of sentences with I or we as a subject outside quotations."""
    words = register_words()
    total = hits = 0
    text = parsed.document.text
    own = [p for p in parsed.paragraphs if not _in_block_quote(p, text)]
    for paragraph in own or parsed.paragraphs:
        quoted = [(q.first, q.last) for q in paragraph.quotes]
        for sentence in paragraph.sentences:
            total += 1
            hits += any(
                t.lower in words.first_person
                and t.dep in ("nsubj", "nsubjpass")
                and t.head.is_root
                and not any(a <= t.i <= b for a, b in quoted)
                for t in sentence.tokens
            )
    return hits / total if total else 0.0
