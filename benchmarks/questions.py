"""Questions to an archive, drawn from what it holds: about frequent actors and rare ones alike.

Who asks gets calls that are the same every time for the same archive, each with the words in which
the command line would ask it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from memcon.analysis.actors import actors_named
from memcon.analysis.brief import brief
from memcon.analysis.events import events
from memcon.analysis.formulas import formulas_of
from memcon.analysis.ledger import ledger
from memcon.analysis.log import entries
from memcon.analysis.meetings import meetings
from memcon.analysis.phrase_watch import watch
from memcon.analysis.positions import positions
from memcon.analysis.rejects import rejects
from memcon.analysis.search import search
from memcon.analysis.show import show
from memcon.analysis.timeline import timeline
from memcon.archive.schema import document_of
from memcon.archive.tags import ACT_NUMBER

_ID_KINDS: Final = ("document", "actor", "meeting", "statement", "act", "commitment")
_WORD: Final = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A question: its name, how it is asked, and a function that asks it."""

    question: str
    words: str
    ask: Callable[[Connection], object]


class Draw:
    """What an archive holds, drawn by chance: half of it common, half of it whatever comes."""

    def __init__(self, connection: Connection, seed: int):
        self._connection = connection
        self._random = random.Random(seed)
        self.today = str(self._one("SELECT max(day) FROM documents"))
        self._first = str(self._one("SELECT min(day) FROM documents WHERE day > ''"))
        kinds = "kind = 'state'", "kind = 'organisation'", "kind = 'person' AND named"
        self._actors = [
            self._all(
                f"SELECT id FROM actors WHERE documents > 0 AND {kind} "
                "ORDER BY documents DESC, key LIMIT 3000"
            )
            for kind in kinds
        ]
        self._issues = self._all(
            "SELECT issue FROM (SELECT issue, count(*) AS n FROM act_issues GROUP BY issue) AS c "
            "ORDER BY n DESC, issue"
        )
        self._publishers = self._all(
            "SELECT publisher FROM documents WHERE publisher > '' GROUP BY publisher "
            "ORDER BY count(*) DESC, publisher"
        )

    def _all(self, statement: str, **values: Any) -> list[Any]:
        return list(self._connection.execute(text(statement), values).scalars())

    def _one(self, statement: str, **values: Any) -> Any:
        return self._connection.execute(text(statement), values).scalar()

    def _of(self, ranked: Sequence[Any]) -> Any:
        """Return one of some things that are ranked by how common they are."""
        if self._random.random() < 0.5:
            return ranked[self._random.randrange(min(10, len(ranked)))]
        return self._random.choice(ranked)

    def state(self) -> str:
        return str(self._of(self._actors[0]))

    def pair(self) -> tuple[str, str]:
        a = b = self.state()
        while b == a:
            b = self.state()
        return a, b

    def actor(self) -> str:
        return str(self._of(self._random.choice([kind for kind in self._actors if kind])))

    def person(self) -> str:
        return str(self._of(self._actors[2] or self._actors[0]))

    def issue(self) -> str:
        return str(self._of(self._issues))

    def publisher(self) -> str:
        return str(self._of(self._publishers))

    def number(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def act(self) -> str:
        return str(self._random.choice(sorted(ACT_NUMBER)))

    def year(self) -> str:
        return str(self._random.randint(int(self._first[:4]), int(self.today[:4])))

    def words(self, count: int) -> str:
        """Return words that follow each other somewhere, so that common ones come often."""
        while True:
            passage = self._row("passages", "text")
            found = _WORD.findall(str(passage))
            if len(found) > count:
                place = self._random.randrange(len(found) - count)
                return " ".join(found[place : place + count])

    def phrase(self) -> str:
        """Return three words as they stand side by side somewhere."""
        while True:
            found = re.findall(r"\b\w+ \w+ \w+\b", str(self._row("passages", "text")))
            if found:
                return str(self._random.choice(found)).lower()

    def _row(self, table: str, column: str) -> Any:
        """Return a value of a row somewhere in a table."""
        last = self._one(f"SELECT max(key) FROM {table}")
        key = self._random.randint(1, last)
        return self._one(
            f"SELECT {column} FROM {table} WHERE key <= :key ORDER BY key DESC LIMIT 1", key=key
        ) or self._one(f"SELECT {column} FROM {table} ORDER BY key LIMIT 1")

    def id(self) -> str:
        """Return the public id of something."""
        kind = self._random.choice(
            ["document", "actor", "meeting", "statement", "act", "commitment"]
        )
        if kind == "actor":
            return self.actor()
        key = int(self._row(f"{kind}s", "key"))
        document = key if kind == "document" else document_of(key)
        name = self._one("SELECT id FROM documents WHERE key = :key", key=document)
        return str(name) if kind == "document" else f"{name}/{kind}:{key & 0xFFFFF}"

    def formula(self) -> str | None:
        found = self._all("SELECT words FROM formulas ORDER BY key LIMIT 1000")
        return str(self._of(found)) if found else None


def calls(connection: Connection, *, each: int, seed: int = 0) -> Iterator[Call]:
    """Yield questions, ``each`` of a kind."""
    draw = Draw(connection, seed)
    for name, make in _KINDS.items():
        for number in range(each):
            words, ask = make(draw, number)
            yield Call(question=name, words=words, ask=ask)


Made = tuple[str, Callable[[Connection], object]]


def _made(question: Callable[..., object], *values: Any, **options: Any) -> Made:
    given = [*map(repr, values), *(f"{name}={value!r}" for name, value in options.items())]
    return " ".join(given), lambda connection: question(connection, *values, **options)


def _search(draw: Draw, number: int) -> Made:
    options: list[tuple[str, dict[str, Any]]] = [
        (draw.words(1), {}),
        (draw.words(2), {}),
        (f'"{draw.phrase()}"', {}),
        (draw.words(1), {"side": draw.state()}),
        (draw.words(1), {"since": draw.year()}),
        ("", {"actor": draw.actor(), "act": draw.act()}),
        (draw.words(1), {"narrator": draw.state(), "issue": draw.issue()}),
        ("", {"publisher": draw.publisher(), "since": draw.year()}),
        (f"{draw.words(1)} -{draw.words(1)}", {"order": "date"}),
        ("", {"side": draw.state(), "act": draw.act(), "issue": draw.issue()}),
    ]
    words, filters = options[number % len(options)]
    return _made(search, words, **filters)


def _meetings(draw: Draw, number: int) -> Made:
    options: list[dict[str, Any]] = [
        {},
        {"actors": (draw.actor(),)},
        {"actors": draw.pair()},
        {"actors": (draw.person(), draw.state())},
        {"form": "call", "since": draw.year()},
        {"actors": (draw.state(),), "status": "planned"},
        {"actors": (draw.state(),), "since": draw.year(), "form": "meeting"},
        {"until": draw.year()},
    ]
    return _made(meetings, **options[number % len(options)])


def _events(draw: Draw, number: int) -> Made:
    root = f"{draw.number(1, 20):02}"
    options: list[dict[str, Any]] = [
        {},
        {"actor": draw.actor()},
        {"source": draw.state(), "target": draw.state()},
        {"actor": draw.state(), "code": root},
        {"code": root},
        {"code": root, "since": draw.year(), "background": False},
        {"source": draw.state(), "since": draw.year(), "background": False},
        {"target": draw.person(), "until": draw.year()},
        {"actor": draw.person(), "source": draw.state()},
    ]
    return _made(events, **options[number % len(options)])


def _actors(draw: Draw, number: int) -> Made:
    options: list[tuple[str, dict[str, Any]]] = [
        ("", {}),
        ("", {"kind": "person"}),
        ("", {"side": draw.state(), "kind": "person"}),
        (draw.person().removeprefix("person:").split("-")[-1], {}),
        ("", {"kind": "organisation"}),
        (draw.actor().rpartition(":")[2][:5], {"side": draw.state()}),
    ]
    words, filters = options[number % len(options)]
    return _made(actors_named, words, **filters)


def _show(draw: Draw, number: int) -> Made:
    return _made(show, draw.id())


def _ledger(draw: Draw, number: int) -> Made:
    options: list[dict[str, Any]] = [
        {"by": draw.actor()},
        {"by": draw.state(), "with_quantity": True},
        {"by": draw.state(), "to": draw.state()},
        {"issue": draw.issue()},
        {"overdue": True},
        {"by": draw.state(), "issue": draw.issue(), "sort": "deadline"},
        {"to": draw.actor(), "since": draw.year()},
        {"by": draw.person(), "with_deadline": True},
        {},
        {"by": draw.state(), "carried_by": draw.state()},
        {"with_quantity": True, "until": draw.year()},
        {"by": draw.state(), "words": draw.words(1)},
        {"status": "kept"},
        {"strength": "will", "issue": draw.issue(), "sort": "times"},
    ]
    return _made(ledger, today=draw.today, **options[number % len(options)])


def _positions(draw: Draw, number: int) -> Made:
    options: list[dict[str, Any]] = [
        {"by": (draw.actor(),)},
        {"on": (draw.issue(),)},
        {"by": (draw.state(),), "on": (draw.issue(),)},
        {"by": draw.pair(), "since": draw.year()},
        {"by": (draw.person(),)},
    ]
    return _made(positions, **options[number % len(options)])


def _timeline(draw: Draw, number: int) -> Made:
    if number % 3 == 0:
        return _made(timeline, draw.actor())
    if number % 3 == 1:
        return _made(timeline, *draw.pair())
    return _made(timeline, *draw.pair(), since=draw.year())


def _formulas(draw: Draw, number: int) -> Made:
    options: list[dict[str, Any]] = [
        {},
        {"user": draw.state()},
        {"user": draw.state(), "dropped": True},
        {"adopted": True},
        {"user": draw.state(), "other": draw.state()},
        {"words": draw.words(1)},
        {"since": draw.year()},
    ]
    return _made(formulas_of, **options[number % len(options)])


def _watch(draw: Draw, number: int) -> Made:
    phrase = draw.phrase() if number % 2 else draw.formula() or draw.phrase()
    return _made(watch, [phrase], **({"user": draw.state()} if number % 3 == 0 else {}))


def _brief(draw: Draw, number: int) -> Made:
    since = {"since": draw.year()} if number % 2 else {}
    return _made(brief, *draw.pair(), today=draw.today, **since)


_KINDS: Final[dict[str, Callable[[Draw, int], Made]]] = {
    "search": _search,
    "meetings": _meetings,
    "events": _events,
    "actors": _actors,
    "show": _show,
    "ledger": _ledger,
    "positions": _positions,
    "timeline": _timeline,
    "formulas": _formulas,
    "formulas --watch": _watch,
    "brief": _brief,
    "rejects": lambda draw, number: _made(rejects),
    "log": lambda draw, number: _made(entries),
}
