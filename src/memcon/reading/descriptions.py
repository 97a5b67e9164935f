"""What a noun phrase says of whom it means, and whether a person fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from memcon.knowledge.people import people_words, reference_words
from memcon.reading.languages.en.units import Unit, singular
from memcon.reading.phrases import heads_of, span_of
from memcon.reading.tree import Token

if TYPE_CHECKING:
    from memcon.reading.cast import Cast
    from memcon.reading.people import Entry

_ALIASES = {
    "fm": ("foreign", "minister"),
    "pm": ("prime", "minister"),
    "premier": ("prime", "minister"),
    "eam": ("external", "affairs", "minister"),
    "dpm": ("deputy", "prime", "minister"),
    "secretary-general": ("secretary", "general"),
    "defence": ("defense",),
}
_AIDES = ("office", "adviser", "advisor", "aide", "spokesperson", "spokesman", "spokeswoman")
_TITLE_TAIL = 6  # words of an office after its noun
RANKS = ("deputy", "vice", "assistant", "under", "former")  # "the Secretary" is none of these


@dataclass(slots=True)
class Description:
    """What a noun phrase says of whom it means."""

    head: Token
    noun: str  # singular, lower case
    plural: bool
    article: str  # the, a, "", or a possessive pronoun
    number: int  # 2 for "the two", "both"; 0 where none is said
    words: tuple[str, ...]  # modifiers before the noun, lower case
    sides: tuple[str, ...]  # actor ids of states and bodies named in the phrase
    owner: tuple[str, ...]  # persons named in the possessive


def describe(cast: Cast, head: Token) -> Description:
    """Read off a noun phrase what it says of whom it means."""
    paragraph = head.sentence.paragraph
    words: list[str] = []
    article = ""
    number = 0
    duals = reference_words().duals
    trios = reference_words().trios
    sides: list[str] = []
    owner: list[str] = []
    left = _left_edge(head)
    for token in paragraph.tokens[left : head.i]:
        lower = token.lower
        if lower in ("the", "a", "an", "this", "that", "these", "those", "such", "no", "some"):
            article = article or lower
        elif token.tag == "PRP$":
            article = lower
        elif lower in duals:
            number = 2
            article = article or ("both" if lower == "both" else "")
        elif lower in trios:
            number = 3
        elif token.pos not in ("PUNCT", "PART"):
            words.append(lower)
    words.extend(paragraph.tokens[k].lower for k in range(head.i + 2, _chain_end(head) + 1, 2))
    for unit in units_at(cast, head):
        if left <= unit.first < head.i and unit.letter in "SAGD" and unit.entity is not None:
            sides.append(unit.entity.id)
            if unit.other is not None:
                sides.append(unit.other.id)
    for mention in cast.mentions_in(paragraph, left, head.i - 1):
        owner.extend(a for a in mention.actors if cast.kind(a) == "person")
    for child in head.children:
        if (
            child.dep == "prep"
            and child.lower in ("of", "from", "by", "to", "for")
            and child.i > head.i
        ):
            for obj in child.children:
                if obj.dep == "pobj":
                    for node in heads_of(cast, obj):
                        named = cast.mention_at(node)
                        if named is not None:
                            for actor in named.actors:
                                (owner if cast.kind(actor) == "person" else sides).append(actor)
                        else:
                            sides.extend(_inner_side(cast, node))
    noun = _singular(head)
    plural = head.tag in ("NNS", "NNPS") or (head.lower != noun and head.lower.endswith("s"))
    return Description(
        head,
        noun,
        plural,
        article,
        number,
        tuple(words),
        tuple(dict.fromkeys(sides)),
        tuple(dict.fromkeys(owner)),
    )


def _inner_side(cast: Cast, node: Token) -> list[str]:
    """The state named inside a complement: "spokesman of the Belarusian leader"."""
    return [
        u.entity.id
        for u in units_at(cast, node)
        if node.left <= u.first <= node.i and u.letter in "SAG" and u.entity is not None
    ]


def units_at(cast: Cast, token: Token) -> list[Unit]:
    """Return the units of the sentence that a token stands in."""
    line = cast.line_of(token.sentence)
    return line.units if line is not None else []


def _chain_end(head: Token) -> int:
    """Return the last token of a hyphen chain: "secretary-general" may be cut in three."""
    tokens = head.sentence.paragraph.tokens
    last = head.i
    while (
        last + 2 <= head.sentence.last
        and tokens[last + 1].text in ("-", "‑")
        and tokens[last].end == tokens[last + 1].start
        and tokens[last + 1].end == tokens[last + 2].start
    ):
        last += 2
    return last


def _left_edge(head: Token) -> int:
    left = head.i
    for child in head.children:
        if child.i < head.i and child.dep not in ("punct", "cc", "preconj", "conj", "prep", "mark"):
            left = min(left, child.left)
    return left


def _singular(head: Token) -> str:
    office = people_words().office(head.lower.rstrip("."))
    if office is not None:
        return office
    return head.lemma if head.tag in ("NNS", "NN") else singular(head.lower)


def matches(cast: Cast, actor: str, said: Description) -> bool:
    """Tell whether a person can be whom a description means: side, and the words of an office."""
    entry = cast.persons.get(actor)
    if entry is None:
        return False
    if said.sides and cast.side(actor) not in said.sides:
        return False
    return holds(entry, said)


def holds(entry: Entry, said: Description) -> bool:
    """Tell whether a person has an office with the words of a description."""
    table = reference_words()
    noun = said.noun
    offices = entry.words
    wanted = [
        w
        for w in said.words
        if w in people_words().modifiers and w not in ("top", "senior", "chief", "head")
    ]
    if noun in ("official", "man", "woman", "colleague", "participant", "politician"):
        return not any(o and o[-1] in people_words().private_offices for o in offices)
    if noun == "leader":
        return any(
            " ".join(o[-2:]) in table.leaders or (o and o[-1] in table.leaders) or "leader" in o
            for o in offices
        )
    if noun in ("diplomat", "envoy"):
        return any(_is_diplomat(o) for o in offices)
    if noun in ("spokesperson", "spokesman", "spokeswoman"):
        return any(w.startswith("spokes") for o in offices for w in o)
    wanted += complement(said.head) if noun == "head" else []
    needed = tuple(x for w in (*wanted, noun) for x in _ALIASES.get(w, (w,)))
    if noun == "minister" and said.plural and any("secretary" in o for o in offices):
        return True  # "both ministers" of a Secretary of State and a Foreign Minister
    for office in offices:
        plain = tuple(x for w in office for x in _ALIASES.get(w, (w,)))
        if all(w in plain for w in needed):
            if any(rank in plain and rank not in needed for rank in RANKS):
                continue
            if noun == "secretary" and "general" in plain and "general" not in said.words:
                continue
            return True
    return False


def could_hold(entry: Entry, said: Description) -> bool:
    """Tell whether a description is another word for a person's office: "head of state"."""
    spoken = {said.noun, *said.words, *complement(said.head)}
    for description, office in reference_words().synonyms:
        if said.noun not in description or not spoken.issuperset(description):
            continue
        for words in entry.words:
            plain = {x for w in words for x in _ALIASES.get(w, (w,))}
            wanted = {x for w in office for x in _ALIASES.get(w, (w,))}
            # "the foreign minister" can be a foreign secretary, "the prime minister" cannot
            beyond = {x for w in spoken - set(description) for x in _ALIASES.get(w, (w,))}
            if not plain.issuperset(w for w in beyond if w in people_words().modifiers):
                continue
            if any(w in plain and w not in wanted for w in _AIDES):
                continue  # the head of the president's office is no head of state
            if plain.issuperset(wanted) and not any(r in plain and r not in spoken for r in RANKS):
                return True
    return False


