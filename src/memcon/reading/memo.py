"""spaCy's rule components with a memory: the same attributes and lemmas, for less work.

The attribute ruler tries all of its patterns on every token, which is a fifth of the parser's time,
and the lemmatizer looks up most words anew each time. What they answer depends on little: a pattern
of one token on its tag, form and relation, a lemma on form, part of speech and features. Both are
asked once for each such combination. A sentence with a form that a longer pattern begins or ends
with ("gonna", "let's", "there is") goes to the ruler itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

_LIMIT = 200_000  # combinations kept; far more than a million words of news have
_RULER = "attribute_ruler"
_MEMO = "memcon_attributes"


class AttributeMemo:
    """Stands for an attribute ruler whose patterns look at tag, form and relation only."""

    def __init__(self, ruler: Any):
        self._ruler = ruler
        self._known: dict[tuple[int, ...], list[int]] = {}
        strings = ruler.vocab.strings
        longer = [p for entry in ruler.patterns for p in entry["patterns"] if len(p) > 1]
        self._words: set[int] = set()
        self._relations: set[int] = set()
        for pattern in longer:
            # one place of a pattern is enough to tell where it may apply: one with fixed values
            for place in pattern:
                if isinstance(place.get("LOWER"), str):
                    self._words.add(strings.add(place["LOWER"]))
                    break
                if isinstance(place.get("DEP"), str):
                    self._relations.add(strings.add(place["DEP"]))
                    break

    @classmethod
    def fits(cls, ruler: Any) -> bool:
        """Tell whether the patterns are of the kind that may be remembered."""
        return all(
            any(isinstance(place.get(key), str) for key in ("LOWER", "DEP") for place in pattern)
            if len(pattern) > 1
            else set(pattern[0]) <= {"TAG", "LOWER", "DEP", "IS_SPACE"}
            for entry in ruler.patterns
            for pattern in entry["patterns"]
        )

    def __call__(self, doc: Any) -> Any:
        """Set part of speech, features and fixed lemmas of a parsed text."""
        import numpy as np
        from spacy.attrs import DEP, LEMMA, LOWER, MORPH, POS, TAG

        keys = [tuple(row) for row in doc.to_array([TAG, LOWER, DEP]).tolist()]
        known = self._known
        if any(lower in self._words or dep in self._relations for _, lower, dep in keys):
            return self._ruler(doc)
        if all(key in known for key in keys):
            if keys:
                values = np.array([known[key] for key in keys], dtype="uint64")
                doc.from_array([POS, MORPH, LEMMA, DEP, TAG], values)
            return doc
        doc = self._ruler(doc)
        if len(known) > _LIMIT:
            known.clear()
        rows = doc.to_array([POS, MORPH, LEMMA, DEP, TAG]).tolist()
        known.update(zip(keys, rows, strict=True))
        return doc


def remember(model: Language) -> None:
    """Give a model's attribute ruler and lemmatizer a memory, where they are of the known kinds."""
    if "lemmatizer" in model.pipe_names:
        lemmatizer: Any = model.get_pipe("lemmatizer")
        if getattr(lemmatizer, "mode", None) == "rule":
            lemmatizer.lemmatize = _remembered(lemmatizer.lemmatize)
    if _RULER in model.pipe_names and AttributeMemo.fits(model.get_pipe(_RULER)):
        if not model.has_factory(_MEMO):
            model.factory(_MEMO, func=_make_memo)
        model.add_pipe(_MEMO, before=_RULER)
        model.remove_pipe(_RULER)  # the memory keeps it


def _make_memo(nlp: Language, name: str) -> AttributeMemo:
    return AttributeMemo(nlp.get_pipe(_RULER))


def _remembered(lemmatize: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
    """Return the lemmatizer's function, which reads nothing of a token but the key's parts."""
    known: dict[tuple[int, int, int], list[str]] = {}

    def ask(token: Any) -> list[str]:
        key = (token.orth, token.pos, token.morph.key)
        found = known.get(key)
        if found is None:
            if len(known) > _LIMIT:
                known.clear()
            found = known[key] = lemmatize(token)
        return found

    return ask
