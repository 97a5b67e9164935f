"""Floors, the gate around them, and the reason that lowering one takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_builders import TEXT, gold_data, record

from memcon.errors import GoldError
from memcon.evaluation import gate
from memcon.evaluation.floors import Floor, Lowered, load_floors, problems, raised, save_floors
from memcon.evaluation.run import Read

FLOORS = {"own": Floor(digest="d", floors={"content": 0.8, "mode": 0.9})}


def test_scores_at_or_over_their_floors_are_no_problem() -> None:
    assert problems("own", "d", {"content": 0.8, "mode": 1.0, "cue": 0.1}, FLOORS) == []


def test_a_score_under_its_floor_or_gone_is_named() -> None:
    assert problems("own", "d", {"content": 0.7999, "mode": None}, FLOORS) == [
        "own: content is 0.7999, under its floor 0.8000",
        "own: mode is none, under its floor 0.9000",
    ]


def test_a_changed_corpus_and_one_without_floors_are_problems() -> None:
    perfect = {"content": 1.0, "mode": 1.0}
    (changed,) = problems("own", "e", perfect, FLOORS)
    assert "have changed since" in changed
    (unknown,) = problems("other", "d", perfect, FLOORS)
    assert "no floors are pinned" in unknown


def test_raising_takes_the_present_scores_and_names_what_falls() -> None:
    floor, lowered = raised("own", "e", {"content": 0.75, "mode": 0.95, "cue": None}, FLOORS)
    assert floor == Floor(digest="e", floors={"content": 0.75, "mode": 0.95})
    assert [str(one) for one in lowered] == ["own content 0.8000 → 0.7500"]
    _, gone = raised("own", "d", {"content": 0.9}, FLOORS)
    assert gone == [Lowered("own", "mode", 0.9, None)]


def test_floors_survive_writing_and_a_broken_file_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    assert load_floors(file) == {}
    save_floors(file, FLOORS)
    assert load_floors(file) == FLOORS
    file.write_text('{"own": {"digest": 1}}', encoding="utf-8")
    with pytest.raises(GoldError, match=r"floors\.json: no floors"):
        load_floors(file)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one annotated document and a changelog."""
    own = tmp_path / "tests" / "gold"
    for folder in (own / "texts", own / "gold", tmp_path / "docs"):
        folder.mkdir(parents=True)
    (own / "texts" / "velis.txt").write_text(TEXT, encoding="utf-8")
    (own / "gold" / "velis.json").write_text(json.dumps(gold_data()), encoding="utf-8")
    log = "# Changes\n\n## 0.2.0\n\n- A thing.\n\n## 0.1.0\n\n- The first.\n"
    (tmp_path / "docs" / "changelog.md").write_text(log, encoding="utf-8")
    return tmp_path


def well(knowledge: Path | None) -> Read:
    return lambda text: record()


def badly(knowledge: Path | None) -> Read:
    return lambda text: record(statements=record().statements[:2])


def test_the_gate_opens_after_an_update_and_shuts_when_scores_fall(project: Path) -> None:
    assert gate.check(project, well) == [
        "own: no floors are pinned; run python -m memcon.evaluation.gate --update"
    ]
    assert gate.update(project, well) == []
    assert gate.check(project, well) == []
    assert "own: content is 0.6667, under its floor 1.0000" in gate.check(project, badly)


def test_an_update_never_lowers_without_a_reason(project: Path) -> None:
    gate.update(project, well)
    before = (project / gate.FLOORS).read_bytes()
    lowered = gate.update(project, badly)
    assert "own content 1.0000 → 0.6667" in map(str, lowered)
    assert (project / gate.FLOORS).read_bytes() == before


def test_a_reason_lowers_and_goes_into_the_newest_section_of_the_changelog(project: Path) -> None:
    gate.update(project, well)
    gate.update(project, badly, reason="the second half was a guess")
    assert gate.check(project, badly) == []
    log = (project / gate.CHANGELOG).read_text(encoding="utf-8")
    assert log.startswith("# Changes\n\n## 0.2.0\n\n- A thing.\n- Accuracy floors lowered (own con")
    assert log.endswith(": the second half was a guess\n\n## 0.1.0\n\n- The first.\n")


def test_a_reason_that_was_not_needed_leaves_the_changelog_alone(project: Path) -> None:
    before = (project / gate.CHANGELOG).read_bytes()
    gate.update(project, badly)
    gate.update(project, well, reason="none needed")
    assert (project / gate.CHANGELOG).read_bytes() == before


def test_floors_of_a_corpus_that_is_not_there_stay(project: Path) -> None:
    save_floors(project / gate.FLOORS, {"dev": FLOORS["own"]})
    gate.update(project, well)
    assert load_floors(project / gate.FLOORS)["dev"] == FLOORS["own"]


def test_a_changed_annotation_shuts_the_gate_until_it_is_pinned_anew(project: Path) -> None:
    gate.update(project, well)
    changed = {**gold_data(), "annotated_until": len(TEXT)}
    (project / "tests/gold/gold/velis.json").write_text(json.dumps(changed), encoding="utf-8")
    (problem,) = gate.check(project, well)
    assert "have changed since" in problem
    gate.update(project, well)
    assert gate.check(project, well) == []


def test_each_corpus_is_read_with_the_knowledge_beside_it(project: Path) -> None:
    asked: list[Path | None] = []

    def make(knowledge: Path | None) -> Read:
        asked.append(knowledge)
        return well(knowledge)

    gate.check(project, make)
    (project / "tests/gold/memcon.toml").write_text("", encoding="utf-8")
    gate.check(project, make)
    assert asked == [None, (project / "tests/gold/memcon.toml").resolve()]
