"""Nouns that name an encounter: "a meeting with", "the 8th round of talks", "their phone call"."""

from __future__ import annotations

from memcon.knowledge.meeting_words import MeetingWords
from memcon.reading.languages.en.encounter_grammar import (
    find_partner,
    governor,
    is_verb,
    members,
    objects_of,
    phrase_end,
    plan_of,
    subjects_of,
)
from memcon.reading.languages.en.sightings import Sighting
from memcon.reading.tree import Token

_DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
_OWNERS = frozenset(("his", "her", "their", "our", "my", "its"))
_DURING = frozenset(("during", "at", "after", "following", "before"))
_PLURAL_OK = frozenset(("talk", "consultation", "negotiation", "discussion"))
_LOST_REACH = 5  # words of a noun phrase before its noun: "held in-depth, candid talks"
_NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))


def is_nounlike(token: Token) -> bool:
    """Whether a form in -ing is a noun ("at meeting with his counterpart")."""
    if token.tag != "VBG" or token.lower != "meeting":
        return False
    if token.i == token.sentence.first:
        return False
    before = token.sentence.paragraph.tokens[token.i - 1]
    if before.tag in ("DT", "JJ", "PRP$", "POS"):
        return True
    return token.dep == "pcomp" and before.lower in ("at", "in", "during")


def noun_form(token: Token, words: MeetingWords) -> str | None:
    """Return the form that a noun names, "talk" where it leaves it open, or None."""
    if token.tag not in _NOUN_TAGS and not (token.lower == "meeting" and is_nounlike(token)):
        return None
    lemma = token.lemma if token.tag != "VBG" else token.lower
    if token.tag.startswith("NNP"):
        lemma = token.lower
        if lemma not in words.strong and lemma not in words.weak and lemma.endswith("s"):
            lemma = lemma[:-1]
    tokens = token.sentence.paragraph.tokens
    before = tokens[token.i - 1].lower if token.i > token.sentence.first else ""
    phrase = words.phrases.get((before, lemma))
    if phrase is not None:
        return phrase
    form = words.strong.get(lemma) or words.weak.get(lemma)
    if form is None:
        return None
    if lemma == "round" and tokens[min(token.i + 1, token.sentence.last)].lower == "of":
        return None  # the round is counted with what it is a round of
    if lemma == "talk" and token.tag not in ("NNS", "NNPS"):
        return "call" if before in words.call_modifiers else None
    if before in words.never_modifiers:
        return None
    if token.dep in ("compound", "nmod", "npadvmod") and token.i < token.head.i:
        after = tokens[token.i + 1].lower
        if after in words.compounds or token.dep == "compound":
            return None
        if words.strong.get(token.head.lemma):
            return None
    if form == "call" or lemma == "call":
        following = tokens[token.i + 1].lower if token.i < token.sentence.last else ""
        if following in words.not_after_call and before not in words.call_modifiers:
            return None
    if before in words.call_modifiers or (before == "-" and lemma == "conference"):
        return "call" if form in ("call", "talk", "meeting") and before != "conference" else form
    return form


def from_noun(noun: Token, form: str, words: MeetingWords) -> Sighting | None:
    """Return the encounter that a noun of the tables names, or None where it names none."""
    lemma = noun.lemma if not noun.tag.startswith("NNP") else noun.lower.rstrip("s")
    tokens = noun.sentence.paragraph.tokens
    weak = lemma in words.weak and noun.lower not in words.strong
    outer = noun
    if noun.dep == "pobj" and noun.head.lower == "of" and noun.head.head.lemma in words.counters:
        outer = noun.head.head
    determiner, owner, adjectives = _determiners(noun, outer)
    if determiner in ("no", "any", "every", "each", "neither") or (
        adjectives & words.series and form == "press_conference"
    ):
        return None
    sighting = Sighting(noun, form, "any", nominal=True)
    sighting.definite = determiner in _DEFINITE
    sighting.virtual = bool(adjectives & words.virtual_modifiers)
    sighting.official = bool(adjectives & words.official)
    if owner is not None:
        sighting.definite = owner.lower in _OWNERS
        sighting.subjects = members(owner)
    preposition = find_partner(noun, words.partner_prepositions)
    if preposition is not None:
        sighting.partners = objects_of(preposition)
    if form == "visit":
        sighting.need = "place"
    else:
        for child in noun.children:
            if child.lower == "of" and child.i > noun.i:
                sighting.partners.extend(p for p in objects_of(child) if p not in sighting.partners)
    last = noun.i
    if sighting.partners:
        last = max(phrase_end(p) for p in sighting.partners)
        if any(p.lower in words.audience for p in sighting.partners[:1]) and form != "other":
            return None
    elif form == "visit":
        last = phrase_end(noun)
    _name_parties(sighting, noun, words)
    group = _govern(sighting, outer, owner, words)
    if group is None:
        return None
    if sighting.plan in (None, "held") and adjectives & words.planned_adjectives:
        sighting.plan = "planned"
    if adjectives & words.series and (noun.tag in ("NNS", "NNPS") or not group):
        return None
    plural = noun.tag in ("NNS", "NNPS") and lemma not in _PLURAL_OK
    if noun.tag in ("NNS", "NNPS") and any(
        t.lower in words.recurring for t in noun.sentence.tokens[noun.i - noun.sentence.first :]
    ):
        return None  # "meetings at least annually"
    if (
        (weak or plural)
        and form != "visit"
        and not sighting.partners
        and not (sighting.definite or owner is not None or (group and not plural))
    ):
        return None
    if plural and not sighting.partners:
        return None
    first = min(outer.left, noun.left)
    while first < noun.i and tokens[first].dep == "punct":
        first += 1
    sighting.settle(first, max(last, noun.i), group | {noun.i})
    return sighting


