"""The pieces of a table's cell as HTML.

A page has thousands of them: a macro for each would take half of the time that the page takes.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from memcon.web.tables import Cell, Part


def cell_pieces(cell: Cell) -> Markup:
    """Return what stands in a cell that has no citations: a list, or its pieces side by side.

    Args:
        cell: of a table (see ``tables.table``); all that is in it is escaped here.
    """
    pieces = [_piece(part) for part in cell.parts]
    if cell.kind == "list" and len(pieces) > 1:
        return Markup(f"<ul>{''.join(f'<li>{piece}</li>' for piece in pieces)}</ul>")
    text = ""
    for place, piece in enumerate(pieces):
        if place:
            badges = cell.parts[place - 1].badge or cell.parts[place].badge
            text += " " if badges else ", "
        text += piece
    return Markup(text)


def _piece(part: Part) -> str:
    """Return a badge, a date or words, each perhaps a link."""
    text: str = escape(part.words)
    if part.badge:
        mark = f" {escape(part.mark)}" if part.mark else ""
        text = f'<span class="badge{mark}">{text}</span>'
    elif part.iso:
        text = f'<time datetime="{escape(part.iso)}">{text}</time>'
    if not part.href:
        return str(text)
    title = f' title="{escape(part.title)}"' if part.title else ""
    return f'<a href="{escape(part.href)}"{title}>{text}</a>'
