"""Actors that a record refers to and the text does not name: every reference leads somewhere.

"Russian troops" speak for Russia, "the G7 presidency" for the G7, in a text that may name neither
on its own. Such a state or body is listed among the actors too, without a mention.
"""

from __future__ import annotations

from collections.abc import Iterable

from memcon.reading.actors import Cast
from memcon.record import Act, Actor, Commitment, Meeting, Statement


def unnamed_actors(
    cast: Cast,
    *,
    meetings: Iterable[Meeting],
    statements: Iterable[Statement],
    acts: Iterable[Act],
    commitments: Iterable[Commitment],
) -> list[Actor]:
    """Return the actors that the parts of a record refer to and the cast does not list, by id."""
    named = cast.actors()
    wanted = {actor.side for actor in named}
    for meeting in meetings:
        for participant in meeting.participants:
            wanted |= {participant.actor, participant.side}
    for statement in statements:
        wanted |= {*statement.speakers, *statement.addressees, *statement.via}
    for act in acts:
        wanted |= {*act.by, *act.to}
    for commitment in commitments:
        wanted |= {*commitment.by, *commitment.to}
    missing = wanted - {actor.id for actor in named} - {None}
    return [
        Actor(id=actor, kind=cast.kind(actor), name=cast.name(actor), side=cast.side(actor))
        for actor in sorted(actor for actor in missing if actor is not None)
    ]
