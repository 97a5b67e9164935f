"""Commitments: who is bound to what, how firmly, by when; and what is none."""

from __future__ import annotations

import pytest
from reader_helpers import commitment, commitments, line, report, who, wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # will
        (
            "Orrin said Ostria will free the sailors.",
            ("will", "XOS", "", "Ostria will free the sailors"),
        ),
        (
            "Orrin said Ostria would free the sailors.",
            ("will", "XOS", "", "Ostria would free the sailors"),
        ),
        ("Orrin vowed to free the sailors.", ("will", "XOS", "", "to free the sailors")),
        (
            "Ostria is committed to the release of the sailors.",
            ("will", "XOS", "", "the release of the sailors"),
        ),
        (
            "Orrin and Bellwin agreed to free the sailors.",
            ("will", "XOS+XVA", "XOS+XVA", "to free the sailors"),
        ),
        (
            "Orrin told Bellwin that Ostria will free the sailors.",
            ("will", "XOS", "XVA", "Ostria will free the sailors"),
        ),
        (
            "Orrin and Bellwin agreed on opening the port.",
            ("will", "XOS+XVA", "XOS+XVA", "on opening the port"),
        ),
        # ready
        (
            "Orrin reaffirmed Ostria's willingness to open the port.",
            ("ready", "XOS", "", "Ostria's willingness to open the port"),
        ),
        (
            "Orrin said Ostria is ready to free the sailors.",
            ("ready", "XOS", "", "Ostria is ready to free the sailors"),
        ),
        (
            "Orrin said Ostria intends to free the sailors.",
            ("ready", "XOS", "", "Ostria intends to free the sailors"),
        ),
        (
            "Orrin said Ostria and Varnia are willing to restore trade.",
            (
                "ready",
                "XOS+XVA",
                "XOS+XVA",
                "Ostria and Varnia are willing to restore trade",
            ),
        ),
        # hope
        (
            "Orrin expressed hope that the talks will resume.",
            ("hope", "XOS", "", "the talks will resume"),
        ),
        (
            "Orrin hopes that the talks will resume.",
            ("hope", "XOS", "", "the talks will resume"),
        ),
        # call: held by whoever voices it
        ("Orrin urged Varnia to free her.", ("call", "XOS", "XVA", "Varnia to free her")),
        (
            "Orrin said Varnia should lift the ban.",
            ("call", "XOS", "XVA", "Varnia should lift the ban"),
        ),
        (
            "Orrin said the two sides should restore trade.",
            ("call", "XOS", "XOS+XVA", "the two sides should restore trade"),
        ),
    ],
)
def test_strength_and_parties(text: str, expected: tuple[str, str, str, str]) -> None:
    assert commitments(report(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Orrin warned that a seizure will have consequences.", id="a threat"),
        pytest.param("Orrin said a seizure will be met with a response.", id="a veiled one"),
        pytest.param("Orrin said Ostria reserves the right to respond.", id="a reserved right"),
        pytest.param("Orrin stressed the importance of free passage.", id="the importance of"),
        pytest.param("Orrin noted the need for restraint.", id="the need for"),
        pytest.param("Orrin said that trade will grow by a third.", id="a forecast"),
        pytest.param("Orrin said Ostria freed the sailors.", id="what was done"),
        pytest.param("Orrin said Ostria supports the talks.", id="a stance"),
        pytest.param("Orrin said Ostria will not recognise the quota.", id="a refusal"),
        pytest.param("Orrin condemned the seizure of the ferry.", id="blame"),
        pytest.param("The two ministers discussed the quota.", id="a topic"),
        pytest.param("Orrin and Bellwin agreed that the talks were useful.", id="a shared view"),
        pytest.param("The two sides agreed on the importance of free passage.", id="another"),
        pytest.param(
            "Orrin and Bellwin agreed on the importance of free passage.", id="agreed on a view"
        ),
        pytest.param("Orrin said that Ostria and Varnia will meet again in May.", id="a plan"),
        pytest.param("Orrin asked why the port was closed.", id="a question"),
        "Orrin said he would not rule out a new quota.",
        wrong(
            "Bellwin put forward three proposals.",
            reason="a call whose goal is 'three proposals', quantity 3",
        ),
    ],
)
def test_what_is_no_commitment(text: str) -> None:
    assert commitments(report(text)) == []


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        (
            "Orrin pledged to raise the quota by 20 percent to 4,500 tonnes.",
            [(20.0, "percent"), (4500.0, "tonnes")],
        ),
        ("Orrin said Ostria will buy 300 buses.", [(300.0, "buses")]),
        ("Orrin said Ostria will free the sailors.", []),
    ],
)
def test_quantities(text: str, quantities: list[tuple[float, str]]) -> None:
    one = commitment(report(text))
    assert [(q.value, q.unit) for q in one.quantities] == quantities
    assert all(q.kind == "target" for q in one.quantities)
    assert one.testable is bool(quantities)


