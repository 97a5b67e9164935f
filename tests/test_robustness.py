"""Bad input through the whole reader: exact evidence or a typed error, and no hang."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memcon.errors import MemconError
from memcon.evaluation.score import score_evidence
from memcon.reading.reader import Reader
from memcon.record import Record
from memcon.sources import Taken, from_bytes

ALL = os.environ.get("MEMCON_REQUIRE_ALL") == "1"
MUTATIONS = 5000 if ALL else 300
EXCERPT = 60  # words; a fault is in a sentence or two, and the parser's time is in words
LIMIT = 120  # seconds for any one command below; the slowest takes a few
S = "President Ana Sol of Norland said that Norland will open a consulate in Veld by 2031. "


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One reader for all."""
    return Reader()


def check(record: Record) -> None:
    """Every span says what the text says, and every reference leads somewhere."""
    evidence = score_evidence(record)[0].evidence
    assert evidence.right == evidence.of
    actors = {actor.id for actor in record.actors}
    for statement in record.statements:
        assert statement.content
        assert {*statement.speakers, *statement.addressees, *statement.via} <= actors
    assert {actor.side for actor in record.actors} <= {None, *actors}
    for meeting in record.meetings:
        assert {p.actor for p in meeting.participants} <= {None, *actors}
    for act in record.acts:
        assert {*act.by, *act.to} <= actors
    for commitment in record.commitments:
        assert {*commitment.by, *commitment.to} <= actors
    assert {act.statement for act in record.acts} <= {None, *(s.id for s in record.statements)}
    assert {c.act for c in record.commitments} <= {act.id for act in record.acts}


def take(data: bytes, name: str | None = None) -> list[Taken]:
    """Return the documents in some bytes, none where they are refused as they should be."""
    try:
        return from_bytes(data, name=name)
    except MemconError:
        return []


BAD: dict[str, bytes] = {
    "no byte-order mark": S.encode("utf-16-le"),
    "Latin-1": (S + "Señor Sól said that Norland agrees. ").encode("latin-1"),
    "a few wrong bytes": S.encode() + "It is “good”. ".encode() * 5 + b"Vel\xe9 said so.",
    "cp1252 quotes": ("\u201cWe agree,\u201d said Ana Sol of Norland. " + S).encode("cp1252"),
    "broken front matter": ("---\ntitle: [Sol: '\n  date\n---\n" + S).encode(),
    "front matter without end": ("---\ntitle: Talks\n" + S).encode(),
    "feed without dates": (
        "<rss version='2.0'><channel><title>f</title><item><title>Talks</title>"
        f"<description>{S}</description></item></channel></rss>"
    ).encode(),
    "deep HTML": ("<html><body>" + "<div>" * 5000 + f"<p>{S * 3}</p>").encode(),
    "unclosed HTML": ("<html><body>" + "<b>" * 5000 + S * 3).encode(),
    "nested quotes": ("\u201c" * 400 + "She said \u2018" * 200 + '" ' * 200).encode(),
    "unbalanced quotes": ('Ana Sol said: "' + S + "\u201d \u201c" + S + "\u00bb\u00ab'").encode(),
    "brackets": ("(" * 2000 + " said Sol " + ")" * 2000).encode(),
    "right to left": ("قال الوزير إن المحادثات كانت جيدة. " * 40 + S).encode(),
    "direction marks": ("\u202e" + S + "\u202c\u200f" + S).encode(),
    "emoji": (
        "\U0001f600\U0001f1f3\U0001f1f1 Ana Sol said 👍🏽 that \u201cwe agree 🎉\u201d. " * 20
    ).encode(),
    "combining": ("A\u0301na\u0301 S\u030a\u0308ol sa\u0301id that it rains. " * 20).encode(),
    "names without end": ("Ana Sol, " * 1500).encode(),
    "only stops": b". " * 3000,
    "only labels": b"MS. SOL:\n\nMR. VELD:\n\n" * 200,
    "only headings": b"# Talks\n\n" * 300,
    "carriage returns": (S + "\r" + S + "\r\n\r\n" + S).encode(),
    "no blanks": b"x" * 100_000,
}


@pytest.mark.parametrize("name", BAD)
def test_bad_documents_are_read_exactly(reader: Reader, name: str) -> None:
    taken = take(BAD[name])
    assert taken  # odd, but there is text
    for record in reader.read_many(taken):
        check(record)


def test_a_state_that_only_an_adjective_names_is_listed(reader: Reader) -> None:
    record = reader.read("Ana Sol said that she condemns the build-up of Russian troops in Veld.")
    check(record)
    for actor in record.actors:
        assert actor.mentions or actor.id == "RUS"


