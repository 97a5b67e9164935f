"""What the head of a document says: published when, by whom, in whose voice, from where.

The source module has filled in what the file itself states (front matter, feed, page metadata).
This step settles the rest from the text, and says on what it rests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from memcon.reading.anniversaries import InferredYear, infer_year
from memcon.reading.calendars import make_date
from memcon.reading.credits import Attribution, find_attribution, find_byline, outlet_names
from memcon.reading.dates import Reference, find_dates
from memcon.reading.publication import FILING_DAYS, FiledOn, Published, settle_published
from memcon.record import Block, Dateline, Document, Warning
from memcon.sources.datelines import DatelineMatch, find_dateline, match_dateline


class KnownPublisher(Protocol):
    """What is known of a publisher."""

    @property
    def name(self) -> str:
        """Its name as records give it."""

    @property
    def narrator(self) -> str | None:
        """Actor id of the state or body whose voice it is; None for independent media."""


class Publishers(Protocol):
    """The part of the knowledge that this step asks."""

    def publisher_by_domain(self, host_or_url: str, /) -> KnownPublisher | None:
        """Return the publisher at an address."""

    def publisher_by_alias(self, text: str, /) -> KnownPublisher | None:
        """Return the publisher that a name stands for."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A document with its head settled, and what else the head tells the later steps."""

    document: Document
    warnings: tuple[Warning, ...] = ()
    attributable_to: Attribution | None = None
    inferred_year: InferredYear | None = None
    occasion: date | None = None

    @property
    def reference(self) -> Reference:
        """The day from which the text speaks.

        That of its dateline, else of the occasion in its title ("…, Moscow, 11 September 2020":
        a transcript put online later), else of publication; else the inferred year.
        """
        document = self.document
        if document.dateline is not None and document.dateline.date is not None:
            return date.fromisoformat(document.dateline.date)
        if self.occasion is not None:
            return self.occasion
        if document.published is not None:
            return date.fromisoformat(document.published[:10])
        return self.inferred_year.year if self.inferred_year else None


_READ_OFF = "date line"  # the source module's basis for a date that it read off the text
_PROSE = 110  # a paragraph this long is running text, not a line of the head
_DATELINE_REACH = 3000
_TRANSCRIBED_DAYS = 30  # within which a transcript of an occasion goes online
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?\Z")
_SITE = re.compile(r"\s(?P<mark>[-–—|]|::)\s(?P<site>[^|]{2,80})\Z")


def settle_heading(document: Document, knowledge: Publishers) -> Heading:
    """Settle publication date, dateline, publisher, narrator, byline and title of a document.

    Args:
        document: as the source made it; what it already states is kept.
        knowledge: where publishers are looked up.

    Returns:
        The updated document with its warnings, the person it is attributed to, and the year
        inferred from anniversaries where no date is stated.
    """
    text = document.text
    warnings: list[Warning] = []
    match = _find_dateline(document)
    body_start = _body_start(document, match)
    publisher, narrator = _publisher(document, match, body_start, knowledge)
    inferred = infer_year(text)
    filed = _filed(match)
    published = _stated(document, warnings)
    if published is None or published.basis == _READ_OFF:
        found, doubts = settle_published(
            document, body_start=body_start, filed=filed, inferred=inferred, narrator=narrator
        )
        if published is None:
            published = found
            warnings += doubts or ([] if found else _undated(inferred))
        elif found is not None and found.day == published.day:
            # The source module says only that it was a date line; here the words are known.
            published = Published(published.value, found.basis)
    dateline = _dateline(document, match, filed, published, inferred, warnings)
    settled = document.model_copy(
        update={
            "title": _title(document, publisher, knowledge),
            "publisher": publisher,
            "narrator": narrator,
            "byline": document.byline or find_byline(text, body_start),
            "published": published.value if published else None,
            "published_basis": published.basis if published else None,
            "dateline": dateline,
        }
    )
    return Heading(
        document=settled,
        warnings=tuple(warnings),
        attributable_to=find_attribution(text),
        inferred_year=inferred,
        occasion=_occasion(settled, published),
    )


def clean_title(title: str) -> str | None:
    """Return a headline as one line without Markdown marks and no-break spaces, or None.

    Args:
        title: as it stands in the source.
    """
    words = re.sub(r"\\([\\`*_{}\[\]()#+.!'\"-])", r"\1", title)
    words = re.sub(r"\A[\s#>]{1,12}", "", words)
    words = re.sub(r"\[([^\]\n]{1,300})\]\([^)\s]{0,500}\)", r"\1", words)
    words = " ".join(words.split()).rstrip("#").strip()
    for mark in ("**", "__", "*", "_"):
        if words.startswith(mark) and words.endswith(mark) and len(words) > 2 * len(mark):
            words = words[len(mark) : -len(mark)].strip()
    return words or None


def _blocks(document: Document, kind: str) -> list[Block]:
    return [block for block in document.blocks if block.kind == kind]


