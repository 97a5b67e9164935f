"""What each stretch of a document is for: one test a phenomenon, texts our own."""

from __future__ import annotations

import pytest

from memcon.sources import from_text

BODY = "The foreign minister of Arvenia met her guest from Belmark on Tuesday, her office said."
MORE = "They agreed that the two countries would open a second border crossing before the summer."
LAST = "She thanked him for the welcome and said that she looked forward to the next round."


def blocks(text: str, title: str | None = None) -> list[tuple[str, str]]:
    taken = from_text(text, title=title)
    return [(block.kind, text[block.start : block.end]) for block in taken.document.blocks]


def kind_of(text: str, piece: str) -> str:
    found = [kind for kind, words in blocks(text) if piece in words]
    assert len(found) == 1, (piece, blocks(text))
    return found[0]


def test_paragraphs_are_separated_by_blank_lines() -> None:
    assert blocks(f"{BODY}\n\n{MORE}\n \u00a0\n{LAST}\n") == [
        ("paragraph", BODY),
        ("paragraph", MORE),
        ("paragraph", LAST),
    ]


def test_a_line_is_a_paragraph_where_nothing_is_wrapped() -> None:
    assert blocks(f"{BODY}\n{MORE}\n{LAST}") == [
        ("paragraph", BODY),
        ("paragraph", MORE),
        ("paragraph", LAST),
    ]


def test_a_line_wrap_is_no_break() -> None:
    wrapped = (
        "The foreign minister of Arvenia met her counterpart from Belmark on\n"
        "Tuesday, her ministry said. They agreed that the two countries would\n"
        "open a second border crossing before the summer. She thanked him for\n"
        "the welcome and said that she looked forward to the next round.\n"
        "\n"
        "The two sides also reviewed trade, and a delegation of Belmark will\n"
        "travel to Castora in the autumn.\n"
    )
    assert [kind for kind, _ in blocks(wrapped)] == ["paragraph", "paragraph"]


def test_a_wrapped_text_with_long_links_is_still_wrapped() -> None:
    wrapped = (
        "Last week the trade envoy of Arvenia and other officials took part in a\n"
        "workshop on [Growth in\n"
        "Arvenia](https://example.org/2031/05/a-workshop-on-growth-in-arvenia-and-its-neighbours)\n"
        "convened by the Academy. At the workshop, representatives presented what\n"
        "they had found, and a group that the envoy [helped\n"
        "establish](https://example.org/2031/05/a-group-on-growth-in-arvenia-and-its-neighbours).\n"
        "The workshop was the first of four in a series on the same question that\n"
        "the two governments have planned.\n"
    )
    assert [kind for kind, _ in blocks(wrapped)] == ["paragraph"]


def test_line_ends_and_spaces_stay_as_they_are() -> None:
    text = f"A headline about talks\r\n\r\n{BODY}\u00a0 \r\n\r\n{MORE}\r\n"
    taken = from_text(text)
    assert taken.document.text == text
    assert blocks(text)[-1] == ("paragraph", MORE)


def test_the_first_short_line_is_the_headline() -> None:
    taken = from_text(f"Arvenia and Belmark to open border crossing\n\n{BODY}\n\n{MORE}")
    assert taken.document.title == "Arvenia and Belmark to open border crossing"
    assert taken.document.blocks[0].kind == "headline"


def test_a_text_that_begins_with_a_sentence_has_no_headline() -> None:
    assert from_text(f"{BODY}\n\n{MORE}").document.title is None


def test_headings_of_markdown() -> None:
    text = f"# Ministers\u00a0meet \\*again\\*\n\n{BODY}\n\n## Next steps\n\n{MORE}\n"
    assert blocks(text) == [
        ("furniture", "#"),
        ("headline", "Ministers\u00a0meet \\*again\\*"),
        ("paragraph", BODY),
        ("furniture", "##"),
        ("deck", "Next steps"),
        ("paragraph", MORE),
    ]
    assert from_text(text).document.title == "Ministers meet *again*"


