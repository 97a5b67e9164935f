"""Words of documents in Markdown (CommonMark with pipe tables)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_\[\]<>|#~&])")
_LINE_MARK: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def escaped(text: str) -> str:
    """Return a document's words so that Markdown shows them as they are."""
    text = _MARKS.sub(r"\\\1", text)
    return _LINE_MARK.sub(lambda m: m[1] + m[2][:-1] + "\\" + m[2][-1], text)


def pipe_table(head: Iterable[str], lines: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the lines of a table; the cells are a document's words, and shown as they are."""
    head = tuple(head)
    return [
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
        *(f"| {' | '.join(escaped(cell) for cell in line)} |" for line in lines),
    ]
