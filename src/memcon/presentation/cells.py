"""The cells of an answer: in words for a reader, and flat for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from memcon.presentation.wording import for_reading

# A mapping is a thing with parts, such as a citation: its values are cells again.
Cell = str | int | float | bool | list[str] | dict[str, Any] | list[dict[str, Any]] | None
# A cell as CSV has it, which knows no things with parts.
FlatCell = str | int | float | bool | list[str] | None

PLACES: Final = 3  # decimals of a score or share in a table; the other formats have all of them

# A spreadsheet takes a cell that starts like this for a formula, and a document is no place to
# take formulas from (OWASP, "CSV Injection", with the full-width forms that some programs accept).
_FORMULA: Final = re.compile("[=+\\-@\t\r\n＝＋－＠]")


def in_words(cell: Cell) -> str:
    """Return a cell for reading: lists joined by ``; ``, nothing for what is unknown.

    A citation is its words with the document's id behind; any other thing with parts is named
    part by part.

    >>> in_words(["by land", "by sea"]), in_words(True), in_words(2 / 3), in_words(None)
    ('by land; by sea', 'yes', '0.667', '')
    >>> in_words({"document": "doc:1", "start": 4, "end": 12, "words": "firmly backs"})
    'firmly backs [doc:1]'
    >>> in_words({"value": 40, "unit": "ferries", "per": None})
    'value 40, unit ferries'
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{round(cell, PLACES):.15g}"
    if isinstance(cell, list):
        return "; ".join(filter(None, map(in_words, cell)))
    if isinstance(cell, dict):
        if "words" in cell and "document" in cell:
            return f"{in_words(cell['words'])} [{in_words(cell['document'])}]"
        parts = ((name, in_words(value)) for name, value in cell.items())
        return ", ".join(f"{name} {words}" for name, words in parts if words)
    return for_reading(str(cell))


def flattened(
    names: Sequence[str], rows: Sequence[Mapping[str, Cell]]
) -> tuple[list[str], list[list[FlatCell]]]:
    """Return rows without things in their cells: each part is a column of its own.

    A ``citation`` becomes ``citation_document``, ``citation_start`` and so on, in the order in
    which the rows name the parts; of a list of things each such column has the list of that part,
    with nothing where a thing lacks it.

    Args:
        names: the columns, in their order.
        rows: the cells by column; one that a row lacks is empty.

    Returns:
        The columns, and each row's cells in their order.
    """
    head: list[str] = []
    body: list[list[FlatCell]] = [[] for _ in rows]
    for name in names:
        column = [row.get(name) for row in rows]
        parts = _parts(column)
        if not parts:
            head.append(name)
            for line, cell in zip(body, column, strict=True):
                line.append(_plain(cell))
            continue
        inner, lines = flattened(parts, [_parted(cell, parts) for cell in column])
        head += [f"{name}_{part}" for part in inner]
        for line, cells in zip(body, lines, strict=True):
            line += cells
    return head, body


def csv_cell(cell: FlatCell) -> str:
    """Return a cell as a CSV file has it: lists joined by ``; ``, no text a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return str(cell)
    text = "; ".join(cell) if isinstance(cell, list) else cell
    return f"'{text}" if _FORMULA.match(text) else text


def _parts(column: Sequence[Cell]) -> list[str]:
    """Return the parts of a column's things as they first come; none where it has other cells."""
    parts: dict[str, None] = {}
    for cell in column:
        for thing in cell if isinstance(cell, list) else [cell]:
            if isinstance(thing, dict):
                parts.update(dict.fromkeys(thing))
            elif thing is not None:
                return []
    return list(parts)


def _parted(cell: Cell, parts: Sequence[str]) -> Mapping[str, Any]:
    """Return the parts of a cell of things: those of its thing, or of a list the list of each."""
    if isinstance(cell, list):
        return {part: [item.get(part) for item in cell if isinstance(item, dict)] for part in parts}
    return cell if isinstance(cell, dict) else {}


def _plain(cell: Any) -> FlatCell:
    """Return a cell that is not taken apart as a cell of CSV."""
    if isinstance(cell, list):
        return [_text(item) for item in cell]
    return (in_words(cell) or None) if isinstance(cell, dict) else cell


def _text(item: Any) -> str:
    """Return an item of a list: a number in full, anything else in words."""
    if isinstance(item, str):
        return item
    number = isinstance(item, int | float) and not isinstance(item, bool)
    return str(item) if number else in_words(item)
