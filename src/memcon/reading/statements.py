"""Statements while a document is being read: what was attributed, to whom, by which cue."""

from __future__ import annotations

from dataclasses import dataclass, field

from memcon.reading.languages.en.grammar import Cue
from memcon.reading.tree import Paragraph, Parsed, Token
from memcon.record import Block, Mode, Span


@dataclass(slots=True, eq=False)
class Draft:
    """A statement in the making; ``parts`` are inclusive token ranges of ``paragraph``."""

    paragraph: Paragraph
    parts: list[tuple[int, int]]
    speakers: list[str]
    mention: tuple[int, int] | None = None
    cue_range: tuple[int, int] | None = None
    cue: Cue | None = None
    via: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    continues: Draft | None = None
    mode: Mode = "indirect"
    confidence: float = 1.0
    lead: str | None = None  # the modal of a sentence whose items follow: "we will:"
    label: Block | None = None  # the speaker label of a transcript's turn
    items: list[tuple[Paragraph, int, int]] = field(default_factory=list)  # of a list after ":"

    @property
    def start(self) -> int:
        """Document offset of the first content word."""
        paragraph, first, _ = self.stretches[0]
        return paragraph.tokens[first].start

    @property
    def stretches(self) -> list[tuple[Paragraph, int, int]]:
        """All of the content: inclusive token ranges with their paragraphs, in order."""
        return [*((self.paragraph, a, b) for a, b in self.parts), *self.items]

    def content(self, parsed: Parsed) -> list[Span]:
        """Return the content as spans of the document."""
        return [
            parsed.span(paragraph.tokens[a].start, paragraph.tokens[b].end)
            for paragraph, a, b in self.stretches
        ]


@dataclass(slots=True)
class Attribution:
    """The statements of a document, and the unknown cues met on the way (lemma, token)."""

    drafts: list[Draft]
    unknown: list[tuple[str, Token]] = field(default_factory=list)