def complement(head: Token) -> list[str]:
    """Return the words after "of" behind a head: "state" in "the head of state"."""
    tokens = head.sentence.paragraph.tokens
    if head.i + 1 > head.sentence.last or tokens[head.i + 1].lower != "of":
        return []
    tail = tokens[head.i + 2 : min(head.i + 2 + _TITLE_TAIL, head.sentence.last + 1)]
    return [t.lower for t in tail if t.lower in ("state", "government")][:1]


def _is_diplomat(office: tuple[str, ...]) -> bool:
    table = reference_words()
    joined = " ".join(office)
    return any(w in table.diplomats for w in office) or any(d in joined for d in table.diplomats)


def words_of(cast: Cast, said: Description) -> str:
    """The phrase's own words without its article, as the name of whom it means."""
    tokens = said.head.sentence.paragraph.tokens
    left = _left_edge(said.head)
    skip = ("the", "a", "an", "this", "that", "these", "those", "his", "her", "their", "its", "our")
    while left < said.head.i and (tokens[left].lower in skip or tokens[left].pos == "PUNCT"):
        left += 1
    last = _chain_end(said.head)
    if last + 1 < len(tokens) and tokens[last + 1].lower in ("of", "for") and not said.plural:
        end = span_of(cast, said.head)[1]  # "Minister of Foreign Affairs", but not "of Spain"
        known = any(
            u.entity is not None and last < u.first <= end for u in units_at(cast, said.head)
        )
        last = end if end - last <= _TITLE_TAIL and not known else last
    pieces: list[str] = []
    previous: Token | None = None
    for token in tokens[left : last + 1]:
        glue = "" if previous is None or previous.end == token.start else " "
        pieces.append(glue + token.text)
        previous = token
    name = "".join(pieces)
    if len(said.sides) == 1 and cast.knowledge.entity(said.sides[0]) is not None:
        inner = any(
            u.entity is not None and left <= u.first < said.head.i
            for u in units_at(cast, said.head)
        )
        if not inner:
            name = f"{name} of {cast.name(said.sides[0])}"
    return name
