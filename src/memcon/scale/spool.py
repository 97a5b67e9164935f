"""What sifting keeps of a piece: its head, and the documents that are to be read.

The documents are JSON Lines. The head tells what came of the piece, with the places, sizes and
signatures of its survivors; it is written last, so that a head that is there is a piece that is
done. Both are compressed with zstd, and there whole or not at all.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from memcon.record import Document
from memcon.scale.duplicates import Signature, pack, unpack
from memcon.scale.storage import Folder
from memcon.scale.work import Done, Reject
from memcon.sources import Metadata, Taken

SIFTED: Final = "_memcon/sifted"
_HEADS: Final = f"{SIFTED}/heads"
_COMPLETE: Final = f"{SIFTED}/complete"
_LEVEL: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A document to be read, and where it came from."""

    where: str
    taken: Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What came of a piece; ``wheres``, ``sizes`` (code points) and signatures of its survivors."""

    done: Done
    rejects: tuple[Reject, ...]
    wheres: tuple[str, ...]
    sizes: tuple[int, ...]
    signatures: tuple[Signature, ...]


def write_piece(
    folder: Folder,
    name: str,
    survivors: Sequence[Survivor],
    *,
    signatures: Sequence[Signature],
    done: Done,
    rejects: Sequence[Reject],
) -> None:
    """Commit a piece.

    Raises:
        RunError: the storage refuses.
    """
    head = {
        "done": {
            "documents": done.documents,
            "bytes": done.bytes,
            "kept": done.kept,
            "aside": dict(done.aside),
            "rejects": dict(done.rejects),
        },
        "rejects": [[r.where, r.stage, r.code, r.reason] for r in rejects],
        "wheres": [survivor.where for survivor in survivors],
        "sizes": [len(survivor.taken.document.text) for survivor in survivors],
        "signatures": base64.b64encode(pack(signatures)).decode("ascii"),
    }
    if survivors:
        folder.put(_survivors(name), _packed(_line(survivor) for survivor in survivors))
    # in ASCII, since names of files may be no text
    folder.put(_head(name), _packed([json.dumps(head, separators=(",", ":"))]))


def committed(folder: Folder) -> list[str]:
    """Return the names of the pieces that are done, in the order of the input."""
    return [file.removesuffix(".json.zst") for file in folder.names(_HEADS)]


def mark_complete(folder: Folder, pieces: int) -> None:
    """Note that every piece of the input is sifted.

    Raises:
        RunError: the storage refuses.
    """
    folder.put(_COMPLETE, str(pieces).encode())


def is_complete(folder: Folder) -> bool:
    """Whether every piece of the input is sifted."""
    return folder.exists(_COMPLETE)


def read_head(folder: Folder, name: str) -> Head:
    """Return what came of a piece.

    Raises:
        RunError: the storage refuses.
    """
    with _lines(folder.get(_head(name))) as lines:
        head: dict[str, Any] = json.loads(next(lines))
    return Head(
        done=Done(stage="sift", name=name, **head["done"]),
        rejects=tuple(
            Reject(where=where, stage=stage, code=code, reason=reason)
            for where, stage, code, reason in head["rejects"]
        ),
        wheres=tuple(head["wheres"]),
        sizes=tuple(head["sizes"]),
        signatures=tuple(unpack(base64.b64decode(head["signatures"]))),
    )


def read_survivors(folder: Folder, name: str, places: Iterable[int]) -> Iterator[Survivor]:
    """Yield some survivors of a piece.

    Args:
        folder: the run's.
        name: the piece's.
        places: which of its survivors, from 0, rising.

    Raises:
        RunError: the storage refuses.
    """
    wanted = set(places)
    with _lines(folder.get(_survivors(name))) as lines:
        for place, line in enumerate(lines):
            if place in wanted:
                yield _survivor(line)


def _head(name: str) -> str:
    return f"{_HEADS}/{name}.json.zst"


def _survivors(name: str) -> str:
    return f"{SIFTED}/survivors/{name}.jsonl.zst"


def _packed(lines: Iterable[str]) -> bytes:
    import zstandard

    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    return zstandard.ZstdCompressor(level=_LEVEL).compress(data)


@contextmanager
def _lines(data: bytes) -> Iterator[Iterator[str]]:
    """Give the lines of a compressed file, decompressed as far as they are asked for."""
    import zstandard

    with (
        zstandard.ZstdDecompressor().stream_reader(data) as stream,
        # \n alone ends a line: JSON leaves other line ends of Unicode as they are
        io.TextIOWrapper(stream, encoding="utf-8", newline="\n") as lines,
    ):
        yield lines


def _line(survivor: Survivor) -> str:
    document = survivor.taken.document.model_dump_json(by_alias=True)
    notes = json.dumps(survivor.taken.warnings)
    return f'{{"where":{json.dumps(survivor.where)},"warnings":{notes},"document":{document}}}'


def _survivor(line: str) -> Survivor:
    content = json.loads(line)
    taken = Taken(
        document=Document.model_validate(content["document"]),
        raw=b"",
        metadata=Metadata(),  # it has gone into the document; readers need no more
        warnings=tuple(content["warnings"]),
    )
    return Survivor(where=content["where"], taken=taken)
