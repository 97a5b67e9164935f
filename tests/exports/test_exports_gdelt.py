"""GDELT 2.0: rows as GDELT's codebook has them, read by the tools that its users read them with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd  # type: ignore[import-untyped]
import pytest
from archived import HELVERIN, OSTRIA, REBELS, SENTENCE, VARNIA, event, meeting, mention

from archives import put
from event_records import Told
from memcon.archive import Archive, open_archive
from memcon.archive.events import Party
from memcon.exports import gdelt
from memcon.exports.formats import Selection
from memcon.exports.sentences import Sentences, sentences_of


def row(**given: object) -> dict[str, str]:
    cells = gdelt.event_row(event(**given), is_root=True)
    return dict(zip(gdelt.EVENT_COLUMNS, cells, strict=True))


def told(*mentions: object) -> list[dict[str, str]]:
    one = event(mentions=mentions)
    known = {mention.document: Sentences((0, 40, 100, 160), 60) for mention in one.mentions}
    return [
        dict(zip(gdelt.MENTION_COLUMNS, cells, strict=True))
        for cells in gdelt.mention_rows(one, known)
    ]


def test_the_tables_have_as_many_columns_as_gdelt() -> None:
    assert (len(gdelt.EVENT_COLUMNS), len(gdelt.MENTION_COLUMNS)) == (61, 16)
    assert gdelt.EVENT_COLUMNS[25:31] == (
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    )  # fmt: skip
    assert gdelt.EVENT_COLUMNS[51] == "ActionGeo_Type"


def test_an_event_has_its_code_day_and_counts() -> None:
    second = mention(4, document="doc:00000000000000cc", url=None, publisher="Varnapress")
    cells = row(cameo="1123", goldstein=-7.5, mentions=(mention(), mention(2), second))
    assert cells["SQLDATE"] == "20240304"
    assert (cells["MonthYear"], cells["Year"]) == ("202403", "2024")
    assert (cells["EventCode"], cells["EventBaseCode"], cells["EventRootCode"]) == (
        "1123", "112", "11",
    )  # fmt: skip
    assert (cells["QuadClass"], cells["GoldsteinScale"], cells["AvgTone"]) == ("3", "-7.5", "")
    counts = [cells[f"Num{what}"] for what in ("Mentions", "Sources", "Articles")]
    assert counts == ["3", "2", "2"]
    assert cells["SOURCEURL"] == "https://www.innerseapress.example/ferry-port"
    assert cells["DATEADDED"] == "20240305063000"  # in UTC


@pytest.mark.parametrize(
    ("cameo", "number"),
    [
        ("010", 1),
        ("057", 1),
        ("060", 2),
        ("0871", 2),
        ("090", 3),
        ("139", 3),
        ("140", 4),
        ("20", 4),
    ],
)
def test_the_root_gives_the_class(cameo: str, number: int) -> None:
    assert gdelt.quad_class(cameo) == number


def test_days_are_fractions_of_a_year_of_thirty_day_months() -> None:
    # days and fractions as GDELT's own files pair them
    assert gdelt.fraction_date("2004-11-26") == "2004.8932"
    assert gdelt.fraction_date("2013-11-24") == "2013.8877"


def test_a_month_begins_on_its_first_day() -> None:
    assert (row(day="2024-02")["SQLDATE"], row(day="2024")["SQLDATE"]) == ("20240201", "20240101")


def test_actor_codes_are_taken_apart() -> None:
    cells = row(source=HELVERIN, target=REBELS)
    assert (cells["Actor1Code"], cells["Actor1Name"]) == ("OSTGOV", "TOMÁŠ HELVERIN")
    assert (cells["Actor1CountryCode"], cells["Actor1Type1Code"]) == ("OST", "GOV")
    assert (cells["Actor2Code"], cells["Actor2CountryCode"]) == ("VARSEPREB", "VAR")
    assert (cells["Actor2Type1Code"], cells["Actor2Type2Code"]) == ("SEP", "REB")
    known = Party(actor=None, code="PHLMOSSEPREB", name="fighters", side=None, kind=None)
    cells = row(source=known, target=None)
    assert (cells["Actor1CountryCode"], cells["Actor1Religion1Code"]) == ("PHL", "MOS")
    assert {value for name, value in cells.items() if name.startswith("Actor2") and value} == {"0"}
    body = Party(actor="UN", code="IGOUNO", name="United Nations", side="UN", kind="organisation")
    cells = row(source=body, target=VARNIA)
    assert (cells["Actor1CountryCode"], cells["Actor1KnownGroupCode"]) == ("", "UNO")
    assert (cells["Actor1Type1Code"], cells["Actor1Type2Code"]) == ("IGO", "")
    service = Party(actor="EEAS", code="IGO", name="EEAS", side="EU", kind="organisation")
    assert row(source=service)["Actor1KnownGroupCode"] == "EEC"  # part of the European Union
    council = Party(actor="ISC", code="IGOISC", name="Council", side="ISC", kind="organisation")
    assert row(source=council)["Actor1KnownGroupCode"] == "ISC"
    soviet = Party(actor="SUN", code="SUNGOV", name="Soviet Union", side="SUN", kind="state")
    assert row(source=soviet)["Actor1CountryCode"] == "SUN"  # and not Sunni
    assert (
        row(source=Party(actor=None, code="SUN", name="Sunnis", side=None, kind=None))[
            "Actor1Religion1Code"
        ]
        == "SUN"
    )
    without = Party(actor="OST", code=None, name="Ostria", side="OST", kind="state")
    assert row(source=without)["Actor1Code"] == "OST"


def test_of_a_place_the_state_is_told() -> None:
    cells = row(place="Geneva")  # where a summit was held in November 1985
    assert cells["ActionGeo_Type"] == "1"
    assert cells["ActionGeo_FullName"] == "Geneva, Switzerland"
    assert cells["ActionGeo_CountryCode"] == "SZ"  # FIPS 10-4
    assert (cells["ActionGeo_Lat"], cells["ActionGeo_Long"]) == ("", "")
    assert row(place="Kasbrod")["ActionGeo_Type"] == "0"
    assert row(place="Kasbrod")["ActionGeo_FullName"] == "Kasbrod"
    assert row()["ActionGeo_Type"] == "0"


def test_mentions_have_offsets_sentence_and_source() -> None:
    paper = mention(
        7, document="doc:00000000000000cc", url=None, published="2024-03-06", source_start=None,
        title="A raid\tand\nits echo",
    )  # fmt: skip
    web, printed = told(mention(), paper)
    assert (web["MentionType"], web["MentionSourceName"]) == ("1", "innerseapress.example")
    assert web["MentionIdentifier"] == "https://www.innerseapress.example/ferry-port"
    assert (web["EventTimeDate"], web["MentionTimeDate"]) == ("20240305063000", "20240305063000")
    assert web["SentenceID"] == "3"
    offsets = [web[f"{what}CharOffset"] for what in ("Actor1", "Actor2", "Action")]
    assert offsets == ["100", "117", "107"]
    assert SENTENCE[107 - 100 : 116 - 100] == "condemned"
    assert (web["MentionDocLen"], web["MentionDocTone"], web["Confidence"]) == ("900", "", "")
    assert web["Extras"] == "doc:00000000000000aa/event:1"
    assert (printed["MentionType"], printed["Actor1CharOffset"]) == ("2", "-1")
    assert printed["MentionIdentifier"] == (
        "Inner Sea Press, A raid and its echo, 2024-03-06, doc:00000000000000cc"
    )
    assert printed["MentionTimeDate"] == "20240306000000"


@pytest.mark.parametrize(
    "given",
    [{"negated": True}, {"time": "future"}, {"day": None}, {"source": None, "target": None}],
)
def test_what_gdelt_has_no_row_for_is_left_out(given: dict[str, object]) -> None:
    assert gdelt.is_exported(event())
    assert not gdelt.is_exported(event(**given))


def test_event_numbers_are_stable_and_exact_in_doubles() -> None:
    number = gdelt.event_id("doc:00000000000000aa/event:1")
    assert number == 2506498975885366
    assert float(number) == number
    assert number != gdelt.event_id("doc:00000000000000aa/event:1:2")


def test_sentences_are_counted_as_the_reader_splits_them() -> None:
    found = sentences_of(
        [
            ("headline", 0, "Ostria condemns raid"),
            ("caption", 22, "The port. Before the raid."),
            ("paragraph", 46, "**Mr. Dovanu** came. He spoke\nof the U.S. Navy."),
            ("paragraph", 100, "Ostria objected."),
        ]
    )
    assert found.starts == (0, 48, 67, 100)  # marks of layout are no words
    assert [found.number(start) for start in (0, 55, 70, 100)] == [1, 2, 3, 4]
    assert found.in_lead(70)
    assert not found.in_lead(100)


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An archive of two reports of a raid, and of a meeting."""
    with open_archive(archive_url, create=True) as opened:
        first = Told("Ostria condemned Varnia. The sea was calm.")
        first.event("condemned", "111", ["Ostria"], ["Varnia"])
        second = Told("It rained in the port. Ostria accused Varnia.", published="2024-03-16")
        second.event("accused", "112", ["Ostria"], ["Varnia"])
        put(opened, [first.record(), second.record()])
        yield opened


