"""What reviewers decided: how far they are, and where they disagree."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal

from pydantic import Field
from sqlalchemy import Connection, func, select

from memcon.analysis.answer import SHOWN, Answer, Model
from memcon.analysis.log import finding_words
from memcon.archive.lookup import chunks
from memcon.archive.rows import number
from memcon.archive.schema import acts, child_key, commitments, documents, log, meetings, statements

Decided = Literal["confirm", "reject", "correct"]
ReviewedKind = Literal["meeting", "statement", "act", "commitment"]
TABLES: Final = {
    "meeting": meetings,
    "statement": statements,
    "act": acts,
    "commitment": commitments,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What one reviewer last said of one finding, as far as it is in force.

    ``fields`` are the values that they set, by field.
    """

    entry: int
    who: str
    action: Decided
    fields: dict[str, object] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A finding, or a document, that people reviewed, by the id it had then."""

    id: str
    kind: str
    document: int
    words: str | None
    opinions: tuple[Opinion, ...]  # one a person, the oldest first

    @property
    def key(self) -> int:
        """Key of the finding's row; that of its document for others."""
        local = self.id.partition("/")[2]
        return child_key(self.document, number(local)) if self.kind in TABLES else self.document


class Disagreement(Model):
    """A finding of which two reviewers said different things."""

    id: Annotated[str, Field(description="id of the finding", json_schema_extra=SHOWN)]
    kind: Annotated[str, Field(description="what it is", json_schema_extra=SHOWN)]
    words: Annotated[str | None, Field(description="its words", json_schema_extra=SHOWN)]
    one: Annotated[str, Field(description="who said so first", json_schema_extra=SHOWN)]
    said: Annotated[str, Field(description="what they said", json_schema_extra=SHOWN)]
    other: Annotated[str, Field(description="who said otherwise", json_schema_extra=SHOWN)]
    otherwise: Annotated[str, Field(description="what they said", json_schema_extra=SHOWN)]
    document: Annotated[str, Field(description="document id")]
    title: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    entry: Annotated[int, Field(description="the later entry of the log")]


class KindProgress(Model):
    """How many findings of a kind there are, and how many were looked at."""

    kind: Annotated[ReviewedKind, Field(description="kind of finding", json_schema_extra=SHOWN)]
    total: Annotated[int, Field(description="how many there are", json_schema_extra=SHOWN)]
    reviewed: Annotated[
        int, Field(description="how many of them a person reviewed", json_schema_extra=SHOWN)
    ]


class PersonProgress(Model):
    """What a person decided, as far as it is in force."""

    who: Annotated[str, Field(description="who", json_schema_extra=SHOWN)]
    findings: Annotated[int, Field(description="findings reviewed", json_schema_extra=SHOWN)]
    confirmed: Annotated[int, Field(description="confirmed", json_schema_extra=SHOWN)]
    rejected: Annotated[int, Field(description="rejected", json_schema_extra=SHOWN)]
    corrected: Annotated[int, Field(description="corrected", json_schema_extra=SHOWN)]


def reviewed(connection: Connection) -> list[Reviewed]:
    """Return everything that people reviewed, by the ids of that time, the oldest first."""
    undone = select(log.c.undoes).where(log.c.undoes.is_not(None))
    rows = connection.execute(
        select(log)
        .where(log.c.action.in_(("confirm", "reject", "correct")), log.c.key.not_in(undone))
        .order_by(log.c.key)
    ).all()
    by_target: dict[str, list[Opinion]] = defaultdict(list)
    last = {}
    for row in rows:
        mine = by_target[row.target]
        before = next((one for one in mine if one.who == row.who), None)
        fields = {}
        if row.action == "correct":
            kept = before.fields if before is not None and before.action == "correct" else {}
            fields = {**kept, row.field: json.loads(row.value)}
        mine[:] = [one for one in mine if one.who != row.who]
        mine.append(
            Opinion(entry=row.key, who=row.who, action=row.action, fields=fields, note=row.note)
        )
        last[row.target] = row
    return [
        Reviewed(
            id=target,
            kind=last[target].kind,
            document=last[target].document,
            words=_words(last[target]),
            opinions=tuple(opinions),
        )
        for target, opinions in by_target.items()
    ]


