"""Documents that say the same as an earlier one of the run, found without comparing all pairs.

A worker signs each document: 128 MinHash slots of its word shingles (``linking.signatures``), cut
to 16 bits each (b-bit minwise hashing, Li and König 2010: chance agreement is 1 in 65,536), its
length, day, and a sketch of its names and years. The texts themselves are not needed again.
Matching goes through all signatures in the order of the run. Documents that share a band are
candidates, and are compared by their whole signatures.

A dropped document is gone, so that doubt keeps it; ``memcon add`` compares texts and links what is
left here. A document repeats only one that is kept itself, never another duplicate: nothing is
dropped for being like a document that is like another. A longer text that comes after its cut copy
is kept.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from memcon.errors import RunError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from memcon.record import Document
    from memcon.scale.buckets import Slots

NAMES: Final = 64
"""Most hashes in the sketch of a document's names."""

# The first word of a sentence. Few letters before a full stop are "Mr." or "U.S." and end none.
_OPENING: Final = re.compile(r"[.!?](?<=\w{4}.)\W*\s\W*\w+")
_BEGINS: Final = "text. "  # put before a passage, so that its first word is one too
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NO_DAY: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is kept of a document to find its copies: about 350 bytes.

    Attributes:
        document: Its id, the same for equal texts.
        values: 128 unsigned little-endian integers of 16 bits; empty for a text without words.
        shingles: Number of distinct word shingles.
        day: When it was published, as a proleptic ordinal, or None where no source says.
        names: Hashes, 4 bytes each and ascending, of its years and of the names that it repeats.
    """

    document: str
    values: bytes
    shingles: int
    day: int | None
    names: bytes


def sign(document: Document) -> Signature:
    """Return the signature of a document.

    Args:
        document: A document with its blocks, before or after reading.

    Returns:
        Its signature, which depends on nothing but its paragraphs, id and date.
    """
    from memcon.archive.linking.duplicates import body_passages
    from memcon.archive.linking.signatures import DOCUMENTS, minhash, shingles
    from memcon.archive.rows import day_of

    passages = body_passages(document)
    hashes = shingles(passages)
    return Signature(
        document=document.id,
        values=minhash(hashes, DOCUMENTS.slots).astype("<u2").tobytes() if len(hashes) else b"",
        shingles=len(hashes),
        day=_ordinal(day_of(document)),
        names=_names(passages),
    )


def pack(signatures: Iterable[Signature]) -> bytes:
    """Return signatures as an Arrow stream, the same bytes for the same signatures.

    Args:
        signatures: Those of one piece, in order.
    """
    import pyarrow as pa  # type: ignore[import-untyped]

    rows = list(signatures)
    columns = {
        "document": pa.array([row.document for row in rows], pa.string()),
        "values": pa.array([row.values for row in rows], pa.binary()),
        "shingles": pa.array([row.shingles for row in rows], pa.uint32()),
        "day": pa.array([row.day for row in rows], pa.int32()),
        "names": pa.array([row.names for row in rows], pa.binary()),
    }
    table = pa.table(columns).replace_schema_metadata({"scheme": _scheme()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpack(packed: bytes) -> list[Signature]:
    """Return the signatures that were packed.

    Args:
        packed: What :func:`pack` gave.

    Raises:
        RunError: these are no signatures, or such as another version of memcon makes.
    """
    import pyarrow as pa

    try:
        with pa.ipc.open_stream(packed) as reader:
            table = reader.read_all()
    except (pa.ArrowException, OSError) as error:
        raise RunError(
            f"the signatures of a piece are damaged ({error})",
            remedy="Remove the piece's file from the output's folder _memcon, and run again",
        ) from error
    scheme = (table.schema.metadata or {}).get(b"scheme", b"").decode()
    if scheme != _scheme():
        raise RunError(
            f"signatures were made by another version of memcon ({scheme or 'unknown'})",
            remedy="Finish the run with the version that began it, or begin a new output",
        )
    columns = [table[name].to_pylist() for name in ("document", "values", "shingles")]
    return [
        Signature(document=document, values=values, shingles=shingles, day=day, names=names)
        for document, values, shingles, day, names in zip(
            *columns, table["day"].to_pylist(), table["names"].to_pylist(), strict=True
        )
    ]


def match(signatures: Iterable[Signature]) -> dict[int, tuple[int, float]]:
    """Find the documents that repeat an earlier one.

    Takes about 0.7 kB of memory a document: nothing is kept as Python objects but the answer.

    Args:
        signatures: Of all documents, in the order of the run.

    Returns:
        For the place of each duplicate, the place of the document that it repeats (the first such,
        and itself no duplicate) and their estimated Jaccard similarity: 1.0 for equal texts, else
        with a standard error of 0.04 at 0.7.
    """
    return Matching(signatures).run()


class Matching:
    """One passage through all signatures. ``compared`` counts comparisons of two documents."""

    def __init__(self, signatures: Iterable[Signature]):
        self._table = _Table(signatures)
        self.compared = 0

    def run(self) -> dict[int, tuple[int, float]]:
        """Find the duplicates, as :func:`match` returns them."""
        from memcon.scale.buckets import Buckets

        table = self._table
        same = table.same_ids()
        buckets = Buckets(table.slots, table.worded(without=same))
        found: dict[int, tuple[int, float]] = {}
        for place in range(len(table)):
            first = same.get(place)
            if first is not None:
                found[place] = found.get(first, (first, 1.0))
            elif answer := self._first(place, buckets.kept(place)):
                found[place] = answer
            else:
                buckets.keep(place)
        return found

    def _first(self, place: int, candidates: Sequence[int]) -> tuple[int, float] | None:
        """Return the first candidate that a document repeats."""
        if not candidates:
            return None
        self.compared += len(candidates)
        for candidate, jaccard in self._table.alike(place, candidates):
            if self._table.repeats(place, candidate, jaccard):
                return candidate, jaccard
        return None


class _Table:
    """Signatures as columns."""

    def __init__(self, signatures: Iterable[Signature]):
        import numpy as np

        from memcon.archive.linking.signatures import DOCUMENTS

        ids, shingles, days, ends = array("Q"), array("I"), array("i"), array("Q")
        values, names = bytearray(), bytearray()
        none = bytes(2 * DOCUMENTS.slots)
        for one in signatures:
            # 8 bytes for an id, which has as many itself
            ids.append(int.from_bytes(blake2b(one.document.encode(), digest_size=8).digest()))
            shingles.append(one.shingles)
            days.append(_NO_DAY if one.day is None else one.day)
            values += one.values or none
            names += one.names
            ends.append(len(names))
        self.slots: Slots = np.frombuffer(values, "<u2").reshape(-1, DOCUMENTS.slots)
        self.shingles = shingles
        self._ids, self._days, self._names, self._ends = ids, days, names, ends

    def __len__(self) -> int:
        return len(self.shingles)

    def same_ids(self) -> dict[int, int]:
        """Return the first place of the same id for each place where it is not the first."""
        import numpy as np

        ids = np.frombuffer(self._ids, np.uint64)
        order = np.argsort(ids, kind="stable")
        again = np.flatnonzero(ids[order][1:] == ids[order][:-1]) + 1
        firsts: dict[int, int] = {}
        for at in again.tolist():
            before = int(order[at - 1])
            firsts[int(order[at])] = firsts.get(before, before)
        return firsts

    def worded(self, *, without: Iterable[int]) -> npt.NDArray[np.intp]:
        """Return the places of documents that have words, but for some."""
        import numpy as np

        wanted = np.frombuffer(self.shingles, np.uint32) > 0
        wanted[list(without)] = False
        return np.flatnonzero(wanted)

    def alike(self, place: int, candidates: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Yield, in order, the candidates that may be copies, with the estimated similarity."""
        import numpy as np

        from memcon.archive.linking.duplicates import LEAST_JACCARD_CUT

        slots = self.slots[place]
        agreeing = np.count_nonzero(self.slots[candidates] == slots, axis=1)
        for candidate, count in zip(candidates, agreeing.tolist(), strict=True):
            if count >= LEAST_JACCARD_CUT * len(slots):
                yield candidate, count / len(slots)

    def repeats(self, place: int, earlier: int, jaccard: float) -> bool:
        """Say whether a document is a printing of an earlier one with nothing new."""
        from memcon.archive.linking.duplicates import DAYS, Overlap, cut_copy, whole_copy

        ours, theirs = self._days[place], self._days[earlier]
        if _NO_DAY not in (ours, theirs) and abs(ours - theirs) > DAYS:
            return False
        mine, other = self.shingles[place], self.shingles[earlier]
        shared = jaccard * (mine + other) / (1 + jaccard)
        overlap = Overlap(
            jaccard=jaccard,
            contained=min(1.0, shared / min(mine, other)),
            shingles=min(mine, other),
        )
        if not whole_copy(overlap) and not (mine <= other and cut_copy(overlap)):
            return False
        return not _other_names(self._sketch(place), self._sketch(earlier))

    def _sketch(self, place: int) -> bytearray:
        return self._names[self._ends[place - 1] if place else 0 : self._ends[place]]


