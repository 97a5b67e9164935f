"""Make the archive of the first release that later ones must open: ``data/first_release.sql``.

Run it by hand, ``python tests/archive/make_first_release.py``, and only until the first release is
out: from then on the file is what that release wrote, and stays.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
FILE = Path(__file__).parent / "data" / "first_release.sql"
COUNT = 3  # documents: two accounts of one meeting, and another


def statements(path: Path) -> list[str]:
    """Return the SQL that makes a SQLite file as it is, its index of words left to be filled."""
    with sqlite3.connect(path) as connection:
        listed = connection.iterdump()
        return [
            line
            for line in listed
            # iterdump writes virtual tables in a way that only a trusting SQLite reads.
            if "passages_words" not in line and "writable_schema" not in line
        ]


def main() -> None:
    sys.path.insert(0, str(TESTS))
    import archives
    from memcon.archive import human, open_archive
    from memcon.archive.linker import link

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        records = [
            r for r in archives.example_records() if "2024-03-14" in str(r.document.published)
        ]
        others = [r for r in archives.example_records() if r not in records]
        records = [*records, *sorted(others, key=lambda r: len(r.document.text))][:COUNT]
        with open_archive(path, create=True) as archive:
            archives.put(archive, records)
            id = f"{records[0].document.id}/commitment:1"
            with archive.writing() as connection:
                human.review(connection, id, "confirm", who="a reviewer", at=archives.AT)
            link(archive)
        with sqlite3.connect(path) as connection:
            made = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name = 'passages_words'"
            ).fetchone()
        FILE.parent.mkdir(exist_ok=True)
        filling = (
            "INSERT INTO passages_words(rowid, text, tags) SELECT key, text, tags FROM passages;"
        )
        lines = statements(path)
        lines[-1:] = [f"{made[0]};", filling, lines[-1]]
        FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
