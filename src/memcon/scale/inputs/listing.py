"""Which files a run reads: paths, folders, patterns and addresses to a sorted list."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from memcon.errors import RunError
from memcon.scale.inputs.loose import plain_name
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.streams import DamagedError, open_content
from memcon.scale.storage import filesystem, is_remote, stated
from memcon.scale.work import InputFile, Kind
from memcon.sources import SUFFIXES
from memcon.sources.detect import looks_like_text

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_KINDS: Final[Mapping[str, Kind]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonlines": "jsonl",
    ".ldjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".warc": "warc",
    ".wet": "warc",
    **dict.fromkeys(SUFFIXES, "files"),
}
_BEGINNING: Final = 4096
_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a run reads, and how many files of folders it passes over, by the ending of the name."""

    files: tuple[InputFile, ...]
    passed_over: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    url: str
    size: int
    kind: Kind


def survey(places: Sequence[str], options: InputOptions) -> Inputs:
    """Find the files that a run reads.

    A file that is named, or that a pattern matches, is read whatever it is called. In folders, of
    any depth, those are read whose name says that documents are in them (also ``.gz``, ``.zst``,
    ``.bz2`` and ``.xz``), and those whose name has no ending and that hold text or tables. Other
    files are counted; what begins with a point is left alone.

    Args:
        places: paths, folders, patterns with ``*``, ``?`` and ``[…]``, and addresses of storages.
        options: what is said of their kind, and how many documents a piece has.

    Returns:
        The files, each once, sorted by address; documents that are files themselves are put
        together, as many as a piece has.

    Raises:
        RunError: there is nothing at a place, or the storage refused.
        ExtraError: what opens an address is not installed.
    """
    found: dict[str, _Found] = {}
    passed_over: Counter[str] = Counter()
    for place in places:
        before = len(found)
        known = 0
        for one in _place(place, options, passed_over):
            known += one.url in found
            found.setdefault(one.url, one)
        if len(found) == before and not known:
            raise RunError(
                "there is nothing to read here",
                where=place,
                remedy="Give JSON Lines, CSV, Parquet or WARC files, or a folder of pages or texts",
            )
    loose = sorted(one for one in found.values() if one.kind == "files")
    inputs = [
        InputFile(number=0, url=one.url, kind=one.kind, size=one.size)
        for one in found.values()
        if one.kind != "files"
    ]
    inputs += _bundles(loose, options)
    inputs.sort(key=lambda file: file.url)
    numbered = [
        InputFile(number=number, url=file.url, kind=file.kind, size=file.size, urls=file.urls)
        for number, file in enumerate(inputs)
    ]
    return Inputs(files=tuple(numbered), passed_over=dict(sorted(passed_over.items())))


def _place(place: str, options: InputOptions, passed_over: Counter[str]) -> Iterator[_Found]:
    system, path = filesystem(place if is_remote(place) else os.path.abspath(place))  # noqa: PTH100
    with stated(place, "read"):
        pattern = bool(_MAGIC & set(path)) and not system.exists(path)
        found = system.glob(path, detail=True).values() if pattern else [system.info(path)]
        entries = sorted(found, key=lambda entry: str(entry["name"]))
        if not entries:
            raise RunError(
                "nothing matches", where=place, remedy="Check the pattern, and put it in quotes"
            )
        for entry in entries:
            if entry["type"] == "directory":
                yield from _folder(system, str(entry["name"]), options, passed_over)
            else:
                url = _url(system, entry)
                kind = options.kind or _by_name(url) or _by_content(url) or "files"
                yield _Found(url, _size(entry), kind)


def _folder(
    system: AbstractFileSystem, folder: str, options: InputOptions, passed_over: Counter[str]
) -> Iterator[_Found]:
    for name, entry in sorted(system.find(folder, detail=True).items()):
        inner = name.removeprefix(folder).strip("/")
        if (
            entry["type"] != "file"
            or not inner
            or name.endswith("/")
            or any(part.startswith(".") for part in inner.split("/"))
        ):
            continue
        url = _url(system, entry)
        kind = _by_name(url)
        if kind is None and PurePosixPath(plain_name(url)).suffix in ("", "."):
            kind = _by_content(url)
            if kind is not None and options.kind is not None:
                kind = options.kind
        if kind is None or (options.kind is not None and kind != options.kind):
            passed_over[PurePosixPath(plain_name(url)).suffix.lower()] += 1
        else:
            yield _Found(url, _size(entry), kind)


def _url(system: AbstractFileSystem, entry: Mapping[str, Any]) -> str:
    name = str(entry["name"])
    protocol = system.protocol if isinstance(system.protocol, str) else system.protocol[0]
    return name if protocol in ("file", "local") else str(system.unstrip_protocol(name))


def _size(entry: Mapping[str, Any]) -> int:
    return int(entry.get("size") or 0)


def _by_name(url: str) -> Kind | None:
    return _KINDS.get(PurePosixPath(plain_name(url)).suffix.lower())


def _by_content(url: str) -> Kind | None:
    """Tell a file's kind by how it begins; ``None`` where nothing here reads such a thing."""
    beginning = b""
    try:
        with open_content(url) as content:
            for block in content.blocks():
                beginning += block
                if len(beginning) >= _BEGINNING:
                    break
    except DamagedError:
        pass  # what came before says what it is
    except RunError:
        if is_remote(url):
            raise
        return "files"  # reading it will tell what is wrong
    beginning = beginning[:_BEGINNING]
    if beginning.startswith(b"PAR1"):
        return "parquet"
    if beginning.startswith(b"WARC/"):
        return "warc"
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b'{"'):
        return "jsonl"
    return "files" if looks_like_text(beginning) else None


def _bundles(loose: Sequence[_Found], options: InputOptions) -> Iterator[InputFile]:
    """Put documents together until a piece is full."""
    held: list[_Found] = []
    size = 0
    for one in (*loose, None):
        full = len(held) >= options.piece_documents or size >= options.piece_bytes
        if held and (one is None or full):
            urls = tuple(each.url for each in held)
            yield InputFile(number=0, url=urls[0], kind="files", size=size, urls=urls)
            held, size = [], 0
        if one is not None:
            held.append(one)
            size += one.size
