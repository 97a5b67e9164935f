"""Who said what: the sentences of a document → statements with source, cue and content.

The shape of an attribution is the language's (`languages/en/frames.py`, `clauses.py`), whose words
they are `speakers.py` decides; this module goes through the paragraphs, joins what quotation marks
and lists hold together, and carries a speaker over sentences without a cue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.cues import CueLexicon
from memcon.reading.continuation import (
    after_connective,
    after_greeting,
    continues_speech,
    introduces_text,
    is_courtesy,
    is_sentence,
    lead_modal,
    opens_item,
    opens_turn,
)
from memcon.reading.languages.en.clauses import select
from memcon.reading.languages.en.edges import trim
from memcon.reading.languages.en.frames import FrameFinder
from memcon.reading.quotation import in_quote, merge_parts, statement_mode, touches
from memcon.reading.register import Register, asks, is_question
from memcon.reading.speakers import SpeakerFinder
from memcon.reading.statements import Attribution, Draft
from memcon.reading.tree import Paragraph, Parsed, Sentence
from memcon.record import Block

if TYPE_CHECKING:
    from memcon.reading.actors import Cast, Focus


class Attributor:
    """Attributes the sentences of one document after another with one lexicon."""

    def __init__(self, lexicon: CueLexicon):
        self._finder = FrameFinder(lexicon)
        self._lexicon = lexicon

    def attribute(
        self, parsed: Parsed, cast: Cast, focus: Focus, register: Register, parties: list[str]
    ) -> Attribution:
        """Return the statements of a document in text order.

        Args:
            parsed: the document.
            cast: its actors.
            focus: a fresh discourse state over the cast.
            register: its kind.
            parties: for whom a joint text speaks; the author of an address.
        """
        work = _Work(self._finder, self._lexicon, parsed, cast, focus, register, parties)
        return work.run()


class _Work:
    """The state of one document's attribution."""

    def __init__(
        self,
        finder: FrameFinder,
        lexicon: CueLexicon,
        parsed: Parsed,
        cast: Cast,
        focus: Focus,
        register: Register,
        parties: list[str],
    ):
        self.finder = finder
        self.lexicon = lexicon
        self.parsed = parsed
        self.cast = cast
        self.focus = focus
        self.register = register
        self.parties = parties
        self.sources = SpeakerFinder(cast, focus, register, parties)
        self.result = Attribution([])
        self.last: Draft | None = None  # the statement that a cue-less sentence would continue
        self.turn: list[str] | None = None  # speakers of the present turn of a transcript
        self.in_question = False
        self.enumerating = False
        self.unclosed: Draft | None = None  # a statement whose quotation marks are still open
        self.listing: Draft | None = None  # a statement whose content goes on in list items

    def run(self) -> Attribution:
        for paragraph in self.parsed.paragraphs:
            if self.register.kind == "transcript" and self._turn(paragraph):
                continue
            if self.register.kind == "address":
                if paragraph.block.start not in self.register.asked:
                    self._whole(paragraph, self.parties, label=None)
                continue
            if self.listing is not None and self._item(paragraph, self.listing):
                continue
            self.listing = None
            self._report(paragraph)
        self.result.drafts = [d for d in self.result.drafts if d.parts or d.items]
        self.result.drafts.sort(key=lambda d: (d.start, d.stretches[-1][2]))
        return self.result

    # transcripts and addresses -------------------------------------------------------------

    def _turn(self, paragraph: Paragraph) -> bool:
        """Attribute a paragraph of a turn; return False where no turn is open."""
        text = self.parsed.document.text
        label = paragraph.label
        if label is not None:
            words = text[label.start : label.end]
            self.in_question = is_question(words)
            self.turn = [] if self.in_question else self.cast.speaker_of(words)
            if asks(paragraph) and self.turn != self.parties:
                self.in_question = True  # an interviewer or a paper, not a party to the talks
        elif paragraph.block.start in self.register.answers:
            self.in_question = False
            self.turn = list(self.parties)
        elif self.turn is None and not self.in_question:
            if not opens_turn(paragraph):
                return False
            self.turn = list(self.parties)
        self.focus.note_speakers(self.turn or [])
        if not self.in_question:
            self._whole(paragraph, self.turn or [], label=label)
        return True

    def _whole(self, paragraph: Paragraph, speakers: list[str], *, label: Block | None) -> None:
        if is_courtesy(paragraph):
            return
        first = after_greeting(paragraph)
        part = trim(first, len(paragraph.tokens) - 1, paragraph.tokens)
        if part is None:
            return
        draft = Draft(paragraph, [part], list(speakers), mode="direct")
        draft.confidence = 0.9 if speakers else 0.4
        draft.label = label
        if self.last is not None and label is None and self.last.speakers == draft.speakers:
            draft.continues = self.last
        self._add(draft)

    # reports and joint texts ---------------------------------------------------------------

    def _report(self, paragraph: Paragraph) -> None:
        tokens = paragraph.tokens
        drafts: list[Draft] = []
        bare: list[Sentence] = []
        for sentence in paragraph.sentences:
            self.focus.note_sentence(sentence)
            found = self._sentence(paragraph, sentence)
            self._note_enumeration(sentence, found)
            if found:
                tag = found[0] if found[0].cue is not None and found[0].cue.floating else None
                if bare and tag is not None and not tag.via and self._runs_up(bare, tag, drafts):
                    tag.parts.insert(0, (bare[0].first, bare[-1].last))
                    tag.parts = merge_parts(tag.parts)
                elif bare:
                    drafts.extend(self._bare(paragraph, bare, drafts))
                bare = []
                drafts.extend(found)
                for draft in found:
                    self.last = draft
            else:
                bare.append(sentence)
        if bare:
            drafts.extend(self._bare(paragraph, bare, drafts))
        drafts = self._join_quotes(paragraph, drafts)
        for draft in drafts:
            parts = [
                t for a, b in merge_parts(draft.parts) if (t := trim(a, b, tokens)) is not None
            ]
            if tokens[-1].text in (":", ";") and draft is drafts[-1]:
                if draft.cue is None:
                    draft.lead = lead_modal(draft.paragraph.sentences[-1])
                    parts = [] if draft.lead is not None else parts
                self.listing = draft if draft.cue is not None or draft.lead is not None else None
            elif not parts:
                continue
            draft.parts = parts
            draft.mode = statement_mode(draft, own_voice=self.register.kind == "declaration")
            self._add(draft)

    def _item(self, paragraph: Paragraph, listing: Draft) -> bool:
        """Take a paragraph as the next item of a list; return whether it is one."""
        tokens = paragraph.tokens
        first = tokens[0]
        before = listing.items[-1][0].tokens if listing.items else None
        goes_on = (
            first.text[:1].islower()
            or (before is not None and before[-1].text in (";", "and", ","))
            or tokens[-1].text in (";", ",")
            or (
                not listing.items
                and listing.cue is not None
                and listing.cue.frame == "L"
                and not self.finder.find(tokens, 0, len(tokens) - 1)
            )
        )
        part = trim(0, len(tokens) - 1, tokens)
        if not goes_on or part is None:
            return False
        last = part[1]
        if tokens[last].lower in ("and", "or") and last > part[0]:
            last = part[1] - 1
            while last > part[0] and tokens[last].text in (";", ","):
                last -= 1
        listing.items.append((paragraph, part[0], last))
        return True

    def _add(self, draft: Draft) -> None:
        self.result.drafts.append(draft)
        self.last = draft

    def _sentence(self, paragraph: Paragraph, sentence: Sentence) -> list[Draft]:
        tokens = paragraph.tokens
        cues = [
            cue
            for cue in self.finder.find(tokens, sentence.first, sentence.last)
            if not in_quote(paragraph, cue.verb.i)
            and not self.sources.is_content(cue, self.last, enumerating=self.enumerating)
        ]
        self._note_unknown(paragraph, sentence)
        if not cues:
            return []
        clauses = select(cues, tokens, sentence.first, sentence.last)
        outer = [c for c in clauses if c.inner_of is None]
        drafts: list[Draft] = []
        for clause in outer:
            speakers = self.sources.speakers(clause, drafts)
            if speakers is None:
                # what the rejected cue governed may stand for itself
                continue
            relayed = self.sources.relayed(clause, clauses, speakers)
            if relayed:
                drafts.extend(relayed)
                continue
            draft = self.sources.draft(paragraph, clause, speakers)
            if draft is not None:
                drafts.append(draft)
                self.focus.note_speakers(speakers)
        accepted = {id(d.cue) for d in drafts}
        if not accepted:
            for clause in clauses:
                if clause.inner_of is None or clause.cue.weight < 2 or not clause.cue.own_subject:
                    continue
                if id(clause.inner_of.cue) in accepted or id(clause.cue) in accepted:
                    continue
                speakers = self.sources.speakers(clause, drafts)
                if speakers:
                    draft = self.sources.draft(paragraph, clause, speakers)
                    if draft is not None:
                        drafts.append(draft)
                        self.focus.note_speakers(speakers)
                        break
        via = next((c for c in outer if c.cue.frame == "A"), None)
        if via is not None:
            drafts = self.sources.according(via, drafts, clauses)
        return drafts

    def _note_unknown(self, paragraph: Paragraph, sentence: Sentence) -> None:
        """Keep verbs outside the tables that take a that-clause or a noun of speaking."""
        for token in sentence.tokens:
            verb = token.head
            if verb.pos != "VERB" or token.i < verb.i or token.dep not in ("ccomp", "dobj"):
                continue
            if verb.lemma in self.lexicon.verbs or verb.lemma in self.lexicon.phrases:
                continue
            subject = verb.child("nsubj")
            if subject is None or subject.lower in ("it", "this", "that", "which", "there"):
                continue
            if token.dep == "ccomp":
                tells = any(c.dep == "mark" and c.lower == "that" for c in token.children)
            else:
                tells = any(
                    noun.verbs is None and noun.kind == "speech"
                    for noun in self.lexicon.nouns.get(token.lemma, ())
                )
            if tells and not in_quote(paragraph, verb.i):
                self.result.unknown.append((verb.lemma, verb))

    # sentences without a cue ---------------------------------------------------------------

    def _runs_up(self, bare: list[Sentence], tag: Draft, drafts: list[Draft]) -> bool:
        """Whether sentences before a closing "…, he said" belong to what he said."""
        if drafts:
            return False
        if tag.parts and in_quote(tag.paragraph, tag.parts[0][0]):
            return False  # quotation marks say how far the words go
        # a narrator's own sentences tell what was done; what is said judges, wishes or promises
        return len(bare) <= 3 and not any(s.root.tag == "VBD" for s in bare)

    def _bare(
        self, paragraph: Paragraph, sentences: list[Sentence], before: list[Draft]
    ) -> list[Draft]:
        tokens = paragraph.tokens
        drafts: list[Draft] = []
        if self.register.kind == "declaration":
            for sentence in sentences:
                leads = lead_modal(sentence) is not None  # "The Parties shall:"
                if introduces_text(sentence) or not (is_sentence(sentence) or leads):
                    continue
                draft = Draft(
                    paragraph, [(sentence.first, sentence.last)], self.sources.voice(sentence)
                )
                draft.mode = "narrative"
                draft.confidence = 0.7
                drafts.append(draft)
            return drafts
        for sentence in sentences:
            if in_quote(paragraph, sentence.first + 1):
                continue  # _join_quotes decides
            previous = drafts[-1] if drafts else (before[-1] if before else self.last)
            if previous is None or not previous.speakers:
                continue
            if self._may_continue(sentence, previous) and (
                self.enumerating or continues_speech(sentence)
            ):
                start = after_connective(tokens, sentence.first, sentence.last)
                draft = Draft(paragraph, [(start, sentence.last)], list(previous.speakers))
                draft.continues = previous
                draft.confidence = 0.5
                drafts.append(draft)
        return drafts

    def _note_enumeration(self, sentence: Sentence, found: list[Draft]) -> None:
        if opens_item(sentence):
            self.enumerating = True
        elif found and self.last is not None and found[0].speakers != self.last.speakers:
            self.enumerating = False

    def _may_continue(self, sentence: Sentence, previous: Draft) -> bool:
        near = sentence.index - previous.paragraph.sentences[-1].index <= 3
        spoken = previous.cue is None or previous.cue.frame in ("C", "F") or self.enumerating
        return near and spoken and self.register.kind == "report"

    def _join_quotes(self, paragraph: Paragraph, drafts: list[Draft]) -> list[Draft]:
        """Give every quotation region to one statement, whole."""
        tokens = paragraph.tokens
        extra: list[Draft] = []
        unclosed, self.unclosed = self.unclosed, None
        for quote in paragraph.quotes:
            if unclosed is not None and quote.first <= 1:
                # marks left open at a paragraph's end go on in the next
                part = trim(quote.first, quote.last, tokens)
                drafts = [d for d in drafts if not touches(d.parts, quote)]
                if part is not None:
                    unclosed.items.append((paragraph, *part))
                self.unclosed = unclosed if not quote.closed else None
                continue
            touching = next((d for d in drafts if touches(d.parts, quote)), None)
            if touching is not None:
                whole = sum(
                    1
                    for s in paragraph.sentences
                    if s.first <= quote.last and s.last >= quote.first
                )
                if whole > 1:
                    touching.parts = merge_parts([*touching.parts, (quote.first, quote.last)])
                if not quote.closed:
                    self.unclosed = touching
                continue
            words = quote.last - quote.first + 1
            sentence = tokens[quote.first].sentence
            opens = quote.first <= sentence.first + 1
            if words < 4 or not opens:
                continue
            previous = next(
                (d for d in reversed(drafts) if d.parts and d.parts[0][0] < quote.first), None
            )
            source = previous or self.last
            following = next((d for d in drafts if d.parts and d.parts[0][0] > quote.first), None)
            if (
                previous is None
                and following is not None
                and following.cue is not None
                and following.cue.floating
            ):
                source = following
            if source is None or not source.speakers:
                continue
            draft = Draft(paragraph, [(quote.first, quote.last)], list(source.speakers))
            draft.continues = source
            draft.via = list(source.via)
            draft.confidence = 0.7
            extra.append(draft)
            if not quote.closed:
                self.unclosed = draft
        return sorted([*drafts, *extra], key=lambda d: d.parts[0][0] if d.parts else len(tokens))
