"""Documents as an input gives them, to documents taken in."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from memcon.errors import EncodingError
from memcon.scale.inputs.loose import plain_name
from memcon.scale.work import Offered
from memcon.sources import Metadata, Taken, decode, from_bytes
from memcon.sources.dates import parse_date
from memcon.sources.detect import sniff
from memcon.sources.frontmatter import language_code
from memcon.sources.taken import clean_string

# Seconds, or milliseconds, since 1970: from 1973 to 2096, so that no year or day is taken for one.
_EPOCH: Final = re.compile(r"[1-3]?\d{9}(?P<milli>\d{3})?")
# 20240314, 20240314101500, 20240314T101500Z
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?(Z)?)?")
# The text of an article may stand in a page's data alone, where extraction finds it.
_ARTICLE_BODY: Final = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.)*)"')


def take(offered: Offered, *, max_bytes: int, others: Sequence[str] = ()) -> list[Taken]:
    """Take in a document, as reading the file of it would.

    Args:
        offered: the document; what its columns say goes before what its text says.
        max_bytes: the size over which it is refused.
        others: names of sources of other packages that may take in bytes.

    Returns:
        One document; for a feed, one an item that has text.

    Raises:
        SourceError: it cannot be taken in.
        PluginError: a source of another package is missing or failed.
    """
    encoding = offered.encoding
    if offered.text is not None:
        data, encoding, others = _encoded(offered.text), "utf-8", ()
    else:
        data = offered.data or b""
    return from_bytes(
        data,
        media_type=offered.media_type,
        name=plain_name(offered.where),
        url=offered.url,
        encoding=encoding,
        max_bytes=max_bytes,
        others=others,
        stated=_stated(offered.metadata),
    )


def quick_text(offered: Offered) -> str:
    """Return the text of a document in no time, with more in it than its article.

    For triage: nothing that taking the document in would find is missing, but menus and the like
    are there too, and paragraphs are not told apart.

    Args:
        offered: the document.

    Raises:
        SourceError: it cannot be decoded.
    """
    if offered.text is not None:
        text = offered.text
    else:
        text = decode(
            offered.data or b"",
            encoding=offered.encoding,
            media_type=offered.media_type,
            where=offered.where,
        ).text
    kind = sniff(text, media_type=offered.media_type, name=plain_name(offered.where))
    if kind == "html":
        return _page_text(text)
    return html.unescape(text) if kind == "feed" else text


def _page_text(markup: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    shown = extract_plain_text(
        markup,
        preserve_formatting=True,
        main_content=False,
        alt_texts=True,
        noscript=True,
        hidden_elements=True,
        form_fields=True,
    )
    said = [_unescaped(body) for body in _ARTICLE_BODY.findall(markup)]
    return "\n".join((shown, *said)) if said else shown


def _unescaped(body: str) -> str:
    try:
        text: str = json.loads(f'"{body}"', strict=False)
    except ValueError:
        text = body
    return html.unescape(text)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise EncodingError(
            f"the text holds half a character at offset {error.start}",
            remedy="Decode the original bytes again, without surrogateescape",
        ) from error


def _stated(said: Mapping[str, str]) -> Metadata:
    """Return what columns say as the metadata of a document."""
    published = clean_string(said.get("published"))
    moment = published_iso(published) if published else None
    return Metadata(
        title=clean_string(said.get("title")),
        published=published,
        published_iso=moment,
        published_basis="given" if moment else None,
        publisher=clean_string(said.get("publisher")),
        language=language_code(clean_string(said.get("language"))),
    )


def published_iso(said: str) -> str | None:
    """Return a column's date in ISO 8601, or ``None`` where it cannot be told.

    Args:
        said: a printed date in any of the usual forms, with or without a time; digits only, as
            ``20240314`` or ``20240314101500``; or seconds or milliseconds since 1970.
    """
    said = said.strip()
    epoch = _EPOCH.fullmatch(said)
    compact = _COMPACT.fullmatch(said)
    if compact is not None:
        year, month, day, hour, minute, second, zone = compact.groups()
        said = f"{year}-{month}-{day}"
        if hour:
            said += f"T{hour}:{minute}:{second or '00'}{zone or ''}"
    elif epoch is not None:
        seconds = int(said) / (1000 if epoch["milli"] else 1)
        return datetime.fromtimestamp(int(seconds), UTC).isoformat()
    return parse_date(said)
