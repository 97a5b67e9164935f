"""The questions of the web: their parameters, their pages, and what narrows them down."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient
from pydantic import ValidationError
from sqlalchemy import Connection

from memcon.analysis import (
    actors,
    events,
    formulas,
    issue_statements,
    ledger,
    log,
    meetings,
    network,
    phrase_watch,
    positions,
    rejects,
    search,
    stance_years,
    timeline,
)
from memcon.archive import open_archive
from memcon.errors import MemconError, UnknownIdError
from memcon.web.queries import (
    QUESTIONS,
    BriefQuery,
    CompareQuery,
    LedgerQuery,
    MeetingsQuery,
    Paged,
    PositionsQuery,
    SearchQuery,
    TimelineQuery,
)
from memcon.web.queries.cursor import MAX_AFTER, Cursor

TODAY = "2026-06-01"
ASKED: dict[str, Any] = {
    "search": search.search,
    "meetings": meetings.meetings,
    "actors": actors.actors_named,
    "ledger": ledger.ledger,
    "positions": positions.positions,
    "positions/map": stance_years.stance_map,
    "positions/years": stance_years.stance_years,
    "positions/statements": issue_statements.issue_statements,
    "changes": positions.rung_changes,
    "network": network.network,
    "timeline": timeline.timeline,
    "events": events.events,
    "formulas": formulas.formulas_of,
    "phrases": phrase_watch.watch,
    "log": log.entries,
    "rejects": rejects.rejects,
}
# Something for each question to be asked, where it needs something.
GIVEN: dict[str, dict[str, Any]] = {
    "search": {"words": "Varnia"},
    "positions": {"by": ["XOS"]},
    "positions/map": {"by": ["XOS"]},
    "positions/years": {"by": ["XOS"]},
    "positions/statements": {"actor": "XOS", "issue": "trade"},
    "changes": {"by": ["XOS", "XVA"], "style": True},
    "timeline": {"a": "XOS"},
    "phrases": {"phrases": ["Inner Sea Council"]},
}


@pytest.fixture
def connection(example_archive: Path) -> Iterator[Connection]:
    with open_archive(example_archive, write=False) as archive, archive.reading() as connection:
        yield connection


@pytest.mark.parametrize("name", ASKED)
def test_the_parameters_are_the_arguments_of_the_question(name: str) -> None:
    own = {"connection", "limit", "counted"}
    arguments = inspect.signature(ASKED[name]).parameters.keys() - own
    assert set(QUESTIONS[name].query().filters()) == arguments


def test_every_question_is_in_the_list() -> None:
    assert QUESTIONS.keys() == ASKED.keys() | {"compare", "offices"}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda one: one.name)
def test_every_field_has_a_label_and_a_sentence(question: Any) -> None:
    assert question.summary.endswith(".")
    for name, field in question.query.model_fields.items():
        assert field.description, name
        if name != "cursor":
            assert field.title, name


@pytest.mark.parametrize("name", ASKED)
def test_pages_have_the_rows_of_the_whole_answer(connection: Connection, name: str) -> None:
    query = QUESTIONS[name].query(limit=2, **GIVEN.get(name, {}))
    whole = query.ask(connection, today=TODAY, limit=8)
    parts: list[list[Any]] = []
    while len(parts) < 4:
        page = query.page(connection, today=TODAY)
        assert page.after == 2 * len(parts)
        assert len(page.answer.rows) <= 2
        parts.append(list(page.answer.rows))
        if page.cursor is None:
            break
        query = query.model_copy(update={"cursor": page.cursor})
    if name == "timeline":  # whose pages go back in time
        parts.reverse()
        wanted = whole.rows[-sum(map(len, parts)) :]
    else:
        wanted = whole.rows[: sum(map(len, parts))]
    assert [row for part in parts for row in part] == list(wanted)
    if name not in ("log", "rejects"):
        assert wanted


def test_the_last_page_leads_nowhere(connection: Connection) -> None:
    whole = MeetingsQuery(limit=500).page(connection, today=TODAY)
    assert whole.cursor is None
    exact = MeetingsQuery(limit=len(whole.answer.rows)).page(connection, today=TODAY)
    assert exact.cursor is None
    short = MeetingsQuery(limit=len(whole.answer.rows) - 1).page(connection, today=TODAY)
    assert short.cursor is not None


def test_a_cursor_is_of_one_question(connection: Connection) -> None:
    cursor = MeetingsQuery(limit=1).page(connection, today=TODAY).cursor
    other = MeetingsQuery(limit=1, status="held", cursor=cursor)
    with pytest.raises(MemconError, match="another question"):
        other.page(connection, today=TODAY)
    with pytest.raises(MemconError, match="another question"):
        LedgerQuery(limit=1, cursor=cursor).page(connection, today=TODAY)
    more = MeetingsQuery(limit=7, cursor=cursor).page(connection, today=TODAY)
    assert more.after == 1  # another length of pages is no other question


@pytest.mark.parametrize("word", ["", "AAAA", "x", "MS4w", "_-_-"])
def test_what_is_no_cursor_is_refused(word: str) -> None:
    with pytest.raises(MemconError, match="cursor"):
        Cursor.read(word, "1e8bb069b98f")


def test_a_cursor_does_not_lead_further_than_pages_go() -> None:
    digest = "1e8bb069b98f"
    far = Cursor(after=MAX_AFTER + 1, revision=0, digest=digest).written()
    with pytest.raises(MemconError, match="100,000"):
        Cursor.read(far, digest)
    near = Cursor(after=MAX_AFTER, revision=3, digest=digest)
    assert Cursor.read(near.written(), digest) == near


def test_it_is_told_that_the_archive_has_changed(connection: Connection) -> None:
    query = MeetingsQuery(limit=1)
    cursor = Cursor(after=1, revision=10_000, digest=query.digest()).written()
    page = query.model_copy(update={"cursor": cursor}).page(connection, today=TODAY)
    assert "has changed" in page.answer.notes[0]
    assert page.cursor is not None
    # and again on every page that follows
    assert Cursor.read(page.cursor, query.digest()).revision == 10_000
    fresh = query.page(connection, today=TODAY).cursor
    page = query.model_copy(update={"cursor": fresh}).page(connection, today=TODAY)
    assert not any("has changed" in note for note in page.answer.notes)


@pytest.mark.parametrize("query", [SearchQuery(), PositionsQuery(), TimelineQuery(by="year")])
def test_a_question_that_asks_nothing_says_what_it_needs(
    connection: Connection, query: Paged
) -> None:
    assert not query.asked
    with pytest.raises(MemconError) as told:
        query.page(connection, today=TODAY)
    assert told.value.remedy == query.NEEDS


def test_a_period_alone_is_no_search() -> None:
    assert not SearchQuery(since="2024", order="date").asked
    assert SearchQuery(narrator="XOS").asked


# Parameters as an address has them --------------------------------------------------------------


@pytest.fixture(scope="module")
def echo() -> TestClient:
    app = FastAPI()

    def endpoint(query: Any) -> dict[str, Any]:
        return {"asked": query.given(), "limit": query.limit, "address": query.address("/x")}

    for question in QUESTIONS.values():

        def own(query: Any) -> dict[str, Any]:
            return endpoint(query)

        own.__annotations__["query"] = Annotated[question.query, Query()]
        app.get(f"/{question.name}")(own)
    return TestClient(app)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/ledger?by=&to=XVA&sort=&limit=", {"to": "XVA"}),
        ("/ledger?with_quantity=on&overdue=true", {"with_quantity": True, "overdue": True}),
        ("/ledger?nothing=1&words=%20%20", {}),
        ("/meetings?actors=XOS&actors=&actors=XVA", {"actors": ["XOS", "XVA"]}),
        ("/meetings?actors=", {}),
        ("/search?words=%20port%20", {"words": "port"}),
        ("/compare?label=new&label=dropped", {"label": ["new", "dropped"]}),
        ("/events?background=false", {"background": False}),
    ],
)
def test_forms_send_empty_fields(echo: TestClient, address: str, asked: dict[str, Any]) -> None:
    answer = echo.get(address)
    assert answer.status_code == 200
    assert answer.json()["asked"] == asked


def test_an_address_asks_the_same_again(echo: TestClient) -> None:
    first = echo.get("/meetings?place=a%26b%20%C3%A9&actors=XOS&actors=XVA&limit=7&cursor=abc")
    again = echo.get(first.json()["address"].replace("/x", "/meetings"))
    assert again.json()["asked"] == first.json()["asked"]
    assert "limit" not in first.json()["address"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (LedgerQuery, {"since": "2024-13"}),
        (LedgerQuery, {"since": "yesterday"}),
        (LedgerQuery, {"today": "2024-03"}),
        (LedgerQuery, {"until": "２０２４"}),
        (LedgerQuery, {"strength": "surely"}),
        (LedgerQuery, {"limit": 501}),
        (LedgerQuery, {"limit": 0}),
        (LedgerQuery, {"by": "x" * 201}),
        (LedgerQuery, {"by": "a\x00b"}),
        (LedgerQuery, {"by": "a\x1bb"}),
        (LedgerQuery, {"by": "\ud800"}),
        (LedgerQuery, {"cursor": "a b"}),
        (MeetingsQuery, {"actors": ["XOS"] * 11}),
        (MeetingsQuery, {"form": "ball"}),
        (SearchQuery, {"words": "x" * 401}),
    ],
)
def test_values_that_cannot_be_are_refused(kind: type[Paged], values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(values)


# Facets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASKED)
def test_a_facet_narrows_down_to_what_it_counted(connection: Connection, name: str) -> None:
    query = QUESTIONS[name].query(**GIVEN.get(name, {}))
    answer = query.ask(connection, today=TODAY, limit=500)
    for facet, values in answer.facets.items():
        for value, count in values:
            narrowed = query.narrowed(facet, value)
            if narrowed is None:
                continue
            assert narrowed.is_narrowed(facet, value)
            assert not query.is_narrowed(facet, value)
            assert narrowed.widened(facet) == query
            rows = narrowed.ask(connection, today=TODAY, limit=500)
            assert rows.rows, (facet, value)
            if name in ("ledger", "formulas"):
                assert len(rows.rows) == count, (facet, value)


def test_what_no_filter_takes_is_no_link() -> None:
    query = SearchQuery(words="port")
    assert query.narrowed("narrator", "none") is None
    assert query.narrowed("year", "unknown") is None
    assert query.narrowed("publisher", "x" * 300) is None
    assert query.narrowed("publisher", "a\x07b") is None
    assert query.narrowed("colour", "red") is None
    assert query.widened("colour") is None


def test_a_year_is_narrowed_by_both_ends() -> None:
    narrowed = SearchQuery(words="port", limit=7).narrowed("year", "2024")
    assert narrowed is not None
    assert (narrowed.since, narrowed.until, narrowed.limit) == ("2024", "2024", 7)
    assert narrowed.is_narrowed("year", "2024")
    assert narrowed.widened("year") == SearchQuery(words="port", limit=7)


def test_changing_a_filter_begins_at_the_first_page() -> None:
    query = LedgerQuery(by="XOS", cursor="abc", limit=5)
    assert query.having(by=None, to="XVA") == LedgerQuery(to="XVA", limit=5)


def test_equal_questions_are_kept_as_one() -> None:
    one, other = MeetingsQuery(actors=["XOS"]), MeetingsQuery(actors=("XOS",))
    assert one == other
    assert hash(one) == hash(other)


# Two sides --------------------------------------------------------------------------------------


def _accounts(connection: Connection) -> list[str]:
    rows = meetings.meetings(connection).rows
    most = max(rows, key=lambda met: met.accounts)
    return [cited.document for cited in most.evidence]


def test_a_comparison_is_rows_too(connection: Connection) -> None:
    one, other = _accounts(connection)[:2]
    query = CompareQuery(a=one, b=other)
    made = query.compare(connection)
    answer = query.ask(connection, today=TODAY, limit=500)
    assert list(answer.rows) == list(made.rows)
    for label, count in answer.facets["label"]:
        narrowed = query.narrowed("label", label)
        assert narrowed is not None
        rows = narrowed.ask(connection, today=TODAY, limit=500).rows
        assert [row.label for row in rows] == [label] * count
        assert narrowed.compare(connection) == made


def test_narrators_are_of_one_meeting(connection: Connection) -> None:
    one, other = _accounts(connection)[:2]
    with pytest.raises(MemconError, match="one meeting"):
        CompareQuery(a=one, b=other, narrators=["XOS", "XVA"]).compare(connection)
    with pytest.raises(UnknownIdError):
        CompareQuery(a="doc:0000000000000000", b=one).compare(connection)


def test_a_brief_needs_two_sides(connection: Connection) -> None:
    assert not BriefQuery(a="XOS").asked
    with pytest.raises(MemconError, match="whose brief"):
        BriefQuery(a="XOS").brief(connection, today=TODAY)
    made = BriefQuery(a="XOS", b="XVA", today="2025-01-01").brief(connection, today=TODAY)
    assert (made.a.id, made.b.id, made.today) == ("XOS", "XVA", "2025-01-01")
