"""Who comes, and what they may do: users, their sessions and tokens, and the forms of pages.

``install`` puts it between an application and its visitors; ``form_checked`` is the dependency
that every application needs which is guarded so.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from memcon.errors import SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from memcon.archive import Archive
    from memcon.web.options import WebOptions
    from memcon.web.site import Site


def install(app: FastAPI, site: Site) -> None:
    """Guard an application. Every request meets this before anything else of memcon's.

    Args:
        app: made with ``dependencies=[Depends(form_checked)]``.
        site: what it serves.

    Raises:
        ArchiveError: the secret that signs sessions can neither be read nor be made.
    """
    from memcon.web import security
    from memcon.web.auth.forms import form_checked
    from memcon.web.auth.gate import Gate
    from memcon.web.auth.middleware import Authentication

    if not any(one.dependency is form_checked for one in app.router.dependencies):
        raise RuntimeError("the application does not check its forms")
    app.state.gate = Gate(site)
    app.add_middleware(Authentication, gate=app.state.gate)
    security.install(app, site.options)


def check_binding(archive: Archive, options: WebOptions) -> None:
    """Refuse to let other machines in where nobody asks who comes.

    Raises:
        SettingsError: the server would listen on another address than this machine's own, the
            archive has no users, and nobody said that this is wanted.
    """
    from memcon.archive.users import has_users

    if options.public or is_loopback(options.host):
        return
    with archive.reading() as connection:
        if has_users(connection):
            return
    raise SettingsError(
        "other machines could come in, and there are no users: anybody could do everything",
        where=f"--host {options.host}",
        remedy="Enter users first (memcon users add NAME --role admin), or say --public",
    )


def is_loopback(host: str) -> bool:
    """Tell whether an address can be reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
