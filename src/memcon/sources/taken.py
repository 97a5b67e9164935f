"""What intake hands on: a document, the bytes it came from, and what the source says of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from memcon.record import Block, Dateline, Document, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the source itself states about a document; everything unknown is ``None``.

    ``published`` is the date as printed, ``published_iso`` what it was understood as (a date, or
    a date and time with offset), ``published_basis`` where it stood. ``agency`` is the wire
    service named in the dateline or the source line, ``attributed_to`` the person to whom an
    introductory line attributes the text, ``place`` where the text says it was written or spoken.
    """

    title: str | None = None
    url: str | None = None
    published: str | None = None
    published_iso: str | None = None
    published_basis: str | None = None
    modified: str | None = None
    publisher: str | None = None
    agency: str | None = None
    author: str | None = None
    attributed_to: str | None = None
    language: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """One document taken in, with the raw bytes and the source's own statements about it.

    ``warnings`` says what could not be understood on the way (broken front matter and the like).
    """

    document: Document
    raw: bytes = field(repr=False)
    metadata: Metadata
    warnings: tuple[str, ...] = ()


def make_document(
    text: str,
    *,
    blocks: list[Block],
    metadata: Metadata,
    dateline: Dateline | None,
    media_type: str,
    raw_sha256: str,
) -> Document:
    """Build the document from its text and what is known of it.

    Args:
        text: the text as the record will keep it, without lone surrogates.
        blocks: its blocks.
        metadata: what the source states.
        dateline: the filing place and date, if the text has them.
        media_type: of the raw bytes.
        raw_sha256: of the raw bytes, hexadecimal.

    Returns:
        The document; its id depends on the text alone.
    """
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(
        id=f"doc:{digest[:16]}",
        url=metadata.url,
        title=metadata.title,
        publisher=metadata.publisher or metadata.agency,
        byline=metadata.author,
        language=metadata.language or script_language(text),
        published=metadata.published_iso,
        published_basis=metadata.published_basis if metadata.published_iso else None,
        dateline=dateline,
        text=text,
        blocks=blocks,
        source=Source(media_type=media_type, sha256=raw_sha256),
    )


# First code points of the scripts that decide a language when the source states none.
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7a3"),
    ("zh", "\u4e00", "\u9fff"),
    ("ru", "\u0400", "\u04ff"),
    ("ar", "\u0600", "\u06ff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
    ("ka", "\u10a0", "\u10ff"),
    ("hy", "\u0530", "\u058f"),
)
_ANY_SCRIPT = re.compile(f"[{''.join(f'{first}-{last}' for _, first, last in _SCRIPTS)}]")
_SAMPLE = 4000


def script_language(text: str) -> str:
    """Guess the language from the script of the text.

    A quarter of the letters in another script is enough: foreign pages carry Latin menus, names
    and addresses, and English texts carry no more than a quotation in another script.

    Args:
        text: any text; its first 4,000 code points decide.

    Returns:
        An ISO 639-1 code; ``en`` for Latin script, since nothing finer is known here.
    """
    sample = text[:_SAMPLE]
    if not _ANY_SCRIPT.search(sample):  # most texts, at a hundredth of what counting costs
        return "en"
    letters = sum(char.isalpha() for char in sample)
    if not letters:
        return "en"
    for language, first, last in _SCRIPTS:
        share = sum(first <= char <= last for char in sample) / letters
        # Japanese mixes kana with Chinese characters, so little kana is telling.
        if share >= (0.1 if language == "ja" else 0.25):
            return language
    return "en"


def clean_string(value: object, *, limit: int = 2000) -> str | None:
    """Return a metadata value as one line of ordinary text.

    Args:
        value: whatever the source holds; only strings and numbers count.
        limit: longest string kept, so that a broken page cannot fill a title.

    Returns:
        The value with white space (no-break spaces too) collapsed and what no record can hold
        removed, or ``None`` where nothing is left.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    kept = "".join(
        char
        for char in str(value)[: limit * 4]
        if not ("\ud800" <= char <= "\udfff" or char in _INVISIBLE)
    )
    return " ".join(kept.split())[:limit].strip() or None


_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\x00"
