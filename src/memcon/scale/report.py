"""What came of a run, in numbers: while it goes on, and at its end."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from memcon.scale.work import Done, Stage

SCHEMA: Final = "memcon/report/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """The sum of what came of many tasks; fields as of ``work.Done``."""

    tasks: int = 0
    documents: int = 0
    bytes: int = 0
    kept: int = 0
    aside: dict[str, int] = field(default_factory=dict)
    rejects: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    replaced: dict[str, int] = field(default_factory=dict)


class Adding:
    """A sum that grows."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()
        self._tables: dict[str, Counter[str]] = {
            name: Counter() for name in ("aside", "rejects", "rows", "replaced")
        }

    def add(self, done: Done) -> None:
        """Add what came of one task."""
        self._numbers.update(tasks=1, documents=done.documents, bytes=done.bytes, kept=done.kept)
        for name, counts in self._tables.items():
            counts.update(getattr(done, name))

    def sum(self) -> Sum:
        """Return the sum so far."""
        numbers, tables = self._numbers, self._tables
        return Sum(
            tasks=numbers["tasks"],
            documents=numbers["documents"],
            bytes=numbers["bytes"],
            kept=numbers["kept"],
            **{name: dict(sorted(counts.items())) for name, counts in tables.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a stage has come.

    ``sum`` is of all of its tasks that are done, in this session and before, ``session`` of those
    of this session, ``total`` the bytes (sift) or documents (read) that there are, ``seconds`` how
    long this session has been at it.
    """

    stage: Stage
    sum: Sum
    session: Sum
    total: int
    seconds: float

    @property
    def done(self) -> int:
        """Bytes or documents done, of ``total``."""
        return self.sum.bytes if self.stage == "sift" else self.sum.documents

    @property
    def seconds_left(self) -> float | None:
        """An estimate, from the rate of this session; None before there is one."""
        here = self.session.bytes if self.stage == "sift" else self.session.documents
        if not here or not self.seconds:
            return None
        return max(self.total - self.done, 0) * self.seconds / here


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of a whole run.

    ``passed_over`` counts the files in folders that hold no documents, by the ending of the name.
    ``seconds``, by stage, and the workers replaced are those of the session that finished it;
    everything else is of the run, however often it was begun.
    """

    form: str
    engine: str
    workers: int | None
    files: int
    passed_over: dict[str, int]
    sift: Sum
    duplicates: int
    treatment: str
    read: Sum
    seconds: dict[str, float]
    resumed: bool

    def as_json(self) -> dict[str, Any]:
        """Return the report as it is written."""
        return {"schema": SCHEMA, **asdict(self)}

    @property
    def rejected(self) -> int:
        """How many documents or stretches of input were rejected."""
        return sum(self.sift.rejects.values()) + sum(self.read.rejects.values())

    def as_text(self) -> str:
        """Return the report for reading, a line a fact."""
        sift, read = self.sift, self.read
        lines = [
            f"input       {_of(self.files, 'file')}, {sift.documents:,} documents, "
            f"{_size(sift.bytes)}"
            + (f"; other files passed over{_parts(self.passed_over)}" if self.passed_over else ""),
            f"set aside   {sum(sift.aside.values()):,} by triage"
            + _parts(sift.aside)
            + (f", {_share(sum(sift.aside.values()), sift.documents)}" if sift.aside else ""),
            f"duplicates  {self.duplicates:,} "
            + {"drop": "dropped", "mark": "marked", "keep": "(not looked for)"}[self.treatment],
            f"read        {read.kept:,} documents, {_size(read.bytes)} of text",
            f"rejected    {self.rejected:,}"
            + _parts(Counter(sift.rejects) + Counter(read.rejects)),
            "rows        " + ", ".join(f"{count:,} {name}" for name, count in read.rows.items()),
            f"time        {sum(self.seconds.values()):,.0f} s"
            + _parts({name: f"{value:,.0f} s" for name, value in self.seconds.items()})
            + (", in the last session" if self.resumed else ""),
        ]
        replaced = Counter(sift.replaced) + Counter(read.replaced)
        if replaced:
            lines.append(f"workers     {sum(replaced.values())} replaced" + _parts(replaced))
        return "\n".join(lines) + "\n"


def _size(count: int) -> str:
    unit, name = next(
        (u, n) for u, n in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")) if count >= u or u == 1e3
    )
    return f"{count / unit:,.1f} {name}"


def _of(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def _parts(counts: Any) -> str:
    if not counts:
        return ""
    return " (" + ", ".join(f"{name} {value}" for name, value in counts.items()) + ")"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} of all" if whole else ""
