"""Gold folders: what loads, and what is said about those that do not."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from evaluation_builders import TEXT, gold_data

from memcon.errors import GoldError
from memcon.evaluation.gold import load, load_corpus


def write(folder: Path, data: object, text: str = TEXT, name: str = "velis") -> Path:
    for sub in ("texts", "gold"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    (folder / "texts" / f"{name}.txt").write_bytes(text.encode())
    (folder / "gold" / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


def test_a_folder_loads_with_its_texts(tmp_path: Path) -> None:
    (corpus,) = load(write(tmp_path / "own", gold_data()))
    assert corpus.name == "own"
    assert [document.id for document in corpus.documents] == ["velis"]
    assert corpus.documents[0].text == TEXT
    assert len(corpus.documents[0].gold.statements) == 4


def test_a_folder_of_folders_loads_each_by_name(tmp_path: Path) -> None:
    write(tmp_path / "b", gold_data())
    write(tmp_path / "a", gold_data())
    (tmp_path / "c").mkdir()
    assert [corpus.name for corpus in load(tmp_path)] == ["a", "b"]


def test_line_ends_stay_as_they_are_and_a_byte_order_mark_goes(tmp_path: Path) -> None:
    data = {"id": "x", "neutral": [{"start": 5, "end": 8, "quote": "two"}]}
    (corpus,) = load(write(tmp_path, data, text="\ufeffone\r\ntwo"))
    assert corpus.documents[0].text == "one\r\ntwo"


def test_the_digest_changes_with_a_text_an_annotation_or_a_name(tmp_path: Path) -> None:
    first = load_corpus(write(tmp_path / "1", gold_data())).digest
    assert load_corpus(write(tmp_path / "2", gold_data())).digest == first
    changed = {**gold_data(), "commitments": []}
    others = [
        load_corpus(write(tmp_path / "3", gold_data(), text=TEXT + "\n")).digest,
        load_corpus(write(tmp_path / "4", changed)).digest,
        load_corpus(write(tmp_path / "5", gold_data(), name="other")).digest,
    ]
    (tmp_path / "5" / "memcon.toml").write_text("", encoding="utf-8")
    others.append(load_corpus(tmp_path / "5").digest)
    assert len({first, *others}) == 5


def test_knowledge_beside_the_gold_belongs_to_it(tmp_path: Path) -> None:
    folder = write(tmp_path, gold_data())
    assert load_corpus(folder).knowledge is None
    (folder / "memcon.toml").write_text("", encoding="utf-8")
    assert load_corpus(folder).knowledge == folder / "memcon.toml"


def test_notes_between_annotators_are_allowed_anywhere(tmp_path: Path) -> None:
    data = gold_data()
    data["note"] = "read twice"
    data["statements"][0]["notes"] = ["hard"]
    load(write(tmp_path, data))


def test_sha1_may_stand_for_the_quote(tmp_path: Path) -> None:
    data = gold_data()
    content = data["statements"][0]["content"][0]
    digest = hashlib.sha1(content.pop("quote").encode()).hexdigest()
    content["sha1"] = digest[:12]
    load(write(tmp_path, data))
    content["sha1"] = "0" * 12
    with pytest.raises(GoldError, match=r"statements\[0\]\.content\[0\].*has sha1"):
        load(write(tmp_path, data))


def broken(change: str) -> dict[str, Any]:
    data = gold_data()
    first = data["statements"][0]
    match change:
        case "quote":
            first["content"][0]["quote"] = "Arvan firmly opposes it"
        case "outside":
            first["content"][0]["end"] = 99_999
        case "empty span":
            data["neutral"] = [{"start": 4, "end": 4, "quote": ""}]
        case "no quote":
            del first["content"][0]["quote"]
        case "unknown key":
            first["mood"] = "grim"
        case "unknown act":
            first["acts"] = ["threaten"]
        case "no content":
            first["content"] = []
        case "no mode":
            del first["mode"]
        case "cue":
            first["cue"]["start"] -= 1
        case "commitment":
            data["commitments"][0]["start"] += 1
    return data


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("quote", r"velis\.json: statements\[0\]\.content\[0\]: the quote is 'Arvan firmly opp"),
        ("outside", r"content\[0\]: offsets 175–99999 are empty or outside"),
        ("empty span", r"neutral\[0\]: offsets 4–4 are empty"),
        ("no quote", r"content\[0\]: a span without quote\. It should be 'Arvan firmly"),
        ("unknown key", r"statements\[0\]\.mood: Extra inputs"),
        ("unknown act", r"statements\[0\]\.acts\[0\]: Input should be 'pledge'"),
        ("no content", r"statements\[0\]\.content: List should have at least 1"),
        ("no mode", r"statements\[0\]\.mode: Field required"),
        ("cue", r"statements\[0\]\.cue: the quote is 'said'"),
        ("commitment", r"commitments\[0\]: the quote is"),
    ],
)
def test_a_broken_annotation_is_an_error_that_says_where(
    tmp_path: Path, change: str, says: str
) -> None:
    with pytest.raises(GoldError, match=says):
        load(write(tmp_path, broken(change)))


def test_no_json_says_the_line(tmp_path: Path) -> None:
    folder = write(tmp_path, {})
    (folder / "gold" / "velis.json").write_text('{\n "id": \n}', encoding="utf-8")
    with pytest.raises(GoldError, match=r"velis\.json:3:1: no valid JSON"):
        load(folder)


def test_a_text_that_is_no_utf8_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path, gold_data())
    (folder / "texts" / "velis.txt").write_bytes(b"caf\xe9")
    with pytest.raises(GoldError, match=r"velis\.txt: not UTF-8 at byte 3"):
        load(folder)


@pytest.mark.parametrize("lone", ["texts/b.txt", "gold/b.json"])
def test_a_file_without_its_counterpart_is_an_error(tmp_path: Path, lone: str) -> None:
    folder = write(tmp_path, gold_data())
    (folder / lone).write_text("{}", encoding="utf-8")
    with pytest.raises(GoldError, match=r"'b' is in (texts|gold)/ and not in"):
        load(folder)


def test_folders_without_gold_are_errors(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold folder here"):
        load(tmp_path)
    with pytest.raises(GoldError, match="no gold folder here"):
        load(tmp_path / "missing")
    (tmp_path / "texts").mkdir()
    (tmp_path / "gold").mkdir()
    with pytest.raises(GoldError, match="are empty"):
        load(tmp_path)


def test_the_shared_gold_loads(shared: Path) -> None:
    (corpus,) = load(shared / "gold")
    assert corpus.name == "dev"
    assert corpus.documents
