"""Exports through the API: the same bytes as those of the library."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from api_site import archive_of, served
from fastapi.testclient import TestClient

from memcon.exports import registry
from memcon.exports.formats import Selection
from memcon.exports.selected import selected_records
from memcon.web.api import exports
from memcon.web.api.exports import format_names

STREAMS = ("annotations", "bibtex", "csl", "gexf", "graphml", "ics", "plover", "prov", "schemaorg")


@pytest.fixture(scope="module")
def client(example_archive: Path) -> Iterator[TestClient]:
    with served(example_archive) as client:
        yield client


def test_every_format_is_listed(client: TestClient) -> None:
    listed = client.get("/api/v1/export").json()["formats"]
    assert [one["name"] for one in listed] == ["records", *registry.names()]
    assert all(one["summary"].endswith(".") for one in listed)
    assert [one["link"] for one in listed] == [f"/api/v1/export/{name}" for name in format_names()]


@pytest.mark.parametrize("name", STREAMS)
def test_a_text_is_what_the_library_writes(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/v1/export/{name}?since=2025&actor=Ostria")
    assert answer.status_code == 200
    assert f'filename="memcon-{name}.' in answer.headers["content-disposition"]
    stream = io.StringIO()
    found = registry.find(name)
    assert found is not None
    with archive_of(client).reading() as connection:
        chosen = Selection(since="2025-01-01", actor="Ostria")
        assert registry.write(found, connection, stream, chosen)
    assert answer.content.decode() == stream.getvalue()


def test_records_are_those_of_the_selection(client: TestClient) -> None:
    def ids(address: str) -> list[str]:
        text = client.get(f"/api/v1/export/records{address}").text
        return [json.loads(line)["document"]["id"] for line in text.splitlines()]

    with archive_of(client).reading() as connection:
        whole = [row.id for row, _ in selected_records(connection)]
    assert ids("") == whole
    assert 0 < len(ids("?since=2025")) < len(whole)


@pytest.mark.parametrize("name", ["gdelt", "parquet"])
def test_several_files_come_as_one(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/v1/export/{name}")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()


def test_a_workbook(client: TestClient) -> None:
    answer = client.get("/api/v1/export/xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="memcon-xlsx.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert "xl/workbook.xml" in book.namelist()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("ics?since=yesterday", 422),
        ("ics?colour=red", 422),
        ("ics?actor=nobody-known", 404),
        ("gdelt?actor=nobody-known", 404),
        ("nothing", 404),
        ("..%2Fsecret", 404),
    ],
)
def test_nothing_is_left_of_what_fails(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, status: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = client.get(f"/api/v1/export/{address}")
    assert answer.status_code == status
    assert answer.json().keys() == {"error"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ics", "xlsx", "parquet", "records"])
def test_nothing_is_left_of_what_is_done(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert client.get(f"/api/v1/export/{name}").status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_few_are_written_at_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "_places", BoundedSemaphore(1))
    assert client.get("/api/v1/export/records").status_code == 200
    with exports._place():
        answer = client.get("/api/v1/export/records")
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "busy"
        assert "Try again" in answer.json()["error"]["remedy"]
        assert int(answer.headers["retry-after"]) > 0
    # a place is free again, whether an export was written or failed
    assert client.get("/api/v1/export/records?since=2025&until=2024").status_code < 500
    assert client.get("/api/v1/export/records").status_code == 200
