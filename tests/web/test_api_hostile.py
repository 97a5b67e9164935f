"""Whatever stands in a filter, it is looked for and never obeyed: no fault, and no other rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import pytest
from api_site import copied, served_to
from fastapi.testclient import TestClient

from memcon.web.queries import QUESTIONS
from memcon.web.queries.fields import NAME_LENGTH, WORDS_LENGTH

# What is needed for the question to be asked at all.
NEEDED: dict[str, dict[str, str]] = {
    "positions": {"by": "XOS"},
    "positions/years": {"by": "XOS"},
    "positions/map": {"by": "XOS"},
    "positions/statements": {"actor": "XOS", "issue": "trade"},
    "changes": {"by": "XOS"},
    "timeline": {"a": "XOS"},
    "phrases": {"phrases": "Inner Sea Council"},
    "offices": {"actor": "XOS"},
}
EVERYWHERE = (
    "' OR '1'='1",
    '" OR ""="',
    "XOS'; DROP TABLE documents; --",
    "x') UNION SELECT sql, 1, 1, 1 FROM sqlite_master --",
    "%",
    "_",
    "\\",
    "\N{RIGHT-TO-LEFT OVERRIDE}XOS",
    "\U0001f600",
    "ß" * NAME_LENGTH,
)
OPERATORS = (
    "%' ESCAPE '",
    "1; SELECT pg_sleep(5)",
    "NEAR(a b, 5)",
    "words : port",
    "a* OR b*",
    "^port",
    "{words tags} : x",
    '"unclosed',
    "-only -excluded",
    "(((((",
    "tags:a1",
    "port AND NOT harbour",
    "a & !b | c:*",
    "<->",
    "<script>alert(1)</script>",
    "e\N{COMBINING ACUTE ACCENT}" * 50,
)
OF_WORDS = ("words", "titled", "place", "phrases")
REFUSED = ("%00", "XOS%00", "a%1Bb", "%7F", "a%C2%85b", "x" * (WORDS_LENGTH + 1))


@pytest.fixture(scope="module")
def client(example_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    copy = copied(example_archive, tmp_path_factory.mktemp("hostile"))
    with served_to(copy, "admin") as client:
        yield client


def texts(name: str) -> list[str]:
    """Return the fields of a question that take any text."""
    fields = QUESTIONS[name].query.model_fields
    free = []
    for field, info in fields.items():
        kinds = json.dumps(QUESTIONS[name].query.model_json_schema()["properties"][field])
        if '"enum"' not in kinds and '"string"' in kinds and field not in ("cursor", "code"):
            free.append(field)
        assert info.annotation is not None
    return free


FIELDS = [(name, field) for name in QUESTIONS for field in texts(name)]


def answered(client: TestClient, name: str, field: str, value: str) -> Any:
    asked = {key: text for key, text in NEEDED.get(name, {}).items() if key != field}
    given = "&".join(f"{key}={quote(text)}" for key, text in asked.items())
    return client.get(f"/api/v1/{name}?{given}&{field}={value}")


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_nothing_is_obeyed(client: TestClient, name: str, field: str) -> None:
    for text in (*EVERYWHERE, *(OPERATORS if field in OF_WORDS else ())):
        answer = answered(client, name, field, quote(text, safe=""))
        told = answer.json()
        assert answer.status_code in (200, 400, 404, 422), (text, told)
        if answer.status_code != 200:
            assert told.keys() == {"error"}
            assert told["error"]["message"]
        elif field not in OF_WORDS:
            # no actor, issue, publisher or signer of the archive goes by such a name
            assert told["rows"] == [], text


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_what_no_name_has_is_refused(client: TestClient, name: str, field: str) -> None:
    for text in REFUSED:
        answer = answered(client, name, field, text)
        assert answer.status_code == 422, (text, answer.text)
        assert answer.json()["error"]["where"] == (
            f"{field}.0" if _listed(name, field) else field
        ), text


def _listed(name: str, field: str) -> bool:
    return "tuple" in str(QUESTIONS[name].query.model_fields[field].annotation)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_bytes_that_are_no_text_are_looked_for_in_vain(
    client: TestClient, name: str, field: str
) -> None:
    for text in ("%ED%A0%80", "%FF%FE", "%C0%AF"):  # a lone surrogate, no UTF-8, an overlong slash
        answer = answered(client, name, field, text)
        assert answer.status_code in (200, 400, 404, 422), answer.text
        if answer.status_code == 200 and field not in OF_WORDS:
            assert answer.json()["rows"] == []


WILD = ("%", "_", "%%", "_____", "*", "?", "[A-Z]", ".*")


@pytest.mark.parametrize("text", WILD)
def test_wild_cards_are_letters(client: TestClient, text: str) -> None:
    for path in ("actors?words=", "meetings?place=", "formulas?words=", "log?who="):
        answer = client.get(f"/api/v1/{path}{quote(text, safe='')}")
        if answer.status_code == 200 and path != "formulas?words=":
            assert answer.json()["rows"] == [], path
        assert answer.status_code in (200, 400)


def test_words_with_operators_find_what_the_words_alone_find(client: TestClient) -> None:
    def found(words: str) -> list[str]:
        rows = client.get("/api/v1/search", params={"words": words, "limit": 500}).json()["rows"]
        return sorted(row["document"] for row in rows)

    assert found("trade")
    assert found("trade*") == found("trade^") == found("(trade)") == found("trade")
    assert found("tra*") == found("tra") == []
    assert found("trade OR nosuchword") == found("trade nosuchword or")
    assert found("words:trade") == found("words trade")


IDS = (
    *EVERYWHERE,
    "doc:",
    "doc:%",
    "doc:00000000",
    "doc:0123456789abcdef/",
    "doc:0123456789abcdef/statement:99999999999999999999999",
    "doc:0123456789abcdef/../../me",
    "https://example.org/a",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("kind", ["documents", "meetings", "actors", "commitments", "findings"])
def test_ids_that_are_none(client: TestClient, kind: str) -> None:
    for text in IDS:
        answer = client.get(f"/api/v1/{kind}/{quote(text, safe='')}")
        assert answer.status_code in (404, 422), (text, answer.text[:200])
        assert answer.json().keys() == {"error"}
    for text in ("%00", "doc:%00", "a%1Bb"):
        assert client.get(f"/api/v1/{kind}/{text}").status_code == 422


@pytest.mark.parametrize("kind", ["meeting", "statement", "act", "commitment", "event"])
def test_numbers_that_no_finding_has(client: TestClient, kind: str) -> None:
    document = client.get("/api/v1/meetings").json()["rows"][0]["id"].partition("/")[0]
    for number in ("0", "-1", "99999", "9" * 30, "1e3", "１", "x", "1%2F2", "01"):
        for path in (
            f"findings/{document}/{kind}:{number}",
            f"citations?id={document}/{kind}:{number}",
        ):
            answer = client.get(f"/api/v1/{path}")
            assert answer.status_code in (400, 404), (path, answer.text[:200])
        for path, body in (
            ("reviews", {"action": "confirm"}),
            ("assessments", {"status": "not-yet-rated"}),
        ):
            body["id"] = f"{document}/{kind}:{number}"
            answer = client.post(f"/api/v1/{path}", json=body)
            assert answer.status_code in (400, 404), (path, body, answer.text)


BODIES = (
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b'{"id": "\\ud800", "action": "confirm"}',
    b'{"id": "doc:\\u0000", "action": "confirm"}',
    b'{"id": 1e999, "action": "confirm"}',
    b"\xff\xfe",
    b'{"id": "' + b"x" * 10_000 + b'", "action": "confirm"}',
    b"[" * 50_000,
)


@pytest.mark.parametrize("path", ["reviews", "assessments", "documents"])
@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
def test_bodies_that_are_none(client: TestClient, path: str, body: bytes) -> None:
    answer = client.post(
        f"/api/v1/{path}", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 404, 413, 422), answer.text
    assert answer.json().keys() == {"error"}


def test_every_enumerated_filter_takes_its_values_alone(client: TestClient) -> None:
    for name, question in QUESTIONS.items():
        for field, info in question.query.model_fields.items():
            if not any(isinstance(one, str) for one in _values(info.annotation)):
                continue
            answer = answered(client, name, field, quote("' OR 1=1 --"))
            assert answer.status_code == 422, (name, field)


def _values(annotation: Any) -> list[Any]:
    inner = get_args(annotation)
    return [one for part in inner for one in (_values(part) or [part])]


def test_nothing_was_written_by_all_that(client: TestClient) -> None:
    assert client.get("/api/v1/log").json()["total"] == 0
    assert client.get("/api/v1/meetings").json()["total"] > 0
