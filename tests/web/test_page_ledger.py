"""The ledger and the page of an undertaking: filters, marks, sayings, and rating it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, document, served

from archives import put
from comparing import Said
from memcon.archive import Archive, open_archive
from memcon.web.pages import commitments, ledger, log

FERRIES = "Ostria will build {} percent more ferries for the strait by {}"
FIRST = document(
    [
        Said(text=FERRIES.format(40, 2032), bound="will", act="pledge", issues=("trade",),
             figure=(40, "40 percent"), limit=("2032", "by 2032")),
        Said(text="Varnia hopes to mend the old lighthouse", by="BBB", bound="hope", act="pledge"),
    ],
    narrator="AAA", title="The first talks", day="2031-05-04",
)  # fmt: skip
SECOND = document(
    [
        Said(text=FERRIES.format(60, 2032), bound="ready", act="pledge", issues=("trade",),
             figure=(60, "60 percent"), limit=("2032", "by 2032")),
    ],
    narrator="BBB", title="The second talks", day="2031-09-01",
)  # fmt: skip
ID = f"{FIRST.document.id}/commitment:1"
HOPE = f"{FIRST.document.id}/commitment:2"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "a.db", create=True) as archive:
        put(archive, [FIRST, SECOND])
        yield archive


@pytest.fixture
def client(archive: Archive) -> TestClient:
    return served(archive, ledger, commitments, log, role="reviewer")


def page(client: TestClient, address: str, status: int = 200) -> Html:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return Html(answer.text)


def test_a_row_has_who_is_bound_its_words_numbers_and_status(client: TestClient) -> None:
    shown = page(client, "/ledger")
    assert "2 in all" in shown.words
    row = shown.inside("tbody")
    assert FERRIES.format(60, 2032) in row
    assert "Ostria" in row
    assert "60%" in row
    assert "2 times" in row
    assert "not yet rated" in row
    assert f"/commitments/{ID}" in shown.links


def test_facets_narrow_down_and_a_chosen_one_widens_again(client: TestClient) -> None:
    shown = page(client, "/ledger")
    assert "/ledger?strength=hope" in shown.links
    chosen = page(client, "/ledger?strength=hope")
    assert "Varnia hopes" in chosen.inside("tbody")
    assert "Ostria will" not in chosen.inside("tbody")
    assert chosen.links.count("/ledger") >= 3  # menu, facet, chip
    assert 'aria-current="true"' in client.get("/ledger?strength=hope").text
    assert "Strength: hope" in chosen.words


def test_filters_keep_each_other_and_stay_in_the_form(client: TestClient) -> None:
    shown = page(client, "/ledger?by=AAA&issue=trade")
    assert "/ledger?by=AAA&issue=trade&strength=ready" in shown.links
    assert "/ledger?by=AAA" in shown.links
    assert "/ledger?issue=trade" in shown.links
    assert 'value="AAA"' in client.get("/ledger?by=AAA&issue=trade").text


def test_what_is_overdue_is_said_in_a_word(archive: Archive) -> None:
    shown = Html(served(archive, ledger).get("/ledger?today=2034-01-01").text)
    assert "overdue" in shown.inside("tbody")
    assert "overdue" not in Html(served(archive, ledger).get("/ledger").text).inside("tbody")


def test_numbers_are_drawn_over_time_where_they_are_asked_for(client: TestClient) -> None:
    assert "figure" not in page(client, "/ledger").tags
    shown = page(client, "/ledger?with_quantity=true")
    assert "figure" in shown.tags
    assert "60 percent" in shown.inside("figure")


def test_an_empty_answer_says_what_to_try(client: TestClient) -> None:
    assert "Take one away" in page(client, "/ledger?words=lantern").words


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("by=Nobodia", 404, "no actor of the archive"),
        ("since=2031-13", 422, "is no date"),
        ("strength=iron", 422, "Strength"),
        ("cursor=abc", 400, "cursor"),
        ("by=a%00b", 422, "control character"),
        ("by=%27%3B+DROP+TABLE+documents%3B--", 404, "no actor of the archive"),
    ],
)
def test_a_wrong_filter_is_told_on_the_page_with_its_form(
    client: TestClient, query: str, status: int, told: str
) -> None:
    shown = page(client, f"/ledger?{query}", status)
    assert told in shown.words
    assert "form" in shown.tags


# The page of an undertaking ---------------------------------------------------------------------


def test_all_sayings_stand_in_order_with_what_was_reworded(client: TestClient) -> None:
    shown = page(client, f"/commitments/{ID}")
    assert shown.words.index("4 May 2031") < shown.words.index("1 September 2031")
    assert "Every time it was said" in shown.words
    assert shown.inside("del") == "40"
    assert shown.inside("ins") == "60"
    assert "weaker than before" in shown.words
    assert "figure" in shown.tags  # 40, then 60 percent


def test_any_saying_leads_to_the_whole(client: TestClient) -> None:
    shown = page(client, f"/commitments/{SECOND.document.id}/commitment:1")
    assert "The first talks" in shown.words


def test_what_there_is_not_is_a_404(client: TestClient) -> None:
    page(client, "/commitments/doc:0000000000000000/commitment:1", 404)
    page(client, "/commitments/x", 404)
    for local in ("commitment:99", "act:1", "commitment:99999999999", "commitment:x"):
        page(client, f"/commitments/{FIRST.document.id}/{local}", 404)


def test_a_rating_is_entered_and_every_answer_goes_by_it(client: TestClient) -> None:
    given = {"status": "kept", "evidence": "https://example.org/launch", "note": "launched"}
    answer = client.post(f"/commitments/{ID}/assess", data=given)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/commitments/{ID}?done=assessed",
    )
    shown = page(client, f"/commitments/{ID}")
    assert "launched" in shown.words
    assert "https://example.org/launch" in shown.links
    assert "kept" in page(client, "/ledger?by=AAA").inside("tbody")
    assert "1 in all" in page(client, "/ledger?status=kept").words
    assert "A reviewer" in page(client, "/log").inside("tbody")


def test_a_rating_without_evidence_is_not_entered_and_nothing_typed_is_lost(
    client: TestClient,
) -> None:
    answer = client.post(f"/commitments/{ID}/assess", data={"status": "broken", "note": "so it is"})
    assert answer.status_code == 400
    shown = Html(answer.text)
    assert "evidence" in shown.words
    assert "so it is" in shown.inside("textarea")
    assert "Nothing found" in page(client, "/log").words


def test_a_rating_that_there_is_not_is_refused(client: TestClient) -> None:
    answer = client.post(f"/commitments/{ID}/assess", data={"status": "splendid"})
    assert answer.status_code == 422
    assert "Choose what became of it" in Html(answer.text).words


def test_readers_see_no_form_and_cannot_rate(archive: Archive) -> None:
    reader = served(archive, commitments)
    assert f'action="/commitments/{ID}/assess"' not in reader.get(f"/commitments/{ID}").text
    answer = reader.post(f"/commitments/{ID}/assess", data={"status": "kept"})
    assert answer.status_code == 403


def test_evidence_with_a_script_for_an_address_is_no_link(client: TestClient) -> None:
    given = {"status": "kept", "evidence": "javascript:alert(1)", "note": "x"}
    client.post(f"/commitments/{HOPE}/assess", data=given)
    for address in (f"/commitments/{HOPE}", "/log"):
        assert not [link for link in page(client, address).links if link.startswith("javascript")]
