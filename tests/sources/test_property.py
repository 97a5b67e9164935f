"""What holds for any input."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import check

from memcon.errors import MemconError
from memcon.sources import from_bytes, from_text

SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
# Pieces that the rules look at, to be put together in ways that nobody would.
PIECES = [
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u00a0",
    "  \n",
    "---\n",
    "# ",
    "> ",
    "- ",
    "1. ",
    "(i) ",
    "| a | b |\n",
    "**",
    "\\###",
    "<!-- a -->",
    "[a](b)",
    "![a b c](d)",
    "CASTORA, Sept. 16 (Xinhua) -- ",
    "MR. VELD: ",
    "Question: ",
    "Q  ",
    "Editor: ",
    "Source:Xinhua 17-09-21 09:01",
    "Photo: ",
    "Share this:",
    "(Web editor: ",
    "2031-05-03",
    "4:14 P.M. EDT",
    "title: a\n",
    "The minister said that the two sides had met. ",
    "Home",
    "Search",
    "©",
    "Related reading",
    "Office of the Spokesperson",
    "\u200b",
    "。",
    "…",
    "“",
    "”",
]
MARKUP = [
    "<html>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<",
    ">",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#0;",
    "&#xd800;",
    "<rss version='2.0'><channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<description>",
    "</description>",
    "<feed>",
    "<entry>",
    "<?xml version='1.0'?>",
    "text ",
    "<script>",
    "</script>",
    "<pre>",
    "<li>",
    "\x0b",
    '<meta name="date" content="2031-05-03">',
    "They met in Castora on Tuesday. ",
]


@SETTINGS
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join))
def test_blocks_of_any_text_hold_it_all_in_order(text: str) -> None:
    try:
        taken = from_text(text)
    except MemconError:
        return
    assert taken.document.text == text
    check(taken)


@SETTINGS
@given(st.binary(max_size=400))
def test_any_bytes_give_documents_or_a_typed_error(data: bytes) -> None:
    try:
        found = from_bytes(data)
    except MemconError:
        return
    assert found
    for taken in found:
        check(taken)


@SETTINGS
@given(
    st.sampled_from(["<html>", "<rss version='2.0'><channel>", "<feed>", ""]),
    st.lists(st.sampled_from(MARKUP) | st.text(max_size=8), max_size=40).map("".join),
    st.sampled_from([None, "text/html", "application/rss+xml", "text/markdown"]),
)
def test_any_markup_gives_documents_or_a_typed_error(
    opening: str, rest: str, media_type: str | None
) -> None:
    try:
        found = from_bytes((opening + rest).encode("utf-8", "surrogatepass"), media_type=media_type)
    except MemconError:
        return
    for taken in found:
        check(taken)


@SETTINGS
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_the_same_text_gives_the_same_document(text: str) -> None:
    try:
        first = from_text(text)
    except MemconError:
        return
    assert from_text(text) == first
