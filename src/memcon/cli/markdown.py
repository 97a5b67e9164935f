"""Pages and tables of records as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from memcon.cli.page import COMMITMENT_HEAD, Page, Saying
from memcon.cli.tables import Row, Table
from memcon.cli.text import readable
from memcon.presentation.markdown import escaped, pipe_table


def print_page(stream: IO[str], page: Page) -> None:
    """Write one record's page."""
    out = [f"# {escaped(page.title)}", ""]
    if page.about:
        out += [escaped(" · ".join(page.about)), ""]
    out += [f"Read from {escaped(page.where)}", ""]
    if page.encounters:
        out += ["## Meetings", ""]
        for encounter in page.encounters:
            out.append(f"- {escaped(encounter.heading)}")
            out += [f"  - {escaped(person)}" for person in encounter.people]
        out.append("")
    if page.voices:
        out += ["## Who said what", ""]
        for voice in page.voices:
            out += [f"### {escaped(voice.heading)}", ""]
            for saying in voice.sayings:
                out += _saying(saying)
            out.append("")
    if page.commitments:
        out += ["## Commitments", "", *pipe_table(COMMITMENT_HEAD, page.commitments), ""]
    if page.warnings:
        out += ["## Not certain", "", *(f"- {escaped(line)}" for line in page.warnings), ""]
    stream.write("\n".join(out))


def print_table(stream: IO[str], table: Table, rows: Iterable[Row], *, files: bool) -> None:
    """Write the readable columns of a table, with the files' names before them if asked for."""
    stream.write("\n".join([*pipe_table(*readable(table, rows, files=files)), ""]))


def _saying(saying: Saying) -> list[str]:
    cue = f"*{escaped(saying.cue)}* " if saying.cue else ""
    lines = [f"- {cue}{escaped(saying.words)} ({escaped(saying.id)})"]
    return lines + [f"  - {escaped(label)}" for label in saying.labels]
