"""Write the generated pages and sections of the documentation: ``make docs``.

``docs/record.md`` is made from ``memcon.record``; in the guide, the README and the pages on tables,
MCP and the API whatever stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` is made
by the function NAME below. With ``--check`` nothing is written, and the exit code says whether
everything is up to date.
"""

from __future__ import annotations

import argparse
import atexit
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from typer.main import get_command
from typer.testing import CliRunner

from memcon import record
from memcon.cli.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 96  # columns of help and examples, so that code blocks do not scroll
EXAMPLE = "examples/2024-03-14-kasbrod-ostrian-ministry.txt"  # the README shows its page


def record_page() -> str:
    """Return docs/record.md."""
    lines = [
        "# The record",
        "",
        "Generated from `src/memcon/record.py` by `make docs`. `memcon schema` prints the same as",
        f"a JSON Schema. This is version `{record.SCHEMA_VERSION}`.",
        "",
        "Every offset counts Unicode code points of `document.text`, and for every span",
        "`text == document.text[start:end]`. A null or an empty list means that the text does not",
        "say, or that the reader did not see it.",
        "",
    ]
    for model in _models():
        lines += [f"## {model.__name__}", "", _sentences(model.__doc__), ""]
        lines += ["| field | type | meaning |", "| --- | --- | --- |"]
        for name, field in model.model_fields.items():
            kind = _kind(field.annotation)
            meaning = field.description or ""
            lines.append(f"| `{field.alias or name}` | {kind} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def tables() -> str:
    """Return the columns of the tables that a run writes."""
    from memcon.scale.output import schemas

    parts = []
    for name, schema in schemas().items():
        rows = [
            f"| `{field.name}` | `{_column(field.type)}` | {'yes' if field.nullable else ''} "
            f"| {field.metadata[b'description'].decode()} |"
            for field in schema
        ]
        head = ["| column | type | may be null | meaning |", "| --- | --- | --- | --- |"]
        parts.append("\n".join([f"### {name}", "", _row_of(name), "", *head, *rows]))
    return "\n\n".join(parts)


def _row_of(table: str) -> str:
    """Return what a row of a table is."""
    from memcon import arrow
    from memcon.scale.output.tables import MODELS

    if table in MODELS:
        return _sentences(MODELS[table].__doc__)
    if table in arrow.lists():
        (model,) = get_args(record.Record.model_fields[table].annotation)
        kind = _kind(model).replace("(#", "(record.md#")
        return f"{kind} of a record: {_sentences(model.__doc__)}"
    if table == arrow.DOCUMENTS:
        return "[Document](record.md#document) of a record, with its `schema` and `reader`."
    return "A participant of a meeting once more, to join where one would have to unnest."


def _column(kind: Any) -> str:
    """Return the type of a column; ``span`` stands for a span's columns."""
    import pyarrow as pa  # type: ignore[import-untyped]

    if pa.types.is_list(kind):
        return f"list<{_column(kind.value_type)}>"
    if not pa.types.is_struct(kind):
        return str(kind)
    if [field.name for field in kind] == list(record.Span.model_fields):
        return "span"
    return f"struct<{', '.join(f'{field.name}: {_column(field.type)}' for field in kind)}>"


def _models() -> Iterator[type[BaseModel]]:
    """Yield Record and every type in it, each after the first that uses it."""
    waiting: list[type[BaseModel]] = [record.Record]
    seen: set[type[BaseModel]] = set()
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield model
        for field in model.model_fields.values():
            waiting += _parts(field.annotation)


def _parts(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for argument in get_args(annotation) for part in _parts(argument)]


def _kind(annotation: Any) -> str:
    """Return a type in words, models as links to their sections."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list:
        return f"list of {_kind(arguments[0])}"
    if origin in (types.UnionType, Union):
        return " or ".join("null" if a is type(None) else _kind(a) for a in arguments)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return {str: "text", int: "whole number", float: "number", bool: "true or false"}[annotation]


def _sentences(doc: str | None) -> str:
    return " ".join((doc or "").split())


def commands() -> str:
    """Return what ``--help`` says, of the program and of each command."""
    from memcon.cli.app import app
    from memcon.exports import registry

    program: Any = get_command(app)
    names: list[list[str]] = [[]]
    for name in program.list_commands(None):
        command = program.get_command(None, name)
        names += [[name], *([name, inner] for inner in getattr(command, "commands", ()))]
        if name == "export":  # whatever other packages add is not memcon's to document
            names += [[name, form] for form in registry.OWN]
    parts = []
    for name in names:
        # In this process: fifty of its own would take a minute.
        done = CliRunner().invoke(
            app,
            [*name, "--help"],
            prog_name="memcon",
            terminal_width=WIDTH - 2,  # as a terminal has
        )
        words = " ".join(["memcon", *name])
        parts.append(f"### `{words}`\n\n```text\n{done.stdout}```")
    return "\n\n".join(parts)


def columns() -> str:
    """Return the columns of each table."""
    parts = []
    for table in TABLES.values():
        rows = [
            f"| `{c.name}` | {'yes' if c.shown else ''} | {c.description} |" for c in table.columns
        ]
        head = ["| column | in text and md | what it holds |", "| --- | --- | --- |"]
        parts.append("\n".join([f"**`{table.name}`**, {table.what}:", "", *head, *rows]))
    return "\n\n".join(parts)


def example() -> str:
    """Return a command and the page it prints."""
    arguments = ["read", EXAMPLE, "--config", "examples/memcon.toml"]
    return f"```text\n$ memcon {' '.join(arguments)}\n{_run(arguments)}```"


def mcp_tools() -> str:
    """Return the tools of ``memcon mcp`` with their arguments."""
    return str(_beside("mcp_session").tools(example_archive()))


def mcp_session() -> str:
    """Return a session with ``memcon mcp`` over an archive of the examples."""
    return str(_beside("mcp_session").transcript(example_archive()))


def web_addresses() -> str:
    """Return the addresses of the API."""
    from fastapi import FastAPI

    from memcon.web import api
    from memcon.web.api.reference import by_tag, operations

    app = FastAPI()
    api.install(app)
    parts = []
    for tag, found in by_tag(operations(app.openapi())).items():
        rows = [f"| {one.method} | `{one.path}` | {one.summary} |" for one in found]
        head = ["| method | address | what it does |", "| --- | --- | --- |"]
        parts.append("\n".join([f"**{tag}**", "", *head, *rows]))
    return "\n\n".join(parts)


@cache
def example_archive() -> str:
    """Return the path of an archive of the examples, made once and removed at the end."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    archive = str(Path(folder.name) / "examples.db")
    _run(["--archive", archive, "add", "examples", "--config", "examples/memcon.toml"])
    return archive


def _beside(name: str) -> types.ModuleType:
    """Return a module that stands in the folder of this one, however this one was started."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _run(arguments: list[str]) -> str:
    settings = {k: v for k, v in os.environ.items() if not k.startswith("MEMCON_")}
    done = subprocess.run(
        [sys.executable, "-m", "memcon", *arguments],
        cwd=ROOT,
        env={**settings, "COLUMNS": str(WIDTH), "MEMCON_WIDTH": str(WIDTH), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


SECTIONS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "columns": columns,
    "tables": tables,
    "example": example,
    "mcp_tools": mcp_tools,
    "mcp_session": mcp_session,
    "web_addresses": web_addresses,
}
_SECTION = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str) -> str:
    """Return a page with its generated sections made anew."""
    return _SECTION.sub(lambda m: f"{m[1]}{SECTIONS[m[2]]()}\n{m[3]}", page)


def pages() -> Iterator[tuple[Path, Callable[[], str]]]:
    """Yield each generated page with the function that makes it."""
    yield ROOT / "docs" / "record.md", record_page
    names = ("docs/guide.md", "docs/tables.md", "docs/mcp.md", "docs/web-api.md", "README.md")
    for path in (ROOT / name for name in names):
        yield path, lambda path=path: filled(path.read_text(encoding="utf-8"))  # type: ignore[misc]


def stale(path: Path, make: Callable[[], str]) -> bool:
    """Return whether a page is not what it would be if it were made now."""
    return not path.is_file() or path.read_text(encoding="utf-8") != make()


def main() -> int:
    """Write the pages, or with ``--check`` say which are not up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what is not up to date")
    check = parser.parse_args().check
    old = [(path, make) for path, make in pages() if stale(path, make)]
    for path, make in old:
        print(f"{path.relative_to(ROOT)}: {'not up to date: make docs' if check else 'written'}")
        if not check:
            path.write_text(make(), encoding="utf-8", newline="\n")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
