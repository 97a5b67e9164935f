"""The reader as a whole: exact evidence, one record for one text, whatever is read beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reader_helpers import KNOWLEDGE, LEDE, read, reader, report, spans, told, wrong

from conftest import ROOT
from memcon.errors import BinaryContentError, EmptyDocumentError, ModelError
from memcon.reading.reader import Reader
from memcon.record import Record

EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
SHORT = [
    LEDE + text
    for text in (
        "Orrin said that the port is open.",
        "“The ban must end,” Bellwin said. “We will not wait.”",
        "Orrin and Bellwin agreed to raise the quota by 20 percent by 2027.",
        "Rain fell on Kasbrod.",
    )
]


def test_every_id_is_its_own_and_every_reference_leads_somewhere() -> None:
    record = read(EXAMPLES[0].read_text(encoding="utf-8"))
    assert record.statements
    ids = [one.id for one in record.statements]
    ids += [one.id for one in record.acts]
    ids += [one.id for one in record.commitments]
    ids += [one.id for one in record.actors]
    ids += [one.id for one in record.meetings]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for statement in record.statements:
        named = [*statement.speakers, *statement.via, *statement.addressees]
        assert known.issuperset(named)
        assert statement.continues is None or statement.continues in known
        assert statement.meeting is None or statement.meeting in known
        assert statement.content
    for act in record.acts:
        assert known.issuperset([*act.by, *act.to])
        assert act.statement is None or act.statement in known
    assert known.issuperset(commitment.act for commitment in record.commitments)


def test_statements_stand_in_the_order_of_the_text() -> None:
    for path in EXAMPLES[:4]:
        starts = [s.content[0].start for s in read(path.read_text(encoding="utf-8")).statements]
        assert starts == sorted(starts), path.name


def test_a_record_survives_its_json() -> None:
    record = report("Orrin pledged to raise the quota by 20 percent by 2027.")
    assert Record.model_validate_json(record.to_json()) == record


@pytest.mark.parametrize(
    "text", ["", " \n\n ", wrong("\ufeff", reason="a byte-order mark alone is read as a text")]
)
def test_nothing_to_read_is_an_error(text: str) -> None:
    with pytest.raises(EmptyDocumentError):
        reader().read(text)


@pytest.mark.parametrize("text", [".", "…", "“”", "(i)", "-", "1", "Ostria", "🚢 🚢"])
def test_a_text_without_a_sentence_says_nothing(text: str) -> None:
    assert told(reader().read(text)) == []


def test_zero_bytes_are_an_error() -> None:
    with pytest.raises(BinaryContentError):
        reader().read("Orrin said\x00 that the port is open.")


def test_a_model_that_is_missing_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="install"):
        Reader(KNOWLEDGE, model="no_such_model")


# --- evidence

FRAGMENTS = st.sampled_from(
    [
        "Orrin said that ",
        "Bellwin urged Varnia to ",
        "the port will reopen by 2027",
        "lift the ban and raise the quota by 20 percent",
        "“We will not wait",
        "”",
        '"',
        "‘",
        "’s ",
        "«",
        "»",
        ", he added, ",
        ", according to Orrin",
        "First, ",
        "The Parties commit to:",
        "\n\n",
        "\n",
        "\r\n",
        "> ",
        "(i) ",
        "- ",
        "**",
        "[Varnia](https://a.example)",
        "\u00a0",
        "\u00ad",
        "é\u0301",
        "🚢",
        ". ",
        "? ",
        ": ",
        "; ",
        " ",
        "ANNA BELLWIN: ",
        "QUESTION: ",
        "# ",
        "KASBROD, March 14, 2024 - ",
        "In the words of Bellwin, ",
        "It was agreed that ",
        "Noting that ",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_every_span_says_what_the_text_says(tail: str) -> None:
    text = LEDE + tail
    record = reader().read(text)
    assert record.document.text == text
    found = list(spans(record))
    assert found
    for span in found:
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
    for statement in record.statements:
        assert all(part.text == part.text.strip() for part in statement.content)


def test_spans_of_the_examples_say_what_their_texts_say() -> None:
    for path in EXAMPLES:
        record = read(path.read_text(encoding="utf-8"))
        text = record.document.text
        assert all(span.text == text[span.start : span.end] for span in spans(record)), path.name


# --- same input, same record

TEXTS = [*SHORT, *(path.read_text(encoding="utf-8") for path in EXAMPLES[:5]), *SHORT * 3]


def test_reading_twice_gives_the_same_bytes() -> None:
    for text in TEXTS[:9]:
        assert reader().read(text).to_json() == reader().read(text).to_json()


def test_read_many_keeps_the_order_of_the_items() -> None:
    records = reader().read_many(TEXTS)
    assert [record.document.text for record in records] == TEXTS


@pytest.mark.parametrize("size", [1, 2, 5, len(TEXTS)])
def test_what_is_read_beside_a_text_does_not_change_its_record(size: int) -> None:
    alone = {text: read(text).to_json() for text in TEXTS}
    backwards = TEXTS[::-1]
    for start in range(0, len(backwards), size):
        chunk = backwards[start : start + size]
        together = [record.to_json() for record in reader().read_many(chunk)]
        assert together == [alone[text] for text in chunk]


def test_another_reader_gives_the_same_bytes() -> None:
    other = Reader(KNOWLEDGE)
    assert other.read(TEXTS[4]).to_json() == read(TEXTS[4]).to_json()


def test_the_order_of_sets_does_not_reach_the_record() -> None:
    code = (
        "import pathlib, sys\n"
        "from memcon.reading.reader import Reader\n"
        "reader = Reader(pathlib.Path(sys.argv[1]))\n"
        "for name in sys.argv[2:]:\n"
        "    text = pathlib.Path(name).read_text(encoding='utf-8')\n"
        "    sys.stdout.buffer.write(reader.read(text).to_json().encode() + b'\\n')\n"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    run = subprocess.run(
        [sys.executable, "-c", code, str(KNOWLEDGE), *map(str, EXAMPLES[::3])],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    here = [read(path.read_text(encoding="utf-8")).to_json() for path in EXAMPLES[::3]]
    assert run.stdout.decode("utf-8").splitlines() == here


def test_read_many_is_lazy() -> None:
    asked = []

    def items() -> object:
        for number in range(1000):
            asked.append(number)
            yield SHORT[number % len(SHORT)]

    assert len(list(islice(reader().read_many(items()), 2))) == 2  # type: ignore[arg-type]
    assert len(asked) < 100


# --- size


def test_a_paragraph_of_four_thousand_sentences() -> None:
    text = LEDE + "It rains. " * 3_998 + "Orrin said that the port is open."
    assert told(reader().read(text))[-1] == ("orrin", "said", "the port is open", "indirect")


def test_a_sentence_of_five_thousand_words() -> None:
    text = "Orrin said that " + "the port is open and " * 1_000 + "the ferry sails."
    record = report(text)
    assert told(record)[0][:2] == ("orrin", "said")


def test_thousands_of_quotation_marks() -> None:
    record = report("“ ”’ ‘" * 1_000 + " Orrin said that the port is open.")
    assert all(span.text for span in spans(record))


def test_hundreds_of_paragraphs() -> None:
    record = report("\n\n".join(["Bellwin said that the port is open."] * 300))
    assert len(record.statements) == 300
