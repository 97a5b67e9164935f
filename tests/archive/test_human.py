"""What people say of what was read, on both databases: what follows, and that nothing is lost."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from decided import TEXT, record, span
from sqlalchemy import event, select
from test_corrections import renumbered, with_item, without

from archives import AT, capture, put
from memcon.analysis.ledger import ledger
from memcon.analysis.log import entries
from memcon.analysis.search import search
from memcon.archive import Archive, human, open_archive, schema, store
from memcon.archive.linker import link
from memcon.errors import MemconError, UnknownIdError
from memcon.record import Record

DOC = "doc:0123456789abcdef"
FERRIES = f"{DOC}/commitment:1"
TOLLS = f"{DOC}/commitment:2"
WHO = {"who": "A. Reviewer", "at": AT}

# What linking makes anew, and what only counts up: the same after an undo but for numbers.
_NOT_COMPARED = {"log", "state"}


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An archive with one document."""
    with open_archive(archive_url) as opened:
        put(opened, [record()])
        yield opened


def say(archive: Archive, id: str, action: Any = "correct", **more: Any) -> int:
    with archive.writing() as connection:
        entry = human.review(connection, id, action, **{**WHO, **more})
    link(archive)
    return entry


def rate(archive: Archive, id: str, status: Any, **more: Any) -> int:
    with archive.writing() as connection:
        evidence = {"evidence": "https://example.org/opening", **WHO, **more}
        entry = human.assess(connection, id, status, **evidence)
    link(archive)
    return entry


def take_back(archive: Archive, entry: int) -> int:
    with archive.writing() as connection:
        new = human.undo(connection, entry, who="B. Reviewer", at=AT)
    link(archive)
    return new


def reread(archive: Archive, made: Record, key: int = 1) -> None:
    newer = made.model_copy(update={"reader": made.reader.model_copy(update={"version": "2"})})
    with archive.writing() as connection:
        human.replace_machine_record(connection, key, newer)
    link(archive)


def in_force(archive: Archive, key: int = 1) -> Record:
    with archive.reading() as connection:
        return store.load(connection, key)


def contents(archive: Archive) -> dict[str, list[Any]]:
    """Return all rows of all tables but the log; forms of actors that nobody has any more aside."""
    found: dict[str, list[Any]] = {}
    with archive.reading() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name not in _NOT_COMPARED:
                query = select(table).order_by(*table.primary_key.columns)
                if table is schema.actors:
                    query = query.where(table.c.documents != 0)
                if table is schema.actor_blocks:
                    used = select(schema.actors.c.key).where(schema.actors.c.documents != 0)
                    query = query.where(table.c.actor.in_(used))
                found[table.name] = [tuple(row) for row in connection.execute(query)]
    return found


def goals(archive: Archive, **more: Any) -> dict[str, str]:
    with archive.reading() as connection:
        return {row.goal: row.status for row in ledger(connection, today="2030-01-01", **more).rows}


def log_of(archive: Archive, id: str | None = None, **more: Any) -> list[Any]:
    with archive.reading() as connection:
        return list(entries(connection, id, **more).rows)


def found(archive: Archive, words: str, **more: Any) -> int:
    with archive.reading() as connection:
        return len(search(connection, words, **more).rows)


