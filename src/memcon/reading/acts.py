"""What statements do: one act for each predicate of a content.

``by`` is whose act it is, which need not be the speaker: "China and Russia should …", said by
Wang, is a proposal by CHN to RUS; "China appreciates Russia's opposition to …" praises RUS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge.acts import ActWords
from memcon.knowledge.cues import CueLexicon
from memcon.knowledge.words import occasion_words
from memcon.reading.act_drafts import ActDraft, sides_of, tidy, twin
from memcon.reading.languages.en.cue_acts import clause_head, cue_acts, cue_trigger
from memcon.reading.languages.en.grammar import COPULAS, Cue, finite_form
from memcon.reading.languages.en.predicates import Predicate, PredicateReader
from memcon.reading.statements import Draft
from memcon.reading.tree import Paragraph, Token
from memcon.record import ActType

if TYPE_CHECKING:
    from memcon.reading.actors import Cast, Focus

_BLAMING = frozenset({"assess", "report", "oppose", "support", "request", "warn"})
_PERIODS = frozenset({"year", "month", "week", "day", "end"})
_IMPERSONAL = frozenset({"it", "this", "that", "there", "which"})


class ActReader:
    """Reads the acts of statements with one language's tables."""

    def __init__(self, lexicon: CueLexicon, words: ActWords):
        self._lexicon = lexicon
        self._words = words
        self._predicates = PredicateReader(lexicon, words)

    def read(self, draft: Draft, cast: Cast, focus: Focus) -> list[ActDraft]:
        """Return the acts of one statement, in text order; never none."""
        acts = self._from_cue(draft, cast, focus)
        if not acts:
            acts = self._from_content(draft, cast, focus)
        self._blame(draft, acts, cast)
        return tidy(acts)

    # the cue names the act -----------------------------------------------------------------

    def _from_cue(self, draft: Draft, cast: Cast, focus: Focus) -> list[ActDraft]:
        cue = draft.cue
        if cue is None:
            return []
        types = cue_acts(cue, self._lexicon, self._words)
        if not types and cue.frame == "C" and _wishes(cue, draft):
            types = list(cue.acts)  # type: ignore[arg-type]
        if not types and _is_hope(cue):
            types = [self._hope(draft, cast, focus)]
        if not types:
            return []
        if draft.parts and not draft.items:
            stretches = [(draft.paragraph, draft.parts[0][0], draft.parts[-1][1])]
        else:
            stretches = draft.items
        sides = sides_of(draft.speakers, cast)
        targets = list(
            dict.fromkeys(
                t
                for where, first, last in stretches
                for t in self._targets(where, first, last, sides, cast)
            )
        )
        if draft.addressees:
            named = sides_of(draft.addressees, cast)
            targets = list(dict.fromkeys([*(n for n in named if n not in sides), *targets]))
        joint = len(sides) > 1
        if cue.frame == "C":
            told = (
                self._predicates.read(stretches[0][0].tokens, *stretches[0][1:])
                if cue.kind == "speech"
                else []
            )
            if told and told[0].time == "past" and "report" not in types:
                types = [*types, "report"]  # "noted with satisfaction that trade had grown"
            head = clause_head(cue, draft.paragraph.tokens)
            subject = None if head is None else head.child("nsubj", "nsubjpass")
            named = sides_of(cast.resolve(subject, focus), cast) if subject is not None else []
            targets = list(dict.fromkeys([*(n for n in named if n not in sides), *targets]))
            joint = joint or (len(named) > 1 and any(n in sides for n in named))
        trigger = cue_trigger(cue)
        if "agree" in types and cue.verb.lemma == "agree" and cue.frame == "C":
            where, first, last = stretches[0]
            inner = self._predicates.read(where.tokens, first, last)
            if any(p.trigger == "will" or p.acts == ["pledge"] for p in inner):
                types = [*types, "pledge"]
        acts: list[ActDraft] = []
        if len(sides) > 1 and "pledge" in types and "agree" not in types:
            types = ["agree", *types]  # what two sides pledge together they have agreed
        for kind in types:
            to = list(targets)
            if joint and kind in ("agree", "pledge", "propose"):
                to = list(dict.fromkeys([*sides, *to]))[: max(len(sides), 8)]
            for where, first, last in stretches:
                by = self._bound(draft, cast, focus, sides) if kind == "pledge" else list(sides)
                act = ActDraft(
                    draft,
                    where,
                    kind,
                    by,
                    to,
                    first,
                    last,
                    trigger,
                    cue=draft.cue_range,
                    joint=joint,
                    whole=True,
                    carrier=cue,
                    verbs=_coordinated(
                        clause_head(cue, where.tokens) if cue.frame == "C" else cue.complement,
                        first,
                        last,
                    ),
                )
                act.strength = self._strength(kind, trigger, draft)
                act.time = (
                    "past"
                    if cue.verb.tag in ("VBD", "VBN") and kind == "report"
                    else (
                        "future" if kind in ("pledge", "propose", "request", "warn") else "present"
                    )
                )
                acts.append(act)
        return acts

    def _bound(self, draft: Draft, cast: Cast, focus: Focus, sides: list[str]) -> list[str]:
        """Return who is bound by "agreed that X will …": X, where X is one of those who agreed."""
        if draft.cue is not None and draft.cue.frame == "C":
            head = clause_head(draft.cue, draft.paragraph.tokens)
            subject = None if head is None else head.child("nsubj")
            if subject is not None:
                named = sides_of(cast.resolve(subject, focus), cast)
                if named and all(n in sides for n in named):
                    return named
        return list(sides)

    def _hope(self, draft: Draft, cast: Cast, focus: Focus) -> ActType:
        """A hope that another acts asks it to; other hopes suggest."""
        sides = sides_of(draft.speakers, cast)
        for where, first, last in draft.stretches[:1]:
            for predicate in self._predicates.read(where.tokens, first, last)[:1]:
                if predicate.subject is not None:
                    subjects = sides_of(cast.resolve(predicate.subject, focus), cast)
                    if subjects and not any(s in sides for s in subjects):
                        return "request"
        return "propose"

    # the content says what it does ---------------------------------------------------------

    def _from_content(self, draft: Draft, cast: Cast, focus: Focus) -> list[ActDraft]:
        sides = sides_of(draft.speakers, cast)
        acts: list[ActDraft] = []
        if draft.lead is not None:
            return self._items(draft, sides, cast)
        for where, part_first, part_last in draft.stretches:
            for first, last in _by_sentence(where.tokens, part_first, part_last):
                for predicate in self._predicates.read(
                    where.tokens, first, last, reported=draft.mode in ("indirect", "mixed")
                ):
                    acts.extend(self._from_predicate(draft, where, predicate, sides, cast, focus))
        if not acts:
            where, first, last = draft.stretches[0]
            fallback: ActType = (
                "report" if draft.cue is not None and draft.cue.kind == "topic" else "assess"
            )
            acts = [
                ActDraft(
                    draft,
                    where,
                    fallback,
                    list(sides),
                    self._targets(where, first, last, sides, cast),
                    first,
                    last,
                    None,
                )
            ]
        return acts

    def _items(self, draft: Draft, sides: list[str], cast: Cast) -> list[ActDraft]:
        """Return one act for each item of a list that a modal leads into ("we will: …")."""
        wish = draft.lead in self._words.wish_modals
        types: list[ActType] = ["propose"] if wish else ["pledge"]
        if len(sides) > 1 and not wish:
            types = ["agree", "pledge"]
        acts = []
        for where, first, last in draft.stretches:
            targets = self._targets(where, first, last, sides, cast)
            for kind in types:
                act = ActDraft(draft, where, kind, list(sides), targets, first, last, draft.lead)
                act.time = "future"
                acts.append(act)
        return acts

    def _from_predicate(
        self,
        draft: Draft,
        where: Paragraph,
        predicate: Predicate,
        sides: list[str],
        cast: Cast,
        focus: Focus,
    ) -> list[ActDraft]:
        subject = predicate.subject
        subject_sides: list[str] = []
        first_person = False
        if subject is not None:
            first_person = subject.lower in ("we", "i")
            if first_person:
                both = subject.lower == "we" and "agree" in predicate.acts
                subject_sides = self._both(cast, sides) if both else sides
            else:
                subject_sides = sides_of(cast.resolve(subject, focus), cast)
        # an official of whom the text does not say whose he is speaks for the state he names
        unsided = all(cast.kind(s) == "person" and cast.has_office(s) for s in sides)
        own = first_person or unsided or not subject_sides or any(s in sides for s in subject_sides)
        types = list(predicate.acts)
        by = list(sides)
        targets = list(
            dict.fromkeys(
                [
                    *(s for s in sides_of(draft.addressees, cast) if s not in sides),
                    *self._targets(where, predicate.first, predicate.last, sides, cast),
                ]
            )
        )
        joint = len(subject_sides) > 1 and own
        if predicate.target is not None:
            named = sides_of(cast.resolve(predicate.target, focus), cast)
            targets = list(dict.fromkeys([*(n for n in named if n not in sides), *targets]))
        if types == ["propose"]:
            if not own:
                types = ["request"]
                targets = list(dict.fromkeys([*subject_sides, *targets]))
            elif joint:
                targets = list(
                    dict.fromkeys([s for s in subject_sides if s not in sides] + targets)
                )
        elif types == ["pledge"] and "hope" in (predicate.cue.acts if predicate.cue else ()):
            pass
        elif types == ["pledge"]:
            lifeless = (
                not subject_sides
                and not first_person
                and subject is not None
                and subject.dep != "nsubjpass"
                and predicate.trigger == "will"
                and subject.lemma not in self._words.collectives
                and not _dated(where.tokens[predicate.first : predicate.last + 1])
            )
            if not own or lifeless or (subject is not None and subject.lower in _IMPERSONAL):
                types = ["assess"]
            elif joint or (subject_sides and first_person):
                by = subject_sides
            if (
                types == ["pledge"]
                and len(sides) > 1
                and (joint or not subject_sides or first_person)
            ):
                types = ["agree", "pledge"]
        elif "pledge" in types or "agree" in types:
            if joint:
                by = subject_sides
        elif not own and predicate.explicit and types and types[0] not in ("report",):
            # another's act told by the speaker: "the US supports …", said by Wang
            types = ["assess"] if types != ["report"] else types
        if (
            types == ["report"]
            and not predicate.explicit
            and predicate.perfect
            and not subject_sides
            and (subject is not None and subject.pos == "NOUN")
        ):
            types = ["assess"]  # "ties have withstood the test": a judgement, not a deed
        elif (
            predicate.cue is not None
            and predicate.time == "past"
            and (predicate.perfect or not _shifts_back(draft))
            and predicate.cue.verb.lemma not in COPULAS
            and not predicate.inner
            and not first_person
            and ("report" not in types and "agree" not in types)
        ):
            types = ["report", *types]  # an act that was done before, told again
        acts: list[ActDraft] = []
        for kind in types:
            act = ActDraft(
                draft,
                where,
                kind,
                by,
                targets,
                predicate.first,
                predicate.last,
                predicate.trigger,
                negated=predicate.negated and kind != "oppose",  # which says so already
                conditional=predicate.conditional,
                time=predicate.time,
                joint=joint,
                verbs=predicate.verbs,
                subject=subject,
                carrier=predicate.cue,
                judged=predicate.head.lemma in ("be", "have") or predicate.time == "past",
            )
            if predicate.cue is not None:
                act.cue = (predicate.cue.cue_first, predicate.cue.cue_last)
            act.strength = self._strength(kind, predicate.trigger, draft, predicate.head)
            acts.append(act)
        return acts

    def _both(self, cast: Cast, sides: list[str]) -> list[str]:
        """Return both sides of the talks where one side's "we" agreed with the other."""
        _, pair = cast.primary()
        if len(sides) == 1 and sides[0] in pair and len(pair) == 2:
            return pair
        return sides

    def _blame(self, draft: Draft, acts: list[ActDraft], cast: Cast) -> None:
        """Add criticism where a content blames another, and praise where an assessment is warm."""
        present = {a.type for a in acts}
        sides = sides_of(draft.speakers, cast)
        for act in list(acts):
            words = act.paragraph.tokens[act.first : act.last + 1]
            if (
                act.type in _BLAMING
                and "criticise" not in present
                and any(t.lower in self._words.blame for t in words)
                and self._others(act, sides)
            ):
                present.add("criticise")
                acts.append(twin(act, "criticise"))
            if (
                act.type == "assess"
                and not present & {"praise", "criticise"}
                and any(t.lower in self._words.worth for t in words)
            ):
                acts.append(twin(act, "praise"))
                present.add("praise")

    @staticmethod
    def _others(act: ActDraft, sides: list[str]) -> bool:
        return any(t not in sides for t in act.to)

    def _targets(
        self, where: Paragraph, first: int, last: int, sides: list[str], cast: Cast
    ) -> list[str]:
        """Return who is addressed or concerned: the actors named in the words, places aside."""
        found: list[str] = []
        for mention in cast.mentions_in(where, first, last):
            if _is_place(mention.head) or mention.head.head.lemma in ("dollar", "dollars"):
                continue
            for side in sides_of(mention.actors, cast):
                if side not in sides and side not in found:
                    found.append(side)
        return found

    def _strength(
        self, kind: ActType, trigger: str | None, draft: Draft, head: Token | None = None
    ) -> str | None:
        ladder = self._words.ladders.get(kind)
        if ladder is None or trigger is None or trigger not in ladder:
            return None
        carrier = head
        if carrier is None and draft.cue is not None:
            carrier = draft.cue.verb
        around: list[Token] = []
        if carrier is not None:
            around = list(carrier.children)
            around += [g for c in carrier.children if c.dep in ("dobj", "attr") for g in c.children]
        if f"strongly {trigger}" in ladder and any(
            t.lower in self._words.intensifiers for t in around
        ):
            return f"{kind}:strongly {trigger}"
        return f"{kind}:{trigger}"


