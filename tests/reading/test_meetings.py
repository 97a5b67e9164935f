"""The meetings of whole documents: invented people of the invented states of tests/gold."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from memcon.knowledge import load_knowledge
from memcon.reading.actors import read_actors
from memcon.reading.anniversaries import InferredYear
from memcon.reading.heading import Heading
from memcon.reading.meetings import read_meetings
from memcon.reading.parse import load_model, parse_documents
from memcon.reading.reader import Reader
from memcon.record import Block, Dateline, Document, Meeting, Source, Span

ROOT = Path(__file__).resolve().parents[1]
KNOWLEDGE = load_knowledge(ROOT / "gold" / "memcon.toml")
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")


def meetings(
    text: str,
    *,
    headline: str | None = None,
    published: str | None = "2024-11-07",  # a Thursday
    place: str | None = None,
    inferred: InferredYear | None = None,
) -> list[Meeting]:
    body = f"{headline}\n\n{text}" if headline else text
    blocks = [
        Block(kind="paragraph", start=m.start(), end=m.end()) for m in _PARAGRAPH.finditer(body)
    ]
    if headline:
        blocks[0] = blocks[0].model_copy(update={"kind": "headline"})
    digest = hashlib.sha256(body.encode()).hexdigest()
    document = Document(
        id=f"doc:{digest[:16]}",
        title=headline,
        published=published,
        dateline=Dateline(place=place, date=published) if place else None,
        text=body,
        blocks=blocks,
        source=Source(media_type="text/plain", sha256=digest),
    )
    parsed = next(parse_documents([document], load_model()))
    cast = read_actors(parsed, KNOWLEDGE)
    return read_meetings(parsed, cast, KNOWLEDGE, heading=Heading(document, inferred_year=inferred))


def sides(meeting: Meeting) -> set[str | None]:
    return {p.side for p in meeting.participants}


def value(meeting: Meeting) -> str | None:
    return meeting.date.value if meeting.date else None


BELL = "Varnian Foreign Minister Anna Bellwin"
ORRIN = "Ostrian Foreign Minister Karl Orrin"


def test_a_meeting_has_form_people_day_and_place() -> None:
    (found,) = meetings(f"{BELL} met with {ORRIN} in Kasbrod on Tuesday.")
    assert (found.id, found.form, found.status) == ("meeting:1", "meeting", "held")
    assert value(found) == "2024-11-05"
    assert found.place == "Kasbrod"
    assert [p.actor for p in found.participants] == ["person:anna-bellwin", "person:karl-orrin"]
    assert sides(found) == {"XVA", "XOS"}


def test_one_meeting_mentioned_often_is_one_and_keeps_all_evidence() -> None:
    text = (
        f"{BELL} met with {ORRIN} in Kasbrod.\n\nDuring the meeting, Bellwin thanked Orrin.\n\n"
        "Orrin said in his talks with Bellwin that trade was growing. The talks lasted an hour."
    )
    (found,) = meetings(text)
    assert len(found.evidence) >= 3
    assert all(span.text in text for span in found.evidence)


def test_spoke_with_is_a_call_without_a_place() -> None:
    (found,) = meetings(f"{BELL} spoke today with {ORRIN} to discuss the ports in Tarvo.")
    assert (found.form, found.place, value(found)) == ("call", None, "2024-11-07")


def test_spoke_with_during_a_meeting_is_a_meeting() -> None:
    (found,) = meetings(f"{BELL} spoke with {ORRIN} during a bilateral meeting in Kasbrod.")
    assert found.form == "meeting"


def test_the_headline_tells_the_form_and_adds_no_second_meeting() -> None:
    (found,) = meetings(
        f"{BELL} spoke with {ORRIN} on Monday.", headline="Bellwin's Meeting with Karl Orrin"
    )
    assert found.form == "meeting"
    assert found.evidence[0].text.startswith("Varnian")


@pytest.mark.parametrize("how", ["by video", "virtually"])
def test_a_meeting_that_is_not_face_to_face_has_no_place(how: str) -> None:
    (found,) = meetings(f"{BELL} met {how} with {ORRIN}.", place="Kasbrod")
    assert found.place is None


def test_other_encounters_are_meetings_of_their_own() -> None:
    found = meetings(
        f"{BELL} met with {ORRIN} in Kasbrod on Tuesday. On Monday, Bellwin met Tarvoan President "
        "Celia Andorra in Quendara."
    )
    assert [sides(m) for m in found] == [{"XVA", "XOS"}, {"XVA", "XTA"}]
    assert [value(m) for m in found] == ["2024-11-05", "2024-11-04"]


def test_a_trio_is_not_the_pair() -> None:
    found = meetings(
        f"{BELL} met with {ORRIN} in Kasbrod. She praised the meeting of the Varnian, Ostrian and "
        "Tarvoan foreign ministers."
    )
    assert [len(m.participants) for m in found] == [2, 3]


def test_a_planned_meeting_is_planned_and_a_wish_is_none() -> None:
    (found,) = meetings(f"{BELL} will meet with {ORRIN} in Kasbrod on Friday.")
    assert (found.status, value(found)) == ("planned", "2024-11-08")
    assert meetings(f"{BELL} hopes to meet with {ORRIN}.") == []


def test_a_planned_and_a_held_meeting_of_the_same_people_are_two() -> None:
    found = meetings(
        f"{BELL} met with {ORRIN} on Tuesday. Bellwin and Orrin will meet again in Kasbrod on "
        "14 November."
    )
    assert [m.status for m in found] == ["held", "planned"]


def test_a_trip_is_a_visit_to_its_place() -> None:
    (found,) = meetings("Varnian Foreign Minister Anna Bellwin will visit Tarvo next Monday.")
    assert (found.form, found.status, found.place) == ("visit", "planned", "Tarvo")


def test_told_visiting_is_a_meeting_of_the_two() -> None:
    (found,) = meetings(f"{BELL} told visiting {ORRIN} that the strait was open.")
    assert sides(found) == {"XVA", "XOS"}


def test_unnamed_people_are_kept_by_role_and_side() -> None:
    (found,) = meetings(
        "The 8th round of the Varnia-Ostria corps commander level talks was held on Nov. 5."
    )
    assert [(p.actor, p.role, p.side) for p in found.participants] == [
        (None, "corps commander", "XVA"),
        (None, "corps commander", "XOS"),
    ]


def test_series_and_background_are_no_meetings() -> None:
    assert meetings("Varnia and Ostria hold regular meetings.") == []
    found = meetings(
        f"{BELL} met with {ORRIN} on Tuesday. She praised Ostria's dialogue with Tarvo."
    )
    assert len(found) == 1


def test_the_dateline_gives_the_place_of_a_meeting_with_none_and_never_of_a_call() -> None:
    (face,) = meetings(f"{BELL} met with {ORRIN} on Tuesday.", place="Kasbrod")
    (phone,) = meetings(f"{BELL} spoke by phone with {ORRIN}.", place="Kasbrod")
    assert (face.place, phone.place) == ("Kasbrod", None)


def test_no_day_is_invented() -> None:
    (found,) = meetings(f"{BELL} met with {ORRIN} in Kasbrod.")
    assert found.date is None
    (vague,) = meetings(f"{BELL} met with {ORRIN} earlier this week.")
    assert vague.date is None


def test_the_day_of_the_event_talked_about_is_not_the_day_of_the_call() -> None:
    (found, *_) = meetings(
        f"{BELL} spoke with {ORRIN} about preparations for the December 9 conference."
    )
    assert found.date is None


def test_a_joint_press_conference_follows_the_talks() -> None:
    found = meetings(
        f"{BELL} met with {ORRIN} in Kasbrod on Tuesday. Bellwin and Orrin held a joint press "
        "conference after the talks."
    )
    assert [m.form for m in found] == ["meeting", "press_conference"]
    assert found[1].place == "Kasbrod"


def test_the_occasion_is_kept() -> None:
    (found, *_) = meetings(
        f"{BELL} met with {ORRIN} on the sidelines of the Inner Sea Council summit in Kasbrod."
    )
    assert found.occasion is not None
    assert found.occasion.startswith("on the sidelines of")


def test_a_joint_statement_counts_only_where_no_meeting_is_told() -> None:
    (alone,) = meetings(
        "The following is the text of a joint statement issued by the Governments of Varnia and "
        "Ostria.\n\nThe two sides support free passage."
    )
    assert alone.form == "joint_statement"
    (found,) = meetings(
        f"{BELL} and {ORRIN} met in Kasbrod on Tuesday. They issued a joint statement."
    )
    assert found.form == "meeting"


def test_the_same_document_gives_the_same_meetings() -> None:
    text = f"{BELL} met with {ORRIN}. Bellwin will visit Tarvo on Friday."
    assert meetings(text) == meetings(text)


def test_long_documents_take_time_in_proportion() -> None:
    line = f"{BELL} met with {ORRIN} in Kasbrod on Tuesday.\n\n"
    (found,) = meetings(line * 40)
    assert len(found.evidence) == 40


def test_readouts_of_calls_are_calls_of_two_or_more(shared: Path) -> None:
    """Twelve of the White House's own readouts, each titled as one call."""
    from memcon.reading.heading import settle_heading
    from memcon.sources import from_text

    files = sorted((shared / "corpus" / "whitehouse").glob("*readout*call-with-president*"))[:48:4]
    assert len(files) == 12
    knowledge = load_knowledge()
    taken = [from_text(path.read_text(encoding="utf-8")) for path in files]
    headings = [settle_heading(one.document, knowledge) for one in taken]
    parsed = parse_documents((heading.document for heading in headings), load_model())
    good = 0
    for heading, document in zip(headings, parsed, strict=True):
        cast = read_actors(document, knowledge)
        found = read_meetings(document, cast, knowledge, heading=heading)
        good += bool(found) and found[0].form == "call" and len(found[0].participants) > 1
    assert good >= 11


