"""Generated sections in a page that is otherwise written by hand.

A section stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``. What is around it
is never touched, and a section whose material is not at hand is kept as it is.
"""

from __future__ import annotations

from memcon.errors import GoldError


def replace_section(page: str, name: str, content: str) -> str:
    """Return the page with ``content`` in the section ``name``.

    Raises:
        GoldError: the page has no such section.
    """
    start, end = _bounds(page, name)
    return f"{page[:start]}\n\n{content.strip()}\n\n{page[end:]}"


def section(page: str, name: str) -> str:
    """Return what stands in the section ``name``.

    Raises:
        GoldError: the page has no such section.
    """
    start, end = _bounds(page, name)
    return page[start:end].strip()


def _bounds(page: str, name: str) -> tuple[int, int]:
    opening, closing = f"<!-- generated: {name} -->", "<!-- end -->"
    start = page.find(opening)
    end = page.find(closing, start)
    if min(start, end) < 0:
        raise GoldError(
            f"the page has no section {name!r}",
            where="accuracy page",
            remedy=f"Put {opening} and {closing} on lines of their own where it belongs",
        )
    return start + len(opening), end
