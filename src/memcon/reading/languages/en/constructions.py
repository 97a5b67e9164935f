"""Cue constructions beside the plain verb: set phrases, predicate adjectives, passives, tags."""

from __future__ import annotations

from memcon.knowledge.cues import CueEntry, CueLexicon
from memcon.reading.languages.en.grammar import (
    OPENING,
    QUIET,
    SUBJECTS,
    Cue,
    after_that,
    infinitive_start,
    make_cue,
    skip_marks,
)
from memcon.reading.tree import Token


def is_tag(tokens: list[Token], verb: Token, first: int, last: int) -> bool:
    """Whether a verb closes or parts a content as a tag: "X, he said", "“X,” said Y"."""
    subject = next((c for c in verb.children if c.dep in SUBJECTS), None)
    edge = min(verb.i, subject.left) if subject is not None else verb.i
    before = edge - 1
    while before >= first and tokens[before].lower in ("also", "further", "then"):
        before -= 1
    if before < first:
        return False
    mark = tokens[before].text
    return mark in (
        ",",
        "\u201d",
        '"',
        "''",
        "\u2019",
        "'",
        "-",
        "--",
        "\u2013",
        "\u2014",
        ".",
        "!",
        "?",
        "\u00bb",
        "\u201c",
        ";",
    )


def colon_quote(tokens: list[Token], verb: Token, last: int) -> int | None:
    """Return where a quotation after a colon begins ("told reporters in Geneva: …")."""
    for at in range(verb.i + 1, min(verb.i + 30, last)):
        if tokens[at].text == ":" and at < last:
            opening = tokens[at + 1].text
            return at + 2 if opening in QUIET and at + 2 <= last else at + 1
        if tokens[at].pos == "VERB":
            return None
    return None


def match_object_complement(
    tokens: list[Token],
    verb: Token,
    entry: CueEntry,
    obj: Token,
    subject: Token | None,
    own: bool,
) -> Cue | None:
    """Match "called the outcome a success": object and what it is said to be."""
    complement = next(
        (c for c in verb.children if c.i > obj.i and c.dep in ("oprd", "attr", "dobj", "acomp")),
        None,
    )
    if complement is None:
        # a quoted predicative may be parsed as part of the object: called X "a tall tale"
        quoted = any(t.text in OPENING for t in tokens[obj.left : obj.right + 2])
        complement = obj if quoted and verb.right > obj.i else None
    if complement is None:
        return None
    cue = make_cue(
        verb, entry, "OO", max(obj.left, verb.i + 1), subject, own, complement=complement
    )
    if entry.lemma == "call":
        cue.acts, cue.kind, cue.weight = ("assess",), "speech", 2
    return cue


def match_phrase(
    tokens: list[Token],
    verb: Token,
    entry: CueEntry,
    subject: Token | None,
    own: bool,
    last: int,
) -> Cue | None:
    """Match a set phrase of the lexicon: "made clear that X", "laid out X", "took note of X"."""
    at = verb.i + 1
    for word in entry.words:
        while at <= last and tokens[at].pos == "ADV" and tokens[at].lower != word:
            at += 1
        if at > last or tokens[at].lower != word:
            return None
        at += 1
    cue_last = at - 1
    after = after_that(tokens, tokens[cue_last], last)
    if "C" in entry.frames:
        if after is not None:
            return make_cue(
                verb,
                entry,
                "C",
                after,
                subject,
                own,
                cue_last=cue_last,
                complement=tokens[after],
            )
        clause = next((c for c in verb.children if c.dep == "ccomp" and c.right > cue_last), None)
        if clause is not None:
            start = max(clause.left, cue_last + 1)
            return make_cue(
                verb, entry, "C", start, subject, own, cue_last=cue_last, complement=clause
            )
    if at <= last:
        word = tokens[at].lower
        if entry.allows("Q", word) and at < last:
            return make_cue(
                verb, entry, "Q", at + 1, subject, own, cue_last=at, complement=tokens[at + 1]
            )
        if entry.allows("P", word):
            return make_cue(
                verb, entry, "P", at, subject, own, cue_last=cue_last, complement=tokens[at]
            )
        if "I" in entry.frames and tokens[at].lower == "to":
            return make_cue(
                verb, entry, "I", at, subject, own, cue_last=cue_last, complement=tokens[at]
            )
        obj = next((c for c in verb.children if c.dep in ("dobj", "pobj") and c.i > cue_last), None)
        if obj is not None and "O" in entry.frames:
            return make_cue(
                verb,
                entry,
                "O",
                max(obj.left, cue_last + 1),
                subject,
                own,
                cue_last=cue_last,
                complement=obj,
            )
        if "O" in entry.frames and tokens[at].pos in ("DET", "NOUN", "PROPN", "ADJ", "PRON"):
            return make_cue(
                verb, entry, "O", at, subject, own, cue_last=cue_last, complement=tokens[at]
            )
    if "F" in entry.frames and is_tag(tokens, verb, 0, last):
        return make_cue(verb, entry, "F", -1, subject, own, cue_last=cue_last)
    return None


def match_adjective(
    lexicon: CueLexicon,
    tokens: list[Token],
    verb: Token,
    subject: Token | None,
    own: bool,
    last: int,
) -> Cue | None:
    """Match a copula with a predicate adjective: "is committed to X", "remains ready to X"."""
    for child in verb.children:
        if child.i < verb.i or child.dep not in ("acomp", "attr", "oprd", "xcomp"):
            continue
        entry = lexicon.adjectives.get(child.lower)
        if entry is not None:
            return _adjective_complement(tokens, verb, child, entry, subject, own, last)
    return None


