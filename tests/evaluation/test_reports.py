"""What the report, its JSON, the accuracy page and the survey say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_builders import (
    KESK,
    OREL,
    PLEDGE,
    SUPPORT,
    TEXT,
    gold,
    read_statement,
    record,
    span,
)

from memcon.errors import GoldError
from memcon.evaluation import accuracy, report
from memcon.evaluation.corpora import Measured
from memcon.evaluation.gold import Corpus
from memcon.evaluation.page import replace_section, section
from memcon.evaluation.run import empty_record
from memcon.evaluation.score import Result, score_document
from memcon.evaluation.survey import (
    Survey,
    as_markdown,
    main,
    read_records,
    sentences,
    survey,
)
from memcon.record import Block, Warning

PERFECT = score_document(gold(), record())


def flawed() -> Result:
    _, *rest = record().statements
    cut = f"that {SUPPORT.removesuffix(' autumn')}"
    wrong = read_statement(1, [KESK.id], cut, "said")
    return score_document(gold(), record(statements=[wrong, *rest[:2]]))


def test_a_perfect_document_has_nothing_to_list() -> None:
    assert report.errors(PERFECT) == "== velis: no difference"


def test_differences_are_listed_with_place_gold_and_reading() -> None:
    lines = report.errors(flawed()).splitlines()
    start = TEXT.index(SUPPORT)
    assert lines[0] == "== velis: 4 differences"
    assert (
        "  MISS                @425    Tamas Orel; Ida Kesk, called: for calm on the border"
        in lines
    )
    (speaker,) = (line for line in lines if line.startswith("  SPEAKER"))
    assert speaker.startswith(
        f"  SPEAKER             @{start}    gold Tamas Orel | read Ida Kesk  “Arvan"
    )
    (cut,) = (line for line in lines if line.startswith("  CUT"))
    assert cut.endswith("{+that+} Arvan firmly supports the … by both countries last [-autumn-]")


def test_the_table_has_a_row_a_document_and_the_total() -> None:
    rows = report.table([PERFECT, flawed()]).splitlines()
    assert [row.split()[0] for row in rows] == ["document", "velis", "velis", "all"]
    assert rows[1].split()[1] == "1.00"
    assert rows[2].split()[1:3] == ["0.86", "0.57"]
    assert len({len(row) for row in rows}) == 1


def test_the_summary_tells_counts() -> None:
    lines = report.summary(flawed().scores).splitlines()
    assert lines[0] == "content               0.857  P 1.000  R 0.750  3 of 4 found, 3 read"
    assert "mode                  1.000  3 of 3" in lines


def test_the_json_report_is_plain_data_with_all_findings() -> None:
    data = json.loads(json.dumps(report.as_json([flawed()])))
    assert data["total"]["content"] == {
        "f1": 0.8571,
        "precision": 1.0,
        "recall": 0.75,
        "matched": 3,
        "gold": 4,
        "predicted": 3,
    }
    (document,) = data["documents"]
    assert document["id"] == "velis"
    assert [f["kind"] for f in document["findings"]] == ["speaker", "cut", "holder", "miss"]


def test_a_score_with_nothing_to_count_is_a_dash() -> None:
    assert report.figure(None) == "–"
    nothing = score_document(gold({"id": "blank"}), empty_record(TEXT))
    assert nothing.scores.as_json()["content"]["f1"] is None
    assert report.summary(nothing.scores).startswith("content                   –")


PAGE = """# Page

<!-- generated: scores-own -->
old
<!-- end -->

By hand.

<!-- generated: scores-dev -->

kept

