"""Many records made of few: what an archive of years holds, for measuring what it costs to ask.

A copy of a record is moved in time, mostly told of other states and persons, and worded
differently: every so often a word gives way to another one of its length, so that all offsets stay
true, no copy is a near-duplicate of another, and words stay as common as they were. What a copy
says makes no sense and is not meant to.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, Final

from memcon.archive.actor_forms import named
from memcon.record import Record

DAYS: Final = 37  # between a copy and the next, backwards
AS_THEY_ARE: Final = (
    3  # every third copy keeps its states and persons, so that some are in very much
)
REWORDED: Final = 6  # of so many words one gives way to another
STATES: Final = 60  # so many of those most often named change places
_WORD: Final = re.compile(r"\b[a-z]{4,}\b")
_ONSETS: Final = (
    "b",
    "d",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "z",
    "gr",
    "tr",
    "ch",
)
_VOWELS: Final = ("a", "e", "i", "o", "u", "ai", "ei", "ou")
_CODAS: Final = ("", "", "n", "r", "l", "s", "k", "m")


class Multiplied:
    """An endless supply of records: the given ones, then their first copies, and so on."""

    def __init__(self, records: Iterable[Record]):
        self._lines: list[str] = []
        self._unnamed: list[frozenset[str]] = []
        counts: Counter[str] = Counter()
        states: Counter[str] = Counter()
        for record in records:
            self._lines.append(record.to_json())
            self._unnamed.append(
                frozenset(
                    actor.id
                    for actor in record.actors
                    if actor.kind == "person" and not named((actor.id, actor.side or ""), actor)
                )
            )
            counts.update(_WORD.findall(record.document.text))
            states.update(actor.id for actor in record.actors if actor.kind == "state")
        self._states = [name for name, _ in states.most_common(STATES)]
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(counts):
            by_length[len(word)].append(word)
        self._words = {
            length: (words, list(accumulate(counts[word] for word in words)))
            for length, words in by_length.items()
        }

    def records(self, count: int) -> Iterator[Record]:
        """Yield the first ``count`` records."""
        for number in range(count):
            yield self.record(number)

    def record(self, number: int) -> Record:
        """Return a record by its number, from 0."""
        turn, place = divmod(number, len(self._lines))
        value = json.loads(self._lines[place])
        if turn:
            self._reword(value, number)
            _shift(value, turn)
            if turn % AS_THEY_ARE:
                _rename(value, turn, self._unnamed[place], self._moved_states(turn))
        return Record.model_validate(value)

    def _moved_states(self, turn: int) -> dict[str, str]:
        step = turn * 7 % max(len(self._states), 1)
        moved = self._states[step:] + self._states[:step]
        return dict(zip(self._states, moved, strict=True))

    def _reword(self, value: dict[str, Any], number: int) -> None:
        draw = random.Random(number)
        document = value["document"]
        text = document["text"]
        parts: list[str] = []
        at = 0
        for found in _WORD.finditer(text, document["blocks"][0]["start"]):
            if draw.random() * REWORDED < 1:
                words, totals = self._words[found.end() - found.start()]
                parts += (
                    text[at : found.start()],
                    words[bisect(totals, draw.random() * totals[-1])],
                )
                at = found.end()
        document["text"] = text = "".join([*parts, text[at:], f"\n{number}\n"])
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        document["id"] = f"doc:{sha256[:16]}"
        document["source"]["sha256"] = sha256
        if document["url"]:
            document["url"] += f"?copy={sha256[:8]}"
        _quote(value, text)


def _quote(value: Any, text: str) -> None:
    """Have all spans quote the text as it is now."""
    if isinstance(value, dict):
        if "text" in value and "start" in value:
            value["text"] = text[value["start"] : value["end"]]
        else:
            for one in value.values():
                _quote(one, text)
            if "span" in value and "text" in value:  # a deadline
                value["text"] = " ".join(value["span"]["text"].split())
    elif isinstance(value, list):
        for one in value:
            _quote(one, text)


def _shift(value: dict[str, Any], turn: int) -> None:
    """Move all dates."""
    document = value["document"]
    if document["published"]:
        document["published"] = _moved(document["published"], turn)
    if document["dateline"] and document["dateline"]["date"]:
        document["dateline"]["date"] = _moved(document["dateline"]["date"], turn)
    for meeting in value["meetings"]:
        if meeting["date"]:
            meeting["date"]["value"] = _moved(meeting["date"]["value"], turn)
    for item in value["commitments"]:
        if item["deadline"] and item["deadline"]["date"]:
            item["deadline"]["date"] = _moved(item["deadline"]["date"], turn)


def _moved(stamp: str, turn: int) -> str:
    """Return a day, month, year or time so much earlier, as exact as it was."""
    whole = stamp[:10] + "-07-15"[len(stamp) - 4 :] if len(stamp) < 10 else stamp[:10]
    day = date.fromisoformat(whole) - timedelta(days=DAYS * turn)
    return day.isoformat()[: len(stamp)] + stamp[10:]


def _rename(
    value: dict[str, Any], turn: int, unnamed: frozenset[str], states: dict[str, str]
) -> None:
    """Tell the record of other states and persons, the same throughout."""
    names: dict[str, str] = {}
    for actor in value["actors"]:
        if actor["kind"] == "person" and actor["id"] not in unnamed:
            *first, last = actor["name"].split()
            actor["name"] = " ".join([*first, _surname(last, turn)])
            names[actor["id"]] = "person:" + "-".join(actor["name"].lower().split())
    names |= states
    if value["document"]["narrator"] in names:
        narrator = value["document"]["narrator"] = names[value["document"]["narrator"]]
        value["document"]["publisher"] = f"Foreign Ministry ({narrator})"

    def new(name: str | None) -> Any:
        return name if name is None else names.get(name, name)

    for actor in value["actors"]:
        actor["id"], actor["side"] = new(actor["id"]), new(actor["side"])
        for role in actor["roles"]:
            role["of"] = new(role["of"])
    for meeting in value["meetings"]:
        for one in meeting["participants"]:
            one["actor"], one["side"] = new(one["actor"]), new(one["side"])
    for statement in value["statements"]:
        for part in ("speakers", "via", "addressees"):
            statement[part] = [new(name) for name in statement[part]]
    for item in (*value["acts"], *value["commitments"]):
        item["by"], item["to"] = [new(name) for name in item["by"]], [new(n) for n in item["to"]]


@cache
def _surname(name: str, turn: int) -> str:
    draw = random.Random(f"{name} {turn}")
    parts: Sequence[str] = [
        draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS) for _ in range(3)
    ]
    return "".join(parts).capitalize()
