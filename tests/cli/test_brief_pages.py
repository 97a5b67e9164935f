"""``memcon timeline`` and ``memcon brief`` as a user meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archives import put
from memcon.archive import open_archive
from memcon.cli.app import app
from memcon.cli.timeline import bar
from memcon.record import Record

Run = Callable[..., Result]

TEXT = (
    "Ostria and Varnia met in Kasbrod. Varnia <b>opposes</b> [tolls] by 2024. Ostria pledged boats."
)


def record() -> Record:
    def span(words: str) -> dict[str, object]:
        start = TEXT.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    tolls, boats = span("Varnia <b>opposes</b> [tolls] by 2024"), span("Ostria pledged boats")
    return Record.model_validate(
        {
            "schema": "memcon/record/1",
            "reader": {"version": "test", "model": "none"},
            "document": {
                "id": "doc:00000000000000aa",
                "url": "https://xos.example/talks?a=1&b=2",
                "title": "Talks & <tolls>",
                "narrator": "XOS",
                "language": "en",
                "published": "2023-01-11",
                "text": TEXT,
                "blocks": [{"kind": "paragraph", "start": 0, "end": len(TEXT)}],
                "source": {"media_type": "text/plain", "sha256": "a" * 64},
            },
            "actors": [
                {"id": "XOS", "kind": "state", "name": "Ostria"},
                {"id": "XVA", "kind": "state", "name": "Varnia"},
            ],
            "meetings": [
                {
                    "id": "meeting:1",
                    "form": "meeting",
                    "status": "held",
                    "date": {"value": "2023-01-10", "precision": "day", "basis": "said"},
                    "place": "Kasbrod",
                    "participants": [
                        {"actor": "XOS", "role": None, "side": "XOS"},
                        {"actor": "XVA", "role": None, "side": "XVA"},
                    ],
                    "evidence": [span("Ostria and Varnia met in Kasbrod")],
                }
            ],
            "statements": [],
            "acts": [
                {"id": "act:1", "type": "oppose", "by": ["XVA"], "to": ["XOS"], "content": tolls},
                {"id": "act:2", "type": "pledge", "by": ["XOS"], "to": ["XVA"], "content": boats},
            ],
            "commitments": [
                {
                    "id": "commitment:1",
                    "act": "act:1",
                    "by": ["XVA"],
                    "to": ["XOS"],
                    "joint": False,
                    "goal": tolls,
                    "strength": "will",
                    "testable": True,
                    "deadline": {"date": "2024", "text": "by 2024", "span": span("by 2024")},
                }
            ],
        }
    )


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    path = tmp_path / "memcon.db"
    with open_archive(path, create=True) as archive:
        put(archive, [record()])
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MEMCON_ARCHIVE", raising=False)

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(app, list(arguments), prog_name="memcon")
        assert "Traceback" not in result.output
        return result

    return invoke


class Page(HTMLParser):
    """The links and ids of a page, and whether its tags are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_timeline_table_has_a_chart_and_says_who_is_who(run: Run) -> None:
    result = run("timeline", "XOS", "Varnia")
    assert result.exit_code == 0
    head, _, row = result.stdout.splitlines()
    assert head.split() == ["period", "met", "a+", "b-", "chart"]
    assert row.split() == ["2023-01", "1", "meeting", "1", "1", "█" * 10 + "░" * 10]
    assert "a: acts of Ostria towards Varnia; b: acts of Varnia towards Ostria." in result.stderr


def test_timeline_in_other_formats_has_all_columns(run: Run) -> None:
    answer = json.loads(run("timeline", "XOS", "XVA", "--by", "year", "-f", "json").stdout)
    (row,) = answer["rows"]
    assert (row["period"], row["a_cooperative"], row["b_conflictual"]) == ("2023", 1, 1)
    assert [one["words"] for one in row["examples"]] == [
        "Ostria pledged boats",
        "Varnia <b>opposes</b> [tolls] by 2024",
    ]
    head = run("timeline", "XOS", "XVA", "-f", "csv").stdout.splitlines()[0]
    assert head.startswith("period,meetings,forms_meeting,joint,a_cooperative")


