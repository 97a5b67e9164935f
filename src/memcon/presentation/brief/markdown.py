"""A brief as Markdown (CommonMark with footnotes)."""

from __future__ import annotations

from collections.abc import Iterator

from memcon.presentation.brief.view import BriefPage, Group, Line, Note
from memcon.presentation.markdown import escaped


def brief_markdown(page: BriefPage) -> str:
    """Return a brief as Markdown, its citations as footnotes."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: BriefPage) -> Iterator[str]:
    yield f"# {escaped(page.title)}"
    yield ""
    yield escaped(" · ".join(page.about))
    for section in page.sections:
        yield ""
        yield f"## {escaped(section.heading)}"
        if section.intro:
            yield ""
            yield escaped(section.intro)
        for group in section.groups:
            yield from _group(group)
    if page.notes:
        yield ""
        yield "## Notes"
        yield ""
    for note in page.notes:
        yield _note(note)


def _group(group: Group) -> Iterator[str]:
    if group.heading:
        yield ""
        yield f"### {escaped(group.heading)}"
    yield ""
    for line in group.lines:
        yield from _line(line)
    if group.remark:
        if group.lines:
            yield ""
        yield escaped(group.remark)


def _line(line: Line) -> Iterator[str]:
    marks = f" **{escaped(', '.join(line.marks))}**" if line.marks else ""
    notes = "".join(f"[^{number}]" for number in line.notes)
    yield f"- **{escaped(line.lead)}** {escaped(line.text)}{notes}{marks}"
    for detail in line.details:
        yield f"  - {escaped(detail)}"


def _note(note: Note) -> str:
    # Angle brackets end at a space or bracket, which an address has no business to have.
    url = note.url and note.url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    words = f"“{escaped(note.words)}” " if note.words else ""
    where = f" <{url}>" if url else ""
    return f"[^{note.number}]: {words}{escaped(note.source)} ({escaped(note.id)}){where}"