def _scheme() -> str:
    from memcon.archive.linking.signatures import SCHEME

    return f"{SCHEME}/run-1"


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day).toordinal() if day else None
    except ValueError:  # what a source states may be anything
        return None


def _names(passages: Iterable[str]) -> bytes:
    """Return the sketch of the years in a text and of the names that it repeats.

    A name has its capital within a sentence too. Where there are many the smallest hashes are
    taken, which are the same ones in a copy; all that a cut copy has is so in the sketch of the
    whole.
    """
    import numpy as np

    from memcon.archive.linking.duplicates import LEAST_REPLACED

    names: Counter[str] = Counter()
    within: set[str] = set()
    for passage in passages:
        sentences = _BEGINS + passage
        inner = _telling_words(_OPENING.sub(" ", sentences))
        within.update(inner)
        names.update(inner)
        names.update(_telling_words(" ".join(_OPENING.findall(sentences))))
        names.update(filter(_YEAR.fullmatch, inner))  # once is enough
    hashes = {
        int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little")
        for name, count in names.items()
        if count >= LEAST_REPLACED and name in within
    }
    return np.array(sorted(hashes)[:NAMES], "<u4").tobytes()


def _telling_words(text: str) -> list[str]:
    from memcon.archive.linking.duplicates import telling
    from memcon.archive.linking.texts import printed_words

    return [word.casefold() for word in printed_words(text) if not word.islower() and telling(word)]


def _other_names(one: bytearray, two: bytearray) -> bool:
    """Say whether each of two texts names what the other does not.

    ``linking.duplicates`` sees on the texts which name stands in place of which; sketches tell
    only that there are such, which is enough to leave the case to it.
    """
    import numpy as np

    if one == two:
        return False
    both = [np.frombuffer(sketch, "<u4") for sketch in (one, two)]
    # Beyond the last hash of a full sketch nothing is known.
    last = min((int(names[-1]) for names in both if len(names) == NAMES), default=1 << 32)
    mine, theirs = ({name for name in names.tolist() if name <= last} for names in both)
    return not (mine <= theirs or theirs <= mine)
