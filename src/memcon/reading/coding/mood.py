"""Whether what a verb says is told as done: modals, negation, conditions, clauses of purpose."""

from __future__ import annotations

from collections.abc import Mapping

from memcon.reading.tree import Token

Lists = Mapping[str, frozenset[str]]


def is_negated(verb: Token, lists: Lists) -> bool:
    """Whether a verb is denied by "not" or "never"."""
    return any(
        c.dep == "neg" or (c.dep == "advmod" and c.lower in lists["never"]) for c in verb.children
    )


def modal_of(verb: Token, lists: Lists) -> str:
    """Return the modal of a verb, "will" for an infinitive that tells the future, "" for none."""
    if verb.is_root and any(c.dep == "aux" and c.lower == "to" for c in verb.children):
        return "will"  # a headline: "Ostria to free prisoners"
    if verb.dep == "xcomp" and verb.head.lemma == "be" and verb.tag == "VB":
        return "will"  # "the ministers are to meet"
    return next(
        (c.lower for c in verb.children if c.dep == "aux" and c.lower in lists["modals"]), ""
    )


def bearer(verb: Token) -> Token:
    """Return the verb that has the auxiliaries of a bare one joined to it: "may come and stay"."""
    while (
        verb.dep == "conj"
        and verb.tag == "VB"
        and verb.head.pos in ("VERB", "AUX")
        and all(c.dep not in ("aux", "nsubj", "nsubjpass") for c in verb.children)
    ):
        verb = verb.head
    return verb


def is_unreal(verb: Token, lists: Lists) -> bool:
    """Whether a verb has a modal: what hangs on it may not be so."""
    return any(c.dep == "aux" and c.lower in lists["modals"] for c in verb.children)


def is_finite(verb: Token) -> bool:
    """Whether a clause has a tense or a modal, not a bare form or an infinitive."""
    return verb.tag != "VB" or any(c.dep == "aux" and c.tag != "TO" for c in verb.children)


def is_hypothetical(token: Token, lists: Lists) -> bool:
    """Whether a word stands in a condition or a "whether"."""
    if token.dep == "xcomp" and any(c.lower in lists["not_yet"] for c in token.head.children):
        return True  # "has yet to withdraw"
    node = token
    while True:
        if node.dep in ("advcl", "ccomp", "acl", "pcomp", "relcl"):
            for child in node.children:
                if child.dep in ("mark", "advmod") and child.lower in lists["conditions"]:
                    return True
                if child.dep == "aux" and child.lower in lists["inverted"]:
                    subject = node.child("nsubj", "nsubjpass")
                    if subject is not None and child.i < subject.i:
                        return True  # "had the generals seized power"
        if node.dep in ("acl", "relcl") and any(
            (c.dep == "aux" and c.lower == "to")
            or (node.dep == "acl" and c.dep == "mark" and c.lower == "that")
            for c in node.children
        ):
            return True  # "a plan to attack", "claims that rebels attacked"
        if node.dep == "advcl" and node.tag == "VB" and _is_aim(node, lists):
            return True
        if node.is_root:
            return False
        node = node.head


def _is_aim(verb: Token, lists: Lists) -> bool:
    """Whether a clause of purpose is the content of a noun: "rejected a call to disarm"."""
    return any(
        c.dep in ("dobj", "nsubjpass") and c.lemma in lists["aims"] and c.i < verb.i
        for c in verb.head.children
    )
