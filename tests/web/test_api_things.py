"""Things of the API by their ids, comparisons, briefs and citations."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_site import archive_of, copied, served
from fastapi.testclient import TestClient

from memcon.archive import human, store
from memcon.archive.linker import link
from memcon.record import Record

AT = "2026-06-01T00:00:00+00:00"


@pytest.fixture(scope="module")
def client(example_archive: Path) -> Iterator[TestClient]:
    with served(example_archive) as client:
        yield client


def ask(client: TestClient, address: str, **given: Any) -> Any:
    answer = client.get(f"/api/v1/{address}", params=given or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def meeting(client: TestClient) -> Any:
    """The meeting with most accounts."""
    return max(ask(client, "meetings")["rows"], key=lambda row: row["accounts"])


def test_a_document_is_its_whole_record(client: TestClient, meeting: Any) -> None:
    id = meeting["evidence"][0]["document"]
    found = ask(client, f"documents/{id}")
    assert (found["id"], found["status"]) == (id, "current")
    record = Record.model_validate(found["record"])
    with archive_of(client).reading() as connection:
        key = store.find(connection, id)
        assert key is not None
        assert record == store.load(connection, key)
    assert found["record"]["schema"] == "memcon/record/1"
    assert ask(client, f"documents/{id[:12]}") == found  # the first eight digits are enough


def test_a_document_is_given_as_corrected_and_as_read(
    example_archive: Path, tmp_path: Path
) -> None:
    with served(copied(example_archive, tmp_path), write=True) as client:
        document = ask(client, "meetings")["rows"][0]["id"].partition("/")[0]
        with archive_of(client).writing() as connection:
            human.review(
                connection, document, "correct", who="A", at=AT, field="title", value="Another"
            )
        link(archive_of(client))
        now = ask(client, f"documents/{document}")
        read = ask(client, f"documents/{document}", machine=True)
        assert now["reviewed"]
        assert now["record"]["document"]["title"] == "Another"
        assert read["record"]["document"]["title"] != "Another"


def test_findings_have_their_words(client: TestClient, meeting: Any) -> None:
    id = meeting["evidence"][0]["document"]
    text = ask(client, f"documents/{id}")["record"]["document"]["text"]
    rows = ask(client, f"documents/{id}/findings")["rows"]
    assert {row["section"] for row in rows} >= {"meetings", "statements", "acts", "actors"}
    for row in rows:
        if row["section"] in ("acts", "events"):
            words = " ".join(text[row["start"] : row["end"]].split())
            assert words == row["words"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("meetings", "meeting"), ("commitments", "commitment"), ("findings", "commitment")],
)
def test_a_thing_is_a_sheet(client: TestClient, meeting: Any, path: str, kind: str) -> None:
    id = meeting["id"] if kind == "meeting" else ask(client, "ledger")["rows"][0]["id"]
    sheet = ask(client, f"{path}/{id}")
    assert (sheet["kind"], sheet["id"]) == (kind, id)
    assert sheet["facts"]
    short = ask(client, f"{path}/{id}", limit=1)
    assert all(len(rows) == 1 for rows in short["sections"].values())


def test_an_actor_by_id_and_by_name(client: TestClient) -> None:
    assert ask(client, "actors/XOS") == ask(client, "actors/Ostria")
    assert ask(client, "actors/XOS")["kind"] == "actor"


def test_ids_of_another_kind_are_told(client: TestClient, meeting: Any) -> None:
    for path in ("actors", "commitments"):
        answer = client.get(f"/api/v1/{path}/{meeting['id']}")
        assert answer.status_code == 404
        assert answer.json()["error"]["message"] == "this is the id of a meeting"
    assert client.get("/api/v1/findings/XOS").status_code == 404
    assert client.get(f"/api/v1/documents/{meeting['id'].replace('/', '%2F')}").status_code == 404


# Two sides --------------------------------------------------------------------------------------


def test_a_comparison(client: TestClient, meeting: Any) -> None:
    one, other = (cited["document"] for cited in meeting["evidence"][:2])
    asked = {"a": one, "b": other, "mode": "accounts"}
    made = ask(client, "compare", **asked)
    assert made["mode"] == "accounts"
    labels = [row["label"] for row in made["rows"]]
    assert {label: labels.count(label) for label in labels} == {
        label: count for label, count in made["summary"]["counts"].items() if count
    }
    some = ask(client, "compare", **asked, label=labels[0])
    assert {row["label"] for row in some["rows"]} == {labels[0]}
    assert some["summary"] == made["summary"]
    table = client.get("/api/v1/compare", params={**asked, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["label"] for row in rows] == labels


def test_a_brief(client: TestClient) -> None:
    made = ask(client, "brief", a="XOS", b="Varnia", today="2026-03-01")
    assert (made["a"]["id"], made["b"]["id"], made["today"]) == ("XOS", "XVA", "2026-03-01")
    assert made["meetings"]


@pytest.mark.parametrize("address", ["compare", "brief", "brief?a=XOS", "brief?a=XOS&b=Ostria"])
def test_what_is_missing_is_told(client: TestClient, address: str) -> None:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 400
    assert answer.json()["error"]["remedy"].startswith("Give ")


# Citations --------------------------------------------------------------------------------------


def test_a_citation_has_the_words_of_the_document(client: TestClient) -> None:
    row = ask(client, "ledger")["rows"][0]
    cited = ask(client, "citations", id=row["latest"]["id"], context=20)
    text = ask(client, f"documents/{cited['document']}")["record"]["document"]["text"]
    for part in cited["parts"]:
        assert text[part["start"] : part["end"]] == part["text"]
    assert row["latest"]["words"] in cited["words"]
    assert cited["words"] in cited["text"]
    assert cited["link"] in cited["text"]
    assert cited["link"].startswith("http://127.0.0.1/documents/")
    assert 0 < len(cited["before"]) <= 20
    first = cited["parts"][0]["start"]
    assert text[:first].endswith(cited["before"])


def test_a_citation_of_a_place(client: TestClient, meeting: Any) -> None:
    document = meeting["evidence"][0]["document"]
    text = ask(client, f"documents/{document}")["record"]["document"]["text"]
    cited = ask(client, "citations", id=document, start=200, end=240)
    assert cited["parts"] == [{"text": text[200:240], "start": 200, "end": 240}]
    assert cited["kind"] == "passage"


@pytest.mark.parametrize(
    "given", [{"start": 3}, {"start": 9, "end": 3}, {"start": 0, "end": 10**8}, {"end": 4}]
)
def test_offsets_that_are_none(client: TestClient, meeting: Any, given: dict[str, int]) -> None:
    document = meeting["evidence"][0]["document"]
    answer = client.get("/api/v1/citations", params={"id": document, **given})
    assert answer.status_code == 400


# The whole --------------------------------------------------------------------------------------


def test_what_the_archive_holds(client: TestClient) -> None:
    held = ask(client, "contents")
    assert held["meetings"] == ask(client, "meetings")["total"]
    assert held["undertakings"] == ask(client, "ledger")["total"]
    assert sum(one["count"] for one in held["facets"]["form"]) == held["meetings"]


def test_what_is_new(client: TestClient) -> None:
    new = ask(client, "news", since="2020-01-01T00:00:00+00:00", limit=2)
    assert {row["kind"] for row in new["rows"]} >= {"document", "meeting", "undertaking"}
    assert ask(client, "news", since="2100-01-01T00:00:00+00:00")["rows"] == []
    assert client.get("/api/v1/news?since=lately").status_code == 400
    assert client.get("/api/v1/news").status_code == 422


def test_every_saying_of_an_undertaking(client: TestClient) -> None:
    row = max(ask(client, "ledger")["rows"], key=lambda row: row["times"])
    said = ask(client, f"commitments/{row['id']}/sayings")["rows"]
    assert len(said) >= row["times"] > 1
    assert said[0]["evidence"] == row["first"]


def test_what_is_to_be_reviewed(client: TestClient) -> None:
    queue = ask(client, "review", kind="commitment", limit=3)
    assert [row["kind"] for row in queue["rows"]] == ["commitment"] * 3
    done = ask(client, "review/progress")
    assert {one["kind"] for one in done["kinds"]} >= {"commitment", "statement"}
    assert done["people"] == done["disagreements"] == []
