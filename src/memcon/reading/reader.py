"""The reader: documents in, records out, one step after another.

parse → heading and dates → actors → meetings → attribution → acts → commitments → issues. The
reader does no input or output beyond loading its model and knowledge once.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from memcon.knowledge import Knowledge, load_knowledge
from memcon.knowledge.acts import act_words
from memcon.knowledge.cues import load_cues
from memcon.reading.acts import ActReader
from memcon.reading.assembly import assemble
from memcon.reading.attribution import Attributor
from memcon.reading.coding.coder import EventCoder
from memcon.reading.heading import settle_heading
from memcon.reading.parse import load_model, model_name, parse_documents
from memcon.reading.sentence_triage import SentenceTriage
from memcon.record import Reading, Record
from memcon.sources import Taken, from_text
from memcon.version import __version__

_CHUNK = 16  # documents whose sentences go through the parser together


class Reader:
    """Reads documents into records. Loads its language model once; use one per process.

    Args:
        knowledge: a ``memcon.toml`` whose tables add to the built-in knowledge.
        model: an installed spaCy package; None takes the first of ``parse.MODELS``.
        every_sentence: whether to parse also the sentences that triage passes over.

    Raises:
        ModelError: the language model is missing or broken.
        KnowledgeError: the additions are wrong.
    """

    def __init__(
        self,
        knowledge: Path | None = None,
        model: str | None = None,
        *,
        every_sentence: bool = False,
    ):
        self._knowledge: Knowledge = load_knowledge(knowledge)
        self._model = load_model(model)
        self._reading = Reading(version=__version__, model=model_name(self._model))
        lexicon = load_cues("en")
        self._attributor = Attributor(lexicon)
        self._acts = ActReader(lexicon, act_words("en"))
        self._coder = EventCoder("en")
        self._triage = None if every_sentence else SentenceTriage(self._knowledge)

    def read(
        self,
        text: str,
        *,
        title: str | None = None,
        published: str | None = None,
        url: str | None = None,
    ) -> Record:
        """Read one plain or Markdown text.

        Args:
            text: the document as published.
            title: its headline, where known from elsewhere.
            published: ISO 8601 date, where known from elsewhere.
            url: its address.

        Returns:
            The record; its spans are offsets of ``text`` (a byte-order mark aside).

        Raises:
            EmptyDocumentError: there is nothing to read.
        """
        return self.read_taken(from_text(text, title=title, published=published, url=url))

    def read_taken(self, taken: Taken) -> Record:
        """Read a document that a source has taken in."""
        return next(self.read_many([taken]))

    def read_many(self, items: Iterable[str | Taken]) -> Iterator[Record]:
        """Read texts or taken documents, in order, batching them through the parser.

        Args:
            items: texts, or documents from :mod:`memcon.sources`.

        Yields:
            One record an item, in the order of the items.
        """
        source = iter(items)
        while chunk := list(islice(source, _CHUNK)):
            with _collection_paused():
                records = self._read_chunk(chunk)
            yield from records

    def _read_chunk(self, chunk: list[str | Taken]) -> list[Record]:
        taken = [from_text(item) if isinstance(item, str) else item for item in chunk]
        headings = [settle_heading(item.document, self._knowledge) for item in taken]
        documents = (heading.document for heading in headings)
        parsed = parse_documents(documents, self._model, self._triage)
        return [
            assemble(
                document,
                heading,
                knowledge=self._knowledge,
                attributor=self._attributor,
                acts=self._acts,
                coder=self._coder,
                reading=self._reading,
                notes=item.warnings,
            )
            for item, heading, document in zip(taken, headings, parsed, strict=True)
        ]


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Hold the garbage collector back while trees are built.

    Every token lives until its document is read, so each pass over them is in vain, and the
    passes grow with the text.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
