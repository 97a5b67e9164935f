"""Answers that are worked out once for everybody who may see the same.

Of a page that only tells of the archive, at most two things are the viewer's own: the name and the
token of its forms. It is rendered with marks in their place, kept until the archive or the day
changes, and sent with each viewer's own. What has no marks is kept compressed, as it is sent.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from dataclasses import replace
from threading import BoundedSemaphore
from typing import Final, ParamSpec, cast

from fastapi import Request
from markupsafe import escape
from starlette.responses import Response, StreamingResponse

from memcon.web.caching import CONTROL, entity_tag, is_known, revision_of
from memcon.web.page_store import Kept, Key
from memcon.web.site import site_of
from memcon.web.viewer import Viewer, viewer_of

P = ParamSpec("P")

# New in each process, so that no document can have them in its text.
_NAME: Final = f"name-{secrets.token_hex(16)}"
_TOKEN: Final = f"token-{secrets.token_hex(16)}"
_MARKS: Final = (_NAME.encode(), _TOKEN.encode())
# Pages are worked out by one interpreter: the more of them at once, the longer does each take, and
# the longer do those wait that are there already.
_working: Final = BoundedSemaphore(3)
_SENT_ANEW: Final = frozenset({"content-length", "etag", "cache-control"})


def kept(endpoint: Callable[P, Response]) -> Callable[P, Response]:
    """Return an endpoint whose answer is kept, and which answers 304 to who has it already.

    The endpoint needs a parameter ``request``. What it answers may depend on the archive, the day,
    the address and the viewer's role; of the viewer's name and token it may print no more than
    that, and it sets no cookies.
    """

    @functools.wraps(endpoint)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Response:
        request = cast(Request, kwargs["request"])  # FastAPI gives everything by name
        viewer = viewer_of(request)
        if viewer is None:
            return endpoint(*args, **kwargs)
        tag = entity_tag(request)
        fresh = {"ETag": tag, "Cache-Control": CONTROL}
        if is_known(request, tag):
            return Response(status_code=304, headers=fresh)
        pages = site_of(request).pages
        key = _key(request, viewer)
        found = pages.get(key)
        if found is None:
            request.state.viewer = replace(viewer, name=_NAME, csrf=_TOKEN)
            try:
                with _working:
                    response = endpoint(*args, **kwargs)
            finally:
                request.state.viewer = viewer
            if isinstance(response, StreamingResponse):  # too large to be kept
                response.headers.update(fresh)
                return response
            body = bytes(response.body)
            if response.status_code != 200:
                response.body = _own(body, viewer)
                response.headers["content-length"] = str(len(response.body))
                return response
            headers = tuple(
                (name, value) for name, value in response.headers.items() if name not in _SENT_ANEW
            )
            same = not any(mark in body for mark in _MARKS)
            found = Kept.of(body, headers, same_for_all=same)
            pages.put(key, found)
        return _sent(request, found, viewer, fresh)

    return answered


def _sent(request: Request, found: Kept, viewer: Viewer, fresh: dict[str, str]) -> Response:
    headers = {**dict(found.headers), **fresh}
    if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            found.content,
            headers={**headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"},
        )
    return Response(_own(found.body, viewer), headers=headers)


def _key(request: Request, viewer: Viewer) -> Key:
    day = site_of(request).today()
    return revision_of(request), day, str(request.url), viewer.role, viewer.single


def _own(body: bytes, viewer: Viewer) -> bytes:
    """Return a page with the viewer's name and token in the place of the marks."""
    name, token = _MARKS
    own = str(escape(viewer.name)).encode()
    return body.replace(name, own).replace(token, viewer.csrf.encode())
