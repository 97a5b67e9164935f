"""``memcon show``: every kind of id, with everything tied to it, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from archives import AT, filled, put, read
from memcon.analysis.meetings import meetings
from memcon.analysis.sheet import Shown, Tied
from memcon.analysis.show import show
from memcon.archive import Archive, human, open_archive
from memcon.archive.linker import link
from memcon.archive.lookup import item_ids
from memcon.archive.schema import commitments, documents, threads
from memcon.errors import UnknownIdError


def shown(archive: Archive, id: str, *, limit: int = 200) -> Shown:
    with archive.reading() as connection:
        return show(connection, id, limit=limit)


def fact(sheet: Shown, name: str) -> str | list[str] | None:
    return sheet.facts.get(name)


def lendrava(archive: Archive) -> list[str]:
    """Return the ids of the accounts of the meeting that four documents tell of."""
    with archive.reading() as connection:
        (met,) = (row for row in meetings(connection, form="meeting").rows if row.accounts == 4)
    return [one.id or "" for one in met.evidence]


def longest_thread(archive: Archive) -> tuple[str, list[str]]:
    """Return the ids of the first and of all utterances of the undertaking said most often."""
    with archive.reading() as connection:
        root = connection.scalars(select(threads.c.key).order_by(threads.c.times.desc())).first()
        assert root is not None
        keys = list(connection.scalars(select(commitments.c.key).where(commitments.c.root == root)))
        ids = item_ids(connection, "commitment", keys)
        return ids[root], sorted(ids.values())


def test_any_account_of_a_meeting_leads_to_the_whole(archive_url: str) -> None:
    with filled(archive_url) as archive:
        accounts = lendrava(archive)
        sheets = [shown(archive, id) for id in accounts]
        assert len({sheet.id for sheet in sheets}) == 1
        sheet = sheets[0]
        assert sheet.kind == "meeting"
        assert fact(sheet, "accounts") == "4"
        assert fact(sheet, "day") == "2025-03-18"
        assert [row.id for row in sheet.sections["accounts"]] == accounts
        assert {row.value for row in sheet.sections["participants"]} == {
            "Mirel Dovanu",
            "Tomáš Helverin",
        }
        days = [row for row in sheet.sections["values"] if row.what == "day"]
        assert {row.id for row in days} <= set(accounts)
        assert all(row.words and row.document for row in days)
        contradictions = fact(sheet, "contradiction")
        assert contradictions
        assert "place: Lendrava" in str(contradictions)
        said = sheet.sections["statements"]
        assert len({row.document for row in said}) > 1, "what several documents have said there"
        assert all(row.who for row in sheet.sections["commitments"])


def test_any_utterance_leads_to_the_whole_thread(archive_url: str) -> None:
    with filled(archive_url) as archive:
        root, members = longest_thread(archive)
        assert len(members) > 2
        for id in members:
            sheet = shown(archive, id)
            assert (sheet.kind, fact(sheet, "thread")) == ("commitment", root)
            told = sheet.sections["utterances"]
            assert sorted(row.id or "" for row in told) == members
            assert [row.id for row in told if "the one asked for" in row.notes] == [id]
            days = [row.day or "" for row in told]
            assert days == sorted(days)
        deadlines = [row.value for row in sheet.sections["course"] if row.what == "deadline"]
        assert len(deadlines) > 1, "a deadline that moves"
        strengths = [row for row in sheet.sections["course"] if row.what == "strength"]
        assert strengths[0].id == told[0].id


def test_assessments_of_any_utterance_are_the_threads(archive_url: str) -> None:
    with filled(archive_url) as archive:
        root, members = longest_thread(archive)
        other = next(id for id in members if id != root)
        with archive.writing() as connection:
            number = human.assess(
                connection,
                other,
                "kept-in-part",
                who="an analyst",
                at=AT,
                evidence="https://example.org/crossing",
                note="one track is open",
            )
            human.review(connection, root, "confirm", who="a reviewer", at=AT)
        link(archive)
        sheet = shown(archive, root)
        (entry,) = sheet.sections["assessments"]
        assert (entry.value, entry.who, entry.day) == ("kept-in-part", ["an analyst"], AT)
        assert "one track is open" in entry.notes
        assert [row.what for row in sheet.sections["log"]] == ["confirm"]
        assert fact(sheet, "status") == "kept-in-part"
        with archive.writing() as connection:
            human.undo(connection, number, who="an analyst", at=AT)
        entries = shown(archive, root).sections["assessments"]
        assert [row.what for row in entries] == ["assess", "undo"]
        assert f"undone by entry {number + 2}" in entries[0].notes


def test_statement_act_and_commitment_lead_to_each_other(archive_url: str) -> None:
    with filled(archive_url) as archive:
        _, members = longest_thread(archive)
        commitment = shown(archive, members[0])
        (act,) = commitment.sections["act"]
        (statement,) = commitment.sections["statement"]
        of_act = shown(archive, act.id or "")
        assert of_act.kind == "act"
        assert [row.id for row in of_act.sections["statement"]] == [statement.id]
        assert members[0] in [row.id for row in of_act.sections["commitments"]]
        of_statement = shown(archive, statement.id or "")
        assert act.id in [row.id for row in of_statement.sections["acts"]]
        assert members[0] in [row.id for row in of_statement.sections["commitments"]]
        (words,) = of_statement.sections["words"]
        near = of_statement.sections["neighbours"]
        for row in near:
            beside: Tied = shown(archive, row.id or "").sections["words"][0]
            assert beside.words == row.words != words.words
        following = [row.id for row in near if "after" in row.notes]
        if following:
            back = shown(archive, following[0] or "").sections["neighbours"]
            assert statement.id in [row.id for row in back if "before" in row.notes]


def test_an_actor_is_shown_by_id_name_or_mention(archive_url: str) -> None:
    with filled(archive_url) as archive:
        document = lendrava(archive)[0].partition("/")[0]
        sheets = [
            shown(archive, id)
            for id in ("person:mirel-dovanu", "Mirel Dovanu", f"{document}/person:mirel-dovanu")
        ]
        assert len({tuple(sheet.rows) for sheet in map(_frozen, sheets)}) == 1
        sheet = sheets[0]
        assert (sheet.kind, sheet.id) == ("actor", "person:mirel-dovanu")
        assert "Foreign Minister" in " ".join(row.value or "" for row in sheet.sections["offices"])
        days = [row.day or "" for row in sheet.sections["meetings"]]
        assert days == sorted(days, reverse=True)
        assert len(days) > 4
        state = shown(archive, "XVA")
        assert state.sections["commitments open"]
        assert state.sections["issues"]


class _frozen:  # noqa: N801  # rows as something that can be compared
    def __init__(self, sheet: Shown) -> None:
        self.rows = [row.model_dump_json() for row in sheet.rows]


def test_a_document_that_is_in_no_answers_is_shown_still(archive_url: str) -> None:
    page = "https://example.org/readout"
    texts = [
        (
            "2023-05-03",
            "The ministers of China and Japan met in Lima. China will build 40 schools.",
        ),
        (
            "2023-05-04",
            "The ministers of China and Japan met in Lima. China will build 60 schools.",
        ),
    ]
    with open_archive(archive_url) as archive:
        old, new = (read(text, published=day, url=page) for day, text in texts)
        put(archive, [old, new])
        earlier = shown(archive, old.document.id)
        assert fact(earlier, "status") == "superseded"
        assert "no answers" in earlier.notes[0]
        assert [(row.id, row.what) for row in earlier.sections["versions"]] == [
            (new.document.id, "supersedes this one")
        ]
        (capture,) = earlier.sections["captures"]
        assert (capture.value, capture.day) == (page, AT)
        later = shown(archive, page)
        assert later.id == new.document.id, "an address leads to the version in force"
        assert [row.what for row in later.sections["versions"]] == ["superseded by this one"]
        for name in ("meetings", "statements", "acts", "commitments"):
            for row in earlier.sections.get(name, ()):
                finding = shown(archive, row.id or "")
                assert any("superseded" in note for note in finding.notes)
        with archive.writing() as connection:
            human.review(connection, new.document.id, "reject", who="a reviewer", at=AT, note="odd")
        link(archive)
        withdrawn = shown(archive, new.document.id)
        assert fact(withdrawn, "status") == "withdrawn"
        assert [row.what for row in withdrawn.sections["log"]] == ["reject"]


def test_unknown_ids_say_what_ids_there_are_and_what_is_near(archive_url: str) -> None:
    with open_archive(archive_url) as archive:
        put(
            archive, [read("Chinese Foreign Minister Wang Yi met reporters in Lima on 3 May 2023.")]
        )
        with archive.reading() as connection:
            document = connection.execute(select(documents.c.id)).scalar_one()
        for id, near in (
            (document[:-3] + "zzz", document),
            (f"{document}/meeting:77", f"{document}/"),
            ("person:wang-yyi", "person:wang-yi"),
            ("https://example.org/nothing", "doc:…/commitment:4"),
        ):
            with pytest.raises(UnknownIdError) as raised:
                shown(archive, id)
            assert near in str(raised.value)
            assert "doc:…/meeting:1" in str(raised.value)


def test_sections_are_cut_at_the_limit_and_say_so(archive_url: str) -> None:
    with filled(archive_url) as archive:
        id = lendrava(archive)[0]
        whole, cut = shown(archive, id), shown(archive, id, limit=2)
        for name, rows in cut.sections.items():
            assert list(rows) == list(whole.sections[name][:2])
        size = len(whole.sections["statements"])
        assert f"statements: these are 2 of {size}" in cut.notes
        assert not [note for note in whole.notes if "these are" in note]
