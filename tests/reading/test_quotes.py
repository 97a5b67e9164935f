"""Which stretches of a paragraph stand between quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.reading.quotes import find_regions


def inside(text: str) -> list[str]:
    return [text[region.start : region.end] for region in find_regions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("She said “the port is open”.", ["the port is open"], id="curly"),
        pytest.param('She said "the port is open".', ["the port is open"], id="straight"),
        pytest.param("She said «the port is open».", ["the port is open"], id="guillemets"),
        pytest.param("She said „the port is open“.", ["the port is open"], id="low and high"),
        pytest.param("She said ‘the port is open’.", ["the port is open"], id="single curly"),
        pytest.param("She said 'the port is open'.", ["the port is open"], id="single straight"),
        pytest.param('She said “the port is open".', ["the port is open"], id="curly, straight"),
        pytest.param('She said "the port is open”.', ["the port is open"], id="straight, curly"),
        pytest.param("「the port is open」 she said.", ["the port is open"], id="corner brackets"),
        pytest.param(
            '"The ferry," he said, "sails."', ["The ferry,", "sails."], id="broken by a tag"
        ),
        pytest.param(
            "“The ‘slow’ ferry sails,” he said.", ["The ‘slow’ ferry sails,"], id="a quote in it"
        ),
        pytest.param(
            "'It's Ostria's ferry,' he said.", ["It's Ostria's ferry,"], id="apostrophes inside"
        ),
        ("‘The sailors’ families wait,’ she said.", ["The sailors’ families wait,"]),
        pytest.param("Ostria's ferry and the sailors' families", [], id="only apostrophes"),
        pytest.param("Ostria’s ferry and the sailors’ families", [], id="curly apostrophes"),
        pytest.param("no marks at all", [], id="none"),
        pytest.param('""', [], id="nothing between them"),
        pytest.param("", [], id="no text"),
    ],
)
def test_regions(text: str, expected: list[str]) -> None:
    assert inside(text) == expected
    assert all(region.closed for region in find_regions(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The port is open.", ["The port is open."]),
        ('He said: "The port is open.', ["The port is open."]),
        ("He said, “the port is open.", ["the port is open."]),
        ('The pipe is 5" wide.', []),
        ("A word “in the middle stays open.", []),
    ],
)
def test_a_mark_left_open_runs_to_the_end_only_where_speech_begins(
    text: str, expected: list[str]
) -> None:
    assert inside(text) == expected
    assert not any(region.closed for region in find_regions(text))


MARKS = st.sampled_from([*"“”\"«»„‘’'「」.,: aB", "said ", "s’ ", "'s "])


@given(st.lists(MARKS, max_size=40).map("".join))
def test_regions_are_in_order_apart_and_inside_the_text(text: str) -> None:
    last = 0
    for region in find_regions(text):
        assert last <= region.start < region.end <= len(text)
        last = region.end
