"""The brief for word processors."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from docx import Document
from docx.oxml.ns import qn

from memcon.analysis.answer import Citation
from memcon.presentation.brief.docx import brief_docx
from memcon.presentation.brief.view import BriefPage, Group, Line, Note, Section

NOTES = (
    Note(
        number=1,
        words="Ostria will build 40 ferries",
        source="Talks & <tolls>, 11 January 2023",
        id="doc:aa/commitment:1",
        url="https://xos.example/talks?a=1&b=zwei wörter",
        cited=Citation(document="doc:aa"),
    ),
    Note(
        number=2,
        words="",
        source="Untitled document",
        id="doc:bb",
        url=None,
        cited=Citation(document="doc:bb"),
    ),
)
PAGE = BriefPage(
    title="Ostria and Varnia",
    day="2025-06-01",
    about=("Written for 1 June 2025", "last met 10 January 2023"),
    sections=(
        Section(
            id="commitments",
            heading="Open commitments",
            intro="As said.",
            groups=(
                Group(
                    heading="Ostria towards Varnia",
                    lines=(
                        Line(
                            lead="10 January 2023",
                            text="“build 40 ferries”",
                            marks=("due 2024, overdue", "new"),
                            details=("will; first said 10 January 2023",),
                            notes=(1, 2),
                        ),
                    ),
                    remark="3 more in the archive.",
                ),
            ),
        ),
    ),
    notes=NOTES,
)


def test_headings_lists_and_notes_are_those_of_a_document() -> None:
    document = Document(io.BytesIO(brief_docx(PAGE)))
    told = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style is not None
    ]
    assert told[:5] == [
        ("Title", "Ostria and Varnia"),
        ("Subtitle", "Written for 1 June 2025 · last met 10 January 2023"),
        ("Heading 1", "Open commitments"),
        ("Normal", "As said."),
        ("Heading 2", "Ostria towards Varnia"),
    ]
    style, line = told[5]
    assert style == "List Bullet"
    assert line == (
        "10 January 2023 “build 40 ferries”1,2 [due 2024, overdue, new]"
        "\nwill; first said 10 January 2023"
    )
    assert told[6:8] == [("Normal", "3 more in the archive."), ("Heading 1", "Notes")]
    assert told[8][1].startswith(
        "1\t“Ostria will build 40 ferries” Talks & <tolls>, 11 January 2023 (doc:aa/commitment:1) "
    )
    assert told[9][1] == "2\tUntitled document (doc:bb)"


def test_references_lead_to_their_notes_and_notes_to_their_sources() -> None:
    document = Document(io.BytesIO(brief_docx(PAGE)))
    body = document.element.body
    anchors = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert [one for one in anchors if one] == marks == ["note_1", "note_2"]
    outside = [one.target_ref for one in document.part.rels.values() if one.is_external]
    # what is no address by RFC 3986 would make a word processor refuse the whole file
    assert outside == ["https://xos.example/talks?a=1&b=zwei%20w%C3%B6rter"]


def test_file_is_the_same_whenever_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = brief_docx(PAGE)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert brief_docx(PAGE) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_tell_what_the_file_is() -> None:
    properties = Document(io.BytesIO(brief_docx(PAGE))).core_properties
    assert (properties.title, properties.author) == ("Ostria and Varnia: brief", "memcon")
    made = properties.created
    assert made is not None
    assert made.replace(tzinfo=None) == datetime(2025, 6, 1)


def test_page_without_notes_has_no_notes_section() -> None:
    bare = replace(PAGE, sections=(), notes=())
    text = "".join(one.text for one in Document(io.BytesIO(brief_docx(bare))).paragraphs)
    assert not re.search("Notes", text)


def test_address_that_is_none_is_left_out() -> None:
    broken = replace(NOTES[0], url="https://[half")
    document = Document(io.BytesIO(brief_docx(replace(PAGE, notes=(broken,)))))
    assert not [one for one in document.part.rels.values() if one.is_external]