@pytest.mark.parametrize(
    ("text", "date", "words"),
    [
        ("Orrin pledged to open the school by 2027.", "2027", "by 2027"),
        (
            "Orrin said Ostria will open the school by the end of 2026.",
            "2026-12-31",
            "by the end of 2026",
        ),
        ("Orrin said Ostria would open the school in 2027.", "2027", "in 2027"),
    ],
)
def test_deadlines(text: str, date: str, words: str) -> None:
    one = commitment(report(text))
    assert one.deadline is not None
    assert (one.deadline.date, one.deadline.text) == (date, words)
    assert one.testable


def test_no_deadline_is_none() -> None:
    one = commitment(report("Orrin pledged to free the sailors."))
    assert one.deadline is None
    assert not one.testable


def test_several_actions_are_measures_of_one_commitment() -> None:
    one = commitment(report("Orrin said Ostria will free the sailors and return the ferry."))
    assert line(one.goal.text) == "Ostria will free the sailors and return the ferry"
    assert [line(measure.text) for measure in one.measures] == [
        "free the sailors",
        "return the ferry",
    ]


def test_a_promise_with_several_figures_is_one() -> None:
    one = commitment(
        report("Orrin said Ostria will raise the quota by 20 percent and open the port by 2027.")
    )
    assert [line(measure.text) for measure in one.measures] == [
        "raise the quota by 20 percent",
        "open the port by 2027",
    ]
    assert [q.value for q in one.quantities] == [20.0]
    assert one.deadline is not None


@pytest.mark.parametrize(
    "text",
    [
        "Orrin called on Varnia to raise the quota by 20 percent and open the port by 2027.",
        "Orrin said Varnia should raise the quota by 20 percent and open the port by 2027.",
        "Orrin urged Varnia to raise the quota by 20 percent and to open the port by 2027.",
    ],
)
def test_a_call_whose_measures_have_their_own_figure_or_deadline_is_split(text: str) -> None:
    record = report(text)
    assert commitments(record) == [
        ("call", "XOS", "XVA", "raise the quota by 20 percent"),
        ("call", "XOS", "XVA", "open the port by 2027"),
    ]
    first, second = record.commitments
    assert ([q.value for q in first.quantities], first.deadline) == ([20.0], None)
    assert second.quantities == []
    assert second.deadline is not None
    assert second.deadline.date == "2027"


def test_a_call_for_several_actions_without_figures_is_one() -> None:
    one = commitment(report("Orrin urged Varnia to free the sailors and return the ferry."))
    assert [line(measure.text) for measure in one.measures] == [
        "free the sailors",
        "return the ferry",
    ]


def test_each_clause_with_its_own_actor_is_one() -> None:
    record = report(
        "Orrin said that Ostria will free the sailors and that Varnia should lift the ban."
    )
    assert [(c.strength, who(c.by), who(c.to)) for c in record.commitments] == [
        ("will", "XOS", ""),
        ("call", "XOS", "XVA"),
    ]


LIST = """The Parties commit to:

(i) reopening the ferry line by 2027;

(ii) raising the quota by 20 percent."""


def test_each_item_of_a_list_is_one() -> None:
    record = report(LIST)
    assert commitments(record) == [
        ("will", "XOS+XVA", "XOS+XVA", "reopening the ferry line by 2027"),
        ("will", "XOS+XVA", "XOS+XVA", "raising the quota by 20 percent"),
    ]
    assert all(c.joint for c in record.commitments)
    first, second = record.commitments
    assert first.deadline is not None
    assert second.deadline is None
    assert [q.value for q in second.quantities] == [20.0]


def test_a_commitment_names_its_act() -> None:
    record = report("Orrin welcomed the talks and pledged to free the sailors.")
    one = commitment(record)
    [act] = [act for act in record.acts if act.id == one.act]
    assert act.type == "pledge"


@pytest.mark.parametrize(
    "text",
    [
        "Ostria and Varnia called on Selmark to lift the ban.",
        "The two sides call on Selmark to lift the ban.",
        wrong(
            "Ostria and Varnia call on Selmark to lift the ban.",
            reason="the parser takes the verb for a noun",
        ),
    ],
)
def test_a_joint_call_on_others_is_to_the_others(text: str) -> None:
    assert commitments(report(text)) == [("call", "XOS+XVA", "XSE", "Selmark to lift the ban")]


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("Orrin and Bellwin agreed to restore trade.", True),
        ("Orrin said Ostria will restore trade.", False),
    ],
)
def test_joint(text: str, joint: bool) -> None:
    assert commitment(report(text)).joint is joint
