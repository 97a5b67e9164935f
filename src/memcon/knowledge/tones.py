"""Which acts are cooperative and which conflictual: ``data/act_tones.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal, cast, get_args

from memcon.errors import KnowledgeError

Tone = Literal["cooperative", "conflictual", "neutral"]

_NAME: Final = "act_tones.tsv"


@cache
def act_tones() -> Mapping[str, Tone]:
    """Return the tone of every type of act; of one tone the more telling type comes first.

    Raises:
        KnowledgeError: a row of the table is no type with a tone.
    """
    path = files("memcon.knowledge") / "data" / _NAME
    tones: dict[str, Tone] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, tone = line.partition("\t")
        if tone not in get_args(Tone) or kind in tones:
            raise KnowledgeError(
                f"{line!r} is no type with its tone, or there twice",
                where=f"{_NAME}, line {number}",
                remedy=f"Give a type, a tab and one of {', '.join(get_args(Tone))}",
            )
        tones[kind] = cast(Tone, tone)
    return MappingProxyType(tones)
