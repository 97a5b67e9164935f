"""Records of a few lines, said directly: who met, and who did what to whom."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from memcon.record import Record

STATES = {"XOS": "Ostria", "XVA": "Varnia", "XSE": "Selmark"}


@dataclass
class Account:
    """A document in the making; every finding gets a line of the text for its words."""

    day: str | None
    narrator: str | None = "XOS"
    url: str | None = None
    title: str = "Talks"
    people: dict[str, str] = field(default_factory=dict)  # name by side
    lines: list[str] = field(default_factory=list)
    meetings: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    acts: list[dict[str, Any]] = field(default_factory=list)
    commitments: list[dict[str, Any]] = field(default_factory=list)

    def meeting(
        self,
        day: str | None,
        *sides: str,
        form: str = "meeting",
        status: str = "held",
        place: str | None = None,
    ) -> Account:
        precision = {4: "year", 7: "month", 10: "day"}[len(day or "2000")]
        self.meetings.append(
            {
                "id": f"meeting:{len(self.meetings) + 1}",
                "form": form,
                "status": status,
                "date": day and {"value": day, "precision": precision, "basis": "said"},
                "place": place,
                "participants": [self._party(side) for side in sides],
                "evidence": [self._span(f"Meeting {len(self.lines)} of {' and '.join(sides)}.")],
            }
        )
        return self

    def act(
        self,
        kind: str,
        by: Sequence[str],
        to: Sequence[str] = (),
        words: str = "",
        *,
        speaker: str | None = None,
        addressee: str | None = None,
        issues: Sequence[str] = (),
        strength: str | None = None,
        pledged: bool = False,
        deadline: tuple[str, str] | None = None,  # words and date
    ) -> Account:
        span = self._span(words or f"Words {len(self.lines)} of {' and '.join(by)}")
        number = len(self.acts) + 1
        self.statements.append(
            {
                "id": f"statement:{number}",
                "speakers": [_person(speaker)] if speaker else list(by),
                "content": [span],
                "mode": "indirect",
                "addressees": [_person(addressee)] if addressee else [],
                "meeting": self.meetings[-1]["id"] if self.meetings else None,
            }
        )
        self.acts.append(
            {
                "id": f"act:{number}",
                "statement": f"statement:{number}",
                "type": kind,
                "by": list(by),
                "to": list(to),
                "content": span,
                "issues": list(issues),
                "strength": strength,
            }
        )
        if pledged:
            self.commitments.append(
                {
                    "id": f"commitment:{len(self.commitments) + 1}",
                    "act": f"act:{number}",
                    "by": list(by),
                    "to": list(to),
                    "joint": len(by) > 1,
                    "goal": span,
                    "strength": "will",
                    "testable": True,
                    "deadline": deadline and _deadline(span, *deadline),
                }
            )
        return self

    def record(self) -> Record:
        text = "\n".join(self.lines)
        digest = hashlib.sha256(f"{self.day}{self.narrator}{self.title}{text}".encode()).hexdigest()
        actors: list[dict[str, Any]] = [
            {"id": id, "kind": "state", "name": name} for id, name in STATES.items()
        ]
        actors += [
            {"id": _person(name), "kind": "person", "name": name, "side": side}
            for side, name in self.people.items()
        ]
        blocks = []
        place = 0
        for line in self.lines:
            blocks.append({"kind": "paragraph", "start": place, "end": place + len(line)})
            place += len(line) + 1
        return Record.model_validate(
            {
                "schema": "memcon/record/1",
                "reader": {"version": "test", "model": "none"},
                "document": {
                    "id": f"doc:{digest[:16]}",
                    "url": self.url,
                    "title": self.title,
                    "narrator": self.narrator,
                    "language": "en",
                    "published": self.day,
                    "text": text,
                    "blocks": blocks,
                    "source": {"media_type": "text/plain", "sha256": digest},
                },
                "actors": actors,
                "meetings": self.meetings,
                "statements": self.statements,
                "acts": self.acts,
                "commitments": self.commitments,
            }
        )

    def _party(self, side: str) -> dict[str, Any]:
        name = self.people.get(side)
        return {"actor": _person(name) if name else side, "role": None, "side": side}

    def _span(self, words: str) -> dict[str, Any]:
        start = sum(len(line) + 1 for line in self.lines)
        self.lines.append(words)
        return {"start": start, "end": start + len(words), "text": words}


def _deadline(span: dict[str, Any], words: str, date: str) -> dict[str, Any]:
    start = span["start"] + span["text"].index(words)
    place = {"start": start, "end": start + len(words), "text": words}
    return {"date": date, "text": words, "span": place}


def _person(name: str | None) -> str:
    return "person:" + (name or "").lower().replace(" ", "-")
