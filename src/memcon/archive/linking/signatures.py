"""Signatures: small integers of which near-equal texts share at least one.

MinHash by `rensa` (Fast Similarity Sketching, 32 bits a slot), cut into bands (locality-sensitive
hashing). Two sets with Jaccard similarity *s* share a band of *r* slots with probability *s^r*, and
at least one of *b* bands with ``collision(s, rows=r, bands=b)``. Sharing a band makes a candidate,
no more: ``duplicates`` and ``undertakings`` verify.

Tokens are hashed here with BLAKE2b before rensa sees them, so that signatures depend on nothing but
the words and ``SCHEME``; an archive that holds bands of another scheme must make them anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from memcon.archive.linking.texts import words_of

SCHEME: Final = f"minhash-1/rensa-{RMinHash.ALGORITHM_VERSION}"
"""Names what the bands depend on: this module's rules and rensa's algorithm."""

SHINGLE: Final = 5
"""Words a shingle: short enough that a changed word costs five, long enough that set phrases of
diplomacy do not make two reports alike."""

_SEED: Final = 20260101
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, so that powers of it are a bijection mod 2^64


@dataclass(frozen=True, slots=True)
class Banding:
    """How a signature is cut.

    Attributes:
        name: Hashed into every band, so that bands of two kinds never collide.
        bands: Number of bands.
        rows: Slots a band.
        slots: Slots of the signature, at least ``bands * rows``.
    """

    name: str
    bands: int
    rows: int
    slots: int


DOCUMENTS: Final = Banding(name="document", bands=21, rows=6, slots=128)
"""Found with probability 0.998 at Jaccard 0.8, 0.93 at 0.7, 0.28 at 0.5, 0.015 at 0.3."""

COMMITMENTS: Final = Banding(name="commitment", bands=8, rows=2, slots=16)
"""Found with probability 0.99 at Jaccard 0.66, 0.90 at 0.5, 0.75 at 0.4, 0.53 at 0.3."""


def collision(similarity: float, banding: Banding) -> float:
    """Return how likely two sets share a band.

    Args:
        similarity: Their Jaccard similarity, 0 to 1.
        banding: How the signature is cut.

    Returns:
        A probability.
    """
    return float(1 - (1 - similarity**banding.rows) ** banding.bands)


@lru_cache(maxsize=1 << 16)
def _token(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def shingles(passages: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Return the hashed word shingles of a text.

    Case, punctuation and layout do not count, and shingles run across passages. A text shorter
    than a shingle is one shingle.

    Args:
        passages: The body text, in order, without furniture, datelines and credits.

    Returns:
        The distinct hashes, ascending; empty where there are no words.
    """
    hashes = [_token(word) for passage in passages for word in words_of(passage)]
    words = np.fromiter(hashes, dtype=np.uint64, count=len(hashes))
    if not len(words):
        return words
    count = max(1, len(words) - SHINGLE + 1)
    rolled = np.zeros(count, dtype=np.uint64)
    for offset in range(min(SHINGLE, len(words))):
        rolled *= _BASE
        rolled += words[offset : offset + count]
    return np.unique(rolled)


def document_bands(passages: Iterable[str]) -> tuple[int, ...]:
    """Return the bands by which near-duplicates of a document are found.

    Args:
        passages: The body text, in order, without furniture, datelines and credits.

    Returns:
        ``DOCUMENTS.bands`` signed 64-bit integers; none where there are no words.
    """
    return _bands(shingles(passages), DOCUMENTS, "")


def token_bands(tokens: Iterable[str], *, banding: Banding, scope: str) -> tuple[int, ...]:
    """Return the bands by which sets of tokens are found that share much.

    Args:
        tokens: The set; order and repeats do not count.
        banding: How to cut.
        scope: Only sets with the same scope can share a band.

    Returns:
        Signed 64-bit integers; none for an empty set.
    """
    hashes = np.array(sorted({_token(token) for token in tokens}), dtype=np.uint64)
    return _bands(hashes, banding, scope)


def minhash(hashes: npt.NDArray[np.uint64], slots: int) -> npt.NDArray[np.uint32]:
    """Return the MinHash signature of a set.

    The share of slots in which two signatures agree estimates the Jaccard similarity of the sets.

    Args:
        hashes: The set, hashed; not empty.
        slots: Its length.

    Returns:
        ``slots`` integers, little-endian.
    """
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, [0, len(hashes)], slots, _SEED)
    return np.array(matrix.to_rows()[0], dtype="<u4")


def _bands(hashes: npt.NDArray[np.uint64], banding: Banding, scope: str) -> tuple[int, ...]:
    if not len(hashes):
        return ()
    slots = minhash(hashes, banding.slots).tobytes()
    size = banding.rows * 4  # bytes a band
    salted = blake2b(f"{banding.name}\x1f{scope}\x1f".encode(), digest_size=8)
    found = []
    for number in range(banding.bands):
        band = salted.copy()
        band.update(number.to_bytes(2, "little"))
        band.update(slots[number * size : (number + 1) * size])
        found.append(int.from_bytes(band.digest(), "little", signed=True))
    return tuple(found)
