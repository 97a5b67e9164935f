"""Spans over a text, cut into segments: nothing of the text is lost, every span is its segments."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from memcon.record import Block
from memcon.web.marking import KINDS, Mark, Segment, pieces

LONGEST = 60


@st.composite
def ranges(draw: st.DrawFn, *, beyond: int = 0) -> tuple[int, int]:
    start = draw(st.integers(0, LONGEST + beyond))
    return start, draw(st.integers(start, LONGEST + beyond))


MARKS = st.lists(
    st.builds(
        lambda place, kind, number: Mark(
            start=place[0], end=place[1], kind=kind, ref=f"{kind}:{number}"
        ),
        ranges(beyond=5),
        st.sampled_from(KINDS),
        st.integers(1, 4),
    ),
    max_size=12,
)
BLOCKS = st.lists(
    st.builds(
        lambda place, kind: Block(kind=kind, start=place[0], end=place[1]),
        ranges(beyond=5),
        st.sampled_from(["paragraph", "furniture", "headline"]),
    ),
    max_size=6,
).map(lambda blocks: sorted(blocks, key=lambda block: (block.start, block.end)))
LENGTHS = st.integers(0, LONGEST)


def segments(
    length: int,
    blocks: list[Block],
    marks: list[Mark],
    selected: list[tuple[int, int]] | None = None,
) -> list[Segment]:
    laid = pieces(length, blocks, marks, selected or [])
    return [segment for piece in laid for segment in piece.segments]


@given(LENGTHS, BLOCKS, MARKS)
def test_all_of_the_text_is_there_once_and_in_order(
    length: int, blocks: list[Block], marks: list[Mark]
) -> None:
    at = 0
    for piece in pieces(length, blocks, marks):
        assert piece.start == at < piece.end
        for segment in piece.segments:
            assert segment.start == at < segment.end
            at = segment.end
        assert at == piece.end
    assert at == length


@given(LENGTHS, BLOCKS, MARKS)
def test_a_mark_is_exactly_the_segments_that_have_it(
    length: int, blocks: list[Block], marks: list[Mark]
) -> None:
    found = segments(length, blocks, marks)
    for mark in marks:
        covered = {at for one in found if mark in one.marks for at in range(one.start, one.end)}
        assert covered == set(range(mark.start, min(mark.end, length)))


@given(LENGTHS, BLOCKS, MARKS, st.lists(ranges(beyond=5), max_size=3))
def test_what_is_selected_is_exactly_the_ranges(
    length: int, blocks: list[Block], marks: list[Mark], chosen: list[tuple[int, int]]
) -> None:
    found = segments(length, blocks, marks, chosen)
    selected = {at for one in found if one.selected for at in range(one.start, one.end)}
    wanted = {at for start, end in chosen for at in range(start, min(end, length))}
    assert selected == wanted
    bare = segments(length, blocks, marks)
    assert {one.start for one in bare} <= {one.start for one in found}


@given(st.lists(st.integers(0, LONGEST), unique=True, max_size=10).map(sorted))
def test_a_block_that_overlaps_no_other_is_a_piece(places: list[int]) -> None:
    blocks = [
        Block(kind="furniture", start=start, end=end)
        for start, end in zip(places[::2], places[1::2], strict=False)
    ]
    found = [(one.start, one.end) for one in pieces(LONGEST, blocks, []) if one.kind]
    assert found == [(block.start, block.end) for block in blocks]


def test_the_narrowest_of_what_is_marked_comes_first_and_events_last() -> None:
    marks = [
        Mark(start=0, end=9, kind="statement", ref="statement:1"),
        Mark(start=0, end=9, kind="act", ref="act:1"),
        Mark(start=2, end=5, kind="actor", ref="VAR"),
        Mark(start=3, end=4, kind="event", ref="event:1"),
    ]
    (middle,) = [one for one in segments(9, [], marks) if one.start == 3]
    refs = [mark.ref for mark in middle.narrowest_first]
    assert refs == ["VAR", "act:1", "statement:1", "event:1"]


def test_many_marks_side_by_side_take_time_in_proportion() -> None:
    count = 20_000
    marks = [Mark(start=10 * n, end=10 * n + 8, kind="act", ref=f"act:{n}") for n in range(count)]
    found = segments(10 * count, [Block(kind="paragraph", start=0, end=10 * count)], marks)
    assert len(found) == 2 * count
