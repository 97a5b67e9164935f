"""``python -m memcon.evaluation.linked``: how good linking is, on the gold list of linking.

The documents of the list are read, stored in an archive of their own and linked, so that what is
measured is what a user gets. Without ``--write`` it says whether docs/accuracy.md is up to date and
no score is under its floor.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from memcon import sources
from memcon.archive import Archive, open_archive, schema, store
from memcon.archive.captures import Capture
from memcon.archive.linker import link
from memcon.errors import GoldError, MemconError
from memcon.evaluation.linking import (
    Key,
    LinkScores,
    as_markdown,
    place,
    read_gold,
    score_links,
    thin,
)
from memcon.evaluation.page import replace_section, section
from memcon.reading.reader import Reader
from memcon.record import Record
from memcon.sources import Taken

GOLD: Final = Path("tests/gold/linking")
FLOORS: Final = GOLD / "floors.json"
PAGE: Final = Path("docs/accuracy.md")
SECTION: Final = "linking"
SHARED: Final = Path("../shared")
_TEXTS: Final = ("corpus/whitehouse", "corpus/state-feed", "gold/dev/texts")
_AT: Final = "2026-01-01T00:00:00+00:00"  # when the documents are said to be added


def taken(shared: Path, wanted: set[str]) -> Iterator[Taken]:
    """Yield the documents with some ids from the shared folder, each once.

    Raises:
        GoldError: one of them is not there.
    """
    left = set(wanted)
    for path in sources.expand([str(shared / folder) for folder in _TEXTS]):
        for item in sources.from_path(path):
            if item.document.id in left:
                left.discard(item.document.id)
                yield item
    if left:
        raise GoldError(
            f"{len(left)} documents of the gold list are not there ({min(left)})",
            where=str(shared),
            remedy="Check that the corpus is complete",
        )


def fill(archive: Archive, items: Iterable[Taken], reader: Reader) -> dict[str, Record]:
    """Read documents, store and link them; return the records by document id."""
    records: dict[str, Record] = {}
    kept = list(items)
    for item, record in zip(kept, reader.read_many(kept), strict=True):
        records[record.document.id] = record
        capture = Capture(
            location=f"gold:{record.document.id}",
            data=item.raw,
            sha256=record.document.source.sha256,
            retrieved_at=_AT,
            documents=1,
        )
        with archive.writing() as connection:
            store.store(connection, record, capture, 0, known_forms={}, at=_AT)
    link(archive)
    return records


def links_of(connection: Connection) -> dict[Key, str]:
    """Return what linking made of each meeting and person, by document id and id in its record."""
    documents, meetings, actors = schema.documents, schema.meetings, schema.actors
    ids = {row.key: row.id for row in connection.execute(select(documents.c.key, documents.c.id))}
    found: dict[Key, str] = {}
    for row in connection.execute(select(meetings.c.key, meetings.c.canonical)):
        local = f"meeting:{schema.number_of(row.key)}"
        found[(ids[schema.document_of(row.key)], local)] = f"meeting {row.canonical}"
    query = (
        select(schema.document_actors.c.key, actors.c.id, actors.c.canonical)
        .join(actors, actors.c.key == schema.document_actors.c.actor)
        .where(actors.c.kind == "person")
    )
    for person in connection.execute(query):
        found[(ids[schema.document_of(person.key)], person.id)] = f"person {person.canonical}"
    return found


def measure(root: Path) -> dict[str, LinkScores]:
    """Return the scores of linking on the gold list, by what is linked.

    Args:
        root: the project's folder, with the shared folder beside it.

    Raises:
        GoldError: the list or the corpus is not as it should be.
    """
    gold = {name: read_gold(root / GOLD / f"{name}.tsv") for name in ("meetings", "persons")}
    wanted = {item.document for items in gold.values() for item in items}
    with tempfile.TemporaryDirectory() as folder:
        archive = open_archive(Path(folder) / "gold.db", create=True)
        with archive:
            records = fill(archive, taken(root / SHARED, wanted), Reader())
            with archive.reading() as connection:
                links = links_of(connection)
    meetings, _ = place(gold["meetings"], records)
    persons, _ = place(gold["persons"], records)
    sides = {
        (document, actor.id): actor.side
        for document, record in records.items()
        for actor in record.actors
    }
    return {
        "meetings": score_links(links, meetings),
        "persons": score_links(links, persons),
        "persons, each form once": score_links(links, thin(persons, sides)),
    }


def under_floor(scores: Mapping[str, LinkScores], floors: Mapping[str, list[float]]) -> list[str]:
    """Return a line for each figure that is under its floor.

    ``floors`` gives, by what is linked, the least precision and recall of pairs and of B-cubed.
    """
    lines = []
    for name, least in floors.items():
        one = scores[name]
        values = (one.pairs.precision, one.pairs.recall, *one.b_cubed)
        for what, value, floor in zip(
            ("precision", "recall", "B-cubed precision", "B-cubed recall"),
            values,
            least,
            strict=True,
        ):
            if (value or 0.0) < floor:
                lines.append(f"{name}: {what} is {value}, its floor {floor}")
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Check or write the figures in the page of the project in the current folder.

    Returns:
        0, or 1 where a score is under its floor, the page is out of date, or something is missing.
    """
    parser = argparse.ArgumentParser(prog="python -m memcon.evaluation.linked", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the figures into the page")
    arguments = parser.parse_args(argv)
    root = Path.cwd()
    try:
        scores = measure(root)
        page = (root / PAGE).read_text(encoding="utf-8")
        lines = under_floor(scores, json.loads((root / FLOORS).read_text(encoding="utf-8")))
        if arguments.write:
            written = replace_section(page, SECTION, as_markdown(scores))
            (root / PAGE).write_text(written, encoding="utf-8")
        elif section(page, SECTION) != as_markdown(scores):
            lines.append(f"{PAGE} is out of date: run it with --write")
    except MemconError as error:
        lines = [str(error)]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