def test_bold_lines_and_short_lines_between_paragraphs_are_sub_headings() -> None:
    text = f"{BODY}\n\n**Trade and transport**\n\n{MORE}\n\nNext steps\n\n{LAST}\n"
    assert kind_of(text, "Trade and transport") == "deck"
    assert kind_of(text.replace("**Trade and transport**", "**<u>Trade</u>**"), "Trade") == "deck"
    assert kind_of(text, "Next steps") == "deck"


def test_list_items_are_paragraphs_after_their_mark() -> None:
    text = f"{BODY}\n\nParticipants included:\n\n-   Ana Veld, Trade Envoy\n-   Office of Roads\n"
    assert blocks(text)[1:] == [
        ("paragraph", "Participants included:"),
        ("furniture", "-"),
        ("paragraph", "Ana Veld, Trade Envoy"),
        ("furniture", "-"),
        ("paragraph", "Office of Roads"),
    ]


def test_numbered_paragraphs_of_a_joint_statement() -> None:
    text = f"{BODY}\n\n1. {MORE}\n2. {LAST}\n\n(iii) {MORE[:-1]}, both said.\n"
    assert [words for kind, words in blocks(text) if kind == "furniture"] == ["1.", "2.", "(iii)"]


def test_block_quotes_lose_their_mark() -> None:
    assert blocks(f"> {BODY}\n\n> {MORE}\n") == [
        ("furniture", ">"),
        ("paragraph", BODY),
        ("furniture", ">"),
        ("paragraph", MORE),
    ]


@pytest.mark.parametrize(
    "dateline",
    [
        "CASTORA, Sept. 16 (Xinhua) --",
        "CASTORA /Northern Region/, December 26. /TASS/.",
        "CASTORA, Nov. 8 (Reuters) -",
        "CASTORA (AP) —",
        "New Castora, 5 March 2031:",
        "CASTORA —",
    ],
)
def test_a_dateline_is_a_block_before_its_paragraph(dateline: str) -> None:
    assert blocks(f"A headline about talks\n\n{dateline} {BODY}\n\n{MORE}")[1:] == [
        ("dateline", dateline),
        ("paragraph", BODY),
        ("paragraph", MORE),
    ]


@pytest.mark.parametrize(
    "opening", ["NATO - the alliance - ", "The EU – a friend – ", "President Veld, May 3, said: "]
)
def test_what_is_no_dateline(opening: str) -> None:
    assert blocks(f"{opening}{BODY}\n\n{MORE}")[0] == ("paragraph", opening + BODY)


def test_a_line_between_headline_and_dateline_is_a_deck() -> None:
    text = f"A headline about talks\nThe envoys spoke of trade as well\nCASTORA (AP) — {BODY}\n"
    assert kind_of(text, "The envoys spoke") == "deck"


def test_a_deck_that_the_body_repeats_is_a_pull_quote() -> None:
    deck = "Veld said that the two sides should go on to widen the trade in timber and in fish."
    again = deck.replace("Veld", "She")
    text = f"A headline about talks\n\n{deck}\n\nCASTORA, May 3 (Agency) -- {BODY}\n\n{again}\n"
    assert kind_of(text, deck) == "pull_quote"
    assert kind_of(text, again) == "paragraph"


def test_a_sentence_set_apart_is_a_pull_quote_and_its_source_stays() -> None:
    quote = "the two countries would open a second border crossing before the summer"
    body = f"{BODY} They agreed that {quote}. {LAST}"
    text = f"{body}\n\nT{quote[1:]}.\n\n{LAST[:-1]} soon.\n"
    assert kind_of(text, "The two countries would open") == "pull_quote"
    assert blocks(text)[0] == ("paragraph", body)


