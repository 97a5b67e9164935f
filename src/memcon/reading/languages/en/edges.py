"""Where a content begins and ends: tags, quotation marks, and the cue's own adjuncts."""

from __future__ import annotations

from memcon.knowledge.words import OccasionWords
from memcon.reading.languages.en.grammar import Cue
from memcon.reading.tree import Token

_TAGGED = 3  # words between a colon and a tag; fewer are no clause
_ASIDE_OPENERS = frozenset({"according", "as", "while", "citing", "but", "and"})
_CLAUSE_OPENERS = frozenset(
    {"when", "if", "because", "unless", "until", "before", "after", "since"}
)
_QUOTE_OPENERS = frozenset({"\u201c", '"', "``", "\u2018", "\u00ab", "\u201e"})
_MARKS = frozenset("\u201c\u201d\"'\u2018\u2019\u00ab\u00bb\u201e`") | {"''", "``"}
_STOPS = frozenset({".", ",", ";", ":", "!", "?", "--", "\u2026", "...", "\\"})


def tag_span(cue: Cue, tokens: list[Token], first: int, last: int) -> tuple[int, int]:
    """Return the token range of a tag with its subject and its adjuncts ("he said on Monday")."""
    verb = cue.verb
    if cue.frame == "A":
        start, stop = cue.cue_first, max(cue.cue_last, cue.subject.right if cue.subject else verb.i)
        return start, min(stop, last)
    start = stop = verb.i
    subject = cue.subject if cue.own_subject else None
    if subject is not None:
        start, stop = min(start, subject.left), max(stop, subject.right)
    if cue.relay is not None:
        start = min(start, cue.relay.left)
    complement = {c.i for c in verb.children if c.dep in ("ccomp", "parataxis")}
    for child in verb.children:
        if child.i in complement or child.dep in ("punct", "conj", "cc"):
            continue
        if child.i > verb.i:
            quoted = any(t.text in _QUOTE_OPENERS for t in tokens[verb.i + 1 : child.left + 1])
            if not quoted and child.dep in (
                "prep",
                "npadvmod",
                "advmod",
                "dobj",
                "dative",
                "nsubj",
                "advcl",
                "prt",
                "pobj",
            ):
                stop = max(stop, child.right)
        elif (
            child.dep in ("advmod", "aux") and (subject is None or child.i > subject.i)
        ) or child.dep == "mark":
            start = min(start, child.left)
    return max(start, first), min(stop, last)


def tag_parts(cue: Cue, tokens: list[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Return the content of a tag: the rest of its sentence, before and after it."""
    start, stop = tag_span(cue, tokens, first, last)
    parts: list[tuple[int, int]] = []
    for at in range(start - 1, first, -1):
        if tokens[at].text in (":", ";") and start - at > _TAGGED:
            first = at + 1  # what stands before a colon is not what the tag closes
            break
    if start > first:
        parts.append((first, start - 1))
    if stop < last:
        rest = [
            t
            for t in tokens[stop + 1 : last + 1]
            if t.pos not in ("PUNCT",) and t.text not in _MARKS
        ]
        opening = rest[0] if rest else None
        if opening is not None:
            after_first = cue.frame == "A" and start == first
            continues = any(
                c.dep in ("ccomp", "parataxis") and c.i > stop for c in cue.verb.children
            ) or (cue.verb.head is not cue.verb and cue.verb.head.i > stop)
            quoted = any(
                t.text in ("\u201c", '"', "``", "\u00ab") for t in tokens[stop + 1 : opening.i]
            )
            enclosed = (
                start > first
                and tokens[start - 1].text == ","
                and tokens[stop + 1].text == ","
                and opening.tag != "VBG"
                and opening.lower not in _ASIDE_OPENERS
                and (
                    opening.tag not in ("WDT", "WP", "WRB", "IN", "CC")
                    or opening.lower in _CLAUSE_OPENERS
                )
            )
            if after_first or continues or quoted or enclosed or not parts:
                parts.append((stop + 1, last))
    return parts


def trim(first: int, last: int, tokens: list[Token]) -> tuple[int, int] | None:
    """Drop marks, commas and stops at the edges of a content; None if nothing is left."""
    while first <= last and (
        tokens[first].text in _MARKS
        or tokens[first].text in _STOPS
        or tokens[first].text in ("-", "\u2013", "\u2014")
    ):
        first += 1
    while last >= first and (
        tokens[last].text in _MARKS
        or tokens[last].text in _STOPS
        or (
            tokens[last].text in ("-", "\u2013", "\u2014", ")") and _unbalanced(first, last, tokens)
        )
    ):
        last -= 1
    return (first, last) if first <= last else None


def _unbalanced(first: int, last: int, tokens: list[Token]) -> bool:
    if tokens[last].text != ")":
        return True
    opened = sum(1 for t in tokens[first:last] if t.text == "(")
    return opened == 0


def _without_aside(first: int, last: int, tokens: list[Token], words: OccasionWords) -> int:
    """Cut what a dash sets off after a closing quotation mark: the narrator's aside."""
    for at in range(first + 1, last):
        closed = tokens[at - 1].text in ("\u201d", '"', "''", "\u2019", "'", "\u00bb")
        if closed and tokens[at].text in ("\u2013", "\u2014", "--", "-"):
            return at - 1
        if (
            closed
            and tokens[at].text == ","
            and tokens[at + 1].lower in ("in", "at", "as", "during", "after")
        ):
            return at - 1
    return last


def strip_adjuncts(
    cue: Cue, first: int, last: int, tokens: list[Token], words: OccasionWords
) -> int:
    """Return the content's last token without the cue's own adjuncts ("in a meeting with X").

    Only for object and prepositional frames: a clause keeps what it ends with.
    """
    last = _without_aside(first, last, tokens, words)
    if cue.frame not in ("O", "N", "P", "OP", "OI", "QI", "I"):
        return last
    anchor = cue.complement.i if cue.complement is not None else first
    for child in cue.verb.children:
        if child.i <= max(first, anchor) or child.i > last:
            continue
        if child.dep == "prep" and child.lower in words.prepositions:
            target = child.child("pobj")
            if target is not None and target.lemma in words.nouns and child.left > first:
                return child.left - 1
        if child.dep == "npadvmod" and child.lower in words.days and child.left > first:
            return child.left - 1
    for at in range(first + 1, last + 1):
        token = tokens[at]
        if token.dep == "prep" and token.lower in ("during", "in", "at", "following", "after"):
            target = token.child("pobj")
            if target is not None and target.lemma in words.meetings and token.right >= last - 1:
                with_whom = any(c.dep == "prep" and c.lower == "with" for c in target.children)
                if with_whom or tokens[at - 1].text == ",":
                    return at - 1
    return last
