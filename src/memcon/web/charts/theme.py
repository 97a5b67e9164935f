"""Colours and letters of charts.

A chart names its colours by their values in light; ``static/charts.css`` maps each of them to a
variable, which also has one for dark. So a drawing follows the page's theme without being drawn
anew. The hues keep apart for colour-blind eyes (blue, vermilion, ochre, violet), and nothing is
told by hue alone.
"""

from __future__ import annotations

from typing import Any, Final

INK: Final = "#1d2328"
SOFT: Final = "#566068"
LINE: Final = "#dcd8cd"
GREY: Final = "#868d92"
BLUE: Final = "#1b6a96"
RED: Final = "#b4460e"
OCHRE: Final = "#8a6900"
VIOLET: Final = "#74499b"
GREEN: Final = "#2c7a57"
# Tints, to be written on with INK.
PALE_BLUE: Final = "#c7dff0"
PALE_RED: Final = "#f6cfba"
PALE_OCHRE: Final = "#f0e0a4"
PALE_VIOLET: Final = "#e1d5ee"
PALE_GREY: Final = "#e8e6e1"
SHEET: Final = "#fffffe"

COLOURS: Final = (
    INK, SOFT, LINE, GREY, BLUE, RED, OCHRE, VIOLET, GREEN,
    PALE_BLUE, PALE_RED, PALE_OCHRE, PALE_VIOLET, PALE_GREY, SHEET,
)  # fmt: skip

WIDTH: Final = 880
"""Width of a drawing in pixels of CSS; with script a chart is as wide as there is room."""

_AXIS: Final[dict[str, Any]] = {
    "labelColor": SOFT,
    "labelFontSize": 12,
    "titleColor": SOFT,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "gridColor": LINE,
    "domainColor": LINE,
    "tickColor": LINE,
}
CONFIG: Final[dict[str, Any]] = {
    "background": "transparent",
    "font": "sans-serif",
    "aria": False,  # the figure has a caption and a table, which say more than the marks
    "view": {"stroke": None},
    "axis": _AXIS,
    "axisX": {"grid": False, "ticks": True},
    "axisY": {"domain": False, "ticks": False, "tickCount": 4},
    "title": {
        "color": INK, "fontSize": 13, "fontWeight": 600, "anchor": "start", "frame": "group",
        "offset": 8, "subtitleColor": SOFT, "subtitleFontSize": 12, "subtitlePadding": 3,
    },
    "text": {"color": INK, "fontSize": 12},
    "legend": {"labelColor": INK, "labelFontSize": 12, "titleColor": SOFT, "titleFontSize": 12},
    "concat": {"spacing": 14},
}  # fmt: skip
