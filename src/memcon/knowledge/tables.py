"""Reading the tab-separated tables and the user's ``memcon.toml`` into rows of one shape.

A row is a mapping from column to text or to a tuple of texts. Whether it came from the package or
from a user makes no difference afterwards.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, TypeAlias

from memcon.errors import KnowledgeError
from memcon.knowledge.spelling import plain

Cell: TypeAlias = str | tuple[str, ...] | dict[str, str] | bool
Row: TypeAlias = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The shape of one table: its key and what each column holds."""

    key: str
    texts: tuple[str, ...]  # columns with one value
    lists: tuple[str, ...] = ()  # columns with several
    maps: tuple[str, ...] = ()  # columns of key=value pairs
    flags: tuple[str, ...] = ()  # only in memcon.toml
    required: tuple[str, ...] = ()


TABLES: Final[Mapping[str, Table]] = {
    "states": Table(
        key="id",
        texts=("id", "name", "official", "status"),
        lists=("aliases", "abbreviations", "adjectives", "demonyms", "metonyms"),
        required=("name",),
    ),
    "organisations": Table(
        key="id",
        texts=("id", "name", "kind", "parent"),
        lists=("aliases", "abbreviations", "metonyms", "members"),
        required=("name",),
    ),
    "groups": Table(
        key="id",
        texts=("id", "name", "subkind", "parent"),
        lists=("aliases", "abbreviations", "members"),
        required=("name",),
    ),
    "places": Table(
        key="name",
        texts=("name", "state"),
        flags=("ambiguous",),
        required=("state",),
    ),
    "publishers": Table(
        key="name",
        texts=("name", "kind", "narrator"),
        lists=("domains", "aliases"),
    ),
    "issues": Table(
        key="code",
        texts=("code", "name"),
        lists=("terms",),
        maps=("maps",),
        required=("name",),
    ),
}

_FOLDER = files("memcon.knowledge") / "data"


