"""``/add`` and the page of a job: what is handed in, and what is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from entering_site import Entering, NoProcess, entering
from page_site import Html

from archives import example_records, put
from memcon.archive import Archive, open_archive
from memcon.scale.adding import Added
from memcon.web.jobs import queue
from memcon.web.jobs.model import Source

HOSTILE = "<img src=x onerror=alert(1)>.txt"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", create=True) as opened:
        yield opened


@pytest.fixture
def site(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Entering]:
    monkeypatch.setattr(queue, "AddingProcess", NoProcess)
    with entering(archive, max_upload_bytes=1_000, max_text_bytes=500) as made:
        yield made


def process_of(site: Entering) -> Any:
    return site.jobs._process


def job_page(site: Entering, answer: Any) -> str:
    """Return the page of a job when it has ended."""
    assert answer.status_code == 303, answer.text
    assert site.jobs.settled(20)
    return site.client.get(answer.headers["location"]).text


def upload(site: Entering, *files: tuple[str, bytes]) -> Any:
    sent = [("files", (name, data, "text/plain")) for name, data in files]
    return site.client.post("/add", data={"what": "files", "csrf": "t0ken"}, files=sent)


def test_three_ways_to_add(site: Entering) -> None:
    page = Html(site.client.get("/add").text)
    assert page.inside("h2") == "Files Address Text"
    assert "up to 200 files and 0.001 MB at once" in page.words


def test_every_form_has_its_token(site: Entering) -> None:
    forms = re.findall(r'<form[^>]*action="/add".*?</form>', site.client.get("/add").text, re.S)
    assert len(forms) == 3
    assert all('name="csrf" value="t0ken"' in form for form in forms)


@pytest.mark.parametrize("role", ["reader"])
def test_readers_are_refused(site: Entering, role: Any) -> None:
    site.come("Rita", role)
    for answer in (
        site.client.get("/add"),
        site.client.get("/add/x"),
        site.client.post("/add", data={"what": "text", "text": "Words."}),
        site.client.post("/add/x/stop"),
    ):
        assert answer.status_code == 403
    assert site.jobs.jobs() == []


def test_what_was_stored_leads_to_document_and_meetings(site: Entering, archive: Archive) -> None:
    record = next(one for one in example_records() if one.meetings and one.statements)

    def answer(work: Any) -> list[Added]:
        if not isinstance(work, Source):
            return []
        put(archive, [record])
        id, title = record.document.id, record.document.title
        return [Added(where=work.where, outcome="added", document=id, title=title)]

    process_of(site).answer = answer
    text = job_page(site, upload(site, ("talks.txt", b"1")))
    page = Html(text)
    assert page.inside("tbody").startswith("talks.txt stored")
    assert f"/documents/{record.document.id}" in page.links
    assert any(link.startswith("/meetings/doc:") for link in page.links)
    assert "http-equiv" not in text
    assert "data-running" not in text


def test_a_reject_tells_why_and_names_are_escaped(site: Entering) -> None:
    text = job_page(site, upload(site, (HOSTILE, b"1"), ("../../b.txt", b"2")))
    page = Html(text)
    assert "b.txt rejected It was not read" in page.inside("tbody")
    assert HOSTILE in page.inside("tbody")
    assert "<img src=x" not in text
    assert "/rejects" in page.links


def test_without_script_the_page_is_loaded_again(site: Entering) -> None:
    process = process_of(site)
    process.wait = lambda: True
    answer = upload(site, ("a.txt", b"1"), ("b.txt", b"2"))
    text = site.client.get(answer.headers["location"]).text
    assert '<noscript><meta http-equiv="refresh"' in text
    assert "data-running" in text
    Html(text)
    stopped = site.client.post(f"{answer.headers['location']}/stop", data={"csrf": "t0ken"})
    process.wait = lambda: False
    assert "Stopped" in Html(job_page(site, stopped)).words


@pytest.mark.parametrize(
    ("fields", "status", "problem"),
    [
        ({"what": "files"}, 400, "no file was sent"),
        ({"what": "address", "address": "javascript:alert(1)"}, 400, "no web address"),
        ({"what": "address", "address": "file:///etc/passwd"}, 400, "no web address"),
        ({"what": "text", "text": " \r\n "}, 400, "the text is empty"),
        ({"what": "text", "text": "Words.", "date": "soon"}, 400, "is no date"),
        ({}, 400, "no file was sent"),
    ],
)
def test_what_cannot_be_added_is_told_on_the_page(
    site: Entering, fields: dict[str, str], status: int, problem: str
) -> None:
    answer = site.client.post("/add", data={"csrf": "t0ken", **fields})
    assert answer.status_code == status
    page = Html(answer.text)
    assert problem in page.words
    assert "javascript:alert" not in " ".join(page.links)
    assert site.jobs.jobs() == []


def test_what_was_typed_is_not_lost(site: Entering) -> None:
    typed = {"what": "text", "text": "Words <b>.", "title": 'A "title"', "date": "soon"}
    text = site.client.post("/add", data=typed).text
    assert "Words &lt;b&gt;.</textarea>" in text
    assert 'value="A &#34;title&#34;"' in text
    assert "<details open>" in text


@pytest.mark.parametrize("letter", ["x", "ж", "\n"])
def test_a_text_that_is_too_long_stays_where_it_was_typed(site: Entering, letter: str) -> None:
    typed = "Words" + letter * (900 // len(letter.encode()))
    answer = site.client.post("/add", data={"what": "text", "text": typed, "title": "Talks"})
    assert answer.status_code == 413
    assert "over the limit" in Html(answer.text).words
    assert f">\n{typed}</textarea>" in answer.text
    assert 'value="Talks"' in answer.text
    assert 'data-limit="500"' in answer.text


def test_what_is_much_too_long_is_told_with_what_to_do(site: Entering) -> None:
    for files in ({}, {"files": b"1"}):  # sent as one kind of form and as the other
        answer = site.client.post("/add", data={"what": "text", "text": "x" * 4_000}, files=files)
        assert answer.status_code == 413
        assert "add it as a file" in answer.text


def test_letters_that_take_many_bytes_are_no_longer_than_others(site: Entering) -> None:
    answer = site.client.post("/add", data={"what": "text", "text": "ж" * 250})
    assert answer.status_code == 303


def test_too_large_files_are_told(site: Entering) -> None:
    answer = upload(site, ("a.txt", b"1" * 600), ("b.txt", b"1" * 600))
    assert answer.status_code == 413
    assert "over the limit" in Html(answer.text).words


def test_an_archive_that_can_only_be_read_has_no_forms(archive: Archive) -> None:
    with (
        open_archive(archive.name, write=False) as opened,
        entering(opened) as site,
    ):
        text = site.client.get("/add").text
        assert 'action="/add"' not in text
        assert "can only be read" in Html(text).words
        answer = site.client.post("/add", data={"what": "text", "text": "Words."})
        assert answer.status_code == 503


def test_a_job_that_nobody_knows(site: Entering) -> None:
    for id in ("nothing", "..%2f..%2fetc", "%3Cscript%3E"):
        answer = site.client.get(f"/add/{id}")
        assert answer.status_code == 404
        assert "<script>" not in answer.text
