"""The language model at work: sentences in, words with their heads out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from memcon.reading.lean import make_lean
from memcon.reading.memo import WordMemo, read_words

if TYPE_CHECKING:
    from spacy.language import Language

    from memcon.reading.memo import Word

BATCH = 32  # sentences; larger batches were measured slower, and take more memory


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """The parser's tokens: words (None for white space), heads relative to each, code points."""

    words: list[Word]
    heads: list[int]
    starts: list[int]


class Parser:
    """An English model, made lean: the same answers for less work.

    Args:
        model: a spaCy pipeline with tagger and parser; it is taken over and changed.
    """

    def __init__(self, model: Language):
        self.name = f"{model.meta['lang']}_{model.meta['name']} {model.meta['version']}"
        self._memo = WordMemo.take_over(model)
        make_lean(model)
        self._tokenize = model.make_doc
        self._components = [component for _, component in model.pipeline]

    def parse(self, texts: Iterable[str]) -> Iterator[ParsedSentence]:
        """Parse sentences in order, a batch at a time."""
        source = iter(texts)
        while batch := list(islice(source, BATCH)):
            docs = [self._tokenize(text) for text in batch]
            for component in self._components:
                docs = _run(component, docs)
            yield from self._read(docs)

    def _read(self, docs: list[Any]) -> Iterator[ParsedSentence]:
        from spacy.attrs import DEP, HEAD, IDX, ORTH, TAG

        # numbers, since a Python object for each token costs more than the rest
        columns = [
            doc.to_array([ORTH, TAG, DEP, HEAD, IDX]).view("int64").T.tolist() for doc in docs
        ]
        if self._memo is None:
            words = [read_words(doc) for doc in docs]
        else:
            words = self._memo.read([list(zip(*three[:3], strict=True)) for three in columns])
        for sentence, (_, _, _, heads, starts) in zip(words, columns, strict=True):
            yield ParsedSentence(sentence, heads, starts)


def _run(component: Any, docs: list[Any]) -> list[Any]:
    predict = getattr(component, "predict", None)
    if predict is None:
        return [component(doc) for doc in docs]
    component.set_annotations(docs, predict(docs))
    return docs
