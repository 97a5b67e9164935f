"""News that tells of no diplomacy, made of the words of ``newsroom.toml``.

An article has a headline, sometimes a place line, paragraphs with quotations and persons, and some
two hundred to eight hundred words; two in five name states that exist, as such news does. What it
says makes no sense and is not meant to: what counts is that its words, names, figures, quotations
and lengths are those of news, and that no two articles are near-duplicates.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, TypeVar

HERE: Final = Path(__file__).resolve().parent
STATES: Final = HERE.parent / "src" / "memcon" / "knowledge" / "data" / "states.tsv"
ABROAD: Final = 0.4  # of the articles name states that exist
NAMED: Final = 0.35  # of the places in such an article where one may be named
QUOTED: Final = 0.3  # of the sentences are quotations
ASIDE: Final = 0.12  # of the other sentences could stand in any article
FIRST_DAY: Final = date(2019, 1, 1)
DAYS: Final = 2000
TOLD: Final[dict[str, Any]] = tomllib.loads((HERE / "newsroom.toml").read_text("utf-8"))
NAMES: Final[dict[str, list[str]]] = {name: words.split() for name, words in TOLD["names"].items()}
MONTHS: Final = NAMES["months"]
T = TypeVar("T")
_SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A document of a stream.

    ``topic`` says what it is about (``diplomacy`` for those that tell of it), ``paragraphs`` are
    its text without the headline.
    """

    topic: str
    url: str
    title: str
    publisher: str
    published: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Headline and paragraphs, an empty line between them."""
        return "\n\n".join((self.title, *self.paragraphs))


class _Fill:
    """Fills the slots of one article: its own few towns, states and persons, the rest at random."""

    def __init__(
        self,
        draw: random.Random,
        lists: dict[str, list[list[str]]],
        states: Sequence[tuple[str, str]],
    ):
        self.draw = draw
        self.lists = lists
        self.towns = [town(draw) for _ in range(3)]
        self.people = [(draw.choice(NAMES["given"]), surname(draw)) for _ in range(4)]
        self.here = [(f"{one}shire", "") for one in self.towns]
        self.states = draw.sample(states, 2) if draw.random() < ABROAD else self.here
        self.kept: dict[str, list[str]] = {}

    def expand(self, template: list[str]) -> str:
        """Return the words of a template: literal text and slots by turns."""
        if len(template) == 1:
            return template[0]
        out = list(template)
        for place in range(1, len(out), 2):
            out[place] = self.slot(out[place])
        return "".join(out)

    def slot(self, name: str) -> str:
        """Return words for a slot."""
        made = _MADE.get(name)
        if made is not None:
            return made(self)
        kept = self.kept.get(name)
        if kept is None:
            choices = self.lists[name]
            few = choices if name in _COMMON else self.draw.sample(choices, min(6, len(choices)))
            kept = self.kept[name] = [self.expand(one) for one in few]
        return self.pick(kept)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of several."""
        return choices[int(self.draw.random() * len(choices))]

    def country(self) -> tuple[str, str]:
        """Return a state with its adjective, or a county, which has none."""
        return self.pick(self.states if self.draw.random() < NAMED else self.here)

    def number(self, first: int, last: int) -> int:
        """Return a number."""
        return first + int(self.draw.random() * (last - first + 1))


_COMMON: Final = frozenset(("size", "time", "much", "feeling", "kin", "aged", "said", "opening"))
_MADE: Final[dict[str, Callable[[_Fill], str]]] = {
    "name": lambda f: " ".join(f.pick(f.people)),
    "last": lambda f: f.pick(f.people)[1],
    "town": lambda f: f.pick(f.towns),
    "state": lambda f: f.country()[0],
    "adjective": lambda f: f.country()[1] or f.pick(("local", "young", "regional")),
    "small": lambda f: str(f.number(2, 9)),
    "count": lambda f: str(f.number(11, 99)),
    "big": lambda f: f"{f.number(1, 400)},{f.number(0, 999):03}",
    "share": lambda f: f"{f.number(1, 40)}.{f.number(0, 9)}",
    "money": lambda f: f"{f.pick('$€£')}{f.number(2, 900)}{f.pick((' million', ',000', '', 'm'))}",
    "day": lambda f: f.pick(NAMES["weekdays"]),
    "month": lambda f: f.pick(MONTHS),
    "year": lambda f: str(f.number(1950, 2024)),
    "clock": lambda f: f"{f.number(1, 12)}:{f.number(0, 59):02} {f.pick(('a.m.', 'p.m.'))}",
}


