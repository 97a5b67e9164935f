"""Document → cast: finds everyone once, gathers the persons, and settles for whom they speak."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from memcon.reading.cast import Cast, Draft, Mention, MentionKind
from memcon.reading.focus import Focus
from memcon.reading.languages.en.bodies import adjective_pairs, find_bodies
from memcon.reading.languages.en.persons import Person
from memcon.reading.languages.en.titles import find_people
from memcon.reading.languages.en.units import Line, admit_names, read_lines
from memcon.reading.overview import label_name
from memcon.reading.people import Entry, Registry, Sighting, exit_token
from memcon.reading.sides import settle_counterparts, settle_sides
from memcon.reading.titleline import title_paragraph
from memcon.reading.tree import Paragraph, Parsed
from memcon.record import Role, Span, Warning

if TYPE_CHECKING:
    from memcon.knowledge import Knowledge

__all__ = ["Cast", "Focus", "Mention", "read_actors"]


def read_actors(parsed: Parsed, knowledge: Knowledge) -> Cast:
    """Build the cast of a document.

    Args:
        parsed: the document after parsing; its narrator is settled.
        knowledge: states and organisations.
    """
    cast = Cast(parsed, knowledge)
    sightings: list[Sighting] = []
    found: list[tuple[Line, Paragraph, bool]] = []
    heads = list(parsed.headlines)
    if parsed.document.title and not heads:
        heads.append(title_paragraph(parsed.document.title))
        cast.title = heads[0]
    for headline, paragraphs in ((True, heads), (False, parsed.paragraphs)):
        for paragraph in paragraphs:
            lines = read_lines(paragraph, knowledge)
            cast.lines[id(paragraph)] = lines
            cast.by_sentence.update((id(line.sentence), line) for line in lines)
            found.extend((line, paragraph, headline) for line in lines)
    seen = [find_people(line, loose=not headline) for line, _, headline in found]
    known = _name_words(seen)
    for (line, paragraph, headline), people in zip(found, seen, strict=True):
        again = not headline and admit_names(line, known)
        for person in find_people(line) if again else people:
            sightings.append(Sighting(person, paragraph, headline, len(sightings)))
    registry = Registry()
    registry.gather(sightings, _label_names(parsed))
    _add_persons(cast, registry)
    _add_bodies(cast, sightings)
    cast.index()
    return cast


def _name_words(seen: list[list[Person]]) -> frozenset[str]:
    """Collect the words of names that a title, an honorific or a second part proves to be names."""
    return frozenset(
        word
        for people in seen
        for person in people
        if person.titles or person.honorific or person.end - person.start > 1
        for word in person.name.split()
        if len(word) > 2 and word[0].isupper()
    )


def _label_names(parsed: Parsed) -> list[str]:
    text = parsed.document.text
    labels = [p.label for p in parsed.paragraphs if p.label is not None]
    names = [label_name(text[label.start : label.end]) for label in labels]
    return list(dict.fromkeys(name for name in names if len(name.split()) > 1))


def _add_persons(cast: Cast, registry: Registry) -> None:
    settle_counterparts(registry)
    settle_sides(cast, registry)
    for entry in registry.entries:
        cast.persons[entry.id] = entry
        draft = Draft(entry.id, "person", entry.name, entry.side)
        cast.drafts[entry.id] = draft
        for sighting in entry.sightings:
            person = sighting.person
            if sighting.headline:
                continue
            first, last = person.head_tokens
            head = exit_token(sighting.paragraph, person.first, person.last)
            if not first <= head.i <= last and head.dep not in (
                "nsubj",
                "dobj",
                "pobj",
                "nsubjpass",
            ):
                head = exit_token(sighting.paragraph, first, last)
            cast.add(
                Mention((entry.id,), sighting.paragraph, person.first, person.last, head, "name")
            )
        if not draft.spans:
            sighting = entry.sightings[0]
            if sighting.paragraph is cast.title:  # only in a title that is not in the text
                del cast.drafts[entry.id], cast.persons[entry.id]
                cast.offstage.append(entry)
                continue
            cast.sight(draft, sighting.paragraph, sighting.person.first, sighting.person.last)
        draft.roles = _roles(cast, entry)
        if entry.side is None:
            start, end = min(draft.spans)
            cast.warnings.append(
                Warning(
                    code="unknown-side",
                    message=f"the text does not say for whom {entry.name} speaks",
                    span=cast.parsed.span(start, end),
                )
            )


def _roles(cast: Cast, entry: Entry) -> list[Role]:
    roles: list[Role] = []
    seen: set[str] = set()
    for title, paragraph in entry.titles:
        name = title.title
        folded = name.lower()
        if paragraph is cast.title:
            continue
        if not name or folded in seen or any(folded in s for s in seen):
            continue
        seen.add(folded)
        start = paragraph.tokens[title.first].start
        end = paragraph.tokens[title.last].end
        evidence: Span = cast.parsed.span(start, end)
        roles.append(Role(title=name, of=title.side or entry.side, evidence=evidence))
    # the fullest title first: "Secretary of State" before "Secretary"
    shorter = [r for r in roles if any(_within(r, o) for o in roles)]
    return [r for r in roles if r not in shorter]


def _within(role: Role, other: Role) -> bool:
    if role is other:
        return False
    mine, theirs = role.title.lower().split(), other.title.lower().split()
    return len(mine) < len(theirs) and all(word in theirs for word in mine)


def _add_bodies(cast: Cast, sightings: list[Sighting]) -> None:
    by_line: dict[int, list[tuple[int, int]]] = {}
    for sighting in sightings:
        if sighting.entry is not None:
            line = sighting.person.line
            start, end = _unit_range(line, sighting.person.first, sighting.person.last)
            by_line.setdefault(id(line), []).append((start, end))
    for paragraph in cast.parsed.paragraphs:
        for line in cast.units_in(paragraph):
            taken = by_line.get(id(line), [])
            _add_line(cast, paragraph, line, taken)


def _unit_range(line: Line, first: int, last: int) -> tuple[int, int]:
    firsts = [unit.first for unit in line.units]
    start = bisect_left(firsts, first)
    return start, bisect_left(firsts, last + 1)


def _add_line(cast: Cast, paragraph: Paragraph, line: Line, taken: list[tuple[int, int]]) -> None:
    units = line.units
    for body in find_bodies(line, taken):
        first, last = units[body.start].first, units[body.end - 1].last
        if body.start and units[body.start - 1].letter == "t":
            first = units[body.start - 1].first
        if body.name is None:
            assert body.side is not None
            actors: tuple[str, ...] = (cast.ensure_known(body.side),)
            kind: MentionKind = "state"
        else:
            side = body.side
            actors = (cast.ensure(body.name, "organisation", side, paragraph, first, last),)
            kind = "organisation"
        head = paragraph.tokens[units[body.head].last]
        cast.add(Mention(actors, paragraph, first, last, head, kind))
        taken = [*taken, (body.start, body.end)]
    pairs = {end - 1: start for start, end in adjective_pairs(line)}
    busy: set[int] = set()
    for start, end in taken:
        busy.update(range(start, end))
    for k, unit in enumerate(units):
        if k in busy or unit.entity is None or unit.letter not in "SG":
            continue
        first = units[pairs[k]].first if k in pairs else unit.first
        if k and units[k - 1].letter == "t" and k not in pairs:
            first = units[k - 1].first
        actor = cast.ensure_known(unit.entity.id)
        head = exit_token(paragraph, unit.first, unit.last)
        cast.add(
            Mention(
                (actor,),
                paragraph,
                first,
                unit.last,
                head,
                "state" if unit.letter == "S" else "organisation",
            )
        )
