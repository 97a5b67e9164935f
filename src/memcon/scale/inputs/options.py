"""What a user may say about the inputs of a run."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from memcon.errors import RunError
from memcon.scale.work import Kind
from memcon.sources import MAX_BYTES

# What tables of articles call their columns, in lower case, the most telling first. Not here: names
# that mean something else as often (``source`` of a data set, ``timestamp`` of a crawl).
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        "text",
        "body",
        "content",
        "maintext",
        "main_text",
        "article",
        "article_text",
        "article_body",
        "articlebody",
        "full_text",
        "fulltext",
        "plain_text",
        "plaintext",
    ),
    "html": ("html", "raw_html", "page_html", "content_html", "body_html"),
    "title": ("title", "headline", "heading"),
    "url": ("url", "link", "source_url", "canonical_url", "web_url", "uri"),
    "published": (
        "published",
        "published_at",
        "published_time",
        "date_publish",
        "date_published",
        "publish_date",
        "publication_date",
        "pubdate",
        "pub_date",
        "date",
    ),
    "publisher": ("publisher", "site_name", "outlet", "newspaper", "publication"),
    "language": ("language", "lang"),
}
_WIDE = ("utf-16", "utf-32")


@dataclass(frozen=True, slots=True, kw_only=True)
class InputOptions:
    """How inputs are understood and cut.

    Attributes:
        kind: what the files are; without one the name tells, else the content.
        columns: which column or key has which field of :data:`FIELDS`, as in
            ``{"text": "body"}``; a point leads into nested ones, as in ``meta.url``. Fields that
            are not named are looked for by their usual names.
        delimiter: what stands between the values of a CSV file; without one its first row tells.
        encoding: of CSV and JSON Lines; without one UTF-8, or UTF-16 with a byte-order mark.
        piece_bytes: at how many bytes a piece is full.
        piece_documents: at how many documents a piece is full.
        max_bytes: the size over which one document is rejected.
    """

    kind: Kind | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    encoding: str | None = None
    piece_bytes: int = 4_000_000
    piece_documents: int = 500
    max_bytes: int = MAX_BYTES

    def __post_init__(self) -> None:
        unknown = sorted(set(self.columns) - set(FIELDS))
        if unknown:
            raise RunError(
                f"there is no field {unknown[0]!r} that a column could be given for",
                remedy=f"Use one of {', '.join(FIELDS)}",
            )
        if self.delimiter is not None and len(self.delimiter.encode()) != 1:
            raise RunError(
                f"{self.delimiter!r} cannot be the delimiter of a CSV file",
                remedy="Give one character, such as ; or a tab",
            )
        if self.encoding is not None:
            try:
                "".encode(self.encoding)
            except (LookupError, ValueError) as error:
                raise RunError(
                    f"unknown text encoding {self.encoding!r}",
                    remedy="Use a name that Python knows, such as utf-8 or windows-1251",
                ) from error
        if min(self.piece_bytes, self.piece_documents, self.max_bytes) < 1:
            raise RunError("the sizes of pieces and documents begin at 1", remedy="Raise them")

    @property
    def wide_encoding(self) -> str | None:
        """The encoding, if its line ends are more than a byte, so that it is recoded at once."""
        if self.encoding is None:
            return None
        name = codecs.lookup(self.encoding).name
        return name if name.startswith(_WIDE) else None

    @property
    def data_encoding(self) -> str:
        """The encoding of the lines in a piece."""
        return "utf-8" if self.encoding is None or self.wide_encoding else self.encoding