def read_lines(name: str) -> tuple[list[str], list[list[str]]]:
    """Read a table of the package.

    Args:
        name: File name under ``knowledge/data``.

    Returns:
        The columns that the header's last comment line names, and the cells of each line, as
        many as there are columns.

    Raises:
        KnowledgeError: A line has more cells than the header names, or there is no header.
    """
    columns: list[str] = []
    rows: list[list[str]] = []
    text = (_FOLDER / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            _, found, names = line.partition("Columns, tab-separated: ")
            if found:
                columns = names.split(", ")
            continue
        cells = line.split("\t")
        if not columns or len(cells) > len(columns):
            raise KnowledgeError(
                f"line {number} has {len(cells)} cells, the header names {len(columns)}",
                where=name,
                remedy="Separate cells with one tab and name every column in the header",
            )
        cells += [""] * (len(columns) - len(cells))
        rows.append(cells)
    return columns, rows


def read_table(name: str) -> list[Row]:
    """Read one of ``TABLES`` from the package.

    Args:
        name: Table name; the file is ``data/<name>.tsv``.

    Returns:
        One row a line, empty cells left out.
    """
    table = TABLES[name]
    columns, lines = read_lines(f"{name}.tsv")
    rows: list[Row] = []
    for cells in lines:
        row: Row = {}
        for column, cell in zip(columns, cells, strict=True):
            if not cell:
                continue
            if column in table.lists:
                row[column] = tuple(cell.split("|"))
            elif column in table.maps:
                row[column] = dict(pair.split("=", 1) for pair in cell.split("|"))
            else:
                row[column] = cell
        rows.append(row)
    return rows


def read_extra(path: Path) -> dict[str, list[Row]]:
    """Read the ``[[knowledge.*]]`` tables of a user's ``memcon.toml``.

    Args:
        path: The TOML file.

    Returns:
        Rows by table name, those of the packs that it names first; tables outside ``knowledge``
        are not looked at.

    Raises:
        KnowledgeError: The file is missing or no TOML, or a table, key or value is not one that
            ``memcon.knowledge.load_knowledge`` documents.
        PluginError: A pack that it names is missing or broken.
    """
    from memcon.knowledge.packs import read_pack

    knowledge = knowledge_of(path, str(path))
    extra: dict[str, list[Row]] = {}
    for pack in _pack_names(knowledge.pop("packs", []), str(path)):
        for name, rows in read_pack(pack).items():
            extra.setdefault(name, []).extend(rows)
    for name, rows in rows_of(knowledge, str(path)).items():
        extra.setdefault(name, []).extend(rows)
    return extra


def _pack_names(value: object, where: str) -> list[str]:
    if isinstance(value, list) and all(isinstance(name, str) and name for name in value):
        return list(dict.fromkeys(value))
    raise KnowledgeError(
        f"'packs' is {value!r}", where=where, remedy='Write a list of names: packs = ["tides"]'
    )


def knowledge_of(path: Path | Traversable, where: str) -> dict[str, Any]:
    """Return the ``knowledge`` table of a TOML file as it stands there.

    Args:
        path: The file.
        where: What messages call it.

    Raises:
        KnowledgeError: The file is missing or no TOML, or ``knowledge`` is no table.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise KnowledgeError(
            f"cannot be read ({error.strerror})", where=where, remedy="Check the path"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnowledgeError(
            f"is not valid TOML: {error}", where=where, remedy="Correct the file"
        ) from error
    knowledge = data.get("knowledge", {})
    if not isinstance(knowledge, dict):
        raise KnowledgeError(
            "'knowledge' is not a table",
            where=where,
            remedy="Write entries as [[knowledge.states]] and the like",
        )
    return knowledge


def rows_of(knowledge: Mapping[str, Any], where: str) -> dict[str, list[Row]]:
    """Return the rows of a ``knowledge`` table by table name.

    Args:
        knowledge: What stands under ``knowledge``.
        where: The file, for messages.

    Raises:
        KnowledgeError: A table, key or value is not one that there is.
    """
    extra: dict[str, list[Row]] = {}
    for name, entries in knowledge.items():
        if name not in TABLES:
            raise KnowledgeError(
                f"there is no table 'knowledge.{name}'",
                where=where,
                remedy=f"Use one of: {', '.join(TABLES)}",
            )
        if not isinstance(entries, list):
            raise KnowledgeError(
                f"'knowledge.{name}' is not a list of tables",
                where=where,
                remedy=f"Write [[knowledge.{name}]] with double brackets",
            )
        extra[name] = [
            _checked(TABLES[name], entry, f"{where}: [[knowledge.{name}]] entry {number}")
            for number, entry in enumerate(entries, 1)
        ]
    return extra


def _checked(table: Table, entry: object, where: str) -> Row:
    """Return a user's entry as a row, or say what is wrong with it."""
    if not isinstance(entry, dict):
        raise KnowledgeError("is not a table", where=where, remedy="Write key = value lines")
    known = (*table.texts, *table.lists, *table.maps, *table.flags, "replace")
    row: Row = {}
    for key, value in entry.items():
        if key not in known:
            raise KnowledgeError(
                f"unknown key '{key}'", where=where, remedy=f"Keys are: {', '.join(known)}"
            )
        row[key] = _value(table, key, value, where)
    if not row.get(table.key):
        raise KnowledgeError(
            f"the key '{table.key}' is missing or empty",
            where=where,
            remedy=f"Give every entry a '{table.key}'",
        )
    return row


def _value(table: Table, key: str, value: object, where: str) -> Cell:
    """Return a checked value of one key."""
    if key in table.texts and isinstance(value, str):
        return plain(value.strip()).text
    if (key in table.flags or key == "replace") and isinstance(value, bool):
        return value
    if (
        key in table.lists
        and isinstance(value, list)
        and all(isinstance(item, str) and item.strip(" ?-") for item in value)
    ):
        return tuple(plain(str(item).strip()).text for item in value)
    if (
        key in table.maps
        and isinstance(value, dict)
        and all(isinstance(item, str) for item in value.values())
    ):
        return {str(name): str(item) for name, item in value.items()}
    wanted = (
        "a text"
        if key in table.texts
        else "a list of non-empty texts"
        if key in table.lists
        else "a table of texts"
        if key in table.maps
        else "true or false"
    )
    raise KnowledgeError(
        f"'{key}' is {value!r}, not {wanted}", where=where, remedy=f"Write {wanted}"
    )


def merge(name: str, base: list[Row], added: list[Row]) -> list[Row]:
    """Add a user's rows to those of the package.

    A row whose key exists extends that row: texts replace, lists and maps add. With
    ``replace = true`` it takes the row's place. Other rows are appended.

    Args:
        name: Table name.
        base: The package's rows; not changed.
        added: The user's rows.

    Returns:
        The rows of both.
    """
    key = TABLES[name].key
    rows = list(base)
    place = {row[key]: index for index, row in enumerate(rows) if isinstance(row[key], str)}
    for new in added:
        row = {column: cell for column, cell in new.items() if column != "replace"}
        index = place.get(new[key])
        if index is None:
            place[new[key]] = len(rows)
            rows.append(row)
        elif new.get("replace"):
            rows[index] = row
        else:
            rows[index] = _extended(rows[index], row)
    return rows


def _extended(old: Row, new: Row) -> Row:
    row = dict(old)
    for column, cell in new.items():
        before = row.get(column)
        if isinstance(cell, tuple) and isinstance(before, tuple):
            row[column] = (*before, *(item for item in cell if item not in before))
        elif isinstance(cell, dict) and isinstance(before, dict):
            row[column] = {**before, **cell}
        else:
            row[column] = cell
    return row
