"""A brief as one HTML page that needs nothing else: light and dark, for screen and paper."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from memcon.presentation.brief.view import BriefPage


def brief_html(page: BriefPage) -> str:
    """Return a brief as HTML; all words of documents are escaped."""
    environment = Environment(
        loader=PackageLoader("memcon.presentation.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    cited: set[int] = set()

    def first(number: int) -> bool:
        """Return whether a note is cited for the first time, where the way back leads to."""
        known = number in cited
        cited.add(number)
        return not known

    return environment.get_template("brief.html.jinja").render(page=page, first=first)
