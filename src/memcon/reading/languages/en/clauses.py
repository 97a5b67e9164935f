"""Which cues of a sentence stand side by side, and where the content of each ends.

The outermost cue comes first and no word belongs to two contents. Parsers often hang a later
conjunct ("… and underscored that") or participle ("…, adding that") into the content before it;
two repairs by form put it back beside its cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from memcon.reading.languages.en.edges import tag_parts
from memcon.reading.languages.en.grammar import Cue, finite_form
from memcon.reading.tree import Token

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SIDE_LINKS = frozenset({"conj", "parataxis", "dep"})
_TRAILERS = frozenset(
    {
        ",",
        ";",
        "and",
        "but",
        "while",
        "whereas",
        "or",
        "also",
        "then",
        "--",
        "-",
        "\u2013",
        "\u2014",
    }
)


@dataclass(slots=True, eq=False)
class Clause:
    """A cue kept, with its content as inclusive token ranges, in text order."""

    cue: Cue
    parts: list[tuple[int, int]]
    inner_of: Clause | None = None


def _ancestor_link(token: Token, ancestor: Token) -> list[Token] | None:
    """Return the tokens on the way from ``token`` up to just below ``ancestor``, or None."""
    way = [token]
    for head in token.ancestors():
        if head is ancestor:
            return way
        way.append(head)
    return None


def beside(cue: Cue, other: Cue, tokens: list[Token]) -> bool:
    """Say whether ``cue`` stands beside the earlier ``other`` and not inside its content."""
    verb = cue.verb
    way = _ancestor_link(verb, other.verb)
    if way is not None and all(_side_link(t) for t in way):
        return True
    before = tokens[verb.i - 1] if verb.i else None
    at = verb.i - 1
    while at > 0 and tokens[at].pos == "ADV":
        at -= 1
    before = tokens[at]
    if verb.tag == "VBG" and cue.own_subject and _in_absolute(cue, tokens):
        return True
    if cue.own_subject and cue.weight >= 3:
        mark = verb.child("mark")
        if mark is not None and mark.lower in ("while", "whereas", "whilst"):
            return True  # "X said A, while Y said B"
    form = finite_form(verb)
    other_form = _anchor_form(other.verb)
    if (
        form
        and not cue.own_subject
        and before.lower in ("and", ",", "but")
        and verb.head is not verb
    ):
        # a conjunct agrees in tense with the cue it continues, not with the content it hangs in
        stative = (
            verb.head.pos == "AUX"
            or verb.head.lemma in ("be", "have", "remain", "need")
            or verb.head.child("auxpass") is not None
        )
        if form == other_form and cue.weight >= 3 and verb.dep == "conj" and stative:
            return True  # "said she was pleased and expressed her desire": a deed follows a state
        if form == other_form and (
            finite_form(verb.head) != form or verb.head.sentence.root is verb
        ):
            return True
    return (
        verb.tag == "VBG"
        and not cue.own_subject
        and cue.weight >= 2
        and before.text in (",", "while", "\u201d", '"', "''", "\u2013", "\u2014")
        and verb.dep in ("advcl", "acl", "conj", "prep")
        and verb.head.tag != "VBG"
        and other.verb.tag != "VBG"
    )


def _in_absolute(cue: Cue, tokens: list[Token]) -> bool:
    """Whether a participle has its subject in ", with X stressing that …"."""
    subject = cue.subject
    return (
        subject is not None
        and 1 < subject.left < cue.verb.i
        and tokens[subject.left - 1].lower == "with"
        and tokens[subject.left - 2].text == ","
    )


def _anchor_form(verb: Token) -> str:
    """Return a verb's tense, or for a participle that of the clause it belongs to."""
    form = finite_form(verb)
    for head in verb.ancestors():
        if form:
            break
        form = finite_form(head)
    return form


def _side_link(token: Token) -> bool:
    if token.dep in _SIDE_LINKS:
        return True
    if token.dep == "advcl":
        return token.tag == "VBG" or token.tag in _FINITE
    # "raised X, noted Y": the parser took the first conjunct for a complement of the second
    return token.dep == "ccomp" and token.right < token.head.i


