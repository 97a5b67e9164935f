"""The formats by name: all there, of one form, the same on both databases, lazily loaded."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from exporting import written

from archives import filled
from memcon.exports import registry

STREAMS = ("annotations", "bibtex", "csl", "ics", "prov", "prov-json", "schemaorg")


@pytest.mark.parametrize("name", registry.OWN)
def test_every_format_is_called_what_it_is_registered_as(name: str) -> None:
    found = registry.find(name)
    assert found is not None
    assert found.plugin is None
    form = found.format
    assert form.name == name
    assert form.summary == registry.OWN[name].summary  # which the list has without loading it
    assert form.summary.startswith("Write ")
    assert form.summary.endswith(".")
    assert f"memcon export {name}" in form.epilog
    assert form.epilog.startswith("\b\nExamples:\n")
    assert form.target in ("stream", "file", "folder")
    assert form.extra in (None, "followthemoney")


def test_every_format_is_documented(root: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in root.glob("docs/exports-*.md")]
    for name in registry.OWN:
        assert any(re.search(rf"\b{name}\b", page, re.IGNORECASE) for page in pages), name


def test_there_is_no_format_of_another_name() -> None:
    assert registry.find("nonesuch") is None
    assert set(registry.OWN) <= set(registry.names())


def test_names_are_known_without_importing_a_format() -> None:
    code = (
        "import sys; from memcon.exports import registry; registry.names(); "
        "print([m for m in sys.modules if m in ('sqlalchemy', 'prov', 'icalendar', 'duckdb') "
        "or m.startswith('memcon.exports.') and m != 'memcon.exports.registry'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_formats_are_the_same_on_both_databases(archive_url: str, tmp_path: Path) -> None:
    with (
        filled(str(tmp_path / "other.db")) as other,
        filled(archive_url) as archive,
        archive.reading() as here,
        other.reading() as there,
    ):
        for name in STREAMS:
            found = registry.find(name)
            assert found is not None
            one, two = (
                hashlib.sha256(written(connection, found.format).encode()).hexdigest()
                for connection in (here, there)
            )
            assert one == two, name
