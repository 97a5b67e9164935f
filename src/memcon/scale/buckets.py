"""The documents of a run that may be alike, by the bands of their signatures.

Locality-sensitive hashing without a table of keys: the keys of one band at a time are sorted, and
only what two documents share is kept, as a number in an array.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from memcon.archive.linking.signatures import DOCUMENTS

if TYPE_CHECKING:
    import numpy.typing as npt

    Slots: TypeAlias = npt.NDArray[np.uint16]

REPRESENTATIVES: Final = 16
"""Documents of one band that later ones are compared with: the latest of those that are kept.

A band that a set phrase fills costs each document so many comparisons at most. A copy shares about
half of its 21 bands with its original, and is found by the others."""

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplying by it loses nothing


class Buckets:
    """The documents that are kept, by the bands that they share with others."""

    def __init__(self, slots: Slots, places: npt.NDArray[np.intp]):
        """Sort documents into buckets; none of them is kept yet.

        Args:
            slots: the signatures, one a row.
            places: the rows of the documents to sort; the others are in no bucket.
        """
        self._of = np.full((len(slots), DOCUMENTS.bands), -1, np.int32)
        sizes = []
        count = 0
        for band in range(DOCUMENTS.bands):
            keys = _keys(slots, band)[places]
            order = np.argsort(keys, kind="stable")
            begins = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]]))
            members = np.diff(begins, append=len(keys))
            shared = members > 1
            buckets = np.where(shared, np.cumsum(shared) - 1 + count, -1)
            self._of[places[order], band] = np.repeat(buckets, members)
            sizes.append(np.minimum(members[shared], REPRESENTATIVES))
            count += int(shared.sum())
        room = np.concatenate(sizes)
        self._start = array("Q", (np.cumsum(room) - room).tobytes())
        self._room = array("B", room.astype(np.uint8).tobytes())
        self._filled = array("I", bytes(4 * count))
        self._kept = array("I", bytes(4 * int(room.sum())))

    def kept(self, place: int) -> list[int]:
        """Return the documents that share a bucket with one and are kept, in order."""
        found: set[int] = set()
        for bucket in self._of[place].tolist():
            if bucket >= 0 and (filled := self._filled[bucket]):
                start = self._start[bucket]
                found.update(self._kept[start : start + min(filled, self._room[bucket])])
        return sorted(found)

    def keep(self, place: int) -> None:
        """Let later documents be compared with one, instead of the oldest in a full one."""
        for bucket in self._of[place].tolist():
            if bucket >= 0:
                filled = self._filled[bucket]
                self._kept[self._start[bucket] + filled % self._room[bucket]] = place
                self._filled[bucket] = filled + 1


def _keys(slots: Slots, band: int) -> npt.NDArray[np.uint64]:
    """Return one integer for a band of each signature."""
    keys = np.zeros(len(slots), np.uint64)
    for slot in range(band * DOCUMENTS.rows, (band + 1) * DOCUMENTS.rows):
        keys ^= slots[:, slot]
        keys *= _MIX
        keys ^= keys >> np.uint64(32)
    return keys
