"""English clause structure as the meeting rules need it: subjects, lists of people, plans, windows.

Every function looks at one sentence's tokens only and is linear in their number.
"""

from __future__ import annotations

from typing import Literal

from memcon.knowledge.meeting_words import MeetingWords
from memcon.reading.tree import Token

Plan = Literal["held", "planned", "wish", "no"]
"""Took place, is scheduled, is only wished for or possible, or is denied."""

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_VERB_TAGS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
# A "VBG" under one of these labels is an adjective or a preposition, no verb of its own.
_NO_VERB = frozenset(("amod", "compound", "prep", "case", "nmod"))
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CLAUSES = frozenset(("relcl", "acl", "advcl", "ccomp", "punct"))
_LINKS = ("prep", "agent", "dep")
# A verb or predicate under one of these labels has the subject of its head ("is due to meet").
_BORROWING = frozenset(
    ("conj", "xcomp", "advcl", "dep", "parataxis", "ccomp", "aux", "auxpass", "acomp", "oprd")
)
_TIGHT = frozenset(("of", "for", "with", "between"))
# What follows these is another topic or another occasion ("a news conference after talks with X").
_OTHER_EVENTS = frozenset(
    (";", ":", "about", "regarding", "against", "after", "before", "following", "during")
)
# How far a partner's preposition may stand from its verb or noun when the parser lost the tie.
_REACH = 14
_OPENING = 5  # words at the head of a sentence
_MAX_LIST = 60  # people in one list: a list is no longer than this


def is_verb(token: Token) -> bool:
    """Whether the token is a verb with a clause of its own."""
    return token.tag in _VERB_TAGS and token.dep not in _NO_VERB and token.pos != "NOUN"


def subjects_of(verb: Token) -> list[Token]:
    """Return the heads of a verb's subject, looking outwards where it has none of its own.

    Args:
        verb: any verb; a participle, an infinitive or a coordinated verb borrows its subject.

    Returns:
        The heads, coordinated ones included; empty where the sentence does not say.
    """
    for _ in range(6):
        subject = verb.child(*_SUBJECTS)
        if subject is not None:
            if subject.lower in ("who", "which", "that") and verb.dep == "relcl":
                return members(verb.head)
            return members(subject)
        if verb.dep in ("relcl", "acl"):
            return members(verb.head)
        if verb.dep in ("pcomp", "prep") and verb.head is not verb:
            outer = governor(verb)
            thanked = outer.child("dobj")
            if verb.head.lower in ("for", "on") and thanked is not None and thanked.i < verb.i:
                return members(thanked)  # "thanked the minister for hosting"
            verb = outer
        elif verb.dep == "xcomp" and verb.head.child("dobj") is not None:
            invited = verb.head.child("dobj")  # "invited the minister to visit"
            assert invited is not None
            return members(invited) if invited.i < verb.i else subjects_of(verb.head)
        elif verb.dep in _BORROWING:
            verb = verb.head
        else:
            return []
    return []


def governor(token: Token) -> Token:
    """Return the nearest verb above a token, or the outermost head."""
    for head in token.ancestors():
        if is_verb(head):
            return head
        token = head
    return token


def members(head: Token) -> list[Token]:
    """Return the heads of a coordinated list, in text order.

    A parser often takes later members of a list of people for appositions, so an apposition after
    a comma is offered as well: who resolves it will see whether it is somebody else.
    """
    found: list[Token] = []
    queue = [head]
    while queue and len(found) < _MAX_LIST:
        token = queue.pop(0)
        found.append(token)
        queue.extend(c for c in token.children if c.dep in ("conj", "appos") and not is_verb(c))
    found.sort(key=lambda token: token.i)
    return found


def find_partner(anchor: Token, prepositions: frozenset[str] | tuple[str, ...]) -> Token | None:
    """Return the preposition that brings in the partner of a verb or noun ("met … with").

    Args:
        anchor: the verb or noun of the encounter.
        prepositions: such as "with" and "between".

    Returns:
        A direct dependent first; else the next one in the text with no verb in between.
    """
    for child in anchor.children:
        if child.lower in prepositions and child.dep in _LINKS and child.i > anchor.i:
            return child
    tokens = anchor.sentence.paragraph.tokens
    stop = min(anchor.sentence.last, anchor.i + _REACH)
    for i in range(anchor.i + 1, stop + 1):
        token = tokens[i]
        if token.lower in prepositions and token.dep in (*_LINKS, "mark"):
            return token
        if is_verb(token) or token.lower in _OTHER_EVENTS:
            return None
    return None


def objects_of(preposition: Token) -> list[Token]:
    """Return the heads that a preposition governs, lists opened."""
    found: list[Token] = []
    for child in preposition.children:
        if child.dep in ("pobj", "pcomp", "dep") and not is_verb(child):
            found.extend(members(child))
    if found:
        return found
    # "spoke with X to follow up": the parser may take the preposition for a conjunction
    tokens = preposition.sentence.paragraph.tokens
    for i in range(preposition.i + 1, min(preposition.sentence.last, preposition.i + _REACH) + 1):
        token = tokens[i]
        if is_verb(token):
            break
        if token.pos in ("NOUN", "PROPN", "PRON") and (token.head.i <= i or is_verb(token.head)):
            return members(token)
    return found


