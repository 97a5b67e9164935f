"""Where a run reads and writes: local paths and whatever fsspec opens (``s3://bucket/prefix``).

Credentials come from the environment alone, as the storage's own client finds them there; an
address with a password in it is refused, since it would stand in manifests and messages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit
from uuid import uuid4

from memcon.errors import ExtraError, RunError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_EXTRAS = {"s3": "s3", "s3a": "s3"}  # what an address wants and an extra of ours brings
_MISSING = (FileNotFoundError, NotADirectoryError)
_CLIENTS = ("botocore", "aiobotocore", "aiohttp")


def filesystem(url: str) -> tuple[AbstractFileSystem, str]:
    """Return the file system of an address, and the path in it.

    Args:
        url: a local path, or an address of a scheme that fsspec knows.

    Raises:
        RunError: the address has credentials in it, or a scheme that nothing here opens.
        ExtraError: what opens it is not installed.
    """
    import fsspec

    if is_remote(url) and "@" in urlsplit(url).netloc:
        raise RunError(
            "an address with a user name or password in it is not used",
            where=url.partition("://")[0] + "://…",
            remedy="Give credentials in the environment (AWS_ACCESS_KEY_ID and the like)",
        )
    scheme = url.partition("://")[0]
    try:
        found: tuple[AbstractFileSystem, str]
        if is_remote(url):
            # others write here too: what they do is to be seen
            found = fsspec.core.url_to_fs(url, use_listings_cache=False)
        else:
            found = fsspec.core.url_to_fs(str(Path(url).absolute()))
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        raise ExtraError(
            f"addresses of {scheme}:// need what is not installed ({error})",
            remedy=f"Install it: pip install 'memcon[{extra}]'"
            if extra
            else f"Install what fsspec opens {scheme}:// with",
        ) from error
    except ValueError as error:
        raise RunError(
            f"nothing opens this kind of address ({error})",
            where=url,
            remedy="Give a local path or an s3:// address",
        ) from error
    return found


def is_remote(url: str) -> bool:
    """Whether an address is of a storage and not a local path."""
    return "://" in url


@contextmanager
def open_input(url: str) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, as they are stored.

    Raises:
        RunError: it cannot be opened.
    """
    system, path = filesystem(url)
    with stated(url, "read"):
        stream = system.open(path, "rb")
    with stream:
        yield stream


@contextmanager
def stated(url: str, doing: str) -> Iterator[None]:
    """Turn what a storage raises in a ``with`` block into an error that says where.

    Args:
        url: what is read or written.
        doing: ``read`` or ``written``.

    Raises:
        RunError: the storage refused or failed.
    """
    try:
        yield
    except _MISSING as error:
        raise RunError("there is no such file or folder", where=url) from error
    except Exception as error:
        # Clients of storages have exceptions of their own (no credentials, no such host).
        client = type(error).__module__.partition(".")[0]
        if not isinstance(error, OSError) and client not in _CLIENTS:
            raise
        said = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise RunError(
            f"it cannot be {doing} ({said.rstrip('.')})",
            where=url,
            remedy="Check the credentials in the environment, the address and the storage's "
            "settings, and start again"
            if is_remote(url)
            else "Check the path, the rights and the space on the disk, and start again",
        ) from error


_WRITING = ".writing-"  # what a file is called until it is whole


class Folder:
    """A folder that files are put into whole.

    Pickled as its address, so that a worker anywhere opens it anew.
    """

    def __init__(self, url: str):
        self.url = url.rstrip("/") or "/"

    def __reduce__(self) -> tuple[type[Folder], tuple[str]]:
        return Folder, (self.url,)

    @cached_property
    def _opened(self) -> tuple[AbstractFileSystem, str]:
        return filesystem(self.url)

    @property
    def is_local(self) -> bool:
        """Whether it lies on this machine's own disk."""
        return not is_remote(self.url)

    def path(self, name: str) -> str:
        """Return the address of a file in it."""
        return f"{self.url.rstrip('/')}/{name}"

    def put(self, name: str, data: bytes) -> None:
        """Write a file: afterwards all of it is there, or what was there before.

        Raises:
            RunError: it cannot be written.
        """
        with stated(self.path(name), "written"):
            if self.is_local:
                _replace(Path(self.path(name)), data)
            else:
                system, base = self._opened
                system.pipe_file(f"{base}/{name}", data)

    def get(self, name: str) -> bytes:
        """Return a file's bytes.

        Raises:
            RunError: it cannot be read.
        """
        if self.is_local:
            with stated(self.path(name), "read"):
                return Path(self.path(name)).read_bytes()
        system, base = self._opened
        with stated(self.path(name), "read"):
            data: bytes = system.cat_file(f"{base}/{name}")
            return data

    def exists(self, name: str) -> bool:
        """Whether there is a file of this name."""
        system, base = self._opened
        with stated(self.path(name), "read"):
            return bool(system.exists(f"{base}/{name}"))

    def names(self, under: str) -> list[str]:
        """Return the names of the files directly in a folder of it, sorted; none if it is missing.

        Raises:
            RunError: the storage cannot be asked.
        """
        system, base = self._opened
        with stated(self.path(under), "read"):
            try:
                entries: list[dict[str, Any]] = system.ls(f"{base}/{under}", detail=True)
            except _MISSING:
                return []
        # a local write that was killed leaves a hidden file behind
        found = (e["name"].rpartition("/")[2] for e in entries if e["type"] == "file")
        return sorted(name for name in found if name and not name.startswith("."))

    def entries(self) -> list[str]:
        """Return the names of the files and folders directly in it; none if it is missing.

        Raises:
            RunError: the storage cannot be asked.
        """
        system, base = self._opened
        with stated(self.url, "read"):
            try:
                found: list[str] = system.ls(base, detail=False)
            except _MISSING:
                return []
        return sorted(path.rstrip("/").rpartition("/")[2] for path in found)

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it; nothing happens if it is missing.

        Raises:
            RunError: it cannot be removed.
        """
        system, base = self._opened
        with stated(self.path(name), "written"):
            if system.exists(f"{base}/{name}"):
                system.rm(f"{base}/{name}", recursive=True)

    def sweep(self) -> None:
        """Remove what writes that were killed left behind: on a local disk, hidden files."""
        if self.is_local:
            for path in Path(self.url).rglob(f"{_WRITING}*"):
                path.unlink(missing_ok=True)


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{_WRITING}{uuid4().hex}")
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
