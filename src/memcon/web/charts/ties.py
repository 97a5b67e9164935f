"""Who meets whom, drawn as a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2, sqrt
from typing import TYPE_CHECKING, Any, Final

from memcon.analysis.network import Member, Network, Tie
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

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]

NODES: Final = 40
"""Actors that are drawn: more would cover each other's names."""
LINES: Final = 80
"""Ties that are drawn, the strongest."""

_HEIGHT: Final = 620
_MARGIN: Final = 20
_LEAST: Final = 560
_RISE: Final = 14  # pixels between an actor and its name …
_LETTER: Final = 7.2  # … whose letters are about so wide …
_LINE: Final = 16  # … and so high
_SEED: Final = 7  # of the places from which the layout starts: the same network, the same drawing
_ROUNDS: Final = 150
_ROOM: Final = 0.16  # of the drawing's height, around the outermost actors
_SMALL, _LARGE = 60.0, 1_400.0  # area of a node
_THIN, _THICK = 0.8, 9.0  # width of a line

_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "state": (theme.BLUE, "circle"),
    "organisation": (theme.OCHRE, "square"),
    "group": (theme.VIOLET, "diamond"),
    "person": (theme.GREEN, "circle"),
}

Place = tuple[float, float]


def ties(found: Network) -> Chart | None:
    """Return a network: an actor's size is its meetings, a line's width those of the two.

    Args:
        found: who met whom, the strongest ties first.

    Returns:
        The chart; None where nobody met.
    """
    members = found.members[:NODES]
    ids = {one.id for one in members}
    among = [row for row in found.rows if {row.a, row.b} <= ids]
    if not among:
        return None
    shown = _strongest(among)
    members = [one for one in members if any(one.id in (row.a, row.b) for row in shown)]
    places = _layout(members, among)
    strongest = shown[0]
    about = (
        f"{len(members)} who met most often, with the {len(shown)} strongest ties between them. "
        "The larger a circle, the more meetings; the thicker a line, the more of them with each "
        f"other. The strongest tie is that of {strongest.a_name} and {strongest.b_name}, with "
        f"{strongest.meetings:,} meetings."
    )
    return Chart(
        title="Who meets whom",
        about=about,
        spec=_spec(members, shown, places),
        heads=("One", "The other", "Meetings"),
        rows=[
            (
                Entry(words=row.a_name, link=links.actor(row.a)),
                Entry(words=row.b_name, link=links.actor(row.b)),
                Entry(words=f"{row.meetings:,}", link=links.pair(row.a, row.b)),
            )
            for row in shown
        ],
    )


def _strongest(among: Sequence[Tie]) -> list[Tie]:
    """Return the strongest ties, and of everybody the strongest one, in their order."""
    chosen = {(row.a, row.b) for row in among[:LINES]}
    seen: set[str] = set()
    for row in among:
        if not {row.a, row.b} <= seen:
            chosen.add((row.a, row.b))
            seen |= {row.a, row.b}
    return [row for row in among if (row.a, row.b) in chosen]


