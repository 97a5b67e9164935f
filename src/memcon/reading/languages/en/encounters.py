"""Where an English sentence mentions a meeting, a call or a visit.

A :class:`Sighting` is one mention in its own words, before anybody knows who the people are:
``reading/meetings.py`` resolves the people, dates and places and merges mentions of one occasion.
"""

from __future__ import annotations

from collections.abc import Iterator

from memcon.knowledge.meeting_words import MeetingWords
from memcon.reading.languages.en.encounter_grammar import (
    find_partner,
    is_perfect,
    is_verb,
    members,
    objects_of,
    phrase_end,
    plan_of,
    subjects_of,
)
from memcon.reading.languages.en.encounter_nouns import from_noun, is_nounlike, noun_form
from memcon.reading.languages.en.sightings import Sighting
from memcon.reading.tree import Sentence, Token


def find_sightings(sentence: Sentence, words: MeetingWords) -> Iterator[Sighting]:
    """Yield the mentions of encounters in a sentence, in text order.

    Args:
        sentence: parsed.
        words: from ``memcon.knowledge.meeting_words``.
    """
    tokens = sentence.paragraph.tokens
    for i in range(sentence.first, sentence.last + 1):
        token = tokens[i]
        if token.lemma not in words.triggers and token.lower not in words.triggers:
            continue
        if token.lower == "visiting" and i < sentence.last:
            told = _from_visiting(token, words)
            if told is not None:
                yield told
                continue
        pattern = words.verbs.get(token.lemma)
        if pattern is not None and token.tag.startswith("VB") and not is_nounlike(token):
            sighting = _from_verb(token, pattern, words)
            if sighting is not None:
                yield sighting
            continue
        form = noun_form(token, words)
        if form is not None:
            sighting = from_noun(token, form, words)
            if sighting is not None:
                yield sighting


def _from_verb(verb: Token, pattern: str, words: MeetingWords) -> Sighting | None:
    particle = words.particles.get(verb.lemma)
    if particle is not None and not any(c.lower == particle for c in verb.children):
        return None
    subjects = subjects_of(verb)
    passive = verb.child("nsubjpass") is not None
    plan = plan_of(verb, words)
    if plan == "no":
        return None
    if (
        plan == "held"
        and verb.tag in ("VBP", "VBZ")
        and verb.sentence.paragraph.block.kind == "paragraph"
        and any(c.lower == "again" for c in verb.children)
    ):
        plan = "planned"  # "the Council meets again on Friday"; headlines tell the past so
    if pattern == "speak" or verb.lemma in ("consult", "confer"):
        progressive = verb.tag == "VBG" and any(
            c.dep == "aux" and c.tag in ("VBP", "VBZ") for c in verb.children
        )
        if progressive:
            return None  # "we are consulting with the parties": no single occasion
    sighting = Sighting(verb, "meeting", "pair", plan=plan, subjects=subjects)
    sighting.perfect = is_perfect(verb)
    last = verb.i
    obj = verb.child("dobj")
    if verb.lemma in words.gather and not passive and obj is None:
        pattern = "together"
    elif pattern == "gather":
        return None
    if pattern in ("together", "speak"):
        if pattern == "speak":
            sighting.form, sighting.need = "talk", "partner"
        if obj is not None and pattern == "together" and not passive:
            if obj.lower in words.audience:
                sighting.form, sighting.need = "press_conference", "any"
            else:
                sighting.partners = members(obj)
                sighting.need = "person"
            last = phrase_end(sighting.partners[-1] if sighting.partners else obj)
        else:
            links = words.partner_prepositions if pattern == "together" else ("with", "to")
            preposition = find_partner(verb, frozenset(links))
            if preposition is not None:
                sighting.partners = objects_of(preposition)
                if any(p.lower in words.audience for p in sighting.partners[:1]):
                    return None
                if sighting.partners:
                    sighting.need = "person" if pattern == "speak" else "partner"
                    last = phrase_end(sighting.partners[-1])
            if not sighting.partners:
                several = len(subjects) > 1 or any(_is_plural(s) for s in subjects)
                if passive or (pattern == "speak" and (obj is not None or not several)):
                    return None
                sighting.need = "pair"
                sighting.definite = pattern == "speak"
    elif pattern == "receive":
        if passive:
            if verb.lemma == "join":
                return None
            agent = find_partner(verb, frozenset(("by",)))
            if agent is None:
                return None
            sighting.partners = objects_of(agent)
            last = phrase_end(sighting.partners[-1]) if sighting.partners else verb.i
        elif obj is None:
            # "received today at the palace the President of …": the parser lost the object
            end = _clause_end(verb)
            if verb.lemma == "join" or not subjects or end == verb.i:
                return None
            sighting.names = (verb.i + 1, end)
        else:
            if noun_form(obj, words) is not None:
                return None
            if verb.lemma == "join" and not _event_near(obj, words):
                return None
            if obj.lower == "you":
                return None  # "I welcome you": a greeting
            sighting.partners = members(obj)
            last = phrase_end(sighting.partners[-1])
        sighting.need = "person"
    elif pattern == "call":
        preposition = verb.child("prep")
        wanted = any(c.dep in ("xcomp", "advcl", "ccomp") for c in verb.children)
        if preposition is None or preposition.lower != "on" or wanted:
            return None
        if verb.tag in ("VBP", "VBZ"):
            return None  # "we call on the rebels": an appeal; courtesy calls are told as past
        sighting.partners, sighting.need = objects_of(preposition), "person"
        if not sighting.partners or any(c.dep == "acl" for c in sighting.partners[-1].children):
            return None
        last = phrase_end(sighting.partners[-1])
    elif pattern == "phone":
        if obj is None:
            return None
        sighting.partners, sighting.form, sighting.need = members(obj), "call", "person"
        last = phrase_end(sighting.partners[-1])
    elif pattern == "travel":
        if passive:
            return None
        if obj is None and not any(c.lower in ("to", "in") for c in verb.children):
            return None
        sighting.form, sighting.need = "visit", "place"
        tokens = verb.sentence.paragraph.tokens
        stop = min(verb.i + 8, verb.sentence.last)
        sighting.official = any(t.lower in words.official for t in tokens[verb.i : stop])
        ends = (phrase_end(c) for c in verb.children if c.dep in ("dobj", "prep"))
        last = max(ends, default=last)
    else:
        return None
    sighting.backdrop = verb.dep == "advcl" and any(
        c.lower in ("when", "as", "since", "while", "until") for c in verb.children
    )
    first = min((s.left for s in subjects if s.sentence is verb.sentence), default=verb.i)
    sighting.settle(min(first, verb.i), max(last, verb.i), {verb.i})
    return sighting


