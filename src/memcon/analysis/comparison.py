"""The answer to ``compare``: what two sides say in common, differently, and alone."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from memcon.analysis.answer import SHOWN, Model
from memcon.record import ActType

ComparisonMode = Literal["sequence", "accounts"]
Label = Literal[
    "repeated",
    "reworded",
    "strengthened",
    "weakened",
    "reversed",
    "new",
    "dropped",
    "only_in_a",
    "only_in_b",
]
LABELS: Final[tuple[Label, ...]] = (
    "reversed",
    "strengthened",
    "weakened",
    "reworded",
    "repeated",
    "dropped",
    "new",
    "only_in_a",
    "only_in_b",
)
Operation = Literal["equal", "insert", "delete", "replace"]
ReasonKind = Literal["polarity", "rung", "intensifier", "commitment", "quantity", "deadline", "act"]


class Cited(Model):
    """A statement on one side, with where it stands."""

    document: Annotated[str, Field(description="document id")]
    statement: Annotated[str, Field(description="statement id in that document")]
    start: Annotated[int, Field(description="first code point of the content in the document")]
    end: Annotated[int, Field(description="after the content's last code point")]
    text: Annotated[
        str, Field(description="the content on one line, parts that stand apart joined by `…`")
    ]
    passage: Annotated[
        tuple[int, int] | None,
        Field(description="the part of `text` that is compared; null for the whole"),
    ] = None
    cue: Annotated[str | None, Field(description="the word of saying, as printed")] = None
    speakers: Annotated[tuple[str, ...], Field(description="names of who says it")] = ()
    sides: Annotated[
        tuple[str, ...], Field(description="actor ids of the sides they speak for")
    ] = ()
    acts: Annotated[tuple[ActType, ...], Field(description="act types of what is compared")] = ()
    issues: Annotated[tuple[str, ...], Field(description="issue codes of what is compared")] = ()
    also: Annotated[
        tuple[str, ...],
        Field(description="`document/statement` ids on this side that say the same in these words"),
    ] = ()

    @property
    def compared(self) -> str:
        """The words that are compared: the passage, or the whole text."""
        return self.text if self.passage is None else self.text[slice(*self.passage)]


class Components(Model):
    """What an alignment score is made of, each from 0 (nothing in common) to 1 (the same)."""

    content: Annotated[
        float, Field(description="words in common, weighted by how much a word tells")
    ]
    wording: Annotated[float, Field(description="words in common in the same order")]
    speakers: Annotated[float, Field(description="sides in common; 0.5 where a speaker is unknown")]
    acts: Annotated[float, Field(description="act types in common")]
    issues: Annotated[float, Field(description="issues in common; 0.5 where neither has one")]
    names: Annotated[
        float,
        Field(description="states and bodies in common, under whichever name; 0.5 where none is"),
    ]
    figures: Annotated[float, Field(description="figures in common; 0 where there are none")]


class Difference(Model):
    """A stretch of words that is the same on both sides, or is not.

    Offsets refer to ``Cited.text`` of either side.
    """

    operation: Annotated[Operation, Field(description="what leads from A to B")]
    a_start: Annotated[int, Field(description="offset in A's text")]
    a_end: Annotated[int, Field(description="offset in A's text")]
    a_text: Annotated[str, Field(description="A's words")]
    b_start: Annotated[int, Field(description="offset in B's text")]
    b_end: Annotated[int, Field(description="offset in B's text")]
    b_text: Annotated[str, Field(description="B's words")]


class Reason(Model):
    """Why one wording is stronger or weaker, or what else changed in what is done."""

    kind: Annotated[ReasonKind, Field(description="what was compared")]
    change: Annotated[
        Literal["stronger", "weaker", "reversed", "other"],
        Field(description="from A to B; `other` says nothing about strength"),
    ]
    text: Annotated[str, Field(description="the change in words")]


class ComparedRow(Model):
    """Two statements that say the same, or one that has no counterpart."""

    label: Annotated[
        Label, Field(description="how B's wording relates to A's", json_schema_extra=SHOWN)
    ]
    score: Annotated[float | None, Field(description="0 to 1; null without a counterpart")] = None
    explanation: Annotated[str, Field(description="why these two, or why none, in a sentence")]
    components: Annotated[Components | None, Field(description="what the score is made of")] = None
    a: Annotated[Cited | None, Field(description="A's statement")] = None
    b: Annotated[Cited | None, Field(description="B's statement")] = None
    remainder: Annotated[
        bool,
        Field(
            description="whether one of the two is the rest of a statement already in another row"
        ),
    ] = False
    differences: Annotated[tuple[Difference, ...], Field(description="word by word")] = ()
    reasons: Annotated[tuple[Reason, ...], Field(description="for the label")] = ()
    notes: Annotated[tuple[str, ...], Field(description="what else a reader should know")] = ()


class SideSummary(Model):
    """What stands on one side of a comparison."""

    documents: Annotated[tuple[str, ...], Field(description="document ids")]
    titles: Annotated[tuple[str, ...], Field(description="their titles, where they have one")]
    narrators: Annotated[tuple[str, ...], Field(description="actor ids of whose voice they are")]
    voice: Annotated[
        str | None,
        Field(description="actor id of whose account it is: narrator, or who says most of it"),
    ]
    dates: Annotated[tuple[str, ...], Field(description="ISO dates of the meetings or documents")]
    meetings: Annotated[tuple[str, ...], Field(description="ids of the meetings compared")] = ()
    statements: Annotated[int, Field(description="statements compared, each wording once")]
    passed_over: Annotated[
        int, Field(description="statements too short to compare, such as thanks alone")
    ] = 0


class Missing(Model):
    """A figure or a time limit that one side names and the other does not."""

    side: Annotated[Literal["a", "b"], Field(description="which side names it")]
    kind: Annotated[Literal["quantity", "deadline"], Field(description="what it is")]
    text: Annotated[str, Field(description="its words")]
    goal: Annotated[str, Field(description="what is to be done")]
    document: Annotated[str, Field(description="document id")]
    commitment: Annotated[str, Field(description="commitment id in that document")]


class Group(Model):
    """Statements without a counterpart, by issue and act."""

    side: Annotated[Literal["a", "b"], Field(description="which side has them")]
    issue: Annotated[str | None, Field(description="issue code; null where no issue is named")]
    acts: Annotated[dict[str, int], Field(description="number of statements by act type")]
    statements: Annotated[int, Field(description="how many statements; one may have two issues")]


class Summary(Model):
    """The whole in a few sentences, and the figures behind them."""

    counts: Annotated[dict[Label, int], Field(description="rows by label, zeros included")]
    alone: Annotated[tuple[Group, ...], Field(description="what has no counterpart, by issue")]
    missing: Annotated[tuple[Missing, ...], Field(description="figures and limits on one side")]
    participants_only_a: Annotated[tuple[str, ...], Field(description="named by A alone")]
    participants_only_b: Annotated[tuple[str, ...], Field(description="named by B alone")]
    sentences: Annotated[tuple[str, ...], Field(description="the summary in neutral words")]


class Comparison(Model):
    """Two sides, statement by statement."""

    mode: Annotated[
        ComparisonMode,
        Field(description="B follows A, or both are accounts of one meeting"),
    ]
    mode_reason: Annotated[str, Field(description="why this mode")]
    a: Annotated[SideSummary, Field(description="the first side")]
    b: Annotated[SideSummary, Field(description="the second side")]
    summary: Annotated[Summary, Field(description="the whole in short")]
    rows: Annotated[
        tuple[ComparedRow, ...],
        Field(description="in A's order, B's own statements after what precedes them in B"),
    ]