def test_people_who_repeat_themselves_are_not_pull_quotes() -> None:
    again = "We will go on working on this together with all of our friends in the region."
    text = f"MR. VELD: {again}\n\nMS. OORT: {again}\n\n{again}\n\nMR. VELD: Yes. {again}\n"
    assert "pull_quote" not in [kind for kind, _ in blocks(text)]


@pytest.mark.parametrize(
    "line",
    [
        "2031-12-26 14:57:36",
        "Tue, 01 Feb 2031 15:34:54 +0000",
        "Published :`2031-07-27 23:35:51`",
        "14 September 2031 15:30",
        "Castora, Arvenia",
        "Ministry of Foreign Affairs",
    ],
)
def test_lines_of_date_and_place_near_the_top(line: str) -> None:
    assert kind_of(f"A headline about the talks\n\n{line}\n\n{BODY}\n\n{MORE}", line) == "dateline"


@pytest.mark.parametrize(
    "label",
    [
        "SECRETARY VELD:",
        "MR. OORT:",
        "MS OORT:",
        "PRESIDENT VON DER VELD:",
        "QUESTION:",
        "Q:",
        "Question (translated from Belmarkish):",
        "**MODERATOR:**",
        "**Q**",
    ],
)
def test_speaker_labels(label: str) -> None:
    after = "  " if label == "**Q**" else " "
    text = f"THE PRESIDENT: {BODY}\n\n{label}{after}{MORE}\n\nTHE PRESIDENT: {LAST}\n"
    assert ("speaker_label", label) in blocks(text)
    assert ("paragraph", MORE) in blocks(text)


def test_names_are_labels_in_a_transcript() -> None:
    text = (
        f"Ana Veld (speaks after Jon Oort): {BODY}\n\nQuestion: {MORE}\n\nAna Veld: {LAST}\n\n"
        f"Deputy Minister of Trade Jon Oort: {BODY}\n"
    )
    assert [words for kind, words in blocks(text) if kind == "speaker_label"] == [
        "Ana Veld (speaks after Jon Oort):",
        "Question:",
        "Ana Veld:",
        "Deputy Minister of Trade Jon Oort:",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Note: the text is not official and was made by the embassy for its readers.",
        "He said: there is no reason to wait any longer for the two sides to agree.",
        "Trade: the parties agreed to lower what each side asks at the border.",
        "To reiterate: we are open to an honest talk with all of our neighbours.",
        "Next steps: they will meet again in the autumn, in the capital of Belmark.",
        "- Trade: the parties agreed to lower what each side asks at the border.",
    ],
)
def test_ordinary_colons_are_no_labels(line: str) -> None:
    assert "speaker_label" not in [kind for kind, _ in blocks(f"{BODY}\n\n{line}\n\n{MORE}\n")]


def test_a_city_in_capitals_with_a_colon_is_a_dateline() -> None:
    assert blocks(f"A headline about talks\n\nCASTORA: {BODY}\n\n{MORE}")[1][0] == "dateline"


@pytest.mark.parametrize(
    "line",
    [
        "Photo: the ministers in Castora",
        "FILE PHOTO: Ana Veld in Castora",
        "(Photo by Jon Oort)",
        "Ana Veld shakes hands with Jon Oort in Castora, May 3, 2031. (Xinhua/Li Example)",
        "![Ana Veld and Jon Oort in Castora](https://example.org/a.jpg)",
    ],
)
def test_captions(line: str) -> None:
    assert kind_of(f"A headline about talks\n\n{BODY}\n\n{line}\n\n{MORE}", line) == "caption"


@pytest.mark.parametrize(
    "line",
    [
        "Share this:",
        "Font size:A+A-",
        "Source:Xinhua 31-09-21 09:01 Updated BJT",
        "Editor: example",
        "Copyright 2031 Castora News. All rights reserved.",
        "Related reading",
        "Begin text:",
        "End text",
        "\\###",
        "# # #",
        "###",
        "END",
        "---",
        "Office of the Spokesperson",
        "The below is attributable to Spokesperson Jon Oort:",
        "We use cookies to improve your experience on this site.",
        "![](https://example.org/a.jpg)",
        "https://example.org/story",
        "4:14 P.M. EDT",
        "(Applause.)",
    ],
)
def test_furniture(line: str) -> None:
    text = f"A headline about the talks\n\n{BODY}\n\n{line}\n\n{MORE}\n\n{LAST}\n"
    if line == "---":
        text = text.replace("\n\n---", " \n\n---")
    assert kind_of(text, line) == "furniture"


