"""Small runs over documents of our own, and what their outputs are compared by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from memcon.scale.inputs import InputOptions
from memcon.scale.local import ReaderOptions
from memcon.scale.manifest import RunOptions
from memcon.scale.workers import Limits

ROOT = Path(__file__).resolve().parents[2]
NOT_COMPARED = ("_memcon/report.json", "_memcon/report.txt")  # they tell seconds

CALLS = (
    "The Foreign Minister of Ostria, Ana Sol, spoke with the Foreign Minister of Varnia, Bero "
    "Lind, on {day} May. Minister Sol said that Ostria will open {n} consulates in Varnia by "
    "{year}. "
    "Minister Lind said Varnia supports the talks and asked Ostria to lift its tariffs on {goods}.",
    "Ostria and Varnia agreed on {day} June to build {n} bridges over the Morn by {year}. "
    "Prime Minister Ole Rask of Norland welcomed the agreement and pledged {n} million euros for "
    "{goods}. He told reporters: \u201cNorland stands ready to help.\u201d",
    "President Ida Varr of Varnia met the Secretary-General of the United Nations in {goods} "
    "season. The President thanked the United Nations for its support, and warned that Varnia "
    "would close {n} crossings unless Ostria withdraws by {day} March {year}.",
)
OTHERS = (
    "The cook stirs {n} onions into the pot and waits until they are golden. Then the {goods} are "
    "added, with a little salt. It takes {day} minutes, and tastes best when it is hot.",
    "The home side won by {n} goals, and the coach was content. \u201cWe played well,\u201d the "
    "coach said after the match on {day} May. The {goods} stand was sold out.",
)
GOODS = ("timber", "barley", "glass", "cloth", "herring", "amber", "copper", "wool", "flax", "salt")


def texts(count: int, *, every: int = 1) -> list[str]:
    """Return texts of which one in ``every`` tells of diplomacy, no two alike."""
    out = []
    for number in range(count):
        forms = CALLS if number % every == 0 else OTHERS
        words = " ".join(GOODS[(number * 7 + place * 3) % 10] for place in range(number % 5 + 1))
        text = forms[number // every % len(forms)].format(
            day=number % 28 + 1, n=number + 2, year=2030 + number % 9, goods=words
        )
        extra = " ".join(f"{GOODS[(number * k + k) % 10]}{number * 31 + k}" for k in range(40))
        out.append(f"{text} The ledger of the port lists {extra}.")
    return out


def write_jsonl(path: Path, items: list[str]) -> Path:
    """Write texts as JSON Lines."""
    rows = [{"text": text, "url": f"https://example.org/{n}"} for n, text in enumerate(items)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def options(source: Path | str, output: Path | str, **more: Any) -> RunOptions:
    """Return options of a run that is cut into many small pieces and parts."""
    given: dict[str, Any] = {
        "intake": InputOptions(piece_documents=4),
        "part_documents": 3,
        "reading": ReaderOptions(knowledge=ROOT / "examples" / "memcon.toml"),
        "jobs": 2,
        "limits": Limits(seconds=60),
        **more,
    }
    return RunOptions(inputs=(str(source),), output=str(output), **given)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files of an output that have to be the same, with their bytes."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in NOT_COMPARED
    }
