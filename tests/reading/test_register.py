"""Reports, declarations, transcripts and addresses attribute their words in different ways."""

from __future__ import annotations

from reader_helpers import cues, read, report, told

from memcon.reading.parse import load_model, parse_documents
from memcon.reading.register import Register, detect_register
from memcon.reading.tree import Parsed
from memcon.sources import from_text

STATEMENT = """Joint Statement of Ostria and Varnia

KASBROD, March 14, 2024

Ostria and Varnia welcome the progress in the talks. The two sides will reopen the ferry line by
2027. The quota remains too low.

Both sides agreed to meet again in Lendrava."""


def test_a_joint_statement_speaks_for_its_parties_in_every_sentence() -> None:
    assert told(read(STATEMENT)) == [
        ("XOS+XVA", "welcome", "the progress in the talks", "indirect"),
        ("XOS+XVA", None, "The two sides will reopen the ferry line by 2027", "narrative"),
        ("XOS+XVA", None, "The quota remains too low", "narrative"),
        ("XOS+XVA", "agreed", "to meet again in Lendrava", "indirect"),
    ]


def test_a_title_that_tells_of_a_joint_statement_is_a_report_s() -> None:
    told_of = STATEMENT.replace(
        "Joint Statement of Ostria and Varnia",
        "Ostria and Varnia hold talks, issue joint statement",
    )
    assert "The quota remains too low" not in [row[2] for row in told(read(told_of))]


def test_the_same_sentences_in_a_report_are_the_narrators() -> None:
    record = report("The two sides will reopen the ferry line by 2027. The quota remains too low.")
    assert told(record) == []


def test_reported_speech_in_the_first_person_makes_no_joint_statement() -> None:
    record = report("Orrin said we will repair the ferry.")
    assert told(record) == [("orrin", "said", "we will repair the ferry", "indirect")]


def test_a_joint_statement_in_the_first_person() -> None:
    record = read(
        "Joint Statement of the Foreign Ministers of Ostria and Varnia\n\n"
        "We, the Foreign Ministers of Ostria and Varnia, met in Kasbrod on 14 March 2024.\n\n"
        "We reaffirm our support for the Inner Sea Council. We will reopen the ferry line by 2027."
    )
    assert [(who, content) for who, _, content, _ in told(record)][-2:] == [
        ("XOS+XVA", "our support for the Inner Sea Council"),
        ("XOS+XVA", "We will reopen the ferry line by 2027"),
    ]


TRANSCRIPT = """Transcript of the press conference of Foreign Ministers Karl Orrin of Ostria and \
Anna Bellwin of Varnia

Ladies and gentlemen, we held long and useful talks here in Kasbrod today with our colleagues from
Varnia, and I am glad to say that Ostria will reopen the port of Sestra before the end of the year.

ANNA BELLWIN: Varnia supports the ferry line. We oppose the ban on fishing in the western straits.

It is a matter of trust between our peoples, and it has been for a hundred years.

QUESTION: When will the ferries sail, and who will pay for them this time?

KARL ORRIN: They will sail in May. Ostria pays for two of them.

QUESTION: And the ban?

KARL ORRIN: The ban ends when the talks end, and the talks go on.

KARL ORRIN: Thank you."""


def test_a_turn_of_a_transcript_is_its_label_s_one_statement_a_paragraph() -> None:
    rows = told(read(TRANSCRIPT))
    assert all(mode == "direct" and cue is None for _, cue, _, mode in rows)
    labelled = [(who, words) for who, _, words, _ in rows]
    assert labelled[1:] == [
        (
            "bellwin",
            "Varnia supports the ferry line. We oppose the ban on fishing in the western straits",
        ),
        (
            "bellwin",
            "It is a matter of trust between our peoples, and it has been for a hundred years",
        ),
        ("orrin", "They will sail in May. Ostria pays for two of them"),
        ("orrin", "The ban ends when the talks end, and the talks go on"),
    ]


def test_a_first_turn_without_a_label_is_whose_labels_are_most() -> None:
    speaker, _, words, _ = told(read(TRANSCRIPT))[0]
    assert speaker == "orrin"
    assert words.endswith("Ostria will reopen the port of Sestra before the end of the year")