def exported(archive: Archive, folder: Path, **selected: str) -> tuple[int, str, str]:
    with archive.reading() as connection:
        count = gdelt.write(connection, folder, Selection(**selected))
    files = (folder / name for name in (gdelt.EVENTS_FILE, gdelt.MENTIONS_FILE))
    events, mentions = (path.read_bytes().decode() for path in files)
    return count, events, mentions


def test_an_archive_is_read_by_pandas_and_duckdb(archive: Archive, tmp_path: Path) -> None:
    count, events, mentions = exported(archive, tmp_path / "gdelt")
    assert count == 2
    frame = pd.read_csv(
        io.StringIO(events), sep="\t", header=None, names=gdelt.EVENT_COLUMNS, quoting=3,
        dtype={"EventCode": str, "EventBaseCode": str, "EventRootCode": str},
    )  # fmt: skip
    assert list(frame["EventCode"]) == ["111", "112"]
    assert list(frame["Actor1CountryCode"]) == ["OST", "OST"]
    assert list(frame["IsRootEvent"]) == [1, 1]
    assert frame["GLOBALEVENTID"].dtype == "int64"
    assert frame["GoldsteinScale"].dtype == "float64"
    told = (
        duckdb.connect()
        .execute(
            f"SELECT * FROM read_csv('{tmp_path}/gdelt/{gdelt.MENTIONS_FILE}', delim='\t', "
            f"header=false, quote='', names={list(gdelt.MENTION_COLUMNS)})"
        )
        .df()
    )
    assert set(told["GLOBALEVENTID"]) == set(frame["GLOBALEVENTID"])
    assert sorted(told["SentenceID"]) == [1, 2]
    assert {line.count("\t") for line in mentions.splitlines()} == {15}


