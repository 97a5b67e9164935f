"""What a statement does: the act types of docs/design.md, whose they are, and their shades."""

from __future__ import annotations

import pytest
from reader_helpers import acts, line, report, types

from memcon.record import Act


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # pledge: the holder binds itself to act
        ("Orrin said Ostria will free the sailors.", ["pledge"]),
        ("Orrin said Ostria is ready to free the sailors.", ["pledge"]),
        ("Orrin said Ostria stands ready to free the sailors.", ["pledge"]),
        ("Orrin said Ostria would free the sailors.", ["pledge"]),
        ("Orrin vowed to free the sailors.", ["pledge"]),
        ("Orrin expressed willingness to free the sailors.", ["pledge"]),
        ("Ostria is committed to the release of the sailors.", ["pledge"]),
        ("Orrin hopes to free the sailors.", ["pledge"]),
        # agree: concluded with another; an agreement to act is pledged too
        ("Orrin and Bellwin agreed to free the sailors.", ["agree", "pledge"]),
        ("It was agreed that Ostria will free the sailors.", ["agree", "pledge"]),
        # propose: joint action
        ("Orrin said the two sides should restore trade.", ["propose"]),
        ("Orrin proposed a joint commission.", ["propose"]),
        ("Orrin suggested opening a school.", ["propose"]),
        ("Orrin said Ostria hopes that the talks will resume.", ["propose"]),
        ("Orrin hoped that the talks would resume.", ["propose"]),
        # request: another is to act
        ("Orrin urged Varnia to lift the ban.", ["request"]),
        ("Orrin called on Varnia to lift the ban.", ["request"]),
        ("Orrin demanded that Varnia lift the ban.", ["request"]),
        ("Orrin said Varnia should lift the ban.", ["request"]),
        ("Orrin said that Varnia must lift the ban.", ["request"]),
        ("Orrin hopes that Varnia will lift the ban.", ["request"]),
        ("Orrin expressed hope that Varnia will lift the ban.", ["request"]),
        # support
        ("Orrin said Ostria firmly supports the talks.", ["support"]),
        ("Orrin reaffirmed Ostria's support for the Inner Sea Council.", ["support"]),
        ("Orrin endorsed the plan.", ["support"]),
        ("Orrin reassured Varnia of Ostria's support for the treaty.", ["support"]),
        # praise; welcoming a process backs it too
        ("Orrin thanked Varnia for the rescue of the sailors.", ["praise"]),
        ("Orrin congratulated Bellwin on her appointment.", ["praise"]),
        ("Orrin said Ostria appreciates the help of Varnia.", ["praise"]),
        ("Orrin welcomed the agreement.", ["praise", "support"]),
        # oppose: rejects, refuses, denies
        ("Orrin said Ostria opposes the quota.", ["oppose"]),
        ("Orrin rejected the quota.", ["oppose"]),
        ("Orrin said Ostria does not support the quota.", ["oppose"]),
        ("Orrin said Ostria will not recognise the quota.", ["oppose"]),
        ("Orrin refused to lift the quota.", ["oppose"]),
        ("Orrin denied that Ostria had seized the ferry.", ["oppose"]),
        # criticise
        ("Orrin condemned the seizure of the ferry.", ["criticise"]),
        ("Orrin condemned what he called a provocation.", ["criticise"]),
        ("Orrin accused Varnia of seizing ferries.", ["criticise"]),
        ("Orrin raised concerns about the quota.", ["criticise"]),
        ("Orrin said that Ostria is concerned about the quota.", ["criticise"]),
        # warn: a harm is announced
        ("Orrin warned that a seizure would have consequences.", ["warn"]),
        ("Orrin said any seizure will be met with a resolute response.", ["warn"]),
        ("Orrin said Ostria reserves the right to respond.", ["warn"]),
        # assess
        ("Orrin noted the importance of the talks.", ["assess"]),
        ("Orrin said the quota is low.", ["assess"]),
        ("Orrin said that the lake is deep.", ["assess"]),
        # report: done, or talked about
        ("The two ministers discussed the quota.", ["report"]),
        ("The two ministers exchanged views on the quota.", ["report"]),
        ("Orrin said that the two sides held three rounds of talks.", ["report"]),
    ],
)
def test_types(text: str, expected: list[str]) -> None:
    assert types(report(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Orrin said Ostria appreciates the talks, and stands ready to continue them.",
            ["praise", "pledge"],
        ),
        (
            "Orrin said that Ostria supports the talks and opposes the quota.",
            ["support", "oppose"],
        ),
        (
            "Orrin said: “We condemn the seizure. We will protect our sailors.”",
            ["criticise", "pledge"],
        ),
    ],
)
def test_each_predicate_of_a_content_does_its_own(text: str, expected: list[str]) -> None:
    assert [act.type for act in report(text).acts] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orrin urged Varnia to lift the ban.", ("request", "XOS", "XVA")),
        ("Orrin said Varnia should lift the ban.", ("request", "XOS", "XVA")),
        ("Orrin asked Bellwin to free the sailors.", ("request", "XOS", "XVA")),
        ("Orrin accused Varnia of seizing ferries.", ("criticise", "XOS", "XVA")),
        ("Orrin thanked Varnia for its help.", ("praise", "XOS", "XVA")),
        (
            "Orrin reassured Bellwin of Ostria's support for the treaty.",
            ("support", "XOS", "XVA"),
        ),
        ("Orrin reaffirmed Ostria's support for the ISC.", ("support", "XOS", "ISC")),
        ("Orrin said Ostria will free the sailors.", ("pledge", "XOS", "")),
        ("Bellwin said Ostria and Varnia should restore trade.", ("propose", "XVA", "XOS")),
        (
            "Bellwin said that Ostria and Varnia are willing to restore trade.",
            ("pledge", "XOS+XVA", "XOS"),
        ),
        ("The ISC called on both sides to wait.", ("request", "ISC", "XOS+XVA")),
        ("Varnia was urged by Ostria to lift the ban.", ("request", "XOS", "XVA")),
    ],
)
def test_whose_act_it_is_and_to_whom(text: str, expected: tuple[str, str, str]) -> None:
    assert acts(report(text)) == [expected]


