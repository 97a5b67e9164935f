"""The steps of one document's reading put together into its record."""

from __future__ import annotations

from collections import Counter

from memcon.knowledge import Knowledge
from memcon.knowledge.acts import act_words
from memcon.reading.act_drafts import ActDraft, sides_of
from memcon.reading.actors import Cast, Focus, read_actors
from memcon.reading.acts import ActReader
from memcon.reading.attribution import Attributor
from memcon.reading.coding.coder import EventCoder
from memcon.reading.commitments import CommitmentDraft, read_commitments
from memcon.reading.events import read_events
from memcon.reading.heading import Heading
from memcon.reading.initiatives import add_initiatives
from memcon.reading.issues import IssueFinder
from memcon.reading.meetings import read_meetings
from memcon.reading.quantities import find_deadline, find_quantities
from memcon.reading.register import detect_register
from memcon.reading.standpoint import infer_sides
from memcon.reading.statements import Draft
from memcon.reading.tree import Paragraph, Parsed
from memcon.reading.unnamed import unnamed_actors
from memcon.reading.voices import speaking_parties
from memcon.record import (
    Act,
    Commitment,
    Meeting,
    Reading,
    Record,
    Span,
    Statement,
    Warning,
)


def assemble(
    parsed: Parsed,
    heading: Heading,
    *,
    knowledge: Knowledge,
    attributor: Attributor,
    acts: ActReader,
    coder: EventCoder,
    reading: Reading,
    notes: tuple[str, ...] = (),
) -> Record:
    """Run the steps after parsing over one document and return its record.

    Args:
        parsed: the parsed document.
        heading: its settled head.
        knowledge: states, organisations, issues.
        attributor: finds statements.
        acts: finds what statements do.
        coder: codes events.
        reading: version and model, kept in the record.
        notes: what the source could not understand; they become warnings.
    """
    cast = read_actors(parsed, knowledge)
    meetings = read_meetings(parsed, cast, knowledge, heading=heading)
    register = detect_register(parsed)
    parties = speaking_parties(parsed, heading, cast, meetings, register, knowledge)
    focus = Focus(cast)
    attribution = attributor.attribute(parsed, cast, focus, register, parties)
    add_initiatives(parsed, cast, knowledge)
    inferred = infer_sides(attribution.drafts, meetings, cast)
    if inferred:
        meetings = [_with_sides(meeting, cast) for meeting in meetings]
    builder = _Builder(parsed, heading, cast, knowledge, meetings)
    act_focus = Focus(cast)
    for draft in attribution.drafts:
        act_focus.note_speakers(draft.speakers)
        act_drafts = acts.read(draft, cast, act_focus)
        builder.add(draft, act_drafts, read_commitments(act_drafts, cast, act_words("en")))
    warnings = [Warning(code="source", message=note) for note in notes]
    warnings += [*heading.warnings, *cast.warnings, *inferred, *builder.warnings]
    unknown = Counter(lemma for lemma, _ in attribution.unknown)
    seen: set[str] = set()
    for lemma, token in attribution.unknown:
        if lemma not in seen:
            seen.add(lemma)
            warnings.append(
                Warning(
                    code="unknown-cue",
                    message=f"{lemma} ({unknown[lemma]}x) may introduce speech; it is in no table",
                    span=parsed.span(token.start, token.end),
                )
            )
    events, coded_acts = read_events(
        parsed,
        cast,
        coder,
        heading=heading,
        knowledge=knowledge,
        issues=builder.issues,
        meetings=meetings,
        statements=builder.statements,
        acts=builder.acts,
    )
    unnamed = unnamed_actors(
        cast,
        meetings=meetings,
        statements=builder.statements,
        acts=builder.acts,
        commitments=builder.commitments,
    )
    return Record(
        reader=reading,
        document=heading.document,
        actors=[*cast.actors(), *unnamed],
        meetings=meetings,
        statements=builder.statements,
        acts=coded_acts,
        commitments=builder.commitments,
        events=events,
        warnings=warnings,
    )


def _with_sides(meeting: Meeting, cast: Cast) -> Meeting:
    """Return a meeting whose participants have the sides that the cast knows by now."""
    participants = [
        p.model_copy(update={"side": cast.side(p.actor)})
        if p.actor is not None and p.side is None
        else p
        for p in meeting.participants
    ]
    return meeting.model_copy(update={"participants": participants})


