"""JSON Lines: a document a line, cut without looking into the lines."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator

from memcon.scale.inputs.columns import Rows
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.pieces import Pieces, too_large
from memcon.scale.inputs.streams import Content, DamagedError, narrow
from memcon.scale.work import InputFile, Offered, Piece, Reject


def cut_lines(
    file: InputFile, content: Content, options: InputOptions, known: Container[int]
) -> Iterator[Piece]:
    """Cut a JSON Lines file at its line ends.

    A line over the limit becomes a reject and an empty line, so that the others keep their numbers.
    """
    pieces = Pieces(file, options, known)
    try:
        blocks = narrow(content.blocks(), options.wide_encoding)
        for line in split_lines(blocks, limit=options.max_bytes):
            if line is None:
                pieces.reject("too-large", too_large(None, options.max_bytes))
            pieces.add(line or b"\n")
            if pieces.full:
                yield pieces.close(content.position)
    except DamagedError as error:
        pieces.reject("damaged", f"{error}; what comes after line {pieces.place} is lost")
    yield from pieces.last(content.position)


def split_lines(blocks: Iterable[bytes], *, limit: int) -> Iterator[bytes | None]:
    r"""Give the lines of a content, with their line ends (``\n``).

    Args:
        blocks: the content.
        limit: how many bytes a line may have.

    Returns:
        The lines; ``None`` for one over the limit, which is never held.
    """
    held: list[bytes] = []  # the line that goes on in the next block
    size = 0
    for block in blocks:
        first, *others = block.split(b"\n")
        size += len(first)
        held.append(first)
        if size > limit:
            held.clear()
        if not others:
            continue
        yield None if size > limit else b"".join((*held, b"\n"))
        last = others.pop()
        for line in others:
            yield None if len(line) > limit else line + b"\n"
        held, size = [last], len(last)
    if size:
        yield None if size > limit else b"".join(held)


def line_documents(piece: Piece, options: InputOptions) -> Iterator[Offered | Reject]:
    """Give the documents of a piece of JSON Lines."""
    rows = Rows(options)
    for number, line in enumerate((piece.data or b"").split(b"\n"), start=piece.start + 1):
        where = f"{piece.input.url}#{number}"
        try:
            text = line.decode(options.data_encoding)
            if not text.strip():
                continue
            value = json.loads(text)
        except UnicodeDecodeError as error:
            reason = encoding_fault(options.data_encoding, error)
            yield Reject(where=where, stage="input", code="encoding", reason=reason)
        except (ValueError, RecursionError) as error:
            yield Reject(where=where, stage="input", code="json", reason=_not_json(error))
        else:
            if isinstance(value, dict):
                yield rows.document(value, where)
            else:
                yield Reject(
                    where=where,
                    stage="input",
                    code="json",
                    reason="the line is no JSON object. Write one object a line, as in "
                    '{"title": "…", "text": "…"}',
                )


def encoding_fault(encoding: str, error: UnicodeDecodeError) -> str:
    """Return the reason why a line or row that does not decode is rejected."""
    return (
        f"byte {error.start} does not fit the encoding {encoding}. "
        "Name the right encoding of the file"
    )


def _not_json(error: Exception) -> str:
    said = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
    at = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
    return f"the line is not JSON ({said}{at}). Write one object a line"
