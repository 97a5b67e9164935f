"""docs/mcp.md: the session and the tools there are what a client gets."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from memcon.mcp import pages


@pytest.fixture(scope="module")
def session(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("mcp_session", root / "docs" / "mcp_session.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def section(root: Path, name: str) -> str:
    page = (root / "docs" / "mcp.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- generated: {name} -->\n(.*?)\n<!-- end -->", page, re.DOTALL)
    assert found is not None
    return found[1]


def test_session_of_the_page_is_what_a_client_gets(
    session: ModuleType, root: Path, example_archive: Path
) -> None:
    """The SDK's client starts ``memcon mcp`` and talks to it over standard input and output."""
    assert session.transcript(str(example_archive)) == section(root, "mcp_session"), "make docs"


def test_tools_of_the_page_are_those_of_the_server(
    session: ModuleType, root: Path, example_archive: Path
) -> None:
    assert session.tools(str(example_archive)) == section(root, "mcp_tools"), "make docs"


def test_examples_in_the_sources_are_true() -> None:
    failed, tried = doctest.testmod(pages)
    assert tried >= 2
    assert failed == 0


def test_links_of_the_page_lead_somewhere(root: Path) -> None:
    page = (root / "docs" / "mcp.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", page):
        assert "://" in target or (root / "docs" / target).exists()
