"""What is entered and added through the API, and who may do it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest
from api_site import HERE, archive_of, copied, served, served_to, state_of
from fastapi.testclient import TestClient

from memcon.web import entering
from memcon.web.jobs import Jobs


class Linking(Jobs):
    """A queue that links at once, in this process, and adds nothing."""

    @property
    def linking(self) -> bool:
        """Whether something is still to be linked: nothing ever is."""
        return False

    def link(self) -> None:
        """Link."""
        from memcon.archive.linker import link

        link(self._archive)

    def _wake(self) -> None:
        """Leave everything waiting."""


def linking(client: TestClient) -> None:
    """Have an application use such a queue."""
    state = state_of(client)
    state.jobs = Linking(state.site.archive, state.site.options, now=state.site.now)


@pytest.fixture
def client(example_archive: Path, tmp_path: Path) -> Iterator[TestClient]:
    with served(copied(example_archive, tmp_path), write=True, user="A. Reviewer") as client:
        linking(client)
        yield client


def ask(client: TestClient, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def post(client: TestClient, path: str, body: Any) -> Any:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_rejected_act_leaves_the_answers(client: TestClient) -> None:
    before = ask(client, "ledger")
    id = next(row["id"] for row in before["rows"] if row["times"] == 1)
    entered = post(client, "reviews", {"id": id, "action": "reject", "note": "not there"})
    assert entered["linked"] is True
    after = ask(client, "ledger")
    assert after["total"] == before["total"] - 1
    entry = ask(client, "log")["rows"][0]
    assert (entry["entry"], entry["who"], entry["action"], entry["note"]) == (
        entered["entries"][0],
        "A. Reviewer",
        "reject",
        "not there",
    )
    post(client, f"log/{entry['entry']}/undo", {"note": "it is"})
    assert ask(client, "ledger") == before


def test_undoing_needs_no_body(client: TestClient) -> None:
    id = ask(client, "ledger")["rows"][0]["id"]
    entry = post(client, "reviews", {"id": id, "action": "confirm"})["entries"][0]
    assert client.post(f"/api/v1/log/{entry}/undo").status_code == 201
    again = client.post(f"/api/v1/log/{entry}/undo")
    assert again.status_code == 400
    assert again.json()["error"]["message"] == "it was undone already"


def test_corrections_are_entered_all_or_none(client: TestClient) -> None:
    document = ask(client, "meetings")["rows"][0]["id"].partition("/")[0]
    fields = {"title": "Another title", "publisher": "Another publisher"}
    body = {"id": document, "action": "correct", "fields": fields}
    assert len(post(client, "reviews", body)["entries"]) == 2
    found = ask(client, f"documents/{document}")["record"]["document"]
    assert (found["title"], found["publisher"]) == tuple(fields.values())
    number = ask(client, "log")["total"]
    body["fields"] = {"title": "A third", "colour": "red"}
    answer = client.post("/api/v1/reviews", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == "fields"
    assert ask(client, "log")["total"] == number


@pytest.mark.parametrize(
    "body",
    [
        {"action": "confirm", "fields": {"title": "x"}},
        {"action": "correct"},
        {"action": "correct", "fields": {}},
    ],
)
def test_fields_go_with_corrections_alone(client: TestClient, body: dict[str, Any]) -> None:
    body["id"] = ask(client, "ledger")["rows"][0]["id"]
    answer = client.post("/api/v1/reviews", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["where"] == "fields"


def test_a_rating_needs_evidence(client: TestClient) -> None:
    id = ask(client, "ledger")["rows"][0]["id"]
    body = {"id": id, "status": "kept"}
    answer = client.post("/api/v1/assessments", json=body)
    assert answer.status_code == 400
    assert "--" not in answer.text
    post(client, "assessments", {**body, "evidence": "https://example.org/opened"})
    rows = ask(client, "ledger?status=kept")["rows"]
    assert [row["id"] for row in rows] == [id]


def test_what_is_added_is_a_job(client: TestClient) -> None:
    sent = client.post(
        "/api/v1/documents",
        files=[("files", ("a.txt", b"Ostria and Varnia met.")), ("files", ("b.txt", b"x"))],
    )
    assert sent.status_code == 202
    job = sent.json()
    assert (job["kind"], job["state"], job["total"], job["who"]) == (
        "files",
        "waiting",
        2,
        "A. Reviewer",
    )
    assert sent.headers["location"] == job["link"]
    assert client.get(job["link"]).json() == job
    text = client.post("/api/v1/documents", json={"text": "Ostria and Varnia met.", "title": "T"})
    assert (text.status_code, text.json()["title"]) == (202, "T")
    page = client.post("/api/v1/documents", json={"url": "https://example.org/a"})
    assert (page.status_code, page.json()["kind"]) == (202, "address")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"url": "https://example.org", "text": "both"}, 422),
        ({"text": "words", "colour": "red"}, 422),
        ({"text": "  "}, 400),
        ({"url": "file:///etc/passwd"}, 400),
        ({"text": "words", "date": "one day"}, 400),
        ({"text": "words " * 500_000}, 413),
    ],
)
def test_what_cannot_be_added(client: TestClient, body: dict[str, str], status: int) -> None:
    answer = client.post("/api/v1/documents", json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"]


def test_other_bodies_are_refused(client: TestClient) -> None:
    plain = {"Content-Type": "text/plain"}
    assert client.post("/api/v1/documents", content=b"x", headers=plain).status_code == 415
    assert client.post("/api/v1/documents", files=[]).status_code == 415
    form = client.post("/api/v1/documents", files={"other": ("a.txt", b"x")})
    assert form.status_code == 400
    reviews = client.post("/api/v1/reviews", content=b"{}", headers=plain)
    assert reviews.status_code == 422


def test_large_files_are_refused(example_archive: Path, tmp_path: Path) -> None:
    copy = copied(example_archive, tmp_path)
    with served(copy, write=True, max_upload_bytes=1_000) as client:
        answer = client.post("/api/v1/documents", files={"files": ("a.txt", b"x" * 2_000)})
        assert answer.status_code == 413
        assert answer.json().keys() == {"error"}


def test_jobs_that_are_none(client: TestClient) -> None:
    assert client.get("/api/v1/jobs/none").status_code == 404


# Who may ----------------------------------------------------------------------------------------


def test_a_reader_reads_and_enters_nothing(example_archive: Path, tmp_path: Path) -> None:
    with served_to(copied(example_archive, tmp_path), "reader") as client:
        assert ask(client, "me") == {"name": "A. reader", "role": "reader", "single": False}
        id = ask(client, "ledger")["rows"][0]["id"]
        for path, body in (
            ("reviews", {"id": id, "action": "confirm"}),
            ("assessments", {"id": id, "status": "not-yet-rated"}),
            ("log/1/undo", {}),
            ("documents", {"text": "words"}),
        ):
            answer = client.post(f"/api/v1/{path}", json=body)
            assert answer.status_code == 403, path
            assert answer.json()["error"]["code"] == "not-allowed"
        assert client.get("/api/v1/jobs/none").status_code == 403
        assert ask(client, "log")["total"] == 0


def test_entries_are_signed_by_whoever_asks(example_archive: Path, tmp_path: Path) -> None:
    with served_to(copied(example_archive, tmp_path), "reviewer") as client:
        linking(client)
        id = ask(client, "ledger")["rows"][0]["id"]
        post(client, "reviews", {"id": id, "action": "confirm"})
        assert ask(client, "log")["rows"][0]["who"] == "A. reviewer"


def test_pages_of_other_sites_enter_nothing(client: TestClient) -> None:
    id = ask(client, "ledger")["rows"][0]["id"]
    body = {"id": id, "action": "confirm"}
    for headers in (
        {"Origin": "https://example.org"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE},  # a page of this site says whose form it is
    ):
        answer = client.post("/api/v1/reviews", json=body, headers=headers)
        assert answer.status_code == 403, headers
        assert answer.json()["error"]["code"] == "forged-request"
    assert ask(client, "log")["total"] == 0


def test_an_archive_that_is_only_read(example_archive: Path) -> None:
    with served(example_archive) as client:
        id = ask(client, "ledger")["rows"][0]["id"]
        answer = client.post("/api/v1/reviews", json={"id": id, "action": "confirm"})
        assert answer.status_code == 503
        assert "only be read" in answer.json()["error"]["message"]
        assert not archive_of(client).writable


def test_who_finds_the_archive_busy_is_told_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "PATIENCE", 0.1)
    id = ask(client, "ledger")["rows"][0]["id"]
    with archive_of(client).writing():
        answer = client.post("/api/v1/reviews", json={"id": id, "action": "confirm"})
    assert answer.status_code == 503
    assert "busy" in answer.json()["error"]["message"]
    assert answer.json()["error"]["remedy"]
    assert ask(client, "log")["total"] == 0


def test_nothing_is_linked_where_nothing_has_to_be(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = state_of(client).jobs
    linked: list[str] = []
    monkeypatch.setattr(jobs, "link", lambda: linked.append("link"))
    id = ask(client, "ledger")["rows"][0]["id"]
    assert post(client, "reviews", {"id": id, "action": "confirm"})["linked"] is True
    assert linked == []
    post(client, "reviews", {"id": id, "action": "reject"})
    assert linked == ["link"]


def test_few_wait_for_linking_and_nobody_for_long(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Linking, "linking", True)
    monkeypatch.setattr(entering, "LINKING_SECONDS", 0.3)
    monkeypatch.setattr(state_of(client).jobs, "link", lambda: None)
    rows = ask(client, "ledger")["rows"]
    began = time.monotonic()
    assert post(client, "reviews", {"id": rows[0]["id"], "action": "reject"})["linked"] is False
    assert time.monotonic() - began >= 0.3
    monkeypatch.setattr(entering, "_places", Semaphore(0))
    monkeypatch.setattr(entering, "LINKING_SECONDS", 600.0)
    assert post(client, "reviews", {"id": rows[1]["id"], "action": "reject"})["linked"] is False
    assert time.monotonic() - began < 60


def test_jobs_are_listed_for_reviewers(client: TestClient) -> None:
    assert ask(client, "jobs") == {"jobs": []}
    added = client.post("/api/v1/documents", json={"text": "Words."}).json()
    assert [one["id"] for one in ask(client, "jobs")["jobs"]] == [added["id"]]
