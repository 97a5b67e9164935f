"""A table laid out to a width: the column with most to say gets the room that is left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

GAP: Final = 2
NARROW: Final = 16  # a column of names or words folds at this width, so that sentences get room
WHOLE: Final = 28  # what is one word in every line (an id, a date) stays whole up to this width
MAIN: Final = 36  # what the widest column is to have before others give way
LEAST: Final = 5


def print_grid(
    console: Console,
    head: Sequence[str],
    lines: Sequence[Sequence[str]],
    *,
    indent: int = 0,
    grouped: bool = False,
) -> None:
    """Print a table, without the columns in which nothing stands.

    Args:
        console: where to, and how wide.
        head: the columns' names.
        lines: the cells.
        indent: columns to leave free at the left.
        grouped: the first cell of each line is a heading over the lines that share it.
    """
    kept = [n for n in range(int(grouped), len(head)) if any(line[n] for line in lines)]
    body = [[line[n] for n in kept] for line in lines]
    names = [head[n] for n in kept]
    widths = _widths(names, body, console.width - indent)
    pad = " " * indent
    _print_line(console, pad, names, widths, style="bold")
    rule = (" " * GAP).join("─" * width for width in widths)
    console.print(Text(pad + rule, style="dim"), soft_wrap=True)
    group = None
    for line, cells in zip(lines, body, strict=True):
        if grouped and line[0] != group:
            if group is not None:
                console.print()
            group = line[0]
            for part in Text(group, style="bold").wrap(console, max(console.width - indent, LEAST)):
                part.rstrip()
                console.print(Text(pad) + part, soft_wrap=True)
        _print_line(console, pad, cells, widths)


def _widths(names: Sequence[str], body: Sequence[Sequence[str]], room: int) -> list[int]:
    """Share the room out: words are folded only where there is no room for them otherwise."""
    columns = [[name, *(cells[n] for cells in body)] for n, name in enumerate(names)]
    longest = [max(map(cell_len, column)) for column in columns]
    room -= GAP * (len(names) - 1)
    if sum(longest) <= room:
        return longest
    main = max(range(len(longest)), key=lambda n: longest[n])
    words = [max(cell_len(word) for cell in column for word in cell.split()) for column in columns]
    single = [not any(" " in cells[n] for cells in body) for n in range(len(names))]
    limits = [WHOLE if alone else NARROW for alone in single]
    widths = [min(width, limit) for width, limit in zip(longest, limits, strict=True)]
    for floors, wanted in (
        ([min(word, limit) for word, limit in zip(words, limits, strict=True)], MAIN),
        ([min(w, WHOLE) if s else LEAST for w, s in zip(longest, single, strict=True)], MAIN // 2),
        ([LEAST] * len(words), min(words[main], MAIN)),
    ):
        while True:
            widths[main] = 0
            widths[main] = min(longest[main], room - sum(widths))
            others = [n for n in range(len(widths)) if n != main and widths[n] > floors[n]]
            if widths[main] >= min(longest[main], wanted) or not others:
                break
            widths[max(others, key=lambda n: widths[n])] -= 1
    widths[main] = max(widths[main], LEAST)
    return widths


def _print_line(
    console: Console, pad: str, cells: Sequence[str], widths: Sequence[int], style: str = ""
) -> None:
    folded = [_folded(console, cell, width) for cell, width in zip(cells, widths, strict=True)]
    out = []
    for parts in zip_longest(*folded, fillvalue=""):
        padded = (
            part + " " * (width - cell_len(part)) for part, width in zip(parts, widths, strict=True)
        )
        out.append(pad + (" " * GAP).join(padded).rstrip())
    console.print(Text("\n".join(out), style=style), soft_wrap=True)


def _folded(console: Console, cell: str, width: int) -> list[str]:
    """Return the lines of a cell; most need no folding, which is what takes time."""
    if cell_len(cell) <= width and "\n" not in cell:
        return [cell.rstrip()] if cell else []
    return [part.plain.rstrip() for part in Text(cell).wrap(console, width, overflow="fold")]
