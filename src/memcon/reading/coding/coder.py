"""One sentence → its events: patterns found, operators applied, actors filled in.

Verbs are taken from the root downwards. A verb of asking, intending, refusing or ending takes the
event it governs with it, and ``event_operators.tsv`` says what becomes of its code; what is left of
verbs and nouns is coded for itself. Nothing that is only possible or conditional is coded, and
nothing without an actor.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from memcon.knowledge.events import ANY, NOTHING, Pattern, operate
from memcon.reading.coding.arguments import DEEDS, Arguments
from memcon.reading.coding.coded import Coded
from memcon.reading.coding.matching import VERBS, Matcher, Patterns
from memcon.reading.coding.mood import bearer, is_hypothetical, is_negated, is_unreal, modal_of
from memcon.reading.coding.operators import (
    ADDRESSED,
    GOVERNING,
    THREATS,
    WISHES,
    governed,
    refused,
)
from memcon.reading.coding.parties import Parties, PartyDraft
from memcon.reading.coding.repeats import is_reciprocal, without_repeats
from memcon.reading.coding.speech import Speech
from memcon.reading.languages.en.slots import Slots, is_passive
from memcon.reading.tree import Sentence, Token

__all__ = ["Coded", "EventCoder"]

_BY_SOMEBODY: Final = frozenset({"01", "02", "03", "04", "05", "06", "10", "11", "12", "13"})
"""Roots of what is said, met for or shared: without anybody who does it, it is no event."""

_DEEPEST: Final = 6  # operators within operators

_HARMS: Final = frozenset({"14", "15", "16", "17", "18", "19", "20"})
"""Roots of deeds that weather, prices and diseases are said to do in figures of speech."""

_VERB_ONLY: Final = frozenset({"subj", "obj", "comp", "purpose"})

_NOUN_ONLY: Final = _VERB_ONLY | {"by", "of", "poss", "adj"}
"""Slots of a governing verb or noun that say nothing of the event it governs."""


class EventCoder:
    """Codes the events of sentences. Holds tables only; one serves any number of documents."""

    def __init__(self, language: str = "en"):
        self._patterns = Patterns(language)

    def code(self, sentence: Sentence, parties: Parties) -> list[Coded]:
        """Return the events of a sentence in the order of their words.

        Args:
            sentence: as parsed.
            parties: of its document.
        """
        lemmas = self._patterns.lemmas
        candidates = [t for t in sentence.tokens if t.lemma in lemmas]
        if not candidates or sentence.tokens[-1].text == "?":
            return []
        return _Run(self._patterns, sentence, parties, candidates).events()


class _Run:
    """The coding of one sentence."""

    def __init__(
        self, patterns: Patterns, sentence: Sentence, parties: Parties, candidates: list[Token]
    ):
        self._lists = patterns.words.lists
        self._classes = patterns.words.classes
        self._parties = parties
        self._candidates = candidates
        self._matcher = Matcher(patterns, parties)
        self._arguments = Arguments(self._matcher, parties, self._lists)
        self._speech = Speech(sentence, parties, self._matcher, self._arguments, patterns.sayings)
        self._taken: set[int] = set()  # tokens that an event has used up
        self._unreal: set[int] = set()  # verbs of what was only asked for, meant, refused

    def events(self) -> list[Coded]:
        """Return the events in the order of their words."""
        found: list[Coded] = []
        spoken: list[Coded] = []
        for token in sorted(self._candidates, key=_depth):
            if token.i in self._taken or is_hypothetical(token, self._lists):
                continue
            if self._unreal and any(a.i in self._unreal for a in token.ancestors()):
                continue  # "threatened to use force to restore democracy"
            if token.dep == "acl" and token.tag == "VBN" and token.head.i in self._taken:
                continue  # "lifted sanctions imposed on Ostria"
            before = set(self._taken)
            if token.pos in VERBS:
                coded = self._verb(token, {}, 0)
                if coded is None and (said := self._speech.statement(token)) is not None:
                    spoken.append(said)
            elif token.pos in ("NOUN", "PROPN"):
                coded = self._lone_noun(token, found)
            else:
                continue
            if coded is None:
                continue
            if token.tag == "VBG" and token.dep in ("pcomp", "csubj") and not coded.sources:
                continue  # "those responsible for attacking the embassy": named, not told
            if token.dep == "acl" and token.tag == "VBN" and not _is_set_off(token):
                coded.aside = True  # "a square occupied by protesters"
            if coded.sources or coded.code[:2] not in _BY_SOMEBODY:
                found.append(coded)
            elif not coded.operated:  # what "was welcomed" may still be an event itself
                self._taken = before
        kept = [c for c in found if self._settle(c)]
        kept = without_repeats(kept)
        if not kept:
            kept = [c for c in spoken if self._settle(c) and c.parties[0]][:1]
        kept.sort(key=lambda c: c.trigger.i)
        return kept

    def _event(
        self, token: Token, slots: Slots, depth: int, *, dependent: bool = False
    ) -> Coded | None:
        """Return the event of a word by the first of its patterns that gives one."""
        for pattern in self._matcher.matching(token, slots, dependent=dependent):
            if pattern.operator == "say":
                continue
            if pattern.operator == NOTHING:
                return None
            if pattern.code:
                return self._plain(token, pattern, slots)
            coded = self._operated(token, pattern, slots, depth)
            if coded is not None:
                return coded
        return None

    def _verb(self, verb: Token, given: Slots, depth: int) -> Coded | None:
        """Return the event of a verb; ``given`` are the subjects it has from its governor."""
        slots = self._matcher.slots_of(verb)
        if given.get("subj") and verb.child("nsubj", "nsubjpass") is None:
            slots = {**slots, "obj" if is_passive(verb) else "subj": given["subj"]}
        coded = self._event(verb, slots, depth)
        if coded is None and 0 < depth < _DEEPEST:  # "take steps to release"
            coded = self._content(verb, ("comp", "purpose"), slots, slots.get("subj", []), depth)
        if coded is None or self._is_done_by_things(coded, slots):
            return None
        self._taken.add(verb.i)
        if depth:  # "promised to hold elections and hand over power"
            self._taken.update(
                c.i for c in verb.children if c.dep == "conj" and c.child("nsubj") is None
            )
        return self._modal(verb, coded, slots)

    def _is_done_by_things(self, coded: Coded, slots: Slots) -> bool:
        """Whether a deed has a doer that is nobody: "heavy snow laid siege to the village"."""
        if coded.sources or coded.code[:2] not in _HARMS:
            return False
        doers = [h for h in slots.get("subj", ()) if h not in (coded.trigger, coded.last)]
        instruments = self._classes["instrument"]
        return bool(doers) and not any(
            h.lemma in instruments or h.i in self._taken or self._parties.names(h) for h in doers
        )

    def _plain(self, trigger: Token, pattern: Pattern, slots: Slots) -> Coded:
        sources, targets, mutual = self._arguments.of_pattern(pattern, slots)
        coded = Coded(
            self._matcher.finer(pattern.code, trigger, slots),
            trigger,
            trigger,
            sources,
            targets,
            mutual=mutual,
            joint="mutual" in pattern.targets,
        )
        coded.last = max(
            (h for h in slots.get("obj", ()) if h.i > trigger.i), key=lambda h: h.i, default=trigger
        )
        for heads in slots.values():  # clauses that belong to it: "rebuked Ostria for shelving"
            self._taken.update(h.i for h in heads if h.pos in VERBS)
        return coded

    def _operated(self, trigger: Token, pattern: Pattern, slots: Slots, depth: int) -> Coded | None:
        if depth >= _DEEPEST:
            return None
        operator = pattern.operator
        own = self._arguments.first_filled(pattern.sources, slots)
        doers = own
        if operator in ADDRESSED:
            doers = self._arguments.first_filled(pattern.targets, slots, but=own) or own
        names = pattern.content
        if operator in GOVERNING and "comp" not in names:  # "called for the law to be changed"
            names = (*names, "comp")
        before = set(self._taken)
        inner = self._content(trigger, names, slots, doers, depth)
        if inner is None:
            code = operate(operator, ANY)
            if code is None:
                return None
            coded = self._plain(trigger, replace(pattern, code=code), slots)
            if not coded.targets and operator in ADDRESSED:  # "alleged that Ostria cheated"
                coded.targets = self._arguments.subjects(slots.get("comp", ()))
            self._unreal.update(h.i for h in slots.get("comp", ()) if h.pos in VERBS)
            if not coded.targets and operator in WISHES | THREATS | {"reject"}:
                coded.targets = self._arguments.undergoers(slots.get("comp", ()), own)
            return coded
        own = [head for head in own if head is not inner.trigger and head is not inner.last]
        if operator in WISHES | THREATS and self._arguments.is_anothers(inner, own):
            if operator in THREATS:  # "warned that Ostria would attack Varnia"
                return None
            operator = "appeal"  # "wants Ostria to withdraw its troops"
            pattern = replace(pattern, operator=operator)
        code = inner.code if operator == "do" else governed(operator, inner)
        if code is None:
            if operator != "fail":  # "failed to reach agreement" is none
                self._taken = before  # it may be an event by itself
            return None
        if code == operate(operator, ANY):
            code = self._matcher.finer(code, trigger, slots)
        sources = own or (inner.sources if operator == "do" else [])
        targets = self._arguments.of_operator(pattern, slots, inner, sources)
        first, last = min(trigger.i, inner.trigger.i), max(trigger.i, inner.last.i)
        tokens = trigger.sentence.paragraph.tokens
        joint = inner.joint and (operator == "do" or operator in WISHES)
        mutual = inner.mutual and (operator == "do" or operator in WISHES)
        if not own and "subj" in pattern.content and operator == "halt":
            sources, targets, mutual = inner.sources, inner.targets, inner.mutual
        elif (
            len(sources) > 1
            and (joint or "mutual" in pattern.targets)
            and set(targets) <= set(sources)
        ):
            sources, targets, mutual = sources[:1], sources[1:], True
        return Coded(
            code,
            tokens[first],
            tokens[last],
            sources,
            targets,
            negated=inner.negated and operator == "do",
            mutual=mutual,
            joint=joint,
            operated=operator != "do" or inner.operated,
        )

    def _content(
        self,
        trigger: Token,
        names: tuple[str, ...],
        slots: Slots,
        doers: list[Token],
        depth: int,
    ) -> Coded | None:
        """Return the event that a word governs, the first found in the slots of those names.

        ``doers`` are whom an infinitive there is about.
        """
        for name in names:
            for head in slots.get(name, ()):
                if head.i in self._taken or head is trigger:
                    continue
                if head.pos in VERBS:
                    coded = self._verb(head, {"subj": doers}, depth + 1)
                elif head.pos in ("NOUN", "PROPN"):
                    coded = self._noun(head, trigger, slots, depth + 1)
                else:
                    continue
                if coded is not None:
                    return coded
        return None

    def _noun(self, noun: Token, governor: Token, around: Slots, depth: int) -> Coded | None:
        """Return the event that a noun tells of under a word, whose slots fill what is missing."""
        shared = _VERB_ONLY if governor.pos in VERBS else _NOUN_ONLY
        slots = {k: v for k, v in around.items() if k not in shared}
        slots = {**slots, **self._matcher.slots_of(noun)}
        coded = self._event(noun, slots, depth, dependent=True)
        if coded is None:
            return None
        coded.sources = [h for h in coded.sources if h is not noun]
        coded.targets = [h for h in coded.targets if h is not noun]
        self._taken.add(noun.i)
        if any(c.dep in ("neg", "det") and c.lower == "no" for c in noun.children):
            refused = operate("reject", coded.code) if coded.code[:2] == "03" else None
            if refused is not None:  # "has no intention of withdrawing"
                return replace(coded, code=refused)
            coded.negated = True
        return coded

    def _lone_noun(self, noun: Token, found: list[Coded]) -> Coded | None:
        """Return the event of a noun that no coded word governs and that names who it is about."""
        lists = self._lists
        if noun.dep in ("compound", "poss", "amod", "nmod", "appos"):
            return None
        if any(c.i < noun.i and c.lower in lists["unreal"] for c in noun.children):
            return None  # "a planned raid"
        triggers = {t for c in found for t in (c.trigger, c.last)}
        for ancestor in noun.ancestors():
            if ancestor in triggers or ancestor.i in self._taken:
                return None
            if ancestor.pos in VERBS and is_unreal(ancestor, self._lists):
                return None
            if ancestor.lemma in lists["unreal_heads"]:
                return None  # "the possibility of a strike"
        slots = self._matcher.slots_of(noun)
        # "joint drills by Ostria and Varnia wound up"
        told = noun.dep in ("nsubj", "nsubjpass") and "by" in slots
        coded = self._event(noun, slots, 0)
        if coded is None and told:
            coded = self._event(noun, slots, 0, dependent=True)
        if coded is None or not any(
            self._parties.names(head) for head in (*coded.sources, *coded.targets)
        ):
            return None
        if noun.dep in ("nsubj", "nsubjpass") and any(c.dep == "neg" for c in noun.head.children):
            coded.negated = True
        coded.aside = not noun.is_root and noun.dep not in ("nsubj", "nsubjpass", "dobj")
        return coded

    def _modal(self, verb: Token, coded: Coded, slots: Slots) -> Coded | None:
        """Apply the verb's auxiliaries and negation to its event; None if it is only possible."""
        lists = self._lists
        first = bearer(verb)
        negated = is_negated(verb, lists) or is_negated(first, lists)
        modal = modal_of(first, lists)
        if modal in lists["possible"]:
            if negated and modal in lists["able"]:
                return refused(coded)
            return None
        if modal in lists["future"]:
            if negated:
                return refused(coded)
            if coded.code[:2] in ("01", "02", "03", "10", "11", "12", "13"):
                return coded
            code = operate("intend", coded.code)
            if code is None:
                return None
            return replace(coded, code=code)
        if modal in lists["duty"]:
            return self._duty(verb, coded, slots, modal, negated=negated)
        if negated:
            coded.negated = not coded.negated
        return coded

    def _duty(
        self, verb: Token, coded: Coded, slots: Slots, modal: str, *, negated: bool
    ) -> Coded | None:
        """Return an appeal or demand out of "said that Ostria must withdraw"."""
        speaker = self._speech.speaker(verb)
        if not speaker:
            return None
        lists = self._lists
        operator = "demand" if modal in lists["must"] else "appeal"
        code = governed(operator, replace(coded, negated=negated))
        if code is None:
            return None
        doer = slots.get("subj") or slots.get("obj") or []
        targets = [h for h in doer if self._parties.is_actor(h)] or coded.targets
        return replace(coded, code=code, sources=speaker, targets=targets, negated=False)

    def _settle(self, coded: Coded) -> bool:
        """Fill in the parties of an event; False where it has none."""
        if len(coded.sources) > 1 and not coded.targets and is_reciprocal(coded.trigger):
            coded.sources, coded.targets = coded.sources[:1], coded.sources[1:]
            coded.mutual = True
        sources = self._drafts(coded.sources, coded.trigger)
        targets = self._drafts(coded.targets, coded.trigger, things=coded.code.startswith(DEEDS))
        heads = {d.head.i for d in sources}
        coded.parties = (sources, [d for d in targets if d.head.i not in heads])
        if coded.code.startswith("01") and all(
            d.head.lower in self._lists["talking"] for d in sources
        ):
            return False  # "I hope so": nobody is named who says it
        return bool(sources or targets)

    def _drafts(
        self, heads: list[Token], trigger: Token, *, things: bool = False
    ) -> list[PartyDraft]:
        drafts: list[PartyDraft] = []
        for head in heads:
            for one in self._speech.antecedents(head, trigger):
                draft = self._parties.find(one) or (self._parties.draft(one) if things else None)
                if draft is not None and all(d.head is not draft.head for d in drafts):
                    drafts.append(draft)
        return drafts


def _depth(token: Token) -> tuple[int, int]:
    return sum(1 for _ in token.ancestors()), token.i


def _is_set_off(clause: Token) -> bool:
    """Whether a comma stands before a clause: "the general, accused of torture, fled"."""
    before = clause.left - 1
    return (
        before >= clause.sentence.first and clause.sentence.paragraph.tokens[before].pos == "PUNCT"
    )
