"""Floors: scores that may not fall, pinned together with a digest of what they were measured on.

The file maps the name of a corpus to its digest and to one floor for each score::

    {"own": {"digest": "…", "floors": {"content": 0.91, …}}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from memcon.errors import GoldError

DIGITS = 4


class Floor(BaseModel):
    """What is pinned for one corpus."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    digest: str
    floors: dict[str, float]


Floors = dict[str, Floor]
_ADAPTER = TypeAdapter(Floors)


@dataclass(frozen=True, slots=True)
class Lowered:
    """A floor that an update would lower; ``new`` is None where the score is gone."""

    corpus: str
    score: str
    old: float
    new: float | None

    def __str__(self) -> str:
        new = "none" if self.new is None else f"{self.new:.{DIGITS}f}"
        return f"{self.corpus} {self.score} {self.old:.{DIGITS}f} → {new}"


def load_floors(file: Path) -> Floors:
    """Load the floors; none where there is no file.

    Raises:
        GoldError: the file does not follow the format.
    """
    if not file.exists():
        return {}
    try:
        return _ADAPTER.validate_json(file.read_bytes())
    except ValidationError as error:
        raise GoldError(
            f"no floors: {error.errors()[0]['msg']}",
            where=str(file),
            remedy="Restore it, or delete it and pin anew",
        ) from error


def save_floors(file: Path, floors: Floors) -> None:
    """Write the floors, the same bytes for the same floors."""
    data = {name: floors[name].model_dump() for name in sorted(floors)}
    file.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def problems(
    name: str, digest: str, values: Mapping[str, float | None], floors: Floors
) -> list[str]:
    """Return what is wrong with the scores of a corpus, in words; nothing where all is well.

    Args:
        name: of the corpus.
        digest: of its texts and annotation.
        values: its scores, rounded to four digits.
        floors: what is pinned.
    """
    pinned = floors.get(name)
    if pinned is None:
        return [f"{name}: no floors are pinned; run python -m memcon.evaluation.gate --update"]
    if pinned.digest != digest:
        return [
            f"{name}: texts or annotation have changed since the floors were pinned; "
            "run python -m memcon.evaluation.gate --update"
        ]
    found = []
    for score, floor in pinned.floors.items():
        value = values.get(score)
        if value is None or value < floor:
            printed = "none" if value is None else f"{value:.{DIGITS}f}"
            found.append(f"{name}: {score} is {printed}, under its floor {floor:.{DIGITS}f}")
    return found


def raised(
    name: str, digest: str, values: Mapping[str, float | None], floors: Floors
) -> tuple[Floor, list[Lowered]]:
    """Return the floors that the scores of a corpus make, and those that this lowers."""
    new = {score: round(value, DIGITS) for score, value in values.items() if value is not None}
    old = floors[name].floors if name in floors else {}
    lowered = [
        Lowered(name, score, floor, new.get(score))
        for score, floor in old.items()
        if new.get(score, -1.0) < floor
    ]
    return Floor(digest=digest, floors=new), lowered