def test_the_same_archive_gives_the_same_bytes(archive: Archive, tmp_path: Path) -> None:
    assert exported(archive, tmp_path / "one") == exported(archive, tmp_path / "two")


def test_days_and_actors_select(archive: Archive, tmp_path: Path) -> None:
    assert exported(archive, tmp_path / "day", since="2024-03-16")[0] == 1
    assert exported(archive, tmp_path / "actor", actor="Varnia")[0] == 2


def test_tabs_and_line_ends_never_break_a_row() -> None:
    hostile = Party(
        actor=None, code=None, name="a\tb\r\nc\x0b\x00\x1c\u2028d\u0085e", side=None, kind=None
    )
    cells = row(source=hostile, target=OSTRIA, place="x\ty\nz")
    assert cells["Actor1Name"] == "A B C D E"
    assert not any(mark in cell for cell in cells.values() for mark in "\t\n\r\x0b\u2028\u0085")


def test_a_meeting_is_an_event_a_pair() -> None:
    pairs = meeting(OSTRIA, VARNIA)
    assert len({gdelt.event_row(one, is_root=False)[0] for one in pairs}) == 2


def test_every_column_is_documented(root: Path) -> None:
    page = (root / "docs" / "exports-events.md").read_text(encoding="utf-8")
    columns = (*gdelt.EVENT_COLUMNS, *gdelt.MENTION_COLUMNS)
    assert [name for name in columns if f"`{name}`" not in page] == []
