"""What readers ask a server for: addresses drawn from what an archive holds, by a fixed seed.

The mix is that of analysts at work: mostly lists with a filter, documents, actors and meetings;
now and then a brief, a comparison or a chart; and a fifth of it programs that ask the API.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from questions import Draw
from sqlalchemy import Connection, text

from memcon.archive.schema import document_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request: the route it is counted under, and its address."""

    route: str
    path: str


class SiteDraw(Draw):
    """What the addresses of a site are made of."""

    def __init__(self, connection: Connection, seed: int):
        super().__init__(connection, seed)
        self.chance = random.Random(f"{seed} visits")
        self._told = [
            self._public(key, "meeting")
            for key in self._all(
                "SELECT m.canonical FROM meetings AS m GROUP BY m.canonical "
                "HAVING count(DISTINCT m.key >> 20) > 1 ORDER BY m.canonical"
            )
        ]
        self._documents = self._all(
            "SELECT id FROM documents WHERE status = 'current' ORDER BY key"
        )

    def document(self) -> str:
        return str(self.chance.choice(self._documents))

    def pair_of_documents(self) -> tuple[str, str]:
        """Return two documents, the second later than the first, from much the same time."""
        place = self.chance.randrange(len(self._documents) - 1)
        return self._documents[place], self._documents[place + 1]

    def meeting(self) -> str:
        return self._public(int(self._row("meetings", "key")), "meeting")

    def told_meeting(self) -> str:
        """Return a meeting of which several documents tell."""
        return self.chance.choice(self._told)

    def commitment(self) -> str:
        return self._public(int(self._row("commitments", "key")), "commitment")

    def statement(self) -> str:
        return self._public(int(self._row("statements", "key")), "statement")

    def _public(self, key: int, kind: str) -> str:
        name = self._connection.execute(
            text("SELECT id FROM documents WHERE key = :key"), {"key": document_of(key)}
        ).scalar()
        return f"{name}/{kind}:{key & 0xFFFFF}"


def visits(connection: Connection, *, count: int, seed: int) -> Iterator[Visit]:
    """Yield visits, drawn by the weights of their routes."""
    draw = SiteDraw(connection, seed)
    routes = list(_ROUTES)
    weights = [weight for weight, _ in _ROUTES.values()]
    for route in draw.chance.choices(routes, weights, k=count):
        yield Visit(route=route, path=_ROUTES[route][1](draw))


def one_of_each(connection: Connection, *, seed: int) -> Iterator[Visit]:
    """Yield a visit of every route."""
    draw = SiteDraw(connection, seed)
    for route, (_, make) in _ROUTES.items():
        yield Visit(route=route, path=make(draw))


def _query(path: str, **values: str | int | None) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def _filtered(draw: SiteDraw, path: str, *options: dict[str, str | int | None]) -> str:
    return _query(path, **draw.chance.choice(options))


def _thing(kind: str, id: str) -> str:
    return f"/{kind}/{quote(id, safe=':/')}"


def _search(draw: SiteDraw, path: str) -> str:
    return _filtered(
        draw,
        path,
        {"words": draw.words(1)},
        {"words": draw.words(2)},
        {"words": f'"{draw.phrase()}"'},
        {"words": draw.words(1), "side": draw.state()},
        {"words": draw.words(1), "since": draw.year()},
        {"actor": draw.actor(), "act": draw.act()},
    )


def _meetings(draw: SiteDraw, path: str) -> str:
    return _filtered(
        draw,
        path,
        {},
        {"actors": draw.actor()},
        {"actors": draw.state(), "since": draw.year()},
        {"form": "call", "since": draw.year()},
    )


def _ledger(draw: SiteDraw, path: str) -> str:
    return _filtered(
        draw,
        path,
        {},
        {"by": draw.state()},
        {"by": draw.state(), "with_quantity": "true"},
        {"by": draw.state(), "to": draw.state()},
        {"issue": draw.issue()},
        {"overdue": "true"},
        {"by": draw.state(), "words": draw.words(1)},
    )


