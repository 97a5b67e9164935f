"""Pages out of templates: the environment, its filters, and what every template can use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from hashlib import sha256
from importlib import resources
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from memcon.presentation.citation import web_address
from memcon.presentation.wording import date_words
from memcon.version import __version__
from memcon.web import links
from memcon.web.cells import cell_pieces
from memcon.web.messages import DONE
from memcon.web.navigation import MENU
from memcon.web.site import site_of
from memcon.web.viewer import viewer_of

STATIC: Final = resources.files("memcon.web") / "static"


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """Return a page made of a template.

    Args:
        request: what is answered; the template has it as ``request``.
        template: its file name under ``templates/``.
        status: the HTTP status.
        headers: more headers.
        context: what the template is given, beside ``viewer``, ``site`` and ``menu``.
    """
    text = (
        environment()
        .get_template(template)
        .render(
            request=request,
            viewer=viewer_of(request),
            site=site_of(request),
            menu=MENU,
            here=request.url.path,
            **context,
        )
    )
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


@cache
def environment() -> Environment:
    """Return the templates' environment: everything is escaped, nothing undefined is printed."""
    made = Environment(
        loader=PackageLoader("memcon.web"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(
        asset=asset,
        version=__version__,
        with_query=with_query,
        web_address=web_address,
        done_words=DONE,
        selected=links.SELECTED,
    )
    made.filters.update(
        path=partial(quote, safe=":/"),
        number=number,
        count=count,
        day=date_words,
        exact=exact,
        item_link=links.item,
        actor_link=links.actor,
        cell_pieces=cell_pieces,
        words_link=links.words,
        cite_link=links.citation,
    )
    return made


@cache
def asset(name: str) -> str:
    """Return the address of a file under ``static/``, which changes when the file does."""
    digest = sha256(STATIC.joinpath(name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def exact(text: str) -> Markup:
    """Return words of a text so that a browser has exactly them.

    A parser of HTML would make a line feed of a carriage return (HTML standard, 13.2.3.5), and
    there is no way to write a NUL.
    """
    return escape(text).replace("\r", Markup("&#13;")).replace("\0", "\ufffd")


def with_query(request: Request, **changes: str | int | None) -> str:
    """Return the present address with some parameters given anew; None takes one away.

    A parameter that stands there several times is replaced by the one value. What a list was
    paged by goes, unless it is given: another filter begins at the first row.
    """
    pairs = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in changes and value and name != "cursor"
    ]
    pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{request.url.path}?{urlencode(pairs)}" if pairs else request.url.path


def number(value: float) -> str:
    """Return a number for reading, with thousands separated.

    >>> number(200000000000.0), number(4.56), number(1200)
    ('200,000,000,000', '4.56', '1,200')
    """
    whole = float(value).is_integer()
    return f"{int(value):,}" if whole else f"{value:,.10g}"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return how many there are of something.

    >>> count(1, "meeting"), count(2, "meeting"), count(0, "body", "bodies")
    ('1 meeting', '2 meetings', '0 bodies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
