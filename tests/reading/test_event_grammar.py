"""Who did what to whom, in all the ways in which English says it."""

from __future__ import annotations

from functools import cache

import pytest

from memcon.reading.coding.sentences import SentenceCoder


@cache
def coder() -> SentenceCoder:
    return SentenceCoder()


def code(sentence: str) -> list[tuple[str, str | None, str | None]]:
    """Return root, source and target of the events that were done."""
    return [
        (
            event.code[:2],
            event.source.text if event.source is not None else None,
            event.target.text if event.target is not None else None,
        )
        for event in coder().code([sentence])
        if not event.negated
    ]


@pytest.mark.parametrize(
    ("sentence", "events"),
    [
        ("Ostrian troops attacked rebels.", [("19", "Ostrian troops", "rebels")]),
        ("Rebels were attacked by Ostrian troops.", [("19", "Ostrian troops", "Rebels")]),
        ("An attack on rebels by Ostrian troops failed.", [("19", "Ostrian troops", "rebels")]),
        ("Ostrian troops launched an attack on rebels.", [("19", "Ostrian troops", "rebels")]),
        ("Two bridges were shelled.", [("19", None, "Two bridges")]),
        (
            "Ostria and Norland condemned Varnia.",
            [("11", "Ostria", "Varnia"), ("11", "Norland", "Varnia")],
        ),
        (
            "Norland praised Ostria and Varnia.",
            [("05", "Norland", "Ostria"), ("05", "Norland", "Varnia")],
        ),
        ("Norland and Ostria held talks.", [("04", "Norland", "Ostria")]),
        (
            "The foreign ministers of Ostria and Norland met.",
            [("04", "foreign ministers of Ostria", "Norland")],
        ),
        ("Norland urged Ostria to release two prisoners.", [("02", "Norland", "Ostria")]),
        ("Norland demanded that Ostria release two prisoners.", [("10", "Norland", "Ostria")]),
        ("Norland refused to release two prisoners.", [("12", "Norland", "two prisoners")]),
        ("Norland pledged to send aid to Ostria.", [("03", "Norland", "Ostria")]),
        ("Norland will send aid to Ostria.", [("03", "Norland", "Ostria")]),
        ("Norland will not send aid to Ostria.", [("12", "Norland", "Ostria")]),
        ("Norland threatened to attack Ostria.", [("13", "Norland", "Ostria")]),
        ("Norland refused to recognise Varnia.", [("12", "Norland", "Varnia")]),
        (
            "Norland has no intention of holding talks with Varnia.",
            [("12", "Norland", "Varnia")],
        ),
        ("Norland insisted that Ostria withdraw its troops.", [("10", "Norland", "Ostria")]),
        (
            "Norland allowed Ostrian experts to enter the plant.",
            [("08", "Norland", "Ostrian experts")],
        ),
        ("Police used tear gas to disperse students.", [("17", "Police", "students")]),
        ("Norland and Ostria accused each other of fraud.", [("11", "Norland", "Ostria")]),
        ("Ostria and Norland held peace talks in Varnia.", [("04", "Ostria", "Norland")]),
        ("Ostria and Norland began military drills.", [("06", "Ostria", "Norland")]),
        (
            "Norland proposed a truce between Ostria and Varnia.",
            [("03", "Norland", "Ostria"), ("03", "Norland", "Varnia")],
        ),
        ("The senate passed a resolution condemning Ostria.", [("11", "senate", "Ostria")]),
        (
            "The premier accused neighbouring Norland of theft.",
            [("11", "premier", "neighbouring Norland")],
        ),
        ("Gunmen raided a camp, killing six refugees.", [("19", "Gunmen", "camp")]),
        ("Police stormed a church occupied by protesters.", [("17", "Police", "church")]),
        ("Norland suspended aid to Ostria.", [("16", "Norland", "Ostria")]),
        ("Norland lifted sanctions on Ostria.", [("08", "Norland", "Ostria")]),
        (
            "Soldiers who attacked the village arrested a journalist.",
            [("19", "Soldiers", "village"), ("17", "Soldiers", "journalist")],
        ),
        ("Norland said on Monday that it had attacked Ostria.", [("19", "Norland", "Ostria")]),
    ],
)
def test_events_by_construction(
    sentence: str, events: list[tuple[str, str | None, str | None]]
) -> None:
    assert code(sentence) == events


@pytest.mark.parametrize(
    "sentence",
    [
        "Norland may attack Ostria.",
        "Norland may send troops to Ostria and attack the capital.",
        "Norland has yet to attack Ostria.",
        "Norland failed to reach an agreement with Ostria.",
        "If Norland attacks Ostria, the bridge is lost.",
        "Did Norland attack Ostria?",
        "The ministry is in the old town.",
        "Nobody knows whether rebels attacked the village.",
        "The goalkeeper had no answer to an attack that never tired.",
    ],
)
def test_what_is_not_told_as_done_is_not_coded(sentence: str) -> None:
    assert code(sentence) == []


def test_a_denied_event_is_marked() -> None:
    [event] = coder().code(["Ostrian troops did not attack the village."])
    assert (event.code[:2], event.negated) == ("19", True)


def test_offsets_are_those_of_the_line() -> None:
    line = "  “Enough!” 🙂 Ostrian\u00a0troops attacked rebels."
    events = list(coder().code(["", line]))
    assert events
    for event in events:
        assert event.line == 2
        assert event.source is not None
        for part in (event.source, event.event):
            assert line[part.start : part.end] == part.text


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Israeli troops attacked rebels.", "ISRMIL"),
        ("The United Nations condemned rebels.", "IGO"),
        ("The president of France condemned rebels.", "FRAGOV"),
        ("Turkish police arrested rebels.", "TURCOP"),
        ("Gunmen attacked rebels.", "UAF"),
    ],
)
def test_actor_codes(sentence: str, source: str) -> None:
    event = next(iter(coder().code([sentence])))
    assert event.source is not None
    assert event.source.code == source
