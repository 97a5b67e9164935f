"""Files of every kind for the tests of inputs, and what comes of them."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Container
from pathlib import Path

import zstandard

from memcon.scale.inputs import InputOptions, cut, documents, survey
from memcon.scale.work import Offered, Piece, Reject

PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstandard.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def pieces_of(
    path: Path | str, options: InputOptions, *, known: Container[int] = ()
) -> list[Piece]:
    """Cut the one file at a place; what must hold of any file's pieces holds."""
    (file,) = survey([str(path)], options).files
    pieces = list(cut(file, options, known=known))
    assert [piece.number for piece in pieces] == list(range(len(pieces)))
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)
    assert sum(piece.size for piece in pieces) == file.size
    return pieces


def all_of(pieces: list[Piece], options: InputOptions) -> tuple[list[Offered], list[Reject]]:
    """Return the documents and the rejects of some pieces."""
    offered: list[Offered] = []
    rejects: list[Reject] = []
    for piece in pieces:
        rejects += piece.rejects
        for one in documents(piece, options):
            if isinstance(one, Reject):
                rejects.append(one)
            else:
                offered.append(one)
    return offered, rejects


def read_input(
    path: Path | str, options: InputOptions | None = None
) -> tuple[list[Offered], list[Reject]]:
    """Return the documents and the rejects of the one file at a place."""
    options = options or InputOptions()
    return all_of(pieces_of(path, options), options)
