"""Which findings a reviewer sees first, how far the review is, and who disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archives import AT
from memcon.analysis.agreement import disagreements, progress_by_kind, progress_by_person
from memcon.analysis.review_item import reviewable, version
from memcon.analysis.review_queue import Filters, Wanted, review_queue
from memcon.archive import Archive, human, open_archive
from memcon.archive.human import Review
from memcon.archive.linker import link
from memcon.errors import UnknownIdError


@pytest.fixture
def archive(example_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    copy = tmp_path / "copy.db"
    copy.write_bytes(example_archive.read_bytes())
    with open_archive(copy) as opened:
        yield opened


def enter(
    archive: Archive, id: str, action: Review, who: str, field: str = "", value: str = ""
) -> int:
    with archive.writing() as connection:
        entry = human.review(
            connection, id, action, who=who, at=AT, field=field or None, value=value or None
        )
    link(archive)
    return entry


def queue(archive: Archive, filters: Filters | None = None, **how: object) -> list[Wanted]:
    with archive.reading() as connection:
        answer = review_queue(connection, filters, limit=10_000, **how)  # type: ignore[arg-type]
    assert answer.total in (None, len(answer.rows))
    return list(answer.rows)


def test_what_the_reader_is_least_sure_of_comes_first(archive: Archive) -> None:
    rows = queue(archive)
    assert [row.wants for row in rows] == sorted((row.wants for row in rows), reverse=True)
    assert {row.kind for row in rows} == {"statement", "act", "commitment", "meeting"}
    assert len({row.id for row in rows}) == len(rows)
    assert queue(archive) == rows


def test_each_filter_narrows_the_queue_down(archive: Archive) -> None:
    rows = queue(archive)
    one = rows[0]
    assert queue(archive, Filters(kind="act")) == [row for row in rows if row.kind == "act"]
    mine = queue(archive, Filters(document=one.document))
    assert {row.id for row in mine} == {row.id for row in rows if row.document == one.document}
    voiced = queue(archive, Filters(narrator="OST"))
    assert voiced == [row for row in rows if row.narrator == "OST"]
    on = queue(archive, Filters(issue="trade"))
    assert on
    assert {row.kind for row in on} <= {"statement", "act", "commitment"}
    assert {row.id for row in on} < {row.id for row in rows}
    unsure = queue(archive, Filters(unsure=True))
    assert {row.id for row in unsure} < {row.id for row in rows}
    warned = queue(archive, Filters(warned=True))
    with archive.reading() as connection:
        for row in warned:
            found = reviewable(connection, row.id)
            assert any(
                warning.span.start < (row.end or 0) and (row.start or 0) < warning.span.end
                for warning in found.record.warnings
                if warning.span
            )
    assert queue(archive, Filters(narrator="'; DROP TABLE log; --")) == []


def test_an_unknown_document_is_an_error(archive: Archive) -> None:
    with pytest.raises(UnknownIdError):
        queue(archive, Filters(document="doc:ffffffffffffffff"))


def test_what_was_reviewed_waits_no_more(archive: Archive) -> None:
    first, second = queue(archive)[:2]
    entry = enter(archive, first.id, "confirm", "Ada")
    assert first.id not in {row.id for row in queue(archive)}
    assert first.id not in {row.id for row in queue(archive, seen="not-me", me="ADA")}
    assert first.id in {row.id for row in queue(archive, seen="not-me", me="Bo")}
    assert first.id in {row.id for row in queue(archive, seen="anyone")}
    with archive.writing() as connection:
        human.undo(connection, entry, who="Ada", at=AT)
    assert [row.id for row in queue(archive)[:2]] == [first.id, second.id]


def test_progress_counts_findings_once_and_rejected_ones_too(archive: Archive) -> None:
    rows = queue(archive, Filters(kind="commitment"))
    enter(archive, rows[0].id, "confirm", "Ada")
    enter(archive, rows[0].id, "confirm", "Bo")
    enter(archive, rows[1].id, "reject", "Ada")
    with archive.reading() as connection:
        kinds = {row.kind: row for row in progress_by_kind(connection).rows}
        people = progress_by_person(connection).rows
    assert (kinds["commitment"].reviewed, kinds["commitment"].total) == (2, len(rows))
    assert kinds["act"].reviewed == 0
    told = [(row.who, row.findings, row.confirmed, row.rejected) for row in people]
    assert told == [("Ada", 2, 1, 1), ("Bo", 1, 1, 0)]


@pytest.mark.parametrize(
    ("decisions", "opposed"),
    [
        ([("Ada", "confirm"), ("Bo", "confirm")], False),
        ([("Ada", "confirm"), ("Bo", "reject")], True),
        ([("Ada", "confirm"), ("Bo", "strength=will")], True),
        ([("Ada", "strength=will"), ("Bo", "confirm")], False),
        ([("Ada", "strength=will"), ("Bo", "strength=hope")], True),
        ([("Ada", "strength=will"), ("Bo", "joint=true")], False),
        ([("Ada", "confirm"), ("Bo", "strength=will"), ("Ada", "confirm")], False),
        ([("Ada", "confirm"), ("Ada", "reject")], False),
    ],
)
def test_who_says_otherwise_disagrees(
    archive: Archive, decisions: list[tuple[str, str]], opposed: bool
) -> None:
    row = next(row for row in queue(archive, Filters(kind="commitment")))
    last = 0
    for who, decision in decisions:
        field, _, value = decision.partition("=")
        if value:
            last = enter(archive, row.id, "correct", who, field, value)
        else:
            last = enter(archive, row.id, decision, who)  # type: ignore[arg-type]
    with archive.reading() as connection:
        found = disagreements(connection).rows
    assert [(one.id, one.one, one.other) for one in found] == [(row.id, "Ada", "Bo")] * opposed
    assert {one.id for one in queue(archive, seen="disputed")} == {row.id} & (
        {row.id} if opposed else set()
    )
    if opposed:
        with archive.writing() as connection:
            human.undo(connection, last, who="Bo", at=AT)
        with archive.reading() as connection:
            assert disagreements(connection).rows == []


def test_the_version_of_a_finding_changes_with_it_alone(archive: Archive) -> None:
    one, other = queue(archive, Filters(kind="commitment"))[:2]
    with archive.reading() as connection:
        before = version(connection, one.id), version(connection, other.id)
        joint = reviewable(connection, one.id).item.joint
        assert reviewable(connection, one.id).version == before[0]
    enter(archive, one.id, "correct", "Ada", "joint", str(not joint).lower())
    with archive.reading() as connection:
        assert version(connection, one.id) != before[0]
        assert version(connection, other.id) == before[1]


def test_a_rejected_finding_can_still_be_looked_at(archive: Archive) -> None:
    row = queue(archive, Filters(kind="act"))[0]
    enter(archive, row.id, "reject", "Ada")
    with archive.reading() as connection:
        found = reviewable(connection, row.id)
        assert found.item is None
        assert [entry.who for entry in found.entries] == ["Ada"]
        with pytest.raises(UnknownIdError):
            reviewable(connection, f"{row.document}/act:99999")
