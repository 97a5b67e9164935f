"""Scores of commitments: found, strength, by whom."""

from __future__ import annotations

from memcon.evaluation.context import Context, Finding, comparable_side
from memcon.evaluation.matching import match
from memcon.evaluation.tally import Found, Scores, Share
from memcon.evaluation.words import Words, iou
from memcon.record import Commitment

MATCH = 0.4  # intersection over union of words from which two commitments are the same
HELD = 0.25  # … from which they are the same where one holds all words of the other


def score_commitments(context: Context) -> tuple[Scores, list[Finding]]:
    """Compare the commitments of a record with the annotated ones.

    A predicted commitment is read two ways, as goal with measures and as the whole act it rests
    on, and the better one counts. Those that lie half in neutral spans are ignored, like
    statements.

    Returns:
        The scores ``commitments``, ``commitment_strength`` and ``commitment_by``, and what
        differs.
    """
    golds = context.gold.commitments
    gold_words = [context.index.of([gold.offsets]) for gold in golds]
    acts = {act.id: act for act in context.record.acts}
    reads: list[Commitment] = []
    readings: list[tuple[Words, ...]] = []
    for commitment in context.record.commitments:
        aim = context.words([commitment.goal, *commitment.measures])
        if not context.counts(commitment.goal.start) or context.is_neutral(aim):
            continue
        act = acts.get(commitment.act)
        reads.append(commitment)
        readings.append((aim, context.words([act.content])) if act else (aim,))

    def fit(i: int, j: int) -> float:
        return max(iou(gold_words[i], words) for words in readings[j])

    def accept(i: int, j: int) -> bool:
        return any(_same(gold_words[i], words) for words in readings[j])

    union = [frozenset[int]().union(*words) for words in readings]
    matching = match(gold_words, union, fit, accept)
    text = context.document.text
    findings = []
    for i in matching.missed:
        gold = golds[i]
        near = matching.nearest.get(i)
        read = f"nearest, {near.fit:.2f}: {reads[near.predicted].goal.text}" if near else None
        words = f"{'+'.join(gold.by)} {gold.strength}: {text[gold.start : gold.end]}"
        findings.append(Finding("commitment-miss", gold.start, None, read, words))
    for j in matching.extra:
        extra = reads[j]
        words = f"{'+'.join(extra.by)} {extra.strength}: {extra.goal.text}"
        findings.append(Finding("commitment-extra", extra.goal.start, None, None, words))
    strengths = owners = 0
    for found in matching.matches:
        gold, commitment = golds[found.gold], reads[found.predicted]
        words = text[gold.start : gold.end]
        if gold.strength == commitment.strength:
            strengths += 1
        else:
            findings.append(
                Finding(
                    "commitment-strength",
                    gold.start,
                    gold.strength,
                    commitment.strength,
                    words,
                )
            )
        if frozenset(map(comparable_side, gold.by)) == context.sides(commitment.by):
            owners += 1
        else:
            have = "+".join(sorted({context.side(actor) for actor in commitment.by}))
            want = "+".join(gold.by)
            findings.append(Finding("commitment-by", gold.start, want or "–", have or "–", words))
    n = len(matching.matches)
    scores = Scores(
        commitments=Found(n, len(golds), len(reads)),
        commitment_strength=Share(strengths, n),
        commitment_by=Share(owners, n),
    )
    return scores, findings


def _same(gold: Words, read: Words) -> bool:
    overlap = iou(gold, read)
    return overlap >= MATCH or (overlap >= HELD and (gold <= read or read <= gold))
