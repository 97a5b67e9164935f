"""English complement frames: which words of a sentence a cue introduces.

A cue is a verb with a complement that its lexicon entry allows: "said that X", "urged Y to X",
"accused Y of X", "raised concerns about X", "is committed to X", or a tag at the content's edge
("X, he said"). Only the shape is found here; whose words they are is decided by the attribution.
"""

from __future__ import annotations

from memcon.knowledge.cues import CueEntry, CueLexicon
from memcon.reading.languages.en.constructions import (
    colon_quote,
    is_tag,
    match_according,
    match_adjective,
    match_object_complement,
    match_passive,
    match_phrase,
    match_quoted,
)
from memcon.reading.languages.en.grammar import (
    COPULAS,
    OPENING,
    QUIET,
    SUBJECTS,
    Cue,
    after_that,
    find_subject,
    infinitive_start,
    is_purpose,
    make_cue,
    opens_content,
    skip_marks,
)
from memcon.reading.tree import Token

_CLOSING = frozenset({"\u201d", '"', "''", "\u2019", "\u00bb"})
_RELATIVES = frozenset({"what", "how", "whatever"})  # "condemned what it called a provocation"
_MODALS = frozenset({"would", "could", "might", "may", "can", "should", "must", "will", "shall"})


class FrameFinder:
    """Finds the cues of a sentence with one language's lexicon."""

    def __init__(self, lexicon: CueLexicon, *, pronouns: bool = False):
        self._lexicon = lexicon
        self._pronouns = pronouns  # whether "opposes them" is a cue: in contents it is an act
        self._verbs = frozenset(lexicon.verbs) | frozenset(lexicon.phrases) | COPULAS

    def find(self, tokens: list[Token], first: int, last: int) -> list[Cue]:
        """Return the cues among paragraph tokens ``first`` to ``last``, in text order."""
        cues: list[Cue] = []
        for at in range(first, last + 1):
            token = tokens[at]
            if token.lemma in self._verbs and token.pos in ("VERB", "AUX", "NOUN", "ADJ", "PROPN"):
                if token.pos not in ("VERB", "AUX") and token.tag[:2] != "VB":
                    continue
                cue = self._match(tokens, token, first, last)
                if cue is not None:
                    cues.append(cue)
            elif token.lower == "according" or (
                token.lower == "words" and at > first + 1 and tokens[at - 2].lower == "in"
            ):
                cue = match_according(tokens, token, first, last)
                if cue is not None:
                    cues.append(cue)
        return cues

    def _match(self, tokens: list[Token], verb: Token, first: int, last: int) -> Cue | None:
        if verb.dep in ("aux", "auxpass", "amod", "compound", "acomp"):
            return None
        modal = any(c.dep == "aux" and c.lower in _MODALS for c in verb.children)
        to_infinitive = any(c.dep == "aux" and c.lower == "to" for c in verb.children)
        if modal:
            return None
        if to_infinitive and not is_purpose(verb):
            return None
        if any(c.dep == "neg" for c in verb.children) and verb.lemma in (
            "say",
            "tell",
            "mention",
            "know",
        ):
            return None
        subject, own = find_subject(verb)
        if (
            verb.dep == "advcl"
            and verb.tag in ("VBN", "VBD")
            and not own
            and not any(c.dep in ("aux", "mark") for c in verb.children)
        ):
            return None  # "Asked whether …, she replied": a passive participle
        if own and subject is not None and subject.lower == "who" and verb.dep == "relcl":
            subject = verb.head
        if verb.lemma in COPULAS:
            cue = match_adjective(self._lexicon, tokens, verb, subject, own, last)
            if cue is not None or verb.lemma == "be":
                return cue
        if verb.tag == "VBG" and not own and verb.lemma in ("speak", "talk", "focus"):
            return None  # "Speaking at a news conference", "speaking on condition of anonymity"
        relative = own and subject is not None and subject.tag in ("WDT", "WP")
        quoted = match_quoted(tokens, verb, last)
        if quoted is not None:
            return quoted
        passive = any(c.dep in ("auxpass", "nsubjpass") for c in verb.children)
        for entry in self._lexicon.phrases.get(verb.lemma, ()):
            cue = match_phrase(tokens, verb, entry, subject, own, last)
            if cue is not None:
                return cue
        entries = self._lexicon.verbs.get(verb.lemma, ())
        if len(entries) > 1:  # a noun of speaking tells more than the verb: "offered condolences"
            entries = tuple(sorted(entries, key=lambda e: "N" not in e.frames))
        for entry in entries:
            if passive:
                cue = match_passive(self._lexicon, tokens, verb, entry, subject, last)
            elif (
                verb.tag == "VBN"
                and verb.dep in ("acl", "amod", "relcl")
                and not any(c.dep == "aux" for c in verb.children)
            ):
                cue = None  # "the view expressed by X", "the countries concerned"
            else:
                cue = self._verb(tokens, verb, entry, subject, own, first, last)
            if cue is not None and not (relative and (cue.kind != "speech" or cue.frame != "C")):
                return cue
        return None

    def _verb(
        self,
        tokens: list[Token],
        verb: Token,
        entry: CueEntry,
        subject: Token | None,
        own: bool,
        first: int,
        last: int,
    ) -> Cue | None:
        right = [c for c in verb.children if c.i > verb.i]
        objects = [c for c in right if c.dep in ("dobj", "attr", "oprd", "dative")]
        clause = next((c for c in right if c.dep == "ccomp"), None)
        open_clause = next((c for c in right if c.dep == "xcomp"), None)
        goal = next(
            (c for c in right if c.dep in ("xcomp", "advcl", "acl") and c.tag == "VB"), None
        )
        preps = [c for c in right if c.dep in ("prep", "prt", "dative", "agent") and c.i > verb.i]
        obj = objects[0] if objects else None

        if "F" in entry.frames and self._parts_quotation(tokens, verb, first, last):
            return make_cue(verb, entry, "F", -1, subject, own)
        if "OO" in entry.frames and obj is not None:
            cue = match_object_complement(tokens, verb, entry, obj, subject, own)
            if cue is not None:
                return cue
        if obj is not None and "N" in entry.frames:
            cue = self._noun(tokens, verb, entry, obj, subject, own, last)
            if cue is not None:
                return cue
        if "C" in entry.frames or "OC" in entry.frames:
            addressee = obj if "OC" in entry.frames else None
            after = after_that(tokens, verb, last)
            if (
                after is not None
                and "O" in entry.frames
                and obj is not None
                and (
                    obj.i < after - 1
                    and addressee is None
                    and obj.tag[:2] == "NN"
                    and obj.lemma in self._lexicon.nouns
                )
            ):
                after = None  # "reiterated their agreement that …": the noun phrase is the content
            if (
                after is not None
                and clause is not None
                and addressee is None
                and verb.i < clause.left < after - 1
                and tokens[clause.left].dep in ("det", "nsubj", "poss", "compound", "amod", "expl")
            ):
                after = None  # "said X was so and that Y": the first clause has no "that"
            if (
                after is not None
                and obj is not None
                and "O" in entry.frames
                and obj.i == after - 2
                and tokens[after - 1].dep in ("dobj", "nsubj", "nsubjpass", "pobj")
            ):
                after = None  # "stressed the part that both play": a relative clause
            if after is not None and (addressee is None or tokens[after - 1].i > addressee.i):
                complement = clause or tokens[after]
                if "C" in entry.frames or addressee is not None:
                    return make_cue(
                        verb,
                        entry,
                        "C",
                        after,
                        subject,
                        own,
                        addressee=addressee,
                        complement=complement,
                    )
            if any(c.tag in ("WP", "WDT") and c.i < verb.i for c in verb.children):
                clause = None  # "in what an official said was …": no content of its own
            if (
                clause is not None
                and clause.right > verb.i
                and not (
                    obj is not None
                    and "O" in entry.frames
                    and after is None
                    and obj.i < clause.left
                )
            ):
                start = max(clause.left, verb.i + 1)
                start = skip_marks(tokens, start, last)
                if tokens[start].lower == "that":
                    start += 1
                if start <= last:
                    return make_cue(
                        verb,
                        entry,
                        "C",
                        start,
                        subject,
                        own,
                        addressee=addressee,
                        complement=clause,
                    )
        if "C" in entry.frames or "OC" in entry.frames:
            quoted = colon_quote(tokens, verb, last)
            if quoted is not None:
                return make_cue(
                    verb, entry, "C", quoted, subject, own, addressee=obj, complement=tokens[quoted]
                )
        if (
            obj is None
            and clause is not None
            and "O" in entry.frames
            and tokens[clause.left].lower in _RELATIVES
        ):
            return make_cue(verb, entry, "O", clause.left, subject, own, complement=clause)
        if "OI" in entry.frames and goal is not None:
            starts = [o.left for o in objects if verb.i < o.i < goal.i] or [goal.left]
            inner = next((c for c in goal.children if c.dep in SUBJECTS), None)
            start = min([*starts, goal.left])
            return make_cue(
                verb,
                entry,
                "OI",
                max(start, verb.i + 1),
                subject,
                own,
                addressee=inner or (obj if obj is not None and obj.i < goal.i else None),
                complement=goal,
            )
        if "OI" in entry.frames and clause is not None and clause.i > verb.i + 1:
            inner = next((c for c in clause.children if c.dep in SUBJECTS), None)
            if inner is not None and any(c.lower == "to" for c in clause.children):
                return make_cue(
                    verb,
                    entry,
                    "OI",
                    max(clause.left, verb.i + 1),
                    subject,
                    own,
                    addressee=inner,
                    complement=clause,
                )
        for prep in preps:
            word = prep.lower
            target = prep.child("pobj")
            if target is None and prep.dep != "prt":
                target = prep.child("pcomp")
            if not opens_content(prep, strict=False):
                continue  # "called the minister on Monday"
            if target is not None and entry.allows("QI", word):
                infinitive = goal or next(
                    (c for c in target.children if c.dep in ("acl", "relcl") and c.tag == "VB"),
                    None,
                )
                if infinitive is not None or entry.allows("Q", word):
                    return make_cue(
                        verb,
                        entry,
                        "QI",
                        target.left,
                        subject,
                        own,
                        cue_last=prep.i,
                        addressee=target,
                        complement=infinitive or target,
                    )
            if obj is not None and obj.i < prep.i and entry.allows("OP", word):
                return make_cue(
                    verb,
                    entry,
                    "OP",
                    max(obj.left, verb.i + 1),
                    subject,
                    own,
                    addressee=obj,
                    complement=prep,
                )
            if entry.allows("Q", word) and (prep.i <= verb.i + 3):
                start = prep.i + 1
                if start <= last:
                    return make_cue(
                        verb,
                        entry,
                        "Q",
                        start,
                        subject,
                        own,
                        cue_last=prep.i,
                        complement=target or tokens[start],
                    )
        if obj is not None and "OP" in entry.prepositions and verb.i + 1 < obj.i:
            # "reassured X of Y's support": the parser may take X and Y into one object
            for at in range(verb.i + 2, obj.i):
                if tokens[at].dep == "prep" and entry.allows("OP", tokens[at].lower):
                    return make_cue(
                        verb,
                        entry,
                        "OP",
                        verb.i + 1,
                        subject,
                        own,
                        addressee=tokens[at].head,
                        complement=tokens[at],
                    )
        if obj is not None and "OP" in entry.prepositions:
            # the preposition may hang on the object: "thanked X for Y"
            for child in obj.children:
                if child.dep == "prep" and entry.allows("OP", child.lower):
                    return make_cue(
                        verb,
                        entry,
                        "OP",
                        max(obj.left, verb.i + 1),
                        subject,
                        own,
                        addressee=obj,
                        complement=child,
                    )
        if open_clause is not None:
            if "I" in entry.frames and open_clause.tag == "VB":
                start = infinitive_start(open_clause, verb)
                return make_cue(verb, entry, "I", start, subject, own, complement=open_clause)
            if "G" in entry.frames and open_clause.tag == "VBG":
                start = max(open_clause.left, verb.i + 1)
                return make_cue(verb, entry, "G", start, subject, own, complement=open_clause)
        if "I" in entry.frames and goal is not None and obj is None:
            start = infinitive_start(goal, verb)
            return make_cue(verb, entry, "I", start, subject, own, complement=goal)
        pronoun = (
            obj is not None
            and obj.tag in ("PRP", "WP", "WDT")
            and not self._pronouns
            and not any(p.lower == "as" for p in preps)
        )
        if obj is not None and "O" in entry.frames and not pronoun:
            start = max(obj.left, verb.i + 1)
            noun = next(iter(self._lexicon.nouns.get(obj.lemma, ())), None)
            return make_cue(verb, entry, "O", start, subject, own, complement=obj, noun=noun)
        for prep in preps:
            if (
                entry.allows("P", prep.lower)
                and prep.children
                and opens_content(prep, strict=False)
            ):
                return make_cue(verb, entry, "P", prep.i, subject, own, complement=prep)
        if (
            "F" in entry.frames
            and verb.dep == "advcl"
            and any(c.dep == "mark" and c.lower == "as" for c in verb.children)
        ):
            return make_cue(verb, entry, "F", -1, subject, own)  # "As X has said, …"
        if "F" in entry.frames and verb.dep != "relcl" and is_tag(tokens, verb, first, last):
            return make_cue(verb, entry, "F", -1, subject, own, complement=None)
        if tokens[last].text in (":", ";") and ("C" in entry.frames or "I" in entry.frames):
            # what follows stands in the next paragraphs: "said at the press conference:"
            return make_cue(verb, entry, "L", last, subject, own, complement=None)
        return None

    @staticmethod
    def _parts_quotation(tokens: list[Token], verb: Token, first: int, last: int) -> bool:
        """Whether a tag stands between two parts of a quotation: "“X,” he added, “that Y”"."""
        at = verb.i + 1
        if at + 1 > last or tokens[at].text != "," or tokens[at + 1].text not in OPENING:
            return False
        subject = verb.child(*SUBJECTS)
        edge = min(verb.i, subject.left) if subject is not None else verb.i
        closed = any(t.text in _CLOSING for t in tokens[max(first, edge - 2) : edge])
        return closed and is_tag(tokens, verb, first, last)

    def _noun(
        self,
        tokens: list[Token],
        verb: Token,
        entry: CueEntry,
        obj: Token,
        subject: Token | None,
        own: bool,
        last: int,
    ) -> Cue | None:
        for noun in self._lexicon.nouns.get(obj.lemma, ()):
            if noun.verbs is not None and verb.lemma not in noun.verbs:
                continue
            possessed = any(
                c.dep in ("poss", "nmod") or (c.dep == "compound" and c.pos == "PROPN")
                for c in obj.children
            )
            if possessed and any("O" in e.frames for e in self._lexicon.verbs[verb.lemma]):
                return None  # "raised U.S. objections to": the whole object is the content
            tail = [
                c
                for c in obj.children
                if c.i > obj.i and c.dep in ("prep", "acl", "ccomp", "relcl", "conj")
            ]
            tail += [
                c
                for c in verb.children
                if c.i > obj.i
                and c.dep in ("prep", "xcomp", "ccomp", "advcl")
                and c.lower not in ("with", "during", "to")
                and c.tag != "VBG"
            ]
            starts = sorted(
                ((c.left, c) for c in tail if c.dep != "conj" and opens_content(c)),
                key=lambda pair: pair[0],
            )
            conj = next((c for c in obj.children if c.dep == "conj" and c.i > obj.i), None)
            if not starts and conj is not None:
                # "expressed satisfaction and hope that": the complement hangs on the last conjunct
                starts = sorted(
                    (
                        (c.left, c)
                        for c in conj.children
                        if c.i > conj.i and c.dep in ("prep", "acl", "ccomp", "relcl")
                    ),
                    key=lambda pair: pair[0],
                )
            if not starts and any(c.lower == "with" for c in tail):
                # "held talks with X on Y": the parser hangs Y on X
                starts = [
                    (t.i, t)
                    for t in tokens[obj.i + 1 : min(verb.right, last) + 1]
                    if t.dep == "prep"
                    and t.lower in ("on", "about", "regarding", "concerning", "over")
                    and opens_content(t)
                ][:1]
            if starts:
                start, complement = starts[0]
                cue_last = start - 1
                if tokens[start].lower == "that" and start < last:
                    start += 1
                while cue_last > obj.i and tokens[cue_last].text in QUIET:
                    cue_last -= 1
                return make_cue(
                    verb,
                    entry,
                    "N",
                    start,
                    subject,
                    own,
                    cue_last=obj.i if start > obj.i + 12 else max(obj.i, cue_last),
                    complement=complement,
                    noun=noun,
                )
            if entry.kind == "topic" or noun.kind == "topic":
                return None
            return make_cue(
                verb, entry, "O", max(obj.left, verb.i + 1), subject, own, complement=obj, noun=noun
            )
        return None
