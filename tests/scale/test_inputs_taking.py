"""What is offered becomes what reading the file of it would have given."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.errors import BinaryContentError, EmptyDocumentError, EncodingError, TooLargeError
from memcon.scale.inputs import quick_text, take
from memcon.scale.inputs.taking import published_iso
from memcon.scale.work import Offered
from memcon.sources import from_bytes

TEXTS = [
    "Ostria met Varnia.\n\nThey spoke.",
    "---\ntitle: Talks\npublisher: Ostria Daily\ndate: 2024-03-14\n---\n\nOstria met Varnia.",
    "# Talks\n\nOstria **met** Varnia.",
    "<html><head><title>Talks</title></head><body><p>Ostria met Varnia, côte.</p></body></html>",
    "\ufeffOSTRIA CITY, March 14 (Ostria News) -- Ostria met Varnia.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_becomes_what_its_file_would(text: str) -> None:
    (taken,) = take(Offered(where="news.jsonl#1", text=text), max_bytes=1000)
    assert [taken] == from_bytes(text.encode())
    assert [taken] == take(Offered(where="news/1", data=text.encode()), max_bytes=1000)


@pytest.mark.parametrize("text", TEXTS)
def test_columns_go_before_what_the_text_says(text: str) -> None:
    (taken,) = take(
        Offered(
            where="news.jsonl#1",
            text=text,
            url="https://ostria.example/1",
            metadata={
                "title": "  The\nTitle ",
                "published": "2024-05-06 10:00:00",
                "publisher": "Varnia Post",
                "language": "en-GB",
            },
        ),
        max_bytes=1000,
    )
    document = taken.document
    assert (document.title, document.publisher) == ("The Title", "Varnia Post")
    assert (document.published, document.published_basis) == ("2024-05-06", "given")
    assert (document.language, document.url) == ("en", "https://ostria.example/1")
    assert document.text == from_bytes(text.encode())[0].document.text


def test_a_date_that_cannot_be_told_leaves_the_texts_own() -> None:
    offered = Offered(where="x", text=TEXTS[1], metadata={"published": "soon", "language": "?"})
    document = take(offered, max_bytes=1000)[0].document
    assert (document.published, document.language) == ("2024-03-14", "en")


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2024-03-14", "2024-03-14"),
        ("2024-03-14 10:00:00", "2024-03-14"),
        ("2024-03-14T10:00:00Z", "2024-03-14T10:00:00+00:00"),
        ("2024-03-14T10:00:00.123+02:00", "2024-03-14T10:00:00+02:00"),
        ("Thu, 14 Mar 2024 10:00:00 +0000", "2024-03-14T10:00:00+00:00"),
        ("14 March 2024", "2024-03-14"),
        ("1710410400", "2024-03-14T10:00:00+00:00"),
        ("1710410400123", "2024-03-14T10:00:00+00:00"),
        ("20240314", "2024-03-14"),
        ("20240314100000", "2024-03-14"),
        ("20240314T100000Z", "2024-03-14T10:00:00+00:00"),
        ("20241399", None),
        ("12", None),
        ("yesterday", None),
    ],
)
def test_dates_of_columns(said: str, iso: str | None) -> None:
    assert published_iso(said) == iso


@given(st.text(max_size=30))
def test_any_date_gives_a_date_or_none(said: str) -> None:
    published_iso(said)


@given(st.integers(0, 10**15))
def test_any_number_gives_a_date_or_none(said: int) -> None:
    published_iso(str(said))


def test_what_cannot_be_taken_in_is_said() -> None:
    for offered, error in (
        (Offered(where="x", text=" "), EmptyDocumentError),
        (Offered(where="x", text="half \ud800"), EncodingError),
        (Offered(where="x", text="zero\x00byte"), BinaryContentError),
        (Offered(where="x", data=b"%PDF-1.4"), BinaryContentError),
        (Offered(where="x", data=b""), EmptyDocumentError),
        (Offered(where="x", text="long " * 100), TooLargeError),
    ):
        with pytest.raises(error):
            take(offered, max_bytes=100)


PAGE = """<html><head><title>Talks</title>
<script type="application/ld+json">
{"articleBody": "Said in data, c\\u00f4te &amp; \\"so\\"."}</script>
<script>var unseen = 1;</script></head>
<body><form><nav><a href="/">Menu</a></nav><p>Ostria <b>met</b> Varnia.</p>
<div style="display:none">Hidden.</div><noscript>Without script.</noscript>
<figure><figcaption>Caption.</figcaption></figure></form></body></html>"""


def test_the_quick_text_of_a_page_has_all_that_its_article_may_have() -> None:
    text = quick_text(Offered(where="x", data=PAGE.encode(), media_type="text/html"))
    for said in (
        "Ostria met Varnia.",
        "Caption.",
        "Hidden.",
        "Without script.",
        'Said in data, côte & "so".',
    ):
        assert said in text
    assert "unseen" not in text


def test_the_quick_text_of_a_text_is_the_text() -> None:
    offered = Offered(where="x", text="Ostria < Varnia")
    assert quick_text(offered) == "Ostria < Varnia"
    data = replace(offered, text=None, data="Côte".encode("cp1252"), encoding="cp1252")
    assert quick_text(data) == "Côte"


def test_the_quick_text_of_a_feed_has_its_items() -> None:
    feed = b"<rss version='2.0'><channel><item><description>&lt;p&gt;Ostria&amp;#39;s&lt;/p&gt;"
    assert "Ostria" in quick_text(Offered(where="x", data=feed))
