"""What is asked of who met whom and who did what: meetings, actors, events, periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field
from sqlalchemy import Connection

from memcon.analysis.actors import Known, actors_named
from memcon.analysis.answer import Answer
from memcon.analysis.events import Happened, events
from memcon.analysis.meetings import Met, meetings
from memcon.analysis.timeline import DEFAULT_PERIODS, By, Period, timeline
from memcon.record import ActorKind, MeetingForm, MeetingStatus
from memcon.web.queries.base import MAX_LIMIT, Paged, Row
from memcon.web.queries.fields import Name, Names, Since, Until, Words, described, named


class MeetingsQuery(Paged):
    """List meetings, each once however many documents tell of it, the newest first."""

    NAME: ClassVar = "meetings"

    actors: Annotated[Names, named("Actors", "Persons, states or bodies that all took part.")] = ()
    form: Annotated[MeetingForm | None, described("Form", "In which form they met.")] = None
    status: Annotated[MeetingStatus | None, described("Status", "Held or planned.")] = None
    place: Annotated[Name | None, described("Place", "Words of the place's name.")] = None
    since: Since = None
    until: Until = None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Met]:
        """Return meetings; see :meth:`Paged.ask`."""
        return meetings(connection, **self.filters(), limit=limit)


class ActorsQuery(Paged):
    """List actors: who is named, how often, by which names, in which offices."""

    NAME: ClassVar = "actors"

    words: Annotated[
        Words,
        described(
            "Name",
            "Words that all stand in a name or id; where they stand in none, names that sound "
            "alike.",
        ),
    ] = ""
    kind: Annotated[ActorKind | None, described("Kind", "What kind of actor.")] = None
    side: Annotated[Name | None, named("Side", "State or body spoken for.")] = None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Known]:
        """Return actors; see :meth:`Paged.ask`."""
        return actors_named(connection, **self.filters(), limit=limit)


class EventsQuery(Paged):
    """List who did what to whom, in event codes, each event once, the newest first."""

    NAME: ClassVar = "events"

    actor: Annotated[
        Name | None,
        named("Actor", "Who is source or target, itself or by somebody that belongs to it."),
    ] = None
    source: Annotated[Name | None, named("Source", "Who acts.")] = None
    target: Annotated[Name | None, named("Target", "Who is acted on.")] = None
    code: Annotated[
        str | None,
        Field(
            title="Code",
            pattern="^[0-9]{1,4}$",
            description="CAMEO code, or its first digits (`04`).",
        ),
    ] = None
    background: Annotated[
        bool, described("Recalled", "With events that documents only recall.")
    ] = True
    since: Since = None
    until: Until = None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Happened]:
        """Return events; see :meth:`Paged.ask`."""
        return events(connection, **self.filters(), limit=limit)


class TimelineQuery(Paged):
    """Count meetings, acts and events of an actor, or between two, period by period.

    The first page has the latest periods, in the order of time; the next one has those before.
    """

    NAME: ClassVar = "timeline"
    NEEDS: ClassVar = "Give an actor as `a`, and another as `b` if you like"

    a: Annotated[Name | None, named("Actor", "Whose timeline.")] = None
    b: Annotated[Name | None, named("With", "With whom; with anybody without it.")] = None
    by: Annotated[By, described("Period", "How long a period is.")] = "month"
    since: Since = None
    until: Until = None
    limit: Annotated[
        int, Field(title="Rows", ge=1, le=MAX_LIMIT, description="At most so many periods.")
    ] = DEFAULT_PERIODS

    @property
    def asked(self) -> bool:
        """Whether there is an actor."""
        return self.a is not None

    def ask(self, connection: Connection, *, today: str, limit: int) -> Answer[Period]:
        """Return the latest periods; see :meth:`Paged.ask`."""
        return timeline(connection, **self.filters(), limit=limit)

    def cut(self, rows: Sequence[Row], after: int) -> tuple[Sequence[Row], bool]:
        """Return the periods of a page, and whether there are earlier ones."""
        end = max(len(rows) - after, 0)
        begin = max(end - self.limit, 0)
        return rows[begin:end], begin > 0
