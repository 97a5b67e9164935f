"""The log: who entered what, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_site import Html, document, served

from archives import AT, put
from comparing import Said
from memcon.archive import Archive, human, open_archive
from memcon.archive.linker import link
from memcon.web.pages import ledger, log

HOSTILE = "<script>alert(1)</script>"
OURS = document(
    [Said(text="Ostria will build ferries", bound="will", act="pledge")],
    narrator="AAA", title="Our account", day="2031-05-04",
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "a.db", create=True) as archive:
        put(archive, [OURS])
        with archive.writing() as connection:
            human.review(
                connection, f"{OURS.document.id}/act:1", "correct", who=f"Ada {HOSTILE}", at=AT,
                field="type", value="propose", note=f"it only {HOSTILE} proposes",
            )  # fmt: skip
            human.assess(
                connection, f"{OURS.document.id}/commitment:1", "kept", who="Bo", at=AT,
                evidence="https://example.org/ferries",
            )  # fmt: skip
        link(archive)
        yield archive


def page(client: TestClient, address: str = "/log") -> Html:
    answer = client.get(address)
    assert answer.status_code == 200
    return Html(answer.text)


def test_entries_tell_who_did_what_to_which_words(archive: Archive) -> None:
    shown = page(served(archive, log))
    rows = shown.inside("tbody")
    assert "type: pledge → propose" in rows
    assert "kept" in rows
    assert "Ostria will build ferries" in rows
    assert f"it only {HOSTILE} proposes" in rows
    assert shown.inside("script") == ""
    assert "https://example.org/ferries" in shown.links
    assert "entry-1" in shown.ids


def test_it_can_be_narrowed_down_by_who(archive: Archive) -> None:
    assert "1 in all" in page(served(archive, log), "/log?who=bo").words


def test_a_reviewer_takes_an_entry_back_and_both_stay(archive: Archive) -> None:
    client = served(archive, log, ledger, role="reviewer")
    assert 'action="/log/2/undo"' in client.get("/log").text
    assert "kept" in page(client, "/ledger").inside("tbody")
    answer = client.post("/log/2/undo", data={"note": "too early"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/log?done=undone#entry-2"
    shown = page(client)
    assert "taken back" in shown.words
    assert "undo of entry 2" in shown.words
    assert "too early" in shown.words
    assert 'action="/log/2/undo"' not in client.get("/log").text
    assert "not yet rated" in page(client, "/ledger").inside("tbody")


def test_what_cannot_be_undone_is_told(archive: Archive) -> None:
    client = served(archive, log, role="reviewer")
    assert client.post("/log/99/undo").status_code == 404
    assert client.post("/log/1/undo").status_code == 303
    assert client.post("/log/1/undo").status_code == 400
    assert client.post("/log/x/undo").status_code == 422
    assert client.post(f"/log/{2**70}/undo").status_code == 422


def test_readers_cannot_undo(archive: Archive) -> None:
    client = served(archive, log)
    assert "/undo" not in client.get("/log").text
    assert client.post("/log/1/undo").status_code == 403
