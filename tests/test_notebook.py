"""The notebook of the docs runs from a fresh checkout and gives its tables and its plot."""

from __future__ import annotations

import os
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path("docs") / "notebook" / "archive.ipynb"
LARGEST = 16_000  # bytes


@pytest.fixture(scope="module")
def outputs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What each code cell puts out, by media type."""
    with warnings.catch_warnings():
        # Of the Jupyter packages, which are no part of what is tested.
        warnings.filterwarnings("ignore", module=r"(jupyter|nbclient|zmq|traitlets|tornado)")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        from nbclient import NotebookClient

        notebook = _notebook(root)
        home = tmp_path_factory.mktemp("jupyter")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MEMCON_")}
        client = NotebookClient(
            notebook,
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str((root / NOTEBOOK).parent)}},
        )
        client.execute(env={**kept, "IPYTHONDIR": str(home), "JUPYTER_RUNTIME_DIR": str(home)})
    return [_shown(cell) for cell in notebook.cells if cell.cell_type == "code"]


def _notebook(root: Path) -> Any:
    import nbformat

    return nbformat.read(root / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]


def _shown(cell: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for output in cell.outputs:
        if output.output_type == "stream":
            shown[output.name] = shown.get(output.name, "") + output.text
        else:
            shown.update(output.data)
    return shown


def test_nothing_is_on_standard_error(outputs: list[dict[str, Any]]) -> None:
    assert [shown["stderr"] for shown in outputs if "stderr" in shown] == []


def test_archive_has_the_documents_of_the_examples(outputs: list[dict[str, Any]]) -> None:
    assert int(outputs[0]["text/plain"]) > 10


def test_table_of_undertakings_has_those_of_the_examples(outputs: list[dict[str, Any]]) -> None:
    table = outputs[1]["text/html"]
    assert "2028-12-31" in table
    assert "XOS+XVA" in table
    assert re.fullmatch(r"“.+” \(.+, \d{4}-\d{2}-\d{2}\)\n", outputs[2]["stdout"])


def test_table_of_meetings_is_by_year_and_form(outputs: list[dict[str, Any]]) -> None:
    table = outputs[3]["text/plain"]
    assert re.search(r"2024 +call +1 +1", table)
    assert re.search(r"2025.*meeting +1 +4", table, re.DOTALL)


def test_plot_has_its_axes_and_series(outputs: list[dict[str, Any]]) -> None:
    plot = outputs[4]["image/svg+xml"]
    for words in ("Acts of Ostria and Varnia", "together", "Ostria, cooperative", "2024", "2026"):
        assert f">{words}<" in plot
    assert len(re.findall(r'aria-roledescription="bar"', plot)) > 5


def test_words_behind_the_plot_are_cited(outputs: list[dict[str, Any]]) -> None:
    lines = outputs[5]["stdout"].splitlines()
    assert lines
    assert all(re.fullmatch(r"“.+” \(.+, 2026-\d{2}-\d{2}\)", line) for line in lines)


def test_notebook_is_kept_without_outputs(root: Path) -> None:
    path = root / NOTEBOOK
    assert path.stat().st_size < LARGEST
    for cell in _notebook(root).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


def test_links_of_the_notebook_lead_somewhere(root: Path) -> None:
    text = (root / NOTEBOOK).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        assert "://" in target or ((root / NOTEBOOK).parent / target).exists()
