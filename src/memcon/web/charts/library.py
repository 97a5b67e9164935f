"""The library that makes charts interactive, as an installed package brings it.

``vl-convert`` has Vega, Vega-Lite and vega-embed inside; it is put together into one file once a
process. Nothing is asked of another host.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.metadata import version
from threading import Lock
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from memcon.web.renderer import VEGA_LITE

PATH: Final = "/static-packages/vega-{version}.js"
_LEVEL: Final = 9
_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_MODULE: Final = "export const embed = vegaEmbed;"  # vl-convert knows it by that name
_lock = Lock()

router = APIRouter()


@cache
def address() -> str:
    """Return where the library is; another release of it is somewhere else."""
    return PATH.format(version=f"{version('vl-convert-python')}-{VEGA_LITE}")


@router.api_route("/static-packages/vega-{release}.js", methods=["GET", "HEAD"])
def library(request: Request, release: str) -> Response:
    """Return the library as an ES module."""
    if request.url.path != address():
        return Response(status_code=404)
    with _lock:  # two who ask at once wait for one file
        packed = _packed()
    headers = {"Cache-Control": _FOR_GOOD, "Vary": "Accept-Encoding"}
    # It is packed once, not anew for everybody.
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return Response(
            packed,
            media_type="text/javascript",
            headers=headers | {"Content-Encoding": "gzip"},
        )
    return Response(gzip.decompress(packed), media_type="text/javascript", headers=headers)


@cache
def _packed() -> bytes:
    import vl_convert

    text = vl_convert.javascript_bundle(snippet=_MODULE, vl_version=VEGA_LITE)
    return gzip.compress(text.encode(), compresslevel=_LEVEL, mtime=0)
