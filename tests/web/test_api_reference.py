"""The reference of the API: the page /api, the guide docs/web-api.md, and its examples."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import uvicorn
from api_site import copied, served
from fastapi import FastAPI
from fastapi.testclient import TestClient

from conftest import ROOT, require
from memcon.archive import open_archive
from memcon.web import api
from memcon.web.api.reference import by_tag, operations
from memcon.web.app import create_app
from memcon.web.options import WebOptions
from memcon.web.queries import QUESTIONS

GUIDE = ROOT / "docs" / "web-api.md"
SERVER = "http://127.0.0.1:8080"
EXAMPLES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    app = FastAPI()
    api.install(app)
    return app.openapi()


@pytest.fixture(scope="module")
def client(example_archive: Path) -> Iterator[TestClient]:
    with served(example_archive) as client:
        yield client


def test_the_description_is_of_the_api_alone(client: TestClient, document: dict[str, Any]) -> None:
    told = client.get("/openapi.json").json()
    assert told["paths"] == document["paths"]
    assert all(path.startswith("/api/v1") for path in told["paths"])


def test_everything_is_described(document: dict[str, Any]) -> None:
    found = operations(document)
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert one.summary.endswith("."), one.path
        assert one.tag != "Other"
        assert {"400", "401", "403", "404", "422", "500"} <= one.statuses.keys(), one.path
        for value in (*one.parameters, *one.body, *one.fields):
            assert value.help, (one.path, value.name)


def test_operations_have_their_parameters_and_rows(document: dict[str, Any]) -> None:
    found = {one.id: one for one in operations(document)}
    ledger = found["ledger"]
    assert [value.name for value in ledger.fields] == list(QUESTIONS["ledger"].row.model_fields)
    assert [value.name for value in ledger.parameters][-3:] == ["limit", "cursor", "format"]
    assert ledger.of_rows
    strength = next(value for value in ledger.parameters if value.name == "strength")
    assert strength.kind == "`will`, `ready`, `hope`, `call`"
    review = found["review"]
    assert (review.method, [value.name for value in review.body]) == (
        "POST",
        ["id", "action", "fields", "note"],
    )
    assert found["document"].parameters[0].required


def test_no_documentation_of_another_host(client: TestClient) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


def test_the_page_tells_every_address(client: TestClient, document: dict[str, Any]) -> None:
    page = client.get("/api")
    assert page.status_code == 200
    for tag, found in by_tag(operations(document)).items():
        assert f">{tag}</h2>" in page.text
        for one in found:
            assert f'id="{one.id}"' in page.text
            assert f'href="#{one.id}"' in page.text
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert not re.search(r'(src|href)="(?!/|#)', page.text)


# The guide --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_guide_has_all_addresses(generate: ModuleType) -> None:
    page = GUIDE.read_text(encoding="utf-8")
    assert "<!-- generated: web_addresses -->" in page
    assert page == generate.filled(page), "make docs"


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{line.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def address(example_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require(shutil.which("curl"), "curl")
    copy = copied(example_archive, tmp_path_factory.mktemp("guide"))
    with (
        open_archive(copy) as archive,
        listening(create_app(archive, WebOptions())) as address,
    ):
        yield address


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_guide_work(address: str, tmp_path: Path, example: str) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    command, *arguments = shlex.split(example.replace(SERVER, address))
    assert command == "curl"
    assert SERVER in example
    done = subprocess.run(
        [command, "--silent", "--show-error", "--fail-with-body", "--max-time", "60", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    files = [path for path in tmp_path.iterdir() if path.name != "examples"]
    assert all(path.stat().st_size for path in files)
    assert files or done.stdout
