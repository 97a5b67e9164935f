"""Duplicates within a run: copies go, what is distinct stays, and no two are compared in vain."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.errors import RunError
from memcon.record import Block, Document, Source
from memcon.scale import duplicates
from memcon.scale.duplicates import NAMES, Matching, Signature, match, pack, sign, unpack

STORY = (
    "Ministers of Ostria and Varnia agreed on Monday to open a second lane at the Kellin Bridge"
    " crossing, where lorries have queued for days since a flood damaged the old ramp.",
    "Foreign Minister Ana Torvek said after the talks that both customs services would work in one"
    " hall from the autumn, and that drivers would show their papers only once.",
    "Her Varnian colleague Jon Melder spoke of a small step in the right direction. Varnia would"
    " pay for the scanners, he added, and Ostria for the roof above them.",
    "Hauliers on both banks have asked for years that the night closure be lifted. A decision on"
    " it was put off until engineers have looked at the lighting of the approach road.",
    "The ministers did not take questions on the dispute about water from the Issel reservoir,"
    " which a joint commission is to take up again before the snow melts.",
    "They will see each other next in the Varnian capital, when a treaty on rail freight is due to"
    " be signed in the presence of both prime ministers.",
)


def document(*passages: str, title: str = "", published: str | None = "2031-06-02") -> Document:
    text = "\n".join((title, *passages))
    blocks = [Block(kind="headline", start=0, end=len(title))]
    for passage in passages:
        start = blocks[-1].end + 1
        blocks.append(Block(kind="paragraph", start=start, end=start + len(passage)))
    return Document(
        id=f"doc:{random.Random(text).getrandbits(64):016x}",
        text=text,
        published=published,
        blocks=blocks,
        source=Source(media_type="text/plain", sha256="0" * 64),
    )


def matched(*documents: Document) -> dict[int, int]:
    return {place: of for place, (of, _) in match(map(sign, documents)).items()}


def made(
    values: Sequence[int], *, number: int, shingles: int = 400, day: int | None = None
) -> Signature:
    """Return a signature as a document of its own would have it."""
    return Signature(
        document=f"doc:{number:016x}",
        values=b"".join(value.to_bytes(2, "little") for value in values),
        shingles=shingles,
        day=day,
        names=b"",
    )


def drawn(seed: int) -> list[int]:
    dice = random.Random(seed)
    return [dice.randrange(1 << 16) for _ in range(128)]


def changed(values: Sequence[int], count: int, *, seed: int) -> list[int]:
    """Return a signature that agrees in all but so many slots, spread over all bands."""
    other, new = drawn(seed), list(values)
    for slot in random.Random(seed).sample(range(128), count):
        new[slot] = other[slot]
    return new


# --- what is a copy ------------------------------------------------------------------------------


def test_a_wire_copy_under_another_headline_is_a_duplicate() -> None:
    wire = document(*STORY, title="Second lane for Kellin Bridge")
    copy = document(
        STORY[0].replace("on Monday ", ""),
        *STORY[1:],
        title="Lorries to cross faster, ministers promise",
        published="2031-06-04",
    )
    found = match([sign(wire), sign(copy)])
    assert found.keys() == {1}
    of, similarity = found[1]
    assert of == 0
    assert 0.8 < similarity <= 1


def test_the_same_text_is_a_duplicate_whatever_is_said_about_it() -> None:
    first, again = document(*STORY), document(*STORY, published="2025-01-01")
    assert match([sign(first), sign(again)]) == {1: (0, 1.0)}
    # even without words, of which a signature could be made
    empty = document("***")
    assert match([sign(empty), sign(first), sign(empty)]) == {2: (0, 1.0)}


def test_documents_without_words_are_not_copies_of_each_other() -> None:
    assert matched(document("***"), document("—", title="Photo"), document("…")) == {}


def test_a_copy_that_was_cut_is_a_duplicate() -> None:
    assert matched(document(*STORY), document(*STORY[:-1])) == {1: 0}
    values = drawn(1)
    half = values[:77] + drawn(2)[77:]  # 0.6 alike
    whole = made(values, number=1, shingles=400)
    assert match([whole, made(half, number=2, shingles=240)]).keys() == {1}
    assert match([whole, made(half, number=2, shingles=400)]) == {}  # each has much of its own


def test_a_longer_text_after_its_cut_copy_stays() -> None:
    values = drawn(1)
    cut = made(values[:77] + drawn(2)[77:], number=1, shingles=240)
    whole = [made(values, number=number, shingles=400) for number in (2, 3)]
    assert match([cut, *whole]) == {2: (1, 1.0)}


def test_two_accounts_of_one_meeting_are_two_documents() -> None:
    other = document(
        "Minister Melder received his Ostrian colleague on Monday for a conversation of two hours.",
        STORY[2],
        "The Varnian side recalled that bills for electricity from last winter are still open, and"
        " asked for a payment plan before the next heating season.",
        "Both sides welcomed the exchange of apprentices, which four hundred families have used.",
    )
    assert matched(document(*STORY), other) == {}


def readout(state: str, leader: str, subject: str) -> Document:
    return document(
        f"Prime Minister Elin Orre spoke by telephone with President {leader} of {state} today."
        f" The two leaders discussed {subject}, and the Prime Minister thanked President {leader}"
        " for the warm reception of the youth orchestra in the spring. They reviewed the work of"
        " the joint commission and agreed that their teams will remain in close contact over the"
        " coming weeks.",
    )


def test_two_readouts_that_share_their_set_phrases_are_two_documents() -> None:
    one = readout("Varnia", "Melder", "grain prices and the repair of the coastal cable")
    two = readout("Norland", "Sand", "fishing quotas in the northern shelf")
    assert matched(one, two) == {}


def message(state: str, people: str, year: str = "") -> tuple[str, ...]:
    return (
        "On behalf of the government and the people of Ostria I send warm congratulations to"
        f" {state} as its citizens celebrate their national day{year} with family and friends.",
        "Our countries are bound by trade, by science and by the many students who have made their"
        " homes on both shores. We have stood by one another in hard winters and shared the joy of"
        f" better years, and the {people} community in our cities enriches public life with its"
        f" music, its cooking and its humour. Many {people} engineers build our bridges.",
        "In the year ahead we look forward to finishing the harbour road, to opening the new"
        f" observatory, and to welcoming the people of {state} to the games in our capital."
        " May the day be bright, and may the friendship that we inherited be handed on"
        " stronger than we found it, in confidence and in peace.",
    )


def test_a_message_with_the_names_replaced_is_another_message() -> None:
    one = document(*message("Varnia", "Varnian"))
    two = document(*message("Norland", "Norlandic"))
    agreeing = [a == b for a, b in zip(_slots(one), _slots(two), strict=True)]
    assert sum(agreeing) / len(agreeing) > 0.7  # the words alone would make it a copy
    assert matched(one, two, one, two) == {2: 0, 3: 1}


def _slots(one: Document) -> list[bytes]:
    values = sign(one).values
    return [values[at : at + 2] for at in range(0, len(values), 2)]


def test_an_anniversary_text_of_another_year_is_another_text() -> None:
    last = document(*message("Varnia", "Varnian"), title="2030", published="2030-09-01")
    this = document(*message("Varnia", "Varnian"), title="2031", published="2031-09-01")
    assert matched(last, this) == {}
    again = document(*message("Varnia", "Varnian"), title="Again", published="2031-09-04")
    assert matched(last, this, again) == {2: 1}


def test_the_year_tells_where_no_source_gives_the_day() -> None:
    last = document(*message("Varnia", "Varnian", " in 2030"), published=None)
    this = document(*message("Varnia", "Varnian", " in 2031"), published=None)
    assert matched(last, this) == {}
    assert matched(last, document(*message("Varnia", "Varnian"), published=None)) == {1: 0}


def test_a_day_that_is_no_day_is_unknown() -> None:
    assert sign(document(*STORY, published="June 2031")).day is None
    assert sign(document(*STORY, published="2031-06-02T08:00:00+02:00")).day is not None


def test_short_notes_are_copies_only_where_nearly_all_is_the_same() -> None:
    def note(subject: str) -> Document:
        return document(
            "The ministry announces that its press office will be closed to visitors on Friday and"
            " that requests may be sent in writing to the duty officer, who will answer them in the"
            f" order received. The office regrets the {subject} and thanks all for patience."
        )

    assert matched(note("inconvenience"), note("long delay")) == {}


# --- the sketch of names -------------------------------------------------------------------------


def test_sentence_openings_and_capital_letters_are_no_names() -> None:
    plain = sign(document(*STORY))
    loud = sign(document(*(passage.upper() for passage in STORY), title="Loud"))
    assert match([plain, loud]).keys() == {1}
    one = sign(document("The bridge is open. The road to Ostria is not, says Ostria. No date yet."))
    two = sign(document("A road to Ostria, in Ostria. Bridges last. Bridges cost.", title="Two"))
    assert one.names == two.names
    assert len(one.names) == 4


def test_a_name_after_an_abbreviation_opens_no_sentence() -> None:
    one = sign(document("Today Mr. Melder left, and Mr. Melder was pleased."))
    two = sign(document("Today Mr. Sand left, and Mr. Sand was pleased."))
    assert one.names != two.names


def test_of_many_names_a_copy_has_the_same_ones() -> None:
    dice = random.Random(5)
    names = ["".join(dice.choices("abdefgiklmnorstu", k=7)).title() for _ in range(300)]
    whole = sign(document(" ".join(name for name in names for _ in range(2))))
    cut = sign(document(" ".join(name for name in names[:270] for _ in range(2)), title="Cut"))
    assert len(whole.names) == len(cut.names) == 4 * NAMES
    assert match([whole, cut]).keys() == {1}


# --- the order -----------------------------------------------------------------------------------


def test_only_a_document_that_is_kept_makes_another_its_duplicate() -> None:
    a = drawn(1)
    b = changed(a, 26, seed=2)  # 0.8 to a
    c = changed(b, 26, seed=3)  # 0.8 to b, less than 0.7 to a
    chain = [made(values, number=number) for number, values in enumerate((a, b, c))]
    assert match(chain).keys() == {1}
    assert match([chain[1], chain[0], chain[2]]).keys() == {1, 2}  # both repeat b


def test_the_first_one_that_is_repeated_is_named() -> None:
    a = drawn(1)
    b = changed(a, 51, seed=4)  # 0.6: kept beside it
    between = list(a)
    differing = [slot for slot in range(128) if a[slot] != b[slot]]
    for slot in differing[::2]:
        between[slot] = b[slot]
    signs = [made(values, number=number) for number, values in enumerate((a, b, between))]
    [(of, similarity)] = match(signs).values()
    assert of == 0
    assert similarity == pytest.approx(0.8, abs=0.01)


def test_what_equals_a_duplicate_repeats_what_that_repeats() -> None:
    whole, copy = document(*STORY), document(*STORY[:-1], title="Cut")
    found = match(map(sign, (whole, copy, copy)))
    assert found[1] == found[2]
    assert found[1][0] == 0


def test_days_apart_are_counted_from_the_document_that_is_kept() -> None:
    values = drawn(1)
    days = [0, 31, 32, 60, 63, 64]
    signs = [made(values, number=number, day=1000 + day) for number, day in enumerate(days)]
    assert {place: of for place, (of, _) in match(signs).items()} == {1: 0, 3: 2, 4: 2}


@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 9), min_size=1, max_size=6))
@settings(max_examples=15, deadline=None)
def test_how_a_run_is_cut_into_pieces_does_not_matter(
    dice: random.Random, sizes: list[int]
) -> None:
    originals = [drawn(seed) for seed in range(4)]
    signs = [
        made(changed(dice.choice(originals), dice.randrange(50), seed=at), number=at % 11)
        for at in range(sum(sizes))
    ]
    pieces, rest = [], signs
    for size in sizes:
        pieces.append(pack(rest[:size]))
        rest = rest[size:]
    names = list(range(len(pieces)))
    dice.shuffle(names)  # as they are done
    stored = {name: pieces[name] for name in names}
    again = (one for name in sorted(stored) for one in unpack(stored[name]))
    found = match(again)
    assert found == match(signs)
    assert all(of < place and of not in found for place, (of, _) in found.items())


# --- cost ----------------------------------------------------------------------------------------


def test_copies_of_one_text_are_each_compared_once() -> None:
    values = drawn(1)
    run = Matching(made(values, number=number) for number in range(5_000))
    assert set(run.run().values()) == {(0, 1.0)}
    assert run.compared == 4_999


def test_a_set_phrase_in_every_document_costs_each_a_few_comparisons() -> None:
    phrase = drawn(1)[:6]
    count = 2_000
    originals = [phrase + drawn(10 + number)[6:] for number in range(count)]
    late_copy = changed(originals[7], 12, seed=1)
    late_copy[:6] = phrase
    signs = [made(values, number=number) for number, values in enumerate(originals)]
    run = Matching([*signs, made(late_copy, number=count)])
    assert run.run().keys() == {count}
    assert run.compared <= (count + 1) * 17


def test_a_copy_is_found_in_a_crowd_that_shares_most_bands() -> None:
    # 40 documents that all bands take for alike and whose days tell them apart, then a copy
    values = drawn(1)
    crowd = [
        made(changed(values, 2, seed=number), number=number, day=1000 + 40 * number)
        for number in range(40)
    ]
    copy = made(changed(values, 2, seed=0), number=99, day=1001)
    assert match([*crowd, copy]).keys() == {40}


def test_a_text_said_again_each_season_is_compared_with_the_latest() -> None:
    values = drawn(1)
    seasons = [made(values, number=number, day=1000 + 40 * number) for number in range(20)]
    copy = made(values, number=99, day=1001 + 40 * 19)
    assert match([*seasons, copy]) == {20: (19, 1.0)}


def test_documents_with_nothing_in_common_are_not_compared() -> None:
    run = Matching(made(drawn(number), number=number) for number in range(1_000))
    assert run.run() == {}
    assert run.compared == 0


# --- files ---------------------------------------------------------------------------------------

SIGNATURES = st.builds(
    Signature,
    document=st.from_regex(r"doc:[0-9a-f]{16}", fullmatch=True),
    values=st.one_of(st.just(b""), st.binary(min_size=256, max_size=256)),
    shingles=st.integers(0, 2**31),
    day=st.none() | st.integers(1, 3_000_000),
    names=st.lists(st.binary(min_size=4, max_size=4), max_size=5).map(b"".join),
)


@given(st.lists(SIGNATURES, max_size=20))
@settings(max_examples=25, deadline=None)
def test_packed_signatures_come_back_as_they_were(signs: list[Signature]) -> None:
    packed = pack(signs)
    assert packed == pack(iter(signs))
    assert unpack(packed) == signs
    assert pickle.loads(pickle.dumps(signs)) == signs


def test_nothing_is_packed_and_matched_as_nothing() -> None:
    assert unpack(pack([])) == []
    assert match([]) == {}


def test_signatures_of_another_version_are_not_mixed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(duplicates, "_scheme", lambda: "minhash-0")
        packed = pack([made(drawn(1), number=1)])
    with pytest.raises(RunError, match=r"another version of memcon \(minhash-0\)"):
        unpack(packed)


@pytest.mark.parametrize(
    "packed",
    [b"", b"no such thing", b"\xff" * 64, pack([])[:40], pack([])[:-40]],
    ids=["empty", "text", "bytes", "head", "cut"],
)
def test_damaged_signatures_are_an_error_with_what_to_do(packed: bytes) -> None:
    with pytest.raises(RunError, match=r"damaged .*run again"):
        unpack(packed)


def test_a_signature_is_what_it_is() -> None:
    signed = sign(document(*STORY))
    assert signed.document == document(*STORY).id
    # Stored during runs: a change here needs another scheme.
    assert (len(signed.values), signed.shingles) == (256, 173)
    assert len(pack([signed] * 1000)) < 1000 * 330
