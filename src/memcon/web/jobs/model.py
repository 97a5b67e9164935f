"""A job as it stands: what was handed in, and what became of it so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from memcon.scale.adding import Added, Outcome

JobKind = Literal["files", "address", "text"]
JobState = Literal["waiting", "adding", "linking", "done", "stopped", "failed"]
Outcomes = Mapping[Outcome, int]
ENDED: Final = frozenset(("done", "stopped", "failed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to be added: bytes that were put aside, or an address.

    ``where`` names it in messages and ``location`` in the archive. ``path`` is a file of the
    server's own making; what the sender called it is in neither.
    """

    where: str
    location: str
    path: Path | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stood at one moment.

    Attributes:
        id: by which it is asked for; nobody can guess it.
        kind: whether files, an address or a text were handed in.
        title: what was handed in, in a few words.
        who: who handed it in, as the log is signed.
        state: ``waiting`` for its turn, ``adding``, ``linking`` what was added with the rest, or
            ended: ``done``, ``stopped`` by somebody or by the server's end, ``failed``.
        total: how many inputs there are; a feed is one.
        through: how many of them are through.
        current: the input that is being read.
        items: what became of each document so far, in order.
        fault: why it failed.
        submitted_at: when it was handed in (ISO 8601, UTC).
        started_at: when its turn came.
        ended_at: when it ended.
        version: grows with every change.
    """

    id: str
    kind: JobKind
    title: str
    who: str
    state: JobState = "waiting"
    total: int
    through: int = 0
    current: str | None = None
    items: tuple[Added, ...] = field(default=())
    fault: str | None = None
    submitted_at: str
    started_at: str | None = None
    ended_at: str | None = None
    version: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in ENDED

    @property
    def outcomes(self) -> Outcomes:
        """How many documents had which outcome."""
        return dict(Counter(item.outcome for item in self.items))