def test_what_is_due_counts_as_planned() -> None:
    (made,) = meetings(f"{BELL} is due to meet {ORRIN} on Friday.")
    assert (made.status, value(made), sides(made)) == ("planned", "2024-11-08", {"XVA", "XOS"})


def test_leaders_convene_and_gather() -> None:
    (made,) = meetings(
        "We, the leaders of Ostria, Varnia, and Selmark, convened today in Kasbrod to open an era."
    )
    assert (value(made), made.place, sides(made)) == (
        "2024-11-07",
        "Kasbrod",
        {"XOS", "XVA", "XSE"},
    )


def test_meetings_held_every_year_are_a_series() -> None:
    text = "We will hold meetings between our leaders and our ministers at least annually."
    assert meetings(text) == []


def test_an_object_far_from_its_verb_is_found() -> None:
    (made,) = meetings(
        "The President of Ostria, Rodrigo Almar, received today at the Harbour Palace the "
        "President of Varnia, Esteban Quill, who is on a visit."
    )
    assert sides(made) == {"XOS", "XVA"}


def test_a_news_conference_is_not_with_whom_the_call_before_it_was() -> None:
    made = meetings(
        f"{BELL} welcomed the pact.\n\n"
        f"“We hope for more,” Bellwin told a news conference after a phone call with {ORRIN}."
    )
    assert [sides(m) for m in made if m.form == "press_conference"] == [{"XVA"}]
    assert [sides(m) for m in made if m.form == "call"] == [{"XVA", "XOS"}]


