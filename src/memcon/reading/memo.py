"""What spaCy's rule components answer for a word, remembered.

The attribute ruler tries all of its patterns on every token and the lemmatizer searches its word
lists anew, which together are a third of the parser's time. What they answer depends on little: a
pattern of one token on its tag, form and relation, a lemma on form, part of speech and features,
which the ruler gives. So they are asked once for each combination of form, tag and relation. Words
near which a longer pattern may apply ("gonna", "let's", "there is") are asked together with their
neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from memcon.knowledge.words import lemma_corrections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    # form, lower-case form, lemma, universal part of speech, tag, relation; None for white space
    Word = tuple[str, str, str, str, str, str] | None
    Key = tuple[int, int, int]  # form, tag and relation, as spaCy numbers them

_LIMIT = 200_000  # combinations kept; far more than a million words of news have
_COMPONENTS = ["attribute_ruler", "lemmatizer"]


class WordMemo:
    """Reads the words off a parsed sentence whose rule components have not been run.

    Args:
        ruler: spaCy's attribute ruler.
        lemmatizer: spaCy's English lemmatizer, by rule.
    """

    def __init__(self, ruler: Any, lemmatizer: Any):
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._vocab = ruler.vocab
        self._known: dict[Key, Word] = {}
        self._special: set[Key] = set()  # those near which a longer pattern may apply
        self._stretches: dict[tuple[Key, ...], list[Word]] = {}
        strings = ruler.vocab.strings
        longer = [p for entry in ruler.patterns for p in entry["patterns"] if len(p) > 1]
        self._reach = max((len(pattern) for pattern in longer), default=1) - 1
        self._forms: set[str] = set()
        self._relations: set[int] = set()
        for pattern in longer:
            # one place of a pattern is enough to tell where it may apply: one with a fixed value
            for place in pattern:
                if isinstance(place.get("LOWER"), str):
                    self._forms.add(place["LOWER"])
                    break
                if isinstance(place.get("DEP"), str):
                    self._relations.add(_signed(strings.add(place["DEP"])))
                    break
        _index(lemmatizer)

    @classmethod
    def take_over(cls, model: Language) -> WordMemo | None:
        """Take the rule components out of a model where they may be remembered, else None."""
        from spacy.lang.en.lemmatizer import EnglishLemmatizer

        if model.pipe_names[-2:] != _COMPONENTS:
            return None
        ruler, lemmatizer = (model.get_pipe(name) for name in _COMPONENTS)
        if type(lemmatizer) is not EnglishLemmatizer or lemmatizer.mode != "rule":
            return None
        if lemmatizer.overwrite or not cls.fits(ruler):
            return None
        for name in _COMPONENTS:
            model.remove_pipe(name)
        return cls(ruler, lemmatizer)

    @classmethod
    def fits(cls, ruler: Any) -> bool:
        """Tell whether the patterns are of the kind that may be remembered."""
        return all(
            any(isinstance(place.get(key), str) for key in ("LOWER", "DEP") for place in pattern)
            and all(set(place) <= {"TAG", "LOWER", "DEP"} for place in pattern)
            if len(pattern) > 1
            else set(pattern[0]) <= {"TAG", "LOWER", "DEP", "IS_SPACE"}
            for entry in ruler.patterns
            for pattern in entry["patterns"]
        )

    def read(self, sentences: Sequence[Sequence[Key]]) -> list[list[Word]]:
        """Return the words of sentences.

        Args:
            sentences: the keys of their tokens, in order.
        """
        known = self._known
        new = {key for keys in sentences for key in keys if key not in known}
        if new:
            if len(known) > _LIMIT or len(self._stretches) > _LIMIT:
                for memory in (known, self._special, self._stretches, self._lemmatizer.cache):
                    memory.clear()
                new = {key for keys in sentences for key in keys}
            self._learn(new)
        out: list[list[Word]] = []
        for keys in sentences:
            words = [known[key] for key in keys]
            if not self._special.isdisjoint(keys):
                self._settle(keys, words)
            out.append(words)
        return out

    def _learn(self, new: set[Key]) -> None:
        strings = self._vocab.strings
        plain: list[Key] = []
        for key in new:
            if key[2] in self._relations or strings[_unsigned(key[0])].lower() in self._forms:
                self._special.add(key)
                self._known[key] = None  # until it is asked with its neighbours
            else:
                plain.append(key)
        # no longer pattern applies among these, so that they may stand beside each other
        self._known.update(zip(plain, self._ask(plain), strict=True))

    def _settle(self, keys: Sequence[Key], words: list[Word]) -> None:
        """Ask for the words about special ones anew, with as much about them as patterns see."""
        last = len(keys) - 1
        start = end = -1
        for at, key in enumerate(keys):
            if key not in self._special:
                continue
            if start < 0:
                start = max(0, at - self._reach)
            elif at - self._reach > end:
                self._replace(keys, words, start, end)
                start = at - self._reach
            end = min(last, at + self._reach)
        self._replace(keys, words, start, end)

    def _replace(self, keys: Sequence[Key], words: list[Word], start: int, end: int) -> None:
        stretch = tuple(keys[start : end + 1])
        found = self._stretches.get(stretch)
        if found is None:
            found = self._stretches[stretch] = self._ask(stretch)
        words[start : end + 1] = found

    def _ask(self, keys: Sequence[Key]) -> list[Word]:
        """Run the components on a made-up sentence of such words."""
        import numpy as np
        from spacy.attrs import DEP, TAG
        from spacy.tokens import Doc

        if not keys:
            return []
        strings = self._vocab.strings
        doc = Doc(self._vocab, words=[strings[_unsigned(orth)] for orth, _, _ in keys])
        values: Any = np.array([key[1:] for key in keys], dtype="int64").view("uint64")
        doc.from_array([TAG, DEP], values)
        return read_words(self._lemmatizer(self._ruler(doc)))


def read_words(doc: Any) -> list[Word]:
    """Return the words of a sentence on which all components have been run."""
    corrections = lemma_corrections()
    out: list[Word] = []
    for token in doc:
        text = token.text
        if text.isspace():
            out.append(None)
            continue
        lower = text.lower()
        lemma = corrections.get(lower) or token.lemma_.lower()
        out.append((text, lower, lemma, token.pos_, token.tag_, token.dep_))
    return out


def _index(lemmatizer: Any) -> None:
    """Let the lemmatizer look words up where it searches lists of tens of thousands."""
    table = lemmatizer.lookups.get_table("lemma_index", {})
    for key, words in list(table.items()):
        if isinstance(words, list):
            table[key] = dict.fromkeys(words)


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _unsigned(number: int) -> int:
    return number & ((1 << 64) - 1)
