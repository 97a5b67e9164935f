"""What each of two actors says on issues in the accounts of their meetings, and what changed.

On an issue an actor speaks of a hundred things to as many others (``memcon positions`` counts them
all). Before two sides meet it matters how they spoke on it with each other. So only accounts of
meetings in which both took part are looked at; how a stance is told is that of ``positions``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import Connection, Select, and_, select

from memcon.analysis import stances
from memcon.analysis.answer import Citation, Model, Words, cite
from memcon.analysis.stances import ASKING, OBJECTING, SHOWING, RungChange, Stance, Wording
from memcon.archive.lookup import ActorRef, chunks
from memcon.archive.schema import (
    CHILD_LIMIT,
    act_issues,
    acts,
    document_of,
    documents,
    meetings,
    occasion_parties,
)
from memcon.knowledge import load_knowledge
from memcon.record import ActType

ISSUES: Final = 8
LATEST: Final = 2  # acts of each on an issue
CHANGES: Final = 2  # of each on an issue, the latest
MEETINGS: Final = 60  # the latest, and half as many before the day
SIDES: Final[tuple[ActType, ...]] = (*OBJECTING, *ASKING, "support")  # types that take sides


class Said(Model):
    """An act on an issue."""

    day: Annotated[str | None, Field(description="when (ISO 8601)")]
    type: Annotated[str, Field(description="what is done: support, oppose, …")]
    rung: Annotated[str | None, Field(description="how strongly, as a rung of the type's ladder")]
    negated: Annotated[bool, Field(description="whether it is denied")]
    words: Annotated[str, Field(description="what it is about, in the document's words")]
    evidence: Annotated[Citation, Field(description="where it is said")]


class Change(Model):
    """Another rung of a ladder than on the last day with one."""

    before: Annotated[Said, Field(description="as it was worded before")]
    after: Annotated[Said, Field(description="as it was worded then")]
    direction: Annotated[str, Field(description="higher or lower on the ladder")]


class Held(Model):
    """What one actor says on an issue in accounts of their meetings."""

    stance: Annotated[Stance, Field(description="which kind of acts prevails")]
    backing: Annotated[int, Field(description="acts of support, praise, agree, pledge")]
    objecting: Annotated[int, Field(description="acts of oppose, criticise, warn")]
    asking: Annotated[int, Field(description="acts of request")]
    first: Annotated[str | None, Field(description="day of the first of these")]
    last: Annotated[str | None, Field(description="day of the last of these")]
    latest: Annotated[list[Said], Field(description="the latest, those that take sides first")]
    strongest: Annotated[
        list[Said], Field(description="the strongest wording of each type that takes sides")
    ]
    changes: Annotated[list[Change], Field(description="changes of rung since the day")]


class IssueStances(Model):
    """An issue with what both say on it."""

    issue: Annotated[str, Field(description="issue code")]
    name: Annotated[str, Field(description="its English label")]
    a: Annotated[Held, Field(description="of A")]
    b: Annotated[Held, Field(description="of B")]


def issue_stances(
    connection: Connection, a: ActorRef, b: ActorRef, *, until: str, since: str | None
) -> list[IssueStances]:
    """Return what two actors say on the issues that both act on in accounts of their meetings.

    Args:
        connection: the archive.
        a: an actor.
        b: another.
        until: the last day (ISO 8601) of meetings.
        since: the day from which on changes are told; None for no changes.

    Returns:
        The issues on which both act most.
    """
    papers = _accounts(connection, a, b, until)
    if since is not None:
        papers |= _accounts(connection, a, b, since, MEETINGS // 2)
    found = {
        (name, issue): rows
        for name, one in (("a", a), ("b", b))
        for issue, rows in _spoken(connection, one, sorted(papers)).items()
    }
    shared = {
        issue: min(len(rows), len(found["b", issue]))
        for (name, issue), rows in found.items()
        if name == "a" and ("b", issue) in found
    }
    chosen = sorted(shared, key=lambda issue: (-shared[issue], issue))[:ISSUES]
    shown = {row.key: row for place in found if place[1] in chosen for row in found[place]}
    sayings = _Sayings(shown)
    plans = {
        (name, issue): _Plan(found[name, issue], since) for issue in chosen for name in ("a", "b")
    }
    sayings.cite(connection, (key for plan in plans.values() for key in plan.shown()))
    names = {issue.code: issue.name for issue in load_knowledge().issues}
    return [
        IssueStances(
            issue=issue,
            name=names.get(issue, issue),
            a=sayings.held(found["a", issue], plans["a", issue]),
            b=sayings.held(found["b", issue], plans["b", issue]),
        )
        for issue in chosen
    ]


def _accounts(
    connection: Connection, a: ActorRef, b: ActorRef, until: str, limit: int = MEETINGS
) -> set[int]:
    """Return the keys of documents that tell of the two actors' latest meetings up to a day."""
    mine, theirs = occasion_parties.alias("mine"), occasion_parties.alias("theirs")
    latest = (
        select(mine.c.occasion)
        .join(theirs, and_(theirs.c.day == mine.c.day, theirs.c.occasion == mine.c.occasion))
        .where(
            mine.c.actor.in_(a.keys),
            theirs.c.actor.in_(b.keys),
            mine.c.day > "",
            mine.c.day <= until,
        )
        .order_by(mine.c.day.desc(), mine.c.occasion)
        .limit(limit)
    )
    heads = list(connection.execute(latest).scalars())
    query = select(meetings.c.key).where(meetings.c.canonical.in_(heads))
    return {document_of(key) for key in connection.execute(query).scalars()}


