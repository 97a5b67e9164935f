"""The people of a server, for its admins."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, Response

from memcon.archive import users
from memcon.archive.users import User, checked_name, checked_role
from memcon.errors import MemconError, UserError
from memcon.web.auth.gate import PATIENCE, admission_of, gate_of, session_of
from memcon.web.auth.passwords import SHORTEST, checked_password
from memcon.web.errors import status_of
from memcon.web.pages.login import leading
from memcon.web.rendering import page
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter()
ROLE_WORDS: Final = {
    "reader": "reads and asks",
    "reviewer": "also adds, reviews and corrects",
    "admin": "also enters people",
}


def in_person(request: Request, viewer: Annotated[Viewer, Depends(needs("admin"))]) -> Viewer:
    """Give the admin who makes a request, and not with a token.

    Raises:
        NotAllowedError: it is made with a token.
    """
    if not viewer.single:
        session_of(request)
    return viewer


Admin = Annotated[Viewer, Depends(in_person)]


@router.get("/users")
def people(request: Request, viewer: Admin) -> Response:
    """List the users."""
    return _people(request)


@router.post("/users")
def add(
    request: Request,
    viewer: Admin,
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "reader",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Enter a user."""
    site = site_of(request)
    try:
        kept = checked_name(name)
        made = gate_of(request).passwords.hashed(checked_password(password, name=kept))
        with site.archive.writing(counted=False, patience=PATIENCE) as connection:
            users.add(connection, kept, role=checked_role(role), password=made, at=site.now())
    except UserError as error:
        return _people(request, problem=error, name=name, role=role)
    return leading("/users?done=saved")


@router.post("/users/{key}/role")
def set_role(
    request: Request, viewer: Admin, key: int, role: Annotated[str, Form()] = ""
) -> Response:
    """Give a user another role."""
    try:
        with site_of(request).archive.writing(counted=False, patience=PATIENCE) as connection:
            users.set_role(connection, users.by_key(connection, key), checked_role(role))
    except UserError as error:
        return _people(request, problem=error)
    return leading("/users?done=saved")


@router.post("/users/{key}/password")
def set_password(
    request: Request, viewer: Admin, key: int, password: Annotated[str, Form()] = ""
) -> Response:
    """Give a user another password; their sessions end."""
    try:
        user = _other(request, key)
        checked = checked_password(password, name=user.name)
        gate_of(request).change_password(user, checked, mine=False)
    except UserError as error:
        return _people(request, problem=error)
    return leading("/users?done=saved")


@router.post("/users/{key}/remove")
def remove(request: Request, viewer: Admin, key: int) -> Response:
    """Remove a user; what they signed stays in the log."""
    try:
        user = _other(request, key)
        with site_of(request).archive.writing(counted=False, patience=PATIENCE) as connection:
            users.remove(connection, user)
    except UserError as error:
        return _people(request, problem=error)
    return leading("/users?done=removed")


def _other(request: Request, key: int) -> User:
    """Return a user who is not the one who asks.

    Raises:
        UserError: it is, or there is none.
    """
    with site_of(request).archive.reading() as connection:
        user = users.by_key(connection, key)
    mine = admission_of(request).user
    if mine is not None and mine.key == user.key:
        raise UserError(
            "this is yourself", where=user.name, remedy="Change your password under your account"
        )
    return user


def _people(
    request: Request, *, problem: MemconError | None = None, name: str = "", role: str = "reader"
) -> HTMLResponse:
    with site_of(request).archive.reading() as connection:
        listed = users.listed(connection)
    return page(
        request,
        "users.html.jinja",
        status=200 if problem is None else status_of(problem),
        headers={"Cache-Control": "no-store"},
        people=listed,
        mine=admission_of(request).user,
        roles=ROLE_WORDS,
        shortest=SHORTEST,
        problem=problem,
        name=name,
        role=role,
    )
