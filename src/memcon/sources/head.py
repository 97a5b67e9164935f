"""The head of a page: everything above the body, and where the body begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from memcon.sources.dates import find_dates
from memcon.sources.layout import layout
from memcon.sources.tidy import tidy, without_site

if TYPE_CHECKING:
    from memcon.sources.blocks import Part

_ATTRIBUTED = re.compile(
    r"\b(?:attributable|attributed) to (?:the )?(?P<who>[^:]{2,120}?)\s*[:.]?$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\W*source\s?[:：]\s?(?P<who>[^\d|,;]{2,60}?)(?=\s*(?:$|\d|[|,;]|\(|\[|updated|editor))",
    re.IGNORECASE,
)
_BY = re.compile(r"\W*by[ :]\s?(?P<who>[^\W\d_][^,|;:\d]{3,80})", re.IGNORECASE)
_CITY = re.compile(
    r"[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){0,3}, [^\W\d_a-z][\w.'’-]*(?:[ ,]{1,2}[\w.'’-]+){0,3}"
)
# A headline is a line, not a paragraph: the longest in the corpus has 46 words.
_HEADLINE_CHARS = 320
_HEADLINE_WORDS = 50
# Above this many short lines a head is a menu, and its headline must look like one.
_MENU = 6
_SAME_TITLE = 88
_DECK_WORDS = 60
_TELLING = 14  # words of a title within which it says what kind of text it heads


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a page says, and the index of the first unit of the body."""

    body: int
    headline: str | None = None
    byline: str | None = None
    attributed_to: str | None = None
    place: str | None = None


def source_line(flat: str) -> str | None:
    """Return who a line "Source: Xinhua 17-09-21 …" names."""
    match = _SOURCE.match(flat[:200])
    return match["who"].strip(" *_-–—") or None if match else None


def read_head(text: str, parts: list[Part], title: str | None) -> Head:
    """Give the units above the body their kinds.

    Args:
        text: the document's text.
        parts: its units; those above the body, headline and decks among them, get kinds.
        title: the document's title where it is known from outside the text.

    Returns:
        What was read, and where the body begins.
    """
    body = _body_start(parts)
    attributed_to = _attributed(parts)
    headline = _headline(parts, body, title)
    if headline is None:
        _settle(text, parts, 0, body, title is not None)
        byline, place = _lines_of_people_and_places(parts, 0, body)
        return Head(body, None, byline, attributed_to, place)
    for index in _same_as(parts, headline, body):
        parts[index].kind = "headline"
    body = max(body, headline + 1)
    body = _decks(parts, headline, body)
    _settle(text, parts, headline + 1, body, True)
    for part in parts[:headline]:
        if part.kind is None:
            part.kind = "furniture"
    byline, place = _lines_of_people_and_places(parts, headline + 1, body)
    clean = tidy(parts[headline].flat)
    return Head(body, without_site(clean) if clean else None, byline, attributed_to, place)


def _body_start(parts: list[Part]) -> int:
    for index, part in enumerate(parts):
        if part.kind is not None and part.kind != "caption":
            continue
        if part.label is not None or part.dateline is not None:
            return index
        # "Ladies and gentlemen," is the first line of a speech.
        if (
            part.kind is None
            and part.unit.role != "heading"
            and (part.prose or not part.flat or (index > 0 and part.flat.endswith(",")))
        ):
            return index
    # No sentence anywhere: a list, or a lone line. Leave the first line for a headline.
    for index, part in enumerate(parts):
        if part.kind is None:
            return index + 1 if index + 1 < len(parts) else index
    return len(parts)


def _could_be_headline(part: Part) -> bool:
    return (
        part.kind is None
        and bool(part.flat)
        and len(part.flat) <= _HEADLINE_CHARS
        and part.words <= _HEADLINE_WORDS
        and part.label is None
        and part.dateline is None
        and part.unit.role in ("plain", "heading")
        and not part.flat.rstrip("*_ ").endswith((".", ":", ";", ","))
    )


def _headline(parts: list[Part], body: int, title: str | None) -> int | None:
    """Return which unit is the headline."""
    # The body's first unit may itself be one: a question, or a long title that reads as prose.
    above = [
        index for index in range(min(body + 1, len(parts))) if _could_be_headline(parts[index])
    ]
    if title is not None:
        wanted = title.casefold()
        for index in above:
            have = (tidy(parts[index].flat) or "").casefold()
            if have and (
                fuzz.ratio(have, wanted) >= _SAME_TITLE
                or (len(wanted) > 20 and wanted in have)
                or (len(have) > 20 and have in wanted)
            ):
                return index
        return None
    headings = [index for index in above if parts[index].unit.role == "heading" and index < body]
    top = [index for index in headings if parts[index].unit.level == 1]
    if top or headings:
        return (top or headings)[0]
    above = [index for index in above if index < body or (index == 0 and len(parts) > 1)]
    if not above:
        return None
    if above[0] == body and parts[body].words > 25 and not _names_itself(parts[body]):
        return None
    if len(above) < _MENU:
        return _first_but_name(parts, above)
    # A menu: a line that says itself again, or the first that has the words of a headline.
    seen: dict[str, int] = {}
    for index in above:
        flat = parts[index].flat.casefold()
        if parts[index].words >= 4:
            for earlier, where in seen.items():
                if earlier.startswith(flat) or flat.startswith(earlier):
                    return where if len(earlier) <= len(flat) else index
            seen[flat] = index
    telling = [index for index in above if parts[index].words >= 5]
    return telling[0] if telling else above[-1]


