"""What is new in an archive since a time, what it holds, and every saying of an undertaking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pair_records import Account

from archives import capture
from memcon.analysis.contents import contents
from memcon.analysis.news import Novelty, news
from memcon.analysis.sayings import sayings
from memcon.archive import Archive, human, open_archive, store
from memcon.archive.linker import link
from memcon.errors import MemconError, UnknownIdError

OLD, NEW = "2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"
BETWEEN = "2026-01-15T00:00:00+00:00"
TODAY = "2026-02-02"
PEOPLE = {"XOS": "Tomas Helverin", "XVA": "Mirel Dovanu"}
FERRIES = "Ostria will build forty electric ferries for the Inner Sea route to Varnia"
CROSSING = "Ostria will open the Sunda rail crossing by 20 January 2026"


def ours() -> Account:
    return (
        Account(day="2025-05-04", title="Talks at the port", people=PEOPLE)
        .meeting("2025-05-04", "XOS", "XVA", place="Lendrava")
        .act("support", ["XOS"], ["XVA"], "Ostria backs the sea treaty", issues=["trade"],
             strength="support:support")
        .act("pledge", ["XOS"], ["XVA"], FERRIES, issues=["trade"], pledged=True)
        .act("pledge", ["XOS"], ["XVA"], CROSSING, pledged=True,
             deadline=("by 20 January 2026", "2026-01-20"))
    )  # fmt: skip


def theirs() -> Account:
    """Tell of the same meeting and the same undertaking, and of new ones."""
    return (
        Account(day="2025-05-05", narrator="XVA", title="Their talks", people=PEOPLE)
        .meeting("2025-05-04", "XOS", "XVA", place="Lendrava")
        .meeting("2025-09-01", "XSE", "XVA", form="call")
        .act("pledge", ["XOS"], ["XVA"], FERRIES.replace("forty", "fifty"), issues=["trade"],
             pledged=True)
        .act("support", ["XOS"], ["XVA"], "Ostria firmly backs the sea treaty", issues=["trade"],
             strength="support:strongly support")
        .act("pledge", ["XSE"], [], "Selmark will join the flood warning network", pledged=True)
    )  # fmt: skip


def add(archive: Archive, account: Account, at: str) -> str:
    made = account.record()
    with archive.writing() as connection:
        taken = capture(made, f"/texts/{made.document.id}")
        store.store(connection, made, taken, 0, known_forms={}, at=at)
    link(archive)
    return made.document.id


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url) as archive:
        add(archive, ours(), OLD)
        add(archive, theirs(), NEW)
        yield archive


def told(archive: Archive, since: str, *, today: str = TODAY, limit: int = 5) -> list[Novelty]:
    with archive.reading() as connection:
        return list(news(connection, since=since, today=today, limit=limit).rows)


def words(rows: list[Novelty], kind: str) -> list[str]:
    return [row.words for row in rows if row.kind == kind]


def test_only_what_was_added_since_then_is_new(archive: Archive) -> None:
    rows = told(archive, BETWEEN)
    assert words(rows, "document") == ["Their talks"]
    assert words(rows, "meeting") == ["Mirel Dovanu (XVA), Selmark"]
    assert words(rows, "undertaking") == ["Selmark will join the flood warning network"]


def test_since_the_beginning_everything_is_new_each_once(archive: Archive) -> None:
    with archive.reading() as connection:
        found = news(connection, since="2020-01-01T00:00:00+00:00", today=TODAY, limit=1)
    counts = dict(found.facets["kind"])
    assert (counts["document"], counts["meeting"], counts["undertaking"]) == (2, 2, 3)
    assert found.total == sum(counts.values())
    assert sum(row.kind == "document" for row in found.rows) == 1


def test_a_new_document_brings_a_change_of_wording(archive: Archive) -> None:
    (row,) = [row for row in told(archive, BETWEEN) if row.kind == "wording"]
    assert (row.actors, row.issue) == (["XOS"], "trade")
    assert row.words == "support → strongly support (higher)"
    assert "/act:" in row.id


def test_what_became_overdue_since_then_is_told_until_somebody_rates_it(archive: Archive) -> None:
    (row,) = [row for row in told(archive, BETWEEN) if row.kind == "overdue"]
    assert (row.words, row.day, row.actors) == (CROSSING, "2026-01-20", ["XOS"])
    assert words(told(archive, NEW), "overdue") == []  # it was overdue by then
    assert words(told(archive, BETWEEN, today="2026-01-20"), "overdue") == []  # not yet
    with archive.writing() as connection:
        human.assess(connection, row.id, "kept", who="Ada", at=NEW, evidence="https://example.org/")
    link(archive)
    rows = told(archive, BETWEEN)
    assert words(rows, "overdue") == []
    assert words(rows, "review") == ["assess by Ada"]


def test_nothing_is_new_after_the_last_change(archive: Archive) -> None:
    assert told(archive, "2026-02-01T00:00:01+00:00") == []


def test_an_empty_archive_has_no_news_and_no_contents(archive_url: str) -> None:
    with open_archive(archive_url) as archive, archive.reading() as connection:
        assert news(connection, since=OLD, today=TODAY).total == 0
        held = contents(connection)
        assert (held.documents, held.meetings, held.first_day, held.facets) == (0, 0, None, {})


def test_a_time_that_is_none_is_told(archive: Archive) -> None:
    with pytest.raises(MemconError, match="is no time"):
        told(archive, "yesterday")


def test_contents_are_counted_each_once(archive: Archive) -> None:
    with archive.reading() as connection:
        held = contents(connection)
    assert (held.documents, held.meetings, held.undertakings) == (2, 2, 3)
    assert (held.first_day, held.last_day) == ("2025-05-04", "2025-05-05")
    assert held.facets["narrator"] == [("XOS", 1), ("XVA", 1)]
    assert held.facets["issue"] == [("trade", 1)]
    assert held.facets["form"] == [("call", 1), ("meeting", 1)]
    assert held.facets["year"] == [("2025", 2)]


def test_sayings_of_an_undertaking_stand_in_order_with_what_was_reworded(archive: Archive) -> None:
    first, second = ours().record().document.id, theirs().record().document.id
    with archive.reading() as connection:
        said = sayings(connection, f"{second}/commitment:1").rows
    assert [row.id for row in said] == [f"{first}/commitment:1", f"{second}/commitment:1"]
    assert [row.previous for row in said] == [None, f"{first}/commitment:1"]
    assert [row.narrator for row in said] == ["XOS", "XVA"]
    changed = [one for one in said[1].differences if one.operation != "equal"]
    assert [(one.a_text, one.b_text) for one in changed] == [("forty", "fifty")]
    assert said[0].differences == []
    assert said[1].evidence.words == FERRIES.replace("forty", "fifty")


@pytest.mark.parametrize("local", ["act:1", "", "commitment:x", "commitment:99999999999"])
def test_only_commitments_are_said(archive: Archive, local: str) -> None:
    id = "/".join(filter(None, (ours().record().document.id, local)))
    with archive.reading() as connection, pytest.raises(UnknownIdError):
        sayings(connection, id)
