"""A source: minutes as an invented secretariat files them.

Lines of ``Name: value``, an empty line, and the text::

    Title: Ferries of the northern channel
    Date: 2024-05-06
    Office: Secretariat of the Inner Sea Council

    Foreign Minister Ilse Brandar of Ostria met …
"""

from __future__ import annotations

from memcon.errors import MarkupError
from memcon.sources import Metadata, SourceFormat, Taken, make_taken


def take(data: bytes, *, name: str | None, url: str | None) -> list[Taken]:
    """Return the document that minutes hold."""
    head, gap, text = data.decode("utf-8").replace("\r\n", "\n").partition("\n\n")
    if not gap:
        raise MarkupError(
            "minutes without an empty line after their head",
            where=name or url,
            remedy="Put an empty line between the head and the text",
        )
    said = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    metadata = Metadata(
        title=said.get("Title"),
        url=url,
        published=said.get("Date"),
        published_iso=said.get("Date"),
        published_basis="the head of the minutes",
        publisher=said.get("Office"),
    )
    return [make_taken(text, data=data, media_type="text/x-minutes", metadata=metadata)]


SOURCE = SourceFormat(suffixes=(".minutes",), media_types=("text/x-minutes",), take=take)
