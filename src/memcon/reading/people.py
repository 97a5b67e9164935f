"""Who is who: mentions of people by name, gathered into persons.

A document defines its people itself ("Chinese State Councilor and Foreign Minister Wang Yi") and
then shortens them ("Wang", "Minister Wang"). Persons are gathered in two rounds: names with a
title, an honorific or two parts define; single names are looked up among them.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field

from memcon.knowledge.people import people_words, reference_words
from memcon.reading.languages.en.offices import Title
from memcon.reading.languages.en.persons import Person
from memcon.reading.names import (
    compatible,
    display,
    is_feminine,
    is_initial,
    keys,
    parts,
    slug,
)
from memcon.reading.tree import Paragraph, Token


@dataclass(slots=True, eq=False)
class Sighting:
    """One mention of a person by name in a paragraph."""

    person: Person
    paragraph: Paragraph
    headline: bool
    order: int
    entry: Entry | None = None


@dataclass(slots=True, eq=False)
class Entry:
    """A person as the document has defined it so far."""

    forms: list[str] = field(default_factory=list)
    titles: list[tuple[Title, Paragraph]] = field(default_factory=list)
    side: str | None = None
    feminine: bool | None = None
    inferred: tuple[str, ...] = ()  # office words taken over from whose counterpart it is
    sightings: list[Sighting] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)  # of the sightings, ascending
    id: str = ""
    _words: tuple[tuple[int, tuple[str, ...]], list[tuple[str, ...]]] | None = None

    @property
    def name(self) -> str:
        """The fullest ordinary form of the name that the text gives."""
        best = max(self.forms, key=lambda f: (_fullness(f), -self.forms.index(f)))
        return display(best)

    @property
    def words(self) -> list[tuple[str, ...]]:
        """The words of each office held, each once, for matching descriptions against."""
        key = (len(self.titles), self.inferred)
        if self._words is None or self._words[0] != key:
            self._words = (key, self._office_words())
        return self._words[1]

    def _office_words(self) -> list[tuple[str, ...]]:
        found: dict[tuple[str, ...], None] = {}
        for title, _ in self.titles:
            office: list[str] = []
            for word in title.words:
                if word == "+":
                    found[tuple(office)] = None
                    office = []
                else:
                    office.append(word)
            if office:
                found[tuple(office)] = None
        return list(found) or ([self.inferred] if self.inferred else [])


def _fullness(form: str) -> tuple[int, int, int]:
    words = parts(form)
    full = [w for w in words if not is_initial(w)]
    # "Joe Biden" and "Joseph R. Biden" are equally full; all capitals are a label's style
    initials = len(form.split()) - len(full)
    fewer = -initials if len(full) > 1 else initials  # but "S. Jaishankar" before "Jaishankar"
    return min(len(full), 4), (0 if form.isupper() else 1), fewer


class Registry:
    """Gathers sightings into entries."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_key: dict[str, list[Entry]] = {}

    def gather(self, sightings: list[Sighting], labels: list[str]) -> None:
        """Assign every sighting to an entry, or to none where it names no person.

        Args:
            sightings: in text order.
            labels: full names from speaker labels, which may fill up a surname.
        """
        reused = {
            keys(s.person.name)[0]
            for s in sightings
            if s.person.end - s.person.start == 1
            and not s.headline
            and (s.person.titles or s.person.honorific or _is_subject(s, any_verb=True))
        }
        for sighting in sightings:
            if _defines(sighting, reused):
                self._define(sighting)
        for sighting in sightings:
            if sighting.entry is None:
                self._look_up(sighting)
        for label in labels:
            entry = self.find(label, len(sightings))
            if entry is not None and label not in entry.forms:
                entry.forms.append(label)
        for entry in self.entries:
            entry.sightings.sort(key=lambda s: s.order)
        self.entries = [e for e in self.entries if e.sightings]
        self.entries.sort(key=lambda e: e.sightings[0].order)
        self._name_ids()

    def find(self, name: str, order: int, title: tuple[str, ...] = ()) -> Entry | None:
        """Return the person whom a name means at a place in the document, or None."""
        mine = keys(name)
        if not mine:
            return None
        best: tuple[int, int] | None = None
        chosen: Entry | None = None
        for candidate in self._candidates(mine):
            score = _score(candidate, name, mine, title)
            if score <= 0:
                continue
            at = bisect_right(candidate.orders, order)
            last = candidate.orders[at - 1] if at else -1
            if best is None or (score, last) > best:
                best = (score, last)
                chosen = candidate
        return chosen

    def _candidates(self, mine: tuple[str, ...]) -> list[Entry]:
        seen: list[Entry] = []
        for part in mine:
            for entry in self._by_key.get(part, ()):
                if entry not in seen:
                    seen.append(entry)
        return seen

    def _define(self, sighting: Sighting) -> None:
        person = sighting.person
        words = person.titles[0].words if person.titles else ()
        entry = self.find(person.name, sighting.order, words)
        if entry is not None and _contradicts(entry, person):
            entry = None
        if entry is None:
            entry = Entry()
            self.entries.append(entry)
        self._attach(entry, sighting)

    def _look_up(self, sighting: Sighting) -> None:
        person = sighting.person
        entry = self.find(person.name, sighting.order)
        if entry is None and _speaks(sighting):
            entry = Entry()
            self.entries.append(entry)
        if entry is not None:
            self._attach(entry, sighting)

    def _attach(self, entry: Entry, sighting: Sighting) -> None:
        person = sighting.person
        sighting.entry = entry
        entry.sightings.append(sighting)
        insort(entry.orders, sighting.order)
        if person.name not in entry.forms:
            entry.forms.append(person.name)
            for part in keys(person.name):
                known = self._by_key.setdefault(part, [])
                if entry not in known:
                    known.append(entry)
        for title in person.titles:
            entry.titles.append((title, sighting.paragraph))
        stated = person.side or next((t.side for t in person.titles if t.side), None)
        if entry.side is None:
            entry.side = stated
        if person.feminine is not None and entry.feminine is None:
            entry.feminine = person.feminine

    def _name_ids(self) -> None:
        taken: dict[str, int] = {}
        for entry in self.entries:
            base = f"person:{slug(entry.name)}"
            count = taken.get(base, 0) + 1
            taken[base] = count
            entry.id = base if count == 1 else f"{base}-{count}"
            if entry.feminine is None and is_feminine(entry.name):
                entry.feminine = True


