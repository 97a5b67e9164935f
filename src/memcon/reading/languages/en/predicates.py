"""English predicates: the clauses of a content, and what each of them does.

"Appreciates …, and stands ready to …" is two predicates and two acts; "should deepen …, expand …"
is one wish with two verbs. A predicate that is itself a cue ("backs Russia in …") takes its acts
from the cue lexicon; the others are judged by modality, tense and worth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from memcon.knowledge.acts import ActWords
from memcon.knowledge.cues import CueLexicon
from memcon.reading.languages.en.cue_acts import clause_head, cue_acts, cue_trigger
from memcon.reading.languages.en.frames import FrameFinder
from memcon.reading.languages.en.grammar import Cue
from memcon.reading.tree import Token
from memcon.record import ActType, Time

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


@dataclass(slots=True, eq=False)
class Predicate:
    """A predicate of a content: its head, its words (inclusive token range), and what it does."""

    head: Token
    first: int
    last: int
    subject: Token | None
    acts: list[ActType] = field(default_factory=list)
    trigger: str | None = None  # the word that carries the act, for strength
    negated: bool = False
    inner: bool = False  # whether the act is that of a clause inside ("made clear that …")
    perfect: bool = False  # "has withstood": the outcome counts, not the deed
    conditional: bool = False
    time: Time = "present"
    explicit: bool = True  # False where the act is only the fallback
    target: Token | None = None
    cue: Cue | None = None
    verbs: list[Token] = field(default_factory=list)  # heads of coordinated verbs with one subject


class PredicateReader:
    """Reads the predicates of contents with one language's tables."""

    def __init__(self, lexicon: CueLexicon, words: ActWords):
        self._finder = FrameFinder(lexicon, pronouns=True)
        self._lexicon = lexicon
        self._words = words

    def read(
        self, tokens: list[Token], first: int, last: int, *, reported: bool = False
    ) -> list[Predicate]:
        """Return the predicates of the content between two tokens, in text order.

        ``reported`` says that the content is indirect speech, in which "would" stands for "will".
        """
        cues = {cue.verb.i: cue for cue in self._finder.find(tokens, first, last)}
        heads = self._heads(tokens, first, last)
        predicates: list[Predicate] = []
        for head in heads:
            predicates.extend(self._coordinated(head, tokens, first, last, cues, reported))
        predicates.sort(key=lambda p: p.head.i)
        predicates = _joined(predicates)
        self._partition(predicates, tokens, first, last)
        return predicates

    def _heads(self, tokens: list[Token], first: int, last: int) -> list[Token]:
        heads = []
        for at in range(first, last + 1):
            token = tokens[at]
            outside = (
                token.head is token
                or not first <= token.head.i <= last
                or (token.head.sentence is not token.sentence)
            )
            if outside and token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass"):
                heads.append(token)
            elif outside and token.pos in ("NOUN", "PROPN", "ADJ", "PRON"):
                # a fragment or a misparse: its clause verbs stand below it
                heads.extend(
                    c
                    for c in token.children
                    if c.pos in ("VERB", "AUX")
                    and c.tag in ("VBD", "VBZ", "VBP")
                    and c.dep in ("relcl", "acl", "ccomp", "parataxis")
                    and first <= c.i <= last
                    and c.dep in ("ccomp", "parataxis")
                )
        return heads

    def _coordinated(
        self,
        head: Token,
        tokens: list[Token],
        first: int,
        last: int,
        cues: dict[int, Cue],
        reported: bool,
    ) -> list[Predicate]:
        subject = _subject(head)
        found = [self._predicate(head, subject, tokens, cues, reported=reported)]
        queue = [head]
        for verb in queue:
            for child in verb.children:
                if not first <= child.i <= last or child.pos not in ("VERB", "AUX"):
                    continue
                if (
                    child.dep in ("conj", "parataxis")
                    or (child.dep == "ccomp" and child.i < verb.i and verb.i not in cues)
                    or (child.dep == "ccomp" and child.right < verb.i)
                ):
                    queue.append(child)
                    own = _subject(child)
                    predicate = self._predicate(
                        child, own or subject, tokens, cues, reported=reported
                    )
                    shared = self._bare_verb(child) or (
                        child.tag == "VBP" and found[0].trigger is not None
                    )
                    if own is None and shared and found[0].explicit:
                        found[-1].verbs.append(child)  # shares modal and act: "should A, B and C"
                        continue
                    found.append(predicate)
        return found

    @staticmethod
    def _bare_verb(verb: Token) -> bool:
        return verb.tag in ("VB", "VBG", "VBN") and not any(
            c.dep == "aux" and c.tag == "MD" for c in verb.children
        )

    @staticmethod
    def _partition(predicates: list[Predicate], tokens: list[Token], first: int, last: int) -> None:
        """Divide the content among its predicates, each from its clause's start."""
        for k, predicate in enumerate(predicates):
            start = predicate.head.i
            own = _subject(predicate.head)
            if own is not None and own.i < start:
                start = own.left
            for child in predicate.head.children:
                if child.i < start and child.dep in (
                    "aux",
                    "auxpass",
                    "neg",
                    "advmod",
                    "mark",
                    "prep",
                    "advcl",
                    "npadvmod",
                ):
                    start = min(start, child.left)
            predicate.first = max(first, start) if k else first
        for one, two in pairwise(predicates):
            stop = two.first - 1
            while stop > one.first and tokens[stop].lower in (
                "and",
                "but",
                ",",
                ";",
                "while",
                "as",
                "well",
                "or",
            ):
                stop -= 1
            one.last = max(one.first, stop)
        if predicates:
            predicates[-1].last = last

    @staticmethod
    def _subjunctive(head: Token) -> bool:
        """Whether a base form has a subject of its own: "insisted that words be followed"."""
        if head.tag != "VB" or _subject(head) is None:
            return False
        return not any(
            c.dep == "aux" and (c.tag == "MD" or c.lower in ("to", "do", "does", "did"))
            for c in head.children
        )

    def _predicate(
        self,
        head: Token,
        subject: Token | None,
        tokens: list[Token],
        cues: dict[int, Cue],
        *,
        reported: bool = False,
    ) -> Predicate:
        words = self._words
        if head.lemma == "let":
            # "Let me stress that …": the verb inside is the predicate
            head = next((c for c in head.children if c.dep in ("ccomp", "xcomp")), head)
        predicate = Predicate(head, head.i, head.i, subject, verbs=[head])
        modals = [c.lower for c in head.children if c.dep == "aux" and c.tag == "MD"]
        predicate.negated = any(c.dep == "neg" or c.lower == "never" for c in head.children)
        predicate.conditional = any(
            c.dep == "advcl" and any(g.lower in ("if", "unless", "provided") for g in c.children)
            for c in head.children
        )
        predicate.time = _time(head, modals)
        predicate.perfect = any(c.dep == "aux" and c.lemma == "have" for c in head.children)
        cue = cues.get(head.i)
        if (
            predicate.negated
            and head.lemma in words.refusals
            and not any(m in words.wish_modals for m in modals)
        ):
            predicate.acts, predicate.trigger = ["oppose"], head.lemma
        elif any(m in words.wish_modals for m in modals):
            self._wish(predicate, modals)
        elif any(m in words.promise_modals for m in modals):
            self._promise(predicate)
        elif "would" in modals and self._harmful(head):
            predicate.acts, predicate.trigger = ["warn"], "would"
        elif "would" in modals and reported and not predicate.conditional:
            self._promise(predicate)  # "will", shifted back by the reporting verb
        elif (
            head.lemma == "go"
            and head.tag == "VBG"
            and any(c.dep == "xcomp" and c.tag == "VB" for c in head.children)
        ):
            self._promise(predicate)  # "are going to build"
        elif self._subjunctive(head):
            predicate.acts, predicate.trigger = ["propose"], "should"
        elif cue is not None:
            self._by_cue(predicate, cue, tokens)
        elif head.lemma in words.need_verbs and any(c.dep == "xcomp" for c in head.children):
            predicate.acts, predicate.trigger = ["propose"], head.lemma
        elif head.lemma == "stand" and any(c.lower in words.readiness for c in head.children):
            predicate.acts, predicate.trigger = ["pledge"], "ready"
        elif head.lemma == "be" and any(
            c.dep in ("acomp", "attr") and c.lower in words.readiness for c in head.children
        ):
            word = next(c for c in head.children if c.lower in words.readiness)
            if any(g.tag == "VB" or g.dep in ("xcomp", "prep") for g in word.children) or any(
                c.dep == "xcomp" and c.i > word.i for c in head.children
            ):
                predicate.acts, predicate.trigger = ["pledge"], word.lower
        elif head.lemma in words.ready_verbs and any(c.dep == "xcomp" for c in head.children):
            predicate.acts, predicate.trigger = ["pledge"], head.lemma
        elif head.lemma in words.agree_verbs and any(
            c.dep in ("dobj", "nsubjpass") and c.lemma in words.agree_objects for c in head.children
        ):
            predicate.acts = ["agree", "report"]
        if not predicate.acts:
            predicate.explicit = False
            self._fallback(predicate)
        return predicate

    def _wish(self, predicate: Predicate, modals: list[str]) -> None:
        predicate.trigger = next(m for m in modals if m in self._words.wish_modals)
        turned_down = any(
            c.dep == "acomp" and c.lower in ("opposed", "rejected", "condemned")
            for c in predicate.head.children
        )
        if (
            predicate.negated
            or turned_down
            or predicate.head.lemma in ("oppose", "reject", "condemn")
        ):
            predicate.acts = ["oppose"]
        else:
            predicate.acts = ["propose"]  # the acts step makes it a request where another is asked

    def _promise(self, predicate: Predicate) -> None:
        predicate.trigger = "will"
        lemma = predicate.head.lemma
        entries = (*self._lexicon.verbs.get(lemma, ()), *self._lexicon.phrases.get(lemma, ()))
        refuses = any("oppose" in entry.acts for entry in entries)
        if lemma in self._words.tentative or (predicate.negated and refuses):
            predicate.acts, predicate.trigger = ["assess"], None
            return
        head = predicate.head
        passive = any(c.dep in ("nsubjpass", "auxpass") for c in head.children)
        place = head.lemma != "take" or any(c.lemma == "place" for c in head.children)
        visit = head.lemma != "pay" or any(c.lemma == "visit" for c in head.children)
        if self._harmful(head) and not predicate.negated:
            predicate.acts = ["warn"]
        elif (
            head.lemma in self._words.encounters
            and place
            and visit
            and (
                head.lemma != "hold"
                or passive
                or any(
                    c.dep == "dobj" and c.lemma in ("meeting", "talk", "summit", "round")
                    for c in head.children
                )
            )
        ):
            predicate.acts, predicate.trigger = ["report"], None
        else:
            predicate.acts = ["pledge"]

    def _harmful(self, head: Token) -> bool:
        around = [head, *(c for c in head.children)]
        around += [g for c in head.children for g in c.children]
        return any(t.lower in self._words.harm for t in around) and any(
            t.lower
            in (
                "if",
                "unless",
                "consequences",
                "consequence",
                "retaliate",
                "countermeasures",
                "measures",
                "force",
                "met",
                "costs",
            )
            for t in around + [g for t in around for g in t.children]
        )

    def _by_cue(self, predicate: Predicate, cue: Cue, tokens: list[Token]) -> None:
        predicate.cue = cue
        predicate.target = cue.addressee
        predicate.acts = cue_acts(cue, self._lexicon, self._words)
        predicate.trigger = cue_trigger(cue)
        if not predicate.acts and "hope" in cue.acts:
            predicate.acts, predicate.trigger = ["propose"], "hope"
        head = clause_head(cue, tokens)
        if not predicate.acts and cue.frame in ("C", "F") and head is not None:
            predicate.inner = True
            inner = self._predicate(head, _subject(head), tokens, {})
            predicate.acts, predicate.trigger = inner.acts, inner.trigger
            predicate.explicit = inner.explicit
            predicate.subject = inner.subject

    def _fallback(self, predicate: Predicate) -> None:
        head = predicate.head
        past = predicate.time == "past"
        if head.lemma in ("be", "have", "remain", "become", "seem"):
            predicate.acts = ["assess"]
        elif past and predicate.perfect:
            animate = predicate.subject is not None and (
                predicate.subject.pos in ("PROPN", "PRON") or predicate.subject.tag == "NNS"
            )
            predicate.acts = (
                ["report"] if animate or head.lemma in self._words.report_verbs else ["assess"]
            )
        elif past or head.lemma in self._words.report_verbs:
            predicate.acts = ["report"]
        else:
            predicate.acts = ["assess"]


def _joined(predicates: list[Predicate]) -> list[Predicate]:
    """Take a verb form that says nothing by itself into the predicate before it."""
    joined: list[Predicate] = []
    for predicate in predicates:
        finite = predicate.head.tag in ("VBD", "VBZ", "VBP") or any(
            c.dep in ("aux", "auxpass") and c.tag != "TO" and c.lower != "to"
            for c in predicate.head.children
        )
        if joined and not predicate.explicit and (not finite or _subject(predicate.head) is None):
            joined[-1].verbs.append(predicate.head)
        else:
            joined.append(predicate)
    return joined


def _subject(verb: Token) -> Token | None:
    return verb.child(*_SUBJECTS)


def _time(head: Token, modals: list[str]) -> Time:
    if any(m in ("will", "shall", "'ll", "would") for m in modals):
        return "future"
    if head.tag == "VBD" or any(
        c.dep in ("aux", "auxpass") and (c.tag == "VBD" or c.lemma == "have") for c in head.children
    ):
        return "past"
    if head.tag == "VB" and any(c.lower == "to" for c in head.children):
        return "future"
    return "present"
