"""A question: how often are the sides of an archive quoted, and how often paraphrased?"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection, func, select

from memcon.analysis.answer import SHOWN, Answer, Model
from memcon.archive.schema import actors, statement_parties, statements


class Mode(Model):
    """A side, and how its words are given."""

    side: Annotated[str, Field(description="state or body", json_schema_extra=SHOWN)]
    mode: Annotated[str, Field(description="how words are given", json_schema_extra=SHOWN)]
    statements: Annotated[int, Field(description="how many", json_schema_extra=SHOWN)]


def modes(connection: Connection, *, side: str | None = None, least: int = 1) -> Answer[Mode]:
    """Count the statements of each side that are quoted, paraphrased or told.

    Examples:
      memcon ask modes
      memcon ask modes --side XOS --format json
    """
    best = actors.alias("best")
    count = func.count(statements.c.key.distinct())
    query = (
        select(best.c.side, statements.c.mode, count)
        .join(statement_parties, statement_parties.c.statement == statements.c.key)
        .join(actors, actors.c.key == statement_parties.c.actor)
        .join(best, best.c.key == actors.c.canonical)
        .where(statement_parties.c.part == "speaker", best.c.side != "")
        .group_by(best.c.side, statements.c.mode)
        .having(count >= least)
        .order_by(best.c.side, count.desc(), statements.c.mode)
    )
    if side is not None:
        query = query.where(best.c.side == side)
    rows = [Mode(side=row[0], mode=row[1], statements=row[2]) for row in connection.execute(query)]
    return Answer(model=Mode, rows=rows, total=len(rows))
