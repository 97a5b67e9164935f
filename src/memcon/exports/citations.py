"""Citations of the current documents: BibTeX, and CSL-JSON for citation managers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any, Final

from sqlalchemy import Connection

from memcon.exports.formats import Format, Selection
from memcon.exports.selected import document_rows

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# In a web address TeX takes these for its own, or for the end of the field.
_IN_ADDRESS: Final = re.compile(r'[\s{}\\"^`<>|]')
_BY: Final = re.compile(r"\s*by\s+", re.IGNORECASE)

BIBTEX_EPILOG: Final = """\b
Examples:
  memcon export bibtex --output sources.bib
  memcon export bibtex --actor CHN --since 2023 > sources.bib

\b
One @misc entry a current document, sorted by id; its key is doc and the digits of the id. The date
has as many parts as are known. Characters that TeX takes for its own are escaped; all others are
written as they are, in UTF-8."""

CSL_EPILOG: Final = """\b
Examples:
  memcon export csl --output sources.json
  pandoc paper.md --citeproc --bibliography sources.json --output paper.docx

\b
One item a current document, sorted by id, as citation managers and pandoc read them (CSL-JSON). An
account in the voice of a state or body is a webpage, any other an article-newspaper."""


def write_bibtex(connection: Connection, stream: IO[str], selection: Selection) -> int:
    """Write the entries of a selection; return how many."""
    count = 0
    for row in document_rows(connection, selection):
        stream.write(("\n" if count else "") + bibtex_entry(row))
        count += 1
    return count


def bibtex_entry(row: Any) -> str:
    """Return the BibTeX entry of a document, given its row of ``documents``."""
    fields = {
        "author": _tex(f"{{{author}}}") if (author := _author(row)) else None,
        "title": _tex(f"{{{_line(row.title)}}}") if row.title else None,
        "howpublished": _tex(publisher) if (publisher := _publisher(row)) else None,
        "url": _IN_ADDRESS.sub(_percent, row.url) if row.url else None,
        "note": _tex(row.id),
        "language": _tex(row.language),
    }
    parts = _date(row)
    if parts:
        fields["date"] = row.day[: (4, 7, 10)[len(parts) - 1]]
        fields["year"] = str(parts[0])
    if len(parts) > 1:
        fields["month"] = _MONTHS[parts[1] - 1]
    lines = (
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    )
    return f"@misc{{{_key(row)},\n{''.join(lines)}}}\n"


def _tex(text: str) -> str:
    """Return text with TeX's own characters escaped; a brace around all of it stays one."""
    if text.startswith("{") and text.endswith("}") and len(text) > 1:
        return f"{{{_tex_inside(text[1:-1])}}}"
    return _tex_inside(text)


def _tex_inside(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in text)


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8"))


def write_csl(connection: Connection, stream: IO[str], selection: Selection) -> int:
    """Write the items of a selection; return how many."""
    count = 0
    stream.write("[")
    for item in (csl_item(row) for row in document_rows(connection, selection)):
        stream.write((",\n" if count else "\n") + json.dumps(item, ensure_ascii=False))
        count += 1
    stream.write("\n]\n")
    return count


def csl_item(row: Any) -> dict[str, Any]:
    """Return the CSL-JSON item of a document, given its row of ``documents``."""
    official = row.narrator is not None
    values = {
        "id": _key(row),
        "type": "webpage" if official else "article-newspaper",
        "title": _line(row.title) if row.title else None,
        "author": [{"literal": author}] if (author := _author(row)) else None,
        "container-title": None if official else _publisher(row),
        "publisher": _publisher(row) if official else None,
        "issued": {"date-parts": [parts]} if (parts := _date(row)) else None,
        "URL": row.url,
        "language": row.language,
        "note": row.id,
    }
    return {name: value for name, value in values.items() if value}


def _key(row: Any) -> str:
    return str(row.id).replace(":", "")


def _author(row: Any) -> str | None:
    """Return who wrote it as printed; of an account in a body's own voice, the body."""
    if row.byline:
        return (
            _BY.sub("", _line(row.byline), count=1) if _BY.match(row.byline) else _line(row.byline)
        )
    return _line(row.publisher) if row.publisher and row.narrator else None


def _publisher(row: Any) -> str | None:
    """Return who published it, where that is not said to be the author already."""
    if not row.publisher:
        return None
    publisher = _line(row.publisher)
    return None if publisher == _author(row) else publisher


def _date(row: Any) -> list[int]:
    return [int(part) for part in row.day.split("-")] if row.day else []


def _line(text: str) -> str:
    return " ".join("".join(_printable(text)).split())


def _printable(text: str) -> Iterator[str]:
    return (char if char.isprintable() or char.isspace() else " " for char in text)


BIBTEX: Final = Format(
    name="bibtex",
    summary="Write citations of the documents as BibTeX.",
    epilog=BIBTEX_EPILOG,
    target="stream",
    write=write_bibtex,
    noun="documents",
)
CSL: Final = Format(
    name="csl",
    summary="Write citations of the documents as CSL-JSON.",
    epilog=CSL_EPILOG,
    target="stream",
    write=write_csl,
    noun="documents",
)
