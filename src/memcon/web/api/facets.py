"""Facets with what they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from memcon.web.api.shapes import FacetValue
from memcon.web.queries import Query


def facets(
    query: Query, counts: Mapping[str, Sequence[tuple[str, int]]], path: str
) -> dict[str, list[FacetValue]]:
    """Return the facets of an answer, each value with the address that narrows down to it.

    Args:
        query: what was asked.
        counts: the facets of the answer.
        path: address of the question.
    """
    return {
        name: [_value(query, name, value, number, path) for value, number in values]
        for name, values in counts.items()
    }


def _value(query: Query, facet: str, value: str, number: int, path: str) -> FacetValue:
    chosen = query.is_narrowed(facet, value)
    other = query.widened(facet) if chosen else query.narrowed(facet, value)
    return FacetValue(
        value=value,
        count=number,
        chosen=chosen,
        link=None if other is None else other.address(path),
    )
