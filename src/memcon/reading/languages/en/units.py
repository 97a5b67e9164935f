"""English words as letters: what each unit of a sentence can be in the name of a person or body.

The grammar of titles and names (``titles.py``) is written as patterns over these letters, because
the parser's tree is least reliable exactly there ("Prime Minister of India Ajit Doval said").

Letters: ``H`` honorific, ``O`` office noun, ``M`` word inside an office's name, ``N`` name,
``I`` initial, ``p`` particle, ``J`` suffix, ``S`` state or its metonym, ``A`` its adjective,
``G`` organisation, ``D`` a pair of states ("U.S.-China"), ``L`` place, ``B``/``b`` noun of a body
(with and without capital), ``v`` noun for a state's own voice ("side", "government"),
``s`` possessive ending, ``t`` article, ``q`` possessive pronoun,
``f`` of/for/to/at/on/in, ``&`` and, ``,`` ``(`` ``)`` themselves, ``x`` anything else.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from memcon.knowledge.people import PeopleWords, people_words, reference_words
from memcon.reading.languages.en.revision import revise
from memcon.reading.tree import Paragraph, Sentence, Token

if TYPE_CHECKING:
    from memcon.knowledge import Entity, Knowledge, NameMatch

_ARTICLES = frozenset(("the", "a", "an"))
_LINKS = frozenset(("of", "for", "to", "at", "on", "in"))
_POSSESSIVES = frozenset(("my", "our", "his", "her", "their", "its", "your"))
_HYPHENS = frozenset(("-", "‑", "‐"))
_NAME_TAGS = frozenset(("NNP", "NNPS"))
# tags of capitalised words that the tagger may give to unknown names, sentence-initially excluded
_LOOSE_TAGS = frozenset(("NN", "JJ", "FW", "VB", "VBP", "VBN"))
_LIFELESS = frozenset(("treaty", "initiative", "programme"))
_NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_PREFIXES = frozenset(
    ("anti", "pro", "non", "post", "pre", "co", "counter", "multi", "inter", "trans", "ex", "self")
)


def side_of(entity: Entity) -> str:
    """Return for whom an entity speaks: the state it is part of, else itself."""
    parent = entity.parent
    if parent is not None and len(parent) == 3 and entity.kind == "group":
        return parent
    return entity.id


@dataclass(slots=True, eq=False)
class Unit:
    """One or more tokens that act as one word: ``first`` to ``last`` are paragraph indices."""

    first: int
    last: int
    letter: str
    lower: str
    text: str
    entity: Entity | None = None
    other: Entity | None = None  # the second of a pair of states
    form: str = ""
    ambiguous: bool = False  # the name can be another's: "Security Council"


@dataclass(slots=True, eq=False)
class Line:
    """The units of one sentence and their letters as one string."""

    sentence: Sentence
    units: list[Unit]
    letters: str

    def text(self, start: int, end: int) -> str:
        """Return the words of the units ``start`` to ``end`` (half-open), one space apart."""
        return " ".join(unit.text for unit in self.units[start:end])


def read_lines(paragraph: Paragraph, knowledge: Knowledge) -> list[Line]:
    """Turn a paragraph's sentences into lines of units."""
    found = _found_at(paragraph, _matches(paragraph.flat, knowledge))
    return [_line(paragraph, sentence, found) for sentence in paragraph.sentences]


def _matches(text: str, knowledge: Knowledge) -> list[NameMatch]:
    """Find known names, and drop the readings that the grammar of phrases gives better.

    Agreements and programmes never act. A known group whose name is a description ("ASEAN foreign
    ministers", "Biden administration") is left to the words as they stand.
    """
    kept: list[NameMatch] = []
    for match in knowledge.find_names(text):
        entity = match.entity
        if entity.subkind in _LIFELESS:
            continue
        if entity.kind == "group":
            last = text[match.start : match.end].split()[-1].lower()
            described = last in reference_words().state_voices or (
                entity.subkind == "bloc" and people_words().office(last) is not None
            )
            if described:
                end = match.end - len(last)
                for inner in knowledge.find_names(text[match.start : end]):
                    kept.append(
                        replace(inner, start=inner.start + match.start, end=inner.end + match.start)
                    )
                continue
        kept.append(match)
    return kept


