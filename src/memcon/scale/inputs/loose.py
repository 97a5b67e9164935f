"""Documents that are files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from memcon.errors import RunError
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.pieces import too_large
from memcon.scale.inputs.streams import SUFFIXES, DamagedError, open_content
from memcon.scale.storage import is_remote
from memcon.scale.work import InputFile, Offered, Piece, Reject


def file_piece(file: InputFile) -> Piece:
    """Return the one piece of a run of documents."""
    return Piece(input=file, number=0, start=0, size=file.size)


def file_documents(piece: Piece, options: InputOptions) -> Iterator[Offered | Reject]:
    """Give the documents of a piece of files.

    Raises:
        RunError: a storage elsewhere failed; what is missing or refused here is a reject.
    """
    for url in piece.input.urls:
        try:
            with open_content(url) as content:
                data = bytearray()
                for block in content.blocks():
                    data += block
                    if len(data) > options.max_bytes:
                        break
        except DamagedError as error:
            yield Reject(where=url, stage="input", code="damaged", reason=str(error))
        except RunError as error:
            if is_remote(url) and not isinstance(error.__cause__, FileNotFoundError):
                raise
            yield Reject(where=url, stage="input", code="source", reason=error.reason)
        else:
            if len(data) > options.max_bytes:
                reason = too_large(None, options.max_bytes)
                yield Reject(where=url, stage="input", code="too-large", reason=reason)
            else:
                yield Offered(where=url, data=bytes(data))


def plain_name(name: str) -> str:
    """Return a name without the ending that says how the file is compressed."""
    for suffix in _ENDINGS:
        if name.lower().endswith(suffix):
            return name[: -len(suffix)]
    return name


_ENDINGS: Final = SUFFIXES
