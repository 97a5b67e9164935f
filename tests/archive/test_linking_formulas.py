"""Set phrases in the archive: found anew or matched, whose words they are, in whatever order."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from archives import put
from memcon.archive import Archive, open_archive, store
from memcon.archive.linker import formulas as stage
from memcon.archive.linker import link
from memcon.archive.schema import (
    document_sides,
    documents,
    formula_losses,
    formula_sides,
    formula_uses,
    formulas,
)
from memcon.archive.speaking import Spoken, sides_at
from memcon.record import Record
from phrase_records import RIVER, SEA, Said, paper, papers

MARN = ("person:ivo-marn",)


def stored(archive: Archive) -> dict[str, Any]:
    """Return all that is stored of formulas, with documents by their public ids."""
    with archive.reading() as connection:
        ids = {row.key: row.id for row in connection.execute(select(documents))}
        words = {row.key: row.words for row in connection.execute(select(formulas))}
        return {
            "formulas": [
                tuple(row) for row in connection.execute(select(formulas).order_by("key"))
            ],
            "uses": sorted(
                (words[row.formula], ids[row.document], row.start, row.end, row.day, row.sides)
                for row in connection.execute(select(formula_uses))
            ),
            "sides": sorted(
                (words[row.formula], row.side, row.documents, row.uses, str(row[4:]))
                for row in connection.execute(
                    select(
                        formula_sides.c.formula,
                        formula_sides.c.side,
                        formula_sides.c.documents,
                        formula_sides.c.uses,
                        formula_sides.c.first_day,
                        formula_sides.c.last_day,
                        formula_sides.c.adopted,
                        formula_sides.c.silent,
                    )
                )
            ),
            "voices": sorted(
                (row.side, row.month, ids[row.document])
                for row in connection.execute(select(document_sides))
            ),
        }


def side(archive: Archive, words: str, id: str) -> Any:
    with archive.reading() as connection:
        return connection.execute(
            select(formula_sides)
            .join(formulas, formulas.c.key == formula_sides.c.formula)
            .where(formulas.c.words == words, formula_sides.c.side == id)
        ).one_or_none()


def formula(archive: Archive, words: str) -> Any:
    with archive.reading() as connection:
        return connection.execute(select(formulas).where(formulas.c.words == words)).one()


def key_of(archive: Archive, record: Record) -> int:
    with archive.reading() as connection:
        query = select(documents.c.key).where(documents.c.id == record.document.id)
        return int(connection.execute(query).scalar_one())


def test_formulas_are_found_with_who_uses_them(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        put(archive, papers())
        sea = formula(archive, SEA.lower())
        assert (sea.phrase, sea.documents, sea.uses) == (SEA, 12, 16)
        assert (sea.first_day, sea.last_day, sea.sides) == ("2031-01-10", "2031-12-10", 2)
        assert (sea.adopted, sea.dropped) == (1, 1)
        ostria, varnia = side(archive, SEA.lower(), "XOS"), side(archive, SEA.lower(), "XVA")
        assert (ostria.documents, ostria.last_day, ostria.adopted) == (6, "2031-06-10", False)
        # its papers of July to December, and the four of the council's that it speaks in
        assert ostria.silent == 10
        assert (varnia.documents, varnia.first_day, varnia.adopted) == (10, "2031-03-10", True)
        assert varnia.silent is None
        with archive.reading() as connection:
            joint = connection.execute(
                select(formula_uses.c.sides)
                .join(formulas, formulas.c.key == formula_uses.c.formula)
                .where(formulas.c.words == RIVER)
            ).scalars()
            assert set(joint) == {"XNO+XOS"}


def test_the_order_in_which_documents_come_changes_nothing(archive_url: str, tmp_path: Any) -> None:
    with open_archive(archive_url) as archive:
        put(archive, papers())
        with open_archive(tmp_path / "other.db", create=True) as other:
            for record in reversed(papers()):  # one by one, linked each time
                put(other, [record])
            assert stored(other) == stored(archive)
        link(archive, everything=True)
        with open_archive(tmp_path / "other.db") as other:
            assert stored(other) == stored(archive)


def test_in_a_large_archive_only_known_formulas_are_matched(
    archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(archive_url) as archive:
        put(archive, papers())
        monkeypatch.setattr(stage, "SMALL", 0)
        monkeypatch.setattr(stage, "GROWN", 0.5)
        said = (Said(SEA), Said(SEA, ("XNO",)), Said("firm and calm Southern Bay"))
        more = [
            paper(30 + day, f"2032-06-{day:02}", (*said, Said(SEA, ("person:asta-lind",))))
            for day in range(1, 6)
        ]
        put(archive, more)
        sea = formula(archive, SEA.lower())
        assert (sea.documents, sea.uses, sea.last_day) == (17, 31, "2032-06-05")
        assert (sea.sides, sea.adopted, sea.dropped) == (3, 2, 0)  # Ostria says it again
        assert side(archive, SEA.lower(), "XNO").documents == 5
        with archive.reading() as connection:
            assert "firm and calm southern bay" not in set(
                connection.execute(select(formulas.c.words)).scalars()
            )
        grown = stored(archive)
        stage.refresh_formulas(archive)
        anew = stored(archive)
        assert anew["voices"] == grown["voices"]
        for part in ("uses", "sides"):
            assert [row for row in anew[part] if row[0] == SEA.lower()] == [
                row for row in grown[part] if row[0] == SEA.lower()
            ]
        assert "firm and calm southern bay" in {row[1] for row in anew["formulas"]}


def test_what_goes_is_counted_off(archive_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(archive_url) as archive:
        put(archive, papers())
        monkeypatch.setattr(stage, "SMALL", 0)
        monkeypatch.setattr(stage, "GROWN", 0.5)
        first = key_of(archive, papers()[0])
        with archive.writing() as connection:
            store.withdraw(connection, first)
            connection.execute(
                documents.update().where(documents.c.key == first).values(status="withdrawn")
            )
        put(archive, [paper(40, "2032-07-01", (Said(SEA),))])
        sea = formula(archive, SEA.lower())
        assert (sea.documents, sea.uses, sea.first_day) == (12, 16, "2031-02-10")
        assert side(archive, SEA.lower(), "XOS").first_day == "2031-02-10"
        with archive.reading() as connection:
            assert connection.execute(select(formula_losses)).first() is None


def test_formulas_are_looked_for_anew_when_much_has_changed(
    archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def due() -> bool:
        with archive.reading() as connection:
            return stage.is_due(connection)

    with open_archive(archive_url) as archive:
        assert not due()
        put(archive, papers(), linked=False)
        assert due()
        link(archive)
        assert not due()
        monkeypatch.setattr(stage, "SMALL", 10)
        made: list[Archive] = []
        monkeypatch.setattr("memcon.archive.linker.run.refresh_formulas", made.append)
        put(archive, [paper(50, "2032-07-01")])
        assert made == []  # one of sixteen
        with archive.writing() as connection:
            stage.link_formulas(connection, [key_of(archive, paper(50, "2032-07-01"))])
        assert due()


def test_a_second_link_does_nothing(archive_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(archive_url) as archive:
        put(archive, papers())
        made: list[Archive] = []
        monkeypatch.setattr("memcon.archive.linker.run.refresh_formulas", made.append)
        link(archive)
        assert made == []


def test_what_is_added_during_the_search_is_matched_too(
    archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = paper(60, "2032-07-01", (Said(SEA, MARN),))
    search = stage._search

    def slow(connection: Any) -> Any:
        found = search(connection)
        put(archive, [late], linked=False)
        return found

    with open_archive(archive_url) as archive:
        put(archive, papers())
        monkeypatch.setattr(stage, "_search", slow)
        stage.refresh_formulas(archive)
        assert formula(archive, SEA.lower()).documents == 13
        with archive.reading() as connection:
            assert stage.is_due(connection)  # whether it makes another formula is not known yet


@pytest.mark.parametrize(
    ("start", "narrator", "expected"),
    [
        (5, "XOS", ("XVA",)),  # in the inner of two statements
        (25, "XOS", ("XNO", "XSE")),
        (35, "XOS", ()),  # of somebody whose side is unknown
        (60, "XOS", ("XOS",)),  # in none
        (60, None, ()),
        (18, "XOS", ("XNO", "XSE")),  # across the end of the inner one
    ],
)
def test_whose_words_stand_at_a_place(
    start: int, narrator: str | None, expected: tuple[str, ...]
) -> None:
    spoken = [
        Spoken(start=0, end=30, sides=("XNO", "XSE")),
        Spoken(start=4, end=20, sides=("XVA",)),
        Spoken(start=34, end=50, sides=()),
    ]
    assert sides_at(spoken, start, start + 4, narrator) == expected


def test_words_of_a_group_without_a_side_are_the_narrators(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        two = ("group:the-two",)
        put(archive, [paper(n, f"2031-01-{n:02}", (Said(SEA, two),)) for n in range(1, 7)])
        assert side(archive, SEA.lower(), "XOS").documents == 6
