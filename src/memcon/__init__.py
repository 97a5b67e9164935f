"""memcon reads reports and readouts of diplomatic meetings and writes a cited record of them.

>>> import memcon
>>> record = memcon.read("Foreign Minister Ana Sol of Norland said Norland will open a consulate.")
>>> record.statements[0].content[0].text
'Norland will open a consulate'

``memcon.open_archive`` opens an archive of records, which is asked by its methods (docs/api.md).

The names in ``__all__`` are the whole public interface; anything else may change. They are loaded
on first use, so that ``import memcon`` costs nothing until a text is read.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from memcon.version import __version__

if TYPE_CHECKING:
    from memcon.errors import MemconError
    from memcon.knowledge import load_knowledge
    from memcon.library import Archive, open_archive
    from memcon.reading.reader import Reader
    from memcon.record import (
        Act,
        Actor,
        Commitment,
        Document,
        Meeting,
        Record,
        Span,
        Statement,
    )

__all__ = [
    "Act",
    "Actor",
    "Archive",
    "Commitment",
    "Document",
    "Meeting",
    "MemconError",
    "Reader",
    "Record",
    "Span",
    "Statement",
    "__version__",
    "load_knowledge",
    "open_archive",
    "read",
]

_HOMES = {
    "Archive": "memcon.library",
    "MemconError": "memcon.errors",
    "Reader": "memcon.reading.reader",
    "load_knowledge": "memcon.knowledge",
    "open_archive": "memcon.library",
}


def read(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
) -> Record:
    """Read one text with a reader that is made once and kept.

    To choose the model or add knowledge of your own, or to read many texts fast, make a ``Reader``.

    Args:
        text: the document, as plain text or Markdown.
        title: its headline, where known and not in the text.
        published: when it was published (ISO 8601), from which "today" is resolved.
        url: its address, from which the publisher may be known.

    Raises:
        EmptyDocumentError: there is nothing to read in ``text``.
        ModelError: the language model is missing or broken.
    """
    return _reader().read(text, title=title, published=published, url=url)


@cache
def _reader() -> Reader:
    from memcon.reading.reader import Reader

    return Reader()


def __getattr__(name: str) -> Any:
    if name.startswith("_") or name not in __all__:
        raise AttributeError(f"module 'memcon' has no attribute {name!r}")
    value = getattr(import_module(_HOMES.get(name, "memcon.record")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
