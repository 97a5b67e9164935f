"""The page of a meeting: who, when and where by whose account, and the three bands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from page_site import Html, account, served

from archives import put
from comparing import Said
from memcon.archive import Archive, open_archive
from memcon.record import Record
from memcon.web.pages import meeting

HOSTILE = "<img src=x onerror=alert(1)>"


def placed(made: Record, place: str) -> Record:
    (one,) = made.meetings
    return made.model_copy(update={"meetings": [one.model_copy(update={"place": place})]})


OURS = placed(
    account(
        [
            Said(text="Ostria will build forty ferries for the strait", act="pledge", bound="will"),
            Said(text=f"Ostria regretted the state of the customs house {HOSTILE}"),
        ],
        narrator="AAA",
        title=f"Our account {HOSTILE}",
        published="2031-05-04",
    ),
    "Kasbrod",
)
THEIRS = placed(
    account(
        [
            Said(text="Ostria will build fifty ferries for the strait", act="pledge"),
            Said(text="Varnia thanked its hosts for a good harvest of plums", by="BBB"),
        ],
        narrator="BBB",
        title="Their account",
        published="2031-05-05",
    ),
    "Lendrava",
)
PRESS = account(
    [Said(text="A third account tells of lanterns on the quay")],
    narrator=None,
    title="In the papers",
    published="2031-05-06",
)
ID = f"{OURS.document.id}/meeting:1"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("meeting") / "archive.db"
    with open_archive(path, create=True) as made:
        put(made, [OURS, THEIRS, PRESS])
        yield made


@pytest.fixture
def client(archive: Archive) -> TestClient:
    return served(archive, meeting)


def got(client: TestClient, path: str, status: int = 200) -> Html:
    response = client.get(path)
    assert response.status_code == status
    assert HOSTILE not in response.text
    return Html(response.text)


def bands(text: str) -> list[str]:
    """Return the words of the three bands of a page."""
    inner = text.partition('<div class="bands">')[2]
    parts = inner.split('<section class="band')[1:]
    return [part.partition("</section>")[0] for part in parts]


def test_who_when_and_where_with_what_the_accounts_differ_in(client: TestClient) -> None:
    page = got(client, f"/meetings/{ID}")
    assert page.inside("h1") == "Ostria, Varnia, Kasbrod, 4 May 2031"
    for words in ("Ann Oster", "Bo Varn", "named in 3 of 3 mentions", "read from said"):
        assert words in page.words
    assert "Lendrava" in page.inside("dl")
    assert "accounts differ" in page.inside("dl")
    assert "/actors/person:ann-oster" in page.links
    assert "/pairs/AAA/BBB" in page.links


def test_all_accounts_with_whose_voice_they_are(client: TestClient) -> None:
    page = got(client, f"/meetings/{ID}")
    for record in (OURS, THEIRS, PRESS):
        assert f"/documents/{record.document.id}" in page.links
    assert "nobody’s voice" in page.words
    assert f"Our account {HOSTILE}" in page.words
    assert "News of BBB" in page.words


def test_statements_and_commitments_lead_to_their_words(client: TestClient) -> None:
    page = got(client, f"/meetings/{ID}")
    assert "lanterns on the quay" in page.words
    span = PRESS.statements[0].content[0]
    at = f"/documents/{PRESS.document.id}?at={span.start}-{span.end}&quote="
    assert [link for link in page.links if link.startswith(at)]
    assert f"/commitments/{OURS.document.id}/commitment:1" in page.links


def test_three_bands_of_the_two_voices(client: TestClient) -> None:
    only_a, both, only_b = bands(client.get(f"/meetings/{ID}").text)
    assert "customs house" in only_a
    assert "fifty" in both
    assert "forty" in both
    assert "in both, other words" in both
    assert "plums" in only_b
    assert "lanterns" not in only_a + both + only_b


def test_whose_accounts_are_compared_can_be_chosen(client: TestClient) -> None:
    asked = urlencode({"a": PRESS.document.id, "b": "AAA"})
    response = client.get(f"/meetings/{ID}?{asked}")
    only_a, _, only_b = bands(response.text)
    assert "lanterns" in only_a
    assert "customs house" in only_b
    chosen = f'<option value="{PRESS.document.id}" selected>'
    assert chosen in response.text
    assert f"narrators={PRESS.document.id.replace(':', '%3A')}&amp;narrators=AAA" in response.text


def test_choice_that_there_is_not_is_told_on_the_page(client: TestClient) -> None:
    page = got(client, f"/meetings/{ID}?a=ZZZ&b=AAA")
    assert "no actor of the archive goes by that name" in page.words
    assert not bands(client.get(f"/meetings/{ID}?a=ZZZ&b=AAA").text)


def test_id_of_any_account_leads_to_the_meeting(client: TestClient) -> None:
    other = client.get(f"/meetings/{THEIRS.document.id}/meeting:1")
    assert f'<link rel="canonical" href="/meetings/{ID}">' in other.text


def test_other_ids_lead_to_their_own_pages(client: TestClient) -> None:
    response = client.get(f"/meetings/{OURS.document.id}")
    assert response.status_code == 303
    assert response.headers["location"] == f"/documents/{OURS.document.id}"


@pytest.mark.parametrize("id", ["doc:0000000000000000/meeting:1", f"{OURS.document.id}/meeting:9"])
def test_meeting_that_there_is_not(client: TestClient, id: str) -> None:
    got(client, f"/meetings/{id}", 404)


def test_all_that_is_known_as_a_file(client: TestClient) -> None:
    rows = client.get(f"/meetings/{ID}.json").json()["rows"]
    sections = {row["section"] for row in rows}
    assert sections >= {"facts", "participants", "values", "accounts", "statements"}
    lines = client.get(f"/meetings/{ID}.jsonl").text.splitlines()
    assert len(lines) == len(rows)
    assert client.get(f"/meetings/{ID}.csv").headers["content-type"].startswith("text/csv")
    assert client.get(f"/meetings/{ID}.pdf").status_code == 422


def test_meeting_that_one_document_tells_of(tmp_path: Path) -> None:
    with open_archive(tmp_path / "one.db", create=True) as made:
        put(made, [OURS])
        page = got(served(made, meeting), f"/meetings/{ID}")
    assert "One document alone tells of this meeting" in page.words
    assert "Its account" in page.inside("h2")
