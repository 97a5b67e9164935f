"""What all scores of one document share: its words, its actors, and what does not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from memcon.errors import GoldError
from memcon.evaluation.gold import GoldDocument
from memcon.evaluation.words import WordIndex, Words, tokens
from memcon.record import Actor, Record, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between annotation and record, for people to read.

    ``kind`` is one of `KINDS`; ``at`` the offset it is about; ``gold`` and ``read`` what the
    annotation and the record have; ``text`` the words in question.
    """

    kind: str
    at: int
    gold: str | None
    read: str | None
    text: str


# In the order of the report: groups, and the kinds of findings within each.
KINDS = (
    ("refused", "title", "published"),
    ("meeting-miss", "meeting-extra", "meeting-date", "meeting-form", "meeting-place"),
    ("miss", "extra", "speaker", "cut", "cue", "mode", "holder", "acts"),
    ("commitment-miss", "commitment-extra", "commitment-strength", "commitment-by"),
    ("evidence",),
)


def report_order(finding: Finding) -> tuple[int, int, int]:
    """Return the place of a finding in a report: by group, then by text, then by kind."""
    group, kinds = next((i, some) for i, some in enumerate(KINDS) if finding.kind in some)
    return group, finding.at, kinds.index(finding.kind)


class Context:
    """A gold document beside the record read from it."""

    def __init__(self, gold: GoldDocument, record: Record) -> None:
        if record.document.text != gold.text:
            raise GoldError(
                "the record was not read from this text",
                where=gold.id,
                remedy="Read texts/NAME.txt itself, unchanged",
            )
        self.document = gold
        self.gold = gold.gold
        self.record = record
        self.index = WordIndex(gold.text)
        self.actors = {actor.id: actor for actor in record.actors}
        self._neutral = self.index.of(span.offsets for span in self.gold.neutral)

    def words(self, spans: Iterable[Span]) -> Words:
        """Return the positions of the words in spans of the record."""
        return self.index.of((span.start, span.end) for span in spans)

    def counts(self, start: int) -> bool:
        """Say whether what begins at ``start`` lies in the annotated part of the text."""
        until = self.gold.annotated_until
        return until is None or start < until

    def is_neutral(self, words: Words) -> bool:
        """Say whether at least half of ``words`` are neither rewarded nor punished."""
        return bool(words) and 2 * len(words & self._neutral) >= len(words)

    def actor(self, actor_id: str) -> Actor:
        """Return the actor, or a stand-in where a record does not list whom it names."""
        found = self.actors.get(actor_id)
        return found or Actor(id=actor_id, kind="organisation", name=actor_id)

    def side(self, actor_id: str) -> str:
        """Return for whom an actor speaks: its side, or itself."""
        return self.actor(actor_id).side or actor_id

    def sides(self, actor_ids: Iterable[str]) -> frozenset[str]:
        """Return the sides of several actors, made comparable."""
        return frozenset(comparable_side(self.side(actor_id)) for actor_id in actor_ids)


def comparable_side(side: str) -> str:
    """Return the identifier of a side in the form in which gold and record are compared.

    Codes are compared as they are but for case; groups ("the West", ``group:the-west``) by their
    words without article.
    """
    words = tokens(side.split(":")[-1].replace("-", " "))
    return " ".join(word for word in words if word != "the")
