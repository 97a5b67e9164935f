"""Occasions with all that their accounts say of them: who took part, when, where, in which form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis.answer import Model, Words
from memcon.archive.linker.gatherings import load_accounts
from memcon.archive.linking.mentions import MeetingMention
from memcon.archive.linking.occasions import Occasion, Participant
from memcon.archive.lookup import chunks
from memcon.archive.schema import actors


class Attendee(Model):
    """One who took part."""

    actor: Annotated[str | None, Field(description="actor id, where a name is given")]
    name: Annotated[str | None, Field(description="the name that stands for the actor")]
    role: Annotated[str | None, Field(description="office, as most accounts give it")]
    side: Annotated[str | None, Field(description="state or body represented")]
    accounts: Annotated[int, Field(description="mentions that name this participant")]

    def in_words(self) -> str:
        """Return who it is: the name, or the office where there is none, and the side."""
        words = self.name or self.role or self.side or "someone unnamed"
        known = self.side in (None, self.actor, words)
        return words if known else f"{words} ({self.side})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """An occasion with its mentions.

    Attributes:
        key: of the mention that stands for it.
        merged: its values, each with the mentions that carry it.
        attendees: who took part, those named most often first.
        mentions: what each document tells of it, in the order of publication.
        rows: the same as rows of the archive, by key.
    """

    key: int
    merged: Occasion
    attendees: tuple[Attendee, ...]
    mentions: tuple[MeetingMention, ...]
    rows: Mapping[int, Any]

    @property
    def narrators(self) -> list[str]:
        """Whose accounts tell of it, sorted; those of nobody's voice left out."""
        return sorted({mention.narrator for mention in self.mentions if mention.narrator})

    @property
    def documents(self) -> list[int]:
        """Keys of the documents that tell of it."""
        return sorted({mention.document for mention in self.mentions})

    def words(self) -> list[Words]:
        """Return the words of each mention, to be cited."""
        rows = (self.rows[mention.key] for mention in self.mentions)
        return [
            Words(kind="meeting", key=row.key, start=row.start, end=row.end, words=row.words or "")
            for row in rows
        ]


def gather(connection: Connection, heads: Collection[int]) -> dict[int, Gathered]:
    """Return occasions by key, with all that their accounts say.

    Args:
        connection: the archive.
        heads: keys of occasions.
    """
    accounts = load_accounts(connection, heads)
    names = _names(
        connection, (one for each in accounts.merged.values() for one in each.participants)
    )
    return {
        head: Gathered(
            key=head,
            merged=each,
            attendees=tuple(_attendee(one, names) for one in each.participants),
            mentions=tuple(accounts.mentions[key] for key in each.mentions),
            rows={key: accounts.rows[key] for key in each.mentions},
        )
        for head, each in accounts.merged.items()
    }


def _form(participant: Participant) -> tuple[str, str] | None:
    """Return the id and side of a participant; None where no name is given.

    A person's id goes with the side in a mention (``person:wang-yi|CHN``): persons of one name on
    two sides are two.
    """
    if participant.actor is None:
        return None
    id, bar, side = participant.actor.partition("|")
    return id, side if bar or id.startswith("group:") else id


def _names(connection: Connection, participants: Iterable[Participant]) -> dict[str, str]:
    # By id alone: SQLite looks for pairs of values everywhere.
    ids = sorted({form[0] for one in participants if (form := _form(one))})
    found: dict[str, str] = {}
    for part in chunks(ids):
        query = select(actors.c.id, actors.c.side, actors.c.name).where(actors.c.id.in_(part))
        for row in connection.execute(query):
            found[f"{row.id}|{row.side}"] = row.name
    return found


def _attendee(one: Participant, names: Mapping[str, str]) -> Attendee:
    form = _form(one)
    return Attendee(
        actor=form[0] if form else None,
        name=names.get("|".join(form), form[0]) if form else None,
        role=one.role,
        side=one.side,
        accounts=len(one.mentions),
    )
