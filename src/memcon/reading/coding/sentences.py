"""Sentences without a document → their events, for people who have sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from memcon.knowledge import load_knowledge
from memcon.knowledge.events import cameo_codes, plover_code
from memcon.reading.actors import read_actors
from memcon.reading.coding.coder import Coded, EventCoder
from memcon.reading.coding.parties import Parties, PartyDraft
from memcon.reading.languages.en.grammar import finite_form
from memcon.reading.parse import load_model, parse_documents
from memcon.reading.tree import Parsed, Token
from memcon.record import Block, Document, Source, Span, Time

_AT_ONCE: Final = 256  # sentences that go through the parser together


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CodedParty(_Model):
    """Who acts or is acted on in a sentence; offsets are code points of the line."""

    text: Annotated[str, Field(description="the words that name it")]
    code: Annotated[str | None, Field(description="CAMEO actor code: state and roles")]
    start: Annotated[int, Field(description="offset of the first code point in the line")]
    end: Annotated[int, Field(description="offset after the last")]


class SentenceEvent(_Model):
    """An event of one source and one target in a line of text."""

    line: Annotated[int, Field(description="number of the line, from 1")]
    code: Annotated[str, Field(description="CAMEO code")]
    plover: Annotated[str | None, Field(description="PLOVER category, where there is one")]
    goldstein: Annotated[float, Field(description="of the CAMEO code, -10 to 10")]
    source: Annotated[CodedParty | None, Field(description="who acts")]
    target: Annotated[CodedParty | None, Field(description="who is acted on")]
    event: Annotated[Span, Field(description="the words that tell what was done")]
    negated: Annotated[bool, Field(description="whether it is said not to have been done")]
    time: Annotated[Time, Field(description="tense in which it is told")]


class SentenceCoder:
    """Codes sentences. Loads the language model once.

    Args:
        knowledge: a ``memcon.toml`` whose tables add to the built-in knowledge.
        model: an installed spaCy package; None takes the first of ``parse.MODELS``.

    Raises:
        ModelError: the language model is missing or broken.
        KnowledgeError: the additions are wrong.
    """

    def __init__(self, knowledge: Path | None = None, model: str | None = None):
        self._knowledge = load_knowledge(knowledge)
        self._model = load_model(model)
        self._coder = EventCoder("en")

    def code(self, lines: Iterable[str]) -> Iterator[SentenceEvent]:
        """Code lines of text, each for itself.

        Args:
            lines: a sentence each, or a few; blank ones give nothing and are counted.

        Yields:
            The events in the order of the lines and of the words; one for each pair of those who
            act and are acted on.
        """
        numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
        while chunk := list(islice(numbered, _AT_ONCE)):
            parsed = parse_documents((_document(line) for _, line in chunk), self._model)
            for (number, _), one in zip(chunk, parsed, strict=True):
                yield from self._line(number, one)

    def _line(self, number: int, parsed: Parsed) -> Iterator[SentenceEvent]:
        parties = Parties(read_actors(parsed, self._knowledge))
        for sentence in parsed.sentences:
            found = self._coder.code(sentence, parties)
            told = [coded for coded in found if not coded.aside]
            for coded in told or found:  # what is only named counts where nothing is told
                yield from _events(number, coded, parsed)


def _events(number: int, coded: Coded, parsed: Parsed) -> Iterator[SentenceEvent]:
    tokens = coded.trigger.sentence.paragraph.tokens
    plover = plover_code(coded.code)
    sources: Sequence[PartyDraft | None] = coded.parties[0] or [None]
    targets: Sequence[PartyDraft | None] = coded.parties[1] or [None]
    for source in sources:
        for target in targets:
            yield SentenceEvent(
                line=number,
                code=coded.code,
                plover=plover.category if plover is not None else None,
                goldstein=cameo_codes()[coded.code].goldstein,
                source=_party(source, tokens, parsed),
                target=_party(target, tokens, parsed),
                event=parsed.span(
                    min(coded.trigger.start, coded.last.start),
                    max(coded.trigger.end, coded.last.end),
                ),
                negated=coded.negated,
                time="past" if finite_form(coded.trigger) == "past" else "present",
            )


def _party(draft: PartyDraft | None, tokens: list[Token], parsed: Parsed) -> CodedParty | None:
    if draft is None:
        return None
    span = parsed.span(tokens[draft.first].start, tokens[draft.last].end)
    return CodedParty(text=span.text, code=draft.code, start=span.start, end=span.end)


def _document(line: str) -> Document:
    """Return a line as a document of one paragraph: nothing in it is layout."""
    return Document(
        id="doc:",
        text=line,
        blocks=[Block(kind="paragraph", start=0, end=len(line))],
        source=Source(media_type="text/plain", sha256=""),
    )
