"""The meetings of a selection, each once, however many documents tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, select

from memcon.archive import lookup
from memcon.archive.days import within
from memcon.archive.schema import document_of, occasion_parties, occasions
from memcon.exports.formats import Selection
from memcon.exports.selected import Actors, Known

if TYPE_CHECKING:
    from memcon.archive.linking.occasions import Participant


_NAMED: Final = 3  # of one side, in a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One who took part: a known actor, or an office of a side."""

    actor: Known | None
    role: str | None
    side: Known | None

    @property
    def name(self) -> str:
        """The name; where there is none, the office or the side."""
        if self.actor is not None:
            return self.actor.name
        return self.role or (self.side.name if self.side else "someone unnamed")

    @property
    def words(self) -> str:
        """Who it is, in words: the name, and the side."""
        if self.side is None or self.side.name == self.name:
            return self.name
        return f"{self.name} ({self.side.name})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A meeting, as all its accounts together tell of it; ``documents`` are their rows."""

    id: str
    form: str
    status: str
    day: str | None  # ISO 8601: day, month or year, as ``precision`` says
    precision: str | None
    place: str | None
    occasion: str | None
    guests: tuple[Guest, ...]
    documents: tuple[Any, ...]

    @property
    def title(self) -> str:
        """The form, and who took part: the sides; of one side alone, who is named."""
        sides = dict.fromkeys(
            (guest.side or guest.actor).name  # type: ignore[union-attr]
            for guest in self.guests
            if guest.side or guest.actor
        )
        form = "Call" if self.form == "call" else self.form.replace("_", " ").capitalize()
        if len(sides) > 1:
            return f"{form}: {', '.join(sides)}"
        named = dict.fromkeys(guest.name for guest in self.guests)
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        return f"{form}: {', '.join([*named][:_NAMED])}{more}" if named else form


def gatherings(connection: Connection, selection: Selection, known: Actors) -> Iterator[Gathering]:
    """Yield the meetings of a selection by day, those of unknown day last, then by id.

    A month or a year is selected if any of its days is.

    Raises:
        UnknownIdError: the archive knows no such actor.
    """
    query = select(occasions).where(*within(occasions.c.day, selection.since, selection.until))
    if selection.actor is not None:
        actor = lookup.actor(connection, selection.actor)
        met = select(occasion_parties.c.occasion).where(occasion_parties.c.actor.in_(actor.keys))
        query = query.where(occasions.c.key.in_(met))
    rows = connection.execute(query).all()
    ids = lookup.item_ids(connection, "meeting", (row.key for row in rows))
    rows = sorted(rows, key=lambda row: (row.day is None, row.day or "", ids[row.key]))
    for part in lookup.chunks(rows):
        yield from _gathered(connection, part, ids, known)


def _gathered(
    connection: Connection, rows: Any, ids: dict[int, str], known: Actors
) -> Iterator[Gathering]:
    # Linking loads numeric libraries; the list of formats has no need of them.
    from memcon.archive.linker.gatherings import load_accounts

    accounts = load_accounts(connection, [row.key for row in rows])
    told = lookup.document_rows(connection, (document_of(key) for key in accounts.mentions))
    for row in rows:
        merged = accounts.merged[row.key]
        reports = dict.fromkeys(accounts.mentions[key].document for key in merged.mentions)
        yield Gathering(
            id=ids[row.key],
            form=row.form,
            status=row.status,
            day=row.day,
            precision=row.precision,
            place=row.place,
            occasion=row.occasion,
            guests=tuple(_guest(one, known) for one in merged.participants),
            documents=tuple(told[key] for key in reports),
        )


def _guest(one: Participant, known: Actors) -> Guest:
    actor = None
    if one.actor is not None:
        # In a mention a person's id goes with the side: persons of one name on two sides are two.
        id, _, side = one.actor.partition("|")
        actor = known.get(id, side)
    return Guest(
        actor=actor, role=one.role, side=known.get(one.side) if one.side is not None else None
    )