class Newsroom:
    """An endless supply of articles, the same ones for the same seed."""

    def __init__(self, seed: int):
        common = {name: _parsed(some) for name, some in TOLD["lists"].items()}
        self.seed = seed
        self.aside = {name: _parsed(some) for name, some in TOLD["any"].items()}
        self.topics = {
            name: common | {part: _parsed(some) for part, some in topic.items() if part != "weight"}
            for name, topic in TOLD["topic"].items()
        }
        self.names = list(self.topics)
        self.totals = list(accumulate(TOLD["topic"][name]["weight"] for name in self.names))
        self.states = states()

    def article(self, number: int) -> Article:
        """Return an article by its number."""
        draw = random.Random(f"{self.seed} news {number}")
        name = draw.choices(self.names, cum_weights=self.totals)[0]
        lists = self.topics[name]
        fill = _Fill(draw, lists, self.states)
        day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        title = _capital(fill.expand(fill.pick(lists["head"])))
        wanted = min(800, max(200, int(draw.lognormvariate(6.0, 0.4))))
        paragraphs: list[str] = []
        words = 0
        used: set[int] = set()
        while words < wanted:
            sentences = [self._sentence(fill, lists, used) for _ in range(fill.number(1, 4))]
            paragraphs.append(" ".join(sentences))
            words += paragraphs[-1].count(" ") + 1
        if draw.random() < 0.25:
            place = fill.pick(fill.towns)
            month = MONTHS[day.month - 1]
            paragraphs[0] = f"{place.upper()}, {month} {day.day} – {paragraphs[0]}"
        paper = (
            f"{fill.pick(fill.towns)} {fill.pick(('Courier', 'Echo', 'Times', 'Herald', 'Post'))}"
        )
        host = paper.lower().replace(" ", "-")
        slug = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60]
        return Article(
            topic=name,
            url=f"https://www.{host}.example/{name}/{day:%Y/%m/%d}/{slug}-{number}.html",
            title=title,
            publisher=f"The {paper}",
            published=day.isoformat(),
            paragraphs=tuple(paragraphs),
        )

    def _sentence(self, fill: _Fill, lists: dict[str, Any], used: set[int]) -> str:
        source = self.aside if fill.draw.random() < ASIDE else lists
        if fill.draw.random() < QUOTED:
            return _quotation(fill, source, used)
        opening = fill.expand(fill.pick(lists["opening"]))
        who = fill.pick(source["who"])
        subject = fill.expand(who)
        if opening and who[0]:
            subject = subject[0].lower() + subject[1:]
        did = fill.expand(_fresh(fill, source["did"], used))
        how = fill.expand(_fresh(fill, source["how"], used))
        return _capital(f"{opening}{subject} {did} {how}.").replace(".m..", ".m.")


def _quotation(fill: _Fill, source: dict[str, Any], used: set[int]) -> str:
    words = fill.expand(_fresh(fill, source["says"], used))
    role = fill.expand(fill.pick(source["role"]))
    said = fill.slot("said")
    name = fill.slot("name")
    match fill.number(0, 5):
        case 0:
            return f"“{_capital(words)},” {said} {name}, a {role}."
        case 1:
            more = fill.expand(_fresh(fill, source["says"], used))
            return f"“{_capital(words)},” the {role} {said}. “{_capital(more)}.”"
        case 2:
            return f"{name} {said} that {words}."
        case 3:
            return f"According to the {role}, {words}."
        case 4:
            return f'"{_capital(words)}," {said} {name.split()[-1]}.'
        case _:
            return f"“{_capital(words)},” {name}, a {role}, {said} {fill.slot('time')}."


def _fresh(fill: _Fill, choices: list[list[str]], used: set[int]) -> list[str]:
    """Return a template, one that the article has not used if three draws find one."""
    for _ in range(3):
        one: list[str] = fill.pick(choices)
        if id(one) not in used:
            break
    used.add(id(one))
    return one


def _parsed(templates: list[str]) -> list[list[str]]:
    return [_SLOT.split(template) for template in templates]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def town(draw: random.Random) -> str:
    """Return the name of a town that does not exist."""
    return draw.choice(NAMES["town"]) + draw.choice(NAMES["place"])


def surname(draw: random.Random) -> str:
    """Return an invented surname."""
    parts = ("onset", "vowel", "onset", "vowel", "coda")
    return "".join(draw.choice(NAMES[part]) for part in parts).capitalize()


def states() -> list[tuple[str, str]]:
    """Return name and adjective of the states that the reader knows."""
    found: list[tuple[str, str]] = []
    for line in STATES.read_text("utf-8").splitlines():
        row = line.split("\t")
        if len(row) > 6 and row[3] == "un-member":
            adjective = row[6].split("|")[0].rstrip("?")
            if adjective and not adjective.endswith("-"):
                found.append((row[1].rstrip("?"), adjective))
    return found
