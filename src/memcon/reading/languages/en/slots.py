"""Who and what stand around a verb or a noun in English, as named slots.

A slot is named ``subj`` (who acts, also the agent of a passive), ``obj`` (who is acted on, also
the subject of a passive), ``iobj``, ``comp`` (the verb of a complement clause) or by its
preposition (``with``, ``against``); ``saying`` is the participle of an object ("a resolution
condemning Ostria"). A noun has ``poss``, ``adj`` (actors named before it: "Ostrian
raid") and its prepositions. Subjects are inherited by conjuncts, participles and infinitives.
"""

from __future__ import annotations

from memcon.knowledge.events import event_words
from memcon.reading.tree import Token

Slots = dict[str, list[Token]]

_RELATIVES = frozenset({"who", "which", "that", "whom"})
_CLAUSES = frozenset({"xcomp", "ccomp"})
_TIMED = frozenset({"on", "in", "at", "for", "from", "to"})
_BESIDE = frozenset({"poss", "adj", "comp"})
_OWN = frozenset({"subj", "obj", "iobj", "comp", "purpose", "of"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_DEPTH = 8  # clauses up which a subject is looked for


def conjuncts(head: Token) -> list[Token]:
    """Return a noun and the nouns joined to it by "and" or commas, in text order."""
    found = [head]
    for token in found:
        found.extend(
            child
            for child in token.children
            if child.dep == "conj"
            and child.pos in _NOUNS
            and child.child("nsubj", "nsubjpass") is None
        )
    before = [child for child in head.children if child.i < head.i and shares_noun(child)]
    return before + found


def shares_noun(child: Token) -> bool:
    """Whether an adjective is the first of two that share a noun: "Ostrian and Varnian troops"."""
    return (
        child.dep in ("amod", "compound", "nmod")
        and child.text[:1].isupper()
        and any(c.dep == "conj" and c.text[:1].isupper() for c in child.children)
    )


def particles(verb: Token) -> set[str]:
    """Return the adverbs that may belong to a verb: "off" in "called off talks"."""
    return {
        child.lower
        for child in verb.children
        if child.i > verb.i and (child.dep in ("prt", "advmod", "acomp", "prep", "oprd"))
    }


def is_passive(verb: Token) -> bool:
    """Whether what the verb is said of is acted on ("were held", "troops sent by", "killed")."""
    if verb.tag != "VBN":
        return verb.child("nsubjpass", "auxpass") is not None
    for child in verb.children:
        if child.dep in ("nsubjpass", "auxpass"):
            return True
        if child.dep == "aux" and child.lemma == "have":
            return False
    if verb.dep in ("acl", "relcl"):
        return True
    if verb.dep == "conj" and verb.child("nsubj", "aux") is None:
        return verb.head.pos == "VERB" and is_passive(verb.head)
    if verb.dep == "advcl" and verb.child("nsubj") is None:
        return True
    # a headline: "Five killed in …"
    return verb.is_root and verb.child("aux", "dobj", "nsubj") is None


def verb_slots(verb: Token) -> Slots:
    """Return what stands around a verb; its objects' prepositions count after its own."""
    slots: Slots = {}
    passive = is_passive(verb)
    objects: list[Token] = []
    for child in verb.children:
        dep = child.dep
        if dep in ("aux", "auxpass") and child.children:
            # "The Vatican is mediating": the parser may hang the subject on the auxiliary
            child = child.child("nsubj", "nsubjpass") or child
            dep = child.dep
        if dep in ("nsubj", "nsubjpass"):
            antecedent = _antecedent(child, verb)
            slots.setdefault("obj" if passive else "subj", []).extend(conjuncts(antecedent))
        elif dep in ("dobj", "attr") or (dep == "oprd" and verb.child("dobj", "nsubjpass") is None):
            antecedent = _antecedent(child, verb)
            objects = conjuncts(antecedent)
            slots.setdefault("obj", []).extend(objects)
            text = [c for c in child.children if c.dep == "acl" and c.tag == "VBG"]
            if text:  # "passed a resolution condemning Ostria"
                slots["saying"] = text
        elif dep == "dative":
            inner = child.child("pobj")
            if inner is None:
                slots.setdefault("iobj", []).extend(conjuncts(child))
            else:
                slots.setdefault("iobj", []).extend(conjuncts(inner))
                slots.setdefault(child.lower, []).extend(conjuncts(inner))
        elif dep == "agent":  # in an active clause no doer: "spoke by telephone"
            _preposition(slots, child, "subj" if passive else "by")
        elif dep == "prep":
            _preposition(slots, child)
        elif dep in _CLAUSES and child.lower in event_words().lists["beside"]:
            # "accused neighbouring Varnia of", with the participle taken for a verb
            if (meant := child.child("dobj")) is not None:
                objects = conjuncts(meant)
                slots.setdefault("obj", []).extend(objects)
            for inner in child.children:
                if inner.dep == "prep":
                    _preposition(slots, inner)
        elif dep in _CLAUSES:
            slots.setdefault("comp", []).append(child)
            if child.pos == "ADJ" and (about := child.child("nsubj")) is not None:
                slots.setdefault("obj", []).append(about)  # "found two officials guilty"
        elif dep in ("acomp", "prt", "advmod"):
            _complement(slots, child)
        elif dep == "advcl" and child.tag == "VB":
            slots.setdefault("purpose", []).append(child)
    if verb.dep == "relcl" and "obj" not in slots and verb.head not in slots.get("subj", ()):
        if passive or "subj" in slots:
            slots.setdefault("obj", []).extend(conjuncts(verb.head))
        else:
            slots["subj"] = conjuncts(verb.head)
    if "subj" not in slots and not passive:
        slots["subj"] = inherited(verb) or _misnamed(verb)
    if passive and "obj" not in slots:
        slots["obj"] = conjuncts(verb.head) if verb.dep in ("acl", "relcl") else inherited(verb)
    for head in slots.get("subj", ()):  # "a bomb planted by rebels killed two guards"
        for child in head.children:
            if child.dep == "acl" and (agent := child.child("agent")) is not None:
                _preposition(slots, agent, "by")
    _reach(slots, objects or slots.get("obj", []))
    _reach(slots, _around(slots, _OWN))
    return slots


def _complement(slots: Slots, word: Token) -> None:
    """Take in what hangs on an adjective or adverb: "ready to hold talks", "away from the pact"."""
    for child in word.children:
        if child.dep in _CLAUSES:
            slots.setdefault("comp", []).append(child)
        elif child.dep == "prep":
            _preposition(slots, child)


def _reach(slots: Slots, heads: list[Token]) -> None:
    """Fill slots that are empty with the prepositions that hang on nouns around the verb."""
    for head in heads:
        if head.pos == "VERB":
            continue
        for child in head.children:
            if child.dep == "prep" and child.lower not in slots:
                _preposition(slots, child)
            elif child.dep == "acl" and child.tag == "VBN":  # "accounts linked to the premier"
                for inner in child.children:
                    if inner.dep == "prep" and inner.lower not in slots:
                        _preposition(slots, inner)


def _around(slots: Slots, but: frozenset[str]) -> list[Token]:
    """Return what stands in the prepositional slots but for those that only say when or why."""
    apart = but | event_words().lists["circumstances"]
    return [head for name in list(slots) if name not in apart for head in slots[name]]


def _misnamed(verb: Token) -> list[Token]:
    """Return a name right before the verb that the parser took for an adverbial."""
    for child in verb.children:
        if child.i == verb.i - 1 and child.dep in ("npadvmod", "dep") and child.tag[:3] == "NNP":
            return conjuncts(child)
    return []


def inherited(verb: Token) -> list[Token]:
    """Return the subject that a verb without one of its own has from the clause above."""
    token = verb
    for _ in range(_DEPTH):
        if token.dep in ("acl", "relcl") and token.head.pos in _NOUNS:
            return conjuncts(token.head)
        if token.is_root or token.dep not in (
            "conj",
            "advcl",
            "xcomp",
            "ccomp",
            "parataxis",
            "dep",
            "pcomp",
            "prep",
            "aux",
            "attr",  # "is mediating", with the verb taken for a predicate
        ):
            return []
        token = token.head
        subject = token.child("nsubj", "nsubjpass")
        if subject is not None:
            return conjuncts(_antecedent(subject, token))
    return []


def noun_slots(noun: Token) -> Slots:
    """Return what stands around a noun that tells of an event."""
    slots: Slots = {}
    for child in noun.children:
        dep = child.dep
        if dep == "poss":
            slots["poss"] = conjuncts(child)
        elif dep in ("compound", "amod", "nmod") and child.i < noun.i:
            slots.setdefault("adj", []).extend(conjuncts(child))
        elif dep in ("prep", "agent"):
            _preposition(slots, child)
        elif dep == "acl" and (child.tag == "VB" or child.child("nsubj") is not None):
            slots.setdefault("comp", []).append(child)
        elif dep == "acl" and child.tag == "VBN":  # "sanctions imposed on Ostria"
            for inner in child.children:
                if inner.dep == "prep" and inner.lower not in slots:
                    _preposition(slots, inner)
    # "an attack on rebels by troops": the second phrase may hang on the first one
    _reach(slots, _around(slots, _BESIDE))
    return slots


def _preposition(slots: Slots, prep: Token, name: str | None = None) -> None:
    name = name or prep.lower
    for child in prep.children:
        if child.dep == "pobj" and name in _TIMED and event_words().is_time(child.text):
            continue  # "on Monday" leaves the slot to "an embargo on Ostria"
        if child.dep == "pobj":
            slots.setdefault(name, []).extend(conjuncts(child))
        elif child.dep == "pcomp":
            slots.setdefault(name, []).append(child)
        elif child.dep == "prep":
            _preposition(slots, child)
            if name not in slots:
                _preposition(slots, child, name)


def _antecedent(token: Token, verb: Token) -> Token:
    """Return what a relative pronoun stands for, else the token itself."""
    if token.lower in _RELATIVES and token.tag in ("WP", "WDT", "WP$"):
        clause = verb
        while clause.dep == "conj" and clause.head.pos in ("VERB", "AUX"):
            clause = clause.head
        if clause.dep in ("relcl", "acl"):
            return clause.head
    return token
