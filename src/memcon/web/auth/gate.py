"""Who makes a request, worked out from its cookies or its token; logging in and out."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, cast

from fastapi import Request
from sqlalchemy import Connection

from memcon.archive import sessions, tokens, users
from memcon.archive.users import User
from memcon.errors import ArchiveError, UserError
from memcon.web.auth import is_loopback
from memcon.web.auth.cookies import Cookies, new_id, sha256
from memcon.web.auth.passwords import Passwords
from memcon.web.auth.throttle import Throttle
from memcon.web.errors import BadTokenError, NotAllowedError
from memcon.web.site import Site
from memcon.web.viewer import Viewer

LOG: Final = logging.getLogger("memcon.web.auth")
SESSION_DAYS: Final = 7  # at the latest; see cookies.IDLE_SECONDS for those that are not used
API: Final = "/api/"
PATIENCE: Final = 20.0  # seconds that a login waits for whoever writes records
_NOTE_PATIENCE: Final = 0.1
_NOTE_AGAIN: Final = 60.0  # seconds until the use of a token is noted again, if it could not be
# What proxies say of whom they ask for (RFC 7239, and what was usual before).
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Who makes a request, and what shows it.

    ``viewer`` is None where nobody is logged in. ``holding`` is the id that the browser holds or
    is given, to which ``csrf`` belongs; None with a token, which no browser sends by itself.
    ``user`` and ``session`` (its sha256) are those of a session. ``cookies`` are headers that the
    answer is to carry.
    """

    by: Literal["session", "token", "single", "nobody"]
    viewer: Viewer | None
    csrf: str = ""
    holding: str | None = None
    user: User | None = None
    session: str | None = None
    cookies: tuple[str, ...] = ()


def admission_of(request: Request) -> Admission:
    """Return who makes a request, as the middleware found."""
    return cast(Admission, request.state.admission)


