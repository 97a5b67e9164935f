"""Putting pieces together: what all kinds of files that are cut by their bytes have in common."""

from __future__ import annotations

from collections.abc import Container, Iterator

from memcon.scale.inputs.options import InputOptions
from memcon.scale.work import InputFile, Piece, Reject


class Pieces:
    """Collects the lines or records of a file and makes a piece whenever one is full.

    Args:
        file: the file.
        options: how large pieces become.
        known: numbers of pieces whose data is not wanted.
        before: what every piece's data begins with (the first row of a CSV file).
    """

    def __init__(
        self,
        file: InputFile,
        options: InputOptions,
        known: Container[int],
        *,
        before: bytes = b"",
    ):
        self._file = file
        self._options = options
        self._known = known
        self._before = before
        self._number = 0
        self._counted = 0  # stored bytes that pieces stand for already
        self.place = 0  # number of the next line, row or record
        self._open(0)

    def _open(self, start: int) -> None:
        self._start = start
        self._data: list[bytes] = []
        self._rejects: list[Reject] = []
        self._bytes = 0

    def add(self, data: bytes, *, places: int = 1) -> None:
        """Put the bytes of a line, a row or a record into the piece."""
        self._bytes += len(data)
        self.place += places
        if self._number not in self._known:
            self._data.append(data)

    def reject(self, code: str, reason: str, *, where: str | None = None) -> None:
        """Note what could not be cut out, here where the piece is."""
        self._rejects.append(
            Reject(
                where=where or f"{self._file.url}#{self.place + 1}",
                stage="input",
                code=code,
                reason=reason,
            )
        )

    @property
    def full(self) -> bool:
        """Whether the piece is to be closed."""
        return (
            self._bytes >= self._options.piece_bytes
            or self.place - self._start >= self._options.piece_documents
            or len(self._rejects) >= self._options.piece_documents
        )

    def close(self, position: int) -> Piece:
        """Return the piece and begin the next one.

        Args:
            position: how many stored bytes were read so far.
        """
        known = self._number in self._known
        piece = Piece(
            input=self._file,
            number=self._number,
            start=self._start,
            size=max(0, position - self._counted),
            data=b"".join((self._before, *self._data)) if self._data and not known else None,
            rejects=() if known else tuple(self._rejects),
        )
        self._counted = max(position, self._counted)
        self._number += 1
        self._open(self.place)
        return piece

    def last(self, position: int) -> Iterator[Piece]:
        """Return the rest; a file without anything in it gives a piece with a reject."""
        if self._number == 0 and self.place == 0 and not self._rejects:
            self.reject("empty", EMPTY, where=self._file.url)
        if self._bytes or self._rejects or self.place > self._start:
            yield self.close(max(position, self._file.size))


EMPTY = "there are no documents in it. Check that the right file was given"


def whole_file(file: InputFile, code: str, reason: str) -> Piece:
    """Return the one piece of a file that gives nothing, with the reason."""
    reject = Reject(where=file.url, stage="input", code=code, reason=reason)
    return Piece(input=file, number=0, start=0, size=file.size, rejects=(reject,))


def too_large(size: int | None, limit: int) -> str:
    """Return the reason why a document over the limit is rejected."""
    said = f"{size:,} bytes are" if size is not None else "it is"
    return f"{said} over the limit of {limit:,} bytes for one document. Raise the size limit"
