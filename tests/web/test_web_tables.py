"""Answers as tables: which columns there are, what stands in them, and where it leads."""

from __future__ import annotations

from typing import Annotated

import pytest
from page_site import Html
from pydantic import Field

from memcon.analysis.answer import SHOWN, Answer, Citation, Model
from memcon.web import tables
from memcon.web.naming import Names
from memcon.web.queries import LedgerQuery
from memcon.web.rendering import environment
from memcon.web.tables import Look, Part, Sorting, Table, table

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
NAMES = Names(actors={"XOS": "Ostria", "XVA": "Varnia"})


class Row(Model):
    by: Annotated[list[str], Field(description="who does it", json_schema_extra=SHOWN)]
    goal: Annotated[str, Field(description="what is done", json_schema_extra=SHOWN)]
    day: Annotated[str | None, Field(description="when", json_schema_extra=SHOWN)] = None
    times: Annotated[int | None, Field(description="how often", json_schema_extra=SHOWN)] = None
    held: Annotated[bool | None, Field(description="whether it was", json_schema_extra=SHOWN)] = (
        None
    )
    notes: Annotated[list[str], Field(description="remarks")] = Field(default_factory=list)
    id: Annotated[str, Field(description="id")] = "doc:0123456789abcdef/commitment:1"
    evidence: Annotated[Citation | None, Field(description="words")] = None


def made(*rows: Row, looks: tuple[Look | str, ...] = (), sorting: Sorting | None = None) -> Table:
    answer = Answer(model=Row, rows=rows, total=len(rows))
    return table(answer, looks, names=NAMES, caption="Rows", sorting=sorting)


def printed(one: Table) -> str:
    template = '{% from "macros/table.jinja" import table %}{{ table(one) }}'
    return environment().from_string(template).render(one=one)


def cell(one: Table, name: str, row: int = 0) -> list[Part]:
    place = [head.name for head in one.heads].index(name)
    return list(one.lines[row].cells[place].parts)


def test_without_looks_the_shown_fields_are_columns_in_their_order() -> None:
    one = made(Row(by=["XOS"], goal="build ferries", day="2031-05-04", times=1200, held=True))
    assert [head.label for head in one.heads] == ["By", "Goal", "Day", "Times", "Held"]
    assert [head.help for head in one.heads][:2] == ["who does it", "what is done"]
    assert [head.numeric for head in one.heads] == [False, False, False, True, False]


def test_a_cell_is_told_from_its_fields_name_and_value() -> None:
    one = made(Row(by=["XOS", "QQQ"], goal="build", day="2031-05", times=1200, held=False))
    assert cell(one, "by") == [
        Part(words="Ostria", href="/actors/XOS", title="XOS"),
        Part(words="QQQ", href="/actors/QQQ"),
    ]
    assert cell(one, "day") == [Part(words="May 2031", iso="2031-05")]
    assert cell(one, "times") == [Part(words="1,200")]
    assert cell(one, "held") == [Part(words="no")]


def test_a_column_in_which_no_row_has_anything_is_left_out() -> None:
    one = made(Row(by=["XOS"], goal="build"), Row(by=[], goal="mend", times=0))
    assert [head.name for head in one.heads] == ["by", "goal", "times"]
    assert cell(one, "by", row=1) == []


def test_words_lead_to_where_they_stand() -> None:
    cited = Citation(document="doc:0123456789abcdef", start=10, end=15, words="build a wall")
    one = made(
        Row(by=[], goal="build", evidence=cited), looks=(Look(field="goal", link="evidence"),)
    )
    assert cell(one, "goal")[0].href == (
        "/documents/doc:0123456789abcdef?at=10-15&quote=build+a+wall#selected"
    )


def test_a_citation_is_its_words_with_their_source() -> None:
    cited = Citation(
        document="doc:0123456789abcdef", start=1, end=9, words="we will build", title="Talks",
        day="2031-05-04", narrator="XOS",
    )  # fmt: skip
    page = Html(printed(made(Row(by=[], goal="x", evidence=cited), looks=("evidence",))))
    assert "we will build" in page.inside("td")
    assert "Talks , 4 May 2031" in page.inside("td")
    assert [link for link in page.links if link.startswith("/citations?")]


def test_a_row_has_its_id_as_anchor_and_rows_without_one_have_none() -> None:
    assert made(Row(by=[], goal="x")).lines[0].id == "doc:0123456789abcdef/commitment:1"
    answer = Answer(model=Row, rows=[Row(by=[], goal="x")])
    assert table(answer, names=NAMES, caption="x", row_id=lambda row: None).lines[0].id is None


def test_heads_sort_by_links_and_tell_by_what_the_table_is_sorted() -> None:
    query = LedgerQuery(by="XOS", sort="first")
    one = made(
        Row(by=["XOS"], goal="x", day="2031"),
        looks=(
            "by",
            Look(field="day", sort="first"),
            Look(field="times", sort="times", descending=True),
        ),
        sorting=Sorting(query=query, path="/ledger", value="first"),
    )
    assert [(head.href, head.sorted) for head in one.heads] == [
        (None, None),
        ("/ledger?by=XOS&sort=first", "ascending"),
        ("/ledger?by=XOS&sort=times", None),
    ]
    assert 'aria-sort="ascending"' in printed(one)


def test_nothing_from_outside_becomes_markup() -> None:
    cited = Citation(
        document="doc:0123456789abcdef", words=HOSTILE, title=HOSTILE, publisher=HOSTILE,
        narrator=HOSTILE, url="javascript:alert(3)",
    )  # fmt: skip
    row = Row(by=[HOSTILE], goal=HOSTILE, day=HOSTILE, notes=[HOSTILE, HOSTILE], evidence=cited)
    looks = ("by", "goal", "day", "notes", "evidence", "id")
    text = printed(made(row, looks=looks))
    page = Html(text)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert not [link for link in page.links if not link.startswith("/")]
    assert page.inside("table").count("<script>alert(1)</script>") >= 6


@pytest.mark.parametrize(
    ("value", "words", "mark"),
    [
        ("kept-in-part", "kept in part", "warn"),
        ("kept", "kept", "good"),
        ("broken", "broken", "bad"),
        ("not-yet-rated", "not yet rated", ""),
        ("call", "call", ""),
    ],
)
def test_words_of_the_record_are_told_as_people_write_them(
    value: str, words: str, mark: str
) -> None:
    assert tables.words_of(value) == words
    assert tables.mark_of(value) == mark


def test_actors_are_found_wherever_they_stand_in_a_row() -> None:
    cited = Citation(document="doc:0123456789abcdef", narrator="XVA")
    assert tables.ids_in([Row(by=["XOS"], goal="QQQ", evidence=cited)]) == {"XOS", "XVA"}
