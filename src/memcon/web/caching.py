"""Answers that a browser has already: entity tags that change when an answer can.

A tag is made of what an answer depends on (the release, the archive's revision, the day, the
address, who asks) and not of the answer, so that an answer which has not changed is not even worked
out. Tags are weak, for what is sent may be compressed on the way (RFC 9110, section 8.8).
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Final

from fastapi import Request

from memcon.version import __version__
from memcon.web.site import site_of
from memcon.web.viewer import viewer_of

_API: Final = "/api/"
CONTROL: Final = "private, no-cache"  # kept by the browser alone, and asked about each time


def entity_tag(request: Request) -> str:
    """Return the tag that an answer to a request has now.

    Whoever asks is part of it, for pages carry their name and the token of their forms. Answers of
    the API carry no token, and programs get a new one with every request.
    """
    site, viewer = site_of(request), viewer_of(request)
    if viewer is not None and request.url.path.startswith(_API):
        viewer = replace(viewer, csrf="")
    parts = (__version__, str(site.revision()), site.today(), *address_of(request), repr(viewer))
    return f'W/"{sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def address_of(request: Request) -> tuple[str, str]:
    """Return the path of a request as it is routed by, and its query.

    Not those of ``request.url``: a path with a ``%3F`` in it is another than the one before it.
    """
    return request.scope["path"], request.scope["query_string"].decode("latin-1")


def revision_of(request: Request) -> int:
    """Return the revision of the archive as it was when it was first asked for a request."""
    known: int | None = getattr(request.state, "revision", None)
    if known is None:
        known = request.state.revision = site_of(request).revision()
    return known


def is_known(request: Request, tag: str) -> bool:
    """Return whether whoever asks has the answer of a tag already, by ``If-None-Match``.

    Tags are compared weakly, as that header wants it (RFC 9110, section 13.1.2).
    """
    told = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/") for one in told.split(",")}
    return "*" in known or tag.removeprefix("W/") in known
