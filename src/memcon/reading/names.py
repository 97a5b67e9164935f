"""Personal names: keys under which spellings meet, and whether two names can be one person's."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from memcon.knowledge.people import name_words, people_words

_INITIAL = re.compile(r"^(?:[^\W\d_]\.?-?){1,3}$")
# letters that Unicode does not decompose
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ə": "a", "þ": "th"}
)


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Return a word in lower case without accents and apostrophes."""
    text = unicodedata.normalize("NFKD", word.lower().translate(_PLAIN)).lower()
    return "".join(c for c in text if not unicodedata.combining(c) and c not in "'’ʼ`‘")


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """Return the key of one part of a name: spellings of the same name share it.

    Accents, the article ``al-``, hyphens and the romanisation of Slavic endings
    (-yy, -iy, -yi, -ii, -ij: all -y) make no difference; the table of spellings holds the rest.
    """
    text = fold(word).rstrip(".")
    for article in ("al-", "el-", "as-", "ar-", "an-", "ad-", "at-"):
        if text.startswith(article) and len(text) > len(article) + 2:
            text = text[len(article) :]
    spellings = name_words().spellings
    if text in spellings:
        text = spellings[text]
    else:
        text = text.replace("-", "").replace("‑", "")
        if len(text) > 5 and text[-2:] in ("yy", "iy", "yi", "ii", "ij", "yj"):
            text = text[:-2] + "y"
    return name_words().nicknames.get(text, text)


def is_initial(word: str) -> bool:
    """Tell whether a part of a name is only an initial: "J.", "S.V."."""
    return bool(_INITIAL.match(word)) and (len(word) == 1 or "." in word)


def parts(name: str) -> list[str]:
    """Split a name into its parts, without suffixes such as "Jr."."""
    suffixes = people_words().suffixes
    words = [w.strip(",") for w in name.split()]
    kept = [w for w in words if w and w.lower().rstrip(".") not in suffixes]
    while len(kept) > 2 and kept[-1] in people_words().members:
        kept.pop()  # "Peter Galloway MP"
    return kept


def keys(name: str) -> tuple[str, ...]:
    """Return the keys of a name's parts; particles and initials are left out."""
    particles = people_words().particles
    return tuple(
        key(w) for w in parts(name) if not is_initial(w) and (w.lower() not in particles)
    ) or tuple(key(w) for w in parts(name))


def initials(name: str) -> tuple[str, ...]:
    """Return the letters of a name's initials, folded."""
    return tuple(fold(w)[0] for w in parts(name) if is_initial(w))


def compatible(one: str, other: str) -> bool:
    """Tell whether two names can be the same person's.

    The parts of the shorter must all be found in the longer, in any order ("Kishida Fumio",
    "Fumio Kishida"); an initial fits a part that begins with it.
    """
    a, b = keys(one), keys(other)
    short, long, si, li = (a, b, initials(one), initials(other))
    if len(b) < len(a):
        short, long, si, li = b, a, li, si
    rest = list(long)
    for part in short:
        if part in rest:
            rest.remove(part)
        else:
            return False
    if si and not li and rest:
        return any(r[0] in si for r in rest if r)
    return True


def display(name: str) -> str:
    """Return a name as shown: without suffix and middle initials, capitals toned down.

    "Joseph R. Biden, Jr." is "Joseph Biden", "KISHIDA Fumio" "Kishida Fumio"; "S. Jaishankar"
    stays.
    """
    words = parts(name)
    full = [w for w in words if not is_initial(w)]
    if len(full) >= 2:
        words = full
    return " ".join(calm(w) for w in words)


def calm(word: str) -> str:
    """Return a word printed in capitals with a capital first letter only; others unchanged."""
    if len(word) > 2 and word.isupper() and "." not in word:
        return "-".join(p.capitalize() for p in word.split("-"))
    return word


def slug(text: str) -> str:
    """Return a text as the tail of an id: "Wang Yi" is "wang-yi"."""
    return re.sub(r"[^\w]+", "-", fold(text), flags=re.ASCII).strip("-") or "unnamed"


def is_feminine(name: str) -> bool:
    """Tell whether the given name is one that women bear."""
    feminine = name_words().feminine
    return any(fold(p) in feminine for p in parts(name)[:-1])
