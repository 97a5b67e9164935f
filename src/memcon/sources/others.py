"""Sources of other installed packages: files that memcon itself cannot take in (docs/plugins.md).

They are used where the settings name them and nowhere else, so that a record never depends on what
happens to be installed; and they take in what memcon does not know and nothing else, so that naming
one changes no record of a file that memcon reads without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from memcon import plugins
from memcon.errors import EmptyDocumentError, MemconError

if TYPE_CHECKING:
    from memcon.sources.taken import Taken

GROUP: Final = "memcon.sources"
# Of what a sender states about bytes, these say nothing of what is in them.
_VAGUE: Final = frozenset(("", "application/octet-stream", "text/plain", "application/zip"))


class Take(Protocol):
    """What a source does with bytes."""

    def __call__(self, data: bytes, *, name: str | None, url: str | None) -> Iterable[Taken]:
        """Return the documents in some bytes.

        Args:
            data: the bytes of a file or a response.
            name: a file name or path, if there is one.
            url: where they were fetched, if they were.

        Raises:
            SourceError: they cannot be read.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFormat:
    """A kind of file, and what takes it in.

    Attributes:
        suffixes: how names of such files end, in lower case with the point: ``.minutes``.
        media_types: what servers call it, in lower case: ``text/x-minutes``.
        take: returns the documents; ``memcon.sources.make_taken`` makes one.
    """

    suffixes: tuple[str, ...]
    media_types: tuple[str, ...] = ()
    take: Take | Callable[..., Iterable[Taken]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source with the package that adds it."""

    format: SourceFormat
    plugin: plugins.Plugin

    def take(self, data: bytes, *, name: str | None, url: str | None) -> list[Taken]:
        """Return the documents in some bytes.

        Raises:
            SourceError: they cannot be read, or there is nothing in them.
            PluginError: the source failed, or gave something else than documents.
        """
        from memcon.sources.taken import Taken

        try:
            taken = list(self.format.take(data, name=name, url=url))
        except MemconError:
            raise
        except Exception as error:  # whatever another's code does
            raise plugins.broken(self.plugin, f"failed on {name or url}", error) from error
        if not taken:
            raise EmptyDocumentError(
                "there is no document in it", where=name or url, remedy="Check the file"
            )
        for one in taken:
            if not isinstance(one, Taken):
                kind = type(one).__name__
                raise plugins.broken(self.plugin, f"gave {kind}, not memcon.sources.Taken")
        return taken


@cache
def load(name: str) -> Source:
    """Load the source of a name.

    Raises:
        PluginError: no package adds it, or it is broken.
    """
    from memcon.sources.detect import MEDIA_TYPES
    from memcon.sources.intake import SUFFIXES

    plugin = plugins.require(GROUP, name)
    found = plugins.load(plugin)
    if not isinstance(found, SourceFormat):
        raise plugins.broken(plugin, f"is {type(found).__name__}, not memcon.sources.SourceFormat")
    for suffix in found.suffixes:
        if not suffix.startswith(".") or suffix != suffix.lower() or suffix in SUFFIXES:
            raise plugins.broken(
                plugin, f"claims the ending {suffix!r}, which is memcon's own or is none"
            )
    for media_type in found.media_types:
        if media_type in _VAGUE or media_type in MEDIA_TYPES or media_type != media_type.lower():
            raise plugins.broken(
                plugin, f"claims the type {media_type!r}, which is memcon's own or is none"
            )
    return Source(format=found, plugin=plugin)


def suffixes(names: Iterable[str]) -> frozenset[str]:
    """Return the endings of the files that sources take in, by the names of the sources.

    Raises:
        PluginError: a source is missing or broken.
    """
    return frozenset(suffix for name in names for suffix in load(name).format.suffixes)


def source_of(
    names: Sequence[str], *, media_type: str | None, name: str | None, url: str | None
) -> Source | None:
    """Return which of some sources takes in certain bytes, the first named first; else None.

    The media type decides where it says what the bytes are, the ending of the name where not.

    Args:
        names: of the sources.
        media_type: as stated by the sender.
        name: a file name.
        url: where they were fetched.

    Raises:
        PluginError: a source is missing or broken.
    """
    stated = (media_type or "").partition(";")[0].strip().lower()
    ending = PurePosixPath((name or (urlsplit(url).path if url else "")).replace("\\", "/"))
    for source in map(load, names):
        if stated in source.format.media_types:
            return source
        if stated in _VAGUE and ending.suffix.lower() in source.format.suffixes:
            return source
    return None
