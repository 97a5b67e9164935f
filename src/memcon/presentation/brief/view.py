"""A brief as a page: what is on it and in which words, before it is Markdown, HTML or DOCX."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from memcon.presentation.wording import FORMS, date_words, one_line

if TYPE_CHECKING:
    from memcon.analysis.answer import Citation
    from memcon.analysis.brief import Brief, OpenUndertakings
    from memcon.analysis.brief_acts import Done
    from memcon.analysis.brief_formulas import FormulaChange
    from memcon.analysis.brief_positions import Change, Held, Said
    from memcon.analysis.gathered import Attendee
    from memcon.analysis.ledger import Undertaking
    from memcon.analysis.meetings import Met

WORDS: Final = 280  # characters of a quotation on the page; the note has all of it
PEOPLE: Final = 8  # who took part, by name
_NEVER: Final = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A numbered note: the words and where they stand, in words and as the brief cites them."""

    number: int
    words: str
    source: str
    id: str
    url: str | None
    cited: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: a lead, what is said, remarks in small type, and the numbers of its notes.

    ``id`` is that of the meeting or commitment it is about.
    """

    lead: str
    text: str
    marks: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines under a heading; what to say where there are none, or more than are shown."""

    heading: str | None = None
    lines: tuple[Line, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    id: str
    heading: str
    groups: tuple[Group, ...]
    intro: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPage:
    """The page; ``day`` is the one it is written for (ISO 8601)."""

    title: str
    day: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def brief_page(brief: Brief) -> BriefPage:
    """Return the page of a brief."""
    return _Writer(brief).page()


@dataclass(slots=True)
class _Notes:
    """The notes so far; the same words in the same place are one note."""

    found: dict[tuple[str, int | None, int | None], Note] = field(default_factory=dict)

    def number(self, citation: Citation) -> int:
        place = (citation.document, citation.start, citation.end)
        if place not in self.found:
            source = [
                one_line(citation.title or "Untitled document"),
                *([one_line(citation.publisher)] if citation.publisher else []),
                *([date_words(citation.day)] if citation.day else []),
            ]
            url = citation.url or ""
            self.found[place] = Note(
                number=len(self.found) + 1,
                words=one_line(citation.words),
                source=", ".join(source),
                id=citation.id or citation.document,
                url=url if url.startswith(("https://", "http://")) else None,
                cited=citation,
            )
        return self.found[place].number

    def numbers(self, citations: Sequence[Citation]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.number(one) for one in citations))


