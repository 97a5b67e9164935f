"""The timeline of an actor, or of two with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from memcon.analysis.timeline import By, Period
from memcon.presentation.wording import MONTHS, date_words
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

_MARGIN: Final = 60
_LOW: Final = 34  # pixels of a panel at least …
_HIGH: Final = 120  # … and of the higher one of acts
_UNITS: Final[Mapping[By, str]] = {
    "month": "utcyearmonth",
    "quarter": "utcyearquarter",
    "year": "utcyear",
}
_MONTHS: Final[Mapping[By, int]] = {"month": 1, "quarter": 3, "year": 12}


def periods(
    rows: Sequence[Period],
    a: tuple[str, str],
    b: tuple[str, str] | None = None,
    *,
    by: By,
) -> Chart | None:
    """Return meetings, acts and the tone of events by period, one panel above the other.

    Args:
        rows: of the timeline, all periods in the order of time.
        a: id and name of the actor.
        b: those of the other, if there is one.
        by: how long a period is.

    Returns:
        The chart; None where there is no period.
    """
    if not rows:
        return None
    name, other = a[1], b[1] if b else None
    towards = f"{name} towards {other}" if other else name
    back = f"{other} towards {name}" if other else f"Others towards {name}"
    title = f"{name} and {other}" if other else name
    return Chart(
        title=f"{title} by {by}",
        about=(
            "Meetings held; acts that cooperate (above the line) and conflict (below it); and the "
            "mean score of events on the Goldstein scale, from -10 (conflict) to 10 (cooperation), "
            "where there are any."
        ),
        spec=_spec(rows, a[0], b[0] if b else None, towards, back, by),
        heads=(
            by.capitalize(), "Meetings", *(("Joint acts",) if _joint(rows) else ()),
            f"{towards}: cooperative", "conflictual", f"{back}: cooperative", "conflictual",
            f"{towards}: mean score", f"{back}: mean score",
        ),
        rows=[_line(row, a[0], b[0] if b else None, by, joint=_joint(rows)) for row in rows],
    )  # fmt: skip


def days(period: str) -> tuple[str, str]:
    """Return the first and the last month of a period, or the year, as filters take them.

    >>> days("2021-Q2"), days("2021-06"), days("2021")
    (('2021-04', '2021-06'), ('2021-06', '2021-06'), ('2021', '2021'))
    """
    year, _, part = period.partition("-")
    if not part.startswith("Q"):
        return period, period
    last = 3 * int(part[1:])
    return f"{year}-{last - 2:02}", f"{year}-{last:02}"


def words(period: str) -> str:
    """Return a period as people write it.

    >>> words("2021-Q2"), words("2021-06"), words("2021")
    ('April to June 2021', 'June 2021', '2021')
    """
    first, last = days(period)
    if first == last:
        return date_words(period)
    return f"{MONTHS[int(first[5:7]) - 1]} to {date_words(last)}"


def _joint(rows: Sequence[Period]) -> bool:
    return any(row.joint for row in rows)


def _line(row: Period, a: str, b: str | None, by: By, *, joint: bool) -> tuple[str | Entry, ...]:
    return (
        Entry(words=words(row.period), link=meetings_address(row.period, a, b)),
        f"{row.meetings:,}",
        *((f"{row.joint or 0:,}",) if joint else ()),
        f"{row.a_cooperative:,}",
        f"{row.a_conflictual:,}",
        f"{row.b_cooperative:,}",
        f"{row.b_conflictual:,}",
        _score(row.a_goldstein),
        _score(row.b_goldstein),
    )


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}".replace("-", "\N{MINUS SIGN}")


def meetings_address(period: str, a: str, b: str | None = None) -> str:
    """Return where the meetings of a period are, of one actor or of two with each other."""
    since, until = days(period)
    parties = [("actors", one) for one in (a, b) if one]
    return f"/meetings?{urlencode([*parties, ('since', since), ('until', until)])}"


def _events(period: str, source: str | None, target: str | None) -> str:
    since, until = days(period)
    asked = {"source": source, "target": target, "since": since, "until": until}
    return f"/events?{urlencode({name: one for name, one in asked.items() if one})}"


def _spec(
    rows: Sequence[Period], a: str, b: str | None, towards: str, back: str, by: By
) -> dict[str, Any]:
    domain = [_begin(rows[0].period), _end(rows[-1].period, by)]

    def panel(
        values: list[dict[str, Any]], title: str | dict[str, str], height: int, **more: Any
    ) -> dict[str, Any]:
        return {"title": title, "height": height, "data": {"values": values}, **more}

    def x(*, last: bool = False) -> dict[str, Any]:
        return {
            "field": "day", "type": "temporal", "timeUnit": _UNITS[by], "bandPosition": 0.5,
            "title": None, "scale": {"type": "utc", "domain": domain},
            "axis": {"labels": last, "ticks": last, "format": "%Y", "tickCount": "year"},
        }  # fmt: skip

    def count(scale: dict[str, Any] | None = None, **axis: Any) -> dict[str, Any]:
        return quantity("n", scale=scale or {}, axis={"tickMinStep": 1, **axis}, stack=False)

    def together(title: str, counts: Sequence[int], noun: str, hue: str) -> dict[str, Any]:
        values = [
            _datum(row, number, noun, meetings_address(row.period, a, b))
            for row, number in zip(rows, counts, strict=True)
        ]
        ticks = min(4, max([*counts, 1]))  # no halves of meetings
        encoding = {
            "x": x(),
            "y": count(tickCount=ticks),
            "tooltip": tips("period", noun),
            "href": LINK,
        }
        return panel(values, title, 70, mark=mark("bar", color=hue), encoding=encoding)

    views = [together("Meetings held", [row.meetings for row in rows], "meetings", theme.GREY)]
    if _joint(rows):
        joint = [row.joint or 0 for row in rows]
        title = "Acts of both together, cooperative"
        views.append(together(title, joint, "acts", theme.GREEN))
    extents = {side: _extent(rows, side) for side in ("a", "b")}
    whole = max(most - least for least, most in extents.values())
    for side, title, source, target in (("a", towards, a, b), ("b", back, b, a)):
        least, most = extents[side]
        # The same number of acts is as high in both panels.
        height = max(_LOW, round(_HIGH * (most - least) / whole))
        most = max(most, least + round(whole * height / _HIGH))
        values = [
            _datum(row, sign * getattr(row, f"{side}_{kind}"), "acts", link) | {"kind": kind}
            for row in rows
            for link in (_acts(row.period, source, target),)
            for kind, sign in (("cooperative", 1), ("conflictual", -1))
        ]
        hues = {"domain": ["cooperative", "conflictual"], "range": [theme.BLUE, theme.RED]}
        encoding = {
            "x": x(),
            "y": count(
                {"domain": [least, most], "nice": False},
                labelExpr="format(abs(datum.value), ',')",
                tickCount=min(most - least, 2 if height < 2 * _LOW else 4),
            ),
            "color": shade("kind", scale=hues),
            "tooltip": tips("period", "kind", "acts"),
            "href": LINK,
        }
        bars = {"mark": mark("bar"), "encoding": encoding}
        named = {"text": title, "subtitle": "acts: cooperative up, conflictual down"}
        views.append(panel(values, named, height, layer=[bars, _ZERO]))
    views.append(_tone(rows, (a, b), (towards, back), x(last=True)))
    return specified(views, margin=_MARGIN)


def _extent(rows: Sequence[Period], side: str) -> tuple[int, int]:
    """Return how far the bars of a side go down and up."""
    least = max(getattr(row, f"{side}_conflictual") for row in rows)
    most = max(getattr(row, f"{side}_cooperative") for row in rows)
    return -least, max(most, 1)


def _tone(
    rows: Sequence[Period],
    ids: tuple[str, str | None],
    names: tuple[str, str],
    x: dict[str, Any],
) -> dict[str, Any]:
    """Return the panel of mean scores: a line with dots for either direction."""
    values = [
        _datum(row, getattr(row, f"{side}_events"), "events", _events(row.period, source, target))
        | {
            "score": getattr(row, f"{side}_goldstein"),
            "mean": _score(getattr(row, f"{side}_goldstein")),
            "who": name,
        }
        for side, name, (source, target) in (("a", names[0], ids), ("b", names[1], ids[::-1]))
        for row in rows
    ]
    legend = {"title": None, "orient": "bottom", "labelLimit": 320, "columns": 2}
    hues = {"domain": list(names), "range": [theme.VIOLET, theme.OCHRE]}
    shapes = {"domain": list(names), "range": ["circle", "square"]}
    # A line stops where a period has no events.
    lines: dict[str, Any] = {
        "mark": mark("line", strokeWidth=2, invalid="break-paths-filter-domains")
    }
    dots: dict[str, Any] = {
        "transform": [{"filter": "isValid(datum.score)"}],
        "mark": mark("point", filled=True, size=50, opacity=1),
        "encoding": {
            "shape": shade("who", scale=shapes, legend=legend),
            "tooltip": tips("period", "who", "mean", "events"),
            "href": LINK,
        },
    }
    shared = {
        "x": x,
        "y": quantity("score", axis={"tickCount": 5}),
        "color": shade("who", scale=hues, legend=legend),
    }
    for one in (lines, dots):
        one["encoding"] = shared | one.get("encoding", {})
    return {
        "title": "Mean Goldstein score of events",
        "height": 120,
        "data": {"values": values},
        "layer": [_ZERO, lines, dots],
    }


_ZERO: Final[dict[str, Any]] = {
    "data": {"values": [{}]},
    "mark": mark("rule", color=theme.SOFT, strokeWidth=1),
    "encoding": {"y": {"datum": 0}},
}


def _acts(period: str, source: str | None, target: str | None) -> str:
    """Return where the acts of a period can be read: as passages, or those of others as events."""
    if source is None:
        return _events(period, None, target)
    since, until = days(period)
    asked = {"actor": source, "since": since, "until": until}
    return f"/search?{urlencode(asked)}"


def _datum(row: Period, count: int, noun: str, link: str) -> dict[str, Any]:
    return {
        "day": _begin(row.period),
        "period": words(row.period),
        "n": count,
        noun: f"{abs(count):,}",
        "link": link,
    }


def _begin(period: str) -> str:
    first, _ = days(period)
    return f"{first}-01" if len(first) > len("2021") else f"{first}-01-01"


def _end(period: str, by: By) -> str:
    """Return the first day after a period."""
    begin = _begin(period)
    count = int(begin[:4]) * 12 + int(begin[5:7]) - 1 + _MONTHS[by]
    return f"{count // 12:04}-{count % 12 + 1:02}-01"
