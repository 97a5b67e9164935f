"""The whole way, from files to output, with the real reader in processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def memcon(*arguments: str, folder: Path) -> str:
    settings = {k: v for k, v in os.environ.items() if not k.startswith("MEMCON_")}
    done = subprocess.run(
        [sys.executable, "-m", "memcon", *arguments],
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def examples(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, in a folder beside nothing else."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copytree(root / "examples", folder / "examples")
    return folder


@pytest.fixture(scope="module")
def lines(examples: Path) -> list[str]:
    """The records of the examples, read in one process."""
    return memcon("read", "examples", "-f", "jsonl", folder=examples).splitlines()


def test_two_processes_write_the_same_bytes(examples: Path, lines: list[str]) -> None:
    again = memcon("read", "examples", "-f", "jsonl", "--jobs", "2", folder=examples)
    assert again.splitlines() == lines


def test_a_document_alone_gives_the_record_it_gives_among_others(
    examples: Path, lines: list[str]
) -> None:
    last = max(path for path in (examples / "examples").glob("*.txt"))
    (alone,) = memcon(
        "read", str(last.relative_to(examples)), "-f", "jsonl", folder=examples
    ).splitlines()
    assert alone in lines


def test_every_span_of_the_examples_says_what_the_text_says(lines: list[str]) -> None:
    count = 0

    def check(value: object, text: str) -> None:
        nonlocal count
        if isinstance(value, list):
            for item in value:
                check(item, text)
        elif isinstance(value, dict):
            if value.keys() == {"start", "end", "text"}:
                assert value["text"] == text[value["start"] : value["end"]]
                count += 1
            for item in value.values():
                check(item, text)

    for line in lines:
        record = json.loads(line)
        check(record, record["document"]["text"])
    assert count > 100


def test_the_demo_shows_commitments(root: Path, examples: Path) -> None:
    table = memcon(
        "read",
        "examples",
        "--config",
        "examples/memcon.toml",
        "--table",
        "commitments",
        folder=examples,
    )
    assert {"by", "to", "strength"} <= set(table.split())
    assert len(table.splitlines()) > 10


def test_evaluate_on_own_gold(root: Path) -> None:
    arguments = ("evaluate", "tests/gold", "--config", "tests/gold/memcon.toml")
    scores = json.loads(memcon(*arguments, "--format", "json", folder=root))
    assert scores["total"]["evidence"]["accuracy"] == 1.0
    assert "content" in memcon(*arguments, folder=root)
