"""The page of a document: the text as it is, what was read from it, and the way between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient
from hostile_record import MARKUP, hostile
from page_site import Html, served

from archives import example_records, put, read
from memcon.archive import Archive, human, open_archive
from memcon.archive.linker import link
from memcon.record import Record
from memcon.web import links
from memcon.web.pages import documents, findings

BAD_URLS = ("javascript:alert(1)//", "data:text/html,<script>alert(1)</script>", "//x.example/")
# Long, and cut so that it is a version of the same page.
FIRST = (
    "Ostria and Varnia agreed in Kasbrod on 3 May 2031 to build forty ferries, Ilse Brandar said.\n"
)
SECOND = FIRST.replace("forty", "fifty") + "\nVarnia will pay for ten of them, she said.\n"


class TextOf(HTMLParser):
    """The text of a document as its page has it, and what is marked as selected in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.selected_at: int | None = None
        self.text = ""
        self.selected: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.refs: dict[str, str] = {}
        self._refs: list[str] = []
        self._refs_at = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.depth or (tag == "div" and values.get("class") == "text"):
            self.depth += 1
        if self.depth and "sel" in values.get("class", "").split():
            self.selected_at = self.depth
            self.selected.append("")
        if self.depth and "data-f" in values:
            self._refs = values["data-f"].split()
            self._refs_at = self.depth
            if tag == "a":
                self.links.append((values["href"], values["data-f"]))

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            if self.selected_at == self.depth:
                self.selected_at = None
            if self._refs_at == self.depth:
                self._refs = []
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data
            for ref in self._refs:
                self.refs[ref] = self.refs.get(ref, "") + data
            if self.selected_at is not None:
                self.selected[-1] += data


@pytest.fixture(scope="module")
def site(example_archive: Path) -> Iterator[TestClient]:
    with open_archive(example_archive, write=False) as archive:
        yield served(archive, documents, findings)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", create=True) as made:
        yield made


def current(record: Record, site: TestClient) -> str:
    answer = site.get(f"/documents/{record.document.id}")
    assert answer.status_code == 200
    return answer.text


def found_ids(record: Record) -> list[str]:
    lists: tuple[Sequence[Any], ...] = (
        record.meetings,
        record.statements,
        record.acts,
        record.commitments,
        record.actors,
        record.events,
    )
    return [item.id for items in lists for item in items]


def test_text_is_that_of_the_document_to_the_letter(site: TestClient) -> None:
    for record in example_records():
        assert TextOf(current(record, site)).text == record.document.text


def test_every_span_of_the_record_is_marked_whole(site: TestClient) -> None:
    for record in example_records():
        marked = TextOf(current(record, site)).refs
        for act in record.acts:
            assert marked[act.id] == act.content.text
        for one in record.statements:
            assert marked[one.id] == "".join(
                span.text for span in sorted(one.content, key=lambda span: span.start)
            )
        for made in record.commitments:
            assert made.goal.text in marked[made.id]
        for actor in record.actors:
            if actor.mentions:
                assert actor.mentions[0].text in marked[actor.id]


def test_record_is_beside_it_with_everything_that_was_read(site: TestClient) -> None:
    for record in example_records():
        page = Html(current(record, site))
        assert {f"f-{id}" for id in found_ids(record)} <= set(page.ids)
        assert ("no narrator is known" in page.words) == (record.document.narrator is None)


def test_finding_leads_to_its_words_and_words_to_the_finding(site: TestClient) -> None:
    record = example_records()[0]
    for id in found_ids(record):
        led = site.get(f"/findings/{record.document.id}/{id}")
        assert led.status_code == 307
        where = urlsplit(led.headers["location"])
        if not where.query:  # read from no words of its own
            assert where.fragment == f"f-{id}"
            continue
        assert parse_qs(where.query)["finding"] == [id]
        page = site.get(led.headers["location"])
        assert page.status_code == 200
        assert f'" data-ref="{id}">' in page.text.partition('<div class="read"')[0]
    act = record.acts[0]
    led = site.get(f"/findings/{record.document.id}/{act.id}")
    assert "".join(TextOf(site.get(led.headers["location"]).text).selected) == act.content.text


def test_every_link_in_the_text_selects_words_and_lists_what_was_read(site: TestClient) -> None:
    record = example_records()[0]
    path = f"/documents/{record.document.id}"
    for href, refs in TextOf(current(record, site)).links[:40]:
        page = site.get(path + href.partition("#")[0]).text
        start, end = map(int, parse_qs(urlsplit(href).query)["at"][0].split("-"))
        assert "".join(TextOf(page).selected) == record.document.text[start:end]
        for ref in refs.split():
            assert f'data-ref="{ref}"' in page
        assert f'id="{links.SELECTED}"' in page


