"""Counts that add up over documents, and the scores that follow from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """How many of the annotated and of the predicted things were matched."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(
            self.matched + other.matched,
            self.gold + other.gold,
            self.predicted + other.predicted,
        )

    @property
    def precision(self) -> float | None:
        """Share of the predicted that was matched; None without predictions."""
        return self.matched / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the annotated that was matched; None without annotation."""
        return self.matched / self.gold if self.gold else None

    @property
    def value(self) -> float | None:
        """F1, the harmonic mean of the two; None where there was nothing to find or to predict."""
        both = self.gold + self.predicted
        return 2 * self.matched / both if both else None

    def as_json(self) -> dict[str, float | int | None]:
        """Return counts and scores, rounded to four digits."""
        return {
            "f1": _rounded(self.value),
            "precision": _rounded(self.precision),
            "recall": _rounded(self.recall),
            "matched": self.matched,
            "gold": self.gold,
            "predicted": self.predicted,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the matched were right."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float | None:
        """The share of the right ones; None where there was none to judge."""
        return self.right / self.of if self.of else None

    def as_json(self) -> dict[str, float | int | None]:
        """Return counts and share, rounded to four digits."""
        return {"accuracy": _rounded(self.value), "right": self.right, "of": self.of}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


_NONE_FOUND = Found()
_NONE_JUDGED = Share()


@dataclass(frozen=True, slots=True)
class Scores:
    """Every score of one document, or of several added up. See `memcon.evaluation.score`."""

    content: Found = _NONE_FOUND
    statement: Found = _NONE_FOUND
    exact: Found = _NONE_FOUND
    exact_of_matched: Share = _NONE_JUDGED
    acts: Found = _NONE_FOUND
    holder: Share = _NONE_JUDGED
    mode: Share = _NONE_JUDGED
    cue: Share = _NONE_JUDGED
    commitments: Found = _NONE_FOUND
    commitment_strength: Share = _NONE_JUDGED
    commitment_by: Share = _NONE_JUDGED
    meetings: Found = _NONE_FOUND
    meeting_date: Share = _NONE_JUDGED
    meeting_form: Share = _NONE_JUDGED
    meeting_place: Share = _NONE_JUDGED
    title: Share = _NONE_JUDGED
    published: Share = _NONE_JUDGED
    evidence: Share = _NONE_JUDGED

    def items(self) -> list[tuple[str, Found | Share]]:
        """Return name and score, in the order of the fields."""
        return [(name, getattr(self, name)) for name in self.__dataclass_fields__]

    def __add__(self, other: Scores) -> Scores:
        return Scores(**{name: score + getattr(other, name) for name, score in self.items()})

    def values(self) -> dict[str, float | None]:
        """Return the one figure that stands for each score: an F1 or a share."""
        return {name: _rounded(score.value) for name, score in self.items()}

    def as_json(self) -> dict[str, dict[str, float | int | None]]:
        """Return every score with its counts."""
        return {name: score.as_json() for name, score in self.items()}


def total(scores: Iterable[Scores]) -> Scores:
    """Add up the counts of several documents, so that each thing weighs the same (micro)."""
    result = Scores()
    for one in scores:
        result = result + one
    return result
