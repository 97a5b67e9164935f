"""The flat text that the parser sees, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.reading.flat import Flat, flatten


def flat(text: str) -> Flat:
    return flatten(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the ferry\nsails", "the ferry sails", id="line wrap"),
        pytest.param("the ferry\r\nsails", "the ferry sails", id="Windows line wrap"),
        pytest.param("the  ferry\t sails", "the ferry sails", id="runs of blanks"),
        pytest.param("the\u00a0ferry\u2028sails", "the ferry sails", id="other blanks"),
        pytest.param("  the ferry  ", "the ferry", id="outer blanks"),
        pytest.param("> the ferry\n> sails", "the ferry sails", id="quotation prefixes"),
        pytest.param("- the ferry sails", "the ferry sails", id="list item"),
        pytest.param("\u2022 the ferry sails", "the ferry sails", id="bullet"),
        pytest.param("## The ferry sails", "The ferry sails", id="heading"),
        pytest.param("the **ferry** sails", "the ferry sails", id="bold"),
        pytest.param("the __ferry__ sails", "the ferry sails", id="underscored"),
        pytest.param("the *ferry* sails", "the ferry sails", id="italics"),
        pytest.param("the `ferry` sails", "the ferry sails", id="code"),
        pytest.param("the [ferry](https://a.example/x) sails", "the ferry sails", id="link"),
        pytest.param("a ![ship](https://a.example/x.png) sails", "a sails", id="image"),
        pytest.param("the fer\u00adry sai\u200bls", "the ferry sails", id="soft hyphen"),
        pytest.param("the \\[old\\] ferry", "the [old] ferry", id="escapes"),
        pytest.param("a tariff of 5 * 3", "a tariff of 5 * 3", id="no markup: a lone star"),
        pytest.param("snake_case stays", "snake_case stays", id="no markup: an underscore"),
        pytest.param("", "", id="nothing"),
        pytest.param(" \n ", "", id="only blanks"),
    ],
)
def test_what_disturbs_the_parser_is_left_out(text: str, expected: str) -> None:
    assert flat(text).text == expected


def test_only_the_given_range_is_read() -> None:
    text = "The port opens. The ferry\nsails. The quota stays."
    start, end = text.index("The ferry"), text.index(" The quota")
    one = flatten(text, start, end)
    assert one.text == "The ferry sails."
    assert one.document_span(0, len(one.text)) == (start, end)


def test_a_span_of_a_link_is_its_words_in_the_document() -> None:
    text = "the [slow\nferry](https://a.example) sails"
    one = flat(text)
    start = one.text.index("slow ferry")
    assert text[slice(*one.document_span(start, start + len("slow ferry")))] == "slow\nferry"


PIECES = st.sampled_from(
    [
        *("ferry", "Sestra", "é", ".", "!", "(", ")", "[", "]", "“", "”", '"', "'"),
        *(" ", "\n", "\r\n", "\n> ", "\u00a0", "\u00ad", "- ", "# "),
        *("**", "*", "_", "`", "\\", "[a b](c)", "![a](b)"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_code_point_has_its_place_in_the_document(text: str) -> None:
    one = flat(text)
    assert len(one.offsets) == len(one.text)
    assert all(a < b for a, b in zip(one.offsets, one.offsets[1:], strict=False))
    for character, offset in zip(one.text, one.offsets, strict=True):
        assert character == text[offset] or (character == " " and text[offset].isspace())
    assert "  " not in one.text
    assert one.text == one.text.strip()
