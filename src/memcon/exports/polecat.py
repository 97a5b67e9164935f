"""POLECAT: events as its weekly files have them, tab-separated, a header and 40 columns.

Several values in a cell are joined by ``; ``, and ``None`` stands where there is none. What memcon
does not know is ``None`` throughout: docs/exports-events.md lists it column by column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Final

from sqlalchemy import Connection

from memcon.archive.events import ArchivedEvent, Party
from memcon.exports.event_groups import EventGroup, days, grouped, quad_class
from memcon.exports.formats import Format, Selection
from memcon.exports.plain import one_line
from memcon.exports.selected import selected_events
from memcon.knowledge import load_knowledge
from memcon.knowledge.actor_codes import country_codes, split_actor_code
from memcon.version import __version__

_SIDE: Final = (
    "{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector", "{0} Sectors", "{0} Title",
    "{0} Name Raw", "Wikipedia {0} ID",
)  # fmt: skip
COLUMNS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _SIDE),
    *(name.format("Recipient") for name in _SIDE),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
NONE: Final = "None"

EPILOG: Final = """\b
Examples:
  memcon export polecat --output events.txt
  memcon export polecat --since 2021-03-01 --until 2021-03-07 --actor CHN > week.txt

\b
Tab-separated with a header, 40 columns, several values joined by "; ", None where there is none.
An event counts once, with all its actors in one row; in a meeting all parties are actors. Events
that are denied, yet to come or without a date are left out, and so are statements and appeals
(CAMEO 01 and 02), which PLOVER does not code. docs/exports-events.md says what each column
holds."""


def is_exported(event: ArchivedEvent) -> bool:
    """Whether POLECAT would have such an event: done, dated, and of a PLOVER category."""
    return bool(event.plover and event.day and not event.negated and event.time != "future") and (
        event.source is not None or event.target is not None
    )


def event_row(group: EventGroup) -> tuple[str, ...]:
    """Return the row of an event, as many cells as ``COLUMNS``.

    Args:
        group: an event that ``is_exported``.
    """
    event = group.event
    dated = days(event.day)
    if dated is None or event.plover is None:
        raise ValueError(f"{event.id} has no date or no category")
    first = event.mentions[0] if event.mentions else None
    state = load_knowledge().place(event.place) if event.place else None
    parties = (*group.actors, *group.recipients)
    return (
        one_line(event.group),
        dated[0],
        event.plover,
        _cell([event.plover_mode]),
        str(float(event.goldstein)),
        quad_class(event.plover)[1],
        _cell(event.contexts),
        *_side(group.actors),
        *_side(group.recipients),
        _cell([event.place]), NONE, NONE, NONE,
        _cell([state.id if state else None]),
        NONE, NONE, NONE,
        _cell([event.place]),
        NONE,
        _cell([(first.publisher or first.narrator) if first else None]),
        _cell([(first.published or "")[:10] if first else None]),
        _cell(one.name for one in parties if one.kind == "person"),
        _cell(one.name for one in parties if one.kind in ("organisation", "group")),
        _cell([event.place]),
        "en",
        f"memcon-{__version__}",
    )  # fmt: skip


def _side(parties: tuple[Party, ...]) -> tuple[str, ...]:
    split = [split_actor_code(party.code, side=party.side) for party in parties]
    countries = [code.country or "".join(code.bodies[:1]) for code in split]
    known = country_codes()  # a body or an invented state has no number
    numbers = [known[country].cow for country in countries if country in known]
    sectors = [sector for code in split for sector in code.sectors]
    return (
        _cell(party.name for party in parties),
        _cell(countries),
        _cell(numbers),
        _cell(sectors[:1]),
        _cell(sectors),
        NONE,
        _cell(party.name for party in parties),
        NONE,
    )


def _cell(values: Iterable[str | None]) -> str:
    """Return values as a cell, each once; a semicolon in one becomes a comma."""
    plain = (one_line(value).replace(";", ",") for value in values)
    return "; ".join(dict.fromkeys(filter(None, plain))) or NONE


def write_rows(events: Iterable[ArchivedEvent], stream: IO[str]) -> int:
    """Write the header and the rows of events; return how many events.

    Args:
        events: sorted by day.
        stream: where to write.
    """
    stream.write("\t".join(COLUMNS) + "\n")
    written = 0
    for group in grouped(filter(is_exported, events)):
        stream.write("\t".join(event_row(group)) + "\n")
        written += 1
    return written


def write(connection: Connection, target: IO[str], selection: Selection) -> int:
    """Write the events of a selection; return how many.

    Raises:
        UnknownIdError: no actor of the archive goes by the name that was selected.
    """
    events = selected_events(connection, selection)
    return write_rows(events, target)


FORMAT: Final = Format(
    name="polecat",
    summary="Write events as a POLECAT table.",
    epilog=EPILOG,
    target="stream",
    write=write,
    noun="events",
)
