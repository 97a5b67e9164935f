"""Imports run one way only: the order of docs/design.md, "The way through the house"."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# From the top down. A module may import its own layer's own package and every layer below it;
# packages that share a layer do not know each other.
LAYERS = (
    {"cli"},  # whose commands start the servers
    {"web", "mcp", "library"},
    {"workbook", "presentation"},  # an export of answers; answers as the faces word them
    {"exports", "analysis", "scale", "evaluation"},
    {"archive"},
    {"reading"},
    {"sources", "knowledge"},
    {"settings", "plugins", "arrow", "listening"},
    {"record", "errors", "version"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
# The package root hands out names of the parts below it, and no part imports it.
ROOT_NAMES = {"__init__", "__main__"}


def imports(path: Path, package: str) -> Iterator[tuple[str, int]]:
    """Yield the part of memcon that each import of a module names, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative imports are not used here"
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "memcon" else [base]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "memcon" and len(parts) > 1 and parts[1] != package:
                yield parts[1], node.lineno


def modules(root: Path) -> Iterator[tuple[Path, str]]:
    source = root / "src" / "memcon"
    for path in sorted(source.rglob("*.py")):
        part = path.relative_to(source).parts[0].removesuffix(".py")
        if part not in ROOT_NAMES:
            yield path, part


def violations(path: Path, part: str) -> list[str]:
    return [
        f"{path}:{line}: {part} imports {other}"
        for other, line in imports(path, part)
        if RANK.get(other, len(LAYERS)) <= RANK[part]
        # settings are read by the faces only, which hand plain arguments down
        or (other == "settings" and part not in LAYERS[0] | LAYERS[1])
    ]


def test_every_part_has_its_layer(root: Path) -> None:
    assert {part for _, part in modules(root)} <= RANK.keys()


def test_imports_run_downwards(root: Path) -> None:
    assert [line for path, part in modules(root) for line in violations(path, part)] == []


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ("reading", "from memcon.cli import app"),
        ("sources", "from memcon.knowledge.states import STATES"),
        ("record", "import memcon.errors"),
        ("reading", "def f():\n    from memcon.settings import load_settings"),
        ("knowledge", "from memcon import reading"),
    ],
)
def test_upward_and_sideward_imports_are_seen(tmp_path: Path, part: str, line: str) -> None:
    path = tmp_path / "module.py"
    path.write_text(line + "\n")
    assert len(violations(path, part)) == 1


def test_only_web_sources_open_connections(root: Path) -> None:
    clients = {"httpx", "requests", "urllib3", "socket", "http.client", "urllib.request", "ftplib"}
    for path, _ in modules(root):
        # the second asks whether a cluster is there, before Ray's own client asks it for minutes
        if path.parts[-2:] in (("sources", "web.py"), ("engines", "connection.py")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
            assert not clients.intersection(names), f"{path}: {names}"
