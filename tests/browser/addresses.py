"""All pages, in one place: each has to be here, and is looked at in every way of looking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import Connection

from memcon.analysis.actors import actors_named
from memcon.analysis.ledger import ledger
from memcon.analysis.meetings import meetings
from memcon.analysis.positions import positions
from memcon.archive.users import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Things of an archive whose pages are looked at, each among those with the most to show.

    ``meeting`` is the one of most accounts; ``one`` and ``other`` are documents that tell of the
    same meeting, if it can be in two voices; ``a`` and ``b`` are the states named most often;
    ``person``, ``commitment`` and the ``issue`` of state ``a`` the first of their lists, and
    ``finding`` a place where the commitment is said. ``job`` is something handed in to a server,
    which an archive does not tell of: ``handing_in`` makes one.
    """

    meeting: str
    one: str
    other: str
    a: str
    b: str
    person: str
    commitment: str
    finding: str
    issue: str
    job: str = ""

    @classmethod
    def of(cls, connection: Connection) -> Samples:
        """Draw them from an archive with states, persons, and a meeting of several accounts."""
        met = meetings(connection, limit=500).rows
        twice = max(met, key=lambda row: (row.accounts == 2, len(row.narrators), row.id))
        one, other = (words.document for words in twice.evidence[:2])
        a, b = (row.id for row in actors_named(connection, kind="state", limit=2).rows)
        promised = ledger(connection, today="2026-01-01", limit=1).rows[0]
        return cls(
            meeting=max(met, key=lambda row: row.accounts).id,
            one=one,
            other=other,
            a=a,
            b=b,
            person=actors_named(connection, kind="person", limit=1).rows[0].id,
            commitment=promised.id,
            finding=promised.latest.id or "",
            issue=positions(connection, by=[a], limit=1).rows[0].issue,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page: its name, its address with ``{…}`` for samples, and whom it is for.

    ``role`` None stands for a page that is looked at without logging in; pages with ``team`` are
    those of a server with users. ``status`` is what it answers.
    """

    name: str
    path: str
    role: Role | None = "reader"
    team: bool = False
    status: int = 200

    def at(self, samples: Samples) -> str:
        """Return the address over an archive."""
        return self.path.format(
            **{name: getattr(samples, name) for name in Samples.__dataclass_fields__}
        )


def _query(path: str, **values: str) -> str:
    return f"{path}?{urlencode(values, safe='{}')}"


ADDRESSES: Final = (
    Address(name="home", path="/"),
    Address(name="search", path=_query("/search", words="cooperation")),
    Address(name="search-nothing", path=_query("/search", words="xylophone")),
    Address(name="document", path="/documents/{one}"),
    Address(name="document-selection", path=_query("/documents/{one}", at="0-40")),
    Address(name="finding", path="/findings/{finding}"),
    Address(name="citation", path=_query("/citations", id="{one}", start="0", end="40")),
    Address(name="meetings", path="/meetings"),
    Address(name="meeting", path="/meetings/{meeting}"),
    Address(name="actors", path="/actors"),
    Address(name="actor", path="/actors/{a}"),
    Address(name="person", path="/actors/{person}"),
    Address(name="pair", path="/pairs/{a}/{b}"),
    Address(name="ledger", path="/ledger"),
    Address(name="commitment", path="/commitments/{commitment}"),
    Address(name="positions", path="/positions"),
    Address(name="positions-between", path=_query("/positions", by="{a}") + "&by={b}"),
    Address(
        name="positions-statements",
        path=_query("/positions/statements", actor="{a}", issue="{issue}"),
    ),
    Address(name="positions-years", path=_query("/positions/years", by="{a}")),
    Address(name="changes-choose", path="/changes"),
    Address(name="changes", path=_query("/changes", by="{a}")),
    Address(name="timeline", path=_query("/timeline", a="{a}", b="{b}")),
    Address(name="events", path="/events"),
    Address(name="formulas", path="/formulas"),
    Address(name="phrases-choose", path="/phrases"),
    Address(name="phrases", path=_query("/phrases", phrases="cooperation")),
    Address(name="compare-choose", path="/compare"),
    Address(name="compare", path=_query("/compare", a="{one}", b="{other}")),
    Address(name="accounts-choose", path=_query("/compare", a="{meeting}")),
    Address(name="network", path="/network"),
    Address(name="brief-choose", path="/brief"),
    Address(name="brief", path=_query("/brief", a="{a}", b="{b}")),
    Address(name="add", path="/add", role="reviewer"),
    Address(name="job", path="/add/{job}", role="reviewer"),
    Address(name="rejects", path="/rejects"),
    Address(name="review", path="/review", role="reviewer"),
    Address(name="review-progress", path="/review/progress", role="reviewer"),
    Address(name="log", path="/log"),
    Address(name="api", path="/api"),
    Address(name="nothing", path="/nothing-of-this-name", status=404),
    Address(name="nothing-document", path="/documents/doc:0000000000000000", status=404),
    Address(name="not-understood", path=_query("/ledger", limit="many"), status=422),
    Address(name="login", path="/login", role=None, team=True),
    Address(name="account", path="/account", team=True),
    Address(name="users", path="/users", role="admin", team=True),
    Address(name="refused", path="/add", team=True, status=403),
)
