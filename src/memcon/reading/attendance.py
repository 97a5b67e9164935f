"""Who took part: noun phrases and names of meetings turned into participants."""

from __future__ import annotations

from collections.abc import Sequence

from memcon.knowledge import Knowledge
from memcon.knowledge.meeting_words import MeetingWords
from memcon.reading.cast import Cast
from memcon.reading.descriptions import describe
from memcon.reading.focus import Focus
from memcon.reading.languages.en.encounter_grammar import governor, is_verb, subjects_of
from memcon.reading.languages.en.sightings import Sighting
from memcon.reading.names import key, parts
from memcon.reading.participants import merge
from memcon.reading.tree import Paragraph, Sentence, Token
from memcon.record import Participant

_PEOPLE = ("person",)
_BODIES = ("state", "organisation")
# Letters that reading/languages/en/units.py gives to states, adjectives of them, organisations
# and pairs of adjectives.
_ENTITIES = frozenset("SAGD")
_SMALL_FORMAT = 4  # members: such a format is spoken of by its states
_AUXILIARIES = 3  # words between a subject and its verb: "will soon pay"
_LEADERS = "leaders"  # what a group of an organisation's people is called


class Attendance:
    """Finds the participants that the phrases of one document mean, in text order.

    Args:
        text: the document's text.
        cast: its actors.
        knowledge: for the members of small formats.
        words: the meeting words.
    """

    def __init__(self, text: str, cast: Cast, knowledge: Knowledge, words: MeetingWords):
        self._text = text
        self._cast = cast
        self._knowledge = knowledge
        self._words = words
        self._focus = Focus(cast)
        self._roles: dict[str, str | None] = {}
        self._titles = _title_people(cast)
        headlines = cast.parsed.headlines[:1]
        if headlines and any(p.label is not None for p in cast.parsed.paragraphs):
            # the first turn of a printed press conference has no label: the title says whose it is
            named = self._titles.get(id(headlines[0]), [])
            self._focus.note_speakers([identity for _, _, identity in named[:1]])

    def note(self, sentence: Sentence) -> None:
        """Tell that the reading has come to a sentence, and to the label of a transcript's turn."""
        label = sentence.paragraph.label
        if label is not None and sentence.first == 0:
            self._focus.note_speakers(
                self._cast.speaker_of(self._text[label.start : label.end].rstrip(": \n"))
            )
        self._focus.note_sentence(sentence)

    def extend(self, sentence: Sentence) -> list[Participant]:
        """Return the people whom a sentence adds to the meeting told before it.

        "Participants included …" and "He was joined by …" name people and no new meeting.
        """
        words = self._words
        for token in sentence.tokens:
            if token.lemma in words.attendance_verbs and is_verb(token):
                subject = token.child("nsubj", "nsubjpass")
                if subject is None or subject.lower not in words.attendance_nouns:
                    continue
            elif token.lemma not in words.joined or token.child("auxpass") is None:
                continue
            found: list[Participant] = []
            for mention in self._cast.mentions_in(sentence.paragraph, token.i, sentence.last):
                if mention.kind != "pronoun":
                    found = merge(found, self._people(mention.actors))
            return found
        return []

    def named_in(self, paragraph: Paragraph, *, bodies: bool = False) -> list[Participant]:
        """Return the people, or with ``bodies`` else the states and bodies, that a title names."""
        people = self._people([actor for _, _, actor in self._titles.get(id(paragraph), [])])
        last = len(paragraph.tokens) - 1
        for mention in self._cast.mentions_in(paragraph, 0, last):
            people = merge(
                people, self._people([a for a in mention.actors if a in self._cast.persons])
            )
        if people or not bodies:
            return people
        return self._people(self._states_at(paragraph, 0, last))

    def speakers_in(self, title: str) -> list[Participant]:
        """Return the speakers of a transcript whose family name stands in a title."""
        words = {key(word) for word in parts(title) if word[:1].isupper()}
        found: list[Participant] = []
        blocks = [p.label for p in self._cast.parsed.paragraphs if p.label is not None]
        labels = dict.fromkeys(self._text[b.start : b.end].rstrip(": \n") for b in blocks)
        for label in labels:
            for actor in self._cast.speaker_of(label):
                name = parts(self._cast.name(actor))
                if name and self._cast.kind(actor) in _PEOPLE and key(name[-1]) in words:
                    found = merge(found, self._people([actor]))
        return found

    def people(self, ids: Sequence[str]) -> list[Participant]:
        """Return actors as participants, with office and side."""
        return self._people(ids)

    def before(self, verb: Token) -> list[Participant]:
        """Return the person named right before a verb whose subject the parser lost."""
        start = verb.sentence.first
        for mention in reversed(self._cast.mentions_in(verb.sentence.paragraph, start, verb.i - 1)):
            people = [a for a in mention.actors if a in self._cast.persons]
            if mention.last < verb.i:
                near = verb.i - mention.last <= _AUXILIARIES
                return self._people(people) if near else []
        return []

    def within(self, paragraph: Paragraph, first: int, last: int) -> list[Participant]:
        """Return the persons whom a range of tokens names, possessives aside."""
        found: list[Participant] = []
        for mention in self._cast.mentions_in(paragraph, first, last):
            after = paragraph.tokens[min(mention.last + 1, len(paragraph.tokens) - 1)]
            if mention.kind != "pronoun" and mention.last <= last and after.tag != "POS":
                people = [i for i in mention.actors if i in self._cast.persons]
                found = merge(found, self._people(people))
        return found

    def speakers(self) -> list[Participant]:
        """Return who says "my" at this point: the speaker of the turn, else the person in focus."""
        return self._people(list(self._focus.speakers or self._focus.person))

    def is_person(self, actor: str | None) -> bool:
        """Whether an actor id is a person's."""
        return actor is not None and self._cast.kind(actor) in _PEOPLE

    def is_named(self, actor: str | None) -> bool:
        """Whether an actor is a person whom the text names."""
        return actor is not None and actor in self._cast.persons

    def parties(self, heads: list[Token]) -> list[Participant]:
        """Return who is meant by noun phrases, in text order."""
        found: list[Participant] = []
        named_by = [head.head for head in heads if head.dep == "appos"]
        for head in heads:
            if head.lower == "we" and head in named_by:
                continue  # "We, the leaders of X and Y": the words after it say who
            found = merge(found, self._party(head))
        named = {p.side for p in found if p.actor is not None and p.actor != p.side}
        if not named:
            return found
        # "my colleague, member of the council and foreign minister X": descriptions of one person
        return [
            p for p in found if p.actor is not None or (p.side is not None and p.side not in named)
        ]

    def _party(self, head: Token) -> list[Participant]:
        titled = self._titles.get(id(head.sentence.paragraph))
        if titled is not None:
            named = [actor for first, last, actor in titled if first <= head.i <= last]
            if named:
                return self._people(named)
        if head.tag == "PRP$":
            return self._owner(head)
        role = self._role(head)
        if role is None:
            return self._people(self._cast.resolve(head, self._focus))
        if self._cast.mention_at(head) is None and (
            head.tag in ("NNS", "NNPS") or head.lower in self._words.role_bodies
        ):
            sides = self._members(self._listed(head) or describe(self._cast, head).sides)
            if sides and not self._all_known(sides):
                return [Participant(role=role, side=side) for side in sides]
        ids = self._cast.resolve(head, self._focus)
        people = [i for i in ids if i in self._cast.persons]
        if people:
            return self._people(people)
        sides = tuple(i for i in ids if self._cast.kind(i) in _BODIES)
        said = describe(self._cast, head)
        sides = sides or said.sides
        posted = next((c for c in head.children if c.lower == "to" and c.i > head.i), None)
        if posted is not None and len(sides) > 1:
            # "the British ambassador to Vietnam" speaks for one of the two
            own = self._states_at(head.sentence.paragraph, head.left, posted.i - 1)
            sides = tuple(own[:1]) or sides
        if not sides and said.article == "the" and not said.plural and self._cast.narrator:
            sides = (self._cast.narrator,)  # "the President", nowhere named: the issuer's own
        states = tuple(side for side in sides if not side.startswith("group:"))
        sides = states or sides
        if sides:
            return [Participant(role=role, side=self._body(side)) for side in sides]
        return [Participant(role=role)]

    def _listed(self, head: Token) -> tuple[str, ...]:
        """Return the states after "the leaders of", where several are listed."""
        tokens = head.sentence.paragraph.tokens
        end = head.i
        while end < head.sentence.last and (
            tokens[end + 1].tag in ("DT", "CC", ",", "NNP", "NNPS", "POS")
            or tokens[end + 1].lower == "of"
        ):
            end += 1
        if end == head.i or tokens[head.i + 1].lower != "of":
            return ()
        sides = self._states_at(head.sentence.paragraph, head.i + 1, end)
        return tuple(sides) if len(sides) > 1 else ()

    def _members(self, sides: tuple[str, ...]) -> tuple[str, ...]:
        """Open small formats into their states: the ministers of a trio are three sides."""
        opened: list[str] = []
        for name in sides:
            side = self._body(name)
            entity = self._knowledge.entity(side)
            small = entity is not None and 1 < len(entity.members) <= _SMALL_FORMAT
            for one in entity.members if small and entity is not None else (side,):
                if one not in opened:
                    opened.append(one)
        return tuple(opened)

    def _body(self, actor: str) -> str:
        """Return the organisation that a group of its people belongs to, else the actor."""
        entity = self._knowledge.entity(actor)
        if entity is not None and entity.kind == "group" and entity.parent is not None:
            return entity.parent
        return actor

    def _all_known(self, sides: tuple[str, ...]) -> bool:
        """Whether the text names a person for each of these sides."""
        known = {entry.side for entry in self._cast.persons.values()}
        return len(sides) > 1 and all(side in known for side in sides)

    def _owner(self, head: Token) -> list[Participant]:
        """Return whose meeting "his meeting" is: of the clause's subject, else of the focus."""
        if head.lower in ("our", "my"):
            return self._people(list(self._focus.speakers))
        verb = governor(head)
        subjects = [s for s in subjects_of(verb) if s is not head.head] if is_verb(verb) else []
        if subjects and not any(s.left <= head.i <= s.right for s in subjects):
            found = self.parties(subjects)
            if len(found) > 1 or (found and head.lower in ("his", "her")):
                return found
        mine = any(t.lower in ("i", "my") for t in head.sentence.tokens)
        if mine and tuple(self._focus.person) == tuple(self._focus.speakers):
            return []  # "I met my colleague, who is on his first visit": not the speaker's visit
        if head.lower == "their":
            return self._people(list(self._focus.plural))
        return self._people(list(self._focus.person)) if head.lower in ("his", "her") else []

    def _people(self, ids: Sequence[str]) -> list[Participant]:
        found = []
        for actor in ids:
            kind, side = self._cast.kind(actor), self._cast.side(actor)
            if actor in self._cast.persons:
                found.append(Participant(actor=actor, role=self._office(actor), side=side))
            elif kind in _PEOPLE:
                name = self._cast.name(actor)
                if name.split()[-1].lower() in self._words.role_heads:
                    found.append(Participant(role=name, side=side))
                else:
                    found.append(Participant(actor=actor, side=side))
            elif self._body(actor) != actor:
                found.append(Participant(role=_LEADERS, side=self._body(actor)))
            elif kind == "group" and side is None:
                continue  # "the friends": nobody that can be counted
            else:
                found.append(Participant(actor=actor, side=actor if kind in _BODIES else side))
        return found

    def _office(self, actor: str) -> str | None:
        """Return the title under which the text gives a person's office."""
        if actor not in self._roles:
            roles = self._cast.drafts[actor].roles
            self._roles[actor] = roles[0].title if roles else None
        return self._roles[actor]

    def _role(self, head: Token) -> str | None:
        """Return an unnamed official's role as the text has it, without nationality or article."""
        tokens = head.sentence.paragraph.tokens
        if head.lower in self._words.role_bodies and head.i - 2 >= head.sentence.first:
            phrase = f"{tokens[head.i - 2].lower} {tokens[head.i - 1].lower}"
            return self._words.role_names.get(phrase)
        if head.lemma.lower() not in self._words.role_heads and (
            head.lower.rstrip("s") not in self._words.role_heads
        ):
            return None
        kept: list[str] = [_calm(head)]
        for i in range(head.i - 1, head.left - 1, -1):
            token = tokens[i]
            if token.tag in ("DT", "PRP$", "CD", "POS", "CC") or token.pos == "PUNCT":
                break
            if token.dep in ("poss", "conj") or self._states_at(head.sentence.paragraph, i, i):
                break
            if token.pos in ("ADJ", "NOUN", "PROPN"):
                kept.append(_calm(token))
        return " ".join(reversed(kept))

    def _states_at(self, paragraph: Paragraph, first: int, last: int) -> list[str]:
        """Return the states and organisations named in a range, adjectives among them."""
        sides: list[str] = []
        for line in self._cast.units_in(paragraph):
            for unit in line.units:
                if unit.first > last or unit.first < first or unit.letter not in _ENTITIES:
                    continue
                for entity in (unit.entity, unit.other):
                    if entity is not None and entity.id not in sides:
                        sides.append(self._cast.ensure_known(entity.id))
        return sides

    def listed(self, sighting: Sighting, paragraph: Paragraph) -> list[Participant]:
        """Return the named people between "with" and the end of the list, whatever the parse."""
        start = min(p.left for p in sighting.partners)
        tokens = paragraph.tokens
        end = start
        while end < sighting.anchor.sentence.last:
            token = tokens[end + 1]
            if is_verb(token) or token.lower in (";", "where", "who", "which", "that", "as"):
                break
            if token.dep in ("prep", "mark") and token.lower not in ("of", "for", "and", "with"):
                break
            end += 1
        found: list[Participant] = []
        for mention in self._cast.mentions_in(paragraph, start, end):
            inside = tokens[mention.first : mention.last + 1]
            if any(token.dep in ("nsubj", "nsubjpass") for token in inside):
                continue  # the next clause's subject
            after = tokens[min(mention.last + 1, len(tokens) - 1)]
            if mention.kind != "pronoun" and after.tag != "POS":
                people = [i for i in mention.actors if i in self._cast.persons]
                found = merge(found, self._people(people))
        return found

    def named(self, sighting: Sighting, paragraph: Paragraph) -> list[Participant]:
        """Return the parties that a meeting's name holds: "the China-India commander talks"."""
        assert sighting.names is not None
        first, last = sighting.names
        found: list[Participant] = []
        for mention in self._cast.mentions_in(paragraph, first, last):
            people = [i for i in mention.actors if self._cast.kind(i) in _PEOPLE]
            found = merge(found, self._people(people))
        if found:
            return found
        sides = self._states_at(paragraph, first, last)
        if sighting.role is not None:
            return [Participant(role=sighting.role, side=side) for side in sides]
        return self._people(sides)


def _title_people(cast: Cast) -> dict[int, list[tuple[int, int, str]]]:
    """Return the people whom headlines name: by paragraph, first and last token and actor."""
    found: dict[int, list[tuple[int, int, str]]] = {}
    for entry in cast.persons.values():
        for sighting in entry.sightings:
            if sighting.headline:
                person = sighting.person
                row = (person.first, person.last, entry.id)
                found.setdefault(id(sighting.paragraph), []).append(row)
    return {home: sorted(rows) for home, rows in found.items()}


def _calm(token: Token) -> str:
    """A word of a role in running case: "Foreign" → "foreign", "CEOs" as it stands."""
    return token.lower if token.text.istitle() else token.text
