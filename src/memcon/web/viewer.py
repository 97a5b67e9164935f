"""Who is looking: the name, what they may do, and the token of their forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from fastapi import Request

from memcon.archive.users import ROLES, Role, covers
from memcon.web.errors import LoginNeededError, NotAllowedError

__all__ = ["ROLES", "Role", "Viewer", "needs", "viewer_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who makes a request; ``single`` is the only user of a server without users."""

    name: str
    role: Role
    csrf: str
    single: bool


def viewer_of(request: Request) -> Viewer | None:
    """Return who makes a request; None where nobody is logged in."""
    return cast("Viewer | None", getattr(request.state, "viewer", None))


def needs(role: Role) -> Callable[[Request], Viewer]:
    """Return a dependency that gives the viewer, if the role is theirs or less than theirs."""

    def viewer(request: Request) -> Viewer:
        found = viewer_of(request)
        if found is None:
            raise LoginNeededError("nobody is logged in", remedy="Log in first")
        if not covers(found.role, role):
            raise NotAllowedError(
                f"this needs the role {role}, and {found.name} is a {found.role}",
                remedy="Ask an admin of this server for the role",
            )
        return found

    return viewer