def _spoken(connection: Connection, actor: ActorRef, papers: Sequence[int]) -> dict[str, list[Any]]:
    """Return an actor's acts in documents by issue, the newest first."""
    found: dict[str, list[Any]] = defaultdict(list)
    for part in chunks(papers):
        for row in connection.execute(_acts(actor, part)):
            found[row.issue].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.day or "", row.key), reverse=True)
    return found


def _acts(actor: ActorRef, papers: Sequence[int]) -> Select[Any]:
    low = documents.c.key * CHILD_LIMIT
    return (
        select(
            act_issues.c.issue,
            acts.c.key,
            acts.c.type,
            acts.c.ladder,
            acts.c.rung,
            acts.c.rank,
            acts.c.negated,
            acts.c.day,
            acts.c.content,
            acts.c.start,
            acts.c.end,
        )
        .select_from(documents)
        .join(acts, acts.c.key.between(low, low + (CHILD_LIMIT - 1)))
        .join(act_issues, act_issues.c.act == acts.c.key)
        .where(
            documents.c.key.in_(papers),
            acts.c.type.in_(sorted(SHOWING)),
            # As a sum, so that nothing is looked up by the actor, who may have most of the archive.
            (act_issues.c.actor + 0).in_(actor.keys),
        )
    )


class _Plan:
    """Which acts are told of an actor on an issue."""

    def __init__(self, rows: Sequence[Any], since: str | None):
        sides = [row for row in rows if row.type in SIDES]
        once: dict[str, int] = {}
        for row in (*sides, *(row for row in rows if row.type not in SIDES)):
            once.setdefault(" ".join(row.content.split()).casefold(), row.key)
        self.latest = list(once.values())[:LATEST]
        wordings = [
            Wording(ladder=row.ladder, rung=row.rung, rank=row.rank, day=row.day or "", act=row.key)
            for row in sides
            if row.rank is not None and not row.negated
        ]
        self.strongest = [one.act for one in stances.strongest(wordings)]
        changed = [
            one for one in stances.changes(wordings) if since is not None and one.after.day >= since
        ]
        self.changes: list[RungChange] = changed[::-1][:CHANGES]

    def shown(self) -> list[int]:
        """Return the acts that are shown."""
        ends = [one.act for change in self.changes for one in (change.before, change.after)]
        return [*self.latest, *self.strongest, *ends]


class _Sayings:
    """Acts with their citations."""

    def __init__(self, rows: Mapping[int, Any]):
        self._rows = rows
        self._cited: dict[tuple[str, int], Citation] = {}

    def cite(self, connection: Connection, keys: Iterable[int]) -> None:
        """Take the citations of acts from the archive."""
        rows = (self._rows[key] for key in dict.fromkeys(keys))
        self._cited = cite(
            connection,
            (Words(kind="act", key=r.key, start=r.start, end=r.end, words=r.content) for r in rows),
        )

    def held(self, rows: Sequence[Any], plan: _Plan) -> Held:
        """Return what is told of an actor on an issue."""
        counts = Counter(row.type for row in rows if not row.negated)
        backing, objecting, asking = stances.weights(counts)
        days = [row.day for row in rows if row.day]
        return Held(
            stance=stances.stance(counts),
            backing=backing,
            objecting=objecting,
            asking=asking,
            first=min(days, default=None),
            last=max(days, default=None),
            latest=[self._said(key) for key in plan.latest],
            strongest=[self._said(key) for key in plan.strongest],
            changes=[
                Change(
                    before=self._said(one.before.act),
                    after=self._said(one.after.act),
                    direction="higher" if one.after.rank > one.before.rank else "lower",
                )
                for one in plan.changes
            ],
        )

    def _said(self, key: int) -> Said:
        row = self._rows[key]
        return Said(
            day=row.day,
            type=row.type,
            rung=row.rung,
            negated=row.negated,
            words=row.content,
            evidence=self._cited["act", key],
        )
