"""The settings of a run: command line, environment, ``memcon.toml``, defaults.

Only the faces (``cli``, later ``web`` and ``mcp``) read settings; everything below them is handed
plain arguments, so that a library user's environment never changes a record behind their back.

The same ``memcon.toml`` carries the user's own knowledge in its ``[knowledge]`` table, which
``memcon.knowledge`` reads and checks. Here only the other tables matter.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from memcon.errors import SettingsError

FILE_NAME: Final = "memcon.toml"
TABLES: Final = ("settings", "knowledge", "sync", "web", "serve")
FORMATS: Final = ("text", "json", "jsonl", "csv", "md")
LOG_FORMATS: Final = ("console", "json")
MIN_SECRET: Final = 32  # characters: 128 bits where it is written in hexadecimal digits
MAX_JOBS: Final = 256  # more processes than any one machine has use for; a typing error above it


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set, with the defaults.

    ``config`` is the file the settings came from, and where the reader finds the user's own
    knowledge; it is found, not set. ``archive`` is a path or a database URL. ``user`` signs what a
    reviewer says; None stands for the login name. ``feeds`` are what ``memcon sync`` fetches from,
    and ``web_…`` says how anything is fetched: the hosts allowed though they are not on the public
    internet, whom the operator of a site can write to, how many seconds a whole answer may take,
    and how many lie between two requests to one host. ``sources`` are those of other packages that
    take in files which memcon does not know (docs/plugins.md). ``serve_…`` is for ``memcon serve``
    (docs/operations.md): where it listens, under which address and names it is reached and through
    which proxies, what signs its sessions, what it takes in, and how it tells what it does.
    """

    model: str | None = None
    format: str = "text"
    jobs: int = 1
    width: int | None = None
    max_megabytes: int = 50
    archive: str = "memcon.db"
    user: str | None = None
    sources: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    web_allow_hosts: tuple[str, ...] = ()
    web_contact: str | None = None
    web_timeout_seconds: float = 120.0
    web_interval_seconds: float = 1.0
    serve_host: str = "127.0.0.1"
    serve_port: int = 8080
    serve_public_url: str | None = None
    serve_allowed_hosts: tuple[str, ...] = ()
    serve_trusted_proxies: tuple[str, ...] = ()
    serve_secret: str | None = field(default=None, repr=False)
    serve_max_upload_megabytes: int = 50
    serve_max_text_megabytes: int = 2
    serve_body_timeout_seconds: float = 30.0
    serve_log_format: str = "console"
    serve_public_metrics: bool = False
    config: Path | None = None

    @property
    def max_bytes(self) -> int:
        """Bytes over which an input is refused."""
        return self.max_megabytes * 1_000_000


NAMES: Final = tuple(f.name for f in fields(Settings) if f.name != "config")
_PREFIXED: Final = ("web", "serve")  # tables whose name is the first word of their settings


