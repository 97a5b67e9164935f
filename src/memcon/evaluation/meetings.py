"""Scores of meetings: found, date, form, place."""

from __future__ import annotations

from memcon.evaluation.context import Context, Finding, comparable_side
from memcon.evaluation.gold import GoldMeeting, GoldParticipant
from memcon.evaluation.names import pairs, persons_agree
from memcon.evaluation.tally import Found, Scores, Share
from memcon.evaluation.words import Words, iou, tokens
from memcon.record import Meeting, Participant

FOUND = 0.5  # share of the annotated participants that a predicted meeting must have
EVIDENCE = 0.5  # share of the shorter evidence, where a meeting is annotated without participants


def score_meetings(context: Context) -> tuple[Scores, list[Finding]]:
    """Compare the meetings of a record with the annotated ones.

    A named participant is found by surname, an unnamed one by the state or body it came for.
    Where several meetings of a document have the same participants, the one whose evidence, date
    and form fit best is taken.

    Returns:
        The scores ``meetings``, ``meeting_date``, ``meeting_form`` and ``meeting_place``, and
        what differs.
    """
    golds = context.gold.meetings
    reads = [m for m in context.record.meetings if _counts(context, m)]
    gold_words = [context.index.of([gold.offsets]) for gold in golds]
    read_words = [context.words(meeting.evidence) for meeting in reads]
    ranked = []
    for i, gold in enumerate(golds):
        for j, read in enumerate(reads):
            share = _share(context, gold, read, gold_words[i], read_words[j])
            if share is None:
                continue
            rank = (
                share,
                bool(gold_words[i] & read_words[j]),
                _date(read, gold) == gold.date,
                read.form == gold.form,
                iou(gold_words[i], read_words[j]),
            )
            ranked.append((rank, -i, -j))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(ranked, reverse=True):
        if -i not in partner and -j not in taken:
            partner[-i] = -j
            taken.add(-j)
    findings = []
    dates = forms = places = 0
    for i, gold in enumerate(golds):
        words = context.document.text[gold.start : gold.end]
        if i not in partner:
            who = ", ".join(p.name or p.country_or_org or p.role or "?" for p in gold.participants)
            about = f"{gold.form}, {gold.date or 'no date'}, {gold.place or 'no place'}"
            text = f"{who or 'nobody named'} ({about}): {words}"
            findings.append(Finding("meeting-miss", gold.start, None, None, text))
            continue
        read = reads[partner[i]]
        for kind, right, want, have in (
            ("meeting-date", _date(read, gold) == gold.date, gold.date, _date(read, gold)),
            ("meeting-form", read.form == gold.form, gold.form, read.form),
            ("meeting-place", same_place(gold.place, read.place), gold.place, read.place),
        ):
            if not right:
                findings.append(Finding(kind, gold.start, want or "–", have or "–", words))
        dates += _date(read, gold) == gold.date
        forms += read.form == gold.form
        places += same_place(gold.place, read.place)
    for j, read in enumerate(reads):
        if j not in taken:
            findings.append(_extra(context, read))
    n = len(partner)
    scores = Scores(
        meetings=Found(n, len(golds), len(reads)),
        meeting_date=Share(dates, n),
        meeting_form=Share(forms, n),
        meeting_place=Share(places, n),
    )
    return scores, findings


def same_place(gold: str | None, read: str | None) -> bool:
    """Say whether two places are the same, whatever one adds ("Bali", "Bali, Indonesia")."""
    if gold is None or read is None:
        return gold is None and read is None
    one, two = set(tokens(gold)), set(tokens(read))
    return bool(one and two) and (one <= two or two <= one)


def _counts(context: Context, meeting: Meeting) -> bool:
    return not meeting.evidence or any(context.counts(span.start) for span in meeting.evidence)


def _date(meeting: Meeting, gold: GoldMeeting | None = None) -> str | None:
    """Return the date of a meeting as it is compared.

    A month or a year where none is annotated counts as none. The annotation writes days that the
    text tells; a reader may add, with its basis, the year that an anniversary implies, which the
    annotators left out and which is not wrong.
    """
    if meeting.date is None:
        return None
    if gold is not None and gold.date is None and meeting.date.precision != "day":
        return None
    return meeting.date.value


def _share(
    context: Context, gold: GoldMeeting, read: Meeting, gold_words: Words, read_words: Words
) -> float | None:
    """Return which share of the annotated meeting was found; None where it is too little."""
    if gold.participants:
        found = pairs(
            gold.participants,
            read.participants,
            lambda one, two: _same_participant(context, one, two),
        )
        share = found / len(gold.participants)
        return share if share >= FOUND else None
    shorter = min(len(gold_words), len(read_words))
    share = len(gold_words & read_words) / shorter if shorter else 0.0
    return share if share >= EVIDENCE else None


def _same_participant(context: Context, gold: GoldParticipant, read: Participant) -> bool:
    if gold.name is not None:
        if read.actor is None:
            return False
        actor = context.actor(read.actor)
        return actor.kind == "person" and persons_agree(gold.name, actor.name)
    if gold.country_or_org is not None:
        sides = {read.side, context.side(read.actor) if read.actor else None, read.actor}
        wanted = comparable_side(gold.country_or_org)
        return any(comparable_side(side) == wanted for side in sides if side)
    wanted_role = set(tokens(gold.role or ""))
    return bool(wanted_role) and wanted_role <= set(tokens(read.role or ""))


def _extra(context: Context, meeting: Meeting) -> Finding:
    who = ", ".join(
        context.actor(p.actor).name if p.actor else p.side or p.role or "?"
        for p in meeting.participants
    )
    about = f"{meeting.form}, {_date(meeting) or 'no date'}, {meeting.place or 'no place'}"
    words = meeting.evidence[0].text if meeting.evidence else ""
    at = meeting.evidence[0].start if meeting.evidence else 0
    return Finding("meeting-extra", at, None, None, f"{who or 'nobody named'} ({about}): {words}")
