"""Read the texts of a gold corpus and score the records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from memcon.errors import MemconError
from memcon.evaluation.context import Finding
from memcon.evaluation.gold import GoldDocument
from memcon.evaluation.score import Result, score_document
from memcon.record import Document, Reading, Record, Source

Read = Callable[[str], Record]
MakeRead = Callable[[Path | None], Read]  # from a memcon.toml with knowledge of the corpus


def default_read(knowledge: Path | None = None) -> Read:
    """Return the reader of memcon as a function from text to record.

    Args:
        knowledge: a ``memcon.toml`` that adds to what the reader knows.

    Raises:
        ModelError: the language model is missing or broken.
        KnowledgeError: the additions are wrong.
    """
    # Imported here because it loads the language model, which scoring alone does not need.
    from memcon.reading.reader import Reader

    reader = Reader(knowledge=knowledge)

    def read(text: str) -> Record:
        return reader.read(text, title=None)

    return read


def evaluate(documents: Iterable[GoldDocument], read: Read) -> list[Result]:
    """Read and score documents. Only the text is given to ``read``: title and date are scored.

    A text that ``read`` refuses with a `MemconError` scores as one in which nothing was found,
    and its findings begin with the reason.
    """
    return [_evaluate_one(gold, read) for gold in documents]


def _evaluate_one(gold: GoldDocument, read: Read) -> Result:
    try:
        record = read(gold.text)
    except MemconError as error:
        result = score_document(gold, empty_record(gold.text))
        refused = Finding("refused", 0, None, None, str(error))
        return Result(result.id, result.scores, [refused, *result.findings])
    return score_document(gold, record)


def empty_record(text: str) -> Record:
    """Return a record of ``text`` in which nothing was found."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Record(
        reader=Reading(version="0", model="none"),
        document=Document(
            id=f"doc:{digest[:16]}",
            text=text,
            source=Source(media_type="text/plain", sha256=digest),
        ),
    )