def _found_at(paragraph: Paragraph, matches: list[NameMatch]) -> dict[int, tuple[int, NameMatch]]:
    """Map the first token of every known name to its last token and the match.

    A name that ends inside a token ("U.S." in "U.S.-China") counts for the whole token only where
    the token is a hyphen chain; the chain is taken apart in ``_line``.
    """
    starts = [token.start for token in paragraph.tokens]
    found: dict[int, tuple[int, NameMatch]] = {}
    for match in matches:
        start = paragraph.offsets[match.start]
        end = paragraph.offsets[match.end - 1] + 1
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, end - 1) - 1
        if first < 0:
            continue
        known = found.get(first)
        if known is None or last > known[0]:
            found[first] = (last, match)
    return found


def _line(
    paragraph: Paragraph, sentence: Sentence, found: dict[int, tuple[int, NameMatch]]
) -> Line:
    words = people_words()
    tokens = paragraph.tokens
    units: list[Unit] = []
    i = sentence.first
    while i <= sentence.last:
        match = found.get(i)
        j = _chain(tokens, i, sentence.last)
        if match is not None and match[0] <= sentence.last and match[0] >= j:
            units.append(_known(tokens, i, match[0], match[1]))
            i = match[0] + 1
            continue
        if j > i:
            units.append(_hyphenated(tokens, i, j, found, words))
        else:
            units.append(_single(tokens[i], units, sentence))
        i = j + 1
    revise(units, tokens)
    return Line(sentence, units, "".join(unit.letter for unit in units))


def _chain(tokens: list[Token], i: int, last: int) -> int:
    """Return the last token of the hyphen chain that begins at ``i``."""
    j = i
    while (
        j + 2 <= last
        and tokens[j + 1].text in _HYPHENS
        and tokens[j].end == tokens[j + 1].start
        and tokens[j + 1].end == tokens[j + 2].start
        and tokens[j].text[-1:].isalnum() | (tokens[j].text[-1:] == ".")
    ):
        j += 2
    return j


def _join(tokens: list[Token], first: int, last: int) -> str:
    pieces = [tokens[first].text]
    for k in range(first + 1, last + 1):
        glue = "" if tokens[k].start == tokens[k - 1].end else " "
        pieces.append(glue + tokens[k].text)
    return "".join(pieces)


def _known(tokens: list[Token], first: int, last: int, match: NameMatch) -> Unit:
    text = _join(tokens, first, last)
    kind = match.entity.kind
    form = match.form
    if form == "place" or (match.entity.subkind == "region" and not _adjectival(text, match)):
        letter = "L"
    elif form in ("adjective", "demonym") and match.entity.subkind != "region":
        # "the Russians" are the state; "a Russian official" only describes
        letter = "S" if tokens[last].tag in ("NNS", "NNPS") and text.endswith("s") else "A"
    elif match.entity.subkind == "region":
        letter = "M"  # a "European official" speaks for no state
    else:
        letter = "S" if kind == "state" else "G"
    return Unit(first, last, letter, text.lower(), text, match.entity, None, form, match.ambiguous)


def _adjectival(text: str, match: NameMatch) -> bool:
    return match.form in ("adjective", "demonym") or text.endswith(("an", "ern", "ish", "ese"))