def load_settings(
    config: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Return the settings in force.

    A relative path of an archive is that from the file which gives it; from the working directory,
    where the command line or the environment does.

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
        values.update(_from_file(path))
    for name in NAMES:
        variable = f"MEMCON_{name.upper()}"
        text = environ.get(variable, "")
        if text:
            values[name] = _checked(name, _typed(name, text), where=variable)
    for name, value in (overrides or {}).items():
        if value is not None:
            values[name] = _checked(name, value, where=f"--{name}")
    return Settings(**values, config=path)


def is_url(archive: str) -> bool:
    """Tell whether an archive is given as a database URL, and not as a path."""
    return "://" in archive


def _find(folder: Path) -> Path | None:
    path = folder / FILE_NAME
    return path if path.is_file() else None


def _from_file(path: Path) -> dict[str, Any]:
    """Return the settings that a ``memcon.toml`` gives, checked, by their names in ``Settings``."""
    content = _content(path)
    values: dict[str, Any] = {}
    for table in TABLES:
        if table == "knowledge" or table not in content:
            continue
        where = f"{path}, [{table}]"
        known = {_key(name): name for name in NAMES if _table(name) == table}
        entries = content[table]
        if not isinstance(entries, dict):
            raise SettingsError(
                f"{table!r} is not a table", where=str(path), remedy=f"Write it as [{table}]"
            )
        for key, value in entries.items():
            if key not in known:
                raise SettingsError(
                    f"there is no setting {key!r}",
                    where=where,
                    remedy=f"The settings are {', '.join(known)}",
                )
            name = known[key]
            values[name] = _checked(name, value, where=where, called=key)
    archive = values.get("archive")
    if archive is not None and not is_url(archive):
        values["archive"] = str(path.parent / Path(archive).expanduser())
    return values


def _content(path: Path) -> dict[str, Any]:
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
    return content


def _table(name: str) -> str:
    """Return the table of ``memcon.toml`` in which a setting stands."""
    if name == "feeds":
        return "sync"
    first = name.partition("_")[0]
    return first if first in _PREFIXED else "settings"


def _key(name: str) -> str:
    """Return what a setting is called within its table."""
    table = _table(name)
    return name.removeprefix(f"{table}_") if table in _PREFIXED else name


def _typed(name: str, text: str) -> Any:
    """Turn the text of an environment variable into the type the setting has in TOML."""
    if name in _LISTS:
        return text.split()
    if name in _RANGES or name in _SECONDS:
        try:
            return int(text) if name in _RANGES else float(text)
        except ValueError:
            return text
    if name in _SWITCHES:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    return text


def _checked(name: str, value: Any, *, where: str, called: str = "") -> Any:
    """Return a value as ``Settings`` holds it, or say what is wrong with it."""
    if not _fits(name, value):
        shown = "too short" if name == "serve_secret" else repr(value)  # messages end up in logs
        raise SettingsError(
            f"{called or name} is {shown}", where=where, remedy=f"Give it {_WANTED[name]}"
        )
    if name in _LISTS:
        return tuple(dict.fromkeys(value))
    return float(value) if name in _SECONDS else value


def _is_word(text: str) -> bool:
    return bool(text) and text.isprintable() and " " not in text


def _is_host(text: str) -> bool:
    return _is_word(text) and "/" not in text  # sources.web looks closer


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return _is_word(text) and parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # a bracket that does not close
        return False


def _is_site(text: str) -> bool:
    parts = urlsplit(text) if _is_web_address(text) else None
    return parts is not None and not (parts.path or parts.query or parts.fragment or parts.username)


def _is_name(text: str) -> bool:
    return _is_host(text) and "*" not in text and not text.rpartition("]")[2].rpartition(":")[1]


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


# Columns below 40 leave no room for words; a document of over 2,000 MB is a mistake.
_RANGES: Final = {
    "jobs": (1, MAX_JOBS),
    "width": (40, 1000),
    "max_megabytes": (1, 2000),
    "serve_port": (0, 65535),
    "serve_max_upload_megabytes": (1, 2000),
    "serve_max_text_megabytes": (1, 50),
}
# A page that takes over ten minutes does not come; sources.web waits no longer than a minute.
# No interval at all is for a host of one's own.
_SECONDS: Final = {
    "web_timeout_seconds": (1, 600),
    "web_interval_seconds": (0, 60),
    "serve_body_timeout_seconds": (1, 600),
}
_SWITCHES: Final = ("serve_public_metrics",)
_LISTS: Final[Mapping[str, Callable[[str], bool]]] = {
    "sources": _is_word,
    "feeds": _is_web_address,
    "web_allow_hosts": _is_host,
    "serve_allowed_hosts": _is_name,
    "serve_trusted_proxies": _is_network,
}
_WORDS: Final[Mapping[str, Callable[[str], bool]]] = {
    "format": FORMATS.__contains__,
    "web_contact": lambda text: text.isascii() and text.isprintable(),  # goes into a header of HTTP
    "model": lambda text: True,
    "serve_host": _is_host,
    "serve_public_url": _is_site,
    "serve_secret": lambda text: len(text) >= MIN_SECRET and text.isprintable(),
    "serve_log_format": LOG_FORMATS.__contains__,
}
_WANTED: Final = {
    "model": "the name of an installed spaCy model",
    "format": f"one of {', '.join(FORMATS)}",
    "archive": "the path of a file, or a database URL like postgresql+psycopg://host/name",
    "user": "a name, on one line",
    "sources": "a list of names, each of a source that an installed package adds",
    "feeds": "a list of addresses that begin with http:// or https://",
    "web_allow_hosts": "a list of hosts, each like intranet.example.org or [::1]:8080",
    "web_contact": "a mail address or a web address, in ASCII and on one line",
    "serve_host": "an address of this machine, like 127.0.0.1 or 0.0.0.0",
    "serve_public_url": "an address like https://memcon.example.org, with no path and no slash",
    "serve_allowed_hosts": "a list of host names, each like memcon.example.org, without a port",
    "serve_trusted_proxies": "a list of IP addresses or networks, each like 10.0.0.5 or 10.0.0.0/8",
    "serve_secret": f"at least {MIN_SECRET} characters by chance, as `openssl rand -hex 32` makes",
    "serve_log_format": f"one of {', '.join(LOG_FORMATS)}",
    **dict.fromkeys(_SWITCHES, "true or false"),
    **{name: f"a whole number from {low} to {high}" for name, (low, high) in _RANGES.items()},
    **{name: f"a number from {low} to {high}" for name, (low, high) in _SECONDS.items()},
}


def _fits(name: str, value: Any) -> bool:
    if name in _LISTS:
        fits = _LISTS[name]
        return isinstance(value, list) and all(isinstance(v, str) and fits(v) for v in value)
    if name in _RANGES:
        low, high = _RANGES[name]
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    if name in _SECONDS:
        low, high = _SECONDS[name]
        # what is no number (nan) lies in no range
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and low <= value <= high
    if name in _SWITCHES:
        return isinstance(value, bool)
    if not isinstance(value, str) or not value.strip():
        return False
    return _WORDS.get(name, str.isprintable)(value)
