"""Every time an undertaking was said, in order, and what was reworded each time."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection, select

from memcon.analysis.answer import SHOWN, Answer, Citation, Model, Words, cite
from memcon.analysis.comparison import Difference
from memcon.analysis.differences import differences
from memcon.analysis.figures import quantity_words
from memcon.analysis.ledger import Figure
from memcon.archive import human, lookup
from memcon.archive.linking.forest import place
from memcon.archive.schema import CHILD_LIMIT, child_key, commitments
from memcon.errors import UnknownIdError
from memcon.record import CommitmentStrength, Quantity


class Saying(Model):
    """One time that an undertaking was said."""

    day: Annotated[str | None, Field(description="of the document", json_schema_extra=SHOWN)]
    narrator: Annotated[
        str | None, Field(description="whose voice the document is", json_schema_extra=SHOWN)
    ]
    strength: Annotated[
        CommitmentStrength, Field(description="how firmly", json_schema_extra=SHOWN)
    ]
    goal: Annotated[str, Field(description="in which words", json_schema_extra=SHOWN)]
    quantities: Annotated[list[str], Field(description="numbers", json_schema_extra=SHOWN)]
    deadline: Annotated[
        str | None, Field(description="day, month or year it is due", json_schema_extra=SHOWN)
    ]
    id: Annotated[str, Field(description="commitment id", json_schema_extra=SHOWN)]
    deadline_words: Annotated[str | None, Field(description="by when, in the text's words")]
    by: Annotated[list[str], Field(description="who is bound")]
    figures: Annotated[list[Figure], Field(description="the quantities, part by part")]
    previous: Annotated[str | None, Field(description="id of what it says again")]
    differences: Annotated[
        list[Difference], Field(description="word by word, from what it says again; empty if none")
    ]
    evidence: Annotated[Citation, Field(description="the words and their place")]


def sayings(connection: Connection, id: str) -> Answer[Saying]:
    """Return every time an undertaking was said, the first first.

    Args:
        connection: the archive.
        id: public id of any of its commitments.

    Returns:
        The sayings; none where the document is in no answers.

    Raises:
        UnknownIdError: the archive has no such document, or this is no commitment's id.
    """
    key = commitment_key(connection, id)
    root = connection.execute(select(commitments.c.root).where(commitments.c.key == key)).scalar()
    rows = connection.execute(select(commitments).where(commitments.c.root == root)).all()
    ids = lookup.item_ids(connection, "commitment", [row.key for row in rows])
    cited = cite(
        connection,
        (
            Words(kind="commitment", key=row.key, start=row.start, end=row.end, words=row.goal)
            for row in rows
        ),
    )
    goals = {row.key: _line(row.goal) for row in rows}
    ordered = sorted(rows, key=lambda row: place(row.day, ids[row.key]))
    said = [_saying(row, cited["commitment", row.key], ids, goals) for row in ordered]
    return Answer(model=Saying, rows=said, total=len(said))


def commitment_key(connection: Connection, id: str) -> int:
    """Return the key of the commitment that a public id names.

    Raises:
        UnknownIdError: the archive has no such document, or this is no commitment's id.
    """
    target = human.resolve(connection, id)
    number = target.local.rpartition(":")[2]
    if target.kind != "commitment" or not (number.isascii() and number.isdigit()):
        raise UnknownIdError(
            "this is no commitment of the archive", where=id, remedy="Take an id from the ledger"
        )
    if int(number) >= CHILD_LIMIT:
        raise UnknownIdError(
            "the document has no such commitment", where=id, remedy="See the ledger"
        )
    return child_key(target.document, int(number))


def _saying(row: Any, cited: Citation, ids: dict[int, str], goals: dict[int, str]) -> Saying:
    quantities = [Quantity.model_validate(one) for one in json.loads(row.quantities)]
    before = goals.get(row.previous)
    return Saying(
        day=row.day,
        narrator=row.narrator,
        strength=row.strength,
        goal=goals[row.key],
        quantities=[quantity_words(one) for one in quantities],
        deadline=row.deadline_date,
        id=ids[row.key],
        deadline_words=row.deadline_text,
        by=[one for one in row.holders.split("+") if one],
        figures=[Figure.of(one) for one in quantities],
        previous=ids.get(row.previous),
        differences=list(differences(before, goals[row.key])) if before is not None else [],
        evidence=cited,
    )


def _line(text: str) -> str:
    return " ".join(text.split())
