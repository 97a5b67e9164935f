"""Statements made ready for comparing: content words, passages, sides, acts and figures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from memcon.knowledge.comparison import plain_words, word_frequencies
from memcon.record import Act, Actor, Commitment, Record, Statement

COMMON: Final = 0.15  # words in more statements than this tell nothing about a subject
FEWEST: Final = 2  # content words below which a statement is not compared
FEWEST_IN_PASSAGE: Final = 3  # shorter sentences are read with the one before

# A sentence ends before a capital or an opening quotation mark; not after a capital letter's
# full stop (U.S.) nor after a short title (Mr.).
_BREAK: Final = re.compile(
    r"(?:(?<=[a-z0-9)\]%][.!?])|(?<=[.!?][\"”’)]))\s+(?=[\"“‘(]?[A-Z])", re.UNICODE
)
_TITLE: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|No|vs)\.$")
APART: Final = " … "
NAME: Final = "@"  # before an actor id among content words: ASEAN under whichever name


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a statement, or several short ones.

    ``start`` and ``end`` are offsets in the statement's one-line text, ``source_start`` and
    ``source_end`` those in the document.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement as it is compared."""

    document: str
    statement: str
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    passages: tuple[Passage, ...]
    speakers: tuple[str, ...]
    sides: tuple[str, ...]
    acts: tuple[Act, ...]
    commitments: tuple[Commitment, ...]
    own_names: tuple[str, ...] = ()  # words of the names of the sides that speak
    cue: str | None = None
    also: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The statement's id among all documents."""
        return f"{self.document}/{self.statement}"

    def acts_in(self, passages: Iterable[int]) -> tuple[Act, ...]:
        """Return the acts that stand in some of the passages."""
        return tuple(act for act in self.acts if self._stands(act.content.start, passages))

    def commitments_in(self, passages: Iterable[int]) -> tuple[Commitment, ...]:
        """Return the commitments that stand in some of the passages."""
        return tuple(item for item in self.commitments if self._stands(item.goal.start, passages))

    def _stands(self, position: int, passages: Iterable[int]) -> bool:
        places = [self.passages[number] for number in passages]
        if len(places) == len(self.passages):
            return True
        return any(place.source_start <= position < place.source_end for place in places)


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order, without those that tell nothing about a subject."""
    common = word_frequencies()
    return tuple(
        word
        for word in plain_words(text)
        if (len(word) > 2 or word.isdigit()) and common.get(word, 0.0) < COMMON
    )


def utterances(records: Sequence[Record]) -> tuple[list[Utterance], int]:
    """Return what is compared of one side.

    Args:
        records: the side's documents, in order.

    Returns:
        The statements in text order, those in the same words once; and how many were passed over
        because nothing is left of them without common words.
    """
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], Utterance] = {}
    passed = 0
    for record in {record.document.id: record for record in records}.values():
        actors = {actor.id: actor for actor in record.actors}
        acts: dict[str | None, list[Act]] = {}
        for act in record.acts:
            acts.setdefault(act.statement, []).append(act)
        named = _named(record)
        promised: dict[str, list[Commitment]] = {}
        for item in record.commitments:
            promised.setdefault(item.act, []).append(item)
        for statement in record.statements:
            own = acts.get(statement.id, [])
            bound = [item for act in own for item in promised.get(act.id, [])]
            one = _utterance(record.document.id, statement, own, bound, actors, named)
            if one is None:
                passed += 1
                continue
            same = found.get((one.words, one.sides))
            if same is None:
                found[(one.words, one.sides)] = one
            else:
                found[(one.words, one.sides)] = replace(same, also=(*same.also, one.id))
    return list(found.values()), passed


def side_of(actor: str, actors: dict[str, Actor]) -> str:
    """Return the state or body that an actor speaks for: itself where nothing else is known."""
    known = actors.get(actor)
    if known is None or known.kind != "person":
        return actor
    return known.side or next((role.of for role in known.roles if role.of), None) or actor


def _utterance(
    document: str,
    statement: Statement,
    acts: Sequence[Act],
    commitments: Sequence[Commitment],
    actors: dict[str, Actor],
    named: Sequence[tuple[int, str]],
) -> Utterance | None:
    pieces: list[Passage] = []
    text = ""
    for span in statement.content:
        if text:
            text += APART
        for start, end in _sentences(span.text):
            line = " ".join(span.text[start:end].split())
            if not line:
                continue
            if text and not text.endswith(APART):
                text += " "
            pieces.append(
                Passage(
                    start=len(text),
                    end=len(text) + len(line),
                    source_start=span.start + start,
                    source_end=span.start + end,
                    words=content_words(line)
                    + _names_in(named, span.start + start, span.start + end),
                )
            )
            text += line
    words = tuple(word for piece in pieces for word in piece.words)
    if sum(not word.startswith(NAME) for word in words) < FEWEST:
        return None
    sides = tuple(sorted({side_of(id_, actors) for id_ in statement.speakers}))
    return Utterance(
        document=document,
        statement=statement.id,
        start=min(span.start for span in statement.content),
        end=max(span.end for span in statement.content),
        text=text,
        words=words,
        passages=tuple(_gathered(pieces)),
        speakers=tuple(
            " ".join(actors[id_].name.split()) if id_ in actors else id_
            for id_ in statement.speakers
        ),
        sides=sides,
        acts=tuple(acts),
        commitments=tuple(commitments),
        own_names=tuple(
            word
            for id_ in sides
            for word in (NAME + id_, *content_words(actors[id_].name if id_ in actors else ""))
        ),
        cue=" ".join(statement.cue.text.split()) if statement.cue else None,
    )


def _named(record: Record) -> list[tuple[int, str]]:
    """Return where states and bodies are named, under whichever name, in text order."""
    return sorted(
        (mention.start, NAME + actor.id)
        for actor in record.actors
        if actor.kind != "person" and not actor.id.startswith("group:")
        for mention in actor.mentions
    )


def _names_in(named: Sequence[tuple[int, str]], start: int, end: int) -> tuple[str, ...]:
    first = bisect_left(named, (start, ""))
    last = bisect_left(named, (end, ""))
    return tuple(dict.fromkeys(name for _, name in named[first:last]))


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0]
    for match in _BREAK.finditer(text):
        if not _TITLE.search(text[: match.start()][-6:]):
            cuts.append(match.end())
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _gathered(pieces: Sequence[Passage]) -> list[Passage]:
    """Join sentences that are too short to stand for themselves to the one before, or after."""
    out: list[Passage] = []
    for piece in pieces:
        if out and min(len(piece.words), len(out[-1].words)) < FEWEST_IN_PASSAGE:
            last = out[-1]
            out[-1] = replace(
                last,
                end=piece.end,
                source_end=max(piece.source_end, last.source_end),
                words=last.words + piece.words,
            )
        else:
            out.append(piece)
    return out
