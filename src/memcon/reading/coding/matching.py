"""Which patterns of the tables hold for a word in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from memcon.knowledge.events import ANY, Condition, EventWords, Pattern, event_patterns, event_words
from memcon.reading.coding.mood import is_finite
from memcon.reading.coding.parties import Parties
from memcon.reading.languages.en.slots import (
    Slots,
    noun_slots,
    particles,
    shares_noun,
    verb_slots,
)
from memcon.reading.tree import Token

VERBS: Final = ("VERB", "AUX")


class Patterns:
    """The tables of a language: patterns by word, and word lists. Serves any number of texts."""

    def __init__(self, language: str = "en"):
        self._found = event_patterns(language)
        self.lemmas = frozenset(lemma for lemma, _ in self._found)
        self.words: EventWords = event_words(language)
        self.sayings = frozenset(
            lemma
            for (lemma, _), some in self._found.items()
            if any(pattern.operator == "say" for pattern in some)
        )

    def of(self, token: Token, *, dependent: bool = False) -> tuple[Pattern, ...]:
        """Return the patterns of a word; of a noun under another word also the dependent ones."""
        if token.pos in VERBS:
            return self._found.get((token.lemma, "V"), ())
        return self._found.get((token.lemma, "n" if dependent else "N"), ())


class Matcher:
    """Finds the patterns that hold in one sentence."""

    def __init__(self, patterns: Patterns, parties: Parties):
        self._patterns = patterns
        self._words = patterns.words
        self._parties = parties
        self._slots: dict[int, Slots] = {}
        self._sayings: dict[int, bool] = {}

    def slots_of(self, token: Token) -> Slots:
        """Return what stands around a verb or noun, looked up once."""
        slots = self._slots.get(token.i)
        if slots is None:
            verbal = token.pos in VERBS
            slots = self._slots[token.i] = verb_slots(token) if verbal else noun_slots(token)
        return slots

    def matching(self, token: Token, slots: Slots, *, dependent: bool = False) -> Iterator[Pattern]:
        """Yield the patterns that hold, those that ask most first."""
        adverbs: set[str] | None = None
        for pattern in self._patterns.of(token, dependent=dependent):
            if pattern.particle:
                adverbs = particles(token) if adverbs is None else adverbs
                if pattern.particle not in adverbs:
                    continue
            for condition in pattern.conditions:
                # most fail here, since the slot is empty
                if not slots.get(condition.slot):
                    if not condition.absent:
                        break
                elif not self._holds(condition, slots):
                    break
            else:
                yield pattern

    def says(self, verb: Token) -> bool:
        """Whether a verb makes a statement here."""
        known = self._sayings.get(verb.i)
        if known is None:
            known = self._sayings[verb.i] = verb.lemma in self._patterns.sayings and any(
                p.operator == "say" for p in self.matching(verb, self.slots_of(verb))
            )
        return known

    def finer(self, code: str, trigger: Token, slots: Slots) -> str:
        """Return the finest code that the words around the trigger support."""
        for base, slot, finer, words in self._words.finer:
            if base != code:
                continue
            if slot == ANY:
                inside = trigger.sentence.paragraph.tokens[trigger.left : trigger.right + 1]
                heads = inside
            else:
                heads = [
                    t
                    for h in slots.get(slot, ())
                    for t in h.sentence.paragraph.tokens[h.left : h.right + 1]
                ]
            if any(t.lemma in words or t.lower in words for t in heads):
                return self.finer(finer, trigger, slots)
        return code

    def _holds(self, condition: Condition, slots: Slots) -> bool:
        heads = slots.get(condition.slot)
        if not heads:
            return condition.absent
        if condition.test == "any":
            return not condition.absent
        check = self._fits if condition.test == "head" else self._has_inside
        for head in heads:
            if check(head, condition):
                return not condition.absent
        return condition.absent

    def _fits(self, head: Token, condition: Condition) -> bool:
        if head.lemma in condition.words or head.lower in condition.words:
            return True
        if condition.roles and any(self._is_kind(head, r) for r in condition.roles):
            return True
        lists = self._words.lists
        if head.lower in lists["counts"] or head.lower in lists["parts"]:  # "dozens of rebels"
            for child in head.children:
                if child.dep == "prep" and child.lower == "of":
                    inner = child.child("pobj")
                    return inner is not None and self._fits(inner, condition)
        return False

    def _is_kind(self, head: Token, role: str) -> bool:
        if role == "actor":
            return self._parties.is_actor(head)
        if role == "state":
            return self._parties.is_state(head)
        if role == "place":
            return self._parties.is_place(head)
        if role == "person":
            return self._parties.is_person(head)
        if role == "joint":
            return head.dep == "conj" or any(
                c.dep == "conj" or shares_noun(c) for c in head.children
            )
        if role == "bare":
            return not is_finite(head) and all(c.dep != "aux" for c in head.children)
        if self._parties.role(head) == role:
            return True
        return any(
            child.i < head.i
            and child.dep in ("compound", "amod", "nmod")
            and self._parties.role(child) == role
            for child in head.children
        )

    def _has_inside(self, head: Token, condition: Condition) -> bool:
        words, roles = condition.words, condition.roles
        for token in head.sentence.paragraph.tokens[head.left : head.right + 1]:
            if token.lemma in words or token.lower in words:
                return True
            if roles and self._parties.role(token) in roles:
                return True
        return False
