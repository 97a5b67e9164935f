"""The words by which texts are judged before they are read: ``data/<language>/triage.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from memcon.knowledge.cues import load_cues
from memcon.knowledge.files import toml_table
from memcon.knowledge.people import reference_words

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageWords:
    """Words and measures of triage; the data file says what each is for.

    Attributes:
        strong: signs of dealings between states: word in small letters → base form.
        telling: signs of dealings between states that there are at home too.
        weak: signs of what states do and say, and not only they.
        voices: words for those who act for a state, where they stand behind its name.
        questions: words for which a sentence of a journalist's question is read.
        unsure: ids of states and bodies whose names are common words of other trades.
        window: bytes within which signs belong together.
        page_window: the same in the text of a whole page.
        language_sample: code points by which a language is told.
        language_score: share of certainty below which a language is not known.
    """

    strong: Mapping[str, str]
    telling: Mapping[str, str]
    weak: Mapping[str, str]
    voices: Mapping[str, str]
    questions: frozenset[str]
    unsure: frozenset[str]
    window: int
    page_window: int
    language_sample: int
    language_score: float


@cache
def triage_words(language: str = "en") -> TriageWords:
    """Load the words of triage from the package's data files."""
    table = toml_table("triage.toml", language)
    titles = toml_table("titles.toml", language)
    strong, telling, weak, rule = (table[key] for key in ("strong", "telling", "weak", "rule"))
    ways: dict[str, list[str]] = {}
    for line in titles["phrases"]:
        office, _, others = line.partition(" = ")
        ways[office] = [way.strip() for way in others.split("|")]
    high = set(titles["high"]) - set(telling["not_offices"])
    references = reference_words()
    deeds = {
        lemma
        for lemma, entries in load_cues(language).verbs.items()
        if any(e.kind == "deed" and e.weight >= weak["deeds"] for e in entries)
    }
    not_deeds, not_voices = frozenset(weak["not_deeds"]), frozenset(weak["not_voices"])
    classes: list[dict[str, str]] = []
    taken: set[str] = set()
    for words, verbs in (
        ([*strong["words"], *_offices(strong["offices"], ways)], ()),
        ([*telling["words"], *_offices(telling["offices"], ways), *high], ()),
        ([*references.state_voices, *references.small_bodies], ()),
        (weak["words"], deeds),
    ):
        forms = {form: word for word in sorted(words) for form in _nouns(word)}
        for lemma in sorted(verbs):
            forms |= dict.fromkeys(_verbs(lemma) - not_deeds, lemma)
        classes.append({form: word for form, word in forms.items() if form not in taken})
        taken |= forms.keys()
    return TriageWords(
        strong=classes[0],
        telling=classes[1],
        voices=classes[2],
        weak=classes[3] | {w: base for w, base in classes[2].items() if base not in not_voices},
        questions=frozenset(table["questions"]["words"]),
        unsure=frozenset(table["unsure"]["ids"]),
        window=rule["window"],
        page_window=rule["page_window"],
        language_sample=rule["language_sample"],
        language_score=rule["language_score"],
    )


def _offices(offices: list[str], ways: dict[str, list[str]]) -> list[str]:
    """Return offices with the other ways to say them, without bare letters ("fm")."""
    return [*offices, *(way for name in offices for way in ways.get(name, ()) if len(way) > 3)]


def _nouns(word: str) -> set[str]:
    """Return a noun and its regular plural."""
    if word[-1] == "y" and word[-2] not in _VOWELS:
        return {word, f"{word[:-1]}ies"}
    return {word, f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"}


def _verbs(lemma: str) -> set[str]:
    """Return the regular forms that a verb may have; one too many does no harm."""
    stem = lemma[:-1] if lemma[-1] == "e" else lemma
    forms = {*_nouns(lemma), f"{stem}ed", f"{stem}ing"}
    if lemma[-1] == "y" and lemma[-2] not in _VOWELS:
        forms.add(f"{lemma[:-1]}ied")
    elif lemma[-1] not in "ewxy" and lemma[-2] in _VOWELS:
        forms |= {f"{lemma}{lemma[-1]}{ending}" for ending in ("ed", "ing")}
    return forms