def test_words_that_nothing_was_read_from_can_be_selected_too(site: TestClient) -> None:
    record = example_records()[0]
    text = record.document.text
    taken = [(one.start, one.end) for a in record.statements for one in a.content]
    at = next(n for n in range(len(text)) if not any(s <= n < e for s, e in taken))
    page = site.get(f"/documents/{record.document.id}?at={at}-{at + 1}").text
    assert TextOf(page).selected == [text[at]]


def test_address_that_fits_nothing_says_so(site: TestClient) -> None:
    record = example_records()[0]
    answer = site.get(f"/documents/{record.document.id}?at=5-9&quote=nobody+ever+said+this")
    assert answer.status_code == 200
    assert "nobody ever said this" in Html(answer.text).words
    assert TextOf(answer.text).selected == []


def test_first_digits_of_an_id_lead_to_the_page(site: TestClient) -> None:
    id = example_records()[0].document.id
    answer = site.get(f"/documents/{id[:12]}?at=0-4")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/documents/{id}?at=0-4"


@pytest.mark.parametrize(
    "path",
    ["/documents/doc:0000000000000000", "/documents/x", "/findings/doc:0000000000000000/act:1"],
)
def test_what_is_not_there_is_not_found(path: str, site: TestClient) -> None:
    assert site.get(path).status_code == 404


def test_finding_that_is_not_there_is_not_found(site: TestClient) -> None:
    id = example_records()[0].document.id
    for local in ("act:9999", "nobody", "event:0", "act:", "<script>"):
        assert site.get(f"/findings/{id}/{local}").status_code == 404


def test_version_that_was_superseded_leads_to_the_one_in_force(archive: Archive) -> None:
    address = "https://news.example/ferries"
    first, second = (read(text, url=address) for text in (FIRST, SECOND))
    put(archive, [first, second])
    site = served(archive, documents)
    page = Html(site.get(f"/documents/{first.document.id}").text)
    assert "in no answers" in page.words
    assert f"/documents/{second.document.id}" in page.links
    assert f"/documents/{first.document.id}" in Html(current(second, site)).links


def test_what_people_decided_is_told_with_the_finding(archive: Archive) -> None:
    record = example_records()[0]
    put(archive, [record])
    act, other = record.acts[0], record.acts[-1]
    with archive.writing() as connection:
        for id, action, more in (
            (act.id, "correct", {"field": "type", "value": "warn", "note": "the tone <b>"}),
            (other.id, "reject", {}),
        ):
            human.review(
                connection,
                f"{record.document.id}/{id}",
                action,  # type: ignore[arg-type]
                who="A. Reader",
                at="2031-05-06T10:00:00+00:00",
                **more,
            )
    link(archive)
    page = Html(current(record, served(archive, documents)))
    was = f"Corrected by A. Reader, 6 May 2031: type is warn, was {act.type} (the tone <b>)"
    assert was in page.words
    assert "Rejected by A. Reader" in page.words
    assert f"f-{other.id}" not in page.ids


def test_review_is_offered_to_those_who_may(example_archive: Path, site: TestClient) -> None:
    id = example_records()[0].document.id
    assert f"/review?{urlencode({'id': id})}" not in Html(site.get(f"/documents/{id}").text).links
    with open_archive(example_archive, write=False) as archive:
        reviewing = served(archive, documents, role="reviewer")
        page = reviewing.get(f"/documents/{id}")
    assert f"/review?{urlencode({'id': id})}" in Html(page.text).links


@pytest.mark.parametrize("url", [*BAD_URLS, "https://news.example/" + MARKUP])
def test_markup_in_every_field_is_shown_as_text(archive: Archive, url: str) -> None:
    record = hostile(url)
    put(archive, [record])
    site = served(archive, documents, findings)
    path = f"/documents/{record.document.id}"
    asked = urlencode({"at": "0-9", "quote": MARKUP, "finding": MARKUP})
    for address in (path, f"{path}?{asked}", f"{path}?at=0-60", f"{path}?finding=act:1"):
        answer = site.get(address)
        assert answer.status_code == 200
        page = Html(answer.text)
        assert page.tags.count("script") == 2  # the site's own
        assert page.tags.count("img") == 1  # the mark of the site
        assert all(
            href.startswith(("/", "?", "#", "https://news.example/")) and not href.startswith("//")
            for href in page.links
        )
        assert "49" not in TextOf(answer.text).text
        assert MARKUP in page.words
    assert TextOf(site.get(path).text).text == record.document.text.replace("\0", "\ufffd")
