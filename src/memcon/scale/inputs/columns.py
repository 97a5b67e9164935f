"""Rows and objects of tables to documents: which column is what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from memcon.scale.inputs.options import FIELDS, InputOptions
from memcon.scale.work import Offered, Reject

_SHAPES: Final = 256  # how many sets of keys are remembered
_NAMED: Final = 12  # columns that a message names


class Rows:
    """Makes documents of the rows of a table, or of objects with keys."""

    def __init__(self, options: InputOptions):
        self._columns = options.columns
        self._limit = options.max_bytes
        self._known: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}

    def fields(self, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return which column has which field, as the path that leads to it.

        Args:
            names: of the columns.
        """
        folded: dict[str, str] = {}
        for name in names:
            folded.setdefault(name.strip().casefold(), name)
        found = {}
        for field, usual in FIELDS.items():
            wanted = self._columns.get(field)
            path: tuple[str, ...] | None
            if wanted is not None:
                path = _path(wanted, names, folded)
            else:
                path = next(((folded[name],) for name in usual if name in folded), None)
            if path is not None:
                found[field] = path
        return found

    def missing(self, names: Sequence[str]) -> str | None:
        """Return the reason why no text can be had from such columns, or ``None``."""
        found = self.fields(names)
        wanted = [self._columns[field] for field in ("text", "html") if field in self._columns]
        if any(field in found for field in ("text", "html")) and not (
            wanted and not any(field in found for field in self._columns if field in _TEXTS)
        ):
            return None
        there = ", ".join(map(str, names[:_NAMED])) + (", …" if len(names) > _NAMED else "")
        lacking = f"there is no column {wanted[0]!r}" if wanted else "no column has the text"
        return f"{lacking}; there are: {there or 'none'}. Name the column of the text"

    def document(self, row: Mapping[str, Any], where: str) -> Offered | Reject:
        """Return the document of a row.

        Args:
            row: its values by column.
            where: the file and the row.
        """
        names = tuple(row)
        fields = self._known.get(names)
        if fields is None:
            reason = self.missing(names)
            if reason is not None:
                return Reject(where=where, stage="input", code="columns", reason=reason)
            fields = self.fields(names)
            if len(self._known) < _SHAPES:
                self._known[names] = fields
        values = {field: _value(row, path) for field, path in fields.items()}
        return self._offered(values, where)

    def _offered(self, values: dict[str, Any], where: str) -> Offered | Reject:
        text, html = _text(values.get("text")), _text(values.get("html"))
        for value in (text, html):
            if value is not None and not isinstance(value, str | bytes):
                return Reject(
                    where=where,
                    stage="input",
                    code="columns",
                    reason=f"the column of the text holds {type(value).__name__}, which is no "
                    "text. Name another column",
                )
        given = text if text is not None else html
        if given is None:
            return Reject(
                where=where,
                stage="input",
                code="empty",
                reason="the text is empty. Check that the right column was named",
            )
        if len(given) > self._limit:
            return Reject(
                where=where,
                stage="input",
                code="too-large",
                reason=f"{len(given):,} bytes are over the limit of {self._limit:,}. "
                "Raise the size limit",
            )
        metadata = {
            field: said
            for field in ("title", "published", "publisher", "language")
            if (said := _said(values.get(field))) is not None
        }
        url = _said(values.get("url"))
        if given is text and isinstance(given, str):
            return Offered(where=where, text=given, url=url, metadata=metadata)
        media_type = None if given is text else "text/html"
        if isinstance(given, bytes):
            return Offered(
                where=where, data=given, media_type=media_type, url=url, metadata=metadata
            )
        try:
            data = given.encode()
        except UnicodeEncodeError as error:
            return Reject(
                where=where,
                stage="input",
                code="encoding",
                reason=f"the text holds half a character at offset {error.start}. "
                "Decode the original bytes again",
            )
        return Offered(
            where=where,
            data=data,
            media_type=media_type,
            encoding="utf-8",
            url=url,
            metadata=metadata,
        )


_TEXTS: Final = ("text", "html")


def _path(wanted: str, names: Iterable[str], folded: Mapping[str, str]) -> tuple[str, ...] | None:
    if wanted in names:
        return (wanted,)
    if wanted.casefold() in folded:
        return (folded[wanted.casefold()],)
    first, *others = wanted.split(".")
    if others and first in names:
        return (first, *others)
    return None


def _value(row: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = row
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> Any:
    """Return a text, paragraphs put together; ``None`` for one in which there is nothing."""
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if value is None or (isinstance(value, str | bytes | list) and not value):
        return None
    if isinstance(value, str | bytes) and not value.strip():
        return None
    return value


def _said(value: Any) -> str | None:
    """Return what a column says as a string; nested values and nothing say nothing."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float):
        # a pandas column with gaps makes floats of whole numbers, and NaN of the gaps
        return str(int(value)) if value.is_integer() else None
    return str(value).strip() or None