def test_bars_are_in_proportion() -> None:
    assert bar(3, 1, 4) == "█" * 15 + "░" * 5
    assert bar(1, 0, 400) == "█"  # never nothing where there is something
    assert bar(0, 0, 4) == ""


def test_brief_in_markdown_cites_every_line(run: Run) -> None:
    result = run("brief", "XOS", "XVA", "--today", "2025-06-01")
    assert result.exit_code == 0
    assert result.stderr == ""
    page = result.stdout
    assert page.startswith("# Ostria and Varnia\n")
    assert "- **10 January 2023** Meeting · Kasbrod[^1]" in page
    # a document's words are shown as they are, never as marks
    assert r"“Varnia \<b\>opposes\</b\> \[tolls\] by 2024”[^2] **due 2024, overdue, new**" in page
    assert r"Talks \& \<tolls\>, 11 January 2023" in page
    assert "<https://xos.example/talks?a=1&b=2>" in page
    notes = [line for line in page.splitlines() if line.startswith("[^")]
    assert [line.partition(":")[0] for line in notes] == [f"[^{n + 1}]" for n in range(len(notes))]


def test_brief_in_html_is_whole_and_escaped(run: Run) -> None:
    text = run("brief", "XOS", "XVA", "--today", "2025-06-01", "--format", "html").stdout
    page = Page(text)
    assert page.open == []
    assert "Varnia <b>opposes</b> [tolls]" in page.words
    assert "<b>opposes" not in text
    assert "https://xos.example/talks?a=1&b=2" in page.links
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert inner
    assert set(inner) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    # it needs nothing from elsewhere
    assert "<script" not in text
    assert "src=" not in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_brief_links_only_to_addresses_of_the_web(run: Run) -> None:
    from memcon.analysis.brief import brief
    from memcon.presentation.brief.html import brief_html
    from memcon.presentation.brief.view import brief_page

    with open_archive("memcon.db", write=False) as archive, archive.reading() as connection:
        made = brief(connection, "XOS", "XVA", today="2025-06-01")
    evidence = [one.model_copy(update={"url": "javascript:x"}) for one in made.meetings[0].evidence]
    met = made.meetings[0].model_copy(update={"evidence": evidence})
    page = brief_page(made.model_copy(update={"meetings": [met]}))
    assert page.notes[0].url is None
    assert "javascript:" not in brief_html(page)


def test_brief_in_json_has_everything(run: Run) -> None:
    made = json.loads(run("brief", "XOS", "XVA", "--today", "2025-06-01", "-f", "json").stdout)
    assert made["meetings"][0]["evidence"][0]["document"] == "doc:00000000000000aa"
    assert made["by_b"]["rows"][0]["overdue"] is True


def test_brief_for_word_processors_goes_to_a_file_or_a_pipe(run: Run, tmp_path: Path) -> None:
    arguments = ("brief", "XOS", "XVA", "--today", "2025-06-01", "--format", "docx")
    piped = run(*arguments).stdout_bytes
    result = run(*arguments, "--output", "brief.docx")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "brief.docx").read_bytes() == piped
    assert piped.startswith(b"PK")


def test_brief_for_word_processors_is_kept_from_terminals(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memcon.cli.brief.on_terminal", lambda: True)
    result = run("brief", "XOS", "XVA", "--format", "docx")
    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_brief_goes_to_a_file_in_any_format(run: Run, tmp_path: Path) -> None:
    assert run("brief", "XOS", "XVA", "-o", "brief.md").stdout == ""
    assert (tmp_path / "brief.md").read_text().startswith("# Ostria and Varnia\n")
    assert run("brief", "XOS", "XVA", "-o", "nowhere/brief.md").exit_code == 2


def test_brief_of_unknown_actors_says_so(run: Run) -> None:
    result = run("brief", "XOS", "Nowhere")
    assert result.exit_code == 2
    assert result.stderr.startswith("memcon: Nowhere: no actor of the archive")