def select(cues: list[Cue], tokens: list[Token], first: int, last: int) -> list[Clause]:
    """Choose the outermost cues of a sentence and give each its content.

    Args:
        cues: of the sentence, in text order.
        tokens: of the paragraph.
        first: index of the sentence's first token.
        last: index of its last token.

    Returns:
        Clauses in text order; the cues nested in a content follow it with ``inner_of`` set.
    """
    floats = [c for c in cues if c.floating]
    forward = [c for c in cues if not c.floating]
    tag = _outer_float(floats, tokens, first, last)
    clauses: list[Clause] = []
    nested: list[Clause] = []
    tag_clause: Clause | None = None
    if tag is not None:
        tag_clause = Clause(tag, tag_parts(tag, tokens, first, last))
        clauses.append(tag_clause)
    for cue in sorted(forward, key=lambda c: (_depth(c.verb), c.verb.i)):
        if tag_clause is not None and tag is not None and _within(cue.verb.i, tag_clause.parts):
            if not (cue.verb.tag == "VBG" and cue.verb.i > tag.verb.i):
                nested.append(Clause(cue, [], tag_clause))
                continue
            _cut(tag_clause, _clause_start(cue, tokens) - 1, tokens)
        governor = next(
            (
                k
                for k in clauses
                if k is not tag_clause
                and k.cue.content_first <= cue.verb.i
                and _inside(cue, k.cue, tokens, last)
            ),
            None,
        )
        if governor is not None:
            nested.append(Clause(cue, [], governor))
            continue
        clauses.append(Clause(cue, []))
    clauses.sort(key=lambda k: k.cue.verb.i)
    # a cue accepted earlier may turn out to lie in the content of one that stands before it
    for clause in [k for k in clauses if k is not tag_clause]:
        others = [
            k
            for k in clauses
            if k is not clause and k is not tag_clause and k.cue.verb.i < clause.cue.verb.i
        ]
        for other in others:
            if _inside(clause.cue, other.cue, tokens, last):
                clauses.remove(clause)
                nested.append(Clause(clause.cue, [], other))
                break
    # "said, citing the leader, that …": an aside between a cue and its content is no cue
    clauses = [
        c
        for c in clauses
        if not any(o.cue.cue_last < c.cue.verb.i < o.cue.content_first for o in clauses)
    ]
    for k, clause in enumerate(clauses):
        if clause is tag_clause:
            continue
        following = [c for c in clauses[k + 1 :] if c.cue.verb.i >= clause.cue.content_first]
        stop = _limit(clause.cue, tokens, last)
        if following:
            stop = min(stop, _clause_start(following[0].cue, tokens) - 1)
        if tag_clause is not None and tag is not None and clause.cue.verb.i < tag.verb.i:
            stop = min(stop, tag_clause.cue.verb.i - 1)
        clause.parts = [(clause.cue.content_first, stop)]
        if clause.cue.content_last >= 0:
            clause.parts = [(clause.cue.content_first, clause.cue.content_last)]
    for clause in nested:
        stop = min(clause.cue.verb.right, last)
        if tag_clause is not None and clause.inner_of is tag_clause:
            stop = min([stop, *(b for a, b in tag_clause.parts if a <= clause.cue.verb.i <= b)])
        clause.parts = [(clause.cue.content_first, stop)] if clause.cue.content_first >= 0 else []
    inner_siblings(nested, tokens)
    return [*clauses, *nested]


def inner_siblings(nested: list[Clause], tokens: list[Token]) -> None:
    """Keep the contents of nested cues that stand side by side apart."""
    ordered = sorted((c for c in nested if c.parts), key=lambda c: c.cue.verb.i)
    for one, two in pairwise(ordered):
        if one.inner_of is two.inner_of and beside(two.cue, one.cue, tokens):
            start, stop = one.parts[0]
            one.parts = [(start, min(stop, _clause_start(two.cue, tokens) - 1))]


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors())


def _inside(cue: Cue, other: Cue, tokens: list[Token], last: int) -> bool:
    """Say whether ``cue`` lies in the content of the earlier ``other``."""
    if cue.verb.i < other.content_first or cue.verb.i <= other.verb.i:
        return False
    if other.verb.dep == "advcl" and cue.verb in other.verb.ancestors():
        return False  # "Noting that X, A welcomed Y": the main clause is no part of the first
    if beside(cue, other, tokens):
        return False
    # a clause verb with its own subject that does not depend on the other cue stands alone
    way = _ancestor_link(cue.verb, other.verb)
    if way is None:
        if _is_main(other.verb) and other.frame in ("C", "OI", "QI", "I"):
            return cue.verb.i <= _limit(other, tokens, last)
        return cue.verb.i <= other.verb.right
    return True


