"""The parsed document as the steps see it: paragraphs, sentences, tokens with their heads.

It is independent of the parser that made it, so that another language's parser can fill the same
tree. Offsets are code points of ``Document.text``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from memcon.record import Block, Document, Span


@dataclass(slots=True, eq=False)
class Token:
    """One word or mark; ``dep`` and ``tag`` are the parser's (ClearNLP and Penn labels)."""

    i: int  # index within the paragraph
    text: str
    lower: str
    lemma: str
    pos: str  # universal part of speech
    tag: str
    dep: str
    start: int
    end: int
    head: Token = field(init=False, repr=False)  # itself for a root
    children: list[Token] = field(default_factory=list, repr=False)  # in text order
    sentence: Sentence = field(init=False, repr=False)
    left: int = 0  # paragraph index of the leftmost token of the subtree
    right: int = 0  # paragraph index of the rightmost token of the subtree, inclusive

    @property
    def is_root(self) -> bool:
        """Whether the token heads its sentence."""
        return self.head is self

    def ancestors(self) -> Iterator[Token]:
        """Yield the heads from the nearest outwards."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def child(self, *deps: str) -> Token | None:
        """Return the first child with one of the dependency labels, or None."""
        for child in self.children:
            if child.dep in deps:
                return child
        return None


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence: tokens ``first`` to ``last`` (inclusive paragraph indices)."""

    index: int  # within the document
    paragraph: Paragraph = field(repr=False)
    first: int
    last: int
    root: Token = field(init=False, repr=False)

    @property
    def tokens(self) -> list[Token]:
        """The sentence's tokens in text order."""
        return self.paragraph.tokens[self.first : self.last + 1]

    @property
    def start(self) -> int:
        """Offset of the first code point."""
        return self.paragraph.tokens[self.first].start

    @property
    def end(self) -> int:
        """Offset after the last code point."""
        return self.paragraph.tokens[self.last].end


@dataclass(slots=True, eq=False)
class Quote:
    """A region between quotation marks. ``start``/``end`` are offsets inside the marks."""

    start: int
    end: int
    first: int  # paragraph index of the first token inside
    last: int  # of the last token inside
    closed: bool  # whether a closing mark was found in the paragraph


@dataclass(slots=True, eq=False)
class Paragraph:
    """A block of running text, parsed. ``label`` is a transcript's speaker label before it."""

    index: int
    block: Block
    label: Block | None = None
    tokens: list[Token] = field(default_factory=list, repr=False)
    sentences: list[Sentence] = field(default_factory=list, repr=False)
    quotes: list[Quote] = field(default_factory=list)
    flat: str = field(default="", repr=False)  # the text the parser saw
    offsets: list[int] = field(default_factory=list, repr=False)  # of each of its code points


@dataclass(slots=True, eq=False)
class Parsed:
    """A document with its parsed paragraphs; headline and deck are parsed too, apart."""

    document: Document
    paragraphs: list[Paragraph]
    headlines: list[Paragraph] = field(default_factory=list)

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All sentences of the body in order."""
        for paragraph in self.paragraphs:
            yield from paragraph.sentences

    def span(self, start: int, end: int) -> Span:
        """Return the span of the document's text between two offsets."""
        return Span(start=start, end=end, text=self.document.text[start:end])


def render(tokens: list[Token]) -> str:
    """Join tokens with one space each, for table look-ups."""
    return " ".join(token.lower for token in tokens)
