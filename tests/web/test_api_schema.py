"""The API against its own description: whatever is sent, nothing breaks and every answer fits.

Requests are made up from the description by schemathesis, with values that fit it and with some
that do not. A part of them is given ids and names that the archive has, so that they come further
than the first look-up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import schemathesis
from api_site import copied
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from memcon.archive import open_archive
from memcon.archive.schema import documents
from memcon.web import api
from memcon.web.app import create_app
from memcon.web.jobs import Job, Jobs
from memcon.web.options import WebOptions

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 10 if os.environ.get("MEMCON_REQUIRE_ALL") == "1" else 4
NAMES = ("XOS", "Varnia", "person:tomas-helverin", "Nobody Known")
ISSUES = ("trade", "energy", "no-such-issue")
# Values that the archive knows, by the name of a parameter.
KNOWN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("actor", "side", "narrator", "by", "to", "a", "b", "user", "other"), NAMES),
    **dict.fromkeys(("source", "target", "carried_by", "actors"), NAMES),
    **dict.fromkeys(("issue", "on"), ISSUES),
    **dict.fromkeys(("words", "titled", "phrases", "place"), ("trade", '"Inner Sea" -grain')),
    **dict.fromkeys(("since", "until", "today"), ("2025", "2024-03", "2026-02-25")),
    "format": ("json", "csv", "jsonl", "ics", "gdelt", "records"),
}


def described() -> dict[str, Any]:
    app = FastAPI()
    api.install(app)
    return app.openapi()


OPERATIONS = [
    (method.upper(), path) for path, methods in described()["paths"].items() for method in methods
]


class Still(Jobs):
    """A queue in which nothing is done: what is added is another test's business."""

    @property
    def linking(self) -> bool:
        """Whether something is still to be linked: nothing ever is."""
        return False

    def link(self) -> None:
        """Link nothing."""

    def close(self) -> None:
        """Stay open, for every request of schemathesis starts and ends the application."""

    def _wake(self) -> None:
        self._waiting.clear()

    def job(self, id: str) -> Job:
        """Return the last job for a part of the ids, for there is no way to know one."""
        jobs = self.jobs()
        return jobs[0] if jobs and len(id) % 2 else super().job(id)


@pytest.fixture(scope="module")
def served(example_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with open_archive(copied(example_archive, tmp_path_factory.mktemp("schema"))) as archive:
        app = create_app(archive, WebOptions(allowed_hosts=("testserver",)))
        app.state.jobs = Still(archive, WebOptions(), now=app.state.site.now)
        yield app
        Jobs.close(app.state.jobs)


@pytest.fixture(scope="module")
def ids(served: FastAPI) -> list[str]:
    """Ids of things of the archive, of each kind some."""
    with served.state.site.archive.reading() as connection:
        found = list(connection.scalars(select(documents.c.id).order_by(documents.c.id)))
    kinds = ("meeting:1", "statement:2", "act:3", "commitment:1", "event:1", "event:99")
    return [*found[:2], "doc:00000000", *(f"{one}/{kind}" for one in found[:3] for kind in kinds)]


@pytest.fixture(scope="module")
def schema(served: FastAPI) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", served)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_answers_fit_the_description(
    schema: Any, ids: list[str], method: str, path: str, mode: GenerationMode
) -> None:
    operation = schema[path][method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), random=st.randoms())
    def answers(case: Any, random: Random) -> None:
        # Nobody guesses a token: without one, whoever asks is the only user of the server.
        case.headers.pop("Authorization", None)
        if mode is GenerationMode.POSITIVE:
            for values in (case.path_parameters, case.query, case.body):
                make_known(values, ids, random)
        case.call_and_validate(checks=CHECKS)

    answers()


def make_known(values: Any, ids: list[str], random: Random) -> None:
    """Put values that the archive knows in the place of some that were made up."""
    if not isinstance(values, dict):
        return
    for name, value in values.items():
        known = (*ids, *NAMES) if name == "id" else KNOWN.get(name, ())
        if not known or random.random() < 0.3:
            continue
        if isinstance(value, list):
            values[name] = [random.choice(known) for _ in value]
        elif isinstance(value, str):
            values[name] = random.choice(known)
