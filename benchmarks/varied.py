"""Diplomatic documents made of few: the corpus, told again of others with other words.

The first time a document comes it is as published. Every further copy has persons of other names,
other states, other figures, its paragraphs in another order, and of every few words that the reader
does not know one gives way to another with the same ending. Words that the reader does know stay,
so that a copy is read and not only looked at; no copy is a near-duplicate of another.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from newsroom import STATES, Article, states, surname
from snowballstemmer import stemmer

from memcon import sources

ROOT: Final = Path(__file__).resolve().parent.parent
CORPUS: Final = ROOT.parent / "shared" / "corpus" / "whitehouse"
REWORDED: Final = 2  # of so many words that may give way, one does
# the tables whose words stay: by them the reader knows that something is said, done or arranged
TABLES: Final = ("acts.toml", "continuation.toml", "cues.tsv", "nouns.tsv", "phrases.tsv")
STAYS: Final = frozenset({"United States", "American"})  # the narrator of most of the corpus
SAMPLE: Final = 300  # documents of the corpus that the words come from
COMMON: Final = 150  # so many of the most common words stay too, or sentences fall apart
_WORD: Final = re.compile(r"\b[a-z]{4,}\b")
_NUMBER: Final = re.compile(r"(?<![\w.,])\d{1,4}(?![\w,]|\.\d)")
_TITLED: Final = re.compile(
    r"\b(?:President|Minister|Secretary|Chancellor|Ambassador|Representative|Director|Advisor|King|"
    r"Prince|General|Mr\.|Ms\.|Dr\.)((?: [A-Z][\w’'-]+){1,3})"
)
_ENDINGS: Final = re.compile(
    r"(?:tions?|ments?|ness|ity|ities|ings?|ed|ly|al|ive|ous|ic|able|ers?|s)$"
)


class Diplomacy:
    """An endless supply of diplomatic documents: the corpus, then its first copies, and so on."""

    def __init__(self, seed: int):
        folder, pattern = (CORPUS, "*.md") if CORPUS.is_dir() else (ROOT / "examples", "*.t*t")
        self.seed = seed
        self._paths = sorted(folder.glob(pattern))
        random.Random(seed).shuffle(self._paths)
        self._states = [pair for pair in states() if not STAYS & set(pair)]
        forms = {
            form: (row, part)
            for row, pair in enumerate(self._states)
            for part, form in enumerate(pair)
        }
        self._forms = forms
        self._state = re.compile(rf"\b(?:{'|'.join(sorted(forms, key=len, reverse=True))})\b")

    def article(self, number: int) -> Article:
        """Return a document by its number."""
        turn, place = divmod(number, len(self._paths))
        original = self._original(place)
        if not turn:
            return original
        draw = random.Random(f"{self.seed} varied {number}")
        others = draw.sample(range(len(self._states)), len(self._states))
        names: dict[str, str] = {}
        for found in _TITLED.finditer("\n".join((original.title, *original.paragraphs))):
            for name in found[1].split():
                if name not in self._forms:
                    names.setdefault(name.removesuffix("’s"), surname(draw))
        name = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") if names else None

        def told(text: str) -> str:
            text = self._state.sub(lambda m: self._moved(m[0], others), text)
            if name is not None:
                text = name.sub(lambda m: names[m[0]], text)
            text = _NUMBER.sub(lambda m: _other(m[0], draw), text)
            return _WORD.sub(lambda m: self._reworded(m[0], draw), text)

        first, *rest = original.paragraphs
        draw.shuffle(rest)
        return Article(
            topic=original.topic,
            url=f"{original.url.rstrip('/')}/{turn}/",
            title=told(original.title),
            publisher=original.publisher,
            published=original.published,
            paragraphs=tuple(told(part) for part in (first, *rest)),
        )

    def _original(self, place: int) -> Article:
        """Return a document of the corpus, of the few that have no paragraph the next one."""
        found = _taken(self._paths[place % len(self._paths)])
        return found or self._original(place + 1)

    def _moved(self, form: str, others: list[int]) -> str:
        row, part = self._forms[form]
        return self._states[others[row]][part]

    def _reworded(self, word: str, draw: random.Random) -> str:
        if word in self._kept or draw.random() * REWORDED >= 1:
            return word
        return draw.choice(self._like.get(_ending(word)) or [word])

    @cached_property
    def _sample(self) -> list[str]:
        """Words of the corpus, as they come in some of its documents."""
        some = [self._original(place) for place in range(min(SAMPLE, len(self._paths)))]
        return [word for one in some for part in one.paragraphs for word in _WORD.findall(part)]

    @cached_property
    def _like(self) -> dict[str, list[str]]:
        """The words that may give way, as often as they come, by ending."""
        like: dict[str, list[str]] = defaultdict(list)
        for word in self._sample:
            if word not in self._kept:
                like[_ending(word)].append(word)
        return like

    @cached_property
    def _kept(self) -> frozenset[str]:
        """The words that those tables have in some form, and the most common ones."""
        known: set[str] = set()
        for name in TABLES:
            known.update(_WORD.findall(_values(STATES.parent / "en" / name)))
        stem = stemmer("english").stemWord
        stems = {stem(word) for word in known}
        words = Counter(self._sample)
        common = {word for word, _ in words.most_common(COMMON)}
        return frozenset(w for w in words if w in common or w in known or stem(w) in stems)


def _values(file: Path) -> str:
    """Return the words of a table, without its remarks."""
    text = file.read_text("utf-8")
    if file.suffix == ".toml":
        return str(tomllib.loads(text))
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


@cache
def _taken(path: Path) -> Article | None:
    """Return what a file holds, or nothing where it holds no paragraph."""
    for taken in sources.from_path(path):
        document = taken.document
        parts = [
            " ".join(document.text[block.start : block.end].split())
            for block in document.blocks
            if block.kind in ("paragraph", "speaker_label")
        ]
        if parts := [part for part in parts if part]:
            return Article(
                topic="diplomacy",
                url=document.url or f"https://www.example/{path.stem}.html",
                title=" ".join((document.title or path.stem).split()),
                publisher=document.publisher or "",
                published=(document.published or "2024-01-01")[:10],
                paragraphs=tuple(parts),
            )
    return None


def _other(number: str, draw: random.Random) -> str:
    """Return another number as long; a year gives another year."""
    if len(number) == 4 and number[:2] in ("19", "20"):
        return str(min(2049, max(1901, int(number) + draw.randint(-3, 3))))
    first = str(draw.randint(1, 9))
    return first + "".join(str(draw.randint(0, 9)) for _ in number[1:])


def _ending(word: str) -> str:
    found: Any = _ENDINGS.search(word)
    return found[0] if found else ""
