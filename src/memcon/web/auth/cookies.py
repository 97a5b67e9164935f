"""What browsers hold: signed cookies, and the token of forms that belongs to each.

Two cookies, each with an id made by chance. The *session* says who is logged in; its signature
tells when it was last renewed, so that an idle one ends without a note in the database. The
*visit* says no more than that this is the browser which was given a form: it stands for a session
where nobody is logged in, and where there are no users.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from itsdangerous import BadSignature, Signer, TimestampSigner

IDLE_SECONDS: Final = 12 * 3600  # a session that is not used ends: a working day, with its breaks
_RENEWED_SECONDS: Final = 300  # how old a signature gets before it is renewed
_ID_BYTES: Final = 32
_TOKEN_PREFIX: Final = "memcon_"  # by which a token that got into a text is recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An id that a browser holds; ``stale`` where its signature is due to be renewed."""

    id: str
    stale: bool


class Cookies:
    """Signs and reads the cookies of one archive."""

    def __init__(self, secret: str, *, secure: bool, now: Callable[[], str]):
        """Keep the secret.

        Args:
            secret: what signs; the same in every process that serves the archive.
            secure: whether browsers may send the cookies over HTTPS alone.
            now: the clock (ISO 8601).
        """
        # Browsers take a name with this prefix from the host itself only, over HTTPS only
        # (RFC 6265bis, 4.1.3.2): no other host of the domain can plant one.
        prefix = "__Host-" if secure else ""
        self.session = f"{prefix}memcon_session"
        self.visit = f"{prefix}memcon_visit"
        self._flags = "Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
        self._sessions = _Clocked(secret, "memcon.session", now)
        self._visits = Signer(secret, salt="memcon.visit", digest_method=hashlib.sha256)
        self._forms = Signer(secret, salt="memcon.form", digest_method=hashlib.sha256)

    def session_in(self, cookies: Mapping[str, str]) -> Held | None:
        """Return the session that a request names; None if it is not ours or was long unused."""
        try:
            id, signed_at = self._sessions.unsign(
                cookies.get(self.session, ""), max_age=IDLE_SECONDS, return_timestamp=True
            )
        except BadSignature:
            return None
        age = self._sessions.get_timestamp() - int(signed_at.timestamp())
        return Held(id=id.decode(), stale=age >= _RENEWED_SECONDS)

    def visit_in(self, cookies: Mapping[str, str]) -> str | None:
        """Return the visit that a request names; None if it is not ours."""
        try:
            return self._visits.unsign(cookies.get(self.visit, "")).decode()
        except BadSignature:
            return None

    def keep_session(self, id: str) -> str:
        """Return the header that has a browser hold a session until it is closed."""
        return f"{self.session}={self._sessions.sign(id).decode()}; {self._flags}"

    def keep_visit(self, id: str) -> str:
        """Return the header that has a browser hold a visit until it is closed."""
        return f"{self.visit}={self._visits.sign(id).decode()}; {self._flags}"

    def drop(self) -> tuple[str, ...]:
        """Return the headers that have a browser forget both."""
        return tuple(f"{name}=; Max-Age=0; {self._flags}" for name in (self.session, self.visit))

    def form_token(self, id: str) -> str:
        """Return the token of the forms that are given to whoever holds an id."""
        return self._forms.get_signature(id).decode()

    def is_form_token(self, id: str, token: str) -> bool:
        """Tell whether a form was given to whoever holds an id, in constant time."""
        return self._forms.verify_signature(id, token)


class _Clocked(TimestampSigner):
    def __init__(self, secret: str, salt: str, now: Callable[[], str]):
        super().__init__(secret, salt=salt, digest_method=hashlib.sha256)
        self._now = now

    def get_timestamp(self) -> int:
        return int(datetime.fromisoformat(self._now()).timestamp())


def new_id() -> str:
    """Return an id by chance (256 bits), in letters that a cookie can have."""
    return secrets.token_urlsafe(_ID_BYTES)


def new_token() -> str:
    """Return the text of a new token for programs: its prefix and 256 bits by chance."""
    return _TOKEN_PREFIX + new_id()


def sha256(text: str) -> str:
    """Return what the archive keeps of an id or a token."""
    return hashlib.sha256(text.encode()).hexdigest()
