"""Help for tests that read a short report with the whole reader and ask the record about it.

The states are those of ``examples/memcon.toml``: Varnia (XVA), Ostria (XOS), Selmark (XSE),
Kelshara (XKE) and the Inner Sea Council (ISC); all people are invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel

from conftest import ROOT
from memcon.reading.reader import Reader
from memcon.record import Act, Commitment, Record, Span, Statement

KNOWLEDGE = ROOT / "examples" / "memcon.toml"

# Introduces the two ministers, and says nothing itself.
LEDE = (
    "Ostrian Foreign Minister Karl Orrin met Varnian Foreign Minister Anna Bellwin in Kasbrod "
    "on Thursday.\n\n"
)

Told = tuple[str, str | None, str, str]  # speakers, cue, content, mode


@cache
def reader() -> Reader:
    """Return the one reader of all tests: loading the model takes two seconds."""
    return Reader(knowledge=KNOWLEDGE)


@cache
def read(text: str) -> Record:
    """Return the record of a text."""
    return reader().read(text)


def report(text: str) -> Record:
    """Return the record of a text after the lede that introduces Orrin and Bellwin."""
    return read(LEDE + text)


def who(ids: Sequence[str]) -> str:
    """Return actor ids as short names: surnames, and codes as they are."""
    return "+".join(one.rpartition("-")[2] if one.startswith("person:") else one for one in ids)


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def content(statement: Statement) -> str:
    """Return a statement's content; its parts are joined by " … "."""
    return " … ".join(line(part.text) for part in statement.content)


def cue(statement: Statement | Act) -> str | None:
    """Return the words of saying, on one line."""
    return line(statement.cue.text) if statement.cue else None


def told(record: Record) -> list[Told]:
    """Return who said what, in text order."""
    return [(who(s.speakers), cue(s), content(s), s.mode) for s in record.statements]


def cues(record: Record) -> list[tuple[str, str | None, str]]:
    """Return who said what, the mode aside."""
    return [(speakers, word, words) for speakers, word, words, _ in told(record)]


def acts(record: Record) -> list[tuple[str, str, str]]:
    """Return type, holder and target of every act."""
    return [(act.type, who(act.by), who(act.to)) for act in record.acts]


def types(record: Record) -> list[str]:
    """Return the types of the acts, sorted, each once."""
    return sorted({act.type for act in record.acts})


def commitments(record: Record) -> list[tuple[str, str, str, str]]:
    """Return strength, who is bound, towards whom, and the goal of every commitment."""
    return [(c.strength, who(c.by), who(c.to), line(c.goal.text)) for c in record.commitments]


def commitment(record: Record) -> Commitment:
    """Return the one commitment of a record."""
    assert len(record.commitments) == 1, commitments(record)
    return record.commitments[0]


def spans(value: Any) -> Iterator[Span]:
    """Yield every span in a part of a record, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans(getattr(value, name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from spans(one)


def wrong(*row: object, reason: str) -> Any:
    """Return a row that the reader still reads wrongly; the test tells when it no longer does."""
    return pytest.param(*row, marks=pytest.mark.xfail(strict=True, reason=reason))