def _adjective_complement(
    tokens: list[Token],
    verb: Token,
    word: Token,
    entry: CueEntry,
    subject: Token | None,
    own: bool,
    last: int,
) -> Cue | None:
    at = word.i + 1
    if at > last:
        return None
    following = tokens[at]
    start, cue_last = at, word.i
    if "C" in entry.frames and (
        following.lower == "that" or any(c.dep == "ccomp" and c.i > word.i for c in word.children)
    ):
        start = at + 1 if following.lower == "that" else at
        frame = "C"
    elif entry.allows("Q", following.lower) and not (
        following.tag == "TO" and following.dep == "aux"
    ):
        start, cue_last, frame = at + 1, at, "Q"
    elif (entry.allows("Q", "to") or "I" in entry.frames) and following.lower == "to":
        frame = "I"
    elif entry.allows("P", following.lower):
        frame = "P"
    else:
        return None
    if start > last:
        return None
    cue = make_cue(
        verb, entry, frame, start, subject, own, cue_last=cue_last, complement=tokens[start]
    )
    cue.cue_first = min(
        verb.i, *(c.i for c in verb.children if c.dep in ("aux", "auxpass")), verb.i
    )
    return cue


def match_passive(
    lexicon: CueLexicon,
    tokens: list[Token],
    verb: Token,
    entry: CueEntry,
    subject: Token | None,
    last: int,
) -> Cue | None:
    """Match "It was agreed that X" and participles such as "are committed to X"."""
    adjective = lexicon.adjectives.get(verb.lower)
    if adjective is not None:
        auxiliary = next((c for c in verb.children if c.dep in ("auxpass", "aux")), verb)
        cue = _adjective_complement(tokens, verb, verb, adjective, subject, True, last)
        if cue is not None:
            cue.cue_first = min(auxiliary.i, verb.i)
        return cue
    agent = verb.child("agent")
    source = agent.child("pobj") if agent is not None else None
    if source is not None:
        return _by_agent(verb, entry, source, subject, last)
    if subject is not None and subject.lower == "it" and "C" in entry.frames:
        after = after_that(tokens, verb, last)
        if after is not None:
            return make_cue(verb, entry, "C", after, None, True, complement=tokens[after])
    if subject is not None and subject.lower == "it" and "I" in entry.frames:
        goal = next(
            (c for c in verb.children if c.dep in ("xcomp", "advcl") and c.i > verb.i), None
        )
        if goal is not None:
            return make_cue(verb, entry, "I", goal.left, None, True, complement=goal)
    return None


def _by_agent(
    verb: Token, entry: CueEntry, source: Token, subject: Token | None, last: int
) -> Cue | None:
    """Match "X was urged by Y to …" and "X was accused by Y of …": the agent is the source."""
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep == "ccomp" and "OC" in entry.frames:
            start = child.left + (child.child("mark") is not None)
        elif child.dep == "xcomp" and ("OI" in entry.frames or entry.prepositions.get("QI")):
            start = infinitive_start(child, verb)
        elif child.dep == "prep" and (
            entry.allows("OP", child.lower) or entry.allows("P", child.lower)
        ):
            start = child.i
        else:
            continue
        return make_cue(verb, entry, "OI", start, source, True, addressee=subject, complement=child)
    if "O" in entry.frames and entry.kind == "deed" and subject is not None and subject.i < verb.i:
        # "The seizure was condemned by X": the content is what was condemned
        cue = make_cue(verb, entry, "O", subject.left, source, True, complement=subject)
        cue.content_last = subject.right
        return cue
    return None


def match_quoted(tokens: list[Token], verb: Token, last: int) -> Cue | None:
    """Match "TASS quoted X as saying (that) Y": X is the source, TASS relays."""
    if verb.lemma not in ("quote", "cite"):
        return None
    for at in range(verb.i + 1, min(verb.i + 25, last)):
        if tokens[at].lower == "as" and tokens[at + 1].lower in ("saying", "telling"):
            break
    else:
        return None
    agent = verb.child("agent")
    relay = agent.child("pobj") if agent is not None else None
    source = verb.child("nsubjpass")
    if source is None:
        source, relay = verb.child("dobj"), verb.child("nsubj")
    if source is None:
        return None
    start = at + 2
    if start <= last and tokens[start].lower == "that":
        start += 1
    start = skip_marks(tokens, start, last)
    floating = start > last or tokens[start].text in (".", "!", "?")
    entry = CueEntry("quote", frozenset({"C", "F"}), {}, (), "speech", 3)
    cue = make_cue(
        verb,
        entry,
        "F" if floating else "C",
        -1 if floating else start,
        source,
        True,
        cue_last=at + 1,
    )
    cue.relay = relay
    return cue


def match_according(tokens: list[Token], word: Token, first: int, last: int) -> Cue | None:
    """Match "according to X" and "in the words of X": the source is the object."""
    if word.i + 1 > last or tokens[word.i + 1].lower not in ("to", "of"):
        return None
    to = tokens[word.i + 1]
    source = to.child("pobj") or next((c for c in word.children if c.dep == "pobj"), None)
    if source is None and word.i + 2 <= last:
        source = tokens[word.i + 2]
    if source is None:
        return None
    entry = CueEntry("according", frozenset({"F"}), {}, (), "speech", 3)
    cue = make_cue(word, entry, "A", -1, source, True, cue_last=to.i)
    if word.lower == "words":
        cue.cue_first = word.i - 2
    return cue
