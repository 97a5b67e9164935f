"""Keys of personal names: what makes two spellings one name, and two names possibly one person's.

All is decided word by word from the names alone, so that the same two names compare alike in every
archive. The word lists are ``knowledge/data/en/person_names.toml`` and ``names.toml``; the rules
for letters follow the usual romanisations of Cyrillic and Arabic (BGN/PCGN and the press differ in
``-yy``/``-iy``/``-y``, ``ks``/``x``, ``kh``/``h``, ``ou``/``u``, and in doubled consonants).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from memcon.knowledge.people import name_words, people_words
from memcon.knowledge.person_names import person_names
from memcon.reading.names import fold

Likeness = Literal["same", "variant", "part", "typo"]
"""How two names resemble: spelt alike, alike but for a nickname or the order, one within the
other, or alike but for a slip of the pen."""

_HYPHEN: Final = re.compile(r"[\-‐‑‒–]")
_OWNER: Final = re.compile(r"['’ʼ]s?\.?$")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.){1,3}|[A-Z]")
_ARTICLES: Final = frozenset(("al", "el", "as", "ar", "an", "ad", "at", "ul", "ud", "ur"))
_FAMILY_PARTICLES: Final = frozenset(
    ("van", "von", "de", "del", "della", "di", "da", "dos", "das", "du", "bin", "ibn", "la", "le")
)
"""Particles with which a family name can begin a printed name: "Van Hollen", "de Blasio"."""
_SUFFIX_KIN: Final = frozenset(("jr", "jnr", "sr", "snr", "ii", "iii", "iv"))
_RULES: Final = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"(?:yy|iy|yi|ii|ij|yj|i|y)$", "y"),
        (r"([aeo])[jyi]$", r"\1i"),
        (r"y(?=.)", "i"),
        (r"x", "ks"),
        (r"tch", "ch"),
        (r"sch", "sh"),
        (r"ck|q", "k"),
        (r"ph", "f"),
        (r"kh", "h"),
        (r"ou", "u"),
        (r"oe", "o"),
        (r"([bcdfghjklmnprstvwz])\1", r"\1"),
    )
)
_VOWELS: Final = re.compile(r"(?<=.)[aeiouy]+")
_SHORT: Final = 3  # a shorter word is its own key
_TELLING: Final = 4  # fewer consonants than this tell too little
_FUZZY: Final = 5  # shorter words are not compared by distance


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A personal name taken apart.

    Attributes:
        parts: Keys of its words, in order, without particles and initials.
        printed: The same words, folded only.
        initials: First letters that stand for whole words, in order.
        kin: "jr", "ii" and the like, where given.
    """

    parts: tuple[str, ...]
    printed: tuple[str, ...]
    initials: tuple[str, ...]
    kin: str | None

    @property
    def single(self) -> bool:
        """Whether one word, at most with initials, is all there is."""
        return len(self.parts) == 1


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Return the key of one folded word: the spellings of one name share it."""
    for table in (person_names().spellings, name_words().spellings):
        word = table.get(word, word)
    if len(word) < _SHORT:
        return word
    for pattern, by in _RULES:
        word = pattern.sub(by, word)
    return word


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """Return a coarse key of a word's key: its first letter and its consonants."""
    bare = _VOWELS.sub("", key)
    return bare if len(bare) >= _TELLING else key


@lru_cache(maxsize=65536)
def parse(name: str) -> Name:
    """Take a name apart.

    Args:
        name: As printed, without titles.

    Returns:
        Its parts; no parts where it holds no letters.
    """
    particles = people_words().particles
    suffixes = people_words().suffixes
    parts: list[str] = []
    printed: list[str] = []
    initials: list[str] = []
    kin: str | None = None
    words = [
        (word, at, len(chunk))
        for chunk in (_HYPHEN.split(w) for w in name.replace(",", " ").split())
        for at, word in enumerate(chunk)
        if word
    ]
    for k, (word, at, of) in enumerate(words):
        plain = _OWNER.sub("", word)
        low = fold(plain).rstrip(".")
        if not low or not low[0].isalpha():
            continue
        if k and low in suffixes:
            kin = low if low in _SUFFIX_KIN else kin
        elif _INITIALS.fullmatch(plain):
            initials.extend(c for c in low if c.isalpha())
        elif low in particles and _is_particle(plain, low, first=k == 0, opens=at == 0 and of > 1):
            continue
        else:
            parts.append(word_key(low))
            printed.append(low)
    if not parts:  # all particles: "Ould", "Ben"
        low = fold("".join(c for c in name if c.isalpha()))
        if low:
            parts, printed = [word_key(low)], [low]
    return Name(parts=tuple(parts), printed=tuple(printed), initials=tuple(initials), kin=kin)


