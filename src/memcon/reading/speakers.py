"""Whose words a clause holds, and who relayed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.words import continuation_words, occasion_words
from memcon.reading.continuation import after_connective
from memcon.reading.languages.en.clauses import Clause
from memcon.reading.languages.en.edges import strip_adjuncts, trim
from memcon.reading.languages.en.grammar import Cue, finite_form
from memcon.reading.quotation import touches
from memcon.reading.register import Register
from memcon.reading.statements import Draft
from memcon.reading.tree import Paragraph, Sentence, Token

if TYPE_CHECKING:
    from memcon.reading.actors import Cast, Focus

_GERUND_ROLES = frozenset({"amod", "pobj", "pcomp", "dobj", "nsubj", "xcomp", "csubj"})


# Who a body's declaration calls its own: "Member States reaffirm", "The leaders condemned"
_MEMBERS = frozenset({"member", "state", "leader", "head", "party", "side", "minister", "country"})
_NAME_LENGTH = 3  # letters; shorter unknown names are initials and numbering


class SpeakerFinder:
    """Finds the speakers of one document's clauses and builds their statements.

    Args:
        cast: the document's actors.
        focus: the discourse state, fed by the caller.
        register: the document's kind.
        parties: for whom its own sentences speak.
    """

    def __init__(self, cast: Cast, focus: Focus, register: Register, parties: list[str]):
        self.cast = cast
        self.focus = focus
        self.register = register
        self.parties = parties

    def is_content(self, cue: Cue, last: Draft | None, *, enumerating: bool) -> bool:
        """Whether "X is ready to …" is what someone says rather than the report's own cue."""
        if self.register.kind == "report" and self._own_stance(cue, last):
            return True
        return (
            self.register.kind == "report"
            and cue.verb.lemma == "be"
            and cue.acts == ("pledge",)
            and (cue.subject is None or cue.subject.pos == "PROPN" or enumerating)
        )

    def speakers(self, clause: Clause, before: list[Draft]) -> list[str] | None:
        """Return whose words a clause holds, or None where nobody can have said it."""
        cue = clause.cue
        weight = cue.weight
        joint = self.register.kind == "declaration"
        if any(touches(clause.parts, q) for q in cue.verb.sentence.paragraph.quotes):
            weight += 1
        if cue.verb.tag == "VBG" and not cue.own_subject and cue.verb.dep in _GERUND_ROLES:
            by = cue.verb.dep == "pcomp" and cue.verb.head.lower == "by" and weight >= 3
            if not by:
                return None  # "a plan for discussing X"; but "closed by reiterating X" is a cue
        if cue.subject is None:
            if cue.verb.tag == "VBG" and cue.verb.is_root is False and before:
                return list(before[-1].speakers)
            if cue.frame in ("C", "I") and cue.own_subject:
                return list(self.parties) if self.parties else self._everyone()  # "It was agreed"
            if before and cue.verb.i > 0:
                return list(before[-1].speakers)
            return None
        subject = cue.subject
        if subject.lower == "it" and any(c.dep == "expl" for c in cue.verb.children):
            return None
        if not cue.own_subject and before:
            return list(before[-1].speakers)  # a later conjunct or participle has the same source
        if subject.lower in ("i", "we") and not joint:
            return list(self.parties) or None
        speakers = self.cast.resolve(subject, self.focus)
        if joint and self.parties:
            collective = subject.lower == "they" or subject.tag in ("NNS", "NNPS")
            unnamed = all(
                s.startswith("group:") and self.cast.side(s) in (None, s) for s in speakers
            )
            if subject.lower == "we" or (
                collective and unnamed and (not speakers or subject.lemma in _MEMBERS)
            ):
                return list(self.parties)
        if not speakers and weight >= 3 and cue.kind == "speech" and self._people(subject):
            first, last = self.cast.phrase_span(subject)
            paragraph = subject.sentence.paragraph
            return [self.cast.ensure(subject.lower, "group", None, paragraph, first, last)]
        if not speakers and cue.kind == "speech" and cue.frame in ("C", "F") and weight >= 2:
            named = self._unknown_name(subject)
            if named:
                return named
        if not speakers:
            if weight >= 3 and cue.kind == "speech" and subject.pos in ("PRON", "PROPN"):
                return []
            return None
        if weight < 2 and not self.register.official and not joint and not before:
            return None
        return speakers

    def _own_stance(self, cue: Cue, last: Draft | None) -> bool:
        """Whether "Varnia opposes X" goes on with what Varnia's official just said."""
        if last is None or cue.kind != "deed" or cue.subject is None or not cue.own_subject:
            return False
        if last.paragraph is not cue.verb.sentence.paragraph or finite_form(cue.verb) != "present":
            return False
        if not cue.verb.is_root or cue.subject.pos != "PROPN" or len(last.speakers) != 1:
            return False
        side = self.cast.side(last.speakers[0])
        return (
            side is not None
            and side != last.speakers[0]
            and self.cast.resolve(cue.subject, self.focus) == [side]
        )

    def _people(self, subject: Token) -> bool:
        """Whether a plural noun without a known side means people: "fishermen in Sestra said"."""
        words = continuation_words()
        return subject.tag == "NNS" and subject.dep == "nsubj" and subject.lemma not in words.papers

    def _unknown_name(self, subject: Token) -> list[str]:
        """Return a body for a name that says something and that nothing else is known of."""
        if subject.pos != "PROPN" or len(subject.text) < _NAME_LENGTH:
            return []
        first, last = self.cast.phrase_span(subject)
        paragraph = subject.sentence.paragraph
        name = " ".join(t.text for t in paragraph.tokens[first : last + 1])
        return [self.cast.ensure(name, "organisation", None, paragraph, first, last)]

    def _everyone(self) -> list[str]:
        persons, sides = self.cast.primary()
        return list(persons if len(persons) > 1 else sides)

    def draft(self, paragraph: Paragraph, clause: Clause, speakers: list[str]) -> Draft | None:
        """Build a clause's statement; None where no content is left."""
        cue = clause.cue
        tokens = paragraph.tokens
        parts: list[tuple[int, int]] = []
        for a, b in clause.parts:
            if b >= a:
                parts.append((a, strip_adjuncts(cue, a, b, tokens, occasion_words())))
        parts = [t for a, b in parts if (t := trim(a, b, tokens)) is not None]
        if parts and cue.floating:
            parts[0] = (after_connective(tokens, *parts[0]), parts[0][1])
        if not parts and tokens[-1].text not in (":", ";"):
            return None
        draft = Draft(paragraph, parts, list(speakers), cue=cue)
        draft.cue_range = (cue.cue_first, cue.cue_last)
        if cue.own_subject and cue.subject is not None:
            draft.mention = self.cast.phrase_span(cue.subject)
        if cue.relay is not None:
            draft.via = self.cast.resolve(cue.relay, self.focus) or self._unknown_name(cue.relay)
        if cue.addressee is not None:
            draft.addressees = self.cast.resolve(cue.addressee, self.focus)
        draft.confidence = {1: 0.6, 2: 0.8, 3: 0.95}.get(cue.weight, 0.8) * (1 if speakers else 0.5)
        return draft

    def relayed(self, clause: Clause, clauses: list[Clause], speakers: list[str]) -> list[Draft]:
        """Return the statements that a text or a body relays ("A statement said Wang told …")."""
        if clause.cue.kind != "speech" or clause.cue.frame not in ("C", "F"):
            return []
        if any(_is_person(s) for s in speakers):
            return []
        inner: list[Draft] = []
        paragraph = clause.cue.verb.sentence.paragraph
        for nested in clauses:
            if nested.inner_of is not clause or not nested.parts or nested.cue.kind == "topic":
                continue
            if nested.cue.own_subject:
                if nested.cue.subject is None:
                    continue
                who = self.cast.resolve(nested.cue.subject, self.focus)
                if not who or not all(_is_person(w) for w in who):
                    continue
            elif inner:
                who = list(inner[-1].speakers)
            else:
                continue
            draft = self.draft(paragraph, nested, who)
            if draft is not None:
                draft.via = list(speakers)
                inner.append(draft)
        return inner

    def according(self, via: Clause, drafts: list[Draft], clauses: list[Clause]) -> list[Draft]:
        """Let "according to X" relay the speech acts of its sentence, or be the source itself."""
        own = next((d for d in drafts if d.cue is via.cue), None)
        if own is None:
            return drafts
        inner = [c for c in clauses if c.inner_of is via and c.parts]
        if any(c.cue.kind != "topic" for c in inner):
            relayed: list[Draft] = []
            for nested in inner:
                who: list[str] | None = None
                if nested.cue.own_subject and nested.cue.subject is not None:
                    who = self.cast.resolve(nested.cue.subject, self.focus)
                elif relayed:
                    who = list(relayed[-1].speakers)
                if who:
                    draft = self.draft(own.paragraph, nested, who)
                    if draft is not None:
                        draft.via = list(own.speakers)
                        relayed.append(draft)
            if relayed:
                return [d for d in drafts if d is not own] + relayed
        return drafts

    def voice(self, sentence: Sentence) -> list[str]:
        """Return for whom a joint text's own sentence speaks: all, or one that binds itself."""
        subject = sentence.root.child("nsubj")
        promises = any(c.lower in ("will", "shall") for c in sentence.root.children)
        if subject is not None and promises:
            named = self.cast.resolve(subject, self.focus)
            if len(named) == 1 and named[0] in self.parties:
                return named
        return list(self.parties)


def _is_person(actor: str) -> bool:
    return actor.startswith("person:")