<!-- end -->
"""


def test_sections_are_replaced_and_the_rest_is_left() -> None:
    page = replace_section(PAGE, "scores-own", "new")
    assert section(page, "scores-own") == "new"
    assert section(page, "scores-dev") == "kept"
    assert "\n\nBy hand.\n\n" in page
    assert replace_section(page, "scores-own", "new") == page
    with pytest.raises(GoldError, match="no section 'scores-x'"):
        section(PAGE, "scores-x")


def test_the_page_gets_the_figures_of_the_corpora_at_hand() -> None:
    corpus = Corpus(name="gold", path=Path(), documents=[gold()], digest="0123456789abcdef")
    page = accuracy.rendered(PAGE, [Measured("own", corpus, [flawed()])])
    own = section(page, "scores-own")
    assert own.startswith("1 document; texts and annotation `0123456789ab`.")
    assert "| content | 0.857 | 1.000 | 0.750 | 3 of 4; 3 read |" in own
    assert "| holder | 0.667 |  |  | 2 of 3 |" in own
    assert own.endswith("| velis | 0.86 | 0.57 | 0.57 | 1.00 | 1.00 | 1.00 |")
    assert section(page, "scores-dev") == "kept"


def test_sentences_end_at_stops_quotes_and_empty_lines() -> None:
    text = (
        'He met Ms. Kesk. "We agreed on it." Then they left the\nhall\n\nVelis, Arvan\n\n'
        "No stop at the end here"
    )
    document = empty_record(text).document
    found = [" ".join(text[a:b].split()) for a, b in sentences(document)]
    # "Ms." is taken for an end: the part before it has three words.
    assert found == [
        "He met Ms.",
        '"We agreed on it."',
        "Then they left the hall",
        "No stop at the end here",
    ]


def test_only_paragraphs_have_sentences() -> None:
    document = record().document
    begin = TEXT.index("Orel said")
    blocks = [
        Block(kind="headline", start=0, end=28),
        Block(kind="paragraph", start=begin, end=TEXT.index("\n", begin)),
    ]
    found = sentences(document.model_copy(update={"blocks": blocks}))
    assert found == [(begin, TEXT.index("\n", begin))]


def test_a_survey_counts_what_was_read_and_what_was_not_known() -> None:
    def unknown(message: str) -> Warning:
        return Warning(code="unknown-cue", message=message)

    statements = [*record().statements[:2], read_statement(3, [], "a hard winter", None)]
    one = record(
        statements=statements,
        warnings=[
            unknown("mumble (1x) may introduce speech"),
            unknown("aver (2x) may introduce speech"),
            Warning(code="source", message="mumble"),
        ],
    )
    two = empty_record("Kesk averred that it rains.").model_copy(
        update={"warnings": [unknown("aver")]}
    )
    counts = survey([one, two], rejected=3)
    assert (counts.documents, counts.rejected, counts.silent_documents) == (2, 3, 1)
    assert (counts.statements, counts.without_speaker) == (3, 1)
    # Headline; date line; Orel's; Kesk's; the two ministers'. And the one of the second text.
    assert (counts.sentences, counts.sentences_with_statement) == (6, 2)
    assert counts.spans == counts.true_spans > 0
    assert counts.most_frequent() == [("aver", 3), ("mumble", 1)]
    table = as_markdown(counts)
    assert "| sentences with a statement | 2 (33.3%) |" in table
    assert "| statements without speaker | 1 (33.3%) |" in table
    assert table.endswith("Most frequent unknown cues: aver 3, mumble 1.")


def test_fifty_cues_are_listed_ties_by_name() -> None:
    counts = Survey()
    counts.unknown_cues.update({f"cue {number:02}": 1 for number in reversed(range(60))})
    assert counts.most_frequent() == [(f"cue {number:02}", 1) for number in range(50)]


def test_a_document_that_a_feed_repeats_counts_once() -> None:
    counts = survey([record(), record(), empty_record("Kesk averred that it rains.")])
    assert (counts.documents, counts.repeated) == (2, 1)


def test_a_survey_of_nothing_is_no_crash() -> None:
    assert "| sentences | 0 |" in as_markdown(survey([]))


def test_a_statement_over_two_sentences_touches_both() -> None:
    text = "They opened the talks. They closed the talks. They went home early."
    spanning = read_statement(1, [OREL.id], PLEDGE, None).model_copy(
        update={"content": [span("the talks. They closed", text)]}
    )
    read = empty_record(text).model_copy(update={"statements": [spanning]})
    counts = survey([read])
    assert (counts.sentences, counts.sentences_with_statement) == (3, 2)


def test_records_come_from_json_lines() -> None:
    lines = [record().to_json(), "", empty_record("x").to_json()]
    assert list(read_records(lines, where="r.jsonl")) == [record(), empty_record("x")]
    with pytest.raises(GoldError, match=r"r\.jsonl:2: no record"):
        list(read_records([lines[0], "{}"], where="r.jsonl"))


def test_a_survey_is_written_into_its_section(tmp_path: Path) -> None:
    records, page = tmp_path / "r.jsonl", tmp_path / "page.md"
    records.write_text(record().to_json() + "\n", encoding="utf-8")
    page.write_text("<!-- generated: survey-x -->\n<!-- end -->\n", encoding="utf-8")
    assert main([str(records), "--name", "x", "--page", str(page), "--rejected", "2"]) == 0
    written = section(page.read_text(encoding="utf-8"), "survey-x")
    assert "| inputs rejected | 2 |" in written
    assert main([str(records), "--name", "y", "--page", str(page)]) == 1
