"""``/review``: one finding after another, each decision signed and in force at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from entering_site import Entering, NoProcess, entering, hidden
from page_site import Html

from memcon.analysis.log import LogEntry, entries
from memcon.analysis.review_queue import Filters, Wanted, review_queue
from memcon.archive import Archive, human, open_archive, store
from memcon.archive.findings import find_item
from memcon.web.jobs import queue as jobs_queue


@pytest.fixture
def archive(example_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    copy = tmp_path / "copy.db"
    copy.write_bytes(example_archive.read_bytes())
    with open_archive(copy) as opened:
        yield opened


@pytest.fixture
def site(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Entering]:
    monkeypatch.setattr(jobs_queue, "AddingProcess", NoProcess)
    with entering(archive) as made:
        yield made


def waiting(site: Entering, **filters: Any) -> list[Wanted]:
    return list(site.site.ask(lambda connection: review_queue(connection, Filters(**filters))).rows)


def log(site: Entering) -> list[LogEntry]:
    return list(site.site.ask(entries).rows)


def item(site: Entering, id: str) -> Any:
    def found(connection: Any) -> Any:
        target = human.resolve(connection, id)
        record = store.load(connection, target.document)
        return find_item(record, target.kind, target.local)

    return site.site.ask(found)


def decide(site: Entering, id: str, action: str, query: str = "", **fields: str) -> Any:
    """Send the form of a finding as it stands, with some fields typed over."""
    page = site.client.get("/review", params={"id": id}).text
    sent = {
        "csrf": "t0ken",
        "id": id,
        "version": hidden(page, "version"),
        "action": action,
        **{name.replace("__", "-"): value for name, value in fields.items()},
    }
    return site.client.post(f"/review{query}", data=sent)


def test_the_page_shows_what_wants_a_look_most(site: Entering) -> None:
    first = waiting(site)[0]
    text = site.client.get("/review").text
    page = Html(text)
    assert hidden(text, "id") == first.id
    assert page.inside("code") == first.id
    assert "Confirm c" in page.words
    assert "1 of 341" in page.words
    assert all(kbd in page.inside("kbd") for kbd in "cretunpjk?")


def test_the_words_are_marked_in_their_text(site: Entering) -> None:
    row = waiting(site, kind="statement")[0]
    text = site.client.get("/review", params={"id": row.id}).text
    said = item(site, row.id)
    for span in said.content:
        assert f'data-start="{span.start}" class="own' in text


def test_a_decision_leads_to_the_next_and_is_signed(site: Entering) -> None:
    rows = waiting(site, kind="commitment")
    answer = decide(site, rows[0].id, "confirm", "?kind=commitment", note="read twice")
    assert answer.status_code == 303
    page = site.client.get(answer.headers["location"])
    assert hidden(page.text, "version")
    assert rows[1].id in page.text
    assert "Confirmed" in Html(page.text).words
    (entry,) = log(site)
    assert (entry.who, entry.action, entry.id, entry.note) == (
        "Ada", "confirm", rows[0].id, "read twice",
    )  # fmt: skip
    assert not site.jobs.linking  # nothing follows from that


def test_what_is_rejected_is_gone_and_comes_back(site: Entering) -> None:
    rows = waiting(site, kind="act")
    answer = decide(site, rows[0].id, "reject", "?kind=act")
    assert item(site, rows[0].id) is None
    assert site.jobs.settled(10)
    assert process_of(site).done == ["link"]
    text = site.client.get(answer.headers["location"]).text
    sent = {"csrf": "t0ken", "entry": hidden(text, "entry"), "id": hidden(text, "id")}
    undone = site.client.post("/review/undo?kind=act", data=sent)
    assert undone.status_code == 303
    assert item(site, rows[0].id) is not None
    assert hidden(site.client.get(undone.headers["location"]).text, "id") == rows[0].id


def process_of(site: Entering) -> Any:
    return site.jobs._process


def test_fields_are_corrected_by_what_was_typed(site: Entering) -> None:
    row = next(row for row in waiting(site, kind="statement") if item(site, row.id).speakers)
    said = item(site, row.id)
    start, end = said.content[0].start, said.content[0].end - 3
    fields = {"field-speakers": "", "field-content": f"{start}-{end}", "field-mode": said.mode}
    answer = decide(site, row.id, "correct", **fields)
    assert answer.status_code == 303, Html(answer.text).words
    now = item(site, row.id)
    assert now.speakers == []
    assert [(span.start, span.end) for span in now.content] == [(start, end)]
    assert {(entry.action, entry.field) for entry in log(site)} == {
        ("correct", "speakers"),
        ("correct", "content"),
    }


def test_words_can_be_typed_in_place_of_offsets(site: Entering) -> None:
    row = waiting(site, kind="commitment")[0]
    goal = item(site, row.id).goal
    words = " ".join(goal.text.split()[:4])
    answer = decide(site, row.id, "correct", **{"field-goal": f"{words} "})
    if answer.status_code == 400:  # they stand there more than once
        assert "times in the text" in Html(answer.text).words
    else:
        assert item(site, row.id).goal.start == goal.start


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("by", "<b>Nobody</b>", "neither the document nor the archive has an actor"),
        ("goal", "1-99999999", "lies outside of the text"),
        ("goal", "words that are not there", "does not stand in the text"),
        ("quantities", "{not json", "as JSON"),
        ("strength", "maybe", "does not fit"),
    ],
)
def test_what_does_not_fit_is_told_and_not_lost(
    site: Entering, field: str, value: str, problem: str
) -> None:
    row = waiting(site, kind="commitment")[0]
    answer = decide(site, row.id, "correct", note="why", **{f"field-{field}": value})
    assert answer.status_code in (400, 404)
    assert problem in Html(answer.text).words
    assert "<b>Nobody" not in answer.text
    assert 'id="edit" open' in answer.text
    assert 'value="why"' in answer.text
    if field != "strength":
        assert value.replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert log(site) == []


@pytest.mark.parametrize("action", ["correct", "", "delete"])
def test_nothing_decided_is_nothing_entered(site: Entering, action: str) -> None:
    answer = decide(site, waiting(site)[0].id, action)
    assert answer.status_code == 400
    assert log(site) == []


def test_a_finding_that_was_changed_meanwhile_is_looked_at_again(site: Entering) -> None:
    row = waiting(site, kind="commitment")[0]
    old = hidden(site.client.get("/review", params={"id": row.id}).text, "version")
    site.come("Bo")
    joint = item(site, row.id).joint
    decide(site, row.id, "correct", **{"field-joint": str(not joint).lower()})
    site.come("Ada")
    sent = {"id": row.id, "version": old, "action": "reject"}
    answer = site.client.post("/review", data=sent)
    assert answer.status_code == 409
    assert "changed since this form was made" in Html(answer.text).words
    assert hidden(answer.text, "version") != old
    assert [entry.who for entry in log(site)] == ["Bo"]


def test_people_who_disagree_are_seen(site: Entering) -> None:
    rows = waiting(site, kind="commitment")
    decide(site, rows[0].id, "confirm")
    site.come("Bo")
    mine = Html(site.client.get("/review?kind=commitment&seen=not-me").text)
    assert mine.inside("code") == rows[0].id
    decide(site, rows[0].id, "reject")
    page = Html(site.client.get("/review/progress").text)
    assert "Ada confirmed Bo rejected" in page.words
    disputed = site.client.get("/review?seen=disputed").text
    assert "It was rejected" in Html(disputed).words
    assert hidden(disputed, "entry") == str(log(site)[0].entry)


def test_a_document_as_a_whole_is_reviewed(site: Entering) -> None:
    id = waiting(site)[0].document
    answer = decide(site, id, "correct", **{"field-title": "Another <title>"})
    assert answer.status_code == 303
    page = site.client.get("/review", params={"id": id}).text
    assert "Another &lt;title&gt;" in page
    assert "Another <title>" not in page


def test_readers_are_refused(site: Entering) -> None:
    row = waiting(site)[0]
    site.come("Rita", "reader")
    for answer in (
        site.client.get("/review"),
        site.client.get("/review/progress"),
        site.client.post("/review", data={"id": row.id, "action": "reject", "version": "x"}),
        site.client.post("/review/undo", data={"entry": "1"}),
    ):
        assert answer.status_code == 403
        assert "may not do that" in Html(answer.text).words
    assert log(site) == []


@pytest.mark.parametrize("entry", ["", "x", "-1", "0", "99", "9" * 40, "१"])
def test_what_is_no_entry_is_not_undone(site: Entering, entry: str) -> None:
    assert site.client.post("/review/undo", data={"entry": entry}).status_code == 404


@pytest.mark.parametrize("id", ["doc:ffffffffffffffff/act:1", "nothing", "<script>", "doc:"])
def test_unknown_findings_are_told(site: Entering, id: str) -> None:
    answer = site.client.get("/review", params={"id": id})
    assert answer.status_code == 404
    assert "<script>" not in answer.text
    assert site.client.post("/review", data={"id": id, "action": "reject"}).status_code == 404


@pytest.mark.parametrize("id", ["x" * 5000, "a\x00b", "\ud800".encode("utf-8", "replace").decode()])
def test_ids_that_cannot_be_are_no_fault(site: Entering, id: str) -> None:
    assert site.client.post("/review", data={"id": id, "action": "reject"}).status_code == 404
    assert site.client.post("/review/undo", data={"id": id, "entry": "1"}).status_code == 404


@pytest.mark.parametrize("field", ["note", "field-title"])
def test_control_characters_are_refused(site: Entering, field: str) -> None:
    id = waiting(site)[0].document
    answer = decide(site, id, "correct", **{"field-title": "Words", field: "a\x00b"})
    assert answer.status_code == 400
    assert "control character" in Html(answer.text).words
    assert log(site) == []


def test_an_empty_archive_has_nothing_to_review(tmp_path: Path) -> None:
    with (
        open_archive(tmp_path / "empty.db", create=True) as opened,
        entering(opened) as site,
    ):
        assert "Nothing waits here" in Html(site.client.get("/review").text).words


def test_an_archive_that_can_only_be_read_has_no_buttons(archive: Archive) -> None:
    with (
        open_archive(archive.name, write=False) as opened,
        entering(opened) as site,
    ):
        text = site.client.get("/review").text
        assert "can only be read" in Html(text).words
        assert 'value="confirm"' not in text
