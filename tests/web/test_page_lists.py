"""Meetings, actors, events, set phrases, rejects: what their lists show and lead to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, served

from memcon.archive import captures, open_archive
from memcon.web.pages import actors, events, formulas, ledger, log, meetings, phrases, rejects

HOSTILE = '<img src=x onerror="alert(1)">'
PAGES = ("/meetings", "/actors", "/events", "/formulas", "/phrases", "/rejects", "/log", "/ledger")
TEXTS = (
    "' OR '1'='1", "XOS'; DROP TABLE documents; --", "%", "_", "\\", '"', "<script>alert(1)</a>",
    "\N{RIGHT-TO-LEFT OVERRIDE}XOS", "a\x00b", "x" * 5_000, "doc:", "../../etc/passwd", "-1",
)  # fmt: skip
FIELDS = {
    "/meetings": ("actors", "form", "status", "place", "since", "until", "limit", "cursor"),
    "/actors": ("words", "kind", "side", "limit", "cursor"),
    "/events": ("actor", "source", "target", "code", "background", "since", "until"),
    "/formulas": ("user", "other", "words", "titled", "adopted", "min_documents", "since"),
    "/phrases": ("phrases", "user", "titled", "until"),
    "/log": ("id", "who", "since", "until"),
    "/ledger": ("by", "to", "issue", "words", "strength", "status", "carried_by", "sort", "today"),
    "/rejects": ("limit", "cursor"),
}


@pytest.fixture(scope="module")
def client(example_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = tmp_path_factory.mktemp("lists") / "a.db"
    path.write_bytes(example_archive.read_bytes())
    with open_archive(path) as archive:
        with archive.writing() as connection:
            for place in (f"javascript:alert(1){HOSTILE}", "https://example.org/notes"):
                captures.reject(
                    connection, location=place, code="empty", at="2026-01-02T03:04:05+00:00",
                    reason=f"there is no text {HOSTILE}. Give another file",
                )  # fmt: skip
        yield served(archive, actors, events, formulas, ledger, log, meetings, phrases, rejects)


def page(client: TestClient, address: str, status: int = 200) -> Html:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Html(answer.text)


def test_meetings_have_who_when_where_and_whose_accounts(client: TestClient) -> None:
    shown = page(client, "/meetings?actors=XOS&actors=XVA")
    assert "Lendrava" in shown.inside("tbody")
    assert "Apr 2026" in shown.inside("tbody")
    assert "planned" in shown.inside("tbody")
    assert "Tomáš Helverin" in shown.inside("th")
    assert [link for link in shown.links if link.startswith("/meetings/doc:")]
    assert "/meetings?actors=XVA" in shown.links  # without the other one


def test_actors_are_found_by_name_and_lead_to_their_pages(client: TestClient) -> None:
    shown = page(client, "/actors?words=helverin")
    assert "1 in all" in shown.words
    assert "Tomáš Helverin" in shown.inside("tbody")
    assert [link for link in shown.links if link.startswith("/actors/person:")]
    assert "one name is enough" in page(client, "/actors?words=zzyzx").words


def test_kinds_that_an_answer_is_of_only_one_of_can_be_chosen(client: TestClient) -> None:
    text = client.get("/actors?kind=person").text
    assert '<option value="person" selected>' in text
    assert "group" not in Html(text).inside("tbody").split()


def test_events_have_codes_with_their_meaning_and_words(client: TestClient) -> None:
    shown = page(client, "/events?code=04&background=false")
    assert "0 4" not in shown.words
    rows = shown.inside("tbody")
    assert "04" in rows
    assert [link for link in shown.links if link.startswith("/documents/") and "at=" in link]
    assert "Give fewer digits" in page(client, "/events?code=2042").words


def test_a_set_phrase_leads_to_its_uses_and_these_to_their_words(client: TestClient) -> None:
    shown = page(client, "/formulas")
    uses = next(link for link in shown.links if link.startswith("/phrases?"))
    told = page(client, uses)
    assert "Uses by side and year" in told.words
    assert [link for link in told.links if link.startswith("/documents/") and "at=" in link]
    assert "Give a phrase" in page(client, "/phrases").words


def test_uses_are_counted_by_side_and_year_most_first() -> None:
    made = phrases.course({"XVA 2025": 1, "XOS 2024": 2, "XOS 2025": 3})
    assert made.years == ("2024", "2025")
    assert made.sides == (("XOS", (2, 3)), ("XVA", (0, 1)))


def test_rejects_have_their_reason_and_link_only_to_addresses(client: TestClient) -> None:
    shown = page(client, "/rejects")
    assert "Give another file" in shown.inside("tbody")
    assert "https://example.org/notes" in shown.links
    assert not [link for link in shown.links if link.startswith("javascript")]
    assert "img" not in shown.inside("tbody").split()
    assert HOSTILE in shown.inside("tbody")


@pytest.mark.parametrize("address", PAGES)
def test_pages_have_one_heading_labels_and_nothing_inline(client: TestClient, address: str) -> None:
    shown = page(client, address)
    assert shown.tags.count("h1") == 1
    text = client.get(address).text
    ids = set(shown.ids)
    for label in text.split('<label for="')[1:]:
        assert label.split('"')[0] in ids


@pytest.mark.parametrize("address", PAGES)
def test_whatever_stands_in_a_filter_is_looked_for_and_never_obeyed(
    client: TestClient, address: str
) -> None:
    for field in FIELDS[address]:
        for text in TEXTS:
            answer = client.get(address, params={field: text})
            assert answer.status_code in (200, 400, 404, 422), (field, text, answer.text)
            shown = Html(answer.text)
            assert "<script>" not in shown.inside("script")
            assert "alert(1)" not in shown.inside("script")


def test_pages_of_a_list_lead_on_and_back(client: TestClient) -> None:
    first = page(client, "/meetings?limit=2&form=meeting")
    following = next(link for link in first.links if "cursor=" in link)
    assert "form=meeting" in following
    assert "limit=2" in following
    second = page(client, following)
    assert "3–4 of" in second.words
    assert [link for link in second.links if link == "/meetings?form=meeting"]
