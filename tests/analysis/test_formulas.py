"""The questions about set phrases, on papers made for it: see ``phrase_records.papers``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, delete

from archives import put
from memcon.analysis.formula_rows import FormulaRow
from memcon.analysis.formulas import formulas_of
from memcon.analysis.phrase_watch import watch
from memcon.archive import Archive, open_archive
from memcon.archive.schema import formula_sides, formula_uses, formulas
from memcon.errors import MemconError, UnknownIdError
from phrase_records import RIVER, SEA, Said, paper, papers


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url) as opened:
        put(opened, papers())
        yield opened


@pytest.fixture
def connection(archive: Archive) -> Iterator[Connection]:
    with archive.reading() as connection:
        yield connection


def phrases(rows: object) -> list[str]:
    return [row.phrase for row in rows]  # type: ignore[attr-defined]


def only(connection: Connection, **filters: object) -> FormulaRow:
    (row,) = formulas_of(connection, **filters).rows  # type: ignore[arg-type]
    return row


def test_a_phrase_is_told_with_its_users_and_both_ends(connection: Connection) -> None:
    answer = formulas_of(connection)
    assert phrases(answer.rows) == [SEA, RIVER]
    assert answer.total == 2
    assert answer.facets == {"user": [("XOS", 2), ("XNO", 1), ("XVA", 1)]}
    sea = answer.rows[0]
    assert (sea.documents, sea.uses, sea.here) == (12, 16, None)
    assert sea.used_by == ["XVA 10", "XOS 6"]
    assert sea.adopted == ["XOS 2031-01-10", "XVA 2031-03-10"]
    assert sea.dropped == ["XOS 2031-06-10"]
    assert [(user.side, user.standing, user.silent) for user in sea.users] == [
        ("XOS", "first", 10),
        ("XVA", "adopted", None),
    ]
    assert sea.first is not None
    assert sea.last is not None
    assert (sea.first.day, sea.first.words) == ("2031-01-10", SEA)
    assert (sea.last.day, sea.last.document) == ("2031-12-10", papers()[11].document.id)
    text = papers()[11].document.text
    assert text[sea.last.start : sea.last.end] == SEA


def test_users_and_what_became_of_it_narrow_down(connection: Connection) -> None:
    assert phrases(formulas_of(connection, user="Norland").rows) == [RIVER]
    assert phrases(formulas_of(connection, user="XOS", other="XNO").rows) == [RIVER]
    assert only(connection, user="Ivo Marn").here == 10  # a person stands for his side
    assert phrases(formulas_of(connection, adopted=True).rows) == [SEA]
    assert formulas_of(connection, user="XOS", adopted=True).rows == []
    row = only(connection, user="XVA", other="XOS", adopted=True)
    assert row.adopted == ["XOS 2031-01-10", "XVA 2031-03-10"]
    assert formulas_of(connection, user="XOS", other="XVA", adopted=True).rows == []
    assert phrases(formulas_of(connection, user="XOS", dropped=True).rows) == [SEA]
    assert formulas_of(connection, user="XVA", dropped=True).rows == []
    assert phrases(formulas_of(connection, dropped=True).rows) == [SEA]
    with pytest.raises(UnknownIdError):
        formulas_of(connection, user="Atlantis")


def test_words_and_documents_narrow_down(connection: Connection) -> None:
    assert phrases(formulas_of(connection, words="Northern sea").rows) == [SEA]
    assert formulas_of(connection, words="orthern").rows == []
    assert phrases(formulas_of(connection, min_documents=5).rows) == [SEA]
    answer = formulas_of(connection, limit=1)
    assert (len(answer.rows), answer.total) == (1, 2)


def test_a_period_counts_the_documents_in_it(connection: Connection) -> None:
    assert only(connection, until="2031-02").here == 2
    row = only(connection, since="2031-05", until="2031")
    assert (row.phrase, row.here, row.documents) == (SEA, 8, 12)
    assert phrases(formulas_of(connection, since="2032").rows) == [RIVER]
    assert formulas_of(connection, since="2033").rows == []
    with pytest.raises(MemconError, match="no date"):
        formulas_of(connection, since="soon")


def test_titles_narrow_down(connection: Connection) -> None:
    assert formulas_of(connection, titled="council treaty").rows == []
    with pytest.raises(MemconError, match="no word"):
        formulas_of(connection, titled="--")


def test_titles_are_those_of_documents_that_say_it_too(archive: Archive) -> None:
    council = Said("The Harbour Council welcomed it")
    more = [
        paper(70 + n, f"2033-01-{n:02}", (Said(SEA), council), title="Harbour Council: of tides")
        for n in (1, 2)
    ]
    put(archive, [*more, paper(80, "2033-02-01", (Said(SEA), council), title="Something else")])
    with archive.reading() as connection:
        row = only(connection, titled="harbour COUNCIL of")
        assert (row.phrase, row.here, row.documents) == (SEA, 2, 15)
        assert only(connection, titled="harbour", until="2033-01-01").here == 1
        assert formulas_of(connection, titled="harbour", user="XVA").rows == []
        found = watch(connection, [SEA], titled="harbour")
        assert found.total == 2


def test_a_watched_phrase_is_told_use_by_use(connection: Connection) -> None:
    answer = watch(connection, ["OPEN and steady Northern-Sea"])
    assert answer.total == 16
    first = answer.rows[0]
    assert (first.day, first.users, first.evidence.words) == ("2031-12-10", ["XVA"], SEA)
    assert dict(answer.facets["user"]) == {"XVA": 10, "XOS": 6}
    assert answer.facets["year"] == [("2031", 16)]
    assert answer.notes[0] == (
        "'OPEN and steady Northern-Sea': 16 uses in 12 documents, from 2031-01-10 to 2031-12-10. "
        "By side, in the order of first use: XOS 6 (2031-01-10 to 2031-06-10); "
        "XVA 10 (2031-03-10 to 2031-12-10). "
        "No longer used by: XOS since 2031-06-10 (10 months with its words)."
    )


def test_a_phrase_that_is_no_stored_formula_is_told_the_same(archive: Archive) -> None:
    with archive.reading() as connection:
        stored = watch(connection, [SEA], limit=100)
    with archive.writing() as connection:
        for table in (formula_sides, formula_uses, formulas):
            connection.execute(delete(table))
    with archive.reading() as connection:
        assert watch(connection, [SEA], limit=100) == stored
        part = watch(connection, ["steady northern"])
        assert (part.total, part.rows[0].evidence.words) == (16, "steady Northern")
        assert watch(connection, ["teady northern"]).rows == []


def test_several_phrases_and_filters(connection: Connection) -> None:
    both = watch(connection, [SEA, RIVER, SEA])
    assert both.total == 20
    assert [row.phrase for row in both.rows] == [RIVER] * 4 + [SEA] * 16
    assert both.rows[0].users == ["XNO", "XOS"]
    assert watch(connection, [SEA], user="XOS").total == 6
    assert watch(connection, [SEA], since="2031-12").total == 1
    assert watch(connection, [SEA], until="2031-01").total == 1
    assert "is not there" in watch(connection, ["no such words"]).notes[0]
    with pytest.raises(MemconError, match="no word"):
        watch(connection, ["…"])


def test_hyphens_count_as_spaces_in_any_phrase(archive: Archive) -> None:
    put(archive, [paper(90, "2033-01-01", (Said("a long-range sea-going plan"),))])
    with archive.reading() as connection:
        for asked in ("long range sea going plan", "long-range sea-going plan", "Range Sea"):
            assert watch(connection, [asked]).total == 1
