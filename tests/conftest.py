"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from databases import Templates
    from invented import InventedDocuments

pytest_plugins = ("browser_fixtures",)

ROOT = Path(__file__).resolve().parent.parent


def require(condition: object, reason: str) -> None:
    """Skip the test where what it needs is missing; fail it if MEMCON_REQUIRE_ALL=1 (in CI)."""
    if condition:
        return
    if os.environ.get("MEMCON_REQUIRE_ALL") == "1":
        pytest.fail(f"needed and missing: {reason}")
    pytest.skip(reason)


def shared_dir() -> Path:
    """Return the folder of shared gold and corpora beside the project."""
    folder = ROOT.parent / "shared"
    require(folder.is_dir(), f"there is no folder {folder}")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared gold and corpora."""
    return shared_dir()


@pytest.fixture(scope="session")
def archive_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """Archives with nothing in them, to be copied."""
    from databases import Templates

    templates = Templates(tmp_path_factory.mktemp("archives"))
    yield templates
    templates.drop()


@pytest.fixture(scope="session")
def example_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of examples/, made once a run; only to be read."""
    from archives import filled

    path = tmp_path_factory.mktemp("examples") / "examples.db"
    filled(str(path)).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an archive can be made, on each database in turn: a path, or a URL."""
    from databases import postgres_database

    if request.param == "sqlite":
        yield str(tmp_path / "archive.db")
    else:
        with postgres_database() as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_url(
    request: pytest.FixtureRequest, tmp_path: Path, archive_templates: Templates
) -> Iterator[str]:
    """An archive with nothing in it yet, on each database in turn: a path, or a URL."""
    from databases import postgres_database

    if request.param == "sqlite":
        path = tmp_path / "archive.db"
        archive_templates.copy_file(path)
        yield str(path)
    else:
        with postgres_database(archive_templates.database()) as url:
            yield url


@pytest.fixture(scope="session")
def invented_documents(tmp_path_factory: pytest.TempPathFactory) -> InventedDocuments:
    """Three hundred files of invented documents, and their records, read once a run."""
    from invented import InventedDocuments

    return InventedDocuments.write(tmp_path_factory.mktemp("invented"), 300)


@pytest.fixture(scope="session")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """An archive of the examples and of a record hard on encodings, some of it reviewed."""
    from exporting import open_reviewed

    with open_reviewed(tmp_path_factory.mktemp("exports") / "archive.db") as connection:
        yield connection
