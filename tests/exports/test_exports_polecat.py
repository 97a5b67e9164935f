"""POLECAT: one row an event with all its actors, read by pandas and Polars."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pytest
from archived import COUNCIL, HELVERIN, NORLAND, OSTRIA, REBELS, VARNIA, event, meeting, mention

from archives import put
from event_records import Told
from memcon.archive import open_archive
from memcon.archive.events import ArchivedEvent, Party
from memcon.exports import polecat
from memcon.exports.event_groups import days, grouped, quad_class
from memcon.exports.formats import Selection

# The header of the weekly files, as the data's users name the columns.
HEADER = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor
 Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|
Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient
 Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|
Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story
 Organizations|Story Locations|Language|Version""".replace("\n", "")

# Geneva, November 1985: who met there is history.
USA = Party(actor="USA", code="USA", name="United States", side="USA", kind="state")
SOVIETS = Party(actor="SUN", code="SUN", name="Soviet Union", side="SUN", kind="state")


def written(events: Iterable[ArchivedEvent]) -> str:
    stream = io.StringIO()
    polecat.write_rows(events, stream)
    return stream.getvalue()


def rows(*events: ArchivedEvent) -> list[dict[str, str]]:
    lines = [line.split("\t") for line in written(events).splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_the_header_is_that_of_polecat() -> None:
    assert tuple(HEADER.split("|")) == polecat.COLUMNS
    assert written([]) == HEADER.replace("|", "\t") + "\n"


def test_every_column_is_documented(root: Path) -> None:
    page = (root / "docs" / "exports-events.md").read_text(encoding="utf-8")
    assert [name for name in polecat.COLUMNS if f"`{name}`" not in page] == []


def test_a_row_has_what_is_known_and_none_for_the_rest() -> None:
    (row,) = rows(event(source=HELVERIN, target=REBELS, contexts=("military", "maritime")))
    known = {name: value for name, value in row.items() if value != "None"}
    version = known.pop("Version")
    assert version.startswith("memcon-")
    assert known == {
        "Event ID": "doc:00000000000000aa/event:1",
        "Event Date": "2024-03-04",
        "Event Type": "ACCUSE",
        "Intensity": "-2.0",
        "Quad Code": "VERBAL CONFLICT",
        "Contexts": "military; maritime",
        "Actor Name": "Tomáš Helverin",
        "Actor Country": "OST",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV",
        "Actor Name Raw": "Tomáš Helverin",
        "Recipient Name": "hill fighters",
        "Recipient Country": "VAR",
        "Primary Recipient Sector": "REB",
        "Recipient Sectors": "REB",
        "Recipient Name Raw": "hill fighters",
        "Source": "Inner Sea Press",
        "Publication Date": "2024-03-05",
        "Story People": "Tomáš Helverin",
        "Language": "en",
    }


def test_a_meeting_is_one_row_with_all_parties_as_actors() -> None:
    (row,) = rows(*meeting(USA, SOVIETS, day="1985-11-19", place="Geneva"))
    assert row["Actor Name"] == "United States; Soviet Union"
    assert row["Actor Country"] == "USA; SUN"
    assert row["Actor COW"] == "2; 365"
    assert row["Recipient Name"] == "None"
    assert (row["Quad Code"], row["Event Type"]) == ("VERBAL COOPERATION", "CONSULT")
    assert (row["Placename"], row["Country"], row["Latitude"]) == ("Geneva", "CHE", "None")


def test_a_visit_has_visitor_and_host() -> None:
    there, back = meeting(OSTRIA, VARNIA, plover_mode="visit")
    visit = [event(**{**fields(there), "cameo": "042"}), event(**{**fields(back), "cameo": "043"})]
    for order in (visit, visit[::-1]):
        (row,) = rows(*order)
        assert (row["Actor Name"], row["Recipient Name"]) == ("Ostria", "Varnia")
        assert row["Event Mode"] == "visit"


def fields(one: ArchivedEvent) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_compound_actors_are_one_row() -> None:
    both = [
        event(id="doc:00000000000000aa/event:1:1", group="doc:00000000000000aa/event:1"),
        event(
            id="doc:00000000000000aa/event:1:2", group="doc:00000000000000aa/event:1",
            source=NORLAND,
        ),
    ]  # fmt: skip
    (row,) = rows(*both)
    assert (row["Actor Name"], row["Recipient Name"]) == ("Ostria; Norland", "Varnia")
    assert row["Actor Sectors"] == "MIL"


def test_pairs_of_a_group_need_not_come_together() -> None:
    one, other = meeting(OSTRIA, VARNIA)
    groups = list(grouped([one, event(day=one.day), other, event(day="2024-03-09", id="x")]))
    assert [len(group.actors) for group in groups] == [2, 1, 1]


def test_an_actor_whose_code_only_one_pair_knows_is_one() -> None:
    bare = Party(actor="OST", code=None, name="Ostria", side="OST", kind="state")
    one, other = meeting(OSTRIA, VARNIA)
    (group,) = grouped([event(**{**fields(one), "source": bare}), other])
    assert [party.code for party in group.actors] == ["OST", "VARGOV"]


def test_bodies_have_their_code_and_no_number() -> None:
    (row,) = rows(event(source=COUNCIL))
    assert (row["Actor Country"], row["Actor COW"]) == ("IGO", "None")
    assert row["Story Organizations"] == "Inner Sea Council"


@pytest.mark.parametrize(
    "given", [{"negated": True}, {"time": "future"}, {"day": None}, {"plover": None}]
)
def test_what_polecat_has_no_row_for_is_left_out(given: dict[str, object]) -> None:
    assert len(rows(event())) == 1
    assert rows(event(**given)) == []


def test_marks_of_the_format_in_names_do_no_harm() -> None:
    hostile = Party(actor=None, code=None, name="A; B\tC\nD", side=None, kind=None)
    (row,) = rows(event(source=hostile))
    assert row["Actor Name"] == "A, B C D"


def test_every_category_has_a_class() -> None:
    of_class = [quad_class(name)[0] for name in ("CONCEDE", "RETREAT", "REJECT", "SANCTION")]
    assert of_class == [1, 2, 3, 4]


def test_months_and_years_have_first_and_last_days() -> None:
    assert days("2023-02") == ("2023-02-01", "2023-02-28")
    assert days("2023") == ("2023-01-01", "2023-12-31")


def test_pandas_and_polars_read_it() -> None:
    text = written([*meeting(OSTRIA, VARNIA), event(mentions=(mention(title='say "so'),))])
    frame = pd.read_csv(io.StringIO(text), sep="\t", quoting=3, na_values=["None"])
    assert frame.shape == (2, 40)
    assert list(frame["Intensity"]) == [1.0, -2.0]
    assert frame["Latitude"].isna().all()
    table = pl.read_csv(text.encode(), separator="\t", quote_char=None, null_values=["None"])
    assert table["Event Type"].to_list() == ["CONSULT", "ACCUSE"]


def test_an_archive_is_written_the_same_every_time(archive_url: str) -> None:
    told = Told("Ilse Brandar met Mirel Dovanu in Kasbrod.")
    told.event("met", "040", ["Ilse Brandar", "Mirel Dovanu"], day="2024-03-14", place="Kasbrod")
    with open_archive(archive_url, create=True) as archive:
        put(archive, [told.record()])
        texts = []
        for _ in range(2):
            stream = io.StringIO()
            with archive.reading() as connection:
                assert polecat.write(connection, stream, Selection()) == 1
            texts.append(stream.getvalue())
    assert texts[0] == texts[1]
    line = dict(zip(polecat.COLUMNS, texts[0].splitlines()[1].split("\t"), strict=True))
    assert set(line["Story People"].split("; ")) == {"Ilse Brandar", "Mirel Dovanu"}
    assert line["Recipient Name"] == "None"
