"""Letters that depend on their neighbours, settled once a whole line is read (``units.py``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.people import people_words
from memcon.reading.tree import Token

if TYPE_CHECKING:
    from memcon.reading.languages.en.units import Unit


def revise(units: list[Unit], tokens: list[Token]) -> None:
    """Settle letters that depend on neighbours.

    A state's name after a given name or an honorific is a surname ("Jim Jordan", "Mr. Chad"), and
    a particle stands before a name or not at all.
    """
    for k in range(len(units) - 1, -1, -1):
        unit = units[k]
        following = units[k + 1].letter if k + 1 < len(units) else ""
        if unit.letter == "p" and following not in ("N", "p", "I"):
            unit.letter = "x"
    _revise_edges(units, tokens)
    for k, unit in enumerate(units):
        previous = units[k - 1] if k else None
        if (
            unit.letter == "x"
            and previous is not None
            and previous.letter == "N"
            and k > 1
            and units[k - 2].letter in "OH"
            and "-" in unit.text
            and unit.text[:1].isupper()
            and unit.text.replace("-", "").isalpha()
        ):
            unit.letter = "N"  # "Mr. Kim Min-seok"
        titled = k > 1 and units[k - 2].letter in "OHI"
        if (
            unit.letter in "SL"
            and unit.first == unit.last
            and previous is not None
            and previous.letter in "NHI"
            and unit.form in ("name", "alias", "metonym", "place")
            and unit.entity is not None
            and unit.text[:1].isupper()
            and not unit.text.isupper()
            and (
                titled
                or (
                    tokens[previous.last].head.i == unit.first
                    and tokens[previous.last].dep == "compound"
                )
            )
        ):
            unit.letter = "N"


def _revise_edges(units: list[Unit], tokens: list[Token]) -> None:
    """Settle what stands before and behind a name: "Lt. Gen. A B", "Milan B", "A B MP"."""
    for k, unit in enumerate(units):
        before = units[k - 1] if k else None
        after = units[k + 1] if k + 1 < len(units) else None
        if before is None:
            continue
        owner = units[k - 2] if before.letter == "s" and k > 1 else before
        if unit.letter == "G" and unit.ambiguous and owner.letter in "SA":
            unit.letter, unit.entity = "B", None  # "the Russian Security Council" is no UN body
            continue
        if unit.text == "." and before.letter == "H" and after is not None:
            if tokens[unit.first].start == tokens[before.last].end and after.letter in "HNIp":
                unit.letter = "H"  # an abbreviation cut from its stop
        elif unit.letter == "O" and before.letter == "N" and unit.text in people_words().members:
            if after is None or after.letter not in "NIHpOM":
                unit.letter = "J"
        elif (
            unit.letter in "LS"
            and unit.first == unit.last
            and unit.form in ("name", "place", "metonym", "alias")
            and after is not None
            and after.letter in "NL"
            and not unit.text.isupper()
            and tokens[unit.last].dep == "compound"
            and unit.last < tokens[unit.last].head.i <= after.last + 2
            and (before.letter in "OH" or (before.letter == "," and _office_before(units, k - 1)))
        ):
            unit.letter = "N"  # a given name that is a place's too


def _office_before(units: list[Unit], comma: int) -> bool:
    """Tell whether an office stands in the few units before a comma."""
    for unit in reversed(units[max(0, comma - 6) : comma]):
        if unit.letter == "x":
            return False
        if unit.letter == "O":
            return True
    return False
