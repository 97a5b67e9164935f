"""The cast of a document: its people, states, bodies and groups, and whom a noun phrase means.

Names and bodies are found once, by rule (``languages/en``), gathered into persons (``people.py``)
and kept as mentions. What a later phrase means ("the senior official", "they", "both sides") is
asked of the cast together with a :class:`Focus`, the state of the discourse at that point.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from memcon.reading import overview, phrases, references
from memcon.reading.focus import Focus
from memcon.reading.languages.en.units import Line, side_of
from memcon.reading.names import slug
from memcon.reading.people import Entry
from memcon.reading.tree import Paragraph, Parsed, Sentence, Token
from memcon.record import Actor, ActorKind, Role, Warning

if TYPE_CHECKING:
    from memcon.knowledge import Knowledge

MentionKind = Literal[
    "name", "office", "state", "organisation", "group", "joint", "pronoun", "text"
]


@dataclass(slots=True, eq=False)
class Mention:
    """A stretch of a paragraph that means actors: token indices, inclusive."""

    actors: tuple[str, ...]
    paragraph: Paragraph
    first: int
    last: int
    head: Token
    kind: MentionKind


_LEADING = 64  # persons; more are not what a text is about


@dataclass(slots=True, eq=False)
class Draft:
    """An actor while the document is being read."""

    id: str
    kind: ActorKind
    name: str
    side: str | None
    roles: list[Role] = field(default_factory=list)
    spans: dict[tuple[int, int], None] = field(default_factory=dict)
    order: tuple[int, int] = (1 << 60, 0)  # offset of the first mention, order of making


class Cast:
    """Who occurs in a document, where, and whom its phrases mean.

    Attributes:
        mentions: every mention of a name, office, state or body in the body, in order.
        warnings: what was not sure, such as a person whose side is not stated.
    """

    def __init__(self, parsed: Parsed, knowledge: Knowledge):
        self.parsed = parsed
        self.knowledge = knowledge
        self.narrator = parsed.document.narrator
        self.mentions: list[Mention] = []
        self.warnings: list[Warning] = []
        self.persons: dict[str, Entry] = {}
        self.drafts: dict[str, Draft] = {}
        self._firsts: dict[int, list[int]] = {}
        self._rows: dict[int, list[Mention]] = {}
        self._at: dict[int, dict[int, Mention]] = {}
        self.lines: dict[int, list[Line]] = {}
        self.offstage: list[Entry] = []  # persons named in such a title only
        self.by_sentence: dict[int, Line] = {}
        self.title: Paragraph | None = None  # the title as a paragraph, where it is not in the text
        self._primary: tuple[list[str], list[str]] | None = None

    # --- asking -------------------------------------------------------------------------------

    def actors(self) -> list[Actor]:
        """Return all actors in the order of their first mention."""
        drafts = sorted(self.drafts.values(), key=lambda d: d.order)
        return [self._actor(draft) for draft in drafts]

    def get(self, actor_id: str) -> Actor:
        """Return one actor; raises KeyError for an id the cast does not know."""
        return self._actor(self.drafts[actor_id])

    def name(self, actor_id: str) -> str:
        """Return an actor's name, or the id itself where it is unknown."""
        draft = self.drafts.get(actor_id)
        if draft is not None:
            return draft.name
        entity = self.knowledge.entity(actor_id)
        return entity.name if entity is not None else actor_id

    def kind(self, actor_id: str) -> ActorKind:
        """Return what an actor is."""
        draft = self.drafts.get(actor_id)
        if draft is not None:
            return draft.kind
        entity = self.knowledge.entity(actor_id)
        return entity.kind if entity is not None else "group"

    def side(self, actor_id: str) -> str | None:
        """Return the state or body an actor speaks for; a state speaks for itself."""
        draft = self.drafts.get(actor_id)
        if draft is None:
            return actor_id if self.knowledge.entity(actor_id) is not None else None
        return draft.side

    def has_office(self, actor_id: str) -> bool:
        """Return whether the text gives an actor an office."""
        draft = self.drafts.get(actor_id)
        return draft is not None and bool(draft.roles)

    def mentions_in(self, paragraph: Paragraph, first: int, last: int) -> list[Mention]:
        """Return the mentions that begin in a range of tokens, in order."""
        firsts = self._firsts.get(id(paragraph), [])
        rows = self._rows.get(id(paragraph), [])
        return rows[bisect_left(firsts, first) : bisect_left(firsts, last + 1)]

    def mention_at(self, token: Token) -> Mention | None:
        """Return the mention that a token is part of, or None."""
        return self._at.get(id(token.sentence.paragraph), {}).get(token.i)

    def resolve(self, phrase: Token, focus: Focus) -> list[str]:
        """Return the ids of whom the noun phrase headed by ``phrase`` means; [] if nobody."""
        return references.resolve(self, phrase, focus)

    def phrase_span(self, phrase: Token) -> tuple[int, int]:
        """Return the token range of the whole mention headed by ``phrase``, inclusive."""
        return phrases.phrase_span(self, phrase)

    def leading(self) -> list[str]:
        """Return the persons named first: whom a description far from any name can mean."""
        return list(islice(self.persons, _LEADING))

    def speaker_of(self, label: str) -> list[str]:
        """Return whom a transcript's speaker label means ("MR PRICE", "Sergey Lavrov")."""
        return overview.speaker_of(self, label)

    def primary(self) -> tuple[list[str], list[str]]:
        """Return the document's first pair of persons and its pair of sides."""
        if self._primary is None:
            self._primary = overview.primary(self)
        return self._primary

    # --- making -------------------------------------------------------------------------------

    def ensure_known(self, entity_id: str) -> str:
        """Add a state or organisation of the knowledge tables to the cast; return its id."""
        if entity_id not in self.drafts:
            entity = self.knowledge.entity(entity_id)
            name = entity.name if entity is not None else entity_id
            kind: ActorKind = entity.kind if entity is not None else "organisation"
            side = side_of(entity) if entity is not None else entity_id
            self.drafts[entity_id] = Draft(entity_id, kind, name, side)
        return entity_id

    def ensure(
        self,
        name: str,
        kind: ActorKind,
        side: str | None,
        paragraph: Paragraph,
        first: int,
        last: int,
    ) -> str:
        """Add a body, group or unnamed person to the cast; return its id."""
        prefix = "person" if kind == "person" else "group"
        actor_id = f"{prefix}:{slug(name)}"
        draft = self.drafts.get(actor_id)
        if draft is None:
            draft = self.drafts[actor_id] = Draft(actor_id, kind, name, side)
        self.sight(draft, paragraph, first, last)
        return actor_id

    def bring_on(self, entry: Entry) -> str:
        """Add a person whom only the title names, once a speaker label proves the presence."""
        if entry.id not in self.drafts:
            self.persons[entry.id] = entry
            self.drafts[entry.id] = Draft(entry.id, "person", entry.name, entry.side)
        return entry.id

    def ensure_person(self, name: str, side: str | None = None) -> str:
        """Add a person known only from a speaker label; return the id."""
        actor_id = f"person:{slug(name)}"
        if actor_id not in self.drafts:
            self.drafts[actor_id] = Draft(actor_id, "person", name, side)
        return actor_id

    def settle_side(self, actor_id: str, side: str | None) -> None:
        """Say for whom a person speaks, once a later phrase shows it; a known side stays."""
        draft = self.drafts.get(actor_id)
        if draft is None or draft.side is not None or side is None:
            return
        draft.side = side
        entry = self.persons.get(actor_id)
        if entry is not None:
            entry.side = entry.side or side
        self.warnings = [
            w
            for w in self.warnings
            if w.code != "unknown-side" or not w.message.endswith(f"whom {draft.name} speaks")
        ]

    def sight(self, draft: Draft, paragraph: Paragraph, first: int, last: int) -> None:
        """Note a mention of an actor."""
        start, end = paragraph.tokens[first].start, paragraph.tokens[last].end
        draft.spans[start, end] = None
        draft.order = min(draft.order, (start, len(self.drafts)))

    def _actor(self, draft: Draft) -> Actor:
        spans = [self.parsed.span(start, end) for start, end in sorted(draft.spans)]
        return Actor(
            id=draft.id,
            kind=draft.kind,
            name=draft.name,
            side=draft.side,
            roles=list(draft.roles),
            mentions=spans,
        )

    def add(self, mention: Mention) -> None:
        """Add a mention whose actors are in the cast; call :meth:`index` after the last."""
        self.mentions.append(mention)
        for actor_id in mention.actors:
            self.sight(self.drafts[actor_id], mention.paragraph, mention.first, mention.last)

    def index(self) -> None:
        """Order the mentions and make them findable by place."""
        self.mentions.sort(key=lambda m: (m.paragraph.index, m.first, m.last))
        for mention in self.mentions:
            home = id(mention.paragraph)
            self._firsts.setdefault(home, []).append(mention.first)
            self._rows.setdefault(home, []).append(mention)
            places = self._at.setdefault(home, {})
            for k in range(mention.first, mention.last + 1):
                places.setdefault(k, mention)

    def line_of(self, sentence: Sentence) -> Line | None:
        """Return a sentence as units."""
        return self.by_sentence.get(id(sentence))

    def units_in(self, paragraph: Paragraph) -> list[Line]:
        """Return the lines of units of a paragraph."""
        return self.lines.get(id(paragraph), [])
