"""The last stage of a run: the documents that are left → records, in parts of the output.

Parts follow the order of the input and are of about one size whatever the inputs' sizes, so that
their files depend neither on the engine nor on the number of workers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from memcon.scale import spool
from memcon.scale.local import Input, read_chunk
from memcon.scale.output import write_part
from memcon.scale.storage import Folder
from memcon.scale.work import Done, Form, ReadDocument, Reject
from memcon.scale.workers import NOWHERE, Attempt, Tools

DONE: Final = "_memcon/done"
_BATCH: Final = 16  # documents whose sentences go through the parser together, as in the reader
_PART_SIZE: Final = 4_000_000  # code points; a part of long documents has fewer of them
_PARTS: Final = 16  # in a run with enough to read, so that several workers share it
_FEW: Final = 8  # documents that are one part all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Some survivors of a piece: its name, and their places in it."""

    piece: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one worker reads and writes as one file a table."""

    name: str
    segments: tuple[Segment, ...]


def share(survivors: int, *, most: int) -> int:
    """Return how many documents a part has.

    It depends on what there is to read and not on who reads it.

    Args:
        survivors: how many documents are read in all.
        most: how many a part has at most.
    """
    return min(most, max(_FEW, -(-survivors // _PARTS)))


def plan(survivors: Iterable[tuple[str, int, int]], *, documents: int) -> Iterator[Part]:
    """Share survivors out to parts.

    Args:
        survivors: of each its piece, its place in it and its size in code points, in the order of
            the input.
        documents: how many a part has at most.

    Yields:
        The parts, in order; one without documents if there are none, so that tables are there.
    """
    number = size = 0
    waiting: list[tuple[str, int]] = []
    for piece, place, length in survivors:
        if waiting and (len(waiting) == documents or size + length > _PART_SIZE):
            yield _part(number, waiting)
            number, size, waiting = number + 1, 0, []
        waiting.append((piece, place))
        size += length
    if waiting or not number:
        yield _part(number, waiting)


def _part(number: int, survivors: Sequence[tuple[str, int]]) -> Part:
    return Part(
        name=f"{number:06}",
        segments=tuple(
            Segment(piece=piece, places=tuple(place for _, place in group))
            for piece, group in groupby(survivors, key=itemgetter(0))
        ),
    )


def committed(folder: Folder) -> set[str]:
    """Return the names of the parts that are done."""
    return {name.removesuffix(".json") for name in folder.names(DONE)}


def read_done(folder: Folder, name: str) -> Done:
    """Return what came of a part that is done.

    Raises:
        RunError: the storage refuses.
    """
    return Done(**json.loads(folder.get(f"{DONE}/{name}.json")))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWork:
    """Reads parts and writes their tables."""

    folder: Folder
    form: Form

    def tasks(self, source: Part) -> Iterator[Part]:
        """Yield the part: it is cut already."""
        yield source

    def do(self, tools: Tools, task: Part, attempt: Attempt) -> Done:
        """Read a part, write its files, and then the mark that it is done."""
        reader = tools.reader  # its loading is no document's
        documents: list[ReadDocument] = []
        rejects: list[Reject] = []
        size = total = 0
        together = 1 if attempt.alone else _BATCH
        for number, inputs in _batches(self._inputs(task), together, attempt.poison):
            if number in attempt.poison:
                poison = attempt.poison[number]
                rejects.append(_reject(inputs[0].where, poison.code, poison.reason))
                outcomes = []
            else:
                attempt.at(number)
                outcomes = read_chunk(inputs, reader, tools.options)
            total += len(inputs)
            for one in inputs:
                assert one.taken is not None
                size += len(one.taken[0].document.text.encode())
            for outcome in outcomes:
                documents += [ReadDocument(where=outcome.where, record=r) for r in outcome.records]
                if outcome.rejected is not None:
                    rejects.append(_reject(outcome.where, "fault", outcome.rejected))
        attempt.at(NOWHERE)
        rows = write_part(self.folder, task.name, documents, rejects, form=self.form)
        done = Done(
            stage="read",
            name=task.name,
            documents=total,
            bytes=size,
            kept=len(documents),
            rejects=dict(sorted(Counter(reject.code for reject in rejects).items())),
            rows=rows,
        )
        self.folder.put(
            f"{DONE}/{task.name}.json", json.dumps(asdict(done), indent=1).encode("utf-8")
        )
        return done

    def _inputs(self, part: Part) -> Iterator[Input]:
        for segment in part.segments:
            for survivor in spool.read_survivors(self.folder, segment.piece, segment.places):
                yield Input(where=survivor.where, taken=(survivor.taken,))


def _reject(where: str, code: str, reason: str) -> Reject:
    return Reject(where=where, stage="read", code=code, reason=reason)


def _batches(
    inputs: Iterable[Input], size: int, apart: Collection[int]
) -> Iterator[tuple[int, list[Input]]]:
    """Yield inputs in batches, each with the number of its first; those ``apart`` alone."""
    batch: list[Input] = []
    for number, item in enumerate(inputs):
        if batch and (len(batch) == size or number in apart or number - 1 in apart):
            yield number - len(batch), batch
            batch = []
        batch.append(item)
    if batch:
        yield number - len(batch) + 1, batch
