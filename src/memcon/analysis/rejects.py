"""``memcon rejects``: what could not be read, and why."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlalchemy import Connection

from memcon.analysis.answer import SHOWN, Answer, Model
from memcon.archive import captures


class Reject(Model):
    """An input that gave no document."""

    location: Annotated[str, Field(description="its path or address", json_schema_extra=SHOWN)]
    code: Annotated[str, Field(description="what kind of fault", json_schema_extra=SHOWN)]
    reason: Annotated[str, Field(description="what was wrong", json_schema_extra=SHOWN)]
    at: Annotated[str, Field(description="when it was last tried (UTC)", json_schema_extra=SHOWN)]
    attempts: Annotated[int, Field(description="how often it was tried")]
    sha256: Annotated[str | None, Field(description="of its bytes, where they are kept")]


def rejects(connection: Connection) -> Answer[Reject]:
    """Return what could not be read, in the order of the first failure."""
    rows = [
        Reject(
            location=row.location,
            code=row.code,
            reason=row.reason,
            at=row.at,
            attempts=row.attempts,
            sha256=row.sha256,
        )
        for row in captures.rejected(connection)
    ]
    return Answer(model=Reject, rows=rows, total=len(rows))