DECISIONS = {
    "document rejected": (DOC, "reject", {}),
    "document confirmed": (DOC, "confirm", {}),
    "document redated": (DOC, "correct", {"field": "published", "value": "2023-05-09"}),
    "narrator": (DOC, "correct", {"field": "narrator", "value": "EST"}),
    "meeting rejected": (f"{DOC}/meeting:1", "reject", {}),
    "meeting moved": (f"{DOC}/meeting:1", "correct", {"field": "place", "value": "Halm"}),
    "participants": (
        f"{DOC}/meeting:1",
        "correct",
        {"field": "participants", "value": "person:bo-tarn"},
    ),
    "speaker": (f"{DOC}/statement:1", "correct", {"field": "speakers", "value": "Bo Tarn"}),
    "new actor": (f"{DOC}/statement:1", "correct", {"field": "speakers", "value": "FRA"}),
    "statement rejected": (f"{DOC}/statement:1", "reject", {}),
    "act rejected": (f"{DOC}/act:1", "reject", {}),
    "act corrected": (f"{DOC}/act:3", "correct", {"field": "type", "value": "oppose"}),
    "commitment corrected": (FERRIES, "correct", {"field": "goal", "value": "40 ferries"}),
    "actor rejected": (f"{DOC}/person:ana-sol", "reject", {}),
    "actor renamed": (
        f"{DOC}/person:ana-sol",
        "correct",
        {"field": "name", "value": "Ana Maria Sol"},
    ),
    "actor of another side": (
        f"{DOC}/person:ana-sol",
        "correct",
        {"field": "side", "value": "EST"},
    ),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_an_undo_leaves_everything_as_it_was(archive: Archive, name: str) -> None:
    id, action, more = DECISIONS[name]
    before = contents(archive)
    entry = say(archive, id, action, **more)
    assert contents(archive) != before
    take_back(archive, entry)
    assert contents(archive) == before
    assert [(row.entry, row.in_force, row.undoes) for row in log_of(archive)] == [
        (entry + 1, True, entry),
        (entry, False, None),
    ]


def test_a_rejected_commitment_leaves_the_answers(archive: Archive) -> None:
    assert goals(archive).keys() == {"build 40 ferries by 2027", "lift the tolls"}
    say(archive, FERRIES, "reject")
    assert goals(archive).keys() == {"lift the tolls"}
    with pytest.raises(UnknownIdError, match=r"was rejected.*--undo 1"):
        say(archive, FERRIES, "confirm")


def test_a_rejected_act_leaves_search_and_positions(archive: Archive) -> None:
    assert found(archive, "ferries", act="support", actor="NOR") == 1
    say(archive, f"{DOC}/act:2", "reject")
    assert found(archive, "ferries", act="support", actor="NOR") == 0
    assert found(archive, "ferries", act="pledge", actor="NOR") == 1
    say(archive, f"{DOC}/act:1", "reject")
    with archive.reading() as connection:
        assert connection.execute(select(schema.act_issues)).all() == []


def test_a_corrected_act_is_found_as_what_it_is_now(archive: Archive) -> None:
    say(archive, f"{DOC}/act:3", field="type", value="oppose")
    say(archive, f"{DOC}/act:3", field="issues", value="trade")
    assert found(archive, "tolls", act="oppose", actor="EST", issue="trade") == 1
    with archive.reading() as connection:
        issues = schema.act_issues
        query = select(issues.c.type).where(issues.c.issue == "trade").order_by(issues.c.type)
        assert connection.execute(query).scalars().all() == ["oppose", "pledge"]


def test_a_corrected_speaker_and_side_are_those_of_the_answers(archive: Archive) -> None:
    say(archive, f"{DOC}/statement:1", field="speakers", value="Bo Tarn")
    assert found(archive, "ferries", actor="Bo Tarn") == 1
    say(archive, f"{DOC}/person:ana-sol", field="side", value="FRA")
    made = in_force(archive)
    assert {actor.id: actor.name for actor in made.actors}["FRA"] == "France"
    with archive.reading() as connection:
        actors = schema.actors
        query = select(actors.c.name).where(actors.c.id == "FRA", actors.c.documents > 0)
        assert connection.execute(query).scalars().all() == ["France"]


def test_a_rejected_document_leaves_all_answers_and_comes_back(archive: Archive) -> None:
    entry = say(archive, DOC, "reject", note="a hoax")
    assert goals(archive) == {}
    assert found(archive, "ferries") == 0
    say(archive, FERRIES, field="strength", value="hope")  # reviewed all the same
    assert goals(archive) == {}
    take_back(archive, entry)
    assert goals(archive).keys() == {"build 40 ferries by 2027", "lift the tolls"}
    assert in_force(archive).commitments[0].strength == "hope"


def test_the_last_word_on_a_document_holds(archive: Archive) -> None:
    say(archive, DOC, "confirm")
    say(archive, DOC, "reject")
    with archive.reading() as connection:
        assert human.confirmed(connection) == []
    third = say(archive, DOC, "confirm")
    with archive.reading() as connection:
        assert human.confirmed(connection) == [1]
    assert found(archive, "ferries") == 1
    take_back(archive, third)
    assert found(archive, "ferries") == 0


def test_a_rejected_document_stays_out_when_its_page_changes_and_changes_back(
    archive: Archive,
) -> None:
    say(archive, DOC, "reject")
    other = record()
    text = TEXT.replace("Halm", "Kiel")
    other = other.model_copy(
        update={
            "meetings": [],
            "document": other.document.model_copy(
                update={"id": "doc:fedcba9876543210", "text": text}
            ),
        }
    )
    for made in (other, record()):
        with archive.writing() as connection:
            place = f"/texts/{DOC}"
            store.store(connection, made, capture(made, place), 0, known_forms={}, at=AT)
        link(archive)
    with archive.reading() as connection:
        statuses = dict(
            connection.execute(select(schema.documents.c.id, schema.documents.c.status)).all()
        )
    assert statuses == {DOC: "withdrawn", "doc:fedcba9876543210": "superseded"}
    assert found(archive, "ferries") == 0


def test_when_the_first_printing_is_rejected_the_second_stands_for_the_report(
    archive_url: str,
) -> None:
    text = TEXT * 3  # long enough to be told from another
    first = record()
    first = first.model_copy(update={"document": first.document.model_copy(update={"text": text})})
    second = first.model_copy(
        update={
            "document": first.document.model_copy(
                update={"id": "doc:fedcba9876543210", "published": "2023-05-08"}
            )
        }
    )
    with open_archive(archive_url) as archive:
        put(archive, [first, second])
        before = contents(archive)
        assert [row[0] for row in before["documents"]] == [1, 2]
        with archive.reading() as connection:
            status = select(schema.documents.c.status).order_by(schema.documents.c.key)
            assert connection.execute(status).scalars().all() == ["current", "duplicate"]
        entry = say(archive, DOC, "reject")
        with archive.reading() as connection:
            assert connection.execute(status).scalars().all() == ["withdrawn", "current"]
        assert goals(archive).keys() == {"build 40 ferries by 2027", "lift the tolls"}
        take_back(archive, entry)
        assert contents(archive) == before


# After a rereading --------------------------------------------------------------------------------


def test_what_was_rejected_stays_out_when_it_comes_back_under_another_number(
    archive: Archive,
) -> None:
    entry = say(archive, FERRIES, "reject")
    reread(archive, renumbered(record()))
    assert goals(archive).keys() == {"lift the tolls"}
    assert [row.entry for row in log_of(archive, FERRIES)] == [entry]
    take_back(archive, entry)
    assert goals(archive).keys() == {"build 40 ferries by 2027", "lift the tolls"}
    assert in_force(archive) == renumbered(record()).model_copy(
        update={"reader": in_force(archive).reader}
    )


def test_what_was_corrected_wins_over_another_reading(archive: Archive) -> None:
    say(archive, FERRIES, field="strength", value="hope")
    shifted = with_item(record(), "commitment:1", goal=span("will build 40 ferries by 2027"))
    reread(archive, renumbered(shifted))
    made = in_force(archive)
    assert [(item.id, item.strength) for item in made.commitments] == [
        ("commitment:8", "hope"),
        ("commitment:9", "call"),
    ]
    assert [row.id for row in log_of(archive, f"{DOC}/commitment:8")] == [FERRIES]


def test_what_was_confirmed_is_kept_when_the_reader_drops_it(archive: Archive) -> None:
    say(archive, FERRIES, "confirm")
    reread(archive, without(record(), "statement:1", "act:1", "act:2", "commitment:1"))
    assert goals(archive).keys() == {"build 40 ferries by 2027", "lift the tolls"}
    assert found(archive, "ferries", act="pledge", actor="NOR") == 1


def test_without_reviews_the_answers_are_those_of_the_new_reading(archive: Archive) -> None:
    reread(archive, without(record(), "act:1", "commitment:1"))
    assert goals(archive).keys() == {"lift the tolls"}
    assert found(archive, "ferries", act="pledge", actor="NOR") == 0


def test_the_reader_of_a_corrected_record_is_the_present_one(archive: Archive) -> None:
    say(archive, FERRIES, field="strength", value="hope")
    before = contents(archive)
    reread(archive, record())
    assert in_force(archive).reader.version == "2"
    after = contents(archive)
    assert {name for name in before if before[name] != after[name]} == {"documents", "records"}


def test_an_undo_after_a_rereading_leaves_what_the_reader_reads_today(archive: Archive) -> None:
    entry = say(archive, FERRIES, field="goal", value="40 ferries")
    reread(archive, renumbered(record()))
    assert in_force(archive).commitments[0].goal == span("40 ferries")
    say(archive, f"{DOC}/commitment:8", field="strength", value="hope")
    take_back(archive, entry)
    assert [(c.goal.text, c.strength) for c in in_force(archive).commitments] == [
        ("build 40 ferries by 2027", "hope"),
        ("lift the tolls", "call"),
    ]


# Assessments --------------------------------------------------------------------------------------


def test_a_rating_is_the_status_of_its_thread(archive: Archive) -> None:
    rate(archive, FERRIES, "kept")
    assert goals(archive) == {"build 40 ferries by 2027": "kept", "lift the tolls": "not-yet-rated"}
    entry = rate(archive, FERRIES, "broken")
    assert goals(archive, status="broken").keys() == {"build 40 ferries by 2027"}
    take_back(archive, entry)
    assert goals(archive)["build 40 ferries by 2027"] == "kept"
    rate(archive, FERRIES, "not-yet-rated", evidence=None)
    assert goals(archive)["build 40 ferries by 2027"] == "not-yet-rated"


def test_a_rating_follows_its_commitment(archive: Archive) -> None:
    entry = say(archive, FERRIES, field="goal", value="The tolls are old")
    rate(archive, FERRIES, "kept-in-part")
    assert goals(archive)["The tolls are old"] == "kept-in-part"
    take_back(archive, entry)
    assert goals(archive)["build 40 ferries by 2027"] == "kept-in-part"
    reread(
        archive, renumbered(with_item(record(), "commitment:1", goal=span("40 ferries by 2027")))
    )
    assert goals(archive) == {
        "40 ferries by 2027": "kept-in-part",
        "lift the tolls": "not-yet-rated",
    }
    reread(archive, without(record(), "act:1", "commitment:1"))
    assert goals(archive)["build 40 ferries by 2027"] == "kept-in-part"  # kept, as it was rated


def test_a_rating_leaves_with_a_rejected_commitment_and_comes_back(archive: Archive) -> None:
    rate(archive, FERRIES, "kept")
    entry = say(archive, FERRIES, "reject")
    assert goals(archive) == {"lift the tolls": "not-yet-rated"}
    take_back(archive, entry)
    assert goals(archive)["build 40 ferries by 2027"] == "kept"


def test_of_ratings_of_one_thread_the_last_entered_holds(archive_url: str) -> None:
    again = record()
    text = "On 9 June Norland spoke anew. " + TEXT
    shift = len(text) - len(TEXT)

    def moved(value: Any) -> Any:
        if isinstance(value, dict):
            if "start" in value and "end" in value:
                value = {**value, "start": value["start"] + shift, "end": value["end"] + shift}
            return {name: moved(part) for name, part in value.items()}
        return [moved(part) for part in value] if isinstance(value, list) else value

    values = moved(again.model_dump(by_alias=True))
    values["document"] |= {"id": "doc:fedcba9876543210", "text": text, "published": "2023-06-09"}
    values["document"]["title"] = "Ferries again"
    with open_archive(archive_url) as archive:
        put(archive, [record(), Record.model_validate(values)])
        with archive.writing() as connection:  # two reports of their own
            connection.execute(
                schema.documents.update().values(status="current", duplicate_of=None)
            )
        with archive.reading() as connection:
            threads = connection.execute(select(schema.threads.c.times)).scalars().all()
        if threads != [2, 2]:
            pytest.skip("taken for one report")
        rate(archive, "doc:fedcba9876543210/commitment:1", "kept")
        rate(archive, FERRIES, "broken")
        assert set(goals(archive).values()) == {"broken", "not-yet-rated"}
        rate(archive, "doc:fedcba9876543210/commitment:1", "kept-in-part")
        assert set(goals(archive).values()) == {"kept-in-part", "not-yet-rated"}


@pytest.mark.parametrize(
    ("id", "evidence", "told"),
    [
        (FERRIES, None, "a rating needs evidence"),
        (FERRIES, "   ", "a rating needs evidence"),
        (FERRIES, "the newspaper", "neither a web address nor the id"),
        (FERRIES, "ftp://example.org/a", "neither a web address nor the id"),
        (FERRIES, "https://[::1", "neither a web address nor the id"),
        (FERRIES, "doc:0000000000000000", "no such document"),
        (FERRIES, f"{DOC}/statement:99", "the document has no statement:99"),
        (f"{DOC}/commitment:99", "https://example.org", "the document has no commitment:99"),
        (f"{DOC}/act:1", "https://example.org", "no commitment of the archive"),
        ("doc:none/commitment:1", "https://example.org", "no such document"),
    ],
)
def test_ratings_that_say_nothing_are_refused(
    archive: Archive, id: str, evidence: str | None, told: str
) -> None:
    with pytest.raises(MemconError, match=told):
        rate(archive, id, "kept", evidence=evidence)
    assert log_of(archive) == []


def test_a_finding_may_be_the_evidence(archive: Archive) -> None:
    rate(archive, FERRIES, "kept", evidence=f" {DOC}/statement:2 ")
    assert log_of(archive)[0].evidence == f"{DOC}/statement:2"


# The log ------------------------------------------------------------------------------------------


def test_the_log_has_whole_ids_whatever_was_typed(archive: Archive) -> None:
    say(archive, "doc:01234567/commitment:1", "confirm")
    rate(archive, FERRIES, "kept", evidence="doc:01234567/act:1")
    assert [row.id for row in log_of(archive, "doc:01234567/commitment:1")] == [FERRIES, FERRIES]
    assert log_of(archive)[0].evidence == f"{DOC}/act:1"


def test_two_reviewers_entries_stand_in_order_and_the_last_correction_wins(
    archive: Archive,
) -> None:
    say(archive, FERRIES, field="strength", value="hope", note="tentative")
    say(archive, FERRIES, field="strength", value="ready", who="B. Reviewer")
    say(archive, TOLLS, "confirm", who="b. reviewer")
    assert in_force(archive).commitments[0].strength == "ready"
    rows = log_of(archive)
    assert [(row.entry, row.who, row.action) for row in rows] == [
        (3, "b. reviewer", "confirm"),
        (2, "B. Reviewer", "correct"),
        (1, "A. Reviewer", "correct"),
    ]
    assert (rows[2].field, rows[2].value, rows[2].was) == ("strength", "hope", "will")
    assert (rows[2].note, rows[2].words) == ("tentative", "build 40 ferries by 2027")
    assert [row.entry for row in log_of(archive, who="B.  REVIEWER")] == [3, 2]
    assert [row.entry for row in log_of(archive, FERRIES)] == [2, 1]
    assert [row.entry for row in log_of(archive, DOC, limit=1)] == [3]
    take_back(archive, 2)
    assert in_force(archive).commitments[0].strength == "hope"
    assert [row.entry for row in log_of(archive, FERRIES)] == [4, 2, 1]


def test_the_log_is_narrowed_by_time_and_id(archive: Archive) -> None:
    say(archive, FERRIES, "confirm", at="2026-03-31T23:59:59+00:00")
    say(archive, FERRIES, "confirm", at="2026-04-01T00:00:00+00:00")
    assert [row.entry for row in log_of(archive, since="2026-04")] == [2]
    assert [row.entry for row in log_of(archive, until="2026-03")] == [1]
    assert log_of(archive, TOLLS) == []
    with pytest.raises(UnknownIdError):
        log_of(archive, f"{DOC}/commitment:77")
    with pytest.raises(MemconError, match="is no date"):
        log_of(archive, since="lately")


def test_what_cannot_be_undone(archive: Archive) -> None:
    say(archive, FERRIES, "confirm")
    take_back(archive, 1)
    for number, told in ((1, "undone already"), (2, "not undone"), (9, "no such entry")):
        with pytest.raises(MemconError, match=told):
            take_back(archive, number)
    assert len(log_of(archive)) == 2


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("doc:none", "no such document"),
        (f"{DOC}/", "no such document"),
        (f"{DOC}/statement:9", "has no statement:9"),
        (f"{DOC}/person:nobody", "has no person:nobody"),
        (f"{DOC}/actor:1", "has no actor:1"),
    ],
)
def test_only_what_is_there_is_reviewed(archive: Archive, id: str, told: str) -> None:
    with pytest.raises(UnknownIdError, match=told):
        say(archive, id, "confirm")


def test_what_is_refused_leaves_no_entry(archive: Archive) -> None:
    before = contents(archive)
    for field, value in (("strength", "maybe"), ("colour", "red"), ("by", "Nobody At All")):
        with pytest.raises(MemconError):
            say(archive, FERRIES, field=field, value=value)
    assert contents(archive) == before
    assert log_of(archive) == []


def test_the_log_only_grows(archive: Archive) -> None:
    written: list[str] = []

    @event.listens_for(archive.engine, "before_cursor_execute")
    def _(*arguments: Any) -> None:
        written.append(" ".join(arguments[2].split()).lower())

    say(archive, FERRIES, field="strength", value="hope")
    rate(archive, FERRIES, "kept")
    say(archive, DOC, "reject")
    take_back(archive, 3)
    take_back(archive, 2)
    reread(archive, renumbered(record()))
    touched = {line.split()[0] for line in written if " log " in line or " log(" in line}
    assert touched <= {"select", "insert", "with"}
    assert "insert" in touched


def test_no_code_changes_or_removes_an_entry(root: Path) -> None:
    for path in sorted((root / "src" / "memcon").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if node.func.id in ("update", "delete"):
                assert "log" not in ast.unparse(node.args[0]).split("."), path