def _clause_end(verb: Token) -> int:
    """Return the last token before the next verb or relative pronoun after a verb."""
    tokens = verb.sentence.paragraph.tokens
    end = verb.i
    while end < verb.sentence.last:
        token = tokens[end + 1]
        if is_verb(token) or token.tag in ("WP", "WDT", "WRB") or token.lower == ";":
            break
        end += 1
    return end


def _is_plural(token: Token) -> bool:
    return token.tag in ("NNS", "NNPS") or token.lower in ("they", "we", "both", "two")


def _event_near(obj: Token, words: MeetingWords) -> bool:
    """Whether "joined the leaders" goes on to say at which event."""
    tokens = obj.sentence.paragraph.tokens
    stop = min(obj.sentence.last, obj.i + 14)
    return any(noun_form(tokens[i], words) is not None for i in range(obj.i + 1, stop + 1))


def _from_visiting(token: Token, words: MeetingWords) -> Sighting | None:
    """Read "told visiting Foreign Minister X": the two were together."""
    tokens = token.sentence.paragraph.tokens
    verb: Token | None = None
    for i in range(token.i - 1, max(token.sentence.first, token.i - 4) - 1, -1):
        if words.verbs.get(tokens[i].lemma) in ("tell", "receive", "together"):
            verb = tokens[i]
            break
    if verb is None or verb.i + 1 < token.i - 2:
        return None
    after = tokens[token.i + 1]
    head = after
    while head.head is not head and head.head.i > head.i and head.head.i <= token.i + 9:
        head = head.head
    if head.i <= token.i or head.pos not in ("NOUN", "PROPN"):
        return None
    sighting = Sighting(verb, "meeting", "person", plan="held", subjects=subjects_of(verb))
    sighting.partners = members(head)
    first = min((s.left for s in sighting.subjects), default=verb.i)
    sighting.settle(min(first, verb.i), head.i, {verb.i, token.i})
    return sighting