def _layout(members: Sequence[Member], among: Sequence[Tie]) -> dict[str, Place]:
    """Return where actors stand, in a square of side 2 around the origin."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(one.id for one in members)
    for row in among:
        # Counts of meetings span two powers of ten: as they are, the strongest would be all.
        graph.add_edge(row.a, row.b, weight=1 + log2(row.meetings))
    raw = nx.spring_layout(
        graph, k=2.2 / sqrt(len(members)), iterations=_ROUNDS, seed=_SEED, weight="weight"
    )
    return _spread(graph, {name: (float(x), float(y)) for name, (x, y) in raw.items()})


def _spread(graph: nx.Graph, places: Mapping[str, Place]) -> dict[str, Place]:
    """Return places that use the room evenly: of each axis only the order is kept in part.

    Layouts by forces crowd the middle, and names there cover each other.
    """
    spread: dict[str, list[float]] = {name: [] for name in places}
    for axis in (0, 1):
        order = sorted(places, key=lambda name: (places[name][axis], name))
        last = max(len(order) - 1, 1)
        low, high = places[order[0]][axis], places[order[-1]][axis]
        for rank, name in enumerate(order):
            even = 2 * rank / last - 1
            own = 2 * (places[name][axis] - low) / ((high - low) or 1) - 1
            spread[name].append(round(0.65 * even + 0.35 * own, 4))
    return {name: (x, y) for name, (x, y) in spread.items()}


def _spec(
    members: Sequence[Member], shown: Sequence[Tie], places: Mapping[str, Place]
) -> dict[str, Any]:
    edges = [
        {
            "x": places[row.a][0], "y": places[row.a][1],
            "x2": places[row.b][0], "y2": places[row.b][1],
            "between": f"{row.a_name} and {row.b_name}",
            "meetings": row.meetings,
            "link": links.pair(row.a, row.b),
        }
        for row in reversed(shown)
    ]  # fmt: skip
    below = _named_below(members, places)
    nodes = [
        {
            "x": places[one.id][0], "y": places[one.id][1],
            "name": one.name, "label": _short(one.name), "kind": _kind(one),
            "below": one.id in below,
            "meetings": one.meetings,
            "link": links.actor(one.id),
        }
        for one in members
    ]  # fmt: skip
    span = {"domain": [-1 - _ROOM, 1 + _ROOM], "nice": False, "zero": False}
    places_of = {axis: quantity(axis, scale=span, axis=None) for axis in ("x", "y")}
    strongest = max(row.meetings for row in shown)
    lines = {
        "data": {"values": edges},
        "mark": mark("rule", color=theme.GREY, opacity=0.4, strokeCap="round"),
        "encoding": {
            **places_of,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "strokeWidth": _sized("meetings", strongest, [_THIN, _THICK]),
            "tooltip": tips("between", "meetings"),
            "href": LINK,
        },
    }
    most = max(one.meetings for one in members)
    kinds = list(_KINDS)
    dots = {
        "mark": mark("point", filled=True, opacity=1, stroke=theme.SHEET, strokeWidth=1.5),
        "encoding": {
            "size": _sized("meetings", most, [_SMALL, _LARGE]),
            "color": shade(
                "kind", scale={"domain": kinds, "range": [hue for hue, _ in _KINDS.values()]}
            ),
            "shape": shade(
                "kind", scale={"domain": kinds, "range": [shape for _, shape in _KINDS.values()]}
            ),
            "tooltip": tips("name", "kind", "meetings"),
        },
    }
    # A name stands on a ground of the sheet's colour, so that lines do not cross it.
    ground = {"stroke": theme.SHEET, "strokeWidth": 4, "strokeJoin": "round", "opacity": 0.9}
    names = [
        {
            "transform": [{"filter": f"datum.below === {str(under).lower()}"}],
            "mark": mark("text", fontSize=12, dy=dy, baseline=baseline, **look),
            "encoding": {"text": {"field": "label"}},
        }
        for look in (ground, {"color": theme.INK})
        for under, dy, baseline in ((False, -_RISE, "bottom"), (True, _RISE, "top"))
    ]
    named = {
        "data": {"values": nodes},
        "encoding": {**places_of, "href": LINK},
        "layer": [dots, *names],
    }
    return specified([{"height": _HEIGHT, "layer": [lines, named]}], margin=_MARGIN, least=_LEAST)


def _named_below(members: Sequence[Member], places: Mapping[str, Place]) -> set[str]:
    """Return the actors whose names stand below them, because above they would cover others."""
    across, down = (theme.WIDTH - _MARGIN) / (2 + 2 * _ROOM), _HEIGHT / (2 + 2 * _ROOM)
    points = {one.id: (places[one.id][0] * across, -places[one.id][1] * down) for one in members}
    taken: list[tuple[float, float, float, float]] = []
    below: set[str] = set()
    for one in members:
        x, y = points[one.id]
        half = _LETTER * len(_short(one.name)) / 2
        boxes = [(x - half, top, x + half, top + _LINE) for top in (y - _RISE - _LINE, y + _RISE)]
        others = [(a - 7, b - 7, a + 7, b + 7) for id, (a, b) in points.items() if id != one.id]
        hits = [sum(_meet(box, other) for other in (*taken, *others)) for box in boxes]
        if hits[1] < hits[0]:
            below.add(one.id)
        taken.append(boxes[hits[1] < hits[0]])
    return below


def _meet(box: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _sized(field: str, most: int, range: list[float]) -> dict[str, Any]:
    scale = {"type": "sqrt", "domain": [1, max(most, 2)], "range": range}
    return quantity(field, scale=scale, legend=None)


def _kind(one: Member) -> str:
    return one.kind if one.kind in _KINDS else "organisation"


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23].rstrip()}…"