def _is_main(verb: Token) -> bool:
    """Whether a verb stands in the main clause, also where the parser rooted the sentence later."""
    token = verb
    while token.head is not token:
        if token.dep in ("conj", "parataxis", "dep"):
            token = token.head
            continue
        return token.dep in ("ccomp", "advcl") and token.right < token.head.i
    return True


def _limit(cue: Cue, tokens: list[Token], last: int) -> int:
    """Return the last token that a cue's content can reach."""
    verb = cue.verb
    stop = max(verb.right, cue.cue_last)
    if _is_main(verb) and cue.frame in ("C", "OI", "QI", "I", "Q"):
        stop = last
    for child in verb.children:
        if child.i <= cue.cue_last or child.i < cue.content_first:
            continue
        if child.dep == "conj" and child.pos in ("VERB", "AUX"):
            if (
                finite_form(child)
                and (finite_form(child) == finite_form(verb) or child.child("nsubj") is not None)
            ) or (verb.tag == "VBN" and child.tag in ("VBN", "VBD")):
                stop = min(stop, _before_conjunct(child, tokens) - 1)
        elif (
            child.dep == "advcl"
            and cue.frame in ("O", "N", "P", "OP")
            and _starts_aside(child, tokens)
        ) or (
            child.dep in ("ccomp", "parataxis")
            and child.i > verb.i
            and cue.frame in ("O", "N", "P")
            and child.child("nsubj") is not None
            and child is not cue.complement
        ):
            stop = min(stop, child.left - 1)
    return min(stop, last)


def _starts_aside(clause: Token, tokens: list[Token]) -> bool:
    """Whether an adverbial clause tells when, or is set off by a comma and a contrast word."""
    if any(c.dep == "mark" and c.lower in ("after", "before", "when") for c in clause.children):
        return True
    if clause.left < 1 or tokens[clause.left - 1].text != ",":
        return False
    return tokens[clause.left].lower in (
        "as",
        "while",
        "when",
        "after",
        "before",
        "amid",
        "though",
        "although",
        "even",
        "since",
    )


def _before_conjunct(verb: Token, tokens: list[Token]) -> int:
    start = verb.left
    while start > 0 and tokens[start - 1].lower in _TRAILERS:
        start -= 1
    return start


def _clause_start(cue: Cue, tokens: list[Token]) -> int:
    """Return where the clause of a later cue begins, conjunction and comma included."""
    start = cue.cue_first
    verb = cue.verb
    for child in verb.children:
        if child.i < verb.i and child.dep in ("aux", "auxpass", "advmod", "neg", "mark", "prep"):
            start = min(start, child.left)
    if cue.own_subject and cue.subject is not None and cue.subject.i < verb.i:
        start = min(start, cue.subject.left)
        # an opening adjunct before the subject belongs to the clause too
        for child in verb.children:
            if child.i < cue.subject.i and child.dep in ("prep", "advmod", "npadvmod", "mark"):
                start = min(start, child.left)
    at = verb.i - 1
    while at > start - 2 and at > 0 and tokens[at].pos == "ADV":
        start = min(start, at)
        at -= 1
    if verb.tag == "VBG" and cue.own_subject and start > 0 and tokens[start - 1].lower == "with":
        start -= 1
    while start > 0 and tokens[start - 1].lower in _TRAILERS:
        start -= 1
    return start


def _within(index: int, parts: list[tuple[int, int]]) -> bool:
    return any(a <= index <= b for a, b in parts)


def _cut(clause: Clause, stop: int, tokens: list[Token]) -> None:
    clause.parts = [(a, min(b, stop)) for a, b in clause.parts if a <= stop]


def _outer_float(floats: list[Cue], tokens: list[Token], first: int, last: int) -> Cue | None:
    """Return the tag that is the sentence's own: the outermost, and the first of equals."""
    best: Cue | None = None
    for cue in floats:
        if best is None or _depth(cue.verb) < _depth(best.verb):
            best = cue
    return best
