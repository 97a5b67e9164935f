"""Bytes to text, and what kind of text it is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from charset_normalizer import from_bytes as guess_charset

from memcon.errors import BinaryContentError, EmptyDocumentError, EncodingError, SourceError

Kind = Literal["text", "markdown", "html", "feed"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 before UTF-16: its little-endian mark begins with the other's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF", "Extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP, Word or EPUB file", "Save it as plain text or HTML"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "Save it as plain text or HTML"),
    (b"\x1f\x8b", "gzip-compressed", "Decompress it first"),
    (b"BZh", "bzip2-compressed", "Decompress it first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed", "Decompress it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first"),
    (b"\x89PNG", "an image", "Give the text of the report"),
    (b"\xff\xd8\xff", "an image", "Give the text of the report"),
    (b"GIF8", "an image", "Give the text of the report"),
    (b"RIFF", "an image or sound file", "Give the text of the report"),
    (b"\x7fELF", "a program", "Give the text of the report"),
    (b"SQLite format 3\x00", "a database", "Give the text of the report"),
)
_GIVE_TEXT = "Give the text of the report, or name its encoding"
_HEAD = 4096
_SAMPLE = 32_768
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}?encoding\s*=\s*["']|<meta[^>]{0,200}?charset\s*=\s*["']?)"""
    rb"""([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
# Control characters that no text has; tab, line ends, form feed and escape do occur.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that gave it, and what was lost on the way."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(
    data: bytes,
    *,
    encoding: str | None = None,
    media_type: str | None = None,
    where: str | None = None,
) -> Decoded:
    """Turn bytes into text: line ends and spaces kept, a byte-order mark dropped.

    The encoding is, in this order: the byte-order mark's, the one stated by the caller, by the
    media type, by the XML or HTML itself; UTF-8; a guess.

    Args:
        data: the bytes.
        encoding: the encoding to use, if the caller knows it.
        media_type: a media type that may carry a ``charset``.
        where: the name of the input, for messages.

    Returns:
        The text with the encoding used.

    Raises:
        EmptyDocumentError: there are no bytes, or only white space.
        BinaryContentError: the bytes are no text.
        EncodingError: the bytes do not fit the encoding that the caller stated.
    """
    if not data.strip():
        raise EmptyDocumentError(
            "the document is empty", where=where, remedy="Check that the right file was given"
        )
    decoded = _decode(data, encoding, media_type, where)
    _refuse_binary(decoded.text, where)
    if not decoded.text.strip():
        raise EmptyDocumentError(
            "the document holds only white space",
            where=where,
            remedy="Check that the right file was given",
        )
    return decoded


def looks_like_text(beginning: bytes) -> bool:
    """Tell from its first bytes whether a file may hold a document."""
    try:
        decode(beginning)
    except SourceError:
        return False
    return True


def _decode(
    data: bytes, encoding: str | None, media_type: str | None, where: str | None
) -> Decoded:
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(name), name)
            except UnicodeDecodeError as error:
                if name != "utf-8":
                    raise EncodingError(
                        f"the file has the mark of {name} but does not decode: {error.reason}",
                        where=where,
                        remedy="Save it again as UTF-8",
                    ) from error
                data = data[len(mark) :]
                break
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise BinaryContentError(f"this is {what}, not text", where=where, remedy=remedy)
    if encoding is not None:
        return _decode_stated(data, encoding, where)
    for declared in _declared(data, media_type):
        try:
            return Decoded(data.decode(declared), declared)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue  # pages often declare what they are not
    if b"\x00" in data[:_SAMPLE] and (wide := _wide(data)) is not None:
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if b"\x00" in data[:_SAMPLE]:
        raise BinaryContentError("this is not text", where=where, remedy=_GIVE_TEXT)
    return _decode_damaged(data) or _guess(data, where)


def _decode_stated(data: bytes, encoding: str, where: str | None) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"the bytes are not {encoding}: {error.reason} at byte {error.start}",
            where=where,
            remedy="Name the right encoding, or none to have it detected",
        ) from error
    except (LookupError, ValueError, AssertionError) as error:
        raise EncodingError(
            f"unknown text encoding {encoding!r}",
            where=where,
            remedy="Use a name that Python knows, such as utf-8, windows-1251 or gb18030",
        ) from error


def _declared(data: bytes, media_type: str | None) -> list[str]:
    names = []
    if media_type and (match := _CHARSET.search(media_type)):
        names.append(match[1])
    if declared := _DECLARED.search(data[:_HEAD]):
        names.append(declared[1].decode("ascii"))
    kept = []
    for name in names:
        try:
            canonical = codecs.lookup(name).name
        except (LookupError, ValueError):
            continue
        # A declaration that can be read byte by byte cannot be of a wide encoding, and Python's
        # non-text codecs ("rot13", "hex") are no charsets.
        if canonical.startswith(("utf-16", "utf-32", "utf-7")) or not _is_charset(canonical):
            continue
        # HTML's rule (WHATWG Encoding): Latin-1 and ASCII labels mean Windows-1252.
        kept.append("cp1252" if canonical in ("iso8859-1", "ascii") else canonical)
    # A Latin label on UTF-8 bytes is a commoner mistake than the reverse, and never raises.
    return [name for name in kept if name != "cp1252"]


def _is_charset(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name), str)
    except (LookupError, ValueError, AssertionError):
        return False


def _wide(data: bytes) -> Decoded | None:
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) / half > 0.3:
            try:
                return Decoded(data.decode(name), name)
            except UnicodeDecodeError:
                return None
    return None


def _decode_damaged(data: bytes) -> Decoded | None:
    """Read UTF-8 that a few broken bytes spoil; ``None`` if it is no UTF-8 at all."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    foreign = sum(1 for char in text[:_SAMPLE] if char > "\x7f") - text[:_SAMPLE].count("\ufffd")
    if foreign < 3 * min(broken, 50) or broken > max(3, len(text) // 200):
        return None
    return Decoded(
        text, "utf-8", (f"{broken} places are not valid UTF-8 and were replaced by U+FFFD",)
    )


def _guess(data: bytes, where: str | None) -> Decoded:
    sample = data[:_SAMPLE]
    names = ["cp1252"]
    # Latin text with a few typographic quotes is Windows-1252; guessing needs more to go by.
    if sum(byte > 127 for byte in sample) * 7 > len(sample):
        best = guess_charset(sample, steps=5, chunk_size=1024).best()
        names = [best.encoding, *names] if best is not None else names
    for name in names:
        try:
            return Decoded(data.decode(name), name, (f"the encoding was guessed: {name}",))
        except (UnicodeDecodeError, LookupError):
            continue
    raise EncodingError(
        "the bytes fit no known text encoding", where=where, remedy="Name the encoding"
    )


def _refuse_binary(text: str, where: str | None) -> None:
    if "\x00" in text:
        raise BinaryContentError(
            "this is not text: it holds zero bytes", where=where, remedy=_GIVE_TEXT
        )
    sample = text[:_SAMPLE]
    controls = len(_CONTROL.findall(sample))
    # One control character in a thousand is an accident, one in fifty is a binary format.
    if controls > max(2, len(sample) // 50):
        raise BinaryContentError(
            "this is not text: it is full of control characters", where=where, remedy=_GIVE_TEXT
        )


# Atomic and possessive: a head full of comments must not be tried in every combination.
_PROLOGUE = (
    r"(?>\s++|<\?[^>]{0,400}>|<!--.{0,2000}?-->"
    r"|<!DOCTYPE\s+(?!html)[^\[>]{0,400}(?:\[[^\]]{0,4000}\]\s*)?>){0,20}+"
)
_FEED = re.compile(
    _PROLOGUE + r"<(?:rss|feed|rdf:RDF)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_HTML = re.compile(
    _PROLOGUE + r"<(?:!doctype\s+html|html|head|body|div|p|"
    r"article|main|section|table|h[1-6]|meta|script|title|span|a|ul|br|style|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|> \S|\\#|```|-{3,}\s*$|\|.*\|\s*$)|\]\((?:https?:|/|#)|\*\*\S", re.MULTILINE
)
_MEDIA: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
}
# What memcon takes in itself, by what senders call it.
MEDIA_TYPES = frozenset((*_MEDIA, "text/plain", "text/xml", "application/xml"))
_SUFFIX: dict[str, Kind] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}


def sniff(text: str, *, media_type: str | None = None, name: str | None = None) -> Kind:
    """Tell what kind of text this is.

    A definite media type decides; then what the text looks like; then the file's suffix.

    Args:
        text: the decoded text.
        media_type: as stated by the sender; ``text/plain`` and XML types leave it open.
        name: a file name.

    Returns:
        ``text``, ``markdown``, ``html`` or ``feed``.
    """
    stated = (media_type or "").split(";")[0].strip().lower()
    if stated in _MEDIA:
        return _MEDIA[stated]
    head = text[:_HEAD]
    suffix = "." + name.rsplit(".", 1)[-1].lower() if name and "." in name else ""
    by_name = _SUFFIX.get(suffix)
    if _FEED.match(head):
        return "feed"
    if by_name != "markdown" and _HTML.match(head):
        return "html"
    if by_name is not None:
        return by_name
    if stated in ("text/xml", "application/xml"):
        return "feed"
    if head.startswith(("---\n", "---\r\n", "+++\n", "+++\r\n")) or _MARKDOWN.search(head):
        return "markdown"
    return "text"
