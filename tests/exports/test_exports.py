"""What leaves an archive: records as they are in force, and confirmed documents as gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archives import AT, example_records, filled, read
from memcon.archive import Archive, human
from memcon.archive.linker import link
from memcon.archive.schema import documents
from memcon.errors import MemconError
from memcon.evaluation.gold import load_corpus
from memcon.evaluation.run import evaluate
from memcon.exports.gold import confirmed_records, gold_of, name_of, write_gold
from memcon.exports.records import current_records
from memcon.record import Record


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An archive of the examples."""
    with filled(archive_url) as opened:
        yield opened


def exported(archive: Archive) -> list[Record]:
    with archive.reading() as connection:
        return list(current_records(connection))


def confirmed(archive: Archive) -> list[Record]:
    with archive.reading() as connection:
        return list(confirmed_records(connection))


def say(archive: Archive, id: str, action: human.Review, **more: str) -> int:
    with archive.writing() as connection:
        entry = human.review(connection, id, action, who="A. Reviewer", at=AT, **more)
    link(archive)
    return entry


def test_every_current_record_is_exported_in_the_order_of_ids(archive: Archive) -> None:
    made = exported(archive)
    with archive.reading() as connection:
        rows = connection.execute(documents.select().where(documents.c.status == "current"))
        assert [record.document.id for record in made] == sorted(row.id for row in rows)
    stored = {record.document.id: record for record in example_records()}
    assert all(stored[record.document.id] == record for record in made)


def test_what_is_exported_is_in_force(archive: Archive) -> None:
    first, second, *others = exported(archive)
    commitment = next(record for record in others if record.commitments)
    id = f"{commitment.document.id}/{commitment.commitments[0].id}"
    say(archive, id, "correct", field="strength", value="hope")
    say(archive, f"{first.document.id}/{first.statements[0].id}", "reject")
    made = {record.document.id: record for record in exported(archive)}
    assert made[commitment.document.id].commitments[0].strength == "hope"
    assert first.statements[0].id not in [s.id for s in made[first.document.id].statements]
    entry = say(archive, second.document.id, "reject")
    assert second.document.id not in [record.document.id for record in exported(archive)]
    with archive.writing() as connection:
        human.undo(connection, entry, who="A. Reviewer", at=AT)
    assert second.document.id in [record.document.id for record in exported(archive)]


def test_pages_of_records_neither_lose_nor_repeat_any(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported(archive)
    for size in (1, 3, len(whole)):
        monkeypatch.setattr("memcon.exports.records._AT_ONCE", size)
        assert exported(archive) == whole


def test_only_documents_confirmed_as_a_whole_are_gold(archive: Archive) -> None:
    one, two = (record.document.id for record in exported(archive)[:2])
    say(archive, f"{one}/{exported(archive)[0].statements[0].id}", "confirm")
    assert confirmed(archive) == []
    say(archive, two, "confirm")
    entry = say(archive, one, "confirm")
    assert [record.document.id for record in confirmed(archive)] == sorted((one, two))
    say(archive, two, "reject")
    assert [record.document.id for record in confirmed(archive)] == [one]
    with archive.writing() as connection:
        human.undo(connection, entry, who="A. Reviewer", at=AT)
    assert confirmed(archive) == []


def test_the_stored_records_score_one_on_the_gold_they_came_to(
    archive: Archive, tmp_path: Path
) -> None:
    for record in exported(archive):
        say(archive, record.document.id, "confirm")
    person = next(r for r in exported(archive) if r.commitments)
    id = f"{person.document.id}/{person.commitments[0].id}"
    say(archive, id, "correct", field="strength", value="hope")
    made = confirmed(archive)
    names = write_gold(tmp_path / "gold", made)
    corpus = load_corpus(tmp_path / "gold")
    assert sorted(names) == [document.id for document in corpus.documents]
    by_text = {record.document.text: record for record in made}
    for result in evaluate(corpus.documents, by_text.__getitem__):
        assert result.findings == []
        assert set(result.scores.values().values()) <= {1.0, None}
    content = json.loads((tmp_path / "gold" / "gold" / f"{name_of(person)}.json").read_text())
    assert "hope" in [one["strength"] for one in content["commitments"]]


def test_gold_tells_of_another_reading(tmp_path: Path) -> None:
    record = next(one for one in example_records() if len(one.statements) > 2 and one.commitments)
    write_gold(tmp_path, [record])
    (document,) = load_corpus(tmp_path).documents
    worse = record.model_copy(update={"statements": record.statements[1:], "commitments": []})
    (result,) = evaluate([document], lambda _: worse)
    scores = result.scores.values()
    assert scores["content"] is not None
    assert 0 < scores["content"] < 1
    assert scores["commitments"] == 0


def test_what_repeats_the_body_is_neutral() -> None:
    made = [gold_of(record, "x") for record in example_records()]
    texts = [record.document.text for record in example_records()]
    neutral = [
        (text, span) for text, one in zip(texts, made, strict=True) for span in one["neutral"]
    ]
    assert neutral
    assert all(text[span["start"] : span["end"]] == span["quote"] for text, span in neutral)


def test_gold_of_the_same_again_changes_nothing_and_other_work_is_not_lost(tmp_path: Path) -> None:
    record = example_records()[0]
    (name,) = write_gold(tmp_path, [record])
    assert write_gold(tmp_path, [record]) == [name]
    path = tmp_path / "gold" / f"{name}.json"
    path.write_text("{}")
    with pytest.raises(MemconError, match=r"is there already.*--replace"):
        write_gold(tmp_path, [record])
    assert path.read_text() == "{}"
    write_gold(tmp_path, [record], replace=True)
    assert json.loads(path.read_text())["id"] == name


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MemconError, match="cannot be written"):
        write_gold(tmp_path / "file", [example_records()[0]])


def test_names_tell_day_title_and_id() -> None:
    record = example_records()[0]
    plain = record.document.model_copy(
        update={
            "id": "doc:0123456789abcdef",
            "title": "Größe & “Quotes”: a very long title that goes on and on and on and on",
            "published": "2024-03-14T10:00:00+00:00",
        }
    )
    named = record.model_copy(update={"document": plain})
    assert name_of(named) == "2024-03-14-groe-quotes-a-very-long-title-that-goes-on-and-o-01234567"
    bare = plain.model_copy(update={"title": None, "published": None, "dateline": None})
    assert name_of(record.model_copy(update={"document": bare})) == "01234567"


def test_a_text_that_begins_with_a_mark_keeps_its_offsets(tmp_path: Path) -> None:
    record = read("Foreign Minister Ana Sol of Norland said Norland will open a consulate.")
    text = "\ufeff" + record.document.text[1:]  # of the same length
    changed = record.document.model_copy(update={"text": text})
    bare: dict[str, list[Any]] = {
        name: [] for name in ("actors", "meetings", "statements", "acts", "commitments")
    }
    write_gold(tmp_path, [record.model_copy(update={"document": changed, **bare})])
    (document,) = load_corpus(tmp_path).documents
    assert document.text == text
