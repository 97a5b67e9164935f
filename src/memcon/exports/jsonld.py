"""Writing one JSON-LD document an item a line, so that its size does not matter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any


def compact(value: Any) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write_items(
    stream: IO[str], opening: str, items: Iterable[Mapping[str, Any]], closing: str
) -> int:
    """Write items as the elements of a JSON array, a line each; return how many.

    Args:
        stream: where to write.
        opening: what stands before the first item, up to the bracket.
        items: the items.
        closing: what stands after the last, from the bracket on; ``%d`` is their number.
    """
    count = 0
    stream.write(opening)
    for item in items:
        stream.write((",\n" if count else "\n") + compact(item))
        count += 1
    stream.write("\n" + closing.replace("%d", str(count)) + "\n")
    return count
