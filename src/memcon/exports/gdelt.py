"""GDELT 2.0: a folder with its two tables, Events (61 columns) and Mentions (16), no header.

Columns as in "The GDELT Event Database Data Format Codebook V2.0" (19 February 2015). What memcon
does not know is left empty: docs/exports-events.md lists it column by column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection

from memcon.archive.events import ArchivedEvent, EventMention, Party
from memcon.exports.event_groups import days
from memcon.exports.formats import Format, Selection
from memcon.exports.plain import one_line
from memcon.exports.selected import selected_events
from memcon.exports.sentences import SentenceNumbers, Sentences
from memcon.knowledge import load_knowledge
from memcon.knowledge.actor_codes import country_codes, group_code, split_actor_code

EVENTS_FILE: Final = "memcon.export.CSV"  # GDELT's endings, which its readers look for
MENTIONS_FILE: Final = "memcon.mentions.CSV"

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = (
    "Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID",
)  # fmt: skip
EVENT_COLUMNS: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{where}Geo_{name}" for where in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset",
    "InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo",
    "Extras",
)  # fmt: skip

_WEB, _CITATION_ONLY = "1", "2"  # MentionType
_COUNTRY, _NOWHERE = "1", "0"  # Geo_Type: memcon knows the state of a place and no more
_NO_OFFSET: Final = "-1"
_ID_BITS: Final = 53  # a whole number that R and JavaScript, which count in doubles, keep exact

EPILOG: Final = f"""\b
Examples:
  memcon export gdelt --output gdelt
  memcon export gdelt --output gdelt-2021 --since 2021 --until 2021 --actor USA

\b
The folder holds {EVENTS_FILE} (Events, 61 columns) and {MENTIONS_FILE} (Mentions, 16
columns), tab-separated without a header, as GDELT 2.0 has them. An event counts once, by meeting
and by undertaking; each document that tells of it is a mention. Events that are denied, yet to
come, without a date or without an actor are left out. Tone is not measured: AvgTone and
MentionDocTone are empty. docs/exports-events.md says what each column holds."""


def event_id(public_id: str) -> int:
    """Return the number of an event: the first 53 bits of the SHA-256 of its public id, never 0."""
    digest = hashlib.sha256(public_id.encode("utf-8")).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - _ID_BITS)) or 1


def quad_class(cameo: str) -> int:
    """Return the class of a CAMEO code by its root.

    1 verbal cooperation (01 to 05), 2 material cooperation (06 to 08), 3 verbal conflict (09 to
    13), 4 material conflict (14 to 20).
    """
    root = int(cameo[:2])
    return 1 + (root > 5) + (root > 8) + (root > 13)


def fraction_date(day: str) -> str:
    """Return a day (YYYY-MM-DD) as GDELT's fraction of a year, with its months of 30 days.

    >>> fraction_date("2013-11-24"), fraction_date("2004-11-26")
    ('2013.8877', '2004.8932')
    """
    year, month, date = (int(part) for part in day.split("-"))
    return f"{year + ((month - 1) * 30 + date) / 365:.4f}"


def timestamp(published: str | None) -> str:
    """Return when a document was published as YYYYMMDDHHMMSS, in UTC; midnight if only a day."""
    if not published:
        return ""
    moment = datetime.fromisoformat(published)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment:%Y%m%d%H%M%S}"


def is_exported(event: ArchivedEvent) -> bool:
    """Whether GDELT would have such an event: done, dated, and with an actor."""
    acted = event.source is not None or event.target is not None
    return not event.negated and event.time != "future" and bool(event.day) and acted


def event_row(event: ArchivedEvent, *, is_root: bool) -> tuple[str, ...]:
    """Return the row of an event, as many cells as ``EVENT_COLUMNS``.

    Args:
        event: one that ``is_exported``.
        is_root: whether it stands in the lead of a document and is its news.
    """
    dated = days(event.day)
    if dated is None:
        raise ValueError(f"{event.id} has no date")
    day = dated[0]
    digits = day.replace("-", "")
    first = event.mentions[0] if event.mentions else None
    return (
        str(event_id(event.id)),
        digits, digits[:6], digits[:4], fraction_date(day),
        *_actor(event.source), *_actor(event.target),
        str(int(is_root)),
        event.cameo, event.cameo[:3], event.cameo[:2],
        str(quad_class(event.cameo)), str(float(event.goldstein)),
        str(len(event.mentions)),
        str(len({_source_name(mention) for mention in event.mentions})),
        str(len({mention.document for mention in event.mentions})),
        "",
        *_geo(None), *_geo(None), *_geo(event.place),
        _first_told(event),
        _address(first) if first else "",
    )  # fmt: skip


def mention_rows(
    event: ArchivedEvent, sentences: Mapping[str, Sentences]
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an event's mentions, as many cells each as ``MENTION_COLUMNS``.

    Args:
        event: one that ``is_exported``.
        sentences: the sentences of its documents, by document id.
    """
    for mention in event.mentions:
        is_web = bool(mention.url and _host(mention.url))
        yield (
            str(event_id(event.id)),
            _first_told(event),
            timestamp(mention.published),
            _WEB if is_web else _CITATION_ONLY,
            _source_name(mention),
            _address(mention) if is_web else _citation(mention),
            str(sentences[mention.document].number(mention.sentence_start)),
            _offset(mention.source_start), _offset(mention.target_start), str(mention.start),
            "1",
            "",
            str(mention.length),
            "", "",
            one_line(mention.id),
        )  # fmt: skip


