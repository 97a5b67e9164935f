"""``memcon mcp``: the archive as tools for language models."""

from __future__ import annotations

import logging
import sys
from typing import Annotated, Any, Final

import typer

from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.clock import today
from memcon.cli.exits import Exit, complain
from memcon.cli.extras import extra

HOST: Final = "127.0.0.1"
PORT: Final = 8765

EPILOG: Final = """\b
Examples:
  memcon mcp --archive readouts.db
  memcon mcp --http --port 8765
  memcon mcp --http --host 0.0.0.0 --allow-host memcon.example.org

\b
Seven tools: search, meeting, brief, ledger, positions, compare, cite. Every row of an answer has
the document's own words, its date and link. Nothing can be changed through them.

\b
Without --http a client starts this command itself and talks to it over standard input and output.
With --http it listens at http://127.0.0.1:8765/mcp. There is no password: other machines are let
in only under the names given with --allow-host, and should come through a proxy that asks who they
are. Needs the extra: pip install 'memcon[mcp]'. docs/mcp.md has more."""


def mcp(
    context: typer.Context,
    http: Annotated[
        bool, typer.Option("--http", help="Listen on a port, not on standard input.")
    ] = False,
    host: Annotated[
        str | None,
        typer.Option(
            "--host",
            metavar="HOST",
            help=f"With --http, the address to listen at.  [default: {HOST}]",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            metavar="N",
            min=0,
            max=65535,
            help=f"With --http, the port; 0 takes a free one.  [default: {PORT}]",
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="NAME",
            help="With --http, a host name under which other machines come; may be given again.",
        ),
    ] = None,
    archive: ArchiveOption = None,
    config: ConfigOption = None,
) -> int:
    """Serve an archive to language models over the Model Context Protocol, for reading only."""
    if not http and (host, port, allow_host) != (None, None, None):
        raise typer.BadParameter("--host, --port and --allow-host go with --http")
    # Before the SDK sets up logging of its own. Standard output is the protocol's.
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="memcon: %(message)s")
    with extra("mcp", command="mcp"):
        from memcon.mcp.server import make_server
    from memcon.archive import open_archive

    settings = settings_of(context, config=config, archive=archive)
    if http:
        from memcon.mcp.http import check_host

        check_host(host or HOST, allow_host or ())
    with open_archive(settings.archive, write=False) as opened:
        server = make_server(opened, today=today)
        if http:
            _listen(server, host or HOST, PORT if port is None else port, allow_host or ())
        else:
            server.run("stdio")
    return Exit.DONE


def _listen(server: Any, host: str, port: int, allowed: list[str] | tuple[str, ...]) -> None:
    from memcon.mcp.http import serve

    serve(
        server,
        host=host,
        port=port,
        allowed=allowed,
        listening=lambda url: complain(f"serving {url}; Ctrl-C ends it"),
    )
