"""Scores of statements: content, speaker, exactness, acts, holder, mode, cue."""

from __future__ import annotations

from collections.abc import Sequence

from memcon.evaluation.context import Context, Finding, comparable_side
from memcon.evaluation.gold import GoldStatement
from memcon.evaluation.matching import Matching, match
from memcon.evaluation.names import speakers_agree, split_speakers
from memcon.evaluation.tally import Found, Scores, Share
from memcon.evaluation.words import Words, iou
from memcon.record import Statement

MATCH = 0.5  # intersection over union of words from which two contents are the same statement
EXACT = 0.95  # … from which they are the same words, a word of twenty aside
CUE = 0.5  # … from which two cues are the same


def score_statements(context: Context) -> tuple[Scores, list[Finding]]:
    """Compare the statements of a record with the annotated ones.

    Returns:
        The scores ``content``, ``statement``, ``exact``, ``exact_of_matched``, ``acts``,
        ``holder``, ``mode`` and ``cue``, and what differs.
    """
    golds = context.gold.statements
    gold_words = [context.index.of(span.offsets for span in gold.content) for gold in golds]
    reads: list[Statement] = []
    read_words: list[Words] = []
    for statement in context.record.statements:
        words = context.words(statement.content)
        begins = min((span.start for span in statement.content), default=0)
        if context.counts(begins) and not context.is_neutral(words):
            reads.append(statement)
            read_words.append(words)

    def fit(i: int, j: int) -> float:
        return iou(gold_words[i], read_words[j])

    matching = match(gold_words, read_words, fit, lambda i, j: fit(i, j) >= MATCH)
    findings = _left_over(context, golds, reads, matching)
    pairs = [(golds[m.gold], reads[m.predicted], m.fit) for m in matching.matches]
    types = _types(context)
    agree = exact = holders = modes = cues = 0
    acts = Found()
    for gold, read, fitness in pairs:
        at, words_of = gold.start, _gold_text(context, gold)

        def note(kind: str, want: str, have: str, *, at: int = at, text: str = words_of) -> None:
            findings.append(Finding(kind, at, want, have, text))

        speakers = [context.actor(actor_id) for actor_id in read.speakers]
        if speakers_agree(split_speakers(gold.speaker), speakers):
            agree += 1
        else:
            note("speaker", gold.speaker or "–", _speaker(context, read))
        if fitness >= EXACT:
            exact += 1
        else:
            note("cut", _gold_text(context, gold), _text(context, read))
        if _same_cue(context, gold, read):
            cues += 1
        else:
            gold_cue = context.document.text[slice(*gold.cue.offsets)] if gold.cue else "–"
            note("cue", gold_cue, read.cue.text if read.cue else "–")
        if gold.mode == read.mode:
            modes += 1
        else:
            note("mode", gold.mode, read.mode)
        held = frozenset(comparable_side(side) for side in (gold.holder or "").split("+") if side)
        if held == context.sides(read.speakers):
            holders += 1
        else:
            sides = sorted({context.side(actor_id) for actor_id in read.speakers})
            note("holder", gold.holder or "–", "+".join(sides) or "–")
        want, have = set(gold.acts), types.get(read.id, set())
        acts += Found(len(want & have), len(want), len(have))
        if want != have:
            note("acts", ", ".join(sorted(want)), ", ".join(sorted(have)) or "–")
    n = len(pairs)
    scores = Scores(
        content=Found(n, len(golds), len(reads)),
        statement=Found(agree, len(golds), len(reads)),
        exact=Found(exact, len(golds), len(reads)),
        exact_of_matched=Share(exact, n),
        acts=acts,
        holder=Share(holders, n),
        mode=Share(modes, n),
        cue=Share(cues, n),
    )
    return scores, findings


def _types(context: Context) -> dict[str, set[str]]:
    """Return the types of the acts of each statement."""
    types: dict[str, set[str]] = {}
    for act in context.record.acts:
        if act.statement is not None:
            types.setdefault(act.statement, set()).add(act.type)
    return types


def _same_cue(context: Context, gold: GoldStatement, read: Statement) -> bool:
    if gold.cue is None or read.cue is None:
        return gold.cue is None and read.cue is None
    return iou(context.index.of([gold.cue.offsets]), context.words([read.cue])) >= CUE


def _left_over(
    context: Context,
    golds: Sequence[GoldStatement],
    reads: Sequence[Statement],
    matching: Matching,
) -> list[Finding]:
    findings = []
    for i in matching.missed:
        gold = golds[i]
        cue = f", {context.document.text[slice(*gold.cue.offsets)]}" if gold.cue else ""
        near = matching.nearest.get(i)
        read = None
        if near:
            read = f"nearest, {near.fit:.2f}: {_text(context, reads[near.predicted])}"
        words = f"{gold.speaker or '–'}{cue}: {_gold_text(context, gold)}"
        findings.append(Finding("miss", gold.start, None, read, words))
    for j in matching.extra:
        statement = reads[j]
        cue = f", {statement.cue.text}" if statement.cue else ""
        begins = min((span.start for span in statement.content), default=0)
        words = f"{_speaker(context, statement)}{cue}: {_text(context, statement)}"
        findings.append(Finding("extra", begins, None, None, words))
    return findings


def _speaker(context: Context, read: Statement) -> str:
    return "; ".join(context.actor(actor_id).name for actor_id in read.speakers) or "–"


def _text(context: Context, read: Statement) -> str:
    return " […] ".join(context.document.text[s.start : s.end] for s in read.content)


def _gold_text(context: Context, gold: GoldStatement) -> str:
    return " […] ".join(context.document.text[slice(*span.offsets)] for span in gold.content)
