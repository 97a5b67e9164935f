"""What each format makes of a record."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli_helpers import TEXT, make_record, span
from rich.cells import cell_len
from rich.console import Console

from memcon.cli import text
from memcon.cli.grid import print_grid
from memcon.cli.output import make_writer
from memcon.cli.page import NARRATOR, SPEAKER_UNKNOWN, make_page
from memcon.cli.tables import TABLES
from memcon.record import Record, Warning


def written(
    *records: Record, form: str, table: str | None = None, array: bool = False, width: int = 100
) -> str:
    stream = io.StringIO()
    writer = make_writer(stream, form=form, table=table, array=array, width=width)
    for record in records:
        writer.write(record, "ferries.txt")
    writer.close()
    return stream.getvalue()


def test_text_page_tells_all_that_matters() -> None:
    page = written(make_record(), form="text")
    lines = page.splitlines()
    assert lines[0] == "Norland and Estria *agree* on ferries"
    assert lines[1] == "Norland Foreign Ministry · speaking for Norland · 4 May 2023"
    assert lines[2] == "ferries.txt"
    assert "  Meeting · 3 May 2023 · Port Vell" in lines
    assert "    - Ana Sol, Foreign Minister, Norland" in lines
    assert "    - Prime Minister, Estria" in lines
    assert "  Ana Sol, Foreign Minister, Norland" in lines
    assert "    [said → Estria] “We will build 40 ferries by 2027”  #1" in lines
    assert "        pledge: Norland → Estria · will · transport" in lines
    assert "        not request: Estria → the Federation · on a condition" in lines
    assert f"  {NARRATOR}" in lines
    assert "Commitments".upper() in lines
    assert "40 ferries" in page
    assert "by 2027 (2027)" in page
    assert "  - whose Federation this is (2 times)" in lines


def test_text_has_no_colour_off_a_terminal_and_fits_the_width() -> None:
    page = written(make_record(), form="text", width=50)
    assert "\x1b" not in page
    assert max(map(len, page.splitlines())) <= 50


def test_text_has_colour_on_a_terminal_but_not_with_no_color(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    for variable, coloured in ((None, True), ("1", False)):
        if variable:
            monkeypatch.setenv("NO_COLOR", variable)
        else:
            monkeypatch.delenv("NO_COLOR", raising=False)
        stream = Terminal()
        text.print_page(text.make_console(stream, 80), make_page(make_record(), "x"))
        assert ("\x1b[1;36m" in stream.getvalue()) is coloured  # bold cyan: a speaker


def test_a_documents_control_characters_do_not_reach_the_terminal() -> None:
    record = make_record(title="red \x1b[31malert\x07 \u202egnorw")
    for form in ("text", "md"):
        assert not {"\x1b", "\x07", "\u202e"} & set(written(record, form=form))


def test_markup_of_rich_in_a_document_is_only_text() -> None:
    assert "[bold]x[/bold] :smile:" in written(
        make_record(title="[bold]x[/bold] :smile:"), form="text"
    )


def test_pages_of_several_records_are_set_apart() -> None:
    assert written(make_record(), make_record(), form="text").count("─" * 100) == 1
    assert written(make_record(), make_record(), form="md").count("\n---\n") == 1


def test_markdown_page_escapes_what_the_document_says() -> None:
    page = written(make_record(), form="md")
    assert page.startswith("# Norland and Estria \\*agree\\* on ferries\n")
    assert "\n## Meetings\n" in page
    assert "\n### Ana Sol, Foreign Minister, Norland\n" in page
    assert "- *said → Estria* “We will build 40 ferries by 2027” (\\#1)" in page
    table = page[page.index("## Commitments") :]
    assert "| by | to | strength | what | quantity | deadline |" in table


def test_json_of_one_record_is_the_record() -> None:
    record = make_record()
    assert Record.model_validate_json(written(record, form="json")) == record


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_json_array(count: int) -> None:
    content = json.loads(written(*[make_record()] * count, form="json", array=True))
    assert len(content) == count


def test_json_of_an_input_that_gives_several_documents_is_an_array() -> None:
    assert len(json.loads(written(make_record(), make_record(), form="json"))) == 2


def test_json_lines() -> None:
    lines = written(make_record(), make_record(), form="jsonl").splitlines()
    assert [json.loads(line)["schema"] for line in lines] == ["memcon/record/1"] * 2


def test_csv_has_one_row_a_statement_with_the_documented_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(written(make_record(), form="csv"))))
    assert list(rows[0]) == [column.name for column in TABLES["statements"].columns]
    assert len(rows) == 2
    first = rows[0]
    assert first["file"] == "ferries.txt"
    assert first["speakers"] == "Ana Sol"
    assert first["speaker_ids"] == "person:ana-sol"
    assert first["content"] == "We will build 40 ferries by 2027"
    assert (first["acts"], first["issues"], first["meeting"]) == ("pledge", "transport", "m1")
    assert TEXT[int(first["start"]) : int(first["end"])] == "We will build 40 ferries\nby 2027"
    assert rows[1]["confidence"] == "0.5"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_in_every_format(name: str) -> None:
    record = make_record()
    names = [column.name for column in TABLES[name].columns]
    rows = list(csv.reader(io.StringIO(written(record, form="csv", table=name))))
    assert rows[0] == names
    assert {len(row) for row in rows} == {len(names)}
    objects = json.loads(written(record, form="json", table=name))
    assert [list(item) for item in objects] == [names] * (len(rows) - 1)
    lines = written(record, form="jsonl", table=name).splitlines()
    assert [json.loads(line) for line in lines] == objects
    shown = [column.name for column in TABLES[name].columns if column.shown]
    assert written(record, form="md", table=name).startswith(f"| {' | '.join(shown)} |\n")
    assert max(map(len, written(record, form="text", table=name, width=80).splitlines())) <= 80


def test_commitments_table() -> None:
    (row,) = json.loads(written(make_record(), form="json", table="commitments"))
    assert row["by"] == ["Norland"]
    assert row["quantities"] == ["40 ferries"]
    assert (row["deadline"], row["deadline_date"], row["testable"]) == ("by 2027", "2027", True)


@pytest.mark.parametrize(("form", "times"), [("text", 1), ("md", 2)])
def test_readable_table_over_several_records_names_the_files(form: str, times: int) -> None:
    one = written(make_record(), form=form, table="commitments")
    two = written(make_record(), make_record(), form=form, table="commitments")
    assert "ferries.txt" not in one
    assert two.count("ferries.txt") == times, "as a heading in text, in each row in Markdown"


def test_grid_gives_the_room_to_the_column_with_most_to_say() -> None:
    stream = io.StringIO()
    lines = [("Norland", "will", "to build forty ferries and two harbours for them", "")] * 2
    print_grid(Console(file=stream, width=40), ("by", "strength", "goal", "deadline"), lines)
    assert stream.getvalue().splitlines() == [
        "by       strength  goal",
        "───────  ────────  " + "─" * 21,
        "Norland  will      to build forty",
        "                   ferries and two",
        "                   harbours for them",
        "Norland  will      to build forty",
        "                   ferries and two",
        "                   harbours for them",
    ]


def test_grid_folds_wide_characters_by_their_width() -> None:
    stream = io.StringIO()
    print_grid(Console(file=stream, width=20), ("by", "goal"), [("中华人民共和国", "建设" * 10)])
    assert max(cell_len(line) for line in stream.getvalue().splitlines()) <= 20


def test_text_leaves_no_space_at_line_ends() -> None:
    for table in (None, *TABLES):
        lines = written(make_record(), form="text", table=table).splitlines()
        assert [line for line in lines if line != line.rstrip()] == []


def test_empty_tables_are_still_tables() -> None:
    record = make_record().model_copy(update={"commitments": []})
    assert written(record, form="json", table="commitments") == "[]\n"
    assert written(record, form="jsonl", table="commitments") == ""
    assert written(record, form="text", table="commitments") == "There are no commitments.\n"
    assert written(record, form="csv", table="commitments").count("\n") == 1


def test_page_groups_by_speaker_and_owns_up_to_unknown_ones() -> None:
    record = make_record()
    first, second = record.statements
    unknown = second.model_copy(update={"id": "statement:3", "speakers": []})
    again = first.model_copy(update={"id": "statement:4", "via": ["EST"]})
    page = make_page(record.model_copy(update={"statements": [first, second, unknown, again]}), "x")
    assert [voice.heading for voice in page.voices] == [
        "Ana Sol, Foreign Minister, Norland",
        "Bo Tarn, Prime Minister, Estria",
        SPEAKER_UNKNOWN,
        NARRATOR,
    ]
    assert [saying.id for saying in page.voices[0].sayings] == ["#1", "#4"]
    assert page.voices[0].sayings[1].cue == "said → Estria (relayed by Estria)"


def test_page_of_a_bare_record() -> None:
    record = make_record()
    bare = Record(
        reader=record.reader,
        document=record.document.model_copy(
            update={"title": None, "publisher": None, "narrator": None, "published": None}
        ),
    )
    assert written(bare, form="text") == "Untitled document\nferries.txt\n"


def test_page_shows_the_first_few_warnings() -> None:
    record = make_record()
    warnings = [
        Warning(code="x", message=f"doubt {n}", span=span("Ana Sol") if n == 0 else None)
        for n in range(9)
    ]
    page = make_page(record.model_copy(update={"warnings": warnings}), "x")
    assert page.warnings[0] == "doubt 0: “Ana Sol”"
    assert page.warnings[-1] == "and 4 more"


def test_wrapped_text_hangs() -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=40)
    text.print_page(console, make_page(make_record(), "x"))
    lines = stream.getvalue().splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("    [said"))
    assert lines[at + 1].startswith("      ")