def test_whom_an_introduction_attributes_the_text_to() -> None:
    text = f"A call\n\nThe below is attributable to Spokesperson Jon Oort:\n\n{BODY}\n"
    assert from_text(text).metadata.attributed_to == "Spokesperson Jon Oort"


def test_a_list_of_other_articles_ends_where_prose_resumes() -> None:
    long = f"{MORE} {LAST}"
    text = f"{BODY}\n\nRelated articles:\n\nEnvoys to meet in May\n\nFish dispute ends\n\n{long}\n"
    assert kind_of(text, "Envoys to meet") == "furniture"
    assert kind_of(text, long) == "paragraph"


def test_a_menu_over_many_lines() -> None:
    menu = "Home\nWorld\nBusiness\nCulture\nSport\nTravel\nArvenia\n"
    text = (
        f"{menu}\nEnvoys of Arvenia and Belmark meet in Castora\n\nCASTORA (AP) — {BODY}\n\n"
        f"{MORE}\n\n"
        "Share this:\n\nAbout the Paper\n\nCareers\n\nContact\n"
    )
    taken = from_text(text)
    assert taken.document.title == "Envoys of Arvenia and Belmark meet in Castora"
    kinds = [kind for kind, _ in blocks(text)]
    assert (
        kinds
        == ["furniture"] * 7
        + ["headline", "dateline", "paragraph", "paragraph"]
        + ["furniture"] * 4
    )


PAGE = (
    "Arvenia, Belmark hold third round of talks - Castora Daily Search Archive Home Opinions "
    "Business World Society Culture Travel Sports Photo Video "
    "Arvenia, Belmark hold third round of talks ( Agency ) 16:05, November 08, 2031 {dateline}"
    f"{BODY} {MORE} {LAST} (Web editor: A, B) "
    "Add your comment Related reading Fish dispute ends after ten years Envoys meet in the north "
    "Autumn scenery along the river Most Read Top 10 rivers About Us | Contact Us © Castora Daily"
)


@pytest.mark.parametrize("dateline", ["CASTORA, Nov. 8 (Agency) -- ", ""])
def test_a_page_that_is_one_line(dateline: str) -> None:
    text = PAGE.format(dateline=dateline)
    taken = from_text(text)
    assert ("paragraph", f"{BODY} {MORE} {LAST}") in blocks(text)
    assert [kind for kind, _ in blocks(text)].count("paragraph") == 1
    assert taken.document.title == "Arvenia, Belmark hold third round of talks"
    assert taken.document.published == "2031-11-08"
    if dateline:
        assert taken.document.dateline is not None
        assert taken.document.dateline.model_dump() == {"place": "Castora", "date": "2031-11-08"}


def test_a_long_line_of_prose_is_no_page() -> None:
    text = " ".join([BODY, MORE, LAST] * 6)
    assert [kind for kind, _ in blocks(text)] == ["paragraph"]


def test_a_known_title_is_found_in_the_text() -> None:
    text = f"Arvenia and Belmark hold talks\n\n{BODY}\n"
    assert blocks(text, title="Arvenia and Belmark Hold Talks")[0][0] == "headline"