class Gate:
    """Lets people in to one site."""

    def __init__(self, site: Site):
        """Find the secret that signs, or make one.

        Raises:
            ArchiveError: it can neither be read nor be kept.
        """
        self.site = site
        options = site.options
        secret = options.secret or _secret(site)
        self.cookies = Cookies(secret, secure=options.secure_cookies, now=site.now)
        self.passwords = Passwords()
        self.throttle = Throttle()
        self._noted: dict[tuple[int, str], float] = {}

    def admit(self, request: Request) -> Admission:
        """Tell who makes a request.

        Raises:
            BadTokenError: the token is not valid.
            NotAllowedError: there are no users, and the request comes from elsewhere.
        """
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._by_token(token.strip())
        held = self.cookies.session_in(request.cookies)
        with self.site.archive.reading() as connection:
            user = self._user(connection, held.id) if held else None
            alone = user is None and not users.has_users(connection)
        if user is None or held is None:
            return self._without_session(request, alone=alone)
        csrf = self.cookies.form_token(held.id)
        return Admission(
            by="session",
            viewer=Viewer(name=user.name, role=user.role, csrf=csrf, single=False),
            csrf=csrf,
            holding=held.id,
            user=user,
            session=sha256(held.id),
            cookies=(self.cookies.keep_session(held.id),) if held.stale else (),
        )

    def log_in(self, request: Request, name: str, password: str) -> tuple[str, ...] | None:
        """Begin a session; return the headers of the answer, None if name or password are wrong.

        The session has a new id, whatever the browser held before.

        Raises:
            TooManyRequestsError: it was tried too often.
            ArchiveError: it cannot be written to now.
        """
        address = _address(request)
        self.throttle.count(name, address)
        with self.site.archive.reading() as connection:
            found = users.credentials(connection, name)
        told = {"client": address, "user": found[0].name if found else None}
        if not self.passwords.fits(found[1] if found else None, password) or found is None:
            LOG.warning("login refused", extra=told)
            return None
        user, kept = found
        renewed = self.passwords.hashed(password) if self.passwords.outdated(kept) else None
        before = admission_of(request).session
        with self.site.archive.writing(counted=False, patience=PATIENCE) as connection:
            if users.credentials(connection, name) != found:  # changed in the meantime
                return None
            if renewed is not None:
                users.set_password(connection, user, renewed)
            if before is not None:
                sessions.end(connection, before)
            cookie = self._begin(connection, user)
        self.throttle.forget(name)
        LOG.info("login", extra=told)
        return (self.cookies.drop()[1], cookie)

    def log_out(self, request: Request) -> tuple[str, ...]:
        """End the session of a request; return the headers of the answer."""
        session = admission_of(request).session
        if session is not None:
            with self.site.archive.writing(counted=False, patience=PATIENCE) as connection:
                sessions.end(connection, session)
        return self.cookies.drop()

    def check_current(self, request: Request, user: User, password: str) -> None:
        """Have somebody who is logged in prove once more who they are.

        Raises:
            UserError: the password is wrong.
            TooManyRequestsError: it was tried too often.
        """
        self.throttle.count(user.name, _address(request))
        with self.site.archive.reading() as connection:
            found = users.credentials(connection, user.name)
        if not self.passwords.fits(found[1] if found else None, password):
            raise UserError("the present password is wrong", remedy="Try again")
        self.throttle.forget(user.name)

    def change_password(self, user: User, password: str, *, mine: bool) -> tuple[str, ...]:
        """Keep a checked password and end all sessions of its user.

        Args:
            user: whose it is.
            password: the new one.
            mine: whether the user does it, who then gets a new session.

        Returns:
            The headers of the answer.
        """
        made = self.passwords.hashed(password)
        with self.site.archive.writing(counted=False, patience=PATIENCE) as connection:
            users.set_password(connection, users.by_key(connection, user.key), made)
            sessions.end_all(connection, user)
            cookies = (self._begin(connection, user),) if mine else ()
        LOG.info("password changed", extra={"user": user.name})
        return cookies

    def _begin(self, connection: Connection, user: User) -> str:
        id, at = new_id(), self.site.now()
        ends = datetime.fromisoformat(at) + timedelta(days=SESSION_DAYS)
        sessions.begin(connection, user, id=sha256(id), at=at, ends_at=ends.isoformat())
        return self.cookies.keep_session(id)

    def _user(self, connection: Connection, id: str) -> User | None:
        return sessions.holder(connection, sha256(id), at=self.site.now())

    def _without_session(self, request: Request, *, alone: bool) -> Admission:
        if alone:
            self._near(request)
        visit = self.cookies.visit_in(request.cookies)
        cookies: tuple[str, ...] = ()
        if visit is None:
            visit = new_id()
            if not request.url.path.startswith(API):  # which has no forms
                cookies = (self.cookies.keep_visit(visit),)
        csrf = self.cookies.form_token(visit)
        name = self.site.options.user or "you"
        return Admission(
            by="single" if alone else "nobody",
            viewer=Viewer(name=name, role="admin", csrf=csrf, single=True) if alone else None,
            csrf=csrf,
            holding=visit,
            cookies=cookies,
        )

    def _near(self, request: Request) -> None:
        """Let in whoever needs no login, because there are no users, from this machine alone.

        Raises:
            NotAllowedError: the request came from elsewhere.
        """
        options = self.site.options
        if options.public:
            return
        forwarded = any(name in request.headers for name in _FORWARDED)
        if forwarded or not is_loopback(options.host):
            raise NotAllowedError(
                "this server has no users, and the request comes from another machine"
                + (" through a proxy" if forwarded else ""),
                remedy="On the server, enter users (memcon users add), or start it with --public",
            )

    def _by_token(self, token: str) -> Admission:
        at = self.site.now()
        with self.site.archive.reading() as connection:
            found = tokens.holder(connection, sha256(token), at=at)
        if found is None:
            raise BadTokenError(
                "the token is not valid: it ended, was revoked, or never was one",
                remedy="Make another on the page of your account",
            )
        user, kept = found
        if kept.used_on != at[:10]:
            self._note_use(kept.key, at[:10])
        role = users.lesser(user.role, kept.role)
        return Admission(
            by="token", viewer=Viewer(name=user.name, role=role, csrf="", single=False)
        )

    def _note_use(self, key: int, day: str) -> None:
        """Note that a token was used today; if the archive is busy, another time."""
        last = self._noted.get((key, day))
        if last is not None and time.monotonic() - last < _NOTE_AGAIN:
            return
        self._noted[key, day] = time.monotonic()
        try:
            with self.site.archive.writing(counted=False, patience=_NOTE_PATIENCE) as connection:
                tokens.note_use(connection, key, day=day)
        except ArchiveError as error:
            LOG.debug("the use of a token was not noted", extra={"reason": str(error)})
        else:
            self._noted.clear()


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def gate_of(request: Request) -> Gate:
    """Return the gate of the site that a request is made to."""
    return cast(Gate, request.app.state.gate)


def session_of(request: Request) -> User:
    """Return the user of a request that was made in a session.

    Raises:
        NotAllowedError: it was made with a token, or there are no users.
    """
    user = admission_of(request).user
    if user is None:
        raise NotAllowedError(
            "this is for who is logged in, and no token is enough",
            remedy="Log in with a password",
        )
    return user


def _secret(site: Site) -> str:
    """Return the archive's own secret, made if need be; one of this run if nothing can be kept."""
    with site.archive.reading() as connection:
        kept = sessions.secret(connection)
    if kept is not None:
        return kept
    made = secrets.token_hex(32)
    if not site.archive.writable:
        return made
    with site.archive.writing(counted=False) as connection:
        return sessions.keep_secret(connection, made)
