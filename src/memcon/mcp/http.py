"""Streamable HTTP: the server on a port, of this machine unless it is told otherwise.

There is no password. So other machines are let in only by whoever names the hosts under which they
come, and requests under any other name, or from web pages of elsewhere, are refused: a page in a
browser could otherwise ask through a name that it points at this machine (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import uvicorn
from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

from memcon.errors import MemconError
from memcon.listening import Listening

PATH: Final = "/mcp"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_MAX_BODY: Final = 256 * 1024  # bytes of a request; the longest arguments take some thousands
_IDLE_SECONDS: Final = 600.0
_SESSIONS: Final = 100


def check_host(host: str, allowed: Sequence[str]) -> None:
    """Check that a host may be bound.

    Args:
        host: the address to listen at.
        allowed: names under which other machines come.

    Raises:
        MemconError: it is open to other machines, and nobody has said under which names.
    """
    if host not in LOOPBACK and not allowed:
        raise MemconError(
            "other machines could reach the server there, and it has no password",
            where=f"--host {host}",
            remedy="Leave --host out, or name the hosts under which clients will come: "
            "--allow-host memcon.example.org",
        )
    for name in allowed:
        if not name.strip() or "/" in name or "*" in name or not name.isprintable():
            raise MemconError(
                f"{name!r} is no host",
                where="--allow-host",
                remedy="Give it like memcon.example.org or memcon.example.org:8080",
            )


def serve(
    server: MCPServer[Any],
    *,
    host: str,
    port: int,
    allowed: Sequence[str] = (),
    listening: Callable[[str], None],
) -> None:
    """Serve until the process is told to stop.

    Args:
        server: the server.
        host: the address to listen at.
        port: the port; 0 takes a free one.
        allowed: names (with a port, or for any port) under which other machines come.
        listening: is told the server's URL as soon as it answers.

    Raises:
        MemconError: the host is open to others and none is named, or the port cannot be had.
    """
    check_host(host, allowed)
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        host=host,
        max_request_body_size=_MAX_BODY,
        session_idle_timeout=_IDLE_SECONDS,
        max_sessions=_SESSIONS,
        transport_security=security(allowed),
    )
    config = uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=2
    )
    Listening(config, lambda address: listening(f"{address}{PATH}")).serve_or_fail()


def security(allowed: Sequence[str]) -> TransportSecuritySettings:
    """Return which Host and Origin headers are let in: this machine's, and those of some names."""
    own = [f"[{name}]" if ":" in name else name for name in LOOPBACK]
    hosts = [f"{name}:*" for name in own]
    for name in allowed:
        hosts += [name] if _has_port(name) else [name, f"{name}:*"]
    origins = [f"{scheme}://{name}" for scheme in ("http", "https") for name in hosts]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True, allowed_hosts=hosts, allowed_origins=origins
    )


def _has_port(name: str) -> bool:
    return name.rpartition("]")[2].rpartition(":")[2].isdigit()
