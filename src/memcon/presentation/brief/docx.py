"""A brief as a document for word processors (DOCX), its citations as numbered notes at the end."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from memcon.presentation.brief.view import BriefPage, Group, Line, Note

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BULLET: Final = "ListBullet"
_ENTRY_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP archive can tell
_INK: Final = RGBColor(0x1B, 0x1B, 0x1B)
_QUIET: Final = RGBColor(0x55, 0x59, 0x5F)
_LINK: Final = RGBColor(0x0B, 0x4F, 0x8A)
_FOOT: Final = "Made by memcon from the documents cited. The quoted words are the documents’ own."


def brief_docx(page: BriefPage) -> bytes:
    """Return a brief as a DOCX file, the same bytes for the same brief."""
    writer = _Writer(document=Document())
    writer.write(page)
    stream = io.BytesIO()
    writer.document.save(stream)
    return _timeless(stream)


def _timeless(stream: io.BytesIO) -> bytes:
    """Return a ZIP archive with the same entries, none of which tells when it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _ENTRY_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(name))
    return out.getvalue()


@dataclass(slots=True)
class _Writer:
    document: DocumentObject
    _bookmarks: int = field(default=0)

    def write(self, page: BriefPage) -> None:
        self._properties(page)
        self._without_thumbnail()
        self._layout()
        self.document.add_paragraph(page.title, style="Title")
        self.document.add_paragraph(" · ".join(page.about), style="Subtitle")
        for section in page.sections:
            self.document.add_heading(section.heading, level=1)
            if section.intro:
                self._quiet(self.document.add_paragraph(), section.intro)
            for group in section.groups:
                self._group(group)
        if page.notes:
            self.document.add_heading("Notes", level=1)
            for note in page.notes:
                self._note(note)
        self._footer(page)

    def _properties(self, page: BriefPage) -> None:
        properties = self.document.core_properties
        day = datetime.fromisoformat(page.day)
        properties.title = f"{page.title}: brief"
        properties.subject = " · ".join(page.about)
        properties.author = properties.last_modified_by = "memcon"
        properties.comments = _FOOT
        properties.language = "en"
        properties.created = properties.modified = day
        properties.revision = 1

    def _without_thumbnail(self) -> None:
        """Leave out the template's picture of its own first page."""
        relations = self.document.part.package.rels
        for name, relation in list(relations.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
                del relations[name]

    def _layout(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin = section.bottom_margin = Mm(20)
        for name, size, before in (
            ("Normal", 10.5, 0),
            ("Title", 22, 0),
            ("Subtitle", 10.5, 0),
            ("Heading 1", 14, 16),
            ("Heading 2", 11.5, 10),
            ("List Bullet", 10.5, 0),
        ):
            style = self.document.styles[name]
            style.font.size = Pt(size)
            style.font.color.rgb = _QUIET if name == "Subtitle" else _INK
            style.font.italic = False
            style.paragraph_format.space_before = Pt(before)
            style.paragraph_format.space_after = Pt(5)

    def _group(self, group: Group) -> None:
        if group.heading:
            self.document.add_heading(group.heading, level=2)
        for line in group.lines:
            self._line(line)
        if group.remark:
            self._quiet(self.document.add_paragraph(), group.remark)

    def _line(self, line: Line) -> None:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = _BULLET  # by its id: looking a style up by name is most of the work
        paragraph.paragraph_format.keep_together = True
        paragraph.add_run(line.lead).bold = True
        paragraph.add_run(f" {line.text}")
        for place, number in enumerate(line.notes):
            if place:
                paragraph.add_run(",").font.superscript = True
            self._reference(paragraph, number)
        if line.marks:
            paragraph.add_run(f" [{', '.join(line.marks)}]").bold = True
        for detail in line.details:
            paragraph.add_run().add_break()
            self._quiet(paragraph, detail)

    def _quiet(self, paragraph: Paragraph, text: str) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(9), _QUIET

    def _reference(self, paragraph: Paragraph, number: int) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"note_{number}")
        run = paragraph.add_run(str(number))
        run.font.superscript, run.font.color.rgb = True, _LINK
        link.append(run._r)
        paragraph._p.append(link)

    def _note(self, note: Note) -> None:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent, form.space_after = Mm(9), Mm(-9), Pt(3)
        form.tab_stops.add_tab_stop(Mm(9))
        self._bookmark(paragraph, f"note_{note.number}", str(note.number))
        words = f"“{note.words}” " if note.words else ""
        paragraph.add_run(f"\t{words}{note.source} ({note.id})")
        url = _address(note.url)
        if url:
            paragraph.add_run(" ")
            self._outside(paragraph, url)
        for run in paragraph.runs:
            run.font.size = Pt(9)

    def _bookmark(self, paragraph: Paragraph, name: str, text: str) -> None:
        """Write words that links of the document can lead to."""
        self._bookmarks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self._bookmarks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)
            if tag == "w:bookmarkStart":
                paragraph.add_run(text)

    def _outside(self, paragraph: Paragraph, url: str) -> None:
        link = OxmlElement("w:hyperlink")
        relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
        run = paragraph.add_run(url)
        run.font.size, run.font.color.rgb, run.font.underline = Pt(9), _LINK, True
        link.append(run._r)
        paragraph._p.append(link)

    def _footer(self, page: BriefPage) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._quiet(paragraph, f"{page.title} · ")
        paragraph._p.append(_field("PAGE"))


def _field(code: str) -> BaseOxmlElement:
    """Return a field that a word processor fills in, such as the number of the page."""
    found = OxmlElement("w:fldSimple")
    found.set(qn("w:instr"), code)
    return found


def _address(url: str | None) -> str | None:
    """Return an address as a relationship takes it: word processors refuse a file with another."""
    if url is None:
        return None
    try:
        urlsplit(url)
    except ValueError:
        return None
    return quote(url, safe="%/:=&?~#+!$,;'@()*")
