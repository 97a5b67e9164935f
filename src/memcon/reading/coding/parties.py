"""Actors as events have them: the words that name one, and its CAMEO actor code.

An actor code is a state's ISO 3166 code followed by roles of three letters each (``USAGOV``,
``PSEREBMIL``); an international organisation has ``IGO``. An actor whose state is not said has its
role alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memcon.knowledge.events import actor_roles, event_words
from memcon.knowledge.people import people_words
from memcon.reading.languages.en.slots import shares_noun
from memcon.reading.languages.en.units import Unit, singular
from memcon.reading.tree import Token

if TYPE_CHECKING:
    from memcon.reading.cast import Cast

_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "him", "her", "them", "who", "i", "you", "us"}
)
_TAIL = frozenset({"of", "from", "in", "for"})
_DOERS = re.compile(r"(?:[eo]rs|ists|ians|ants|ees|ites|men|women)$")
"""Endings of plural nouns for people that no table knows."""
_HOLDING = frozenset({"of", "in", "from", "against", "by", "on"})


@dataclass(frozen=True, slots=True)
class PartyDraft:
    """An actor of an event: token range (inclusive) of its words, code, and actor id if known."""

    head: Token
    first: int
    last: int
    code: str | None
    actors: tuple[str, ...]


class Parties:
    """Finds actors among the words of one document."""

    def __init__(self, cast: Cast):
        self._cast = cast
        self._units: dict[int, dict[int, Unit]] = {}
        self._named: dict[Token, bool] = {}

    def unit(self, token: Token) -> Unit | None:
        """Return the unit of known names that a token is part of."""
        key = id(token.sentence)
        units = self._units.get(key)
        if units is None:
            line = self._cast.line_of(token.sentence)
            units = self._units[key] = {}
            for unit in line.units if line is not None else ():
                if unit.entity is not None or unit.letter in "OBb":
                    for i in range(unit.first, unit.last + 1):
                        units[i] = unit
        return units.get(token.i)

    def role(self, token: Token) -> str | None:
        """Return the CAMEO role that a noun gives its bearer, by two words if these have one."""
        roles = actor_roles()
        tokens = token.sentence.paragraph.tokens
        if token.i > token.sentence.first:
            both = roles.get(f"{tokens[token.i - 1].lower}-{token.lower}")  # "news agency"
            if both is not None:
                return both
        found = roles.get(token.lower)
        if found is not None or token.pos not in ("NOUN", "PROPN"):
            return found
        return roles.get(token.lemma) or roles.get(singular(token.lower))

    def is_actor(self, head: Token) -> bool:
        """Whether the phrase headed by ``head`` names somebody who can act."""
        lower = head.lower
        if head.pos == "PRON" or head.tag in ("PRP", "WP"):
            return lower in _PRONOUNS
        if self.role(head) is not None:
            return True
        if self._cast.mention_at(head) is not None:
            return True
        unit = self.unit(head)
        if unit is not None:
            if unit.entity is not None and unit.letter != "L":
                return True
            if unit.letter in "OB":
                return True
        words = event_words().lists
        if head.tag in ("NNP", "NNPS"):
            return lower not in words["not_actors"]
        if head.pos == "NUM" or lower in words["counts"]:
            return all(c.tag != "$" for c in head.children)  # no sum of money
        if lower in words["parts"]:  # "a queue of recruits"
            whole = next((c for c in head.children if c.lower == "of"), None)
            inner = whole.child("pobj") if whole is not None else None
            return inner is not None and self.is_actor(inner)
        if (
            head.dep in ("amod", "compound", "conj")
            and head.tag == "JJ"
            and head.text[:1].isupper()
        ):
            return True  # the adjective of a state that no table knows
        if head.tag == "NNS" and _DOERS.search(lower) and lower not in words["things"]:
            return True
        return people_words().office(lower) is not None

    def is_state(self, head: Token) -> bool:
        """Whether a phrase is a state, or a word for its government."""
        unit = self.unit(head)
        if unit is not None:
            return unit.letter in "SA" and unit.entity is not None
        alone = (
            head.tag == "NNP"
            and self.role(head) is None
            and not any(c.dep == "compound" for c in head.children)
        )
        return alone and self._cast.mention_at(head) is None  # a name that no table knows

    def is_place(self, head: Token) -> bool:
        """Whether a phrase names a place."""
        unit = self.unit(head)
        return (unit is not None and unit.letter in "SL") or head.tag in ("NNP", "NNPS")

    def is_person(self, head: Token) -> bool:
        """Whether a phrase is a named person or one of an office."""
        mention = self._cast.mention_at(head)
        if mention is not None and mention.kind == "name":
            return True
        return people_words().office(head.lower) is not None

    def names(self, head: Token) -> bool:
        """Whether a phrase names an actor, or holds one: "Ostria's oil sector"."""
        known = self._named.get(head)
        if known is None:
            known = self._named[head] = self.is_actor(head) or (
                head.pos in ("NOUN", "PROPN") and self._names_actor(head)
            )
        return known

    def find(self, head: Token) -> PartyDraft | None:
        """Return the actor that a phrase names, or the phrase if one is named within it.

        "Ostria's oil sector" and "relief agencies in Chad" are given whole, with the state's code.
        """
        return self.draft(head) if self.names(head) else None

    def _names_actor(self, head: Token, depth: int = 0) -> bool:
        for child in head.children:
            if child.dep in ("poss", "compound", "amod", "nmod") and self.is_actor(child):
                if child.dep == "poss" or child.text[:1].isupper() or self.role(child) is not None:
                    return True
            elif child.dep == "prep" and child.lower in _HOLDING and depth < 3:
                inner = child.child("pobj")
                if inner is None or inner.pos == "PRON":
                    continue
                named = inner.text[:1].isupper() or head.lower in event_words().lists["parts"]
                if (named and self.is_actor(inner)) or self._names_actor(inner, depth + 1):
                    return True
        return False

    def draft(self, head: Token) -> PartyDraft:
        """Return the actor named by the phrase headed by ``head``, with its words and code."""
        first, last = self._extent(head)
        mention = self._cast.mention_at(head)
        return PartyDraft(
            head,
            first,
            last,
            self._code(head, first, last),
            mention.actors if mention is not None else (),
        )

    def code_of(self, actor: str) -> str | None:
        """Return the CAMEO code of an actor of the document, from its side and what it is."""
        kind = self._cast.kind(actor)
        side = self._cast.side(actor)
        if kind == "organisation" and side == actor:
            return self._body_code(actor)
        state = side if side is not None and len(side) == 3 and side.isupper() else ""
        if kind == "person":
            return state + ("GOV" if self._cast.has_office(actor) else "") or None
        if kind == "state":
            return actor
        roles: list[str] = []
        for word in self._cast.name(actor).lower().split():
            role = actor_roles().get(word)
            if role is not None and role not in roles:
                roles.append(role)
        return state + "".join(roles[:2]) or None

    def _body_code(self, body: str) -> str:
        if body in event_words().lists["ngos"]:
            return "NGO"
        return "IGO" + (body if len(body) == 3 else "")

    def _extent(self, head: Token) -> tuple[int, int]:
        tokens = head.sentence.paragraph.tokens
        mention = self._cast.mention_at(head)
        first = last = head.i
        if mention is not None:
            first, last = min(first, mention.first), max(last, mention.last)
        for child in head.children:
            if child.i < head.i and child.dep in (
                "compound",
                "amod",
                "nmod",
                "poss",
                "nummod",
                "det",
                "quantmod",
                "advmod",
            ):
                first = min(first, child.left)
            elif child.i > head.i:
                if child.dep in ("compound", "nummod", "case") and child.i == last + 1:
                    last = max(last, child.right)
                elif child.dep == "prep" and child.lower in _TAIL and child.i <= last + 1:
                    inner = child.child("pobj")
                    if inner is None or (head.pos == "PROPN" and not self._is_title(head)):
                        break
                    if child.lower != "of" and not self.is_place(inner):
                        break
                    last = max(last, self._extent(inner)[1])
                elif child.dep == "appos" and child.i == last + 1:
                    last = max(last, self._extent(child)[1])
                else:
                    break
        shared = next((c for c in head.children if c.i < head.i and shares_noun(c)), None)
        if shared is not None:  # "Ostrian and Varnian troops": of the troops, the second are meant
            first = max(c.i for c in shared.children if c.dep == "conj")
        first = max(first, head.sentence.first)
        while last > head.i and tokens[last].tag == "POS":
            last -= 1
        leading = event_words().lists["leading"]
        while first < head.i and (tokens[first].lower in leading or tokens[first].pos == "PUNCT"):
            first += 1
        return first, last

    def _is_title(self, head: Token) -> bool:
        unit = self.unit(head)
        return self.role(head) is not None or (unit is not None and unit.letter in "OBb")

    def _code(self, head: Token, first: int, last: int) -> str | None:
        tokens = head.sentence.paragraph.tokens
        state: str | None = None
        body: str | None = None
        roles: list[str] = []
        spare: str | None = None
        generic = event_words().lists["generic"]
        mention = self._cast.mention_at(head)
        named = mention if mention is not None and mention.kind == "name" else None
        if mention is not None and mention.actors:
            actor = mention.actors[0]
            side = self._cast.side(actor)
            kind = self._cast.kind(actor)
            if kind == "organisation" and side == actor:
                body = actor
            elif side is not None and len(side) == 3:
                state = side
            if kind == "person" and self._cast.has_office(actor):
                roles.append("GOV")
        for token in (head, *reversed(tokens[first : head.i]), *tokens[head.i + 1 : last + 1]):
            unit = self.unit(token)
            if unit is not None and unit.entity is not None:
                if unit.letter in "SAD" or unit.entity.kind == "state":
                    state = state or unit.entity.id
                elif unit.letter == "G":
                    body = body or unit.entity.id
                    parent = unit.entity.parent
                    if parent is not None and len(parent) == 3:
                        state = state or parent
                continue
            if (
                named is not None
                and named.first <= token.i <= named.last
                and token.tag in ("NNP", "NNPS")
                and people_words().office(token.lower) is None
            ):
                continue  # a name: "Secretary Baker"
            role = self.role(token)
            if role is not None and token.lower in generic and token is head:
                spare = role  # "rebel leader": a rebel
                continue
            if role is None and unit is not None and unit.letter == "O":
                role = "GOV"
            if role is not None and role not in roles:
                roles.append(role)
        if body is not None and state is None and not body.startswith("group:"):
            return self._body_code(body)
        if spare is not None and not roles:
            roles.append(spare)
        return (state or "") + "".join(roles[:2]) or None
