"""The parts of English grammar that cue frames are made of: subjects, tenses, complements."""

from __future__ import annotations

from dataclasses import dataclass

from memcon.knowledge.cues import CueEntry, CueKind, NounEntry
from memcon.knowledge.words import occasion_words
from memcon.reading.tree import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
QUIET = frozenset(
    {",", ":", "-", "--", "\u2013", "\u2014", "\u201c", '"', "\u2018", "'", "(", "\u00ab"}
)
COPULAS = frozenset({"be", "remain", "stand", "stay"})
OPENING = frozenset({"\u201c", '"', "``", "\u2018", "\u00ab", "\u201e"})
_MEETING_VERBS = frozenset(
    {"meet", "speak", "talk", "call", "convene", "hold", "gather", "host", "visit", "travel"}
)


@dataclass(slots=True, eq=False)
class Cue:
    """A cue verb with its frame. Indices are token positions in the paragraph, inclusive."""

    verb: Token
    frame: str
    acts: tuple[str, ...]
    kind: CueKind
    weight: int
    cue_first: int
    cue_last: int
    content_first: int  # -1 for a tag, whose content is the rest of its sentence
    subject: Token | None
    own_subject: bool
    addressee: Token | None = None
    complement: Token | None = None  # head of the content
    noun: NounEntry | None = None
    content_last: int = -1  # set where the content stands before the cue, in a passive
    relay: Token | None = None  # who quotes the source: "TASS quoted X as saying"

    @property
    def floating(self) -> bool:
        """Whether the cue is a tag beside its content ("X, he said")."""
        return self.content_first < 0


def find_subject(verb: Token) -> tuple[Token | None, bool]:
    """Return the verb's subject and whether it is its own; conjuncts and participles inherit."""
    token = verb
    own = True
    for _ in range(12):
        for child in token.children:
            if child.dep in SUBJECTS:
                return child, own
            if child.dep == "aux" and child.children:
                # "X have in recent weeks accused": the parser may hang the subject on the auxiliary
                hung = child.child(*SUBJECTS)
                if hung is not None:
                    return hung, own
        if token.head is token:
            break
        if token.dep == "acl" and token.tag == "VBD" and token.head.i < token.i:
            return token.head, own  # "X, who …, called for Y": the parser rooted the name
        if token.dep in (
            "conj",
            "advcl",
            "xcomp",
            "ccomp",
            "parataxis",
            "dep",
            "acl",
            "pcomp",
            "prep",
        ):
            # "raised X, noted Y" is often parsed with the first verb as complement of the second
            if token.dep == "ccomp" and token.head.i < token.i and token.head.pos == "VERB":
                break
            token = token.head
            own = False
            continue
        break
    # a first conjunct parsed as the complement of the last one holds the subject of both
    for child in verb.children:
        if child.dep in ("ccomp", "parataxis") and child.right < verb.i and child.pos == "VERB":
            for grandchild in child.children:
                if grandchild.dep in SUBJECTS:
                    return grandchild, False
    return None, False


def skip_marks(tokens: list[Token], at: int, last: int) -> int:
    """Return the first position from ``at`` on that holds no comma, colon or opening mark."""
    while at <= last and tokens[at].text in QUIET:
        at += 1
    return at


def after_that(tokens: list[Token], verb: Token, last: int) -> int | None:
    """Return the position after an introducing "that" close behind the verb, or None."""
    for at in range(verb.i + 1, min(verb.i + 13, last + 1)):
        token = tokens[at]
        if token.lower == "that" and token.tag in ("IN", "WDT", "DT") and at < last:
            following = tokens[at + 1]
            if token.tag == "DT" and following.pos in ("NOUN", "PROPN"):
                return None
            return at + 1
        if token.text == "," and at + 1 <= last and tokens[at + 1].tag == "VBG":
            return _after_aside(tokens, at, last)
        if token.pos == "VERB" or token.text in (";",):
            return None
        if (
            token.text == ","
            and at + 1 <= last
            and tokens[at + 1].lower in ("and", "but", "which", "who")
        ):
            return None
    return None


def opens_content(complement: Token, *, strict: bool = True) -> bool:
    """Whether a complement is content: not with whom, when or where it was said.

    ``strict`` also rules out the prepositions of place and company ("talks in X with Y"), which
    after a noun never begin a content; a verb's own lexicon entry says which it takes.
    """
    if strict and complement.lower in ("with", "during", "between", "among", "in", "at", "by"):
        return False
    if complement.dep in ("acl", "relcl") and complement.tag == "VBN":
        return False  # "issued a statement titled X"
    if complement.dep == "prep" and complement.lower == "on":
        target = complement.child("pobj")
        occasions = occasion_words()
        return target is None or (
            target.lower not in occasions.days and target.lemma not in occasions.meetings
        )
    return True


def infinitive_start(infinitive: Token, verb: Token) -> int:
    """Return where an infinitive complement begins: at its "to"."""
    for child in infinitive.children:
        if child.lower == "to" and child.dep == "aux" and child.i > verb.i:
            return child.i
    return max(infinitive.left, verb.i + 1)


def _after_aside(tokens: list[Token], comma: int, last: int) -> int | None:
    """Return the position after "that" behind an aside: "said, citing the leader, that …"."""
    for at in range(comma + 1, min(comma + 16, last)):
        if tokens[at].text == ",":
            return at + 2 if at + 1 < last and tokens[at + 1].lower == "that" else None
    return None


def finite_form(verb: Token) -> str:
    """Return "past" or "present" for a finite verb, with its auxiliary counted; else ""."""
    if verb.tag == "VBD":
        return "past"
    if verb.tag in ("VBZ", "VBP"):
        return "present"
    for child in verb.children:
        if child.dep in ("aux", "auxpass") and child.tag in ("VBD", "VBZ", "VBP"):
            return "past" if child.tag == "VBD" else "present"
    return ""


def make_cue(
    verb: Token,
    entry: CueEntry,
    frame: str,
    content_first: int,
    subject: Token | None,
    own: bool,
    *,
    cue_last: int | None = None,
    addressee: Token | None = None,
    complement: Token | None = None,
    noun: NounEntry | None = None,
) -> Cue:
    """Build a cue; its acts are the noun's where the entry leaves them to the noun."""
    acts = noun.acts if noun is not None and entry.acts[:1] == ("noun",) else entry.acts
    return Cue(
        verb,
        frame,
        acts,
        noun.kind if noun is not None and frame == "N" and entry.kind != "topic" else entry.kind,
        max(entry.weight, 2) if frame == "N" and entry.kind == "speech" else entry.weight,
        verb.i,
        verb.i if cue_last is None else cue_last,
        content_first,
        subject,
        own,
        addressee,
        complement,
        noun,
    )


def is_purpose(verb: Token) -> bool:
    """Whether an infinitive tells the purpose of a meeting ("met to discuss X")."""
    for ancestor in verb.ancestors():
        if ancestor.lemma in _MEETING_VERBS:
            return True
        if ancestor.pos == "VERB" and verb.dep != "conj":
            return False
    return False
