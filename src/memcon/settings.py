"""The settings of a run: command line, environment, ``memcon.toml``, defaults.

Only the faces (``cli``, later ``web`` and ``mcp``) read settings; everything below them is handed
plain arguments, so that a library user's environment never changes a record behind their back.

The same ``memcon.toml`` carries the user's own knowledge in its ``[knowledge]`` table, which
``memcon.knowledge`` reads and checks. Here only its ``[settings]`` table matters.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from memcon.errors import SettingsError

FILE_NAME: Final = "memcon.toml"
TABLES: Final = ("settings", "knowledge")
FORMATS: Final = ("text", "json", "jsonl", "csv", "md")
MAX_JOBS: Final = 256  # more processes than any one machine has use for; a typing error above it


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set, with the defaults.

    ``config`` is the file the settings came from, and where the reader finds the user's own
    knowledge; it is found, not set.
    """

    model: str | None = None
    format: str = "text"
    jobs: int = 1
    width: int | None = None
    max_megabytes: int = 50
    config: Path | None = None


NAMES: Final = tuple(f.name for f in fields(Settings) if f.name != "config")


def load_settings(
    config: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Return the settings in force.

    Args:
        config: the ``memcon.toml`` to use; without it, one in ``folder`` is used if it is there.
        environ: the environment variables; those of the process by default.
        folder: where to look for ``memcon.toml``; the working directory by default.
        overrides: what the command line says, which goes before all else; None is not said.

    Raises:
        SettingsError: the file cannot be read, a setting is unknown or has a wrong value.
    """
    environ = os.environ if environ is None else environ
    path = config if config is not None else _find(folder or Path())
    values: dict[str, Any] = {}
    if path is not None:
        for name, value in _file_values(path).items():
            values[name] = _checked(name, value, where=f"{path}, [settings]")
    for name in NAMES:
        variable = f"MEMCON_{name.upper()}"
        text = environ.get(variable, "")
        if text:
            values[name] = _checked(name, _typed(name, text), where=variable)
    for name, value in (overrides or {}).items():
        if value is not None:
            values[name] = _checked(name, value, where=f"--{name}")
    return Settings(**values, config=path)


def _find(folder: Path) -> Path | None:
    path = folder / FILE_NAME
    return path if path.is_file() else None


def _file_values(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"cannot be read ({error.strerror or error})",
            where=str(path),
            remedy="Give --config the path of a memcon.toml",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"is not valid TOML: {error}", where=str(path), remedy="Correct the file"
        ) from error
    for name in content:
        if name not in TABLES:
            raise SettingsError(
                f"there is no table [{name}]",
                where=str(path),
                remedy=f"The tables are {', '.join(f'[{table}]' for table in TABLES)}",
            )
    table = content.get("settings", {})
    if not isinstance(table, dict):
        raise SettingsError(
            "'settings' is not a table", where=str(path), remedy="Write it as [settings]"
        )
    for name in table:
        if name not in NAMES:
            raise SettingsError(
                f"there is no setting {name!r}",
                where=f"{path}, [settings]",
                remedy=f"The settings are {', '.join(NAMES)}",
            )
    return table


def _typed(name: str, text: str) -> Any:
    """Turn the text of an environment variable into the type the setting has in TOML."""
    if name in _RANGES:
        try:
            return int(text)
        except ValueError:
            return text
    return text


def _checked(name: str, value: Any, *, where: str) -> Any:
    wanted = _WANTED[name]
    if not _fits(name, value):
        raise SettingsError(f"{name} is {value!r}", where=where, remedy=f"Give it {wanted}")
    return value


# Columns below 40 leave no room for words; a document of over 2,000 MB is a mistake.
_RANGES: Final = {"jobs": (1, MAX_JOBS), "width": (40, 1000), "max_megabytes": (1, 2000)}
_WANTED: Final = {
    "model": "the name of an installed spaCy model",
    "format": f"one of {', '.join(FORMATS)}",
    **{name: f"a whole number from {low} to {high}" for name, (low, high) in _RANGES.items()},
}


def _fits(name: str, value: Any) -> bool:
    if name == "model":
        return isinstance(value, str) and bool(value.strip())
    if name == "format":
        return value in FORMATS
    low, high = _RANGES[name]
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
