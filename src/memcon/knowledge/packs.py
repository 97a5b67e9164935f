"""Knowledge packs: tables that other installed packages bring along (docs/plugins.md).

A pack is used where ``memcon.toml`` names it and nowhere else, so that a record never depends on
what happens to be installed.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType
from typing import Final

from memcon import plugins
from memcon.knowledge.tables import Row, knowledge_of, rows_of

GROUP: Final = "memcon.knowledge"


def read_pack(name: str) -> dict[str, list[Row]]:
    """Read the tables of a knowledge pack.

    Args:
        name: What its package calls it.

    Returns:
        Rows by table name, file by file in the order of the files' names.

    Raises:
        PluginError: No package adds it, or it is no folder of tables.
        KnowledgeError: A table in it is wrong; the file is named.
    """
    plugin = plugins.require(GROUP, name)
    folder = _folder(plugin)
    try:
        tables = sorted(
            (path for path in folder.iterdir() if path.name.endswith(".toml")),
            key=lambda path: path.name,
        )
    except OSError as error:
        raise plugins.broken(plugin, f"cannot be read ({error.strerror or error})") from error
    if not tables:
        raise plugins.broken(plugin, "is a folder without tables (files that end in .toml)")
    found: dict[str, list[Row]] = {}
    for path in tables:
        where = f"{path.name} of the pack {plugin}"
        for table, entries in rows_of(knowledge_of(path, where), where).items():
            found.setdefault(table, []).extend(entries)
    return found


def _folder(plugin: plugins.Plugin) -> Traversable:
    """Return the folder that a pack's entry point leads to: a package, or a path."""
    loaded = plugins.load(plugin)
    if isinstance(loaded, ModuleType):
        return files(loaded)
    if isinstance(loaded, str):
        loaded = Path(loaded)
    if not isinstance(loaded, Traversable) or not loaded.is_dir():
        raise plugins.broken(plugin, "is neither a package nor the path of a folder")
    return loaded
