"""Actors of a document as parties of its events: whose words, and whom "we" means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from memcon.knowledge.events import event_words
from memcon.reading.coding.intervals import Intervals
from memcon.record import Act, EventParty, Span, Statement

if TYPE_CHECKING:
    from memcon.reading.cast import Cast
    from memcon.reading.coding.parties import Parties, PartyDraft
    from memcon.reading.tree import Paragraph, Parsed


class Naming:
    """The parties of one document's events."""

    def __init__(
        self, parsed: Parsed, cast: Cast, parties: Parties, statements: Sequence[Statement]
    ):
        self._parsed = parsed
        self._cast = cast
        self._parties = parties
        self._statements = {statement.id: statement for statement in statements}
        self._spoken = Intervals(
            (span, statement) for statement in statements for span in statement.content
        )
        self._places: dict[str, list[tuple[int, int]]] = {}

    def party(self, draft: PartyDraft, paragraph: Paragraph) -> EventParty:
        """Return a party as its sentence names it."""
        tokens = paragraph.tokens
        return EventParty(
            actor=draft.actors[0] if draft.actors else None,
            code=draft.code,
            span=self._parsed.span(tokens[draft.first].start, tokens[draft.last].end),
        )

    def of_act(self, actors: Iterable[str], act: Act) -> list[EventParty]:
        """Return actors of an act as parties, a person who speaks for a side in its place."""
        statement = self._statements.get(act.statement or "")
        mention = statement.speaker_mention if statement is not None else None
        near = mention or act.cue or act.content
        speakers = statement.speakers if statement is not None else []
        parties: list[EventParty] = []
        for actor in actors:
            # who speaks for a side acts in its name: the person has the office
            own = [s for s in speakers if s == actor or self._cast.side(s) == actor]
            for one in own or [actor]:
                if any(party.actor == one for party in parties):
                    continue
                alone = one in own and len(speakers) == 1
                span = mention if alone and mention is not None else self.words_of(one, near)
                parties.append(self._made(one, span or near))
        return parties

    def of_participant(self, actor: str, side: str | None, near: Span) -> EventParty:
        """Return somebody who took part in a meeting told of in the words ``near``."""
        span = self.words_of(actor, near) or self.words_of(side or actor, near)
        return self._made(actor, span or near)

    def known(self, parties: list[EventParty], place: int) -> list[EventParty]:
        """Return parties with "we" as whoever speaks at a place, and without other pronouns."""
        lists = event_words().lists
        found: list[EventParty] = []
        for party in parties:
            word = party.span.text.lower()
            if party.actor is not None or party.code is not None or word not in lists["pronouns"]:
                found.append(party)
            elif word in lists["first_person"]:
                found.extend(self._made(one, party.span) for one in self._speakers_at(place))
        return found

    def words_of(self, actor: str, near: Span) -> Span | None:
        """Return the words of an actor nearest to a place, those before it first."""
        draft = self._cast.drafts.get(actor)
        if draft is None or not draft.spans:
            return None
        places = self._places.get(actor)
        if places is None or len(places) != len(draft.spans):
            places = self._places[actor] = sorted(draft.spans)
        at = bisect_right(places, (near.end, near.end))
        return self._parsed.span(*places[max(0, at - 1)])

    def _speakers_at(self, place: int) -> list[str]:
        return next((statement.speakers for _, statement in self._spoken.at(place)), [])

    def _made(self, actor: str, span: Span) -> EventParty:
        return EventParty(actor=actor, code=self._parties.code_of(actor), span=span)