def _events(draw: SiteDraw, path: str) -> str:
    return _filtered(
        draw,
        path,
        {},
        {"actor": draw.actor()},
        {"source": draw.state(), "target": draw.state()},
        {"actor": draw.state(), "code": f"{draw.number(1, 20):02}"},
    )


def _actors(draw: SiteDraw, path: str) -> str:
    return _filtered(
        draw, path, {}, {"kind": "person"}, {"side": draw.state()}, {"words": draw.words(1)}
    )


def _positions(draw: SiteDraw, path: str) -> str:
    return _filtered(draw, path, {"by": draw.state()}, {"on": draw.issue()}, {"by": draw.actor()})


def _formulas(draw: SiteDraw, path: str) -> str:
    return _filtered(
        draw, path, {}, {"user": draw.state()}, {"user": draw.state(), "dropped": "true"}
    )


def _sides(draw: SiteDraw, path: str) -> str:
    a, b = draw.pair()
    return _query(path, a=a, b=b)


def _compared(draw: SiteDraw, path: str) -> str:
    one, other = draw.pair_of_documents()
    return _query(path, a=one, b=other)


_ROUTES: Final[dict[str, tuple[int, Callable[[SiteDraw], str]]]] = {
    "/": (8, lambda draw: "/"),
    "/search": (12, lambda draw: _search(draw, "/search")),
    "/documents/{id}": (14, lambda draw: _thing("documents", draw.document())),
    "/meetings": (6, lambda draw: _meetings(draw, "/meetings")),
    "/meetings/{id}": (6, lambda draw: _thing("meetings", draw.meeting())),
    "/actors": (4, lambda draw: _actors(draw, "/actors")),
    "/actors/{id}": (6, lambda draw: _thing("actors", draw.actor())),
    "/pairs/{a}/{b}": (3, lambda draw: "/pairs/{}/{}".format(*draw.pair())),
    "/ledger": (8, lambda draw: _ledger(draw, "/ledger")),
    "/commitments/{id}": (3, lambda draw: _thing("commitments", draw.commitment())),
    "/findings/{id}": (2, lambda draw: _thing("findings", draw.statement())),
    "/positions": (3, lambda draw: _positions(draw, "/positions")),
    "/changes": (1, lambda draw: _query("/changes", by=draw.state())),
    "/timeline": (2, lambda draw: _sides(draw, "/timeline")),
    "/events": (3, lambda draw: _events(draw, "/events")),
    "/formulas": (2, lambda draw: _formulas(draw, "/formulas")),
    "/phrases": (1, lambda draw: _query("/phrases", phrases=draw.phrase())),
    "/compare two documents": (2, lambda draw: _compared(draw, "/compare")),
    "/compare accounts": (2, lambda draw: _query("/compare", a=draw.told_meeting())),
    "/network": (1, lambda draw: _query("/network", since=draw.year())),
    "/brief": (2, lambda draw: _sides(draw, "/brief")),
    "/rejects": (1, lambda draw: "/rejects"),
    "/log": (1, lambda draw: "/log"),
    "/review": (1, lambda draw: "/review"),
    "/add": (1, lambda draw: "/add"),
    "/api": (1, lambda draw: "/api"),
    "/ledger.csv": (1, lambda draw: _query("/ledger.csv", by=draw.state())),
    "/api/v1/search": (4, lambda draw: _search(draw, "/api/v1/search")),
    "/api/v1/documents/{id}": (3, lambda draw: _thing("api/v1/documents", draw.document())),
    "/api/v1/meetings": (3, lambda draw: _meetings(draw, "/api/v1/meetings")),
    "/api/v1/actors/{id}": (2, lambda draw: _thing("api/v1/actors", draw.actor())),
    "/api/v1/ledger": (4, lambda draw: _ledger(draw, "/api/v1/ledger")),
    "/api/v1/positions": (2, lambda draw: _positions(draw, "/api/v1/positions")),
    "/api/v1/events": (2, lambda draw: _events(draw, "/api/v1/events")),
    "/api/v1/compare": (1, lambda draw: _compared(draw, "/api/v1/compare")),
    "/api/v1/brief": (1, lambda draw: _sides(draw, "/api/v1/brief")),
}
