"""Initiatives and treaties are in the record though they neither speak nor are spoken to."""

from __future__ import annotations

import pytest
from reader_helpers import report

from memcon.record import Actor


def named(text: str, actor: str) -> list[Actor]:
    return [one for one in report(text).actors if one.id == actor]


@pytest.mark.parametrize(
    ("text", "actor", "mention"),
    [
        (
            "Traders in Sestra live off the Belt and Road Initiative.",
            "BRI",
            "Belt and Road Initiative",
        ),
        (
            "The port is bound by the Treaty on the Non-Proliferation of Nuclear Weapons.",
            "NPT",
            "Treaty on the Non-Proliferation of Nuclear Weapons",
        ),
    ],
)
def test_what_nobody_refers_to_is_an_actor(text: str, actor: str, mention: str) -> None:
    [one] = named(text, actor)
    assert one.kind == "organisation"
    assert [span.text for span in one.mentions] == [mention]


def test_every_mention_is_listed() -> None:
    [one] = named(
        "The Belt and Road Initiative is old. Bellwin praised the Belt and Road Initiative.", "BRI"
    )
    assert len(one.mentions) == 2
    assert one.mentions[0].start < one.mentions[1].start


def test_a_treaty_without_a_name_is_none() -> None:
    actors = report("The treaty of 1974 was signed in Sestra.").actors
    assert [one.id for one in actors if one.kind == "organisation"] == []
