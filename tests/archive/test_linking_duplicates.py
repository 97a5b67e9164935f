"""Near-duplicates: copies of one report are found, what only resembles it is not."""

from __future__ import annotations

import pytest

from memcon.archive.linking.duplicates import (
    DocumentText,
    body_passages,
    document_node,
    link_reports,
    overlap,
    same_report,
)
from memcon.archive.linking.forest import all_roots
from memcon.archive.linking.signatures import (
    COMMITMENTS,
    DOCUMENTS,
    collision,
    document_bands,
    token_bands,
)
from memcon.record import Block, Document, Source

STORY = (
    "The foreign ministers of Ostria and Varnia agreed on Tuesday to reopen the border crossing at"
    " Kellin Bridge, which had been closed to lorries since the spring.",
    "Minister Ana Torvek told reporters after three hours of talks that customs officers from both"
    " countries would share one hall and inspect freight together.",
    "Her counterpart Jon Melder called the step a modest beginning and said that his government"
    " would lift the fee on dairy shipments before the harvest.",
    "Traders in the border town have complained for months that detours through Norland add two"
    " days to every journey and make fresh goods unsaleable.",
    "The ministers also discussed water levels in the Issel reservoir, where engineers expect a"
    " shortage by late summer, and agreed to exchange daily readings.",
    "They will meet again in October in the Varnian capital, where a treaty on rail freight is to"
    " be signed if both parliaments approve it in time.",
)


def document(key: int, passages: tuple[str, ...], day: str | None = "2031-06-03") -> DocumentText:
    return DocumentText(key=key, id=f"doc:{key:016x}", day=day, passages=passages)


def linked(*documents: DocumentText) -> dict[int, int]:
    return all_roots(link_reports(documents))


def test_five_printings_of_a_wire_story_are_one_group() -> None:
    reworded = (STORY[0].replace("on Tuesday ", ""), *STORY[1:])
    spelled = tuple(text.replace("Torvek", "Torvék").replace("treaty", "Treaty") for text in STORY)
    merged = ("  ".join(STORY[:3]).upper(), " ".join(STORY[3:]))
    printings = [
        document(1, STORY),
        document(2, STORY[:-1]),
        document(3, reworded, "2031-06-04"),
        document(4, spelled, "2031-06-05"),
        document(5, merged, None),
    ]
    assert linked(*printings) == dict.fromkeys(range(1, 6), 1)
    assert linked(*printings[::-1]) == dict.fromkeys(range(1, 6), 1)


def test_a_copy_cut_to_two_thirds_is_the_same_report() -> None:
    whole, cut = document(1, STORY), document(2, STORY[:4])
    found = same_report(whole, cut)
    assert found is not None
    assert found.contained == 1
    assert 0.5 < found.jaccard < 0.7


def test_two_sides_accounts_of_a_meeting_are_two_reports() -> None:
    other = (
        "On 3 June Minister Melder received his Ostrian colleague for a working conversation.",
        STORY[2],
        "The Varnian side drew attention to unpaid transit bills and to the position of seasonal"
        " workers, whose permits run out at the end of the year.",
        "Both sides noted with satisfaction the growth of student exchanges, and the minister"
        " conveyed an invitation to the spring fair.",
        STORY[4],
    )
    assert same_report(document(1, STORY), document(2, other)) is None
    assert linked(document(1, STORY), document(2, other)) == {1: 1, 2: 2}


def call(state: str, person: str, subject: str) -> tuple[str, ...]:
    return (
        f"Prime Minister Elin Orre spoke today by telephone with President {person} of {state}."
        f" They discussed {subject}, and their common interest in a stable neighbourhood.",
        f"The Prime Minister thanked President {person} for {state}'s contribution to the relief"
        " fund. The two leaders agreed that their teams will remain in close touch.",
    )


def test_two_calls_with_the_same_set_phrases_are_two_reports() -> None:
    one = document(1, call("Varnia", "Melder", "the closure of the Issel reservoir"))
    two = document(2, call("Norland", "Sand", "fisheries in the northern shelf and patrols"))
    assert same_report(one, two) is None