def _first_told(event: ArchivedEvent) -> str:
    return min(filter(None, (timestamp(one.published) for one in event.mentions)), default="")


def _actor(party: Party | None) -> tuple[str, ...]:
    if party is None:
        return ("",) * len(_ACTOR)
    split = split_actor_code(party.code, side=party.side)
    return (
        one_line(party.code) or split.country,
        one_line(party.name).upper(),
        split.country,
        group_code(party.actor) or group_code(party.side) or split.group,
        split.ethnic,
        *_filled(split.religions, 2),
        *_filled(split.types, 3),
    )


def _filled(values: tuple[str, ...], count: int) -> tuple[str, ...]:
    return (*values, *("",) * (count - len(values)))


def _geo(place: str | None) -> tuple[str, ...]:
    """Return the Geo columns of a place: its name, and its state where that is known."""
    if not place:
        return (_NOWHERE, *("",) * (len(_GEO) - 1))
    state = load_knowledge().place(place)
    code = country_codes().get(state.id) if state else None
    if state is None or code is None or code.fips is None:
        return (_NOWHERE, one_line(place), *("",) * (len(_GEO) - 2))
    name = one_line(place)
    full = name if state.name in name else f"{name}, {state.name}"
    return (_COUNTRY, full, code.fips, *("",) * (len(_GEO) - 3))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # brackets that are no IPv6 address
        return ""


def _source_name(mention: EventMention) -> str:
    host = _host(mention.url) if mention.url else ""
    return host or one_line(mention.publisher) or one_line(mention.narrator)


def _address(mention: EventMention) -> str:
    return one_line(mention.url) or one_line(mention.document)


def _citation(mention: EventMention) -> str:
    parts = (mention.publisher, mention.title, (mention.published or "")[:10], mention.document)
    return ", ".join(filter(None, map(one_line, parts)))


def _offset(start: int | None) -> str:
    return _NO_OFFSET if start is None else str(start)


def write_tables(events: Iterable[ArchivedEvent], folder: Path, sentences: SentenceNumbers) -> int:
    """Write the two tables of events into a folder; return how many events.

    Args:
        events: in the order in which they are to be written.
        folder: made if need be.
        sentences: of the archive that the events are of.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with (
        (folder / EVENTS_FILE).open("w", encoding="utf-8", newline="\n") as rows,
        (folder / MENTIONS_FILE).open("w", encoding="utf-8", newline="\n") as mentions,
    ):
        for event in filter(is_exported, events):
            known = {one.document: sentences.of(one.document) for one in event.mentions}
            in_lead = any(known[one.document].in_lead(one.sentence_start) for one in event.mentions)
            row = event_row(event, is_root=in_lead and not event.background)
            rows.write("\t".join(row) + "\n")
            mentions.writelines("\t".join(cells) + "\n" for cells in mention_rows(event, known))
            written += 1
    return written


def write(connection: Connection, target: Path, selection: Selection) -> int:
    """Write the events of a selection; return how many.

    Raises:
        OSError: the folder cannot be written to.
        UnknownIdError: no actor of the archive goes by the name that was selected.
    """
    events = selected_events(connection, selection)
    return write_tables(events, target, SentenceNumbers(connection))


FORMAT: Final = Format(
    name="gdelt",
    summary="Write events as GDELT 2.0 tables (Events and Mentions).",
    epilog=EPILOG,
    target="folder",
    write=write,
    noun="events",
)
