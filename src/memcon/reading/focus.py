"""The state of the discourse: who was last spoken of, and who spoke, when a phrase refers back."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from memcon.knowledge.people import reference_words
from memcon.reading.tree import Sentence, Token

if TYPE_CHECKING:
    from memcon.reading.cast import Cast, Mention


_REACH = 64  # persons back to which a phrase can refer; keeps long texts linear
_FRESH = 6  # sentences for which a group stays the first that "the ministers" can mean


class Focus:
    """What has been said so far, as far as later phrases need it.

    Feed it the sentences in order with :meth:`note_sentence`; the sentence noted last is *open*:
    what a phrase in it refers to may stand earlier in the same sentence, never later.
    """

    def __init__(self, cast: Cast):
        self.cast = cast
        self.person: tuple[str, ...] = ()  # the last single person who spoke or was the subject
        self.thing: tuple[str, ...] = ()  # the last body, state or text that spoke
        self.group: tuple[str, ...] = ()  # persons last spoken of together
        self.states: tuple[str, ...] = ()  # states last spoken of together
        self.plural: tuple[str, ...] = ()  # whoever "they" would mean
        self.body: str | None = None  # the last ministry or other body named
        self.text: tuple[str, ...] = ()  # whose statement was last spoken of
        self.speakers: tuple[str, ...] = ()
        self._recent: dict[str, None] = {}  # persons, in the order of their last mention
        self._met = -_FRESH  # the sentence that formed the group
        self._open: Sentence | None = None
        self._spoken = False

    def note_speakers(self, ids: list[str]) -> None:
        """Tell who made the statement just read."""
        if not ids:
            return
        self._spoken = True
        self.speakers = tuple(ids)
        self._take(tuple(ids))

    def note_sentence(self, sentence: Sentence) -> None:
        """Tell that the reading has come to a sentence; the one before is now past."""
        if self._open is not None and self._open is not sentence:
            self._close(self._open)
        if self._open is not sentence:
            self._spoken = False
        self._open = sentence

    @property
    def is_fresh(self) -> bool:
        """Whether the group was formed only a few sentences ago."""
        return self._open is not None and self._open.index - self._met <= _FRESH

    def recent(self, phrase: Token) -> list[str]:
        """Return the persons mentioned before a phrase, the latest first."""
        found: list[str] = []
        for mention in reversed(
            self.cast.mentions_in(phrase.sentence.paragraph, phrase.sentence.first, phrase.i - 1)
        ):
            if mention.last < phrase.i:
                found.extend(
                    a for a in mention.actors if self.cast.kind(a) == "person" and a not in found
                )
        if self._open is not None and self._open is not phrase.sentence:
            for mention in reversed(self._mentions(self._open)):
                found.extend(
                    a for a in mention.actors if self.cast.kind(a) == "person" and a not in found
                )
        found.extend(a for a in islice(reversed(self._recent), _REACH) if a not in found)
        return found

    def _mentions(self, sentence: Sentence) -> list[Mention]:
        return self.cast.mentions_in(sentence.paragraph, sentence.first, sentence.last)

    def _take(self, ids: tuple[str, ...]) -> None:
        kinds = {self.cast.kind(a) for a in ids}
        if kinds == {"person"} and len(ids) == 1:
            self.person = ids
        elif "person" not in kinds:
            self.thing = ids
        if len(ids) > 1:
            self.plural = ids
            if kinds == {"person"}:
                self.group = ids
                self._met = self._open.index if self._open is not None else 0
            elif kinds == {"state"}:
                self.states = ids
        elif kinds and "person" not in kinds and "state" not in kinds:
            self.plural = ids

    def _close(self, sentence: Sentence) -> None:
        cast = self.cast
        subject = self._subject(sentence)
        persons: list[str] = []
        states: list[str] = []
        for mention in self._mentions(sentence):
            for actor in mention.actors:
                kind = cast.kind(actor)
                if kind == "person":
                    self._recent.pop(actor, None)
                    self._recent[actor] = None
                    if actor not in persons:
                        persons.append(actor)
                elif kind == "state":
                    if actor not in states:
                        states.append(actor)
                elif kind == "organisation":
                    self.body = actor
        if subject and not self._spoken:
            self._take(subject)
        for actor in subject:  # "The Prime Minister" without a name meets somebody too
            if cast.kind(actor) == "person" and actor not in persons:
                persons.insert(0, actor)
        met = sentence.root.lemma in reference_words().meeting_verbs
        if len(subject) < 2 and len(persons) > 1 and met:
            pair = self._partners(sentence, subject, persons)
            if len(pair) > 1:
                self.group = self.plural = pair
                self._met = sentence.index
        if len(states) == 2 and len(subject) < 2 and not persons and met:
            self.states = tuple(states)

    def _partners(
        self, sentence: Sentence, subject: tuple[str, ...], persons: list[str]
    ) -> tuple[str, ...]:
        """The subject of a meeting and whom it met: different sides first."""
        lead = subject if subject and all(s in persons for s in subject) else tuple(persons[:1])
        side = self.cast.side(lead[0])
        chosen = list(lead)
        for person in persons:
            if person not in chosen and (self.cast.side(person) != side or side is None):
                chosen.append(person)
                if len(chosen) == 2 and len(persons) == 2:
                    break
        return tuple(chosen)

    def _subject(self, sentence: Sentence) -> tuple[str, ...]:
        root = sentence.root
        child = root.child("nsubj", "nsubjpass")
        if child is None:
            return ()
        return tuple(self.cast.resolve(child, self))