def test_a_message_with_the_names_replaced_is_another_message() -> None:
    def message(state: str, people: str) -> tuple[str, ...]:
        return (
            "On behalf of the government and the people of Ostria I send warm congratulations to"
            f" {state} as its citizens celebrate their national day with their families.",
            "Our two countries are bound by trade, by science and by the many students who have"
            " made their homes on both shores. We have stood by one another in hard winters and"
            f" shared the joy of better years, and the {people} community in our cities enriches"
            " public life with its music, its cooking and its humour.",
            "In the year ahead we look forward to finishing the harbour road, to opening the new"
            f" observatory, and to welcoming the people of {state} to the games in our capital."
            " May the day be bright, and may the friendship that we inherited be handed on"
            " stronger than we found it, in confidence and in peace.",
            f"We wish {state} every happiness.",
        )

    one, two = (
        document(1, message("Varnia", "Varnian")),
        document(2, message("Norland", "Norlandic")),
    )
    assert overlap(one, two).jaccard >= 0.7
    assert same_report(one, two) is None
    assert linked(one, two) == {1: 1, 2: 2}


def test_another_house_style_for_a_name_is_no_other_name() -> None:
    styled = tuple(text.replace("Torvek", "Torvec").replace("Varnian", "Varnia") for text in STORY)
    twice = (*STORY, "Torvek and Torvek's party welcomed the news.")
    assert same_report(
        document(1, twice),
        document(2, (*styled, "Torvec and Torvec's party welcomed the news.")),
    )


def test_the_same_words_a_year_later_are_a_new_statement() -> None:
    last, this = document(1, STORY, "2030-06-03"), document(2, STORY, "2031-06-03")
    assert same_report(last, this) is None
    assert same_report(last, document(3, STORY, "2030-07-04")) is not None
    assert linked(last, this) == {1: 1, 2: 2}


def test_only_equal_texts_are_copies_among_short_notes() -> None:
    note = ("The talks on the Kellin Bridge crossing will go on in Varnia on Wednesday morning.",)
    longer = (note[0] + " No further details were given.",)
    assert same_report(document(1, note), document(2, note)) is not None
    assert same_report(document(1, note), document(2, longer)) is None


def test_short_notes_of_one_pattern_are_two_notes() -> None:
    def notice(subject: str) -> tuple[str, ...]:
        return (
            "The ministry announces that its press office will be closed to visitors on Friday and"
            " that requests may be sent in writing to the duty officer, who will answer them in"
            f" the order received. The office regrets the {subject} and thanks all for patience.",
        )

    one, two = document(1, notice("inconvenience")), document(2, notice("long delay"))
    assert 0.7 <= overlap(one, two).jaccard < 0.8
    assert same_report(one, two) is None


def test_documents_without_words_stay_alone() -> None:
    assert document_bands(("—", " ")) == ()
    assert linked(document(1, ()), document(2, ("***",))) == {1: 1, 2: 2}
    assert overlap(document(1, ()), document(2, STORY)).jaccard == 0


def test_only_body_text_tells_copies() -> None:
    text = "A headline\nPaper X, 3 June\nThe talks went on.\nShare this page\nMs Orre: We agree."
    kinds = ("headline", "dateline", "paragraph", "furniture", "speaker_label")
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    whole = Document(
        id="doc:0",
        text=text,
        blocks=[
            Block(kind=kind, start=start, end=after - 1)
            for kind, start, after in zip(kinds, starts[:-1], starts[1:], strict=True)
        ],
        source=Source(media_type="text/plain", sha256="0" * 64),
    )
    assert body_passages(whole) == ("The talks went on.",)


def test_the_order_of_two_documents_does_not_matter() -> None:
    one, two = document(1, STORY), document(2, STORY[1:])
    assert same_report(one, two) == same_report(two, one)


def test_bands_are_signed_64_bit_and_stay_what_they_are() -> None:
    bands = document_bands(STORY)
    assert len(bands) == DOCUMENTS.bands
    assert all(-(2**63) <= band < 2**63 for band in bands)
    assert bands == document_bands((" ".join(STORY),))
    # Stored in archives: a change here needs another SCHEME.
    assert bands[:2] == (-8828252603843593016, -5318136419183601769)
    assert document_node(document(1, STORY)).bands == bands


def test_bands_of_different_scopes_and_kinds_never_meet() -> None:
    tokens = ["border", "freight", "hall"]
    one = set(token_bands(tokens, banding=COMMITMENTS, scope="OST"))
    assert one == set(token_bands(tokens[::-1] * 2, banding=COMMITMENTS, scope="OST"))
    assert one.isdisjoint(token_bands(tokens, banding=COMMITMENTS, scope="VAR"))
    assert token_bands([], banding=COMMITMENTS, scope="OST") == ()


@pytest.mark.parametrize(
    ("jaccard", "least", "most"), [(0.8, 0.99, 1), (0.7, 0.9, 1), (0.3, 0, 0.05)]
)
def test_the_bands_find_copies_and_little_else(jaccard: float, least: float, most: float) -> None:
    assert least <= collision(jaccard, DOCUMENTS) <= most
