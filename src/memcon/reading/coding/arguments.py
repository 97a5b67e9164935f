"""Who acts and who is acted on: the heads of the phrases that fill a pattern's slots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from memcon.knowledge.events import Pattern, event_words
from memcon.reading.coding.coded import Coded
from memcon.reading.coding.matching import VERBS, Matcher
from memcon.reading.coding.mood import Lists, is_finite
from memcon.reading.coding.operators import ADDRESSED, THREATS
from memcon.reading.coding.parties import Parties
from memcon.reading.languages.en.slots import Slots, conjuncts
from memcon.reading.tree import Token

DEEDS: Final = ("042", "084", "171", "173", "174", "175", "18", "19", "20")
"""Codes of deeds that may be done to things, places and unnamed people."""

_DONE_TO: Final = frozenset({"obj", "of", "on", "against", "at", "into", "iobj", "poss"})
"""Slots of what such a deed is done to."""

_UNDERGOING: Final = ("against", "obj", "iobj", "to", "with", "from", "on", "for", "into")
"""Slots of a verb that is no event we know, in which whom it is done to is looked for."""

_PLACING: Final = frozenset({"in", "at", "on", "for"})
"""Slots that say where or what for when several do something together."""


class Arguments:
    """Finds the parties of the events of one sentence."""

    def __init__(self, matcher: Matcher, parties: Parties, lists: Lists):
        self._matcher = matcher
        self._parties = parties
        self._lists = lists

    def of_pattern(self, pattern: Pattern, slots: Slots) -> tuple[list[Token], list[Token], bool]:
        """Return who acts and who is acted on by a pattern, and whether they do it together."""
        sources = self.first_filled(pattern.sources, slots)
        mutual = "mutual" in pattern.targets
        between = [*slots.get("between", ()), *slots.get("among", ())]
        if mutual and between and not sources:  # one of them for "the two countries"
            return between[:1], between[1:], len(between) > 1
        targets = self.first_filled(pattern.targets, slots, but=sources)
        if not targets and "obj" in pattern.targets and "obj" not in slots:
            # "allowed inspectors to enter", with the object taken for the subject of "enter"
            bare = [c for c in slots.get("comp", ()) if c.pos not in VERBS or not is_finite(c)]
            targets = [h for h in self.subjects(bare) if h not in sources]
        targets = targets or self._things(pattern, slots)
        if mutual and not targets:
            if len(sources) == 1:  # "the foreign ministers of Ostria and Norland met"
                sources = sources + _owners(sources[0])[1:]
            return sources[:1], sources[1:], len(sources) > 1
        return sources, targets, mutual and bool(targets)

    def first_filled(
        self, names: tuple[str, ...], slots: Slots, but: list[Token] | None = None
    ) -> list[Token]:
        """Return the heads of the first slot that names an actor."""
        lists = self._lists
        for name in names:
            heads = [h for h in slots.get(name, ()) if not but or h not in but]
            if name == "purpose":  # "used tear gas to disperse demonstrators"
                verbs = [v for v in (*heads, *slots.get("comp", ())) if v.pos in VERBS]
                heads = [h for verb in verbs for h in self._matcher.slots_of(verb).get("obj", ())]
            elif name == "comp":  # "refused to recognise Varnia"
                verbs = [v for v in heads if v.pos in VERBS and not is_finite(v)]
                heads = self.undergoers(verbs, but or [])
            if name == "adj":  # "rebel attack", "Ostrian raid", but no one in "military exercise"
                heads = [
                    h
                    for h in heads
                    if h.lower not in lists["qualities"] and self._parties.is_actor(h)
                ]
            if any(h.pos != "VERB" and self._parties.names(h) for h in heads):
                return heads
        return []

    def subjects(self, verbs: Iterable[Token]) -> list[Token]:
        """Return the actors that clauses are said of."""
        subjects = (verb.child("nsubj", "nsubjpass") for verb in verbs)
        return [s for s in subjects if s is not None and self._parties.is_actor(s)]

    def undergoers(self, verbs: Iterable[Token], own: list[Token]) -> list[Token]:
        """Return to whom something would be done: Varnia in "refused to recognise Varnia"."""
        for verb in verbs:
            if verb.pos in VERBS:
                names: tuple[str, ...] = _UNDERGOING
                if verb.lemma in self._lists["using"]:  # "use force against Varnia"
                    names = tuple(name for name in names if name != "obj")
                found = self.first_filled(names, self._matcher.slots_of(verb), but=own)
                if found:
                    return found
        return []

    def of_operator(
        self, pattern: Pattern, slots: Slots, inner: Coded, sources: list[Token]
    ) -> list[Token]:
        """Return the targets of an event under an operator."""
        names = pattern.targets
        if inner.joint and len(sources) > 1:  # "Ostria and Norland held talks in Varnia"
            names = tuple(name for name in names if name not in _PLACING)
        explicit = [
            h
            for h in self.first_filled(names, slots, but=sources)
            if h is not inner.trigger and h is not inner.last and self._parties.is_actor(h)
        ]
        others = [h for h in inner.sources if h not in sources and self._parties.names(h)]
        if inner.mutual and not set(sources) & {*inner.sources, *inner.targets}:
            return explicit or inner.sources + inner.targets  # "proposed talks between A and B"
        if pattern.operator in THREATS:
            return explicit or inner.targets or others
        if pattern.operator in ADDRESSED:
            met = inner.code[:2] == "04"
            named = [
                h for h in inner.targets if h not in sources and (met or h.tag in ("NNP", "NNPS"))
            ]
            return explicit or others or named
        return inner.targets or explicit or others

    def is_anothers(self, inner: Coded, own: list[Token]) -> bool:
        """Whether an event under a word of wishing has a doer of its own who is named."""
        return bool(own) and any(
            head not in own
            and head.tag != "PRP"
            and head.dep in ("nsubj", "nsubjpass")
            and self._parties.is_actor(head)
            for head in inner.sources
        )

    def _things(self, pattern: Pattern, slots: Slots) -> list[Token]:
        """Return what a deed was done to where that is no actor: "two bridges"."""
        if not pattern.code.startswith(DEEDS):
            return []
        words = event_words()
        for name in pattern.targets:
            heads = [
                h
                for h in slots.get(name, ())
                if h.pos in ("NOUN", "PROPN", "NUM") and not words.is_time(h.text)
            ]
            if heads and name in _DONE_TO:
                return heads
        return []


def _owners(head: Token) -> list[Token]:
    """Return whose several people are: "the foreign ministers of Ostria and Norland"."""
    for child in head.children:
        if child.dep == "prep" and child.lower in ("of", "from"):
            inner = child.child("pobj")
            return conjuncts(inner) if inner is not None else []
    return []