def _names_itself(part: Part) -> bool:
    """Whether a long first line says what text it heads: "Foreign Minister X's remarks at …"."""
    words = {word.strip(".,:;'’").casefold() for word in part.flat.split()[:_TELLING]}
    return bool(words & layout().title_words)


def _first_but_name(parts: list[Part], above: list[int]) -> int:
    """Skip the publisher's or the section's name above a headline."""
    for here, following in pairwise(above):
        part = parts[here]
        short = part.words <= 2 and parts[following].words >= 5
        if not short and not layout().masthead.fullmatch(part.flat.strip("*_# ")):
            return here
    return above[-1]


def _same_as(parts: list[Part], headline: int, body: int) -> list[int]:
    """Return the units near the head that say the headline, with or without the site's name."""
    want = without_site(tidy(parts[headline].flat) or "").casefold()
    out = [headline]
    for index in range(min(body + 2, len(parts))):
        if index != headline and _could_be_headline(parts[index]):
            have = without_site(tidy(parts[index].flat) or "").casefold()
            if have and (have == want or (len(want) > 20 and fuzz.ratio(have, want) >= 95)):
                out.append(index)
    return out


def _decks(parts: list[Part], headline: int, body: int) -> int:
    """Move the body's begin past single sentences between headline and dateline."""
    for index in range(body, min(headline + 8, len(parts))):
        part = parts[index]
        if part.dateline is not None and (part.dateline.day or part.dateline.agency):
            return index
        if part.label is not None or part.words > _DECK_WORDS or not part.flat:
            return body
    return body


def _settle(text: str, parts: list[Part], first: int, body: int, titled: bool) -> None:
    """Give kinds to what stands between headline and body."""
    del text
    open_parts = [part for part in parts[first:body] if part.kind is None]
    menu = len(open_parts) >= _MENU
    transcript = body < len(parts) and parts[body].label is not None
    for part in open_parts:
        if part.unit.role == "list" and not menu:
            part.kind = "paragraph"
        elif _is_office_line(part.flat) or _BY.fullmatch(part.flat):
            part.kind = "furniture"
        elif _is_venue(part.flat) or (
            # "Ikulu", "Hilton Hiroshima", "20 May 2023, Hiroshima"
            part.words <= 7 and not menu and ((transcript and titled) or find_dates(part.flat))
        ):
            part.kind = "dateline"
        elif (dates := find_dates(part.flat)) and dates[0].start <= 12 and part.words <= 14:
            # "May 3, 20314:15 AM GMT+2Updated 2 hours ago": a date line run together
            part.kind = "dateline"
        elif part.flat.rstrip("*_ ").endswith(":"):
            part.kind = "paragraph"
        elif titled and (part.words >= 6 or part.flat.startswith(("**", "<u>"))):
            part.kind = "deck"
        elif part.prose:
            part.kind = "paragraph"
        elif part.unit.role == "heading" and not menu:
            part.kind = "deck"
        else:
            part.kind = "furniture"


def _is_office_line(flat: str) -> bool:
    """Tell whether a line is "Name, Office" or "SECRETARY NAME"."""
    bare = flat.strip("*_ ")
    if len(bare) > 140 or bare.endswith((".", ":", ";")):
        return False
    found = {word.strip(".,()").casefold() for word in bare.split()} & layout().office_words
    return (
        bool(found)
        and ("," in bare or bare.isupper())
        and all(
            word[:1].isupper() or word.casefold() in layout().particles
            for word in bare.split()
            if word[:1].isalpha()
        )
    )


def _is_venue(flat: str) -> bool:
    bare = flat.strip("*_ ()")
    if len(bare) > 90 or bare.endswith((":", ";")):
        return False
    if set(bare.replace(",", " ").split()) & layout().venue_words and len(bare.split()) <= 10:
        return all(
            word[:1].isupper() or not word[:1].isalpha() or word in layout().particles
            for word in bare.split()
        )
    return _CITY.fullmatch(bare) is not None


def _lines_of_people_and_places(
    parts: list[Part], first: int, body: int
) -> tuple[str | None, str | None]:
    people: list[str] = []
    places: list[str] = []
    for part in parts[first:body]:
        bare = part.flat.strip("*_ ()")
        if part.kind == "dateline" and not any(char.isdigit() for char in bare):
            places.append(bare)
        elif part.kind == "furniture" and (match := _BY.fullmatch(bare)):
            people.append(match["who"].strip())
        elif part.kind == "furniture" and _is_office_line(part.flat):
            people.append(bare)
    return "; ".join(people[:6]) or None, "; ".join(places[:6]) or None


def _attributed(parts: list[Part]) -> str | None:
    for part in parts[:12]:
        if part.kind == "furniture" and (match := _ATTRIBUTED.search(part.flat)):
            return match["who"].strip(" .:\u200e") or None
    return None
