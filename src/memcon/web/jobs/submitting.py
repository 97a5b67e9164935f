"""What people hand in, checked and put aside: files, an address, a text."""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Final

from memcon.errors import EmptyDocumentError, FetchError, MemconError, TooLargeError
from memcon.sources import is_address
from memcon.sources.dates import parse_date
from memcon.sources.frontmatter import read_front_matter
from memcon.web.jobs.model import Job, Source
from memcon.web.jobs.queue import Jobs

MAX_FILES: Final = 200  # in one go
PASTED: Final = "pasted text"
_MAX_NAME: Final = 120  # characters of a file's name that are kept
_MAX_ADDRESS: Final = 8_000  # characters, as sources.web has it
_PIECE: Final = 1 << 16
_NO_NAME: Final = "without a name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that is handed in: what the sender calls it, and its bytes."""

    name: str
    stream: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is stated about a pasted text; each may be left empty."""

    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""

    def lines(self) -> str:
        """Return it as front matter, nothing where nothing is stated."""
        given = {one.name: " ".join(getattr(self, one.name).split()) for one in fields(self)}
        # A string of JSON is one of YAML.
        stated = [
            f"{name}: {json.dumps(value, ensure_ascii=False)}\n"
            for name, value in given.items()
            if value
        ]
        return "".join(["---\n", *stated, "---\n\n"]) if stated else ""


def submit_files(jobs: Jobs, files: Sequence[Upload], *, who: str, max_bytes: int) -> Job:
    """Hand in files.

    A file's name is only ever shown, never used as a path. What a browser sends has no place of
    its own, so that it is no version of another file of that name.

    Args:
        jobs: the queue.
        files: what was sent.
        who: signs it.
        max_bytes: of all files together.

    Raises:
        EmptyDocumentError: no file was sent.
        TooLargeError: too many files, or too large ones.
        BusyError, ArchiveError: as :meth:`Jobs.submit`.
    """
    if not files:
        raise EmptyDocumentError("no file was sent", remedy="Choose some files first")
    if len(files) > MAX_FILES:
        raise TooLargeError(
            f"{len(files):,} files are over the limit of {MAX_FILES}",
            remedy="Send them in several parts, or use memcon add",
        )
    folder = jobs.folder()
    try:
        left = max_bytes
        sources = []
        for number, file in enumerate(files):
            path = folder / f"{number:04}"
            digest, size = _put_aside(file.stream, path, left)
            left -= size
            name = plain_name(file.name)
            sources.append(Source(where=name, location=f"upload:{digest[:16]}/{name}", path=path))
        title = sources[0].where if len(sources) == 1 else f"{len(sources)} files"
        return jobs.submit("files", title, sources, who=who)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def submit_address(jobs: Jobs, url: str, *, who: str) -> Job:
    """Hand in the address of a page or a feed, which is fetched when its turn comes.

    Args:
        jobs: the queue.
        url: the address.
        who: signs it.

    Raises:
        FetchError: this is no address of the web.
        BusyError, ArchiveError: as :meth:`Jobs.submit`.
    """
    url = url.strip()
    if not is_address(url) or len(url) > _MAX_ADDRESS or any(c.isspace() for c in url):
        raise FetchError(
            "this is no web address",
            where=url[:80] or None,
            remedy="Give the address of one page, beginning with http:// or https://",
        )
    return jobs.submit("address", url, [Source(where=url, location=url, url=url)], who=who)


def submit_text(
    jobs: Jobs, text: str, *, who: str, max_bytes: int, header: Header | None = None
) -> Job:
    """Hand in a text.

    Args:
        jobs: the queue.
        text: as it was pasted, with front matter or without.
        who: signs it.
        max_bytes: of the text in UTF-8.
        header: what is stated about it; becomes its front matter.

    Raises:
        EmptyDocumentError: there is nothing in it.
        TooLargeError: it is too long.
        MemconError: it has front matter and is given another, or the date or address is none.
        BusyError, ArchiveError: as :meth:`Jobs.submit`.
    """
    # A browser ends every line with a carriage return too.
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise EmptyDocumentError("the text is empty", remedy="Paste the text of a report")
    stated = header or Header()
    _check_header(stated, text)
    title = " ".join(stated.title.split()) or _beginning(text)
    text = stated.lines() + text
    data = text.encode("utf-8", errors="replace")
    if len(data) > max_bytes:
        raise TooLargeError(
            f"{len(data):,} bytes are over the limit of {max_bytes:,}",
            where=PASTED,
            remedy="Add it as a file",
        )
    folder = jobs.folder()
    path = folder / "0000"
    path.write_bytes(data)
    location = f"paste:{hashlib.sha256(data).hexdigest()[:16]}"
    try:
        return jobs.submit(
            "text", title, [Source(where=PASTED, location=location, path=path)], who=who
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def plain_name(name: str) -> str:
    """Return what a sender calls a file, fit to be shown: its last part, without control codes.

    >>> plain_name("../../etc/passwd"), plain_name("my   talks.txt"), plain_name("..")
    ('passwd', 'my talks.txt', 'without a name')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    shown = " ".join(shown.split())
    if len(shown) > _MAX_NAME:
        stem, dot, suffix = shown.rpartition(".")
        kept = dot + suffix if dot and len(suffix) <= 8 else ""
        shown = (stem or shown)[: _MAX_NAME - len(kept)] + kept
    return shown if shown.strip(".") else _NO_NAME


def _put_aside(stream: IO[bytes], path: Path, limit: int) -> tuple[str, int]:
    """Write what a stream gives to a file; return its digest and size."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as target:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > limit:
                raise TooLargeError(
                    "the files are over the limit of the server",
                    remedy="Send them in several parts, or use memcon add",
                )
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest(), size


def _check_header(header: Header, text: str) -> None:
    if not header.lines():
        return
    stated = "".join(getattr(header, one.name) for one in fields(header))
    if any(unicodedata.category(c) in ("Cc", "Cs") and not c.isspace() for c in stated):
        raise MemconError("what is stated has a control character", remedy="Type it anew")
    if read_front_matter(text).end:
        raise MemconError(
            "the text has front matter of its own",
            where=PASTED,
            remedy="State title, publisher, date and address there, or take it out",
        )
    if header.date.strip() and parse_date(header.date) is None:
        raise MemconError(
            f"{header.date[:40]!r} is no date", where="date", remedy="Give it as 2024-03-14"
        )
    if header.url.strip() and not is_address(header.url.strip()):
        raise MemconError(
            "this is no web address",
            where="address",
            remedy="Give one beginning with http:// or https://, or leave it empty",
        )


def _beginning(text: str) -> str:
    line = next(line for line in text.splitlines() if line.strip())
    words = " ".join(line.split())
    return words if len(words) <= 60 else words[:59].rstrip() + "…"
