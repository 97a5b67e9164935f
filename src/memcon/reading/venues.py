"""Where a meeting took place: the place words of its own clause, city before country."""

from __future__ import annotations

from itertools import pairwise

from memcon.knowledge import Knowledge
from memcon.knowledge.meeting_words import MeetingWords
from memcon.reading.languages.en.encounter_grammar import is_cut_off, is_verb
from memcon.reading.tree import Token

_INSIDE = frozenset(
    ("of", "de", "la", "el", "al", "-", "es", "do", "da", "di", "du", "del", "dos", "upon", "en")
)
_LONGEST = 6  # words in the name of a place


def find_venue(
    anchor: Token,
    first: int,
    last: int,
    words: MeetingWords,
    knowledge: Knowledge,
    prepositions: frozenset[str],
) -> str | None:
    """Return the place named between two tokens, nearest to the anchor.

    Args:
        anchor: the verb or noun of the encounter.
        first: index of the first token of its clause.
        last: index of the last.
        words: the meeting words.
        knowledge: for the known places.
        prepositions: those that bring in a place here ("in", "at"; "to" for a visit).

    Returns:
        A city before a building before a country; None where the clause names none.
    """
    tokens = anchor.sentence.paragraph.tokens
    facility: str | None = None
    country: str | None = None
    for i in (*range(anchor.i + 1, last + 1), *range(first, anchor.i)):
        token = tokens[i]
        if i > anchor.i and _ends_search(token, anchor, words):
            break
        if token.lower not in prepositions or i >= last or not _belongs(token, anchor):
            continue
        if is_cut_off(i, anchor):
            continue
        name = place_name(tokens, i + 1, last)
        if not name:
            continue
        state = knowledge.place(name)
        if state is not None and state.name != name:
            return name
        if state is not None:
            country = country or name
            continue
        tail = name.rsplit(" ", 1)[-1].lower()
        if tail in words.facilities and " " in name:
            facility = facility or name
        elif token.lower == "in" and _followed_by_place(tokens, i + 1, name, knowledge):
            return name
    return facility or country


def _ends_search(token: Token, anchor: Token, words: MeetingWords) -> bool:
    if token.lower not in words.venue_stops or token.dep != "prep" or token.head is anchor:
        return False
    topic = token.child("pobj")
    return topic is None or topic.pos != "PROPN" or topic.right > topic.i + 2


def _belongs(preposition: Token, anchor: Token) -> bool:
    """Whether "in X" can tell where the encounter was, and not where something else is."""
    head = preposition.head
    if head is anchor or preposition.i < anchor.i or is_verb(head):
        return True
    return head.pos == "PROPN" or head.tag == "NNP" or head.lower in ("today", "yesterday")


def place_name(tokens: list[Token], first: int, last: int) -> str:
    """Return the capitalised name that begins at a token, its article left out, or ""."""
    i = first
    if i <= last and tokens[i].lower == "the":
        i += 1
    kept: list[Token] = []
    while i <= last and len(kept) < _LONGEST:
        token = tokens[i]
        if token.text[:1].isupper() and token.pos != "VERB":
            kept.append(token)
        elif not (kept and token.lower in _INSIDE):
            break
        else:
            kept.append(token)
        i += 1
    while kept and not kept[-1].text[:1].isupper():
        kept.pop()
    if not kept:
        return ""
    parts = [kept[0].text]
    for before, token in pairwise(kept):
        parts.append((" " if token.start > before.end else "") + token.text)
    return "".join(parts)


def _followed_by_place(tokens: list[Token], first: int, name: str, knowledge: Knowledge) -> bool:
    """Whether an unknown name stands before a known one: "in Sunnylands, California"."""
    i = first + len(name.split())
    if i + 1 >= len(tokens) or tokens[i].text != ",":
        return False
    return knowledge.place(place_name(tokens, i + 1, min(i + 4, len(tokens) - 1))) is not None