def test_venue_and_time_above_a_transcript() -> None:
    text = (
        '---\ntitle: "Remarks by President\\_Veld"\ndate: 2031-03-25\n---\n\nEast Room\n\nIkulu\n\n'
        f"1:27 P.M. EDT\n\nTHE PRESIDENT: {BODY}\n\nQ  {MORE}\n\n"
        f"THE PRESIDENT: {LAST}\n\n2:29 P.M. EDT\n"
    )
    assert kind_of(text, "East Room") == "dateline"
    assert kind_of(text, "Ikulu") == "dateline"
    assert kind_of(text, "1:27 P.M.") == "furniture"
    assert from_text(text).metadata.place == "East Room; Ikulu"
    assert from_text(text).document.title == "Remarks by President Veld"


def test_office_lines_name_whose_text_it_is() -> None:
    text = f"On the talks\n\nAna Veld, Secretary of State\n\nCastora, Arvenia\n\n{BODY}\n"
    assert from_text(text).document.byline == "Ana Veld, Secretary of State"
    assert kind_of(text, "Ana Veld, Secretary") == "furniture"


@pytest.mark.parametrize(
    "masthead",
    [
        "Ministry of Foreign Affairs of Arvenia",
        "MEA | Statements",
        "Press Releases",
        "Castora Daily",
    ],
)
def test_a_publishers_name_is_no_headline(masthead: str) -> None:
    text = f"{masthead}\n\nMeeting of the Foreign Ministers of Arvenia and Belmark\n\n{BODY}\n"
    assert from_text(text).document.title == (
        "Meeting of the Foreign Ministers of Arvenia and Belmark"
    )
    assert blocks(text)[0] == ("furniture", masthead)


def test_a_speech_begins_with_its_salutation() -> None:
    text = f"Statement by Ana Veld in Castora\n\nYour Excellency,\nDear friends,\n\n{BODY}\n"
    assert kind_of(text, "Your Excellency") == "paragraph"


def test_a_date_line_run_together_still_dates_the_report() -> None:
    text = (
        "Envoys of Arvenia meet\nMay 3, 20314:15 AM GMT+2Updated 2 hours ago\n\n"
        f"CASTORA, May 3 (Reuters) - {BODY}\n"
    )
    document = from_text(text).document
    assert document.published == "2031-05-03"
    assert document.dateline is not None
    assert document.dateline.date == "2031-05-03"
    assert document.publisher == "Reuters"


def test_a_long_title_that_says_what_it_heads_is_the_headline() -> None:
    title = (
        "Foreign Minister Celia Marsh’s statement and answers to media questions at a joint news "
        "conference following talks with Foreign Minister of Belmark Jon Petran, Castora, "
        "April 15, 2031"
    )
    found = blocks(f"{title}\n\n691-15-04-2031\n\n{BODY}\n\nQuestion: What next?\n\n{MORE}")
    assert found[:2] == [("headline", title), ("furniture", "691-15-04-2031")]


def test_chapter_headings_with_a_number_are_decks() -> None:
    text = f"{BODY}\n\nII. Debt\n\n{MORE}\n\nIII. Trade and Investment\n\n{LAST}"
    assert kind_of(text, "Debt") == kind_of(text, "Trade and Investment") == "deck"


def test_lettered_items_lose_their_letter() -> None:
    text = f"{BODY}\n\nWe will:\n\na. triple the fund by 2030;\nb. share the risks."
    assert ("paragraph", "triple the fund by 2030;") in blocks(text)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("READ ALSO: Drought threatens harvest in north", "furniture"),
        ("END                11:58 A.M. EDT", "furniture"),
        ("Link to the video: https://av.example.int/en/video/I-1", "furniture"),
        ("The ministers at the signing in Castora on Tuesday. Photo: Daily Herald", "caption"),
    ],
)
def test_lines_between_paragraphs_that_are_no_text(line: str, kind: str) -> None:
    assert kind_of(f"{BODY}\n\n{line}\n\n{MORE}", line[:10]) == kind


def test_a_dash_after_a_dated_dateline_is_part_of_it() -> None:
    found = blocks(f"Santa Vela, 9 January 2031. – {BODY}\n\n{MORE}")
    assert found[:2] == [("dateline", "Santa Vela, 9 January 2031. –"), ("paragraph", BODY)]