def test_talks_that_resume_are_planned() -> None:
    (made,) = meetings("Ostria and Varnia will resume talks on 20 November in Kasbrod.")
    assert (made.status, value(made), sides(made)) == ("planned", "2024-11-20", {"XOS", "XVA"})


def test_the_meeting_that_a_declaration_follows_is_its_bodys() -> None:
    made = meetings(
        "The leaders of the Member States, following the summit in Kasbrod on 4 July 2024, "
        "declare the following.",
        headline="Kasbrod Declaration of the Inner Sea Council",
    )
    assert [(value(m), m.place, sides(m)) for m in made] == [("2024-07-04", "Kasbrod", {"ISC"})]


def test_an_ambassador_to_a_state_speaks_for_the_other() -> None:
    (made,) = meetings(
        f"The Ostrian Ambassador to Varnia will host a meeting with {BELL} in Kasbrod on Friday."
    )
    assert [p.side for p in made.participants if p.role == "ambassador"] == ["XOS"]


def test_a_year_that_an_anniversary_implies_is_the_main_meetings() -> None:
    basis = "75th anniversary of the founding of the UN"
    (made,) = meetings(
        f"{BELL} met {ORRIN} in Kasbrod.",
        published=None,
        inferred=InferredYear(2020, basis, Span(start=0, end=1, text="V")),
    )
    assert made.date is not None
    assert (made.date.value, made.date.precision, made.date.basis) == ("2020", "year", basis)


def test_appeals_and_consultations_under_way_are_no_meetings() -> None:
    assert meetings(f"{BELL} said we call on the Ostrian people. We are talking with Ostria.") == []


TRANSCRIPT = """{title}

{head}

ANNA BELLWIN: We want peace in the straits. The Foreign Minister of Ostria is our neighbour.

QUESTION: Will the port of Sestra reopen?

ANNA BELLWIN: The port of Sestra will reopen in May. Varnia keeps its word.
"""


@pytest.mark.parametrize(
    ("title", "head", "place"),
    [
        ("Media Briefing by Foreign Minister Anna Bellwin of Varnia", "Kasbrod, Ostria", "Kasbrod"),
        ("Foreign Minister Anna Bellwin of Varnia at a News Conference", "Kasbrod", "Kasbrod"),
    ],
)
def test_a_transcript_prints_its_press_conference(title: str, head: str, place: str) -> None:
    text = TRANSCRIPT.format(title=title, head=head)
    record = Reader(knowledge=ROOT / "gold" / "memcon.toml").read(text, published="2024-11-07")
    (made,) = [m for m in record.meetings if m.form == "press_conference"]
    assert [p.actor for p in made.participants] == ["person:anna-bellwin"]
    assert value(made) == "2024-11-07"
    assert (made.place or "").startswith(place)


def test_who_meets_again_will_meet() -> None:
    (made,) = meetings(f"{BELL} meets {ORRIN} again on Friday in Kasbrod.")
    assert (made.status, value(made)) == ("planned", "2024-11-08")


def test_we_the_leaders_of_a_body_are_its_leaders() -> None:
    (made,) = meetings(
        "We, the Leaders of the Inner Sea Council, met in Kasbrod on 4 July 2024. We thank Ostria "
        "for its welcome and Varnia for its help.",
        headline="Inner Sea Council Leaders’ Declaration",
    )
    assert sides(made) == {"ISC"}
