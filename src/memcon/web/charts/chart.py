"""What a chart is, before it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from memcon.web.charts import drawing, library, theme
from memcon.web.renderer import VEGA_LITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A cell of a chart's table that leads somewhere."""

    words: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart with what it says in words.

    Attributes:
        title: what is shown.
        about: what there is to see, in a sentence or two; stands under the drawing.
        spec: how it is drawn, in Vega-Lite.
        heads: the columns of the same data as a table.
        rows: its rows; ``Entry`` for what leads somewhere.
    """

    title: str
    about: str
    spec: Mapping[str, Any]
    heads: Sequence[str]
    rows: Sequence[Sequence[str | Entry]]

    @property
    def library(self) -> str:
        """The address of the library that makes it interactive."""
        return library.address()

    @property
    def picture(self) -> Markup:
        """The drawing (SVG)."""
        return drawing.picture(self.spec)


def specified(views: Sequence[Mapping[str, Any]], *, margin: int, least: int = 0) -> dict[str, Any]:
    """Return views, one above the other, as one chart in Vega-Lite, with the look of all charts.

    Args:
        views: each with its data; their width is set here.
        margin: what stands beside a view (pixels): the rest of the room is its width.
        least: the width (pixels) below which the chart is rather scrolled than squeezed.
    """
    wide = [{**view, "width": theme.WIDTH - margin} for view in views]
    whole: dict[str, Any] = {"vconcat": wide} if len(wide) > 1 else wide[0]
    apart = dict.fromkeys(("color", "shape", "size", "strokeWidth"), "independent")
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json",
        **whole,
        **({"resolve": {"scale": apart}} if len(wide) > 1 else {}),
        "config": theme.CONFIG,
        "usermeta": {"margin": margin, "least": least},
    }


def mark(kind: str, **properties: Any) -> dict[str, Any]:
    """Return a mark of Vega-Lite; ``href`` makes it a link."""
    return {"type": kind, **properties}


def quantity(field: str, **more: Any) -> dict[str, Any]:
    """Return the encoding of a number, without a title."""
    return {"field": field, "type": "quantitative", "title": None, **more}


def category(field: str, **more: Any) -> dict[str, Any]:
    """Return the encoding of a word by a place, without a title."""
    return {"field": field, "type": "nominal", "title": None, **more}


def shade(field: str, **more: Any) -> dict[str, Any]:
    """Return the encoding of a word by a colour or shape, without a legend unless one is given."""
    return category(field, legend=None) | more


def tips(*fields: str) -> list[dict[str, Any]]:
    """Return what a tip says: fields of the data, under their names."""
    return [{"field": field, "title": field} for field in fields]


LINK: Final = {"field": "link"}
"""The encoding of where a mark leads."""
