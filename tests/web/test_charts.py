"""Charts: what is drawn, the same as a table, and that a drawing holds nothing but a drawing."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import etree
from sqlalchemy import Connection

from conftest import ROOT
from memcon.analysis.answer import Citation
from memcon.analysis.ledger import Figure, Undertaking
from memcon.analysis.network import Member, Network, Tie, network
from memcon.analysis.stance_years import YearStance
from memcon.analysis.timeline import timeline
from memcon.archive import open_archive
from memcon.web import charts
from memcon.web.charts import Chart, Entry, drawing, library, theme
from memcon.web.charts.drawing import picture, plain

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script>" onload="x" & “Ostria”'


@pytest.fixture(scope="module")
def connection(example_archive: Path) -> Iterator[Connection]:
    with open_archive(example_archive, write=False) as archive, archive.reading() as connection:
        yield connection


def undertaking(value: float, kind: str, day: str, **more: Any) -> Undertaking:
    words = Citation(document="doc:0000000000000001", start=0, end=4, words="goal", day=day)
    figure = {"value": value, "unit": "USD", "per": "year", "kind": kind, "words": f"{value:g}"}
    return Undertaking.model_validate(
        {
            "by": ["XOS"], "to": ["XVA"], "goal": "raise trade with Varnia", "strength": "will",
            "quantities": [], "deadline": None, "overdue": None, "first_seen": day,
            "last_reaffirmed": None, "status": "not-yet-rated",
            "id": "doc:0000000000000001/commitment:1", "times": 1, "issues": [], "carriers": [],
            "deadline_words": None, "deadline_is_limit": None, "documents": 1,
            "figures": [Figure.model_validate(figure)], "first": words, "latest": words,
        }
        | more
    )  # fmt: skip


def tie(a: str, b: str, meetings: int, name: str = "") -> Tie:
    return Tie(
        a=a, b=b, a_name=name or f"Land {a}", b_name=f"Land {b}", meetings=meetings,
        first="2024-01-01", last="2024-06-01", forms={"meeting": meetings},
        years={"2024": meetings}, meeting_ids=[],
    )  # fmt: skip


def met(*rows: Tie) -> Network:
    names = {id: name for row in rows for id, name in ((row.a, row.a_name), (row.b, row.b_name))}
    members = [
        Member(id=id, name=names[id], kind="state", side=id, meetings=9) for id in sorted(names)
    ]
    return Network(
        model=Tie, rows=rows, total=len(rows), facets={}, members=members, whole=len(members)
    )


def stance(actor: str, issue: str, year: str, backing: int, objecting: int) -> YearStance:
    return YearStance(
        actor=actor, name=f"Land {actor}", issue=issue, year=year, acts=backing + objecting,
        stance="supportive" if backing > objecting else "critical",
        backing=backing, objecting=objecting, asking=0,
    )  # fmt: skip


def made(connection: Connection) -> dict[str, Chart | None]:
    """Return one chart of each kind."""
    rows = timeline(connection, "XOS", "XVA", by="quarter").rows
    return {
        "periods": charts.periods(rows, ("XOS", "Ostria"), ("XVA", "Varnia"), by="quarter"),
        "ties": charts.ties(network(connection)),
        "years": charts.years(
            [stance("XOS", "trade", "2024", 3, 0), stance("XOS", "trade", "2025", 0, 2)], str
        ),
        "quantities": charts.quantities(
            [
                undertaking(200e9, "target", "2021-09-16", deadline="2024"),
                undertaking(147e9, "achieved", "2021-12-30"),
                undertaking(4e9, "baseline", "2020-01-01"),
            ]
        ),
    }


KINDS = ("periods", "ties", "years", "quantities")


@pytest.mark.parametrize("kind", KINDS)
def test_specifications_are_of_the_grammar(connection: Connection, kind: str) -> None:
    alt = pytest.importorskip("altair")
    chart = made(connection)[kind]
    assert chart is not None
    alt.Chart.from_dict(dict(chart.spec), validate=True)  # raises where it is not


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_has_shapes_words_and_links_of_the_site_alone(
    connection: Connection, kind: str
) -> None:
    chart = made(connection)[kind]
    assert chart is not None
    root = etree.fromstring(chart.picture)
    assert root.get("aria-hidden") == "true", "the caption and the table say it"
    shapes = ["svg", "g", "path", "rect", "line", "text", "tspan", "a"]
    assert {element.tag for element in root.iter()} <= {f"{SVG}{name}" for name in shapes}
    for element in root.iter():
        assert not {"style", "class", "role"} & set(element.attrib)
        assert not [name for name in element.attrib if name.startswith("on")]
    links = [one.get("{http://www.w3.org/1999/xlink}href") for one in root.iter(f"{SVG}a")]
    assert links
    values = re.findall(r'"link": "([^"]*)"', json.dumps(chart.spec))
    assert set(links) <= set(values), "a part leads where its data says"
    assert all(link.startswith("/") and not link.startswith("//") for link in links)
    assert all(one.get("tabindex") == "-1" for one in root.iter(f"{SVG}a"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_colour_has_one_for_dark(connection: Connection, kind: str) -> None:
    chart = made(connection)[kind]
    assert chart is not None
    styles = (ROOT / "src/memcon/web/static/charts.css").read_text(encoding="utf-8")
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,6})"', chart.picture))
    assert used
    assert used <= set(theme.COLOURS)
    for colour in theme.COLOURS:
        assert f'[fill="{colour}"]' in styles
        assert f'[stroke="{colour}"]' in styles


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_has_what_is_drawn(connection: Connection, kind: str) -> None:
    chart = made(connection)[kind]
    assert chart is not None
    assert chart.rows
    assert all(len(row) == len(chart.heads) for row in chart.rows)
    assert any(isinstance(cell, Entry) and cell.link.startswith("/") for cell in chart.rows[0])
    assert chart.about.endswith(".")


def test_equal_charts_are_drawn_once_and_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Renderer:
        def draw(self, specification: str) -> str:
            asked.append(specification)
            return f'<svg xmlns="{SVG[1:-1]}" width="1" height="1"/>'

    monkeypatch.setattr(drawing, "_renderer", Renderer())
    monkeypatch.setattr(drawing, "KEPT", 2)
    monkeypatch.setattr(drawing, "_kept", type(drawing._kept)())
    for name in ("a", "b", "a", "c", "b"):
        picture({"title": name})
    assert len(asked) == 4, "b had to go for c, a had not"


def test_what_texts_say_stays_text() -> None:
    chart = charts.ties(met(tie("XOS", "XVA", 2, HOSTILE)))
    assert chart is not None
    assert "<script" not in chart.picture
    assert "onload=" not in re.sub(r">[^<]*<", "><", chart.picture)
    svg = (
        f'<svg xmlns="{SVG[1:-1]}" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<a xlink:href="javascript:alert(1)" style="color:red"><text>x</text></a>'
        '<a xlink:href="//elsewhere.example" target="_blank"><text>y</text></a></svg>'
    )
    cleaned = plain(svg)
    assert "javascript" not in cleaned
    assert "elsewhere" not in cleaned
    assert "style" not in cleaned


def test_aims_and_achievements_by_unit() -> None:
    chart = charts.quantities(
        [
            undertaking(200e9, "target", "2021-09-16", deadline="2024"),
            undertaking(147e9, "achieved", "2021-12-30"),
            undertaking(30, "target", "2022-01-01", figures=[
                Figure(value=30, unit="percent", per=None, kind="target", words="30 percent")
            ]),
        ]
    )  # fmt: skip
    assert chart is not None
    titles = [view["title"] for view in chart.spec["vconcat"]]
    assert titles == ["USD per year", "percent"]
    first = chart.spec["vconcat"][0]["data"]["values"]
    assert [(one["kind"], one["figure"], one["due"]) for one in first] == [
        ("aim", "200 billion USD per year", "2024-12-31"),
        ("achieved", "147 billion USD per year", None),
    ]
    assert [row[1] for row in chart.rows] == ["aim", "achieved", "aim"]


def test_no_figures_no_chart() -> None:
    assert charts.quantities([]) is None
    figure = Figure(value=2, unit=None, per=None, kind="target", words="two")
    assert charts.quantities([undertaking(2, "target", "2021", figures=[figure])]) is None
    assert charts.ties(met()) is None
    assert charts.years([stance("XOS", "trade", "2024", 1, 0)], str) is None
    assert charts.periods([], ("XOS", "Ostria"), by="year") is None


def test_the_same_network_is_drawn_the_same() -> None:
    rows = [tie("AAA", "BBB", 9), tie("AAA", "CCC", 3), tie("BBB", "DDD", 1)]
    one, other = (charts.ties(met(*rows)) for _ in range(2))
    assert one is not None
    assert other is not None
    assert one.spec == other.spec
    drawn = one.spec["layer"][1]["data"]["values"]
    assert {node["name"] for node in drawn} == {f"Land {id}" for id in ("AAA", "BBB", "CCC", "DDD")}
    assert all(-1 <= node[axis] <= 1 for node in drawn for axis in "xy")


def test_of_many_ties_everybody_keeps_the_strongest() -> None:
    ids = [f"A{number:02}" for number in range(30)]
    rows = [tie(a, b, 20) for a in ids for b in ids if a < b]
    rows.append(tie("A00", "ZZZ", 1))
    chart = charts.ties(met(*rows))
    assert chart is not None
    assert ("Land A00", "Land ZZZ") in {
        (row[0].words, row[1].words)
        for row in chart.rows
        if isinstance(row[0], Entry) and isinstance(row[1], Entry)
    }


def test_the_library_comes_from_the_installed_package() -> None:
    with TestClient(served_library()) as client:
        packed = client.get(library.address())
        assert packed.status_code == 200
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Type"].startswith("text/javascript")
        assert "immutable" in packed.headers["Cache-Control"]
        assert re.search(r"export\s*\{.* as embed\s*\}", packed.text[-500:])
        bare = client.get(library.address(), headers={"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in bare.headers
        assert bare.text == packed.text
        assert len(gzip.compress(bare.content)) < 400_000
        assert client.get("/static-packages/vega-0.js").status_code == 404


def served_library() -> Any:
    from fastapi import FastAPI

    app = FastAPI()
    app.include_router(library.router)
    return app
