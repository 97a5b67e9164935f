"""What quotation marks make of a statement."""

from __future__ import annotations

from collections.abc import Iterable

from memcon.reading.statements import Draft
from memcon.reading.tree import Paragraph, Quote, Token
from memcon.record import Mode


def statement_mode(draft: Draft, *, own_voice: bool) -> Mode:
    """Return how a statement gives its words: quoted, in part quoted, reported or told.

    Args:
        draft: the statement.
        own_voice: whether a sentence without a cue is the text's own (a declaration's).
    """
    paragraph = draft.paragraph
    tokens = paragraph.tokens
    total = quoted = 0
    speech = False
    for part, a, b in draft.stretches:
        if part is not paragraph:
            continue
        for at in range(a, b + 1):
            if tokens[at].pos == "PUNCT":
                continue
            total += 1
            region = quote_at(paragraph, at)
            if region is not None:
                quoted += 1
                speech = speech or not is_name(tokens, region)
    if total and quoted / total >= 0.85:
        return "direct"
    if speech:
        return "mixed"
    if draft.cue is None:
        return "narrative" if own_voice else "indirect"
    return "narrative" if draft.cue.kind == "topic" else "indirect"


def in_quote(paragraph: Paragraph, index: int) -> bool:
    """Whether a token stands between quotation marks."""
    return quote_at(paragraph, index) is not None


def quote_at(paragraph: Paragraph, index: int) -> Quote | None:
    """Return the quotation region that holds a token, or None."""
    for quote in paragraph.quotes:
        if quote.first <= index <= quote.last:
            return quote
    return None


def touches(parts: Iterable[tuple[int, int]], quote: Quote) -> bool:
    """Whether any of some token ranges shares a token with a quotation region."""
    return any(a <= quote.last and b >= quote.first for a, b in parts)


def merge_parts(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that overlap or are parted by marks only, in order."""
    merged: list[tuple[int, int]] = []
    for a, b in sorted(parts):
        if merged and a <= merged[-1][1] + 2:
            merged[-1] = (merged[-1][0], max(merged[-1][1], b))
        else:
            merged.append((a, b))
    return merged


def is_name(tokens: list[Token], quote: Quote) -> bool:
    """Whether quotation marks enclose a name ("Global Initiative on Data Security")."""
    words = [t for t in tokens[quote.first : quote.last + 1] if t.pos != "PUNCT"]
    long = [t for t in words if len(t.text) > 3]
    if (
        len(words) <= 4
        and words
        and words[0].pos in ("PROPN", "ADJ")
        and words[0].text[:1].isupper()
    ):
        return True  # "Indo-Pacific strategy"
    return bool(long) and all(t.text[:1].isupper() for t in long) and len(words) <= 8
