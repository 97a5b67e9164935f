"""The first page: newest meetings, what is new since the last visit, what there is in all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, document, served

from archives import put
from comparing import Said
from memcon.archive import Archive, open_archive
from memcon.web.pages import home
from memcon.web.visits import COOKIE, visit

NOW = datetime(2032, 1, 1, 12, tzinfo=UTC)
# archives.AT, when tests add documents
ADDED = datetime(2026, 1, 1, tzinfo=UTC)
OURS = document(
    [Said(text="Ostria will build ferries", bound="will", act="pledge", issues=("trade",))],
    narrator="AAA",
    title="Our account <script>alert(1)</script>",
    day="2031-05-04",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "a.db", create=True) as archive:
        put(archive, [OURS])
        yield archive


def client_at(archive: Archive, when: datetime, *, role: str = "reader") -> TestClient:
    return served(archive, home, now=lambda: when, role=role)  # type: ignore[arg-type]


def first_page(client: TestClient, **cookies: str) -> Html:
    client.cookies.update(cookies)
    answer = client.get("/")
    assert answer.status_code == 200
    return Html(answer.text)


def cookie(last: datetime | None, latest: datetime) -> str:
    return f"{int(last.timestamp()) if last else 0}-{int(latest.timestamp())}"


def test_it_has_the_newest_meetings_and_counts_that_lead_on(archive: Archive) -> None:
    shown = first_page(client_at(archive, NOW))
    assert f"/meetings/{OURS.document.id}/meeting:1" in shown.links
    assert "1 document" in shown.words
    for link in ("/search?narrator=AAA", "/ledger?issue=trade", "/meetings?form=meeting",
                 "/meetings?since=2031&until=2031"):  # fmt: skip
        assert link in shown.links


def test_a_first_visit_is_said_plainly_and_remembered(archive: Archive) -> None:
    client = client_at(archive, NOW)
    assert "This is the first visit" in first_page(client).words
    kept = client.cookies[COOKIE]
    assert kept == cookie(None, NOW)
    set_cookie = client.get("/").headers["set-cookie"]
    assert "HttpOnly" in set_cookie
    assert "SameSite=lax" in set_cookie


def test_what_came_since_the_last_visit_is_told(archive: Archive) -> None:
    before = ADDED - timedelta(days=3)
    shown = first_page(client_at(archive, NOW), **{COOKIE: cookie(None, before)})
    assert "Documents added 1" in shown.words
    assert "New meetings 1" in shown.words
    assert "New undertakings 1" in shown.words
    assert "Our account <script>alert(1)</script>" in shown.words
    assert shown.inside("script") == ""


def test_nothing_new_is_said(archive: Archive) -> None:
    after = ADDED + timedelta(days=3)
    shown = first_page(client_at(archive, NOW), **{COOKIE: cookie(None, after)})
    assert "Nothing was added or changed" in shown.words


def test_an_empty_archive_says_how_to_begin(tmp_path: Path) -> None:
    with open_archive(tmp_path / "empty.db", create=True) as archive:
        assert "/add" in first_page(client_at(archive, NOW, role="reviewer")).links
        shown = first_page(client_at(archive, NOW))
        assert "This archive is empty" in shown.words
        assert "memcon add" in shown.words


def at(minutes: int) -> str:
    return (NOW + timedelta(minutes=minutes)).isoformat()


def test_a_visit_goes_on_while_the_page_is_opened_again_within_half_an_hour() -> None:
    first = visit(None, at(0))
    assert first.since is None
    second = visit(first.cookie, at(29))
    assert second.since is None
    third = visit(second.cookie, at(50))
    assert third.since is None
    next_visit = visit(third.cookie, at(50 + 31))
    assert next_visit.since == (NOW + timedelta(minutes=50)).isoformat(timespec="seconds")
    going_on = visit(next_visit.cookie, at(90))
    assert going_on.since == next_visit.since


@pytest.mark.parametrize(
    "made_up",
    ["", "x", "1-", "-1-2", "99999999999-1", "5-99999999999", "1-2-3", "٣-٤", "1 - 2", "9" * 30],
)
def test_a_cookie_that_nobody_wrote_counts_as_a_first_visit(made_up: str) -> None:
    assert visit(made_up, at(0)).since is None