def _hyphenated(
    tokens: list[Token],
    first: int,
    last: int,
    found: dict[int, tuple[int, NameMatch]],
    words: PeopleWords,
) -> Unit:
    text = _join(tokens, first, last)
    lower = text.lower()
    entities = [
        found[k][1].entity
        for k in range(first, last + 1, 2)
        if k in found and found[k][1].form != "place"
    ]
    if len(entities) >= 2:
        return Unit(first, last, "D", lower, text, entities[0], entities[1])
    pieces = lower.replace("‑", "-").replace("‐", "-").split("-")
    if lower.startswith("president-elect"):
        return Unit(first, last, "O", lower, text)
    if words.office(pieces[-1]) and all(p in words.modifiers or words.office(p) for p in pieces):
        return Unit(first, last, "O", lower, text)
    if all(p in words.modifiers or p in words.title_keepers or words.office(p) for p in pieces):
        return Unit(first, last, "M", lower, text)
    if entities or pieces[0] in _PREFIXES:
        return Unit(first, last, "M" if text[:1].isupper() else "x", lower, text)
    tail = tokens[last].text
    capital = tail[:1].isupper() and (
        tokens[first].text[:1].isupper() or pieces[0] in words.particles
    )
    # Korean and Chinese given names keep the second part small: "Suk-yeol", "Jong-un"
    small = tokens[first].text[:1].isupper() and tokens[last].tag in _NAME_TAGS and tail.islower()
    if (capital or small) and not any(p in words.not_names for p in pieces):
        return Unit(first, last, "N", lower, text)
    return Unit(first, last, "x", lower, text)


def singular(word: str) -> str:
    """Return the singular of a regular plural in lower case."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _single(token: Token, before: list[Unit], sentence: Sentence) -> Unit:
    previous = before[-1].letter if before else ""
    letter = _letter(token.text, token.tag, previous, token.i == sentence.first)
    return Unit(token.i, token.i, letter, token.lower, token.text)


@lru_cache(maxsize=1 << 16)
def _letter(text: str, tag: str, previous: str, opens: bool) -> str:
    """Return a word's letter, given that of the unit before and whether it opens the sentence."""
    words = people_words()
    lower = text.lower()
    if lower in (",", "(", ")"):
        return lower
    if tag == "POS":
        return "s"
    if lower in _ARTICLES:
        return "t"
    if lower in ("and", "&", "/"):
        return "&"
    if lower in _LINKS:
        return "f"
    if lower in _POSSESSIVES:
        return "q"
    bare = lower.rstrip(".")
    capital = text[:1].isupper()
    if capital and bare in words.honorifics and (bare != "he" or text.isupper()):
        return "H"
    if bare in words.suffixes and (capital or "." in text) and previous and previous in "N,":
        return "J"
    noun = capital or tag in _NOUN_TAGS
    if noun and words.office(bare) and text != "US":
        return "O"
    if bare in words.modifiers and (capital or tag in ("NN", "NNS", "NNP", "JJ", "RB")):
        return "M"
    if not capital and (lower in words.title_openers or lower in words.title_keepers):
        return "M"
    references = reference_words()
    if bare in references.state_voices and noun:
        return "v"
    single = singular(bare)
    if capital and (bare in references.bodies or single in references.bodies):
        return "B"
    if capital and (single in references.groups or single in references.states):
        return "x"
    if not capital:
        if tag in _NOUN_TAGS and single in references.small_bodies:
            return "b"
        if lower in words.particles and previous and previous in "NIpOH":
            return "p"
        return "x"
    if len(bare) <= 2 and ("." in text or len(text) == 1) and bare.isalpha() and lower != "i":
        return "I"
    if "." in bare and len(bare) <= 5 and all(len(p) == 1 for p in bare.split(".")):
        return "I"
    if lower in words.not_names or not bare.replace("'", "").replace("’", "").isalpha():
        return "x"
    if tag in _NAME_TAGS:
        return "N"
    if tag in _LOOSE_TAGS and not opens and not text.isupper():
        return "N"
    return "x"


def admit_names(line: Line, known: frozenset[str]) -> bool:
    """Let a sentence's first word be the name that the document shows it to be elsewhere.

    The tagger may take an unknown name at the head of a sentence for a common word ("Voss called
    on …"). Returns whether a letter changed.
    """
    if not line.units:
        return False
    unit = line.units[0]
    token = line.sentence.paragraph.tokens[unit.first]
    if unit.letter != "x" or unit.first != unit.last or unit.text not in known:
        return False
    if token.dep not in ("nsubj", "nsubjpass", "poss", "compound"):
        return False
    unit.letter = "N"
    line.letters = "N" + line.letters[1:]
    return True
