"""Full-text search over passages, on SQLite (FTS5, bm25) and PostgreSQL (tsvector, ts_rank_cd)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from memcon.errors import MemconError

Order = Literal["relevance", "date"]

CANDIDATES: Final = 10_000
"""How many passages are ranked at most: where more match, those that were added last."""

_TERM: Final = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_WORD: Final = re.compile(r"\w+")
_OPEN, _CLOSE = "\x02", "\x03"  # marks that no text has: control characters are taken out of it
_MARKUP: Final = re.compile(r"</?[a-z][^<>]*>|\*\*|__", re.IGNORECASE)  # Markdown's, when shown
_SNIPPET: Final = 240  # code points shown of a passage


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side. Their endings do not count: both indexes keep stems."""

    words: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that matches, by its key; ``score`` grows with relevance."""

    key: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """The best hits in order; ``total`` is how many match, at most ``CANDIDATES`` + 1."""

    hits: Sequence[Hit]
    total: int

    @property
    def capped(self) -> bool:
        """Whether more passages match than were ranked."""
        return self.total > CANDIDATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Part of a passage: its words, ``**`` around those found, and its offsets in the passage."""

    marked: str
    start: int
    end: int


def parse(words: str) -> list[Term]:
    """Return the terms of a question: words, "phrases" and -exclusions.

    Raises:
        MemconError: it holds a word to exclude and none to find, or no word at all.
    """
    terms = []
    for found in _TERM.finditer(words):
        raw = found["phrase"] if found["phrase"] is not None else found["word"]
        parts = tuple(_WORD.findall(raw))
        if parts:
            terms.append(Term(parts, excluded=bool(found["no"])))
    if words.strip() and not any(not term.excluded for term in terms):
        raise MemconError(
            "there is no word to look for", where=words, remedy='Give a word or a "phrase"'
        )
    return terms


def search(
    connection: Connection,
    terms: Sequence[Term],
    tags: Sequence[Sequence[str]],
    *,
    order: Order = "relevance",
    since: str | None = None,
    until: str | None = None,
    limit: int,
) -> Hits:
    """Find the passages with all terms and, of every group of tags, at least one.

    Args:
        connection: the archive.
        terms: what :func:`parse` gave; may be empty if there are tags.
        tags: groups of tags (see ``archive.tags``).
        order: by relevance, or the newest documents first.
        since: ISO 8601 day of the first document that counts.
        until: ISO 8601 day of the last.
        limit: how many hits are wanted.
    """
    values: dict[str, Any]
    if connection.dialect.name == "sqlite":
        source, condition = "passages_words", "passages_words MATCH :match"
        key, score = "passages_words.rowid", "-bm25(passages_words, 1.0, 0.0)"
        values = {"match": _fts5(terms, tags)}
    else:
        expression, values = _tsquery(terms, tags)
        source, condition = "passages", f"passages.words @@ ({expression})"
        key, score = "passages.key", f"ts_rank_cd(passages.words, ({expression}))"
    if since or until:
        source += f" JOIN documents ON documents.key = ({key} >> 20)"
        if since:
            condition += " AND documents.day >= :since"
            values["since"] = since
        if until:
            condition += " AND documents.day <= :until"
            values["until"] = until
    matching = f"SELECT {key} AS key FROM {source} WHERE {condition}"
    total, low = _counted(connection, f"{matching} ORDER BY {key} DESC", values)
    if total > CANDIDATES:
        condition += f" AND {key} >= :low"
        values["low"] = low
    ranked = _ranked(source, condition, key, score, order)
    rows = connection.execute(text(ranked), {**values, "wanted": limit}).all()
    return Hits(hits=[Hit(key=row.key, score=float(row.score)) for row in rows], total=total)


def _counted(
    connection: Connection, newest_first: str, values: dict[str, Any]
) -> tuple[int, int | None]:
    """Return how many passages match, and the key from which on they are ranked.

    Where more match than are ranked they are counted no further.
    """
    some = f"{newest_first} LIMIT :most"
    query = f"SELECT count(*) AS total, min(key) AS low FROM ({some}) AS matching"
    row = connection.execute(text(query), {**values, "most": CANDIDATES + 1}).one()
    return int(row.total), None if row.low is None else int(row.low) + 1


def _ranked(source: str, condition: str, key: str, score: str, order: Order) -> str:
    if order == "relevance":
        return (
            f"SELECT {key} AS key, {score} AS score FROM {source} WHERE {condition} "
            f"ORDER BY score DESC, {key} LIMIT :wanted"
        )
    return (
        f"SELECT hit.key AS key, 0.0 AS score FROM (SELECT {key} AS key FROM {source} "
        f"WHERE {condition}) AS hit JOIN documents AS dated ON dated.key = (hit.key >> 20) "
        "ORDER BY coalesce(dated.day, '') DESC, hit.key LIMIT :wanted"
    )


