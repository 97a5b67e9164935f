"""Records of papers that say set phrases, made directly: who says what, among invented words."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from memcon.record import Record

SEA = "open and steady Northern Sea"
RIVER = "shared care of the river basin"
STATES = {"XOS": "Ostria", "XVA": "Varnia", "XNO": "Norland"}
PEOPLE = {"person:ivo-marn": ("Ivo Marn", "XVA"), "person:asta-lind": ("Asta Lind", None)}
# words of no language, so many that two hardly meet twice by chance
_FILLER = [f"{a}{b}{c}" for a in ("bal", "kor", "mir", "tev", "zun", "pol", "rag", "sil", "dom")
           for b in ("a", "e", "i", "o", "u", "ai") for c in ("bor", "den", "fal", "gim", "hut",
           "kes", "lon", "mas", "nik", "pur", "rol", "sed", "tig", "vas", "wex")]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase, and who says it: nobody for the narrator's own words."""

    phrase: str
    speakers: tuple[str, ...] = ()


def paper(
    number: int,
    day: str | None,
    said: Iterable[Said] = (),
    *,
    narrator: str | None = "XOS",
    title: str | None = None,
) -> Record:
    """Return a record of its own words, by its number, with each phrase in a paragraph."""
    rng = random.Random(number)
    text = ""
    blocks: list[dict[str, Any]] = []
    statements: list[dict[str, Any]] = []
    for one in (*said, *[Said("")] * 16):
        before, after = (" ".join(rng.sample(_FILLER, 4)) for _ in range(2))
        line = " ".join(f"Ostria {before} {one.phrase} {after}.".split())
        block = {"kind": "paragraph", "start": len(text), "end": len(text) + len(line)}
        blocks.append(block)
        if one.speakers:
            span = {"start": block["start"], "end": block["end"], "text": line}
            statements.append(
                {
                    "id": f"statement:{len(statements) + 1}",
                    "speakers": list(one.speakers),
                    "content": [span],
                    "mode": "indirect",
                }
            )
        text += line + "\n"
    actors: list[dict[str, Any]] = [
        {"id": id, "kind": "state", "name": name} for id, name in STATES.items()
    ]
    actors += [
        {"id": id, "kind": "person", "name": name, "side": side}
        for id, (name, side) in PEOPLE.items()
    ]
    actors.append({"id": "group:the-two", "kind": "group", "name": "the two"})
    return Record.model_validate(
        {
            "document": {
                "id": f"doc:{hashlib.sha256(text.encode()).hexdigest()[:16]}",
                "title": title or f"Paper {number}",
                "narrator": narrator,
                "language": "en",
                "published": day,
                "text": text,
                "blocks": blocks,
                "source": {"media_type": "text/plain", "sha256": "0" * 64},
            },
            "actors": actors,
            "statements": statements,
            "reader": {"version": "0", "model": "none"},
        }
    )


def papers() -> list[Record]:
    """Return papers of two years.

    Ostria says the first phrase from January to June 2031 and not from July to December, and Ivo
    Marn of Varnia from March 2031 on; Norland and Ostria together say the second in 2032.
    """
    marn = ("person:ivo-marn",)
    made = []
    for month in range(1, 13):
        said: Sequence[Said] = ()
        if month <= 6:
            said = (Said(SEA),)
        if month >= 3:
            said = (*said, Said(SEA, marn))
        made.append(paper(month, f"2031-{month:02}-10", said))
    for month in range(1, 5):
        together = Said(RIVER, ("XNO", "XOS"))
        made.append(
            paper(
                20 + month,
                f"2032-{month:02}-10",
                (together,),
                narrator=None,
                title=f"River Council, session {month}",
            )
        )
    return made
