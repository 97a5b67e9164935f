"""The page-layout table (``knowledge/data/layout.toml``), compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Layout:
    """Words and patterns that tell the parts of a page apart."""

    agencies: frozenset[str]
    agency_pattern: str
    zones: dict[str, str]
    label_roles: frozenset[str]
    label_never: frozenset[str]
    particles: frozenset[str]
    furniture: re.Pattern[str]
    opener: re.Pattern[str]
    end: re.Pattern[str]
    menu: re.Pattern[str]
    caption: re.Pattern[str]
    masthead: re.Pattern[str]
    site_words: tuple[str, ...]
    title_words: frozenset[str]
    function_words: frozenset[str]
    venue_words: frozenset[str]
    office_words: frozenset[str]


def _any_of(patterns: list[str], flags: int = re.IGNORECASE | re.DOTALL) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


def _literals(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def layout() -> Layout:
    """Return the compiled table.

    Returns:
        The table; the same object on every call.
    """
    path = files("memcon") / "knowledge" / "data" / "layout.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Layout(
        agencies=frozenset(table["agencies"]),
        agency_pattern=_literals(
            sorted({form for name in table["agencies"] for form in (name, name.upper())})
        ),
        zones=dict(table["zones"]),
        label_roles=frozenset(word.casefold() for word in table["labels"]["roles"]),
        label_never=frozenset(table["labels"]["never"]),
        particles=frozenset(table["labels"]["particles"]),
        furniture=_any_of(table["furniture"]["line_patterns"]),
        opener=_any_of(table["furniture"]["opener_patterns"]),
        end=_any_of(table["furniture"]["end_patterns"], re.NOFLAG),
        menu=re.compile(_literals(table["furniture"]["menu_words"])),
        caption=_any_of(table["caption"]["patterns"]),
        masthead=_any_of(table["headline"]["masthead_patterns"]),
        site_words=tuple(table["headline"]["site_words"]),
        title_words=frozenset(table["headline"]["title_words"]),
        function_words=frozenset(table["prose"]["function_words"]),
        venue_words=frozenset(table["venue"]["words"]),
        office_words=frozenset(word.casefold() for word in table["byline"]["office_words"]),
    )
