"""English number words.

Own rules rather than a library: text2num 3.1 (the maintained one) rewrites the text instead of
giving offsets, reads "200 billion" as two numbers, and knows neither "a dozen" nor "two and a
half million"; word2number has had no release since 2017; quantulum3 wants scikit-learn for units.
"""

from __future__ import annotations

import re

UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "trillion": 10**12, "mn": 10**6, "mln": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12,
    "trn": 10**12, "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "centenary": 100,
}  # fmt: skip

_SMALL = "|".join(sorted([*UNITS, *TENS], key=lambda word: (-len(word), word)))
_SCALE = "|".join(sorted(SCALES, key=lambda word: (-len(word), word)))
SPELLED = (
    rf"(?:(?:{_SMALL}|an?|half)(?:(?:-|\s{{1,3}})(?:(?:and\s{{1,3}})?(?:a\s{{1,3}})?"
    rf"(?:{_SMALL}|{_SCALE}|half)))" + "{0,9})"
)
"""Pattern of a number in words; it may also match a bare article, which has no value."""

COUNT = rf"(?:\d{{1,3}}|an?|{_SMALL}(?:-(?:{_SMALL}))?)"
"""Pattern of a small count before a unit of time: "3", "three", "twenty-one", "a"."""


def count_value(words: str) -> int | None:
    """Return the value of what `COUNT` matched, or None where it is none.

    Args:
        words: "3", "three", "a" and the like.
    """
    words = words.lower()
    if words.isdigit():
        return int(words)
    if words in ("a", "an"):
        return 1
    value = spelled_value(words)
    return None if value is None else int(value)


def ordinal_value(words: str) -> int | None:
    """Return the number of an ordinal ("75th", "seventy-fifth", "fiftieth"), or None.

    Args:
        words: one ordinal, in figures or words.
    """
    words = words.lower()
    figures = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)", words)
    if figures:
        return int(figures[1])
    ten, _, unit = words.replace(" ", "-").rpartition("-")
    if not ten:
        return ORDINALS.get(unit)
    if ten in TENS and 0 < ORDINALS.get(unit, 0) < 10:
        return TENS[ten] + ORDINALS[unit]
    return None


def spelled_value(words: str) -> float | None:
    """Return the value of a number in words, or None where the words are no number.

    Args:
        words: "two million", "twenty-five", "one hundred and twenty", "a dozen", "half a
            million", "two and a half million".
    """
    tokens = [word for word in re.split(r"[\s-]+", words.lower().strip()) if word]
    if tokens[:2] in (["half", "a"], ["half", "an"]) and len(tokens) == 3:
        return SCALES[tokens[2]] / 2 if tokens[2] in SCALES else None
    if tokens[:1] in (["a"], ["an"]):
        if len(tokens) == 1 or tokens[1] not in SCALES:
            return None
        tokens[0] = "one"
    total = 0.0  # finished groups: the "two million" of "two million five hundred"
    group = 0.0  # the group being read
    previous = ""
    for index, word in enumerate(tokens):
        if word == "and":
            if not previous:
                return None
        elif word == "a":
            if previous != "and" or tokens[index + 1 : index + 2] != ["half"]:
                return None
        elif word == "half":
            if previous != "a":
                return None
            group += 0.5
        elif word in UNITS:
            if previous in UNITS:
                return None
            group += UNITS[word]
        elif word in TENS:
            if previous in UNITS or previous in TENS:
                return None
            group += TENS[word]
        elif word in ("hundred", "dozen"):
            if not 0 < group < 100:
                return None
            group *= SCALES[word]
        elif word in SCALES:
            if not group:
                return None
            total += group * SCALES[word]
            group = 0.0
        else:
            return None
        previous = word
    if not tokens or previous in ("and", "a"):
        return None
    return total + group
