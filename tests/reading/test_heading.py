"""What the head of a document settles: date, dateline, publisher, voice, byline, title."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.knowledge import load_knowledge
from memcon.reading.heading import Heading, clean_title, settle_heading
from memcon.record import Block, BlockKind, Document, Source
from memcon.sources.intake import from_bytes


@dataclass(frozen=True)
class Known:
    name: str
    narrator: str | None


class Table:
    """Invented publishers of invented and real voices."""

    known: ClassVar[dict[str, Known]] = {
        "arvenia today": Known("Arvenia Today", "USA"),
        "anp": Known("Arvenian National Press", "FRA"),
        "lakeside wire": Known("Lakeside Wire", None),
        "office of the speaker": Known("Ministry of Arvenia", "GBR"),
    }

    def publisher_by_domain(self, host_or_url: str, /) -> Known | None:
        return self.known["arvenia today"] if "arvenia.example" in host_or_url else None

    def publisher_by_alias(self, text: str, /) -> Known | None:
        return self.known.get(text.casefold())


BODY = (
    "The foreign ministers of Arvenia and Borduria spoke at length about the lake, the railway "
    "and the harbour, and they agreed that their deputies would go on with the talks."
)


def settle(
    text: str, *, blocks: list[tuple[BlockKind, str]] | None = None, **stated: str
) -> Heading:
    marked = []
    for kind, words in blocks or []:
        start = text.index(words)
        marked.append(Block(kind=kind, start=start, end=start + len(words)))
    document = Document(
        id="doc:0",
        text=text,
        blocks=marked,
        source=Source(media_type="text/plain", sha256="0"),
        **stated,
    )
    return settle_heading(document, Table())


def codes(heading: Heading) -> list[str]:
    return [warning.code for warning in heading.warnings]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Tue, 01 Feb 2022 15:34:54 +0000", "2022-02-01T15:34:54+00:00"),
        ("2024-12-26 14:57:36", "2024-12-26"),
        ("Published :`2024-07-27 23:35:51`", "2024-07-27"),
        ("16:05, November 08, 2020", "2020-11-08"),
        ("17 March 2023 15:30", "2023-03-17"),
        ("Press Release 13/03/2024", "2024-03-13"),
        ("Press Release 3/25/2024", "2024-03-25"),
        ("12.03.2024", "2024-03-12"),
        ("Friday, 3 May 2024", "2024-05-03"),
    ],
)
def test_a_date_line_above_the_body_gives_the_date(line: str, published: str) -> None:
    heading = settle(f"Ministers meet\n{line}\n\n{BODY}")
    assert heading.document.published == published
    assert heading.document.published_basis
    assert codes(heading) == []


def test_published_wins_over_updated() -> None:
    heading = settle(f"Published 4 May 2023\nLast updated 6 May 2023\n\n{BODY}")
    assert heading.document.published == "2023-05-04"


def test_what_the_source_states_is_kept() -> None:
    heading = settle(
        f"3 May 2024\n\n{BODY}", published="2022-11-14", published_basis="front matter"
    )
    assert heading.document.published == "2022-11-14"
    assert heading.document.published_basis == "front matter"


def test_a_stated_date_in_words_becomes_iso_and_nonsense_a_warning() -> None:
    assert settle(BODY, published="14 November 2022").document.published == "2022-11-14"
    heading = settle(BODY, published="soon")
    assert heading.document.published is None
    assert "unreadable-date" in codes(heading)


def test_no_date_at_all_is_none_with_a_warning() -> None:
    heading = settle(BODY)
    assert heading.document.published is None
    assert heading.reference is None
    assert codes(heading) == ["no-date"]


def test_a_date_in_the_running_text_is_no_publication_date() -> None:
    assert settle(f"{BODY} They had met on 3 May 2019.").document.published is None


def test_place_and_date_may_close_the_text() -> None:
    assert settle(f"{BODY}\n\nNew Arven\nMarch 17, 2023\n").document.published == "2023-03-17"


def test_the_address_may_hold_the_date() -> None:
    heading = settle(BODY, url="https://news.example/2022/11/14/ministers-meet/")
    assert heading.document.published == "2022-11-14"
    assert heading.document.published_basis == "the address of the page"


# The order of figures.


def test_figures_are_read_so_that_they_follow_the_dateline() -> None:
    heading = settle(f"Source:ANP 17-09-21 09:01 Updated BJT\n\nARVEN, Sept. 16 (ANP) -- {BODY}")
    document = heading.document
    assert document.published == "2021-09-17T09:01:00+08:00"
    assert document.published_basis == "“17-09-21”, day first: it follows the dateline"
    assert document.dateline is not None
    assert (document.dateline.place, document.dateline.date) == ("Arven", "2021-09-16")
    assert heading.reference == date(2021, 9, 16)
    assert codes(heading) == []


def test_figures_are_read_by_the_weekday_beside_them() -> None:
    # 5 June 2023 was a Monday, 6 May 2023 a Saturday.
    assert settle(f"Monday 05/06/2023\n\n{BODY}").document.published == "2023-06-05"
    assert settle(f"Saturday 05/06/2023\n\n{BODY}").document.published == "2023-05-06"


def test_figures_are_read_by_an_anniversary() -> None:
    text = f"17-09-21\n\n{BODY} It was the 76th anniversary of the founding of the United Nations."
    assert settle(text).document.published == "2021-09-17"


def test_figures_are_read_by_the_days_the_text_reports_on() -> None:
    heading = settle(f"05/06/2023\n\n{BODY} They met in the harbour on 4 June.")
    assert heading.document.published == "2023-06-05"
    assert settle(f"17-09-21\n\n{BODY} It began in 2020.").document.published == "2021-09-17"


def test_else_the_custom_of_the_publisher_decides_and_the_doubt_is_said() -> None:
    american = settle(f"Arvenia Today\n05/06/2023\n\n{BODY}")
    french = settle(f"ANP\n05/06/2023\n\n{BODY}")
    assert american.document.published == "2023-05-06"
    assert french.document.published == "2023-06-05"
    assert codes(american) == codes(french) == ["ambiguous-date"]
    assert american.warnings[0].span is not None
    assert american.warnings[0].span.text == "05/06/2023"


def test_else_it_is_left_open() -> None:
    heading = settle(f"05/06/2023\n\n{BODY}")
    assert heading.document.published is None
    assert "ambiguous-date" in codes(heading)


# Datelines and years.


def test_a_dateline_with_a_year_dates_the_document() -> None:
    heading = settle(f"ARVEN, 16 September 2021 (ANP) -- {BODY}")
    assert heading.document.published == "2021-09-16"
    assert heading.document.published_basis == "the dateline"


def test_a_dateline_without_a_year_takes_it_from_an_anniversary() -> None:
    heading = settle(
        f"ARVEN, Sept. 16 (ANP) -- {BODY} It is the 75th anniversary of the founding of NATO."
    )
    assert heading.document.published == "2024-09-16"
    assert "75th anniversary of the founding of NATO" in (heading.document.published_basis or "")


def test_a_year_alone_is_no_publication_date_but_the_reference() -> None:
    heading = settle(f"{BODY} This year is the 75th anniversary of the founding of the UN.")
    assert heading.document.published is None
    assert heading.reference == 2020
    assert heading.inferred_year is not None
    assert codes(heading) == ["inferred-year"]
    assert "75th anniversary of the founding of the UN" in heading.warnings[0].message


def test_a_dateline_of_december_belongs_to_the_year_before() -> None:
    heading = settle(f"2022-01-01\n\nARVEN, Dec. 31 (ANP) -- {BODY}")
    assert heading.document.dateline is not None
    assert heading.document.dateline.date == "2021-12-31"
    assert heading.document.published == "2022-01-01"


def test_a_transcript_speaks_from_the_day_in_its_title() -> None:
    title = "Remarks of the two ministers, Lake Arven, 11 September 2020"
    heading = settle(f"2020-09-14\n\n{BODY}", title=title)
    assert heading.document.published == "2020-09-14"
    assert heading.reference == date(2020, 9, 11)
    # Long ago it is what the text is about, not when it was spoken.
    assert settle(f"2022-09-14\n\n{BODY}", title=title).reference == date(2022, 9, 14)


def test_region_in_slashes_and_capitals_become_a_printed_place() -> None:
    heading = settle(f"2024-12-26 14:57\nLAKE ARVEN /Harbour Region/, December 26. /ANP/. {BODY}")
    assert heading.document.dateline is not None
    assert heading.document.dateline.place == "Lake Arven, Harbour Region"


def test_without_a_dateline_there_is_no_place() -> None:
    assert settle(f"3 May 2024\n\n{BODY}").document.dateline is None


def test_the_clock_of_a_scraped_page_yields_to_the_date_that_fits_the_dateline() -> None:
    menu = "Home World Sunday, May 7, 2023 Search"
    text = f"{menu} 16:05, November 08, 2020 ARVEN, Nov. 8 (ANP) -- {BODY}"
    assert settle(text).document.published == "2020-11-08"


def test_dateline_and_publication_far_apart_are_warned_of() -> None:
    heading = settle(
        f"ARVEN, Sept. 16 2021 (ANP) -- {BODY}", published="2021-10-30", published_basis="feed"
    )
    assert "dateline-disagrees" in codes(heading)


# Whose voice.


@pytest.mark.parametrize(
    ("text", "stated", "publisher", "narrator"),
    [
        (BODY, {"publisher": "Arvenia Today"}, "Arvenia Today", "USA"),
        (BODY, {"publisher": "Unheard Of"}, "Unheard Of", None),
        (
            BODY,
            {"publisher": "Releases", "url": "https://arvenia.example/x"},
            "Arvenia Today",
            "USA",
        ),
        (BODY, {"url": "https://www.arvenia.example/x"}, "Arvenia Today", "USA"),
        (f"ARVEN, Sept. 16 (ANP) -- {BODY}", {}, "Arvenian National Press", "FRA"),
        (f"Source: ANP 2021-09-16\n\n{BODY}", {}, "Arvenian National Press", "FRA"),
        (f"Ministers meet\nBy Ann Lake, Lakeside Wire\n\n{BODY}", {}, "Lakeside Wire", None),
        (f"Ministers meet\nOffice of the Speaker\n\n{BODY}", {}, "Ministry of Arvenia", "GBR"),
        (f"{BODY} (ANP)", {}, "Arvenian National Press", "FRA"),
        (BODY, {}, None, None),
    ],
)
def test_publisher_and_narrator(
    text: str, stated: dict[str, Any], publisher: str | None, narrator: str | None
) -> None:
    document = settle(text, **stated).document
    assert (document.publisher, document.narrator) == (publisher, narrator)


def test_a_body_that_is_only_mentioned_is_not_the_publisher() -> None:
    assert settle(f"{BODY} The harbour was shown by Arvenia Today.").document.publisher is None


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        (f"Ministers meet\nBy Ann Lake, Lakeside Wire\n\n{BODY}", "Ann Lake"),
        (f"Ministers meet\nBy Ann Lake and Bo Hill\n\n{BODY}", "Ann Lake and Bo Hill"),
        (f"{BODY}\n(Reporting by Ann Lake; editing by Bo Hill)", "Ann Lake"),
        (f"Ministers meet\nBy all accounts a success\n\n{BODY}", None),
        (BODY, None),
    ],
)
def test_byline(text: str, byline: str | None) -> None:
    assert settle(text).document.byline == byline


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("The below is attributable to Spokesperson Ann Lake:", "Ann Lake", "Spokesperson"),
        (
            "The following is attributable to Deputy Press Secretary Ann M. Lake:",
            "Ann M. Lake",
            "Deputy Press Secretary",
        ),
        ("This statement can be attributed to Ann Lake, Spokesperson:", "Ann Lake", "Spokesperson"),
        ("Attributable to the Spokesperson:", None, None),
    ],
)
def test_to_whom_the_text_is_attributable(words: str, name: str | None, role: str | None) -> None:
    heading = settle(f"Ministers meet\n\n{words}\n\n{BODY}")
    found = heading.attributable_to
    assert found is not None
    assert (found.name.text if found.name else None) == name
    assert (found.role.text if found.role else None) == role
    assert heading.document.text[found.span.start : found.span.end] == found.span.text


def test_blame_is_no_attribution_of_the_text() -> None:
    assert settle(f"{BODY} The fire was attributed to the wind.\n").attributable_to is None


# Titles.


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("# Ministers  meet", "Ministers meet"),
        ("**Ministers\u00a0meet**", "Ministers meet"),
        ("Ministers’ meeting\\'s end", "Ministers’ meeting's end"),
        ("[Ministers meet](https://news.example/1)", "Ministers meet"),
        ("## ", None),
    ],
)
def test_titles_lose_their_marks(raw: str, clean: str | None) -> None:
    assert clean_title(raw) == clean


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Ministers meet - Arvenia Today", "Ministers meet"),
        ("Ministers meet | The Lake Portal", "Ministers meet"),
        ("Ministers meet - again", "Ministers meet - again"),
        ("Lake - railway - harbour", "Lake - railway - harbour"),
    ],
)
def test_titles_lose_the_name_of_the_site(raw: str, title: str) -> None:
    assert settle(BODY, title=raw).document.title == title


def test_without_a_stated_title_the_headline_is_it() -> None:
    text = f"# Ministers meet\n\n{BODY}"
    heading = settle(text, blocks=[("headline", "# Ministers meet"), ("paragraph", BODY)])
    assert heading.document.title == "Ministers meet"
    assert settle(text, blocks=[("paragraph", BODY)]).document.title is None


@given(st.one_of(st.text(max_size=300), st.text("ABC abc,.()/-–:0123456789\n", max_size=300)))
@settings(deadline=None, max_examples=150)
def test_any_text_has_a_heading(text: str) -> None:
    heading = settle(text)
    assert heading.document.text == text
    for warning in heading.warnings:
        assert (
            warning.span is None or text[warning.span.start : warning.span.end] == warning.span.text
        )


def gold_documents(shared: Path) -> list[Path]:
    return sorted((shared / "gold" / "dev" / "texts").glob("*.txt"))


def test_dates_datelines_and_titles_of_the_dev_gold(shared: Path) -> None:
    knowledge = load_knowledge()
    wrong = []
    for path in gold_documents(shared):
        gold = json.loads(
            (shared / "gold" / "dev" / "gold" / f"{path.stem}.json").read_text(encoding="utf-8")
        )["doc"]
        (taken,) = from_bytes(path.read_bytes(), name=path.name)
        document = settle_heading(taken.document, knowledge).document
        got = {
            "title": document.title,
            "published": document.published[:10] if document.published else None,
            "dateline_place": document.dateline.place if document.dateline else None,
        }
        wrong += [(path.stem, key, got[key], gold[key]) for key in got if got[key] != gold[key]]
    assert wrong == []
