"""What a server is told when it starts: plain values, checked by whoever read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

LogFormat = Literal["console", "json"]

HOST: Final = "127.0.0.1"
PORT: Final = 8080
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
LOG_FORMATS: Final[tuple[LogFormat, ...]] = ("console", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """The options of a server. The defaults serve one person on this machine.

    Of the server: ``host`` and ``port`` are where it listens (port 0 takes a free one), ``public``
    that whoever started it wants other machines let in though there are no users. ``public_url`` is
    the address under which readers reach it (scheme, host and port, without a slash at the end), as
    links in exports and feeds need it; without it, that of the request. ``allowed_hosts`` are names
    that the Host header may carry beside those of this machine and of ``public_url``.
    ``trusted_proxies`` are the addresses whose word is taken for where a request came from.

    Of people: ``secret`` signs sessions (without it, one is made for the archive or the run);
    ``secure_cookies`` has browsers send cookies over HTTPS alone; ``user`` signs what the only
    user of a server without users enters.

    Of limits: the bytes of an upload and of a pasted text, the seconds in which the body of a
    request has to have come, the bytes of a single document (``max_bytes``).

    Of reading and fetching: ``config`` is the ``memcon.toml`` with the user's own knowledge,
    ``model`` the language model, ``sources`` those of other packages, and ``fetch_…`` how pages are
    fetched, as in ``memcon.sources.web.Fetcher``.

    Of watching it: whether ``/metrics`` answers anybody, and how log lines are written.
    """

    host: str = HOST
    port: int = PORT
    public: bool = False
    public_url: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()

    secret: str | None = field(default=None, repr=False)
    secure_cookies: bool = False
    user: str | None = None

    max_upload_bytes: int = 50_000_000
    max_text_bytes: int = 2_000_000
    body_timeout_seconds: float = 30.0
    max_bytes: int = 50_000_000

    config: Path | None = None
    model: str | None = None
    sources: tuple[str, ...] = ()
    fetch_contact: str | None = None
    fetch_timeout_seconds: float = 120.0
    fetch_interval_seconds: float = 1.0
    fetch_allow_hosts: tuple[str, ...] = ()

    public_metrics: bool = False
    log_format: LogFormat = "console"

    @property
    def max_field_bytes(self) -> int:
        """Bytes that a field of a form may have as it is sent.

        A byte takes up to three (``%XX``), and of a text that is up to twice too long the page that
        it was typed on is to tell, with the text still in its place.
        """
        return 6 * self.max_text_bytes
