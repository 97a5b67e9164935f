"""Words of a document as people cite them: as text, in Markdown, for citation managers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from memcon.exports.citations import bibtex_entry, csl_item
from memcon.exports.plain import one_line
from memcon.presentation.markdown import escaped
from memcon.presentation.wording import date_words

if TYPE_CHECKING:
    from memcon.analysis.citing import Cited

# The quotation marks around the words are the outer ones.
_INNER: Final = str.maketrans({"“": "‘", "”": "’", '"': "'"})
_IN_TARGET: Final = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"}
_OF_SPEECH: Final = frozenset({"statement", "act", "commitment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """A citation in the forms it is wanted in.

    ``bibtex`` and ``csl`` (CSL-JSON, a list of one item) are of the document, for citation managers
    know no quotations.
    """

    text: str
    markdown: str
    bibtex: str
    csl: str


def forms_of(cited: Cited, *, link: str, names: Mapping[str, str] | None = None) -> Forms:
    """Return a citation in all its forms.

    Args:
        cited: the words.
        link: where they can be looked up, an absolute address.
        names: what a narrator's id is called.
    """
    row = cited.row
    whole = cited.kind == "document"
    quotation = "" if whole else f"“{one_line(cited.words).translate(_INNER)}”"
    title = f"“{one_line(row.title).translate(_INNER)}”" if one_line(row.title) else "Untitled"
    address = web_address(row.url)
    told = _told(cited, names or {})
    plain = ", ".join([title, *told])
    target = f"<{address}>" if address else None
    marked = f"[{escaped(title)}]({_target(address)})" if address else escaped(title)
    speaker = _speaker(cited)
    noun = "record" if whole else "words"
    source = f"{escaped(speaker)}{', '.join([marked, *map(escaped, told)])}"
    place = f"([{noun}]({_target(link)}))"
    parts = (quotation, f"{speaker}{plain}.", target, f"{noun.capitalize()}: {link}")
    return Forms(
        text=" ".join(part for part in parts if part),
        markdown=f"{source} {place}\n"
        if whole
        else f"> {escaped(quotation)}\n>\n> — {source} {place}\n",
        bibtex=bibtex_entry(row),
        csl=json.dumps([csl_item(row)], ensure_ascii=False, indent=2) + "\n",
    )


def web_address(url: str | None) -> str | None:
    """Return an address that a document gives of itself, None where it is none of the web."""
    if not url or not url.isprintable() or any(char.isspace() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that does not close
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _told(cited: Cited, names: Mapping[str, str]) -> list[str]:
    """Return who published the document, in whose voice it is, and when."""
    row = cited.row
    publisher = one_line(row.publisher)
    voice = names.get(row.narrator, row.narrator) if row.narrator else None
    return [
        *([publisher] if publisher else []),
        f"in the voice of {one_line(voice)}" if voice else "no narrator known",
        date_words(row.day) if row.day else "undated",
    ]


def _speaker(cited: Cited) -> str:
    """Return whose words they are, if they are somebody's."""
    if cited.kind not in _OF_SPEECH or not cited.who:
        return ""
    return f"{one_line(', '.join(cited.who))}, in: "


def _target(address: str) -> str:
    return "".join(_IN_TARGET.get(char, char) for char in address)
