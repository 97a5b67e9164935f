"""Tags: what the filters of a search ask for, as made-up words beside the words of a passage.

A filter is then one more word that the full-text index has to find, and filters cost nothing on
top of the search, on SQLite and on PostgreSQL alike. No tag is a word of any language, and no
stemmer changes one: they are ``zq``, a letter, and codes without vowels. They are short, for an
archive holds about as much of them as of text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, get_args

from memcon.record import ActType

ACT_NUMBER: Final = {name: number for number, name in enumerate(get_args(ActType))}

_SIGNS: Final = "0123456789bcdfghjklmnpqrtvwxz"
_LENGTH: Final = 7  # 34 bits: of ten thousand sides, two share a code with a chance of 1 in 300


@lru_cache(maxsize=65_536)
def _code(text: str) -> str:
    """Return signs that stand for a text, made of its SHA-256."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    signs = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[place])
    return "".join(signs)


def actor(key: int) -> str:
    """Return the tag of an actor who speaks or acts in a passage."""
    return f"zqa{key}"


def side(name: str) -> str:
    """Return the tag of a side for which somebody speaks or acts in a passage."""
    return f"zqs{_code(name)}"


def act(kind: str, *, by: str | None = None, issue: str | None = None) -> str:
    """Return the tag of an act of a type, by anybody or by a side, on any issue or on one.

    ``by`` is an actor's or a side's own tag.
    """
    tag = f"zqt{ACT_NUMBER[kind]}" if by is None else f"{by}t{ACT_NUMBER[kind]}"
    return tag if issue is None else f"{tag}i{_code(issue)}"


def issue(code: str, *, by: str | None = None) -> str:
    """Return the tag of an issue that a passage acts on."""
    return f"{by or 'zq'}i{_code(code)}"


def narrator(name: str) -> str:
    """Return the tag of the document's narrator."""
    return f"zqn{_code(name)}"


def publisher(name: str) -> str:
    """Return the tag of the document's publisher."""
    return f"zqp{_code(name.casefold())}"


def form(name: str) -> str:
    """Return the tag of the form of a meeting that the document tells of."""
    return f"zqf{_code(name)}"


def month(value: str) -> str:
    """Return the tag of a month, ``2021-09``, or of a year, ``2021``."""
    return f"zqm{value.replace('-', '')}"


def joined(tags: Iterable[str]) -> str:
    """Return tags as one text, each once."""
    return " ".join(dict.fromkeys(tags))
