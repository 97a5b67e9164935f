"""Which stretches of a text hold a place, found without trying them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Generic, TypeVar

from memcon.record import Span

Item = TypeVar("Item")

_SHELF: Final = 1024  # code points


class Intervals(Generic[Item]):
    """Spans with what each belongs to, in the order given."""

    def __init__(self, items: Iterable[tuple[Span, Item]]):
        self._shelves: dict[int, list[tuple[Span, Item]]] = {}
        for span, item in items:
            for shelf in range(span.start // _SHELF, max(span.start, span.end - 1) // _SHELF + 1):
                self._shelves.setdefault(shelf, []).append((span, item))

    def at(self, place: int) -> Iterator[tuple[Span, Item]]:
        """Yield the spans that hold a place, and what they belong to."""
        for span, item in self._shelves.get(place // _SHELF, ()):
            if span.start <= place < span.end:
                yield span, item