def _coordinated(head: Token | None, first: int, last: int) -> list[Token]:
    """Return a verb with the verbs coordinated with it in its form, within a range."""
    if head is None:
        return []
    if head.pos not in ("VERB", "AUX"):
        head = next(
            (c for c in head.children if c.tag in ("VB", "VBG") and c.dep in ("acl", "pcomp")), head
        )
    verbs = [head]
    for verb in verbs:
        verbs.extend(c for c in verb.children if c.dep == "conj" and _alike(c.tag, head.tag))
    found = [v for v in verbs if v.tag in ("VB", "VBG", "VBP") and first <= v.i <= last]
    return sorted(found, key=lambda v: v.i)


def _wishes(cue: Cue, draft: Draft) -> bool:
    """Whether "suggest" or "insist" wants something done: its clause has a base form."""
    if not set(cue.acts) & {"propose", "request"}:
        return False
    head = clause_head(cue, draft.paragraph.tokens)
    return (
        head is not None
        and head.tag in ("VB", "VBP")
        and (not any(c.dep == "aux" and c.tag in ("VBZ", "VBP", "VBD") for c in head.children))
    )


def _alike(tag: str, other: str) -> bool:
    return tag == other or {tag, other} == {"VB", "VBP"}


def _dated(tokens: list[Token]) -> bool:
    """Whether words name a figure, a day or a period, which makes an announcement a promise."""
    words = occasion_words()
    return any(t.tag == "CD" or t.lower in words.days or t.lemma in _PERIODS for t in tokens)


def _shifts_back(draft: Draft) -> bool:
    """Whether a past cue shifts the tense of its indirect content: "said he supported X"."""
    return (
        draft.cue is not None and draft.mode != "direct" and finite_form(draft.cue.verb) == "past"
    )


def _is_hope(cue: Cue) -> bool:
    return (
        "hope" in cue.acts
        or cue.verb.lemma == "hope"
        or (cue.noun is not None and "hope" in cue.noun.acts)
    )


def _is_place(head: Token) -> bool:
    return head.dep == "pobj" and head.head.lower in ("in", "at", "near", "across", "throughout")


def _by_sentence(tokens: list[Token], first: int, last: int) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    start = first
    while start <= last:
        stop = min(tokens[start].sentence.last, last)
        ranges.append((start, stop))
        start = stop + 1
    return ranges
