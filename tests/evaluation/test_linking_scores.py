"""Linking against gold: the figures by hand on small cases, the files, and our own gold list."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from memcon.errors import GoldError, NotFoundError
from memcon.evaluation.linking import (
    SKIP,
    GoldItem,
    as_markdown,
    by_day_and_sides,
    by_equal_id,
    in_first_half,
    main,
    place,
    read_gold,
    read_links,
    report,
    score_links,
    thin,
)
from memcon.record import (
    Actor,
    DateValue,
    Document,
    Meeting,
    Participant,
    Reading,
    Record,
    Source,
    Span,
)

OWN = Path(__file__).resolve().parent.parent / "gold" / "linking"
TEXT = "Ostria and Varnia met. They met again. Minister Sel spoke for Ostria."
GOLD = {("a", "1"): "x", ("b", "1"): "x", ("c", "1"): "x", ("d", "1"): "y", ("e", "1"): "y"}


def span(words: str, *, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start=start, end=start + len(words), text=words)


def meeting(
    number: int, words: str, *, day: str | None, sides: tuple[str, ...] = ("OST", "VAR")
) -> Meeting:
    return Meeting(
        id=f"meeting:{number}",
        form="meeting",
        status="held",
        date=DateValue(value=day, precision="day", basis="today") if day else None,
        participants=[Participant(side=side) for side in sides],
        evidence=[span(words)],
    )


def record(document: str, meetings: list[Meeting], actors: list[Actor] | None = None) -> Record:
    return Record(
        reader=Reading(version="0", model="none"),
        document=Document(
            id=document, text=TEXT, source=Source(media_type="text/plain", sha256="0" * 64)
        ),
        actors=actors or [],
        meetings=meetings,
    )


def test_perfect_links_score_one_whatever_the_clusters_are_called() -> None:
    scores = score_links({key: label * 3 for key, label in GOLD.items()}, GOLD)
    assert (scores.pairs.precision, scores.pairs.recall) == (1.0, 1.0)
    assert scores.b_cubed == (1.0, 1.0)
    assert scores.wrong == ()
    assert (scores.items, scores.gold_clusters, scores.predicted_clusters) == (5, 2, 2)


def test_a_wrong_link_costs_precision() -> None:
    scores = score_links(dict.fromkeys(GOLD, "all"), GOLD)
    # 3 + 1 right pairs of the 10 that were joined
    assert (scores.pairs.matched, scores.pairs.predicted, scores.pairs.gold) == (4, 10, 4)
    assert scores.b_cubed[0] == pytest.approx((3 * 3 / 5 + 2 * 2 / 5) / 5)
    assert scores.b_cubed[1] == 1.0
    (wrong,) = scores.wrong
    assert (wrong.joined, wrong.pairs) == (True, 6)
    assert (wrong.first, wrong.second) == (("a", "1"), ("d", "1"))


def test_a_missing_link_costs_recall_and_is_listed() -> None:
    links = {("a", "1"): 1, ("b", "1"): 1, ("c", "1"): 2, ("d", "1"): 3, ("e", "1"): 3}
    scores = score_links(links, GOLD)
    assert scores.pairs.precision == 1.0
    assert scores.pairs.recall == pytest.approx(2 / 4)
    assert scores.b_cubed[1] == pytest.approx((2 * 2 / 3 + 1 / 3 + 2) / 5)
    (wrong,) = scores.wrong
    assert (wrong.joined, wrong.pairs, wrong.first_label) == (False, 2, "x")


def test_what_was_not_linked_at_all_stands_alone() -> None:
    scores = score_links({("a", "1"): "q", ("z", "1"): "q"}, GOLD)
    assert scores.unlinked == 4
    assert scores.predicted_clusters == 5
    assert scores.pairs.predicted == 0
    assert scores.pairs.precision is None
    assert scores.pairs.recall == 0.0


def test_nothing_annotated_gives_no_figures() -> None:
    scores = score_links({}, {})
    assert scores.pairs.value is None
    assert "P –" in report("persons", scores)


def test_the_figures_do_not_hang_on_the_order_of_the_items() -> None:
    links = {("a", "1"): 1, ("b", "1"): 1, ("c", "1"): 2, ("d", "1"): 2, ("e", "1"): 3}
    backwards = score_links(dict(reversed(links.items())), dict(reversed(GOLD.items())))
    assert score_links(links, GOLD) == backwards


def test_thinning_keeps_each_form_of_a_name_once() -> None:
    gold = {
        ("a", "person:sel"): "Ana Sel",
        ("b", "person:sel"): "Ana Sel",
        ("c", "person:sel"): "Oto Sel",
        ("d", "person:sel"): "Ana Sel",
    }
    kept = thin(gold, {("d", "person:sel"): "OST"})
    assert list(kept) == [("a", "person:sel"), ("c", "person:sel"), ("d", "person:sel")]


def test_a_meeting_is_found_by_its_evidence_when_numbers_change() -> None:
    early, late = span("met").start, span("met again").start
    gold = [GoldItem("a", "meeting:1", early, "first"), GoldItem("a", "meeting:2", late, "second")]
    swapped = [meeting(1, "met again", day=None), meeting(2, "met", day=None)]
    placed, lost = place(gold, {"a": record("a", swapped)})
    assert placed == {("a", "meeting:2"): "first", ("a", "meeting:1"): "second"}
    assert lost == []


def test_two_meetings_on_the_same_words_keep_their_own_labels() -> None:
    start = span("met").start
    gold = [GoldItem("a", "meeting:1", start, "x"), GoldItem("a", "meeting:2", start, "y")]
    twice = [meeting(1, "met", day=None), meeting(2, "met", day=None)]
    placed, _ = place(gold, {"a": record("a", twice)})
    assert placed == {("a", "meeting:1"): "x", ("a", "meeting:2"): "y"}


def test_a_person_is_found_by_id_then_by_mention() -> None:
    sel = Actor(id="person:ana-sel", kind="person", name="Ana Sel", mentions=[span("Minister Sel")])
    start = span("Minister Sel").start
    records = {"a": record("a", [], [sel])}
    assert place([GoldItem("a", "person:ana-sel", 0, "Ana Sel")], records)[0]
    assert place([GoldItem("a", "person:sel", start, "Ana Sel")], records)[0] == {
        ("a", "person:ana-sel"): "Ana Sel"
    }


def test_what_is_gone_is_reported_and_what_was_skipped_is_not() -> None:
    gone = GoldItem("a", "meeting:1", 3, "x")
    elsewhere = GoldItem("b", "person:sel", None, "Ana Sel")
    skipped = GoldItem("a", "meeting:2", 5, SKIP)
    placed, lost = place([gone, elsewhere, skipped], {"a": record("a", [])})
    assert placed == {}
    assert lost == [gone, elsewhere]


def test_the_baseline_joins_meetings_of_one_day_and_the_same_sides_only() -> None:
    records = {
        "a": record("a", [meeting(1, "met", day="2031-05-02")]),
        "b": record("b", [meeting(1, "met", day="2031-05-02", sides=("VAR", "OST"))]),
        "c": record("c", [meeting(1, "met", day="2031-05-03")]),
        "d": record("d", [meeting(1, "met", day=None)]),
        "e": record("e", [meeting(1, "met", day=None)]),
        "f": record("f", [meeting(1, "met", day="2031-05-02", sides=("OST",))]),
        "g": record("g", [meeting(1, "met", day="2031-05-02", sides=("OST",))]),
    }
    links = by_day_and_sides(records)
    assert links["a", "meeting:1"] == links["b", "meeting:1"]
    assert len(set(links.values())) == 6


def test_the_baseline_for_persons_joins_equal_ids() -> None:
    links = by_equal_id([("a", "person:sel"), ("b", "person:sel"), ("b", "person:ana-sel")])
    assert Counter(links.values()) == {"person:sel": 2, "person:ana-sel": 1}


def write(path: Path, *rows: str) -> Path:
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


HEAD = "document\titem\tstart\tlabel\tnote"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["document\titem"], "head line"),
        ([], "head line"),
        ([HEAD, "a\tmeeting:1\t3\tx"], "4 fields"),
        ([HEAD, "a\tmeeting:1\tthree\tx\t"], "offset"),
        ([HEAD, "a\tmeeting:1\t3\t\t"], "label"),
        ([HEAD, "a\tmeeting:1\t3\tx\t", "a\tmeeting:1\t9\ty\t"], "twice"),
    ],
)
def test_a_file_that_does_not_follow_the_format_is_refused(
    tmp_path: Path, rows: list[str], said: str
) -> None:
    with pytest.raises(GoldError, match=said):
        read_gold(write(tmp_path / "meetings.tsv", *rows))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_links(tmp_path / "links.tsv")


def test_the_command_scores_links_beside_the_baselines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = span("met").start
    write(tmp_path / "meetings.tsv", HEAD, f"a\tmeeting:1\t{at}\tx\t", f"b\tmeeting:1\t{at}\tx\t")
    write(tmp_path / "persons.tsv", HEAD)
    records = [record(name, [meeting(1, "met", day=None)]).to_json() for name in "ab"]
    lines = write(tmp_path / "records.jsonl", *records)
    rows = ["document\titem\tcluster", "a\tmeeting:1\tm", "b\tmeeting:1\tm"]
    links = write(tmp_path / "links.tsv", *rows)
    assert main([str(tmp_path), str(lines), "--links", str(links), "--errors"]) == 0
    shown = capsys.readouterr().out
    assert "meetings: pairs P 1.0000 R 1.0000" in shown
    assert "meetings, baseline: pairs P – R 0.0000" in shown
    assert main([str(tmp_path), str(lines), "--errors"]) == 0
    assert "parted 1: x: a/meeting:1 | b/meeting:1" in capsys.readouterr().out


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "meetings.tsv", HEAD)
    write(tmp_path / "persons.tsv", HEAD)
    broken = write(tmp_path / "records.jsonl", "{}")
    assert main([str(tmp_path), str(broken)]) == 1
    assert "records.jsonl:1: not a record" in capsys.readouterr().err
    assert main([str(tmp_path / "no"), str(broken)]) == 1


def test_the_figures_as_a_table() -> None:
    links = {("a", "1"): "p", ("b", "1"): "p", ("c", "1"): "q"}
    head, _, row = as_markdown({"all": score_links(links, GOLD)}).splitlines()
    assert head.count("|") == row.count("|") == 10
    assert row.startswith("| all | 1.0000 | 0.2500 | 0.4000 | 1 of 4; 1 linked | 1.0000 |")
    assert row.endswith("| 5 |")
    assert as_markdown({"none": score_links({}, {})}).endswith("| 0 |")


def test_labels_fall_into_halves() -> None:
    labels = {item.label for item in read_gold(OWN / "meetings.tsv")}
    first = sum(map(in_first_half, labels))
    assert 0.4 < first / len(labels) < 0.6


def test_our_own_list_is_large_enough_and_whole() -> None:
    """The issue asks for at least 150 documents; repeated pairs are what merging must resist."""
    sources = (OWN / "documents.tsv").read_text(encoding="utf-8").splitlines()[1:]
    listed = {row.split("\t")[0] for row in sources}
    meetings, persons = read_gold(OWN / "meetings.tsv"), read_gold(OWN / "persons.tsv")
    assert {item.document for item in meetings + persons} == listed
    assert len({item.document for item in meetings}) >= 160
    for items in (meetings, persons):
        labels = Counter(item.label for item in items if item.label != SKIP)
        assert sum(count > 1 for count in labels.values()) >= 90
    assert all(item.item.startswith("meeting:") for item in meetings)
    assert all(item.item.startswith("person:") for item in persons)
