"""Prose that installed packages ship: paragraphs of their documentation, put together anew.

Taken from the docstrings of packages that the development environment has, and from the
descriptions in the metadata of all of them. Which paragraphs there are depends on the versions
installed; from the same ones come the same documents.
"""

from __future__ import annotations

import random
import re
import sysconfig
from functools import cache
from pathlib import Path
from typing import Final

from newsroom import Article

PACKAGES: Final = ("networkx", "numpy", "pandas", "scipy", "sqlalchemy")
MOST: Final = 20_000  # paragraphs kept
_DOCSTRING: Final = re.compile(r'"""(.*?)"""', re.DOTALL)
_CODE: Final = re.compile(r">>>|::|[{}|=<>\\]|\.\. |:\w+:|__|--|\w\(")


@cache
def paragraphs() -> tuple[str, ...]:
    """Return the paragraphs of prose that are found, each once."""
    home = Path(sysconfig.get_path("purelib"))
    files = [file for name in PACKAGES for file in sorted((home / name).rglob("*.py"))]
    files += sorted(set(home.glob("*.dist-info/METADATA")) - set(home.glob("memcon-*/METADATA")))
    found: dict[str, None] = {}
    for file in files:
        text = file.read_text("utf-8", "replace")
        for part in _DOCSTRING.findall(text) if file.suffix == ".py" else [text]:
            for some in re.split(r"\n\s*\n", part):
                words = some.split()
                if len(words) >= 20 and words[-1].endswith(".") and not _CODE.search(some):
                    found[" ".join(words)] = None
    kept = list(found)
    random.Random(len(kept)).shuffle(kept)
    return tuple(kept[:MOST])


def article(seed: int, number: int) -> Article:
    """Return a document by its number: some paragraphs under the beginning of one more."""
    pool = paragraphs()
    draw = random.Random(f"{seed} manuals {number}")
    wanted = int(draw.lognormvariate(6.0, 0.4))
    title = " ".join(draw.choice(pool).split()[:8]).rstrip(".,;:")
    parts: list[str] = []
    while sum(part.count(" ") for part in parts) < min(max(wanted, 200), 800):
        parts.append(draw.choice(pool))
    return Article(
        topic="manuals",
        url=f"https://docs.example/{number}.html",
        title=title,
        publisher="Docs",
        published=f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}",
        paragraphs=tuple(parts),
    )
