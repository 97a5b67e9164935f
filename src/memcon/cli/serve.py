"""``memcon serve``: the archive in a browser, and as an API."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from memcon.cli.archive_option import METAVAR, ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import Exit, complain
from memcon.cli.extras import extra
from memcon.cli.signing import signer

if TYPE_CHECKING:
    from memcon.archive import Archive
    from memcon.settings import Settings
    from memcon.web.options import WebOptions


EPILOG: Final = """\b
Examples:
  memcon serve
  memcon serve readouts.db --open
  memcon serve readouts.db --port 0

\b
The site is at http://127.0.0.1:8080 and for this machine alone: whoever sits at it may do
everything, and signs as the setting user or the login name. Ctrl-C ends it.

\b
For a team, enter people first (memcon users add); then it asks who comes, and may listen elsewhere.
Without people it listens elsewhere only with --public, and then anybody who reaches it may do
everything. What else can be set stands in docs/operations.md, with examples for a reverse proxy.
Needs the extra: pip install 'memcon[web]'."""


def serve(
    context: typer.Context,
    place: Annotated[
        str | None,
        typer.Argument(
            metavar=f"[{METAVAR}]", help="The archive, as with --archive.", show_default=False
        ),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(
            "--host", metavar="HOST", help="The address to listen at.  [default: 127.0.0.1]"
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=65535,
            help="The port; 0 takes a free one.  [default: 8080]",
        ),
    ] = None,
    public: Annotated[
        bool,
        typer.Option("--public", help="Let other machines in, though no people are entered."),
    ] = False,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the site in the browser.")
    ] = False,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Serve an archive as a web site and an API."""
    if place is not None and archive is not None:
        raise typer.BadParameter("give the archive once: as argument, or with --archive")
    create_app, run, configure_log, check_binding = _parts()
    settings = settings_of(
        context,
        config=config,
        archive=place or archive,
        overrides={"serve_host": host, "serve_port": port},
    )
    options = options_of(settings, public=public)
    with _opened(settings.archive) as opened:
        check_binding(opened, options)
        app = create_app(opened, options)
        configure_log(options.log_format)
        run(app, options, listening=lambda url: _tell(options, url, open_browser=open_browser))
    return Exit.DONE


def options_of(settings: Settings, *, public: bool = False) -> WebOptions:
    """Return what the settings tell a server.

    Args:
        settings: those in force.
        public: whether other machines may come in though no people are entered.
    """
    from memcon.web.options import WebOptions

    url = settings.serve_public_url
    return WebOptions(
        host=settings.serve_host,
        port=settings.serve_port,
        public=public,
        public_url=url,
        allowed_hosts=settings.serve_allowed_hosts,
        trusted_proxies=settings.serve_trusted_proxies,
        secret=settings.serve_secret,
        secure_cookies=url is not None and url.startswith("https://"),
        user=_user(settings),
        max_upload_bytes=settings.serve_max_upload_megabytes * 1_000_000,
        max_text_bytes=settings.serve_max_text_megabytes * 1_000_000,
        body_timeout_seconds=settings.serve_body_timeout_seconds,
        max_bytes=settings.max_bytes,
        config=settings.config,
        model=settings.model,
        sources=settings.sources,
        fetch_contact=settings.web_contact,
        fetch_timeout_seconds=settings.web_timeout_seconds,
        fetch_interval_seconds=settings.web_interval_seconds,
        fetch_allow_hosts=settings.web_allow_hosts,
        public_metrics=settings.serve_public_metrics,
        log_format="json" if settings.serve_log_format == "json" else "console",
    )


def _user(settings: Settings) -> str | None:
    from memcon.errors import SettingsError

    try:
        return signer(settings)
    except SettingsError:  # a container's user may have no name; with people nobody needs one
        return None


def _parts() -> tuple[Callable[..., Any], ...]:
    with extra("web", command="serve"):
        from memcon.web.app import create_app
        from memcon.web.auth import check_binding
        from memcon.web.observing.logs import configure
        from memcon.web.server import serve as run
    return create_app, run, configure, check_binding


def _opened(place: str) -> Archive:
    """Open an archive for writing if that can be, else for reading."""
    from memcon.archive import open_archive
    from memcon.errors import ArchiveError

    try:
        return open_archive(place)
    except ArchiveError:
        if "://" in place or not Path(place).is_file():
            raise
    opened = open_archive(place, write=False)
    complain(f"{place} can only be read, not written: nothing can be added to it or reviewed")
    return opened


def _tell(options: WebOptions, url: str, *, open_browser: bool) -> None:
    reached = options.public_url or url
    if options.log_format == "json":  # every line is for a collector then
        logging.getLogger("memcon.web").info("serving", extra={"url": reached, "listening": url})
    else:
        complain(f"serving {reached}; Ctrl-C ends it")
    if open_browser:
        import threading
        import webbrowser

        # A browser that runs in the terminal would keep the server from answering it.
        threading.Thread(target=webbrowser.open, args=(reached,), daemon=True).start()
