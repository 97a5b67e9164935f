"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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
