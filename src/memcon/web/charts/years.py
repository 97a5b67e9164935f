"""How actors speak on issues, year by year: small multiples, one for each actor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from memcon.analysis.stance_years import YearStance
from memcon.analysis.stances import Stance
from memcon.web.charts import theme
from memcon.web.charts.chart import LINK, Chart, Entry, category, mark, shade, specified, tips

ACTORS: Final = 4
ISSUES: Final = 12
"""Those with most acts are drawn; the table of the page has all."""

_ROW: Final = 24
_MARGIN: Final = 260
SIGNS: Final[Mapping[Stance, tuple[str, str]]] = {
    "supportive": ("+", theme.PALE_BLUE),
    "critical": ("−", theme.PALE_RED),
    "calls on others": ("!", theme.PALE_OCHRE),
    "mixed": ("±", theme.PALE_VIOLET),
    "no stance": ("·", theme.PALE_GREY),
}
"""The sign and the tint of every stance."""


def years(rows: Sequence[YearStance], issue_name: Callable[[str], str]) -> Chart | None:
    """Return stances by year: a panel for each actor, a line for each issue, a column for a year.

    Args:
        rows: an actor on an issue in a year each.
        issue_name: gives the name of an issue.

    Returns:
        The chart; None where there is but one year, in which nothing can change.
    """
    actors = _most(rows, "actor", ACTORS)
    issues = _most([row for row in rows if row.actor in actors], "issue", ISSUES)
    shown = [row for row in rows if row.actor in actors and row.issue in issues]
    if len({row.year for row in shown}) < 2:
        return None
    signs = ", ".join(f"{sign} {name}" for name, (sign, _) in SIGNS.items())
    return Chart(
        title="Stances by year",
        about=f"The kind of acts that prevails in a year: {signs}.",
        spec=_spec(shown, actors, issues, issue_name),
        heads=("Actor", "Issue", "Year", "Stance", "Backing", "Objecting", "Asking"),
        rows=[
            (
                row.name,
                issue_name(row.issue),
                Entry(words=row.year, link=_link(row)),
                row.stance,
                f"{row.backing:,}",
                f"{row.objecting:,}",
                f"{row.asking:,}",
            )
            for row in shown
        ],
    )


def _most(rows: Sequence[YearStance], field: str, number: int) -> list[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[getattr(row, field)] += row.acts
    return sorted(counts, key=lambda one: (-counts[one], one))[:number]


def _link(row: YearStance) -> str:
    asked = {"actor": row.actor, "issue": row.issue, "since": row.year, "until": row.year}
    return f"/positions/statements?{urlencode(asked)}"


def _spec(
    rows: Sequence[YearStance],
    actors: Sequence[str],
    issues: Sequence[str],
    issue_name: Callable[[str], str],
) -> dict[str, Any]:
    every = sorted({row.year for row in rows})
    tints = {"domain": list(SIGNS), "range": [tint for _, tint in SIGNS.values()]}
    signs = {
        "mark": mark("text", color=theme.INK, fontSize=14, fontWeight=600),
        "encoding": {"text": {"field": "sign"}},
    }
    views = []
    for actor in actors:
        mine = [row for row in rows if row.actor == actor]
        present = {row.issue for row in mine}
        order = [issue_name(issue) for issue in issues if issue in present]
        values = [
            {
                "year": row.year,
                "issue": issue_name(row.issue),
                "stance": row.stance,
                "sign": SIGNS[row.stance][0],
                "backing": row.backing,
                "objecting": row.objecting,
                "asking": row.asking,
                "link": _link(row),
            }
            for row in mine
        ]
        last = actor == actors[-1]
        encoding = {
            "x": {
                "field": "year", "type": "ordinal", "title": None,
                "scale": {"domain": every, "paddingInner": 0.06},
                "axis": {"labelAngle": 0, "labels": last, "ticks": False, "domain": False},
            },
            "y": category(
                "issue",
                sort=order,
                scale={"paddingInner": 0.12},
                axis={"labelLimit": _MARGIN - 20, "grid": False, "labelPadding": 8},
            ),
            "href": LINK,
            "tooltip": tips("issue", "year", "stance", "backing", "objecting", "asking"),
        }  # fmt: skip
        tiles = {
            "mark": mark("rect", cornerRadius=3),
            "encoding": {"color": shade("stance", scale=tints)},
        }
        views.append(
            {
                "title": mine[0].name,
                "height": _ROW * len(order),
                "data": {"values": values},
                "encoding": encoding,
                "layer": [tiles, signs],
            }
        )
    return specified(views, margin=_MARGIN)