def _is_particle(word: str, low: str, *, first: bool, opens: bool) -> bool:
    """Tell a particle from a first name that is spelt alike: "Ben-Shabbat", "Ben Cardin"."""
    if not first or word.islower() or opens:
        return True
    return low in _ARTICLES or low in _FAMILY_PARTICLES


@lru_cache(maxsize=65536)
def surnames(name: str) -> tuple[str, ...]:
    """Return the keys of the words by which a name can be shortened.

    The last word always; the others unless they are given names of everyday use: "Wang" of Wang
    Yi, "Giammattei" of Alejandro Giammattei Falla, not "John" of a John.
    """
    parsed = parse(name)
    forenames = person_names().forenames
    last = len(parsed.parts) - 1
    return tuple(
        dict.fromkeys(
            part
            for k, part in enumerate(parsed.parts)
            if k == last or parsed.printed[k] not in forenames
        )
    )


@lru_cache(maxsize=65536)
def signatures(name: str) -> tuple[str, ...]:
    """Return keys of which two likely names of two words or more share at least one.

    A word by which the name can be shortened together with any other
    of its words, coarse and by the nicknames it belongs to.
    """
    parsed = parse(name)
    found = {"=" + "".join(parsed.parts)}
    own = set(surnames(name))
    for k, part in enumerate(parsed.parts):
        if part not in own:
            continue
        for j, other in enumerate(parsed.parts):
            if j == k:
                continue
            found.add(f"{skeleton(part)} {skeleton(other)}")
            groups = person_names().nicknames.get(parsed.printed[j], ())
            found.update(f"{skeleton(part)} #{group}" for group in groups)
    return tuple(sorted(found))


def alike(one: str, other: str) -> Likeness | None:
    """Tell how two names of two words or more resemble each other, or that they do not.

    The relation is symmetric; of two names that are ``part``, the shorter is the part.
    """
    a, b = parse(one), parse(other)
    if a.kin and b.kin and a.kin != b.kin:
        return None
    if a.parts == b.parts or "".join(a.parts) == "".join(b.parts):
        return "same"
    if len(a.parts) == len(b.parts):
        return _same_length(a, b)
    short, long = (a, b) if len(a.parts) < len(b.parts) else (b, a)
    return "part" if _within(short, long) else None


def _same_length(a: Name, b: Name) -> Likeness | None:
    # "Hayashi Yoshimasa" and "Yoshimasa Hayashi", "Yoon Suk Yeol" and "Suk Yeol Yoon"
    size = len(a.parts)
    for turn in (1, size - 1):
        if a.parts[turn:] + a.parts[:turn] == b.parts:
            return "variant"
    unlike = [k for k in range(size) if a.parts[k] != b.parts[k]]
    if len(unlike) != 1:
        return None
    k = unlike[0]
    if k < size - 1 and same_given(a.printed[k], b.printed[k]):
        return "variant"
    return "typo" if slip(a.parts[k], b.parts[k]) else None


def _within(short: Name, long: Name) -> bool:
    """Tell whether a name is another with words left out: before, behind, or in the middle."""
    size = len(short.parts)
    first, last = long.parts[:size], long.parts[-size:]
    if short.parts in (first, last):
        return True
    # "Doug Emhoff" in "Gentleman Douglas Emhoff"
    for window, words in ((first, long.printed[:size]), (last, long.printed[-size:])):
        if short.parts[1:] == window[1:] and same_given(short.printed[0], words[0]):
            return True
    # words left out of the middle: "Mohammed bin Abdulrahman [bin Jassim] Al Thani"
    if short.parts[-1] != long.parts[-1]:
        return False
    rest = iter(long.parts[1:])
    given = short.parts[0] == long.parts[0] or same_given(short.printed[0], long.printed[0])
    return given and all(part in rest for part in short.parts[1:])


def same_given(one: str, other: str) -> bool:
    """Tell whether two folded given names can be one: "joe" and "joseph"."""
    groups = person_names().nicknames
    return any(group in groups.get(other, ()) for group in groups.get(one, ()))


def slip(one: str, other: str) -> bool:
    """Tell whether two keys of words differ only by a slip of the pen among the vowels."""
    if min(len(one), len(other)) < _FUZZY or one == other or skeleton(one) != skeleton(other):
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def initials_fit(single: Name, full: Name, part: str) -> bool:
    """Tell whether the initials of "J. Biden" fit the words beside its surname in a full name."""
    if not single.initials:
        return True
    others = [w for w, key in zip(full.printed, full.parts, strict=True) if key != part]
    letters = [w[0] for w in others] + list(full.initials)
    return single.initials[0] in letters
