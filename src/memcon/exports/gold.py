"""Confirmed documents in the gold format (docs/accuracy.md), for ``memcon evaluate``.

The format says less than a record: acts of the narrator's own sentences, the meeting at which
something was said, measures apart from their goal, strengths of acts, addressees and offices do
not fit in it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from memcon.archive import human, store
from memcon.archive.rows import day_of
from memcon.errors import MemconError
from memcon.record import Actor, Commitment, Meeting, Participant, Record, Span, Statement

_SLUG: Final = 48  # characters of a title in a file's name
# What repeats the body, or is none of it, is neither for nor against a reader.
_NEUTRAL: Final = frozenset(("headline", "deck", "caption", "pull_quote", "furniture"))


def confirmed_records(connection: Connection) -> Iterator[Record]:
    """Yield the record in force of every document that was confirmed as a whole, by document id."""
    keys = human.confirmed(connection)
    loaded = ((store.load(connection, key).document.id, key) for key in keys)
    for _, key in sorted(loaded):
        yield store.load(connection, key)


def write_gold(folder: Path, records: Iterable[Record], *, replace: bool = False) -> list[str]:
    """Write records as a gold folder and return the names of its documents.

    Args:
        folder: where ``texts/NAME.txt`` and ``gold/NAME.json`` go; made if need be.
        records: the records.
        replace: whether files may be replaced that are there and say something else.

    Raises:
        MemconError: a file is there already, or cannot be written.
    """
    names = []
    for record in records:
        name = name_of(record)
        text = record.document.text
        # A reader of the file takes one byte-order mark away.
        files = {
            folder / "texts" / f"{name}.txt": ("\ufeff" if text[:1] == "\ufeff" else "") + text,
            folder / "gold" / f"{name}.json": json.dumps(
                gold_of(record, name), ensure_ascii=False, indent=1
            )
            + "\n",
        }
        try:
            for path, content in files.items():
                _write(path, content.encode("utf-8"), replace=replace)
        except UnicodeEncodeError as error:
            raise MemconError(
                "its text cannot be written as UTF-8",
                where=record.document.id,
                remedy="Withdraw its confirmation: memcon log tells the entry",
            ) from error
        except OSError as error:
            raise MemconError(
                f"cannot be written ({error.strerror or error})",
                where=str(folder),
                remedy="Give a folder that you may write to",
            ) from error
        names.append(name)
    return names


def _write(path: Path, content: bytes, *, replace: bool) -> None:
    if path.exists():
        if path.read_bytes() == content:
            return
        if not replace:
            raise MemconError(
                "is there already, and says something else",
                where=str(path),
                remedy="Give another folder, or --replace if nobody's work is lost by it",
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def name_of(record: Record) -> str:
    """Return the name of a document's files: its day, words of its title, digits of its id."""
    plain = unicodedata.normalize("NFKD", record.document.title or "")
    ascii_only = plain.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only)[:_SLUG].strip("-")
    digits = record.document.id.rpartition(":")[2][:8]
    return "-".join(part for part in (day_of(record.document), slug, digits) if part)


def gold_of(record: Record, name: str) -> dict[str, Any]:
    """Return the annotation that a record comes to, as JSON."""
    return _Annotation(record).content(name)


class _Annotation:
    def __init__(self, record: Record):
        self.record = record
        self.actors = {actor.id: actor for actor in record.actors}
        self.acts: dict[str, list[Any]] = {}
        for act in record.acts:
            if act.statement is not None:
                self.acts.setdefault(act.statement, []).append(act)

    def content(self, name: str) -> dict[str, Any]:
        document = self.record.document
        return {
            "id": name,
            "doc": {
                "title": document.title,
                "publisher": document.publisher,
                "published": document.published,
                "dateline_place": document.dateline.place if document.dateline else None,
                "language": document.language,
                "url": document.url,
            },
            "meetings": [self._meeting(m) for m in self.record.meetings if m.evidence],
            "statements": [self._statement(s) for s in self.record.statements],
            "commitments": [self._commitment(c) for c in self.record.commitments],
            "neutral": self._neutral(),
        }

    def _meeting(self, meeting: Meeting) -> dict[str, Any]:
        return {
            **_span(meeting.evidence[0]),
            "form": meeting.form,
            "place": meeting.place,
            "date": meeting.date.value if meeting.date else None,
            "participants": [self._participant(one) for one in meeting.participants],
        }

    def _participant(self, one: Participant) -> dict[str, Any]:
        actor = self.actors.get(one.actor or "")
        person = actor is not None and actor.kind == "person"
        side = one.side or (one.actor if not person else None)
        return {
            "name": actor.name if actor and person else None,
            "role": one.role,
            "country_or_org": side,
        }

    def _statement(self, statement: Statement) -> dict[str, Any]:
        acts = self.acts.get(statement.id, ())
        speakers = [self._actor(id) for id in statement.speakers]
        sides = dict.fromkeys(actor.side or actor.id for actor in speakers)
        return {
            "speaker": "; ".join(actor.name for actor in speakers) or None,
            "speaker_mention": _span(statement.speaker_mention),
            "cue": _span(statement.cue),
            "content": [_span(span) for span in statement.content],
            "mode": statement.mode,
            "acts": _unique(act.type for act in acts),
            "holder": "+".join(sides) or None,
            "targets": _unique(id for act in acts for id in act.to),
            "issues": _unique(code for act in acts for code in act.issues),
            "via": [self._actor(id).name for id in statement.via],
        }

    def _commitment(self, item: Commitment) -> dict[str, Any]:
        numbers = [" ".join(quantity.span.text.split()) for quantity in item.quantities]
        deadline = item.deadline
        return {
            **self._span_of(item),
            "by": _unique(self._side(id) for id in item.by),
            "to": _unique(self._side(id) for id in item.to),
            "strength": item.strength,
            "quantity": "; ".join(numbers) or None,
            "deadline": (deadline.date or deadline.text) if deadline else None,
        }

    def _span_of(self, item: Commitment) -> dict[str, Any]:
        """Return goal and measures as one span, as far as little lies between them; else the goal.

        One span is all that the format has for a commitment.
        """
        parts = sorted([item.goal, *item.measures], key=lambda span: span.start)
        start, end = parts[0].start, max(span.end for span in parts)
        if 2 * sum(span.end - span.start for span in parts) < end - start:
            return _span(item.goal) or {}
        return {"start": start, "end": end, "quote": self.record.document.text[start:end]}

    def _neutral(self) -> list[dict[str, Any]]:
        """Return the blocks that repeat the body, as far as nothing was found in them."""
        text = self.record.document.text
        found = [
            (span.start, span.end)
            for spans in (
                *(one.content for one in self.record.statements),
                *([one.goal, *one.measures] for one in self.record.commitments),
            )
            for span in spans
        ]
        return [
            {"start": block.start, "end": block.end, "quote": text[block.start : block.end]}
            for block in self.record.document.blocks
            if block.kind in _NEUTRAL
            and block.start < block.end
            and not any(start < block.end and end > block.start for start, end in found)
        ]

    def _actor(self, id: str) -> Actor:
        return self.actors.get(id) or Actor(id=id, kind="organisation", name=id)

    def _side(self, id: str) -> str:
        return self._actor(id).side or id


def _span(span: Span | None) -> Any:
    if span is None:
        return None
    return {"start": span.start, "end": span.end, "quote": span.text}


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