def phrase_end(head: Token) -> int:
    """Return the index of a noun phrase's last token, without its relative clause or participle."""
    end = head.i
    stack = [head]
    while stack:
        token = stack.pop()
        end = max(end, token.i)
        for child in token.children:
            if child.i <= token.i or child.dep in _CLAUSES:
                continue
            if child.dep == "prep" and child.lower not in _TIGHT:
                continue
            stack.append(child)
    return end


def plan_of(verb: Token, words: MeetingWords) -> Plan:
    """Tell whether a verb says that something took place, will, might or did not.

    Args:
        verb: the verb that carries the encounter ("met", "held").
        words: the plan words of the language.
    """
    plan: Plan = "held"
    for _ in range(5):
        infinitive = False
        for child in verb.children:
            if child.dep == "neg" or child.lower in ("never", "without"):
                return "no"
            if child.dep == "mark" and child.lower in ("if", "whether", "unless"):
                return "wish"
            if child.dep in ("aux", "auxpass"):
                if child.lower in words.modals:
                    plan = "planned"
                elif child.lower in words.modals_reported:
                    plan = "planned" if plan == "held" else plan
                elif child.lower in words.modals_no:
                    return "wish"
                elif child.lower == "to":
                    infinitive = True
        head = verb.head
        if head is verb:
            return plan
        if infinitive or verb.dep == "pcomp" or verb.dep == "xcomp":
            if verb.dep == "advcl" or (verb.dep == "xcomp" and head.lemma in ("go", "come")):
                return plan if plan != "held" else ("wish" if infinitive else "held")
            if head.lemma in words.wishes:
                return "wish"
            if verb.dep == "pcomp":
                if head.lower not in ("to", "of", "for", "on", "about"):
                    return plan  # "before speaking with", "after meeting"
                lead = head.head
                if lead.lemma in words.wishes or lead.lower == "forward":
                    return "wish"
                return plan
            if head.lemma == "be" and head.child("acomp", "attr") is not None:
                return "wish"  # "it is important to talk", against "is to talk"
            if head.lemma in words.scheduled or head.lemma == "be":
                plan = "planned"
            elif infinitive:
                return "wish" if head.pos in ("NOUN", "ADJ", "VERB") else plan
            verb = head
        elif verb.dep == "conj" and verb.tag in ("VB", "VBN", "VBG"):
            verb = head
        else:
            return plan
    return plan


def is_perfect(verb: Token) -> bool:
    """Whether a verb is in the present perfect: "has met with", often with no single occasion."""
    return any(c.dep == "aux" and c.lower in ("has", "have", "'ve", "’ve") for c in verb.children)


def is_cut_off(index: int, anchor: Token) -> bool:
    """Whether a foreign clause lies between an earlier word and the anchor.

    "They discussed the forum, which X hosts on 9 May, and met Y": 9 May is the forum's. Words that
    open the sentence ("On Monday, …") belong to its main clause all the same.
    """
    sentence = anchor.sentence
    if index >= anchor.i or index - sentence.first <= _OPENING:
        return False
    above = set(map(id, anchor.ancestors()))
    tokens = sentence.paragraph.tokens
    owner = governor(tokens[index])
    told = owner.child(*_SUBJECTS) is not None
    if is_verb(owner) and told and owner is not anchor and id(owner) not in above:
        return True
    return any(
        is_verb(tokens[i]) and tokens[i].tag in _FINITE and id(tokens[i]) not in above
        for i in range(index + 1, anchor.i)
    )


def window(first: int, last: int, group: set[int], anchor: Token) -> tuple[int, int]:
    """Return the stretch of the sentence that belongs to an encounter's own clause.

    Args:
        first: first index of the group's own words.
        last: last index of them.
        group: indices of verbs that belong to the encounter.
        anchor: its verb or noun.

    Returns:
        First and last index with no foreign verb in between. Purpose infinitives ("to discuss")
        do not end it, for the date often follows them.
    """
    sentence = anchor.sentence
    tokens = sentence.paragraph.tokens
    low, high = first, last
    while low > sentence.first:
        token = tokens[low - 1]
        if token.lower == ";" or (is_verb(token) and token.i not in group):
            # what stands between a foreign verb and the clause is the verb's ("said on Sunday")
            low = first
            break
        low -= 1
    while high < sentence.last:
        token = tokens[high + 1]
        if token.lower == ";":
            break
        if is_verb(token) and token.i not in group and token.tag != "VB":
            break
        if token.dep in _SUBJECTS and token.head.i not in group and token.head.tag in _FINITE:
            break
        high += 1
    return low, high
