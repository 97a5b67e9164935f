"""The files of ``static/``, and what installed packages bring for the browser."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class Assets(StaticFiles):
    """Serves ``static/``; what is asked for by its version never changes, so browsers keep it."""

    def __init__(self) -> None:
        super().__init__(packages=[("memcon.web", "static")])

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, to be kept for good if the address names its version."""
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        kept = "public, max-age=31536000, immutable" if versioned else "no-cache"
        response.headers["Cache-Control"] = kept
        return response
