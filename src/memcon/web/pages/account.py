"""One's own account: the password, sessions, and tokens for programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, Response

from memcon.archive import sessions, tokens
from memcon.archive.users import ROLES, User, checked_role, covers
from memcon.errors import MemconError, UserError
from memcon.web.auth.cookies import new_token, sha256
from memcon.web.auth.gate import PATIENCE, admission_of, gate_of, session_of
from memcon.web.auth.passwords import SHORTEST, checked_password
from memcon.web.errors import TooManyRequestsError, status_of
from memcon.web.pages.login import leading
from memcon.web.rendering import page
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, needs

router = APIRouter()
Reader = Annotated[Viewer, Depends(needs("reader"))]
DAYS: Final = {"30": "30 days", "90": "90 days", "365": "a year", "": "without end"}


@router.get("/account")
def account(request: Request, viewer: Reader) -> Response:
    """Show what there is of one's own."""
    return _account(request)


@router.post("/account/password")
def change_password(
    request: Request,
    viewer: Reader,
    current: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Take another password; all other sessions end."""
    user, gate = session_of(request), gate_of(request)
    try:
        gate.check_current(request, user, current)
        if password != again:
            raise UserError("the new password was not written twice the same", remedy="Try again")
        cookies = gate.change_password(user, checked_password(password, name=user.name), mine=True)
    except (UserError, TooManyRequestsError) as error:
        return _account(request, problem=error, at="password")
    return leading("/account?done=password", cookies)


@router.post("/account/sessions/end")
def end_sessions(request: Request, viewer: Reader) -> Response:
    """End all sessions but this one."""
    user = session_of(request)
    with site_of(request).archive.writing(counted=False, patience=PATIENCE) as connection:
        sessions.end_all(connection, user, but=admission_of(request).session)
    return leading("/account?done=saved")


@router.post("/account/tokens")
def add_token(
    request: Request,
    viewer: Reader,
    label: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "reader",
    days: Annotated[str, Form()] = "90",
) -> Response:
    """Make a token and show it, this once."""
    user, site, text = session_of(request), site_of(request), new_token()
    at = site.now()
    try:
        if days not in DAYS:
            raise UserError(f"no token ends after {days!r:.20} days", remedy="Choose from the list")
        ends = datetime.fromisoformat(at) + timedelta(days=int(days)) if days else None
        with site.archive.writing(counted=False, patience=PATIENCE) as connection:
            tokens.add(
                connection,
                user,
                sha256=sha256(text),
                label=label,
                role=checked_role(role),
                at=at,
                ends_at=ends.isoformat() if ends else None,
            )
    except UserError as error:
        return _account(request, problem=error, at="tokens", label=label)
    return _account(request, made=text)


@router.post("/account/tokens/{key}/revoke")
def revoke_token(request: Request, viewer: Reader, key: int) -> Response:
    """Have a token open nothing any more."""
    user = session_of(request)
    try:
        with site_of(request).archive.writing(counted=False, patience=PATIENCE) as connection:
            tokens.revoke(connection, key, user)
    except UserError as error:
        return _account(request, problem=error, at="tokens")
    return leading("/account?done=revoked")


def _account(
    request: Request,
    *,
    problem: MemconError | None = None,
    at: str = "",
    label: str = "",
    made: str | None = None,
) -> HTMLResponse:
    site = site_of(request)
    user: User | None = admission_of(request).user
    if user is None and admission_of(request).by != "single":
        session_of(request)
    with site.archive.reading() as connection:
        mine = tokens.listed(connection, user) if user else []
        others = sessions.number(connection, user, at=site.now()) - 1 if user else 0
    return page(
        request,
        "account.html.jinja",
        status=200 if problem is None else status_of(problem),
        headers={"Cache-Control": "no-store"},
        user=user,
        tokens=mine,
        others=others,
        roles=[role for role in ROLES if user and covers(user.role, role)],
        days=DAYS,
        shortest=SHORTEST,
        now=site.now(),
        problem=problem,
        at=at,
        label=label,
        made=made,
    )
