"""The same input gives the same record: again, in other company, in another order."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon.reading.reader import Reader
from memcon.scale.local import Input, ReaderOptions, read_files


@pytest.fixture(scope="module")
def files(root: Path) -> list[Path]:
    """The examples and our own annotated texts."""
    found = [*(root / "examples").glob("*.txt"), *(root / "tests" / "gold" / "texts").glob("*.txt")]
    assert len(found) > 5
    return sorted(found)


@pytest.fixture(scope="module")
def texts(files: list[Path]) -> dict[str, str]:
    """Their texts, by path."""
    return {str(file): file.read_text(encoding="utf-8") for file in files}


@pytest.fixture(scope="module")
def records(texts: dict[str, str]) -> dict[str, str]:
    """Their records as written, read together in the order of their names."""
    read = Reader().read_many(texts.values())
    return {name: record.to_json() for name, record in zip(texts, read, strict=True)}


def test_a_second_reading_gives_the_same_bytes(
    texts: dict[str, str], records: dict[str, str]
) -> None:
    again = (record.to_json() for record in Reader().read_many(texts.values()))
    assert list(again) == list(records.values())


def test_the_order_of_documents_makes_no_difference(
    texts: dict[str, str], records: dict[str, str]
) -> None:
    reader = Reader()
    names = sorted(texts, reverse=True)
    read = reader.read_many(texts[name] for name in names)
    assert {name: r.to_json() for name, r in zip(names, read, strict=True)} == records


def test_a_document_alone_gives_the_same_bytes(
    texts: dict[str, str], records: dict[str, str]
) -> None:
    reader = Reader()
    for name in list(texts)[::4]:
        assert reader.read(texts[name]).to_json() == records[name]


def test_two_processes_write_what_one_writes(files: list[Path]) -> None:
    inputs = [Input(where=file.name, path=file) for file in files]
    one, two = (
        [
            (outcome.where, outcome.rejected, [record.to_json() for record in outcome.records])
            for outcome in read_files(inputs, options=ReaderOptions(), jobs=jobs)
        ]
        for jobs in (1, 2)
    )
    assert one == two
