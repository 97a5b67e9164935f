"""The form that a request carries, as the check of its token has read it already."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from memcon.errors import TooLargeError
from memcon.web.site import site_of


async def form_of(request: Request) -> AsyncIterator[FormData]:
    """Give the form of a request, and close its files in the end; a dependency.

    Declared fields would have the form parsed anew, with limits of their own.
    """
    form = await read_form(request)
    yield form
    await form.close()


async def read_form(request: Request) -> FormData:
    """Return the form of a request, which keeps it: who reads it afterwards has the same.

    Raises:
        TooLargeError: a field is over the limit of the server.
        HTTPException: it is no form that can be read.
    """
    limit = site_of(request).options.max_field_bytes
    try:
        return await request.form(max_part_size=limit)
    except HTTPException as error:
        if "exceeded maximum size" not in str(error.detail):
            raise
        raise TooLargeError(
            "what was typed is far over the limit of the server",
            remedy="Go back, where it still stands in most browsers, and add it as a file",
        ) from error


def text_of(form: FormData, name: str) -> str:
    """Return a field as text; nothing where it is missing, or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""