class _Writer:
    def __init__(self, brief: Brief):
        self._brief = brief
        self._notes = _Notes()
        self._a, self._b = self._name(brief.a.id), self._name(brief.b.id)

    def page(self) -> BriefPage:
        brief = self._brief
        about = [f"Written for {date_words(brief.today)}"]
        if brief.last_met:
            about.append(f"last met {date_words(brief.last_met)}")
        if brief.since:
            about.append(f"changes since {date_words(brief.since)}")
        sections = [
            self._meetings(),
            self._news(),
            self._undertakings(),
            self._positions(),
            self._formulas(),
        ]
        return BriefPage(
            title=f"{self._a} and {self._b}",
            day=brief.today,
            about=tuple(about),
            sections=tuple(sections),
            notes=tuple(self._notes.found.values()),
        )

    def _name(self, id: str) -> str:
        return one_line(self._brief.names.get(id, id))

    def _all(self, ids: Sequence[str]) -> str:
        return ", ".join(self._name(id) for id in ids)

    def _attendee(self, who: Attendee) -> str:
        """Return a participant with office and side, as far as they are known."""
        known = [one for one in dict.fromkeys((who.name, who.role)) if one]
        side = self._name(who.side) if who.side and who.side != who.actor else None
        if not known:
            return side or one_line(who.in_words())
        told = ", ".join(known)
        return one_line(f"{told} ({side})" if side and side not in known else told)

    def _meetings(self) -> Section:
        brief = self._brief
        held = tuple(self._meeting(met) for met in brief.meetings)
        groups = [
            Group(
                heading="Held",
                lines=held,
                remark=_more(
                    len(held), brief.meetings_total, "No account of a meeting is in the archive."
                ),
            )
        ]
        if brief.planned:
            lines = tuple(self._meeting(met) for met in brief.planned)
            groups.append(Group(heading="Announced", lines=lines))
        return Section(id="meetings", heading="Last meetings", groups=tuple(groups))

    def _meeting(self, met: Met) -> Line:
        text = [FORMS.get(met.form, met.form.capitalize())]
        text += [one_line(part) for part in (met.place, met.occasion) if part]
        people = [self._attendee(who) for who in met.people]
        more = len(people) - PEOPLE
        if more > 0:
            people = [*people[:PEOPLE], f"and {more} more"]
        details = [f"Participants: {'; '.join(people)}"] if people else []
        accounts = "1 account" if met.accounts == 1 else f"{met.accounts} accounts"
        voices = f", speaking for {self._all(met.narrators)}" if met.narrators else ""
        details.append(f"{accounts}{voices}")
        marks = (f"accounts differ in {', '.join(met.contradictions)}",)
        return Line(
            lead=date_words(met.day) if met.day else "Date unknown",
            text=" · ".join(text),
            marks=marks if met.contradictions else (),
            details=tuple(details),
            notes=self._notes.numbers(met.evidence),
            id=met.id,
        )

    def _news(self) -> Section:
        brief = self._brief
        if brief.last_met is None:
            remark = "No meeting with a known day is in the archive."
        else:
            remark = "Nothing that one did towards the other is in the archive since."
        lines = tuple(self._done(done) for done in brief.news)
        day = f" on {date_words(brief.last_met)}" if brief.last_met else ""
        return Section(
            id="news",
            heading=f"Since the last meeting{day}",
            groups=(Group(lines=lines, remark=None if lines else remark),),
        )

    def _done(self, done: Done) -> Line:
        kind = f"not {done.type}" if done.negated else done.type
        return Line(
            lead=date_words(done.day),
            text=f"{self._all(done.by)}, {kind}: {_quoted(done.words)}",
            notes=(self._notes.number(done.evidence),),
        )

    def _undertakings(self) -> Section:
        brief = self._brief
        return Section(
            id="commitments",
            heading="Open commitments",
            intro="As said; those with a time limit or a figure first, then those said repeatedly. "
            "Whether they were kept is for people to rate.",
            groups=tuple(
                Group(
                    heading=heading,
                    lines=tuple(self._undertaking(row) for row in group.rows),
                    remark=_left(group),
                )
                for heading, group in (
                    (f"{self._a} towards {self._b}", brief.by_a),
                    (f"{self._b} towards {self._a}", brief.by_b),
                    ("Both", brief.joint),
                )
            ),
        )

    def _undertaking(self, row: Undertaking) -> Line:
        since = self._brief.since or _NEVER
        marks = []
        if row.deadline and row.deadline_is_limit is False:
            marks.append(f"for {date_words(row.deadline)}")  # when, not by when
        elif row.deadline:
            due = f"due {date_words(row.deadline)}"
            marks.append(f"{due}, overdue" if row.overdue else due)
        if (row.first_seen or "") >= since:
            marks.append("new")
        elif (row.last_reaffirmed or "") >= since:
            marks.append("said again")
        if row.status != "not-yet-rated":
            marks.append(f"rated {row.status}")
        said = [f"first said {date_words(row.first_seen)}" if row.first_seen else "undated"]
        if row.last_reaffirmed and row.last_reaffirmed != row.first_seen:
            said.append(f"last {date_words(row.last_reaffirmed)}")
        if row.times > 1:
            said.append(f"{row.times} times")
        if row.carriers:
            said.append(f"told by {self._all(row.carriers)}")
        details = [f"{row.strength}; {', '.join(said)}"]
        if row.quantities:
            details.append(f"Figures: {', '.join(map(one_line, row.quantities))}")
        others = [id for id in row.by if id not in (self._brief.a.id, self._brief.b.id)]
        if others:
            details.append(f"Together with {self._all(others)}")
        return Line(
            lead=date_words(row.last_reaffirmed or row.first_seen or "undated"),
            text=_quoted(row.goal),
            marks=tuple(marks),
            details=tuple(details),
            notes=self._notes.numbers([row.latest, row.first]),
            id=row.id,
        )

    def _positions(self) -> Section:
        groups = []
        for row in self._brief.positions:
            known = {said.evidence.id for said in row.a.latest}
            lines = [*self._held(self._a, row.a), *self._held(self._b, row.b, known)]
            groups.append(Group(heading=one_line(row.name), lines=tuple(lines)))
        empty = Group(remark="There is no issue on which both act.")
        return Section(
            id="positions",
            heading="Positions on issues between them",
            intro="As each speaks in accounts of their meetings: which kind of acts prevails, the "
            "strongest and the latest words, and where the wording changed rung since. For or "
            "against what, the words tell.",
            groups=tuple(groups) or (empty,),
        )

    def _held(self, name: str, held: Held, told: Collection[str | None] = ()) -> list[Line]:
        """Return the lines about a side; ``told`` are the acts that the other side's lines have."""
        new = self._brief.since is not None and (held.first or "") >= self._brief.since
        counts = [
            f"{count:,} {kind}"
            for kind, count in (
                ("backing", held.backing),
                ("objecting", held.objecting),
                ("asking", held.asking),
            )
            if count
        ]
        span = [date_words(day) for day in dict.fromkeys((held.first, held.last)) if day]
        details = [f"{', '.join(counts) or 'denied acts only'}; {' to '.join(span) or 'undated'}"]
        if held.strongest:
            words = "; ".join(_rung(said) for said in held.strongest)
            details.append(f"Strongest wording: {words}")
        return [
            Line(
                lead=name,
                text=held.stance,
                marks=("new",) if new else (),
                details=tuple(details),
                notes=self._notes.numbers([said.evidence for said in held.strongest]),
            ),
            *(
                Line(
                    lead=date_words(said.day) if said.day else "Undated",
                    text=f"{_rung(said)}: {_same_or(said, told, self._a)}",
                    notes=(self._notes.number(said.evidence),),
                )
                for said in held.latest
            ),
            *(self._change(change) for change in held.changes),
        ]

    def _change(self, change: Change) -> Line:
        before, after = change.before, change.after
        return Line(
            lead=date_words(after.day or ""),
            text=f"{_rung(after)}, before that {before.rung} ({date_words(before.day or '')})",
            marks=(f"{change.direction} rung",),
            notes=self._notes.numbers([after.evidence, before.evidence]),
        )

    def _formulas(self) -> Section:
        brief = self._brief
        groups = []
        for change, heading in (("come", "First used since"), ("gone", "Not used since")):
            day = f" {date_words(brief.since)}" if brief.since else ""
            rows = [row for row in brief.formulas if row.change == change]
            groups.append(
                Group(
                    heading=f"{heading}{day}",
                    lines=tuple(self._formula(row) for row in rows),
                    remark=None if rows else "None was found in accounts of their meetings.",
                )
            )
        return Section(id="formulas", heading="Set phrases", groups=tuple(groups))

    def _formula(self, row: FormulaChange) -> Line:
        accounts = "1 account" if row.documents == 1 else f"{row.documents} accounts"
        return Line(
            lead=self._name(row.side),
            text=_quoted(row.phrase),
            details=(
                f"{accounts}, {date_words(row.first_day)} to {date_words(row.last_day)}"
                if row.last_day != row.first_day
                else f"{accounts}, {date_words(row.first_day)}",
            ),
            notes=(self._notes.number(row.evidence),),
        )


def _rung(said: Said) -> str:
    kind = f"not {said.type}" if said.negated else said.type
    return kind if said.rung in (None, said.type) else f"{kind} ({said.rung})"


def _same_or(said: Said, told: Collection[str | None], other: str) -> str:
    """Return the words of an act, or that the other side holds it too, where they are there."""
    return f"the same, together with {other}" if said.evidence.id in told else _quoted(said.words)


def _quoted(text: str) -> str:
    words = one_line(text).strip("“”\"'")
    if len(words) > WORDS:
        words = words[: WORDS - 1].rsplit(" ", 1)[0] + " …"
    return f"“{words}”"


def _left(group: OpenUndertakings) -> str | None:
    return _more(len(group.rows), group.total, "None in the archive.")


def _more(shown: int, total: int | None, none: str) -> str | None:
    if not shown:
        return none
    if total is None:
        return "There are more in the archive."
    return f"{total - shown:,} more in the archive." if total > shown else None