def _score(entry: Entry, name: str, mine: tuple[str, ...], title: tuple[str, ...]) -> int:
    """Say how well a name fits a person; 0 is not at all."""
    best = 0
    shared = bool(title) and any(set(title) & set(words) for words in entry.words)
    # "Grace M." is not "Joseph M.", though both can be "M."
    full = len(mine) > 1 and not shared and any(len(keys(form)) > 1 for form in entry.forms)
    for form in entry.forms:
        theirs = keys(form)
        if full and len(theirs) == 1:
            continue
        if not compatible(name, form):
            continue
        if len(mine) == 1 and len(theirs) > 1:
            # surname last, or first as in Chinese; a given name alone is rarer
            points = _single_points(mine[0], theirs)
        elif len(theirs) == 1 and len(mine) > 1:
            points = _single_points(theirs[0], mine)
        else:
            points = 4
        best = max(best, points)
    if best and shared:
        best += 2
    return best


def _single_points(part: str, full: tuple[str, ...]) -> int:
    """Score a single name against a full one: last, first, or a middle part as in Spanish."""
    if part == full[-1]:
        return 3
    return 2 if part == full[0] else 1


def _contradicts(entry: Entry, person: Person) -> bool:
    """Two people of one surname: different sides, and neither name is part of the other."""
    side = person.side or next((t.side for t in person.titles if t.side), None)
    if side is None or entry.side is None or side == entry.side:
        return False
    return len(keys(person.name)) == 1 or all(len(keys(f)) == 1 for f in entry.forms)


def _defines(sighting: Sighting, reused: set[str]) -> bool:
    """Tell whether a mention defines a person: by title, by honorific, or as a full name.

    A full name without a title counts where it speaks, stands beside an office, or is used later
    in its short form (``reused`` holds the keys of all single names of the document).
    """
    person = sighting.person
    if person.titles or person.honorific or person.counterpart:
        return not (person.modifier and not person.honorific and not person.titles)
    if person.end - person.start < 2 or person.modifier or sighting.headline:
        return False
    if keys(person.name)[-1] in reused:
        return True
    return _is_subject(sighting, any_verb=False) or _beside_a_person(sighting)


def exit_token(paragraph: Paragraph, first: int, last: int) -> Token:
    """Return the token of a range whose head lies outside it, the first from the left."""
    tokens = paragraph.tokens
    for k in range(first, last + 1):
        head = tokens[k].head
        if head is tokens[k] or not first <= head.i <= last:
            return tokens[k]
    return tokens[last]


def _is_subject(sighting: Sighting, *, any_verb: bool) -> bool:
    first, last = sighting.person.head_tokens
    token = exit_token(sighting.paragraph, first, last)
    if token.dep not in ("nsubj", "nsubjpass") or token.tag == "NNPS":
        return False
    return token.head.pos in ("VERB", "AUX") and (
        any_verb or token.head.lemma in people_words().speech
    )


def _beside_a_person(sighting: Sighting) -> bool:
    first, last = sighting.person.head_tokens
    token = exit_token(sighting.paragraph, first, last)
    if token.dep == "appos" and people_words().office(token.head.lower) is not None:
        return True
    person = sighting.person
    letters, units = person.line.letters, person.line.units
    if (
        letters[person.start - 1 : person.start] != ","
        or letters[person.end : person.end + 1] != ","
    ):
        return False
    for unit in reversed(units[max(0, person.start - 8) : person.start - 1]):
        if (
            unit.letter == "O" or unit.lower in reference_words().kin
        ):  # "A resident of the capital, A B, told"
            return True
        if sighting.paragraph.tokens[unit.last].pos in ("VERB", "AUX") or unit.letter == ",":
            return False
    return False


def _speaks(sighting: Sighting) -> bool:
    """Tell whether an unknown bare name is a person: it is the subject of a verb of saying."""
    person = sighting.person
    if sighting.headline or person.modifier or person.name.isupper():
        return False
    return _is_subject(sighting, any_verb=False)
