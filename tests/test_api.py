"""The public interface: its names, that it loads late, and that its example is true."""

from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

import memcon

NAMES = {
    "Act",
    "Actor",
    "Archive",
    "Commitment",
    "Document",
    "Meeting",
    "MemconError",
    "Reader",
    "Record",
    "Span",
    "Statement",
    "__version__",
    "load_knowledge",
    "open_archive",
    "read",
}


def test_the_names_are_these() -> None:
    assert set(memcon.__all__) == NAMES
    assert set(dir(memcon)) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_there(name: str) -> None:
    assert getattr(memcon, name) is not None


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Block'"):
        memcon.Block  # noqa: B018


@pytest.mark.parametrize("code", ["import memcon", "import memcon.cli.app"])
def test_import_loads_nothing_heavy(code: str) -> None:
    heavy = "spacy pydantic trafilatura rich scipy numpy lxml sqlalchemy mcp"
    script = f"import sys; {code}; print(sorted(set({heavy.split()}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_example_of_the_package_is_true() -> None:
    failed, tried = doctest.testmod(memcon, verbose=False)
    assert tried >= 3
    assert failed == 0
