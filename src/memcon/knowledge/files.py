"""Where the data files of the knowledge lie."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def toml_table(name: str, language: str = "en") -> dict[str, Any]:
    """Return the content of the TOML file ``data/<language>/<name>``."""
    path = files("memcon.knowledge") / "data" / language / name
    return tomllib.loads(path.read_text(encoding="utf-8"))
