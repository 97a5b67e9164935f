"""Intake: files, bytes and strings to documents."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from memcon.errors import (
    BinaryContentError,
    EmptyDocumentError,
    EncodingError,
    MarkupError,
    NotFoundError,
    SourceError,
    TooLargeError,
)
from memcon.record import Dateline
from memcon.sources.blocks import Marked, mark
from memcon.sources.dates import nearest_year, parse_date
from memcon.sources.detect import decode, looks_like_text, sniff
from memcon.sources.feed import read_feed
from memcon.sources.frontmatter import metadata_of, read_front_matter
from memcon.sources.others import source_of
from memcon.sources.taken import Metadata, Taken, make_document
from memcon.sources.webpage import read_page

MAX_BYTES: Final = 50_000_000
# What a folder is searched for, with files that have no suffix and hold text (a name may have been
# cut off); a file that is named outright may be called anything.
SUFFIXES: Final = frozenset(
    (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom")
)
_BEGINNING = 4096  # bytes by which a file without a suffix is judged
_MEDIA_TYPE = {"text": "text/plain", "markdown": "text/markdown", "html": "text/html"}


def from_bytes(
    data: bytes,
    *,
    media_type: str | None = None,
    name: str | None = None,
    url: str | None = None,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    others: Sequence[str] = (),
    stated: Metadata | None = None,
) -> list[Taken]:
    """Take in the bytes of a file or a response.

    Args:
        data: the bytes.
        media_type: as stated by the sender; without one the content decides.
        name: a file name: helps to tell the kind, and stands in messages.
        url: where the bytes were fetched, if known.
        encoding: the text encoding; without one it is detected.
        max_bytes: size limit.
        others: names of sources of other packages that may take them in.
        stated: what is known of the document besides, which goes before what it says itself; not
            for feeds and other sources, which may hold many.

    Returns:
        One document; for a feed, one an item that has text.

    Raises:
        TooLargeError: over ``max_bytes``.
        EmptyDocumentError: there is nothing to read.
        BinaryContentError: the bytes are no text.
        EncodingError: they do not fit the stated encoding.
        MarkupError: a feed cannot be understood.
        PluginError: a source of another package is missing or failed.
    """
    where = name or url
    if len(data) > max_bytes:
        raise _too_large(len(data), max_bytes, where)
    other = source_of(others, media_type=media_type, name=name, url=url) if others else None
    if other is not None:
        return other.take(data, name=name, url=url)
    decoded = decode(data, encoding=encoding, media_type=media_type, where=where)
    kind = sniff(decoded.text, media_type=media_type, name=name)
    digest = hashlib.sha256(data).hexdigest()
    if kind == "feed":
        try:
            return _feed(decoded.text, data, digest, url, where, decoded.warnings)
        except MarkupError:
            if media_type is not None or (name or "").lower().endswith((".rss", ".atom", ".xml")):
                raise
            kind = "text"
    if kind == "html":
        return [_page(decoded.text, data, digest, url, where, decoded.warnings, stated)]
    return [
        _plain(
            decoded.text,
            data,
            digest,
            stated=_merge(stated or Metadata(), Metadata(url=url)),
            media_type=_MEDIA_TYPE[kind],
            warnings=decoded.warnings,
        )
    ]


def from_path(
    path: str | Path,
    *,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    others: Sequence[str] = (),
) -> list[Taken]:
    """Take in a file.

    Args:
        path: the file.
        encoding: its text encoding; without one it is detected.
        max_bytes: size limit, checked before the file is read.
        others: names of sources of other packages that may take it in.

    Returns:
        Its documents, as :func:`from_bytes`.

    Raises:
        NotFoundError: there is no such file.
        SourceError: it cannot be read, or its content cannot be taken in.
    """
    data = read_bytes(path, max_bytes=max_bytes)
    return from_bytes(data, name=str(path), encoding=encoding, max_bytes=max_bytes, others=others)


def make_taken(
    text: str,
    *,
    data: bytes,
    media_type: str,
    metadata: Metadata | None = None,
    warnings: tuple[str, ...] = (),
) -> Taken:
    """Make a document of a text, for a source of another package.

    Its blocks are marked, and what the text says of its title, date and place is read off, as in
    any other document; what is stated goes before that.

    Args:
        text: the document, which the record keeps as it is here.
        data: the bytes of the file that it was in.
        media_type: what kind of file that was, such as ``text/x-minutes``.
        metadata: what the file states about the document.
        warnings: what could not be understood on the way, a sentence each.

    Raises:
        EmptyDocumentError: the text is empty.
        BinaryContentError, EncodingError: it holds what no text can.
    """
    _check_text(text)
    return _take(
        text,
        data,
        hashlib.sha256(data).hexdigest(),
        begin=0,
        stated=metadata or Metadata(),
        media_type=media_type,
        warnings=warnings,
    )


def is_address(text: str) -> bool:
    """Whether a text is the address of a page or a feed, and not a path."""
    return text.lower().startswith(("http://", "https://"))


def read_bytes(path: str | Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file.

    Args:
        path: the file.
        max_bytes: size limit, checked before the file is read.

    Raises:
        NotFoundError: there is no such file.
        SourceError: it is a folder, over the limit, or cannot be read.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if file.is_dir():
            raise SourceError(
                "this is a folder",
                where=str(path),
                remedy="Give a file, or expand the folder first",
            )
        if size > max_bytes:
            raise _too_large(size, max_bytes, str(path))
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFoundError("no such file", where=str(path), remedy="Check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(
            f"the file cannot be read ({reason})", where=str(path), remedy="Check its permissions"
        ) from error


def from_text(
    text: str, *, title: str | None = None, published: str | None = None, url: str | None = None
) -> Taken:
    """Take in a string.

    Args:
        text: the document, plain or Markdown, with front matter or without.
        title: its title, if it is not in the text.
        published: when it was published, in any printed form.
        url: where it stands.

    Returns:
        The document; its text is ``text`` unchanged.

    Raises:
        EmptyDocumentError: the text is empty.
        BinaryContentError: it holds zero bytes.
        EncodingError: it holds lone surrogates, which no file can.
    """
    data = _check_text(text)
    stated = Metadata(
        title=title,
        url=url,
        published=published,
        published_iso=parse_date(published) if published else None,
        published_basis="given" if published else None,
    )
    kind = sniff(text)
    return _plain(
        text,
        data,
        hashlib.sha256(data).hexdigest(),
        stated=stated,
        media_type="text/markdown" if kind == "markdown" else "text/plain",
        warnings=(),
    )


def _check_text(text: str) -> bytes:
    """Return the text in UTF-8, if it is one."""
    if not text.strip():
        raise EmptyDocumentError("the text is empty", remedy="Give the text of a report")
    if "\x00" in text:
        raise BinaryContentError(
            "this is not text: it holds zero bytes", remedy="Give the text of a report"
        )
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EncodingError(
            f"the text holds half a character at offset {error.start}",
            remedy="Decode the original bytes again, without surrogateescape",
        ) from error


def expand(patterns: Iterable[str], *, suffixes: Collection[str] = ()) -> list[Path]:
    """Turn files, folders and globs into a list of files.

    Args:
        patterns: paths; folders are searched through, in sorted order, for files with a suffix
            of :data:`SUFFIXES` and for files without a suffix that begin like text; ``*``,
            ``?``, ``[…]`` and ``**`` are expanded.
        suffixes: of files that are looked for in folders besides.

    Returns:
        The files, each once, in the order of the patterns.

    Raises:
        NotFoundError: a pattern that matches nothing.
    """
    files: dict[Path, None] = {}
    for pattern in patterns:
        path = Path(pattern)
        if _exists(path):
            found = _folder(path, suffixes) if path.is_dir() else [path]
        else:
            found = []
            for match in sorted(_glob(pattern)):
                here = Path(match)
                found += _folder(here, suffixes) if here.is_dir() else [here]
        if not found:
            raise NotFoundError(
                "nothing matches", where=pattern, remedy="Check the path or the pattern"
            )
        files.update(dict.fromkeys(found))
    return list(files)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _glob(pattern: str) -> list[str]:
    try:
        # Not Path.glob: that needs a folder to start from, and a pattern may be absolute.
        return glob.glob(pattern, recursive=True)  # noqa: PTH207
    except (OSError, ValueError):
        return []


def _folder(folder: Path, suffixes: Collection[str]) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(root, name)
            for name in names
            if not name.startswith(".") and _is_wanted(Path(root, name), suffixes)
        ]
    return sorted(found)


def _is_wanted(file: Path, suffixes: Collection[str]) -> bool:
    suffix = file.suffix.lower()
    if suffix in SUFFIXES or suffix in suffixes:
        return True
    if suffix not in ("", "."):
        return False
    try:
        if not file.is_file():  # a pipe would be waited for
            return False
        with file.open("rb") as stream:
            return looks_like_text(stream.read(_BEGINNING))
    except OSError:
        return True  # reading it will tell what is wrong


def _too_large(size: int, limit: int, where: str | None) -> TooLargeError:
    return TooLargeError(
        f"{size:,} bytes are over the limit of {limit:,}",
        where=where,
        remedy="Split the file, or raise the size limit",
    )


def _plain(
    text: str,
    data: bytes,
    digest: str,
    *,
    stated: Metadata,
    media_type: str,
    warnings: tuple[str, ...],
) -> Taken:
    front = read_front_matter(text)
    stated = _merge(stated, metadata_of(front.fields))
    return _take(
        text,
        data,
        digest,
        begin=front.end,
        stated=stated,
        media_type="text/markdown" if front.end else media_type,
        warnings=warnings + front.warnings,
    )


def _page(
    markup: str,
    data: bytes,
    digest: str,
    url: str | None,
    where: str | None,
    warnings: tuple[str, ...],
    stated: Metadata | None,
) -> Taken:
    page = read_page(markup, url=url, where=where)
    return _take(
        page.text,
        data,
        digest,
        begin=0,
        stated=page.metadata if stated is None else _merge(stated, page.metadata),
        media_type="text/html",
        warnings=warnings + page.warnings,
    )


def _feed(
    markup: str,
    data: bytes,
    digest: str,
    url: str | None,
    where: str | None,
    warnings: tuple[str, ...],
) -> list[Taken]:
    feed = read_feed(markup, url=url, where=where)
    return [
        _take(
            item.text,
            data,
            digest,
            begin=0,
            stated=item.metadata,
            media_type=feed.media_type,
            warnings=warnings + feed.warnings,
        )
        for item in feed.items
    ]


def _take(
    text: str,
    data: bytes,
    digest: str,
    *,
    begin: int,
    stated: Metadata,
    media_type: str,
    warnings: tuple[str, ...],
) -> Taken:
    made_from_html = media_type not in ("text/plain", "text/markdown")
    marked = mark(text, begin=begin, title=stated.title, wrapped=False if made_from_html else None)
    metadata = _merge(stated, _read_off(marked))
    document = make_document(
        text,
        blocks=marked.blocks,
        metadata=metadata,
        dateline=_dateline(marked, metadata),
        media_type=media_type,
        raw_sha256=digest,
    )
    return Taken(document, data, metadata, warnings)


def _read_off(marked: Marked) -> Metadata:
    return Metadata(
        title=marked.headline,
        published=marked.published,
        published_iso=marked.published_iso,
        published_basis="date line" if marked.published_iso else None,
        agency=marked.agency,
        author=marked.byline,
        attributed_to=marked.attributed_to,
        place=marked.place,
    )


def _merge(first: Metadata, second: Metadata) -> Metadata:
    """Return ``first``, its gaps filled from ``second``; the date's fields stay together."""
    changes = {
        name: getattr(second, name)
        for name in Metadata.__dataclass_fields__
        if getattr(first, name) is None and not name.startswith("published")
    }
    if first.published_iso is None and (
        second.published_iso is not None or first.published is None
    ):
        changes.update(
            published=second.published,
            published_iso=second.published_iso,
            published_basis=second.published_basis,
        )
    return replace(first, **changes)


def _dateline(marked: Marked, metadata: Metadata) -> Dateline | None:
    found = marked.dateline
    if found is None:
        return None
    date = None
    if found.day is not None:
        month, day, year = found.day
        if year is not None:
            date = parse_date(f"{year}-{month:02}-{day:02}")
        else:
            date = nearest_year(month, day, metadata.published_iso)
    return Dateline(place=found.place, date=date)