def test_a_good_sentence_is_read_among_bad_ones(reader: Reader) -> None:
    for name in ("right to left", "direction marks", "broken front matter", "feed without dates"):
        (record,) = reader.read_many(take(BAD[name]))
        assert record.commitments, name


# Documents that would take for ever if a step were quadratic in the length of what it looks at.
LONG: dict[str, str] = {
    "one paragraph": S * 1200,
    "one sentence": "Ana Sol said that " + "the talks and " * 6600 + "the meeting ended.",
    "one word": "x" * 1_000_000,
    "names": " and ".join(f"Minister Ana Sol{n} of Veld" for n in range(1500)) + " met.",
    "quotes": "\u201cWe agree. " * 3000,
}
if ALL:
    LONG["one paragraph"] = S * 11_000  # 200,000 tokens
    LONG["one word"] = "x" * 10_000_000


@pytest.mark.parametrize("name", LONG)
def test_long_input_ends_without_a_traceback(tmp_path: Path, name: str) -> None:
    file = tmp_path / "long.txt"
    file.write_text(LONG[name], encoding="utf-8")
    limit = LIMIT * (4 if ALL else 1)
    # faulthandler tells where it was when the time was over
    script = (
        f"import faulthandler, sys; faulthandler.dump_traceback_later({limit}, exit=True); "
        "from memcon.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "read", str(file), "--format", "json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    check(Record.model_validate_json(done.stdout))


def test_the_command_line_answers_bad_files_with_a_line_each(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(S, encoding="utf-8")
    bad = {
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "paper.txt": b"%PDF-1.7\n...",
        "broken.xml": b"<rss><channel><item>",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)

    def run(*paths: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "memcon", "read", *map(str, paths), "-f", "jsonl"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
        )

    only_bad = [tmp_path / name for name in bad]
    done = run(*only_bad)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [["memcon", str(path)] for path in only_bad]
    assert not any("fault" in line or "Traceback" in line for line in lines)
    done = run(*only_bad, good)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1


# Random damage to real words ----------------------------------------------------------------


def excerpts(root: Path) -> list[str]:
    """Return pieces of documents of at most EXCERPT words: of the corpus, if it is there."""
    folders = [root / "examples", root / "tests" / "gold" / "texts"]
    corpus = root.parent / "shared" / "corpus" / "whitehouse"
    files = [file for folder in folders for file in sorted(folder.glob("*.txt"))]
    files += sorted(corpus.glob("*.md"))[::10] if corpus.is_dir() else []
    found = []
    for file in files:
        words = file.read_text(encoding="utf-8").split(" ")
        found += [" ".join(words[i : i + EXCERPT]) for i in range(0, len(words), EXCERPT)]
    return found


PIECES = (
    *(
        "\u201c",
        "\u201d",
        '"',
        "'",
        "\u2019",
        "(",
        ")",
        ",",
        ", ",
        ".",
        ": ",
        "; ",
        " \u2014 ",
        "\n",
    ),
    *("\n\n", "- ", "* ", "\u00a0", "\u200b", "\u202e", " said ", " that ", " and ", " he "),
    *(" will ", " Mr. ", "Q: ", "MR. SOL: ", "U.S.-China ", " of the ", "\u0301", "\U0001f600"),
    *("ش", "\ufffd", "# ", "<b>"),
)


def damage(text: str, rng: random.Random) -> str:
    """Return a text with words and marks lost, doubled, moved and put in."""
    words = text.split(" ")
    for _ in range(rng.randint(1, 5)):
        at, other = rng.randrange(len(words)), rng.randrange(len(words))
        match rng.randrange(5):
            case 0:
                words[at] += rng.choice(PIECES)
            case 1:
                words[at], words[other] = words[other], words[at]
            case 2:
                words[at] = words[at][: rng.randrange(len(words[at]) + 1)]
            case 3:
                words[at:at] = words[other : other + rng.randint(1, 8)]
            case _:
                words[at] = words[at].upper() if rng.random() < 0.5 else words[at].lower()
    return " ".join(words)


def test_damaged_documents(reader: Reader, root: Path) -> None:
    rng = random.Random(20_310_504)
    pieces = excerpts(root)

    def damaged() -> Iterator[Any]:
        for _ in range(MUTATIONS):
            text = damage(rng.choice(pieces), rng)
            yield from take(text.encode("utf-8"))

    count = 0
    for record in reader.read_many(damaged()):
        check(record)
        count += 1
    assert count > MUTATIONS * 0.9


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from([S, *PIECES]) | st.text(max_size=12), max_size=30).map("".join))
def test_any_text_gives_an_exact_record_or_a_typed_error(reader: Reader, text: str) -> None:
    try:
        record = reader.read(text)
    except MemconError:
        return
    assert record.document.text == text.removeprefix("\ufeff")
    check(record)