def disagreements(connection: Connection) -> Answer[Disagreement]:
    """Return the findings of which two reviewers said different things, the latest first.

    Who confirms what another has corrected agrees with it; who rejects or corrects what another
    has confirmed does not, nor who sets a field to another value. Only the last word of each
    counts, and only as long as it is not undone.
    """
    found = []
    for one in reviewed(connection):
        pair = _opposed(one.opinions)
        if pair is not None:
            found.append((one, *pair))
    found.sort(key=lambda item: -item[2].entry)
    titles = _titles(connection, [one.document for one, _, _ in found])
    rows = [
        Disagreement(
            id=one.id,
            kind=one.kind,
            words=one.words,
            one=first.who,
            said=_told(first),
            other=then.who,
            otherwise=_told(then),
            document=one.id.partition("/")[0],
            title=titles[one.document],
            entry=then.entry,
        )
        for one, first, then in found
    ]
    return Answer(model=Disagreement, rows=rows, total=len(rows))


def progress_by_kind(connection: Connection) -> Answer[KindProgress]:
    """Return how far the review is, by kind of finding; rejected findings count as reviewed."""
    seen: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for name, keys in _keys(reviewed(connection)).items():
        there: set[int] = set()
        for part in chunks(sorted(keys)):
            query = select(TABLES[name].c.key).where(TABLES[name].c.key.in_(part))
            there.update(connection.execute(query).scalars())
        seen[name], gone[name] = len(keys), len(keys - there)
    rows = []
    kind: ReviewedKind
    for kind in ("statement", "act", "commitment", "meeting"):
        count = connection.execute(select(func.count()).select_from(TABLES[kind])).scalar_one()
        rows.append(KindProgress(kind=kind, total=count + gone[kind], reviewed=seen[kind]))
    return Answer(model=KindProgress, rows=rows, total=len(rows))


def progress_by_person(connection: Connection) -> Answer[PersonProgress]:
    """Return what each person decided, whoever decided most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in reviewed(connection):
        for opinion in one.opinions:
            counts[opinion.who][opinion.action] += 1
    rows = [
        PersonProgress(
            who=who,
            findings=sum(mine.values()),
            confirmed=mine["confirm"],
            rejected=mine["reject"],
            corrected=mine["correct"],
        )
        for who, mine in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    ]
    return Answer(model=PersonProgress, rows=rows, total=len(rows))


def _words(row: Any) -> str | None:
    return finding_words(json.loads(row.snapshot).get("finding", {})) if row.snapshot else None


def _keys(all: Sequence[Reviewed]) -> dict[str, set[int]]:
    keys: dict[str, set[int]] = defaultdict(set)
    for one in all:
        if one.kind in TABLES:
            keys[one.kind].add(one.key)
    return keys


def _opposed(opinions: Sequence[Opinion]) -> tuple[Opinion, Opinion] | None:
    """Return the last two opinions that do not go together, the older one first."""
    for place in range(len(opinions) - 1, 0, -1):
        then = opinions[place]
        for first in reversed(opinions[:place]):
            if _opposes(then, first):
                return first, then
    return None


def _opposes(then: Opinion, first: Opinion) -> bool:
    if then.action == "correct" and first.action == "correct":
        return any(
            name in first.fields and first.fields[name] != value
            for name, value in then.fields.items()
        )
    return then.action != "confirm" and then.action != first.action


def _told(opinion: Opinion) -> str:
    words = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected"}[opinion.action]
    return f"{words} {', '.join(sorted(opinion.fields))}" if opinion.fields else words


def _titles(connection: Connection, keys: Sequence[int]) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    for part in chunks(sorted(set(keys))):
        query = select(documents.c.key, documents.c.title).where(documents.c.key.in_(part))
        found.update({row.key: row.title for row in connection.execute(query)})
    return found