class _Builder:
    """Turns drafts into the record's statements, acts and commitments with their ids."""

    def __init__(
        self,
        parsed: Parsed,
        heading: Heading,
        cast: Cast,
        knowledge: Knowledge,
        meetings: list[Meeting],
    ):
        self._parsed = parsed
        self._heading = heading
        self._cast = cast
        self.issues = IssueFinder(knowledge)
        self._meetings = meetings
        self._ids: dict[int, str] = {}
        self.statements: list[Statement] = []
        self.acts: list[Act] = []
        self.commitments: list[Commitment] = []
        self.warnings: list[Warning] = []

    def add(self, draft: Draft, acts: list[ActDraft], commitments: list[CommitmentDraft]) -> None:
        """Add one statement with its acts and commitments."""
        statement = self._statement(draft)
        self.statements.append(statement)
        if not draft.speakers:
            self.warnings.append(
                Warning(
                    code="no-speaker",
                    message="whose words these are is not clear from the text",
                    span=statement.speaker_mention or statement.cue or statement.content[0],
                )
            )
        ids: dict[int, str] = {}
        for act in acts:
            built = self._act(act, statement.id)
            ids[id(act)] = built.id
            self.acts.append(built)
        for commitment in commitments:
            for goal, measures in self._clauses(commitment):
                self._commitment(commitment, ids[id(commitment.act)], goal, measures)

    def _clauses(
        self, commitment: CommitmentDraft
    ) -> list[tuple[tuple[int, int], list[tuple[int, int]]]]:
        """Return goals with measures: a measure with a figure or date of its own is a goal."""
        where = commitment.act.paragraph
        text = self._parsed.document.text
        if commitment.strength != "call":
            return [(commitment.goal, commitment.measures)]  # one goal with several measures
        for measure in commitment.measures:
            span = self._tokens(where, *measure)
            if find_quantities(text, start=span.start, end=span.end) or find_deadline(
                text, self._heading.reference, start=span.start, end=span.end
            ):
                return [(m, []) for m in commitment.measures]
        return [(commitment.goal, commitment.measures)]

    def _statement(self, draft: Draft) -> Statement:
        identity = f"statement:{len(self.statements) + 1}"
        self._ids[id(draft)] = identity
        mention = None
        if draft.mention is not None:
            mention = self._tokens(draft.paragraph, *draft.mention)
        elif draft.label is not None:
            mention = self._parsed.span(draft.label.start, draft.label.end)
        return Statement(
            id=identity,
            speakers=draft.speakers,
            speaker_mention=mention,
            cue=None
            if draft.cue_range is None
            else self._tokens(draft.paragraph, *draft.cue_range),
            content=draft.content(self._parsed),
            mode=draft.mode,
            via=draft.via,
            addressees=[a for a in draft.addressees if a not in draft.speakers],
            continues=None if draft.continues is None else self._ids.get(id(draft.continues)),
            meeting=self._meeting(draft),
            confidence=round(draft.confidence, 2),
        )

    def _tokens(self, paragraph: Paragraph, first: int, last: int) -> Span:
        tokens = paragraph.tokens
        return self._parsed.span(tokens[first].start, tokens[last].end)

    def _meeting(self, draft: Draft) -> str | None:
        """Return the held meeting in which all the speakers took part, if it is the only one."""
        sides = set(sides_of(draft.speakers, self._cast))
        if not sides:
            return None
        for meeting in self._meetings[:1]:
            present = {p.side or p.actor for p in meeting.participants}
            if meeting.status == "held" and sides <= present:
                return meeting.id
        return None

    def _act(self, act: ActDraft, statement: str) -> Act:
        content = self._tokens(act.paragraph, act.first, act.last)
        return Act(
            id=f"act:{len(self.acts) + 1}",
            statement=statement,
            type=act.type,
            by=act.by,
            to=act.to,
            content=content,
            cue=None if act.cue is None else self._tokens(act.cue_home, *act.cue),
            strength=act.strength,
            negated=act.negated,
            conditional=act.conditional,
            time=act.time,
            issues=self.issues.codes(act.paragraph, content.start, content.end),
        )

    def _commitment(
        self,
        commitment: CommitmentDraft,
        act: str,
        clause: tuple[int, int],
        measures: list[tuple[int, int]],
    ) -> None:
        where = commitment.act.paragraph
        goal = self._tokens(where, *clause)
        text = self._parsed.document.text
        quantities = find_quantities(text, start=goal.start, end=goal.end)
        deadline = find_deadline(text, self._heading.reference, start=goal.start, end=goal.end)
        built = Commitment(
            id=f"commitment:{len(self.commitments) + 1}",
            act=act,
            by=commitment.by,
            to=commitment.to,
            joint=len(commitment.by) > 1,
            goal=goal,
            measures=[self._tokens(where, *measure) for measure in measures],
            strength=commitment.strength,
            quantities=quantities,
            deadline=deadline,
            testable=bool(quantities) or (deadline is not None and deadline.date is not None),
        )
        self.commitments.append(built)