def _find_dateline(document: Document) -> DatelineMatch | None:
    for block in _blocks(document, "dateline"):
        match = match_dateline(document.text, block.start, len(document.text))
        if match is not None:
            return match
    if document.blocks:
        return None
    # Plain text that no source module has taken apart.
    reach = min(len(document.text), _DATELINE_REACH)
    return find_dateline(document.text, 0, reach)


def _body_start(document: Document, match: DatelineMatch | None) -> int:
    if match is not None:
        return match.start
    # A block of kind dateline without a place is a date line: part of the head.
    for block in _blocks(document, "paragraph"):
        if block.end - block.start >= _PROSE:
            return block.start
    if document.blocks:
        return max((block.end for block in document.blocks), default=0)
    for line in re.finditer(rf"^[^#\s].{{{_PROSE},}}", document.text, re.MULTILINE):
        return line.start()
    return len(document.text)


def _filed(match: DatelineMatch | None) -> FiledOn | None:
    if match is None or match.day is None:
        return None
    month, day, year = match.day
    return FiledOn(month, day, year)


def _stated(document: Document, warnings: list[Warning]) -> Published | None:
    """Return the date that the source states, in ISO 8601."""
    stated = document.published
    if stated is None:
        return None
    basis = document.published_basis or "stated by the source"
    if _ISO.match(stated) and _is_date(stated):
        return Published(stated, basis)
    found = [mention for mention in find_dates(stated, None) if mention.precision == "day"]
    if found:
        return Published(found[0].value, basis)
    warnings.append(
        Warning(code="unreadable-date", message=f"the source's date is no date: {stated[:60]}")
    )
    return None


def _is_date(words: str) -> bool:
    return make_date(int(words[:4]), int(words[5:7]), int(words[8:10])) is not None


def _undated(inferred: InferredYear | None) -> list[Warning]:
    if inferred is None:
        return [Warning(code="no-date", message="no date of publication is stated")]
    message = f"no date of publication is stated; its year is {inferred.year} by {inferred.basis}"
    return [Warning(code="inferred-year", message=message, span=inferred.span)]


def _dateline(
    document: Document,
    match: DatelineMatch | None,
    filed: FiledOn | None,
    published: Published | None,
    inferred: InferredYear | None,
    warnings: list[Warning],
) -> Dateline | None:
    known = document.dateline
    if match is None and known is None:
        return None
    place = (known.place if known else None) or (match.place if match else None)
    day = known.date if known else None
    if filed is not None and day is None:
        found = None
        if published is not None:
            found = filed.before(published.day)
        elif inferred is not None:
            found = filed.before(date(inferred.year, 12, 31))
        day = found.isoformat() if found else None
    if day is not None and published is not None:
        apart = (published.day - date.fromisoformat(day)).days
        if not -1 <= apart <= FILING_DAYS:
            message = f"published {published.day} but filed {day}"
            warnings.append(Warning(code="dateline-disagrees", message=message))
    return Dateline(place=place, date=day)


def _publisher(
    document: Document, match: DatelineMatch | None, body_start: int, knowledge: Publishers
) -> tuple[str | None, str | None]:
    """Return publisher and narrator: as stated, by address, wire mark, source line or head."""
    text = document.text
    names = [document.publisher]
    if document.publisher is None:
        if document.url:
            known = knowledge.publisher_by_domain(document.url)
            if known is not None:
                return known.name, document.narrator or known.narrator
        names += outlet_names(text, match, body_start)
    for name in names:
        if not name:
            continue
        known = knowledge.publisher_by_alias(name)
        if known is not None:
            return known.name, document.narrator or known.narrator
    if document.publisher and document.url:
        # A stated name that nobody knows, "Press Releases – …": the address says whose it is.
        known = knowledge.publisher_by_domain(document.url)
        if known is not None:
            return known.name, document.narrator or known.narrator
    return document.publisher, document.narrator


def _occasion(document: Document, published: Published | None) -> date | None:
    """Return the last whole date in the title or deck, if publication followed it soon."""
    words = [document.title or ""]
    words += [document.text[block.start : block.end] for block in _blocks(document, "deck")]
    for line in words:
        days = [
            mention.earliest for mention in find_dates(line, None) if mention.precision == "day"
        ]
        for day in reversed(days):
            if published is None or 0 <= (published.day - day).days <= _TRANSCRIBED_DAYS:
                return day
    return None


def _title(document: Document, publisher: str | None, knowledge: Publishers) -> str | None:
    raw = document.title
    if raw is None:
        headlines = _blocks(document, "headline")
        if not headlines:
            return None
        raw = document.text[headlines[0].start : headlines[0].end]
    title = clean_title(raw)
    site = _SITE.search(title) if title else None
    if title and site is not None:
        known = knowledge.publisher_by_alias(site["site"].strip())
        own = publisher is not None and site["site"].strip().casefold() == publisher.casefold()
        # After a bar stands the site's name; after a dash only if it is a known one.
        if known is not None or own or (site["mark"] in "|::" and len(site["site"].split()) <= 8):
            return title[: site.start()].strip() or title
    return title
