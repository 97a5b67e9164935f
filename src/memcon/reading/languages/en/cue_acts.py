"""What a cue does by itself: the acts of its verb, its noun and its manner in their context."""

from __future__ import annotations

from memcon.knowledge.acts import ActWords
from memcon.knowledge.cues import CueLexicon
from memcon.reading.languages.en.grammar import COPULAS, Cue
from memcon.reading.tree import Token
from memcon.record import ActType


def clause_head(cue: Cue, tokens: list[Token]) -> Token | None:
    """Return the verb of a cue's clause, or None where its content is no clause."""
    for child in cue.verb.children:
        if child.dep == "ccomp" and child.i > cue.cue_last and child.pos in ("VERB", "AUX"):
            return child
    if not 0 <= cue.content_first < len(tokens):
        return None
    token = tokens[cue.content_first]
    while (
        token.head is not token and token.head is not cue.verb and token.pos not in ("VERB", "AUX")
    ):
        token = token.head
    return token if token.pos in ("VERB", "AUX") and token is not cue.verb else None


def cue_trigger(cue: Cue) -> str:
    """Return the word that carries a cue's act, for strength: its noun, adjective or verb."""
    if cue.noun is not None and (cue.frame == "N" or cue.acts == cue.noun.acts):
        return cue.noun.lemma
    if cue.verb.lemma in COPULAS or (cue.frame == "Q" and cue.verb.tag == "VBN"):
        for child in cue.verb.children:
            if child.dep in ("acomp", "attr", "oprd"):
                return child.lower
    if cue.verb.tag == "VBN" and cue.verb.child("auxpass") is not None:
        return cue.verb.lower
    return cue.verb.lemma


def cue_acts(cue: Cue, lexicon: CueLexicon, words: ActWords) -> list[ActType]:
    """Return what a cue does by itself; empty where its content decides."""
    manner = _manner(cue, lexicon)
    if manner and cue.frame in ("C", "F"):
        return list(dict.fromkeys(manner))  # type: ignore[arg-type]
    acts = [a for a in cue.acts if a not in ("noun", "hope")]
    if cue.frame in ("C", "F", "A") and cue.kind == "speech" and cue.noun is None:
        return []
    if "hope" in cue.acts:
        acts = ["pledge"] if cue.frame in ("I", "Q") else []
    if cue.frame == "OP" and cue.verb.lemma in ("assure", "reassure"):
        target = None if cue.complement is None else cue.complement.child("pobj")
        for noun in lexicon.nouns.get(target.lemma, ()) if target is not None else ():
            return [a for a in noun.acts if a != "hope"]  # type: ignore[misc]
    if "agree" in acts and "report" not in acts and cue.frame in ("C", "P", "Q", "F", "O"):
        gerund = cue.complement is not None and cue.complement.child("pcomp") is not None
        acts = ["agree", "pledge"] if gerund else ["agree"]
    if cue.verb.lemma == "welcome" and cue.frame == "O" and cue.complement is not None:
        return ["praise", "support"] if cue.complement.lemma in words.processes else ["praise"]
    if cue.verb.lemma == "call" and cue.frame in ("Q", "QI") and cue.addressee is None:
        shared = cue.complement is not None and cue.complement.lemma in words.shared_goods
        acts = ["propose"] if shared else ["request"]
    if cue.noun is not None and cue.complement is not None:
        acts = noun_acts(cue, acts, words)
    elif cue.frame == "O" and cue.acts == ("noun",):
        acts = ["assess"]
    if manner:
        acts = [*manner, *(a for a in acts if a not in ("assess", "report"))]
    if any(c.dep == "neg" for c in cue.verb.children):
        # "did not rule out X" opposes nothing, "does not support X" does
        acts = ["oppose" if a in ("support", "pledge", "agree") else a for a in acts]
        acts = ["assess" if a == "oppose" and "oppose" in cue.acts else a for a in acts]
    return list(dict.fromkeys(acts))  # type: ignore[arg-type]


def _manner(cue: Cue, lexicon: CueLexicon) -> list[str]:
    """Return the acts of a feeling that goes with the cue ("noted with satisfaction")."""
    for child in cue.verb.children:
        if child.dep == "prep" and child.lower == "with":
            target = child.child("pobj")
            for noun in lexicon.nouns.get(target.lemma, ()) if target is not None else ():
                if noun.kind == "speech" and noun.verbs is None:
                    return [a for a in noun.acts if a != "hope"]
    return []


def noun_acts(cue: Cue, acts: list[str], words: ActWords) -> list[str]:
    """Return the acts of a noun of standing in its context ("commitment to defending X")."""
    noun = cue.noun
    assert noun is not None
    own = [a for a in noun.acts if a != "hope"]
    if "hope" in noun.acts:
        own = ["pledge"] if _infinitive_after(cue) else []
    if noun.lemma == "commitment":
        own = _commitment_acts(cue, words)
    if cue.acts == noun.acts or cue.acts[:1] == ("noun",):
        return own
    if cue.verb.lemma in ("pledge", "promise", "welcome") and noun.lemma in (
        "support",
        "commitment",
    ):
        return [*acts, *own]
    if cue.kind == "topic" or cue.verb.lemma in (
        "welcome",
        "condemn",
        "urge",
        "note",
        "acknowledge",
        "recall",
    ):
        return acts
    if cue.verb.lemma == "raise":
        return own if "criticise" in own or "oppose" in own else acts
    return acts or own


def _infinitive_after(cue: Cue) -> bool:
    head = cue.complement
    infinitive = head is not None and any(c.lower == "to" for c in head.children)
    return head is not None and (
        (head.tag == "VB" and infinitive)
        or any(c.dep in ("acl", "relcl") and c.tag == "VB" for c in head.children)
    )


def _commitment_acts(cue: Cue, words: ActWords) -> list[str]:
    head = cue.complement
    assert head is not None
    way = [head, *head.children]
    prep = next((t for t in way if t.dep == "prep" and t.lower == "to"), None)
    if prep is not None:
        gerund = prep.child("pcomp")
        if gerund is not None:
            return ["pledge", "support"] if gerund.lemma in words.backing_gerunds else ["pledge"]
        return ["support"]
    return ["pledge"]
