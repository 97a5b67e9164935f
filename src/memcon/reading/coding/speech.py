"""Who says what in a sentence, and whom its pronouns mean."""

from __future__ import annotations

from typing import Final

from memcon.knowledge.events import NOTHING, event_words
from memcon.reading.coding.arguments import Arguments
from memcon.reading.coding.coded import Coded
from memcon.reading.coding.matching import VERBS, Matcher
from memcon.reading.coding.parties import Parties
from memcon.reading.languages.en.slots import inherited
from memcon.reading.tree import Sentence, Token

_SPEECH: Final = "010"


class Speech:
    """Finds the statements and the speakers of one sentence."""

    def __init__(
        self,
        sentence: Sentence,
        parties: Parties,
        matcher: Matcher,
        arguments: Arguments,
        sayings: frozenset[str],
    ):
        self._sentence = sentence
        self._parties = parties
        self._matcher = matcher
        self._arguments = arguments
        self._sayings = sayings

    def statement(self, verb: Token) -> Coded | None:
        """Return the bare statement that a verb of saying makes."""
        if verb.lemma not in self._sayings or (verb.tag == "VBG" and verb.dep == "advcl"):
            return None  # "citing a shortage" says nothing by itself
        if verb.tag == "VB" and any(c.tag == "TO" for c in verb.children):
            return None  # "resolved to address the threats"
        slots = self._matcher.slots_of(verb)
        for pattern in self._matcher.matching(verb, slots):
            if pattern.operator == NOTHING:
                return None
            if pattern.operator == "say":
                sources, targets, _ = self._arguments.of_pattern(pattern, slots)
                negated = any(c.dep == "neg" for c in verb.children)
                return Coded(_SPEECH, verb, verb, sources, targets, negated=negated)
        return None

    def speaker(self, verb: Token) -> list[Token]:
        """Return who says the clause that a verb stands in."""
        for ancestor in verb.ancestors():
            if ancestor.pos not in VERBS:
                continue
            if self._matcher.says(ancestor):
                return self._matcher.slots_of(ancestor).get("subj", [])
        for child in self._sentence.root.children:  # "Ostria must withdraw, the minister said"
            if (
                child.dep in ("ccomp", "parataxis")
                and child.pos == "VERB"
                and self._matcher.says(child)
            ):
                return self._matcher.slots_of(child).get("subj", [])
        return []

    def antecedents(self, head: Token, trigger: Token) -> list[Token]:
        """Return whom a pronoun means within its sentence: who speaks, or the subject above."""
        if head.tag != "PRP":
            return [head]
        if head.dep not in ("nsubj", "nsubjpass", "pobj", "poss"):
            return [] if head.lower == "it" else [head]  # not whoever does it
        quoted = any(q.first <= head.i <= q.last for q in head.sentence.paragraph.quotes)
        first_person = head.lower in event_words().lists["first_person"]
        speaker = self.speaker(trigger) if first_person or not quoted else []
        if not speaker and not first_person and head.lower != "you":
            for ancestor in trigger.ancestors():
                if ancestor.pos in VERBS:
                    above = ancestor.child("nsubj", "nsubjpass")
                    if above is not None and above.tag != "PRP" and above.i < head.i:
                        speaker = inherited(ancestor) or [above]
                        break
        speaker = [h for h in speaker if h.tag != "PRP" and self._parties.names(h)]
        return speaker or ([] if head.lower == "it" else [head])
