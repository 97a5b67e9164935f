"""The extent of a noun phrase: its heads joined by "and", and the span of the whole mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.reading.tree import Token

if TYPE_CHECKING:
    from memcon.reading.cast import Cast, Mention

_CLAUSES = frozenset(("relcl", "acl", "advcl"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))


def phrase_span(cast: Cast, phrase: Token) -> tuple[int, int]:
    """Return the token range of the mention headed by ``phrase``."""
    low, high = 1 << 60, -1
    for head in heads_of(cast, phrase):
        first, last = span_of(cast, head)
        low, high = min(low, first), max(high, last)
    return low, high


def span_of(cast: Cast, head: Token) -> tuple[int, int]:
    """Return the token range of the phrase of one head, without relative clauses."""
    mention = cast.mention_at(head)
    tokens = head.sentence.paragraph.tokens
    if mention is not None:
        return mention.first, mention.last
    first = head.left
    last = head.i
    for child in head.children:
        if child.i < head.i:
            continue
        if child.dep in _CLAUSES or child.dep in ("cc", "conj", "punct", "appos"):
            break
        if child.dep in ("prep", "nmod", "case", "poss", "compound", "nummod"):
            last = max(last, child.right)
            clause = _clause_in(child)
            if clause is not None:
                last = min(last, clause - 1)
                break
        else:
            break
    while (
        last > head.i
        and not tokens[last].text[-1:].isalnum()
        and tokens[last].text[-1:] not in ".)"
    ):
        last -= 1
    while first < head.i and tokens[first].pos in ("PUNCT", "CCONJ", "SCONJ"):
        first += 1
    return first, last


def _clause_in(token: Token) -> int | None:
    stack = [token]
    low: int | None = None
    while stack:
        node = stack.pop()
        for child in node.children:
            if child.dep in _CLAUSES:
                low = child.left if low is None else min(low, child.left)
            else:
                stack.append(child)
    return low


def heads_of(cast: Cast, phrase: Token) -> list[Token]:
    """The phrase's head and those joined to it by "and", in text order."""
    heads = [phrase]
    tokens = phrase.sentence.paragraph.tokens
    mention = cast.mention_at(phrase)
    if mention is not None:
        low = mention
        while (before := _joined_before(cast, low)) is not None and len(heads) < 12:
            heads.append(before.head)
            low = before
        high = mention
        while (after := _joined_after(cast, high)) is not None and len(heads) < 12:
            heads.append(after.head)
            high = after
    queue = (
        [phrase] if mention is None else [tokens[k] for k in range(mention.first, mention.last + 1)]
    )
    while queue:
        node = queue.pop(0)
        for child in node.children:
            if child.dep != "conj" or child.pos not in ("NOUN", "PROPN", "PRON", "NUM"):
                continue
            if mention is not None and mention.first <= child.i <= mention.last:
                continue
            inside = mention is None or mention.first <= node.i <= mention.last
            if _own_clause(child) or not (inside or node in heads):
                continue
            other = cast.mention_at(child)
            if other is not None:
                if other is not mention and all(cast.mention_at(h) is not other for h in heads):
                    heads.append(other.head)
                    queue.append(child)
            else:
                heads.append(child)
                queue.append(child)
    heads.sort(key=lambda t: t.i)
    return heads


def _own_clause(token: Token) -> bool:
    """A "conjunct" that has a subject of its own is a clause that the parser took for a noun."""
    return any(child.dep in SUBJECTS for child in token.children)


def _outer(mention: Mention) -> Token:
    """The token by which a mention hangs on the rest of its sentence, a subject if it can be."""
    inside = mention.paragraph.tokens[mention.first : mention.last + 1]
    leading = [t for t in inside if t.is_root or not mention.first <= t.head.i <= mention.last]
    subjects = [t for t in leading if t.dep in SUBJECTS]
    return (subjects or leading or [mention.head])[0]


def _joined_after(cast: Cast, mention: Mention) -> Mention | None:
    tokens = mention.paragraph.tokens
    end = mention.head.sentence.last
    at = mention.last + 1
    if at <= end and tokens[at].text == ",":
        at += 1
    if at > end or tokens[at].lower not in ("and", "&"):
        return None
    at += 1
    while at <= end and tokens[at].lower in ("the", "his", "her", "both"):
        at += 1
    if at > end:
        return None
    other = cast.mention_at(tokens[at])
    if other is None or other is mention or other.first < mention.last:
        return None
    return other if _together(mention, other) else None


def _joined_before(cast: Cast, mention: Mention) -> Mention | None:
    tokens = mention.paragraph.tokens
    start = mention.head.sentence.first
    at = mention.first - 1
    while at > start and tokens[at].lower in ("the", "his", "her"):
        at -= 1
    if at <= start or tokens[at].lower not in ("and", "&"):
        return None
    at -= 1
    if at > start and tokens[at].text == ",":
        at -= 1
    other = cast.mention_at(tokens[at])
    if other is None or other is mention:
        return None
    return other if _together(other, mention) else None


def _together(left: Mention, right: Mention) -> bool:
    """Tell whether two mentions around an "and" are one phrase, and not ends of two clauses."""
    tokens = right.paragraph.tokens
    a, b = _outer(left), _outer(right)
    following = tokens[right.last + 1] if right.last + 1 < len(tokens) else None
    if following is not None and following.tag == "POS":
        return False  # "Blinken and Lavrov's meeting": the phrase is about something else
    if a.dep in ("pobj", "dobj", "poss") and b.dep in SUBJECTS:
        return False
    if a.dep in SUBJECTS and b.dep in SUBJECTS and a.head is not b.head:
        return left.last < a.head.i and a.head.i > right.last
    return not (a.dep in SUBJECTS and b.dep in ("pobj", "poss"))
