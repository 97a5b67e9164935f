"""``memcon search``: passages with given words, narrowed down by who acts and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis.answer import DEFAULT_LIMIT, SHOWN, Answer, Citation, Model
from memcon.analysis.filters import first_day, last_day
from memcon.archive import lookup, tags
from memcon.archive import search as fulltext
from memcon.archive.schema import actors, document_of, documents, passages
from memcon.archive.search import CANDIDATES, Order
from memcon.errors import MemconError

_COUNTED: Final = 1_000  # of the best passages, for facets
_FACET_VALUES: Final = 10


class Found(Model):
    """A document with the passage of it that fits best."""

    day: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    publisher: Annotated[str | None, Field(description="who published it", json_schema_extra=SHOWN)]
    title: Annotated[str | None, Field(description="its headline", json_schema_extra=SHOWN)]
    snippet: Annotated[
        str,
        Field(description="the words, ** around those looked for", json_schema_extra=SHOWN),
    ]
    document: Annotated[str, Field(description="document id", json_schema_extra=SHOWN)]
    passages: Annotated[int, Field(description="how many of its best passages match")]
    score: Annotated[float, Field(description="relevance; its size means nothing by itself")]
    evidence: Annotated[Citation, Field(description="the words of the snippet and their place")]


def search(
    connection: Connection,
    words: str,
    *,
    actor: str | None = None,
    side: str | None = None,
    narrator: str | None = None,
    act: str | None = None,
    issue: str | None = None,
    publisher: str | None = None,
    form: str | None = None,
    since: str | None = None,
    until: str | None = None,
    order: Order | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Answer[Found]:
    """Return the documents that have passages with the words, the best passage of each.

    Args:
        connection: the archive.
        words: words, "phrases" and -exclusions; may be empty with a filter.
        actor: id or name of who speaks or acts in the passage.
        side: id or name of the state or body for which somebody does.
        narrator: id or name of the state or body whose voice the document is.
        act: type of an act in the passage (by the actor or side, and on the issue, if given).
        issue: code of an issue that is acted on there.
        publisher: of the document.
        form: of a meeting that the document tells of.
        since: first day, month or year.
        until: last day, month or year.
        order: ``relevance`` or ``date``; by relevance where there are words.
        limit: how many documents.

    Raises:
        MemconError: there is nothing to look for, or a filter has no such value.
    """
    terms = fulltext.parse(words)
    groups = _groups(connection, actor, side, act, issue)
    if narrator is not None:
        groups.append([tags.narrator(lookup.actor(connection, narrator).id)])
    if publisher is not None:
        groups.append([tags.publisher(publisher)])
    if form is not None:
        groups.append([tags.form(form)])
    if not terms and not groups:
        raise MemconError(
            "there is nothing to look for", where="search", remedy="Give words, or a filter"
        )
    order = order or ("relevance" if terms else "date")
    found = fulltext.search(
        connection,
        terms,
        groups,
        order=order,
        since=first_day(since),
        until=last_day(until),
        limit=_COUNTED,
    )
    best: dict[int, fulltext.Hit] = {}
    number: Counter[int] = Counter()
    for hit in found.hits:
        best.setdefault(document_of(hit.key), hit)
        number[document_of(hit.key)] += 1
    shown = list(best.items())[:limit]
    rows = _rows(connection, terms, shown, number)
    notes = []
    if found.capped:
        notes.append(
            f"More than {CANDIDATES:,} passages match; those added last were looked at. "
            "Narrow it down by a filter or a phrase."
        )
    elif found.total > len(found.hits):
        notes.append(f"{found.total:,} passages match; the counts are of the best {_COUNTED:,}.")
    whole = found.total <= len(found.hits)
    return Answer(
        model=Found,
        rows=rows,
        total=len(best) if whole else None,
        facets=_facets(connection, [hit.key for hit in found.hits]),
        notes=notes,
    )


def _groups(
    connection: Connection,
    actor: str | None,
    side: str | None,
    act: str | None,
    issue: str | None,
) -> list[Sequence[str]]:
    """Return the tags for who, what and on what, together where more than one is asked for."""
    if act is not None and act not in tags.ACT_NUMBER:
        raise MemconError(
            f"there is no act {act!r}",
            where="--act",
            remedy=f"The acts are {', '.join(tags.ACT_NUMBER)}",
        )
    if issue is not None:
        lookup.check_issue(connection, issue)
    holders: list[Sequence[str]] = []
    if actor is not None:
        holders.append([tags.actor(key) for key in lookup.actor(connection, actor).keys])
    if side is not None:
        holders.append([tags.side(lookup.actor(connection, side).id)])
    groups: list[Sequence[str]] = []
    for group in holders or [[""]]:
        marks = []
        for holder in group:
            by = holder or None
            if act is not None:
                marks.append(tags.act(act, by=by, issue=issue))
            elif issue is not None:
                marks.append(tags.issue(issue, by=by))
            elif by is not None:
                marks.append(by)
        if marks:
            groups.append(marks)
    return groups


def _rows(
    connection: Connection,
    terms: Sequence[fulltext.Term],
    shown: Sequence[tuple[int, fulltext.Hit]],
    number: Counter[int],
) -> list[Found]:
    rows = lookup.document_rows(connection, (document for document, _ in shown))
    keys = [hit.key for _, hit in shown]
    cut = fulltext.snippets(connection, terms, keys)
    places = {
        row.key: row
        for part in lookup.chunks(keys)
        for row in connection.execute(
            select(passages.c.key, passages.c.start, passages.c.text).where(
                passages.c.key.in_(part)
            )
        )
    }
    found = []
    for document, hit in shown:
        row, snippet, place = rows[document], cut[hit.key], places[hit.key]
        found.append(
            Found(
                day=row.day,
                publisher=row.publisher,
                title=row.title,
                snippet=snippet.marked,
                document=row.id,
                passages=number[document],
                score=round(hit.score, 4),
                evidence=Citation(
                    document=row.id,
                    start=place.start + snippet.start,
                    end=place.start + snippet.end,
                    words=" ".join(place.text[snippet.start : snippet.end].split()),
                    title=row.title,
                    day=row.day,
                    publisher=row.publisher,
                    narrator=row.narrator,
                    url=row.url,
                ),
            )
        )
    return found


def _facets(connection: Connection, keys: Sequence[int]) -> dict[str, Sequence[tuple[str, int]]]:
    """Count documents by narrator, publisher and year, and passages by side, act and issue."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("narrator", "publisher", "year", "side", "act", "issue")
    }
    for part in lookup.chunks(sorted({document_of(key) for key in keys})):
        query = select(documents.c.narrator, documents.c.publisher, documents.c.day)
        for narrator, publisher, day in connection.execute(query.where(documents.c.key.in_(part))):
            counts["narrator"][narrator or "none"] += 1
            counts["publisher"][publisher or "unknown"] += 1
            counts["year"][day[:4] if day else "unknown"] += 1
    names: dict[str, tuple[str, str]] = {
        **{tags.act(kind): ("act", kind) for kind in tags.ACT_NUMBER},
        **{tags.issue(code): ("issue", code) for code in lookup.issues(connection)},
        **{tags.side(side): ("side", side) for side in _sides(connection)},
    }
    for part in lookup.chunks(sorted(keys)):
        query = select(passages.c.tags).where(passages.c.key.in_(part))
        for marks in connection.execute(query).scalars():
            for mark in marks.split():
                if mark in names:
                    facet, value = names[mark]
                    counts[facet][value] += 1
    return {
        name: sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))[:_FACET_VALUES]
        for name, count in counts.items()
        if count
    }


def _sides(connection: Connection) -> list[str]:
    query = (
        select(actors.c.id)
        .where(actors.c.kind.in_(("state", "organisation")))
        .order_by(actors.c.documents.desc(), actors.c.id)
        .limit(400)
    )
    return list(connection.execute(query).scalars())
