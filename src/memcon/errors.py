"""What can go wrong, as one tree.

::

    MemconError
    ├── SourceError            a document could not be taken in
    │   ├── NotFoundError      no such file, or nothing matches
    │   ├── EmptyDocumentError nothing to read in it
    │   ├── BinaryContentError the bytes are no text
    │   ├── EncodingError      the stated or detected encoding does not fit
    │   ├── MarkupError        front matter, HTML or a feed that cannot be understood
    │   ├── TooLargeError      over the size limit
    │   └── FetchError         a page could not be fetched
    │       ├── RefusedAddressError  its address is none on the public internet
    │       └── RobotsError    the host's robots.txt does not allow it
    ├── KnowledgeError         a knowledge table or memcon.toml is wrong
    ├── SettingsError          a setting has a value it cannot have
    ├── ModelError             the language model is missing or broken
    ├── PluginError            what another package adds is missing or broken
    ├── ExtraError             an optional part of memcon is not installed
    ├── RunError               a large run cannot begin, go on or be read
    ├── GoldError              a gold folder or file does not follow the format
    ├── UserError              a user, a password or a token cannot be as wanted
    └── ArchiveError           an archive cannot be opened, read or written
        └── UnknownIdError     it holds nothing of that id

Every message says what was wrong, where, and what to do.
"""

from __future__ import annotations


class MemconError(Exception):
    """Base of everything memcon raises on purpose.

    ``problem`` says what was wrong, ``where`` in which input, ``remedy`` what to do about it.
    """

    code = "error"

    def __init__(self, problem: str, *, where: str | None = None, remedy: str | None = None):
        self.problem = problem
        self.where = where
        self.remedy = remedy
        message = f"{where}: {problem}" if where else problem
        super().__init__(f"{message}. {remedy}" if remedy else message)

    @property
    def reason(self) -> str:
        """What was wrong and what to do, for a line that names the input already."""
        return f"{self.problem}. {self.remedy}" if self.remedy else self.problem


class SourceError(MemconError):
    """A document could not be taken in."""

    code = "source"


class NotFoundError(SourceError):
    """No such file or folder, or a pattern that matches nothing."""

    code = "not-found"


class EmptyDocumentError(SourceError):
    """There is no text to read."""

    code = "empty"


class BinaryContentError(SourceError):
    """The bytes are not text."""

    code = "binary"


class EncodingError(SourceError):
    """The bytes do not decode in the stated or detected encoding."""

    code = "encoding"


class MarkupError(SourceError):
    """Front matter, HTML or a feed could not be understood."""

    code = "markup"


class TooLargeError(SourceError):
    """The input is over the size limit."""

    code = "too-large"


class FetchError(SourceError):
    """A page could not be fetched.

    ``status`` is the HTTP status where the server answered, ``transient`` whether the same request
    may succeed later (a full server, a broken line) and ``retry_after`` the seconds the server
    asked to wait, where it did.
    """

    code = "fetch"

    def __init__(
        self,
        problem: str,
        *,
        where: str | None = None,
        remedy: str | None = None,
        status: int | None = None,
        transient: bool = False,
        retry_after: float | None = None,
    ):
        super().__init__(problem, where=where, remedy=remedy)
        self.status = status
        self.transient = transient
        self.retry_after = retry_after


class RefusedAddressError(FetchError):
    """The address leads to this machine, a private network or another place that is not public."""

    code = "refused-address"


class RobotsError(FetchError):
    """The host's robots.txt does not allow the page, or cannot be had."""

    code = "robots"


class KnowledgeError(MemconError):
    """A knowledge table, or the user's addition to one, is wrong."""

    code = "knowledge"


class SettingsError(MemconError):
    """A setting has a value it cannot have."""

    code = "settings"


class ModelError(MemconError):
    """The language model is missing or cannot be loaded."""

    code = "model"


class PluginError(MemconError):
    """What another package adds is missing, broken, or added by two of them."""

    code = "plugin"


class ExtraError(MemconError):
    """An optional part of memcon is not installed."""

    code = "extra"


class RunError(MemconError):
    """A large run cannot begin, go on or be read."""

    code = "run"


class GoldError(MemconError):
    """A gold folder or file does not follow the format."""

    code = "gold"


class UserError(MemconError):
    """A user of a server, a password or a token cannot be as somebody wants it."""

    code = "user"


class ArchiveError(MemconError):
    """An archive cannot be opened, read or written."""

    code = "archive"


class UnknownIdError(ArchiveError):
    """The archive holds nothing of that id."""

    code = "unknown-id"