def test_a_refusal_that_is_denied_is_none() -> None:
    assert "oppose" not in types(report("Orrin did not rule out a new quota."))


def one(text: str) -> Act:
    [act] = report(text).acts
    return act


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Orrin said Ostria supports the talks.", "support:support"),
        ("Orrin said Ostria firmly supports the talks.", "support:strongly support"),
        ("Orrin condemned the seizure.", "criticise:condemn"),
        ("Orrin strongly condemned the seizure.", "criticise:strongly condemn"),
        ("Orrin urged Varnia to wait.", "request:urge"),
        ("Orrin raised concerns about the quota.", "criticise:concern"),
        ("Orrin raised serious concerns about the quota.", "criticise:strongly concern"),
        ("Orrin said Ostria will free the sailors.", "pledge:will"),
        ("Orrin said Ostria is ready to free the sailors.", "pledge:ready"),
        ("Orrin said Ostria opposes the quota.", "oppose:oppose"),
    ],
)
def test_the_rung_of_the_ladder(text: str, strength: str) -> None:
    assert one(text).strength == strength


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        # the type says it: oppose
        ("Orrin said Ostria does not support the quota.", False),
        ("Orrin said Ostria will not recognise the quota.", False),
        ("Orrin said that the quota is not final.", True),
        ("Orrin said Ostria supports the quota.", False),
        ("Orrin said that the quota is final.", False),
    ],
)
def test_negation(text: str, negated: bool) -> None:
    assert one(text).negated is negated


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("If Varnia lifts the ban, Ostria will free the sailors, Orrin said.", True),
        ("Orrin said Ostria will free the sailors if Varnia lifts the ban.", True),
        ("Orrin said Ostria will free the sailors unless Varnia keeps the ban.", True),
        ("Orrin said Ostria will free the sailors.", False),
    ],
)
def test_conditions(text: str, conditional: bool) -> None:
    assert one(text).conditional is conditional


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Orrin said Ostria will free the sailors.", "future"),
        ("Orrin said Ostria would free the sailors.", "future"),
        ("Orrin urged Varnia to lift the ban.", "future"),
        ("Orrin said that the quota is low.", "present"),
        ("Orrin said that trade had grown.", "past"),
        ("The two ministers discussed the quota.", "past"),
    ],
)
def test_the_time_of_what_is_spoken_of(text: str, time: str) -> None:
    assert one(text).time == time


def test_an_act_tells_its_statement_and_its_words() -> None:
    record = report("Orrin welcomed the agreement and urged Varnia to lift the ban.")
    assert [(act.statement, act.type, line(act.content.text)) for act in record.acts] == [
        (record.statements[0].id, "praise", "the agreement"),
        (record.statements[0].id, "support", "the agreement"),
        (record.statements[1].id, "request", "Varnia to lift the ban"),
    ]