def _determiners(noun: Token, outer: Token) -> tuple[str, Token | None, set[str]]:
    """Return the article, the owner and the lower-case modifiers of a meeting noun."""
    determiner, owner = "", None
    adjectives: set[str] = set()
    for token in (noun,) if outer is noun else (outer, noun):
        for child in token.children:
            if child.i > token.i:
                continue
            if child.dep in ("det", "predet"):
                determiner = child.lower
            elif child.dep == "poss" and child.lower not in ("today", "yesterday", "tomorrow"):
                if child.tag not in ("NNP", "NN", "NNS", "NNPS", "PRP$") or _is_date_word(child):
                    continue
                owner = child
            elif child.dep in ("amod", "nmod", "compound", "nummod", "advmod"):
                adjectives.add(child.lower)
    return determiner, owner, adjectives


def _is_date_word(token: Token) -> bool:
    """Whether a possessive is a day and no owner ("Thursday's talks")."""
    return token.lower.endswith("day") or token.lower in ("week", "month", "year", "weekend")


def _name_parties(sighting: Sighting, noun: Token, words: MeetingWords) -> None:
    """Note the words before the noun that may name the parties, and the role among them."""
    first = noun.left
    owner = noun.child("poss")
    if owner is not None and owner.i < noun.i:
        first = owner.right + 1
    if first >= noun.i:
        return
    tokens = noun.sentence.paragraph.tokens
    sighting.names = (first, noun.i - 1)
    if sighting.form != "press_conference" and any(
        t.tag.startswith("NNP") and not _is_date_word(t) for t in tokens[first : noun.i]
    ):
        sighting.definite = False  # a name of its own points back to nothing
    lowered = [t.lower for t in tokens[first : noun.i]]
    for size in (3, 2, 1):
        for k in range(len(lowered) - size + 1):
            role = words.role_names.get(" ".join(lowered[k : k + size]))
            if role is not None:
                sighting.role = role
                return


def _govern(
    sighting: Sighting, outer: Token, owner: Token | None, words: MeetingWords
) -> set[int] | None:
    """Find the verb that holds or surrounds a meeting noun; return its group, None to drop it."""
    head = outer.head
    if outer.dep in ("dobj", "nsubjpass", "nsubj") and is_verb(head):
        active = outer.dep == "dobj" and (
            head.lemma in words.event_verbs
            or (sighting.form == "press_conference" and words.verbs.get(head.lemma) == "tell")
        )
        passive = outer.dep == "nsubjpass" and head.lemma in words.happening_passive
        happens = outer.dep == "nsubj" and head.lemma in words.happening_active
        if active or passive or happens:
            sighting.clause = head
            sighting.plan = plan_of(head, words)
            if sighting.plan == "no":
                return None
            if active and owner is None:
                sighting.subjects = subjects_of(head)
            if passive:
                agent = find_partner(head, frozenset(("by", "between")))
                if agent is not None:
                    sighting.subjects = sighting.subjects + objects_of(agent)
            if not sighting.partners and (active or passive):
                preposition = find_partner(head, words.partner_prepositions)
                if preposition is not None and preposition.i > outer.i:
                    sighting.partners = objects_of(preposition)
            return {head.i}
        sighting.wide = False
        return set()
    if outer.dep in ("pobj", "pcomp") and head.lower in words.settings | {"with", "to"}:
        verb = governor(head)
        direct = head.head is verb
        if is_verb(verb):
            if verb.lemma in words.event_verbs or verb.lemma in ("take", "meet", "come"):
                sighting.plan = plan_of(verb, words)
                if sighting.plan == "no":
                    return None
            sighting.clause = verb
            if plan_of(verb, words) == "planned" and sighting.partners:
                sighting.plan = "planned"
            if head.lower not in words.settings:
                sighting.wide = False
                return set()
            if not direct and not sighting.partners and head.lower not in _DURING:
                sighting.wide = False  # "progress in the negotiations": a topic, no setting
                return set()
            if owner is None and (not sighting.definite or sighting.partners):
                sighting.subjects = subjects_of(verb)
                told = verb.child("dobj", "dative")
                if words.verbs.get(verb.lemma) == "tell" and told is not None:
                    sighting.subjects = sighting.subjects + members(told)
            if head.lower in ("before", "ahead", "after", "following", "since"):
                sighting.wide = direct
            return {verb.i}
    lost = _lost_verb(outer)
    if lost is not None:
        sighting.clause, sighting.plan = lost, "held"
        sighting.subjects = sighting.subjects or [_holder(lost)]
        return {lost.i}
    sighting.wide = False
    return set()


def _holder(verb: Token) -> Token:
    """Return the noun right before a verb, or the one that its "of" phrase describes."""
    tokens = verb.sentence.paragraph.tokens
    i = verb.i - 1
    while i - 2 >= verb.sentence.first and tokens[i - 1].lower == "of":
        i -= 2  # "heads of state"
    return tokens[i]


def _lost_verb(outer: Token) -> Token | None:
    """Return "held" or "had" before a noun phrase where the parser took it for an adjective.

    "The two heads of state held talks in a friendly atmosphere, exchanged views and …".
    """
    tokens = outer.sentence.paragraph.tokens
    for i in range(outer.i - 1, max(outer.sentence.first, outer.i - _LOST_REACH) - 1, -1):
        token = tokens[i]
        if token.lower in ("held", "had") and i > outer.sentence.first:
            return token if not is_verb(token) and tokens[i - 1].tag.startswith("NN") else None
        if token.pos not in ("ADJ", "DET", "NOUN", "NUM", "PROPN", "ADV", "PUNCT"):
            return None
    return None