def _fts5(terms: Sequence[Term], tags: Sequence[Sequence[str]]) -> str:
    """Return the question as FTS5 takes it (sqlite.org/fts5.html, 3)."""

    def quoted(term: Term) -> str:
        return f'text : "{" ".join(term.words)}"'

    wanted = [quoted(term) for term in terms if not term.excluded]
    wanted += ["tags : (" + " OR ".join(f'"{tag}"' for tag in group) + ")" for group in tags]
    question = " AND ".join(f"({part})" for part in wanted)
    for term in terms:
        if term.excluded:
            question = f"({question}) NOT ({quoted(term)})"
    return question


def _tsquery(terms: Sequence[Term], tags: Sequence[Sequence[str]]) -> tuple[str, dict[str, Any]]:
    """Return the question as a PostgreSQL expression, and its values."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for place, term in enumerate(terms):
        name = f"t{place}"
        values[name] = " ".join(term.words)
        part = f"phraseto_tsquery('english', :{name})"
        parts.append(f"!!{part}" if term.excluded else part)
    for place, group in enumerate(tags):
        values[f"g{place}"] = " | ".join(group)
        parts.append(f"to_tsquery('simple', :g{place})")
    return " && ".join(parts), values


def snippets(
    connection: Connection, terms: Sequence[Term], keys: Sequence[int]
) -> dict[int, Snippet]:
    """Return for each passage the part of it where the terms stand, by key."""
    if not keys:
        return {}
    asked = [term for term in terms if not term.excluded]
    values: dict[str, Any] = {f"k{place}": key for place, key in enumerate(keys)}
    names = ", ".join(f":{name}" for name in values)
    if not asked:
        query = f"SELECT key, text AS marked FROM passages WHERE key IN ({names})"
    elif connection.dialect.name == "sqlite":
        query = (
            "SELECT rowid AS key, highlight(passages_words, 0, :open, :close) AS marked "
            f"FROM passages_words WHERE passages_words MATCH :match AND rowid IN ({names})"
        )
        values |= {"open": _OPEN, "close": _CLOSE, "match": _fts5(asked, ())}
    else:
        expression, more = _tsquery(asked, ())
        query = (
            f"SELECT key, ts_headline('english', text, ({expression}), :how) AS marked "
            f"FROM passages WHERE key IN ({names})"
        )
        how = f"StartSel={_OPEN}, StopSel={_CLOSE}, HighlightAll=true"
        values |= {**more, "how": how}
    return {row.key: cut_out(row.marked) for row in connection.execute(text(query), values)}


def cut_out(marked: str, length: int = _SNIPPET) -> Snippet:
    """Return the part of a marked passage that holds the most marks, on one line.

    Args:
        marked: the passage with control characters around the words that were found.
        length: code points that may be shown.
    """
    plain = marked.replace(_OPEN, "").replace(_CLOSE, "")
    spans: list[tuple[int, int]] = []
    offset = 0
    for piece in re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})", marked):
        size = len(piece) - 2 if piece.startswith(_OPEN) else len(piece)
        if piece.startswith(_OPEN):
            spans.append((offset, offset + size))
        offset += size
    start, end = _window(plain, spans, length)
    shown = []
    at = start
    for first, last in spans:
        if first >= start and last <= end:
            shown += [plain[at:first], _OPEN, plain[first:last], _CLOSE]
            at = last
    shown.append(plain[at:end])
    words = " ".join(_MARKUP.sub("", "".join(shown)).split())
    words = words.replace(_OPEN, "**").replace(_CLOSE, "**")
    before, after = "…" if start else "", "…" if end < len(plain) else ""
    return Snippet(marked=f"{before}{words}{after}", start=start, end=end)


def _window(plain: str, spans: Sequence[tuple[int, int]], length: int) -> tuple[int, int]:
    """Return the bounds, at spaces, of the part with the most spans."""
    if len(plain) <= length:
        return 0, len(plain)
    best, most = 0, 0
    for first, _ in spans:
        inside = sum(first <= other and last <= first + length for other, last in spans)
        if inside > most:
            best, most = first, inside
    start = max(0, min(best - length // 4, len(plain) - length))
    end = start + length
    if start:
        start = plain.find(" ", start, best + 1) + 1 or start
    if end < len(plain):
        end = max(plain.rfind(" ", start, end), start + 1)
    return start, end
