"""Real documents with random damage: a document or a typed error, never anything else."""

from __future__ import annotations

import os
import random
from pathlib import Path

from invariants import check

from memcon.errors import MemconError
from memcon.sources import expand, from_bytes

MUTATIONS = 5000 if os.environ.get("MEMCON_REQUIRE_ALL") == "1" else 500
MAX_BYTES = 20_000


def mutate(data: bytes, rng: random.Random) -> bytes:
    """Damage bytes as broken transfers and careless programs do."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        length = rng.choice((1, 2, 8, 60))
        match rng.randrange(6):
            case 0:
                out[at : at + length] = rng.randbytes(length)
            case 1:
                del out[at : at + length]
            case 2:
                out[at:at] = out[at : at + length] * rng.choice((1, 3, 50))
            case 3:
                out[at:at] = rng.choice(
                    (b"\n", b"\r", b"\n---\n", b"<", b"]]>", b"&", b">", b"\x00")
                )
            case 4:
                del out[at:]
            case _:
                other = rng.randrange(len(out) + 1)
                out[at:at] = out[other : other + length]
        if not out:
            out += b"x"
    return bytes(out)


def test_damaged_documents(shared: Path) -> None:
    files = expand([str(shared / "gold" / "dev" / "texts"), str(shared / "corpus")])
    rng = random.Random(20_310_503)
    for _ in range(MUTATIONS):
        file = rng.choice(files)
        data = mutate(file.read_bytes()[:MAX_BYTES], rng)
        try:
            found = from_bytes(data, name=rng.choice((None, file.name)))
        except MemconError:
            continue
        assert found
        for taken in found:
            check(taken)
