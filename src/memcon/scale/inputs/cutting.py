"""Files to pieces, where the run begins."""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import ExitStack

from memcon.errors import RunError
from memcon.scale.inputs.lines import cut_lines
from memcon.scale.inputs.loose import file_piece
from memcon.scale.inputs.options import InputOptions
from memcon.scale.inputs.parquet import cut_groups
from memcon.scale.inputs.pieces import whole_file
from memcon.scale.inputs.separated import cut_rows
from memcon.scale.inputs.streams import open_content
from memcon.scale.inputs.warc import cut_records
from memcon.scale.storage import is_remote
from memcon.scale.work import InputFile, Piece

_CUT = {"jsonl": cut_lines, "csv": cut_rows, "parquet": cut_groups, "warc": cut_records}


def cut(file: InputFile, options: InputOptions, *, known: Container[int] = ()) -> Iterator[Piece]:
    """Cut a file into pieces, reading it once from beginning to end.

    Pieces depend on the file and the options alone. Memory is bounded by the size of a piece and
    of the largest document. What cannot be cut out is in ``rejects`` of the piece that it follows.

    Args:
        file: what to cut.
        options: how.
        known: numbers of pieces that are done: these come without data.

    Returns:
        The pieces, numbered from 0 without gaps.

    Raises:
        RunError: the storage refused or failed; a local file that cannot be read is a reject.
    """
    if file.kind == "files":
        yield file_piece(file)
        return
    with ExitStack() as opened:
        try:
            content = opened.enter_context(open_content(file.url))
        except RunError as error:
            if is_remote(file.url) and not isinstance(error.__cause__, FileNotFoundError):
                raise
            yield whole_file(file, "source", error.reason)
        else:
            yield from _CUT[file.kind](file, content, options, known)
