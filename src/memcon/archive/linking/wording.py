"""What the words of a mention tell: of a title, an office, a place, a name, a range of days."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import Final

from memcon.knowledge.gatherings import gathering_words
from memcon.knowledge.meeting_words import meeting_words
from memcon.knowledge.people import people_words
from memcon.reading.dates import find_dates

_QUOTED: Final = re.compile("“([^”]+)”")


@lru_cache(maxsize=4096)
def heading_day(title: str) -> str | None:
    """Return the day of which a document tells by its title: "Public Schedule – 3 May 2031".

    What such a list gives without a date of its own is for that day.

    Args:
        title: of the document.

    Returns:
        The ISO 8601 day; None where the title is no list's or names no one day.
    """
    said = title.casefold()
    if not any(word in said for word in gathering_words().schedules):
        return None
    found = find_dates(title, None)
    return found[0].value if len(found) == 1 and found[0].earliest == found[0].latest else None


@lru_cache(maxsize=8192)
def surname_of(person: str) -> str | None:
    """Return the surname in the id of a person; None where it names a father or a house."""
    words = person.removeprefix("person:").partition("|")[0].split("-")
    if len(words) < 2 or not people_words().particles.isdisjoint(words):
        return None
    return words[-1]


@lru_cache(maxsize=4096)
def points_at_title(words: str) -> bool:
    """Return whether words name a gathering that only the title can tell: "the summit"."""
    known = gathering_words()
    said = [_singular(word) for word in words.casefold().replace("’", " ").split()]
    return (
        1 < len(said) <= 3
        and said[0] in known.pointers
        and said[-1] in known.proper
        and all(word in known.levels for word in said[1:-1])
    )


@lru_cache(maxsize=4096)
def of_spokesman(title: str) -> bool:
    """Return whether in a document of this title "we met" is said of the government."""
    said = title.casefold()
    return any(words in said for words in gathering_words().spokesmen)


@lru_cache(maxsize=4096)
def range_end(day: str, basis: str) -> int | None:
    """Return the last day, as an ordinal, where a day was read from a range: “May 10-12”.

    Args:
        day: ISO 8601, the first of the range.
        basis: what the reader says the day was read from, the words in quotation marks.
    """
    quoted = _QUOTED.search(basis)
    if quoted is None:
        return None
    found = find_dates(quoted.group(1), dt.date.fromisoformat(day))
    last = found[0].latest.toordinal() if found else None
    return last if last != dt.date.fromisoformat(day).toordinal() else None


@lru_cache(maxsize=4096)
def office_words(role: str | None) -> frozenset[str]:
    """Return the words of an office that tell it from another on the same side."""
    known = meeting_words()
    words = (_singular(word) for word in plain_words(role))
    return frozenset(word for word in words if word not in known.vague_roles and len(word) > 2)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=4096)
def plain_words(text: str | None) -> frozenset[str]:
    """Return the words in lower case, without accents."""
    bare = unicodedata.normalize("NFKD", text or "").casefold()
    kept = "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))
    return frozenset(kept.split())
