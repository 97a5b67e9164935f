"""Words of many passages as arrays: hashes, offsets, what stands between them.

Set phrases are counted over whole archives (tens of millions of words), so words are cut and
hashed by array operations on code points; no Python object is made for a word.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

SPACE: Final = 0
JOINED: Final = 1
"""A hyphen between two words: rules-based."""
COMMA: Final = 2
BREAK: Final = 3
"""Any other mark, or the passage's end: no phrase runs across it."""

_WORD, _HYPHEN, _APOSTROPHE, _COMMA, _PERIOD, _OTHER, _BLANK = range(7)
_PLANE: Final = 0x10000
_HYPHENS: Final = "-\u2010\u2011"
_APOSTROPHES: Final = "'\u2019\u02bc\u02b9\uff07"
_STRAIGHT: Final = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_IGNORED: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SEPARATOR: Final = "\x00"
_MULTIPLIER: Final = 0x9E3779B97F4A7C15  # odd: 2^64 over the golden ratio (Knuth, 1973)
_LONGEST_WORD: Final = 256
BLOCK: Final = 4_000_000
"""Code points that are worked on at once: some 150 MB of arrays."""


@dataclass(frozen=True, slots=True)
class PhraseText:
    """A passage of a document.

    Attributes:
        document: The document's number.
        start: Offset of the passage in the document's text, in code points.
        text: The passage.
    """

    document: int
    start: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The words of some passages; one entry a word in every array.

    Attributes:
        words: Hash of the word in lower case.
        passage: Index of its passage.
        start: Offset of its first code point in the passage.
        end: Offset after its last code point in the passage.
        gap: What stands before it: ``SPACE``, ``JOINED``, ``COMMA`` or ``BREAK``.
        capital: Whether its first letter is a capital.
        digit: Whether it begins with a digit.
        possessive: Whether it ends in an apostrophe and s.
    """

    words: Hashes
    passage: Ints
    start: Ints
    end: Ints
    gap: Bytes
    capital: Bools
    digit: Bools
    possessive: Bools


@dataclass(frozen=True, slots=True, eq=False)
class _Alphabet:
    kind: Bytes
    lower: NDArray[np.uint32]
    upper: Bools
    digit: Bools
    powers: Hashes


@cache
def _alphabet() -> _Alphabet:
    kind = np.full(_PLANE, _OTHER, dtype=np.uint8)
    lower = np.arange(_PLANE, dtype=np.uint32)
    upper = np.zeros(_PLANE, dtype=np.bool_)
    digit = np.zeros(_PLANE, dtype=np.bool_)
    for code in range(_PLANE):
        char = chr(code)
        if char.isalnum() or unicodedata.category(char).startswith("M"):
            kind[code] = _WORD
            upper[code] = char.isupper()
            digit[code] = char.isdigit()
            if len(char.lower()) == 1:
                lower[code] = ord(char.lower())
        elif char.isspace():
            kind[code] = _BLANK
    for chars, of in ((_HYPHENS, _HYPHEN), (_APOSTROPHES, _APOSTROPHE), (_IGNORED, _BLANK)):
        for char in chars:
            kind[ord(char)] = of
    kind[ord(",")], kind[ord(".")] = _COMMA, _PERIOD
    for char in _APOSTROPHES:
        lower[ord(char)] = ord("'")
    powers = np.ones(_LONGEST_WORD, dtype=np.uint64)
    with np.errstate(over="ignore"):
        powers[1:] = np.cumprod(np.full(_LONGEST_WORD - 1, 0x100000001B3, dtype=np.uint64))
    return _Alphabet(kind, lower, upper, digit, powers)


def mixed(values: Hashes) -> Hashes:
    """Return the values with their bits well mixed (finaliser of splitmix64, Steele et al. 2014).

    Args:
        values: Any 64-bit numbers; not changed.
    """
    out = values.copy()
    out ^= out >> np.uint64(30)
    out *= np.uint64(0xBF58476D1CE4E5B9)
    out ^= out >> np.uint64(27)
    out *= np.uint64(0x94D049BB133111EB)
    out ^= out >> np.uint64(31)
    return out


def extended(hashes: Hashes, words: Hashes) -> Hashes:
    """Return the hashes of phrases made longer by one word at the right.

    Args:
        hashes: Hashes of the phrases; a phrase of one word has its word's hash.
        words: Hashes of the words to add.
    """
    return mixed(hashes * np.uint64(_MULTIPLIER) + words)


def _beside(mask: Bools) -> tuple[Bools, Bools]:
    """Return whether the character before, and the one after, is in the mask."""
    before, after = np.zeros_like(mask), np.zeros_like(mask)
    before[1:], after[:-1] = mask[:-1], mask[1:]
    return before, after


def tokens_of(texts: Sequence[str]) -> Tokens:
    """Return the words of passages.

    A word is a run of letters, digits and combining marks, with the apostrophes inside it, the
    points inside a number or between single letters (``U.S``) and the commas inside a number.
    Curly apostrophes equal straight ones, capitals small letters. A hyphen parts two words that
    are ``JOINED``, so that "rules-based" and "rules based" have the same two words.

    Args:
        texts: The passages.
    """
    table = _alphabet()
    joined = _SEPARATOR + _SEPARATOR.join(texts) + _SEPARATOR
    codes = np.frombuffer(
        joined.encode("utf-32-le" if sys.byteorder == "little" else "utf-32-be", "surrogatepass"),
        dtype=np.uint32,
    )
    codes = np.where(codes < _PLANE, codes, 0)  # emoji and the like end a phrase
    kind = table.kind[codes]
    plain = kind == _WORD
    before, after = _beside(plain)
    between = before & after
    digit, upper = table.digit[codes], table.upper[codes]
    digits = np.logical_and(*_beside(digit))
    single = plain & ~before & ~after
    word = plain | (between & (kind == _APOSTROPHE))
    word |= digits & ((kind == _PERIOD) | (kind == _COMMA))
    point = kind == _PERIOD
    word |= point & np.logical_and(*_beside(single & ~digit))
    breadth = np.full(len(codes), BREAK, dtype=np.uint8)
    breadth[kind == _BLANK] = SPACE
    breadth[kind == _COMMA] = COMMA
    breadth[(kind == _HYPHEN) & after & ~_beside(kind == _BLANK)[0]] = JOINED
    breadth[point & _beside(single & upper)[0]] = SPACE  # U.S. officials, Antony J. Blinken
    edges = np.flatnonzero(np.diff(word.view(np.int8)))
    starts, ends = edges[0::2] + 1, edges[1::2] + 1
    if not len(starts):
        none = np.zeros(0, dtype=np.int64)
        no = np.zeros(0, dtype=np.bool_)
        return Tokens(none.astype(np.uint64), none, none, none, none.astype(np.uint8), no, no, no)
    lengths = ends - starts
    inside = np.flatnonzero(word)
    place = np.arange(len(inside)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    letters = table.lower[codes[inside]].astype(np.uint64)
    letters *= table.powers[np.minimum(place, _LONGEST_WORD - 1)]
    words = mixed(np.add.reduceat(letters, np.cumsum(lengths) - lengths))
    gap = np.maximum.reduceat(breadth, np.stack([np.append(0, ends[:-1]), starts], axis=1).ravel())
    sizes = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
    origins = np.cumsum(sizes + 1) - sizes
    passage = np.searchsorted(origins, starts, side="right") - 1
    base = origins[passage]
    return Tokens(
        words=words,
        passage=passage,
        start=starts - base,
        end=ends - base,
        gap=gap[0::2],
        capital=upper[starts],
        digit=digit[starts],
        possessive=(kind[ends - 2] == _APOSTROPHE) & (table.lower[codes[ends - 1]] == ord("s")),
    )


def blocks_of(texts: Iterable[PhraseText]) -> Iterator[list[PhraseText]]:
    """Yield passages in lists of some ``BLOCK`` code points, in the order given."""
    block: list[PhraseText] = []
    length = 0
    for text in texts:
        block.append(text)
        length += len(text.text) + 1
        if length >= BLOCK:
            yield block
            block, length = [], 0
    if block:
        yield block


def phrase_keys(texts: Sequence[str]) -> list[str]:
    """Return for each text the form under which it is known as a phrase.

    Its words in lower case with one space between: marks are left out, hyphens are spaces.
    """
    tokens = tokens_of(texts)
    words: list[list[str]] = [[] for _ in texts]
    for passage, start, end in zip(
        tokens.passage.tolist(), tokens.start.tolist(), tokens.end.tolist(), strict=True
    ):
        words[passage].append(texts[passage][start:end].lower().translate(_STRAIGHT))
    return [" ".join(of) for of in words]


def phrase_key(text: str) -> str:
    """Return the form under which a phrase is known (see ``phrase_keys``)."""
    return phrase_keys([text])[0]


def hashes_of(keys: Sequence[str]) -> tuple[Ints, Hashes]:
    """Return the number of words, and the hash, of each phrase; 0 and 0 where it has no word."""
    tokens = tokens_of(keys)
    length: Ints = np.bincount(tokens.passage, minlength=len(keys)).astype(np.int64)
    first = np.cumsum(length) - length
    value = np.zeros(len(keys), dtype=np.uint64)
    some = length > 0
    value[some] = tokens.words[first[some]]
    for step in range(1, int(length.max(initial=0))):
        more = length > step
        value[more] = extended(value[more], tokens.words[first[more] + step])
    return length, value
