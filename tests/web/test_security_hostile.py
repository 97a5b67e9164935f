"""A document, people and files full of markup: on every page, in every file, it is text."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from entering_site import NoProcess
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from guarded import URL, hashed, log_in
from hostile_record import MARKUP, hostile
from starlette.testclient import TestClient

from archives import put
from memcon.archive import Archive, captures, human, open_archive, users
from memcon.archive.linker import link
from memcon.record import Record
from memcon.web.api.exports import format_names
from memcon.web.app import create_app
from memcon.web.jobs import queue
from memcon.web.options import WebOptions
from memcon.web.queries import QUESTIONS

PASSWORD = "a long walk by the river"
ADMIN = "<img src=x onerror=alert(3)>"
READER = "</script><script>alert(4)</script>"
LABEL = "\"><svg onload=alert(5)> ' {{7*7}}"
NOTE = f"=HYPERLINK(1) {MARKUP}"
FILE = "<img src=x onerror=alert(6)>.txt"
URLS = (
    "javascript:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "https://x.example/'\">",
)
FORMULAS = ('=HYPERLINK("https://x.example")', "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1")
NEEDED = {
    "search": "words=ferries",
    "positions": "by=NOR",
    "positions/map": "by=NOR",
    "positions/years": "by=NOR",
    "positions/statements": urlencode({"actor": "NOR", "issue": MARKUP}),
    "changes": "by=NOR",
    "timeline": "a=NOR",
    "phrases": "phrases=forty+ferries",
    "offices": "actor=person:sol",
    "brief": "a=NOR&b=person:sol",
}
# A browser would run nothing of these but "script", and that from here alone.
OURS = re.compile(r"/static/[\w./-]+\?v=[0-9a-f]+")
FORBIDDEN = {
    "iframe",
    "object",
    "embed",
    "base",
    "frame",
    "applet",
    "math",
    "audio",
    "video",
    "font",
}
AT_MOST = 4  # addresses of a template with other queries


def formulas(record: Record) -> Record:
    """Return a record whose fields are formulas, in place of markup."""
    one, two, three, four, five = FORMULAS
    document = record.document.model_copy(
        update={
            "id": "doc:" + "f" * 16,
            "title": one,
            "publisher": two,
            "byline": three,
            "url": "https://x.example/formulas",
        }
    )
    (meeting,) = record.meetings
    return record.model_copy(
        update={
            "document": document,
            "meetings": [meeting.model_copy(update={"place": four, "occasion": five})],
            "actors": [one.model_copy(update={"name": FORMULAS[0]}) for one in record.actors],
        }
    )


@pytest.fixture(scope="module")
def records() -> list[Record]:
    made = [hostile(url) for url in URLS]
    return [*made, formulas(made[0])]


@pytest.fixture(scope="module")
def archive(records: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    at = "2026-01-01T00:00:00+00:00"
    with open_archive(path, create=True) as opened:
        put(opened, records)
        with opened.writing() as connection:
            id = records[0].document.id
            human.review(
                connection, f"{id}/act:1", "correct",
                who=ADMIN, at=at, field="issues", value="trade", note=NOTE,
            )  # fmt: skip
            human.review(connection, id, "confirm", who=READER, at=at, note=NOTE)
            human.assess(
                connection, f"{id}/commitment:1", "kept",
                who=ADMIN, at=at, evidence="https://x.example/<script>alert(7)</script>", note=NOTE,
            )  # fmt: skip
            for number, location in enumerate((FILE, *URLS, *FORMULAS)):
                captures.reject(
                    connection, location=location, code=f"c{number}", reason=MARKUP, at=at,
                    media_type=MARKUP,
                )  # fmt: skip
        link(opened)
        with opened.writing(counted=False) as connection:
            for name, role in ((ADMIN, "admin"), (READER, "reader")):
                users.add(connection, name, role=role, password=hashed(PASSWORD), at=at)  # type: ignore[arg-type]
        yield opened


@pytest.fixture(scope="module")
def app(archive: Archive) -> Iterator[FastAPI]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queue, "AddingProcess", NoProcess)
        made = create_app(archive, WebOptions())
        yield made
        made.state.jobs.close()


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    client = TestClient(app, base_url=URL, raise_server_exceptions=False)
    log_in(client, ADMIN)
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
    assert found
    token = {"csrf": found[1]}
    made = client.post("/account/tokens", data={**token, "label": LABEL, "role": "reader"})
    assert made.status_code == 200
    Looked(made.text, "/account/tokens")
    for number, files in enumerate(([("files", (FILE, b"1"))], [])):
        data = {**token, "what": "files"} if files else {**token, "what": "text", "text": MARKUP}
        answer = client.post("/add", data={**data, "title": MARKUP if number else ""}, files=files)
        assert answer.status_code == 200, answer.text
        Looked(answer.text, "/add/job")
    assert app.state.jobs.settled(20)
    return client


class Looked(HTMLParser):
    """A page that was looked through as a browser would: nothing of it may come from a document."""

    def __init__(self, text: str, where: str, *, whole: bool = True) -> None:
        super().__init__()
        self.where = where
        self.links: list[str] = []
        self.words = ""
        self.tags: Counter[str] = Counter()
        self.feed(text)
        if whole:
            assert self.tags["h1"] == 1, where
        for raw in ("<script>alert", "<img src=x", "<svg onload", "</body><textarea", "\0"):
            assert raw not in text, (where, raw)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = {name: value or "" for name, value in attrs}
        assert tag not in FORBIDDEN, (self.where, tag)
        assert "style" not in values or self.where.endswith(".html"), (self.where, tag)
        assert not [name for name in values if name.startswith("on")], (self.where, tag, values)
        assert "srcdoc" not in values
        if tag == "script":
            assert OURS.fullmatch(values.get("src", "")) or values.get("type", "").endswith("json")
        elif "src" in values:
            assert OURS.fullmatch(values["src"]) or values["src"].startswith("data:image/")
        for name in ("href", "action", "formaction", "cite", "xlink:href"):
            if name not in values:
                continue
            address = values[name]
            local = address.startswith(("/", "?", "#")) and not address.startswith("//")
            assert local or address.startswith("https://x.example/"), (self.where, tag, address)
            if tag == "a" and local:
                self.links.append(address)

    def handle_data(self, data: str) -> None:
        self.words += data


def template_of(address: str) -> str:
    return re.sub(r"doc:[0-9a-f]+|%3A|\d+", "", urlsplit(address).path)


def first_addresses(app: FastAPI, records: list[Record]) -> list[str]:
    id = records[0].document.id
    of = {
        "id": f"{id}/meeting:1", "doc": id, "a": "NOR", "b": "person:sol", "entry": "1", "key": "1",
        "form": "csv",
    }  # fmt: skip
    found = []
    for context in iter_route_contexts(app.routes):
        path = context.path
        if (
            not path
            or "GET" not in (context.methods or ())
            or path.startswith(("/static", "/api/"))
        ):
            continue
        if path.startswith(("/actors/", "/add/", "/commitments/", "/documents/")):
            of["id"] = {"a": "NOR", "c": f"{id}/commitment:1", "d": id}.get(path[1:2], id)
        address = re.sub(r"\{(\w+)(:\w+)?\}", lambda one: of.get(one[1], "x"), path)
        of["id"] = f"{id}/meeting:1"
        name = address[1:].rpartition(".")[0] or address[1:]
        found.append(f"{address}?{NEEDED[name]}" if name in NEEDED else address)
    return found


def test_every_page_shows_it_as_text(
    client: TestClient, app: FastAPI, records: list[Record]
) -> None:
    waiting = [
        *first_addresses(app, records),
        *(f"/documents/{one.document.id}?{urlencode({'quote': MARKUP})}" for one in records),
        *(f"/commitments/{one.document.id}/commitment:1" for one in records),
        "/actors/person:sol",
        f"/compare?a={records[0].document.id}&b={records[1].document.id}",
        f"/citations?id={records[0].document.id}/statement:1",
    ]
    seen: set[str] = set()
    looked: Counter[str] = Counter()
    words = ""
    while waiting:
        address = waiting.pop(0).partition("#")[0]
        kind = template_of(address)
        if not address or address in seen or looked[kind] >= AT_MOST or address.startswith("/api/"):
            continue
        seen.add(address)
        looked[kind] += 1
        answer = client.get(address)
        assert answer.status_code in (200, 400, 404, 422), (address, answer.status_code)
        assert answer.headers["x-content-type-options"] == "nosniff"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = Looked(answer.text, urlsplit(address).path, whole=not address.startswith("/brief."))
        words += page.words
        waiting += page.links
    assert len(looked) > 30
    assert {"/users", "/log", "/review", "/rejects", "/account", "/network"} <= set(looked)
    for shown in (MARKUP, ADMIN, READER, LABEL, NOTE, FILE, *URLS, *FORMULAS[:3]):
        assert " ".join(shown.split()) in " ".join(words.split()), shown


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"compare"}))
def test_no_cell_of_a_download_is_a_formula(client: TestClient, name: str) -> None:
    asked = NEEDED.get(name, "")
    for address in (f"/{name}.csv?{asked}", f"/api/v1/{name}?{asked}&format=csv"):
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["content-disposition"].startswith("attachment")
        for row in csv.reader(io.StringIO(answer.text)):
            for cell in row:
                assert not re.match("[=+@\t\r\n＝＋－＠]", cell), (address, cell)
                assert not cell.startswith("-") or _is_number(cell), (address, cell)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-\d+(\.\d+)?", text) is not None


def test_formulas_come_into_the_downloads(client: TestClient) -> None:
    text = client.get("/meetings.csv").text + client.get("/rejects.csv").text
    assert "HYPERLINK" in text
    assert "'@SUM(1)" in text


@pytest.mark.parametrize("name", sorted(set(QUESTIONS)))
def test_answers_for_programs_are_no_pages(client: TestClient, name: str) -> None:
    for address in (f"/{name}.json", f"/{name}.jsonl", f"/api/v1/{name}"):
        answer = client.get(f"{address}?{NEEDED.get(name, '')}")
        kind = answer.headers["content-type"]
        # of a fault, a page tells who asked a page; and two sides to compare were not given
        if answer.status_code == 200 or address.startswith("/api/"):
            assert kind.startswith(("application/json", "application/jsonl")), (address, kind)
        else:
            assert name == "compare"
        assert answer.headers["x-content-type-options"] == "nosniff"
        if kind == "application/json":
            json.loads(answer.text)


@pytest.mark.parametrize("name", format_names())
def test_exports_are_no_pages(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/v1/export/{name}")
    assert answer.status_code == 200, answer.text
    assert "html" not in answer.headers["content-type"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', disposition)
    if answer.headers["content-type"] == "application/zip":
        for member in zipfile.ZipFile(io.BytesIO(answer.content)).namelist():
            assert not member.startswith("/")
            assert ".." not in member


def test_briefs_to_take_along(client: TestClient) -> None:
    asked = NEEDED["brief"]
    page = Looked(client.get(f"/brief.html?{asked}").text, "brief.html")
    assert page.tags["script"] == 0
    markdown = client.get(f"/brief.md?{asked}")
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert "<script>" not in markdown.text
    assert "](javascript:" not in markdown.text
    docx = client.get(f"/brief.docx?{asked}")
    with zipfile.ZipFile(io.BytesIO(docx.content)) as parts:
        for member in parts.namelist():
            if member.endswith(".rels"):
                assert b"javascript:" not in parts.read(member)


def test_faults_repeat_it_as_text(client: TestClient) -> None:
    for address in (
        f"/{MARKUP}", f"/actors/{MARKUP}", f"/documents/{MARKUP}", f"/add/{MARKUP}",
        f"/meetings/{MARKUP}", f"/findings/{MARKUP}", f"/pairs/{MARKUP}/x",
        *(f"/ledger?{urlencode({name: MARKUP})}" for name in ("by", "status", "since", "cursor")),
        f"/search?{urlencode({'words': MARKUP})}", f"/review?{urlencode({'id': MARKUP})}",
        f"/compare?{urlencode({'a': MARKUP, 'b': MARKUP})}",
        f"/brief?{urlencode({'a': MARKUP, 'b': MARKUP})}",
        f"/login?{urlencode({'next': MARKUP, 'done': MARKUP})}",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code < 500, address
        Looked(answer.text, address)


def test_reader_sees_it_as_text_too(app: FastAPI, records: list[Record]) -> None:
    reader: Any = TestClient(app, base_url=URL)
    log_in(reader, READER)
    for address in first_addresses(app, records):
        answer = reader.get(address)
        if answer.headers["content-type"].startswith("text/html"):
            Looked(answer.text, urlsplit(address).path, whole=not address.startswith("/brief."))
