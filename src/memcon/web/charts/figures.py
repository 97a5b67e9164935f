"""Figures of undertakings over time: what was aimed at, and what was achieved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from memcon.analysis.figures import number_words
from memcon.analysis.filters import last_day
from memcon.analysis.ledger import Figure, Undertaking
from memcon.presentation.wording import date_words, for_reading
from memcon.record import QuantityKind
from memcon.web import links
from memcon.web.charts import theme
from memcon.web.charts.chart import (
    LINK,
    Chart,
    Entry,
    mark,
    quantity,
    shade,
    specified,
    tips,
)

UNITS: Final = 4
"""What is measured in more than one way has so many panels, those with most figures."""

_HEIGHT: Final = 170
_MARGIN: Final = 90
_WORDS: Final = 90  # characters of an undertaking in a tip
_WIDE: Final = 500  # times the least, from which the greatest is put on a logarithmic scale
_AHEAD: Final = 3  # years at least that the axis may go on after the last day
# Powers of a thousand by their words: 10 k, 1 m, 1 bn, 1 tn.
_NUMBER: Final = (
    "replace(replace(replace(replace(format(datum.value, '~s'), 'k', ' k'), 'T', ' tn'),"
    " 'G', ' bn'), 'M', ' m')"
)
_KINDS: Final[dict[QuantityKind, tuple[str, str, str]]] = {
    "target": ("aim", theme.BLUE, "diamond"),
    "achieved": ("achieved", theme.GREEN, "circle"),
    "baseline": ("starting point", theme.GREY, "square"),
}


@dataclass(frozen=True, slots=True)
class _Point:
    day: str
    figure: Figure
    row: Undertaking

    @property
    def unit(self) -> str:
        unit = self.figure.unit or "number"
        return f"{unit} per {self.figure.per}" if self.figure.per else unit


def quantities(rows: Sequence[Undertaking]) -> Chart | None:
    """Return the figures of undertakings by the day they were said last, a panel for each unit.

    Args:
        rows: of the ledger.

    Returns:
        The chart; None where no figure has both a day and a unit.
    """
    points = list(_points(rows))
    units = [unit for unit, _ in Counter(one.unit for one in points).most_common(UNITS)]
    if not units:
        return None
    shown = [one for one in points if one.unit in units]
    shown.sort(key=lambda one: (units.index(one.unit), one.day, one.figure.value))
    left = len(points) - len(shown)
    about = "By the day each was said last: aims as diamonds, what was achieved as circles, "
    about += "starting points as squares. A line runs from an aim to the day it is due."
    if left:
        about += f" {left:,} figures in other units are in the table of the ledger only."
    return Chart(
        title="Figures over time",
        about=about,
        spec=_spec(shown, units),
        heads=("Said", "Kind", "Figure", "By", "Undertaking"),
        rows=[
            (
                date_words(one.day),
                _KINDS[one.figure.kind][0],
                for_reading(one.figure.words),
                ", ".join(one.row.by),
                Entry(words=for_reading(one.row.goal), link=links.item(one.row.id)),
            )
            for one in shown
        ],
    )


def _points(rows: Iterable[Undertaking]) -> Iterable[_Point]:
    for row in rows:
        day = row.latest.day or row.last_reaffirmed or row.first_seen
        if day is None:
            continue
        for figure in row.figures:
            if figure.unit is not None:
                yield _Point(day, figure, row)


def _spec(points: Sequence[_Point], units: Sequence[str]) -> dict[str, Any]:
    first, last = _extent(points)
    kinds = list(_KINDS.values())
    names = [name for name, _, _ in kinds]
    views = []
    for unit in units:
        mine = [one for one in points if one.unit == unit]
        values = [one.figure.value for one in mine]
        wide = min(values) > 0 and max(values) > _WIDE * min(values)
        scale = {"type": "log" if wide else "linear", "zero": not wide, "nice": True}
        below = {"format": "%Y", "tickCount": "year", "labels": unit == units[-1]}
        encoding = {
            "x": {
                "field": "day", "type": "temporal", "title": None, "axis": below,
                "scale": {"type": "utc", "domain": [first, last]},
            },
            "y": quantity("value", scale=scale, axis={"tickCount": 4, "labelExpr": _NUMBER}),
        }  # fmt: skip
        lines = {
            "transform": [{"filter": "isValid(datum.due)"}],
            "mark": mark("rule", strokeDash=[3, 3], color=theme.BLUE),
            "encoding": {"x2": {"field": "due"}},
        }
        hues = {"domain": names, "range": [hue for _, hue, _ in kinds]}
        shapes = {"domain": names, "range": [shape for _, _, shape in kinds]}
        marks = {
            "mark": mark("point", filled=True, size=110, opacity=0.85),
            "encoding": {
                "color": shade("kind", scale=hues),
                "shape": shade("kind", scale=shapes),
                "tooltip": tips("figure", "kind", "by", "undertaking", "said"),
                "href": LINK,
            },
        }
        views.append(
            {
                "title": f"{unit}, logarithmic scale" if wide else unit,
                "height": _HEIGHT,
                "data": {"values": [_datum(one, last) for one in mine]},
                "encoding": encoding,
                "layer": [lines, marks],
            }
        )
    return specified(views, margin=_MARGIN)


def _extent(points: Sequence[_Point]) -> tuple[str, str]:
    """Return the first and the last day of the axis: of a far aim, the way there is cut off."""
    said = [int(one.day[:4]) for one in points]
    due = [int(day[:4]) for one in points if (day := _due(one))]
    room = max(_AHEAD, max(said) - min(said))
    last = min(max([*said, *due]), max(said) + room)
    return f"{min(said)}-01-01", f"{last + 1}-01-01"


def _due(one: _Point) -> str | None:
    """Return the last day on which an aim is due, if that comes after it was said."""
    due = last_day(one.row.deadline) if one.figure.kind == "target" else None
    return due if due and due > one.day else None


def _datum(one: _Point, last: str) -> dict[str, Any]:
    due = _due(one)
    words = for_reading(one.row.goal)
    return {
        "day": one.day,
        "due": min(due, last) if due else None,
        "value": one.figure.value,
        "kind": _KINDS[one.figure.kind][0],
        "figure": f"{number_words(one.figure.value)} {one.unit}",
        "by": ", ".join(one.row.by),
        "undertaking": words if len(words) <= _WORDS else f"{words[:_WORDS].rsplit(' ', 1)[0]} …",
        "said": date_words(one.day),
        "link": links.item(one.row.id),
    }