def test_the_label_is_the_mention_and_no_label_repeats_it() -> None:
    record = read(TRANSCRIPT)
    mentions = [s.speaker_mention.text if s.speaker_mention else None for s in record.statements]
    assert "ANNA BELLWIN" in str(mentions[1])
    assert "KARL ORRIN" in str(mentions[3])


def test_questions_and_courtesies_are_no_statements() -> None:
    words = " ".join(content for _, _, content, _ in told(read(TRANSCRIPT)))
    assert "who will pay" not in words
    assert "Thank you" not in words


def test_what_follows_a_courtesy_is_said() -> None:
    record = read(
        "Transcript of the press conference\n\n"
        "ANNA BELLWIN: Thank you, Karl. We oppose the ban.\n\n"
        "KARL ORRIN: The ferries will sail in May."
    )
    assert "We oppose the ban" in " ".join(content for _, _, content, _ in told(record))


ADDRESS = """Address by Foreign Minister Anna Bellwin of Varnia

I came to Kasbrod to speak of the sea. We have lived beside it for a thousand years.

I believe that the ban must end. We will open the port of Lendrava in May. I ask Ostria to free the
sailors."""


def test_an_address_is_one_person_s_words() -> None:
    record = read(ADDRESS)
    assert record.statements
    assert {who for who, *_ in told(record)} == {"bellwin"}
    assert "We will open the port of Lendrava in May" in " ".join(c for *_, c in cues(record))


def test_block_quotations_are_not_the_texts_own_voice() -> None:
    record = read(
        "Ostria and Varnia sign fisheries pact\n\nPublished 17 April 2024\n\n"
        "Ostria and Varnia have signed a pact on the western straits, the ministry announced.\n\n"
        "Minister Karl Orrin of Ostria said:\n\n"
        "> Our ties with Varnia are stronger than ever. We will protect the straits together.\n>\n"
        "> We will go on working with our neighbours.\n\n"
        "The pact takes effect in June and covers the western straits and the port of Sestra."
    )
    assert not any("pact takes" in content for _, _, content, _ in told(record))


def test_a_joint_statement_speaks_for_all_whom_its_we_counts() -> None:
    record = read(
        "Joint statement after the summit with Ostria\n\n"
        "We, the leaders of Ostria and Varnia, met today in Kasbrod for our second summit.\n\n"
        "We welcome the pact on the western straits."
    )
    assert {who for who, *_ in told(record)} == {"XOS+XVA"}


def test_the_title_says_who_speaks_in_remarks_without_labels() -> None:
    record = read(
        "Interview of Foreign Minister Karl Orrin of Ostria with the Kasbrod Gazette\n\n"
        "We are ready to reopen the port of Sestra. I expect a decision on the ferry in June.\n\n"
        "We will send fifty engineers to the western straits this year."
    )
    assert {who for who, *_ in told(record)} == {"orrin"}


def _register(text: str) -> tuple[Parsed, Register]:
    parsed = next(parse_documents([from_text(text).document], load_model()))
    return parsed, detect_register(parsed)


def test_questions_of_an_interviewer_without_a_label_are_known() -> None:
    parsed, register = _register(
        "Interview of Foreign Minister Karl Orrin with the Kasbrod Gazette\n\n"
        "Minister, you met your colleague yesterday. What did you talk about?\n\n"
        "We talked about the ferry. I told her that we are ready to pay.\n\n"
        "And who will pay for the port?\n\n"
        "We will pay half of it. We have said so since the spring."
    )
    asked = [p.flat for p in parsed.paragraphs if p.block.start in register.asked]
    assert len(asked) == 2
    assert asked == [p.flat for p in parsed.paragraphs if p.flat.endswith("?")]


def test_answers_without_a_label_follow_labelled_questions() -> None:
    parsed, register = _register(
        "Remarks by High Commissioner Elena Brandt upon arrival\n\n"
        "Good morning. Today we will discuss the straits, and I call for an immediate truce.\n\n"
        "Q. Do you expect an agreement today?\n\n"
        "I hope so. The ministers are discussing it now.\n\n"
        "Q. What do you say to Ostria?\n\n"
        "I say to Ostria what I say to everyone. We need to decide together."
    )
    answers = [p.flat[:5] for p in parsed.paragraphs if p.block.start in register.answers]
    assert answers == ["I hop", "I say"]
