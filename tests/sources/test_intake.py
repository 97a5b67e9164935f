"""Bytes, files and strings to documents; encodings, front matter, HTML, feeds; typed errors."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from memcon.errors import (
    BinaryContentError,
    EmptyDocumentError,
    EncodingError,
    MarkupError,
    NotFoundError,
    SourceError,
    TooLargeError,
)
from memcon.sources import expand, from_bytes, from_path, from_text

TEXT = "Ministers meet in Castora\n\nThe minister of Arvenia met her guest – “at last”.\n"
ARTICLE = (
    "<p>CASTORA, May 3 (Agency) -- The ministers of Arvenia and Belmark met on Tuesday and agreed "
    "to widen the trade between the two countries, officials said.</p>"
    "<p>They will meet again in June in the capital of Belmark, both sides said afterwards.</p>"
)


def test_the_document_is_made_of_the_bytes() -> None:
    data = TEXT.encode()
    (taken,) = from_bytes(data)
    document = taken.document
    assert document.text == TEXT
    assert document.id == "doc:" + hashlib.sha256(data).hexdigest()[:16]
    assert document.source.sha256 == hashlib.sha256(data).hexdigest()
    assert document.source.media_type == "text/plain"
    assert taken.raw == data
    assert taken.warnings == ()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"]
)
def test_encodings_are_detected(encoding: str) -> None:
    assert from_bytes(TEXT.encode(encoding))[0].document.text == TEXT


def test_a_stated_encoding_is_used() -> None:
    text = "Министры встретились в Касторе и договорились о торговле.\n"
    (taken,) = from_bytes(text.encode("koi8-r"), encoding="koi8-r")
    assert taken.document.text == text
    assert taken.document.language == "ru"
    (taken,) = from_bytes(text.encode("cp1251"), media_type="text/plain; charset=windows-1251")
    assert taken.document.text == text


def test_a_wrong_or_unknown_encoding_is_refused() -> None:
    with pytest.raises(EncodingError, match="not ascii"):
        from_bytes(TEXT.encode(), encoding="ascii")
    with pytest.raises(EncodingError, match="unknown text encoding"):
        from_bytes(TEXT.encode(), encoding="klingon")


def test_a_few_broken_bytes_are_replaced_and_said() -> None:
    data = ("Déjà vu à Castora – “ici”. " * 20).encode() + b"\xff and more."
    (taken,) = from_bytes(data)
    assert taken.document.text.endswith("\ufffd and more.")
    assert "not valid UTF-8" in taken.warnings[0]


@pytest.mark.parametrize("data", [b"", b" \n\t", "\ufeff \n".encode()])
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(EmptyDocumentError):
        from_bytes(data)


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 abc", b"PK\x03\x04abc", b"\x89PNG\r\n", b"some\x00text", bytes(range(32)) * 9],
)
def test_binary_content_is_refused(data: bytes) -> None:
    with pytest.raises(BinaryContentError):
        from_bytes(data)


def test_the_size_limit(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match="over the limit of 10"):
        from_bytes(b"x" * 11, max_bytes=10)
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(TooLargeError):
        from_path(file, max_bytes=10)


def test_strings() -> None:
    taken = from_text(TEXT, title="Given", published="3 May 2031", url="https://example.org/a")
    assert taken.document.title == "Given"
    assert taken.document.published == "2031-05-03"
    assert taken.document.published_basis == "given"
    assert taken.document.url == "https://example.org/a"
    with pytest.raises(EmptyDocumentError):
        from_text(" \n")
    with pytest.raises(EncodingError):
        from_text("half \ud800 a character")
    with pytest.raises(BinaryContentError):
        from_text("zero \x00")


def test_files(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        from_path(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="folder"):
        from_path(tmp_path)
    with pytest.raises(SourceError):
        from_path("a\x00b")


def test_a_folder_gives_files_whose_suffix_was_cut_off_if_they_are_text(tmp_path: Path) -> None:
    for name in ("a-readout", "b-readout.", "c.dat"):
        (tmp_path / name).write_text("The two ministers met.\n", encoding="utf-8")
    (tmp_path / "d-picture").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "e-numbers").write_bytes(bytes(range(32)) * 20)
    (tmp_path / "f-empty").write_bytes(b"")
    assert [file.name for file in expand([str(tmp_path)])] == ["a-readout", "b-readout."]


def test_expand(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.html", "sub/d.png", ".hidden.txt", "odd.dat"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(TEXT, encoding="utf-8")
    here = [tmp_path / "a.md", tmp_path / "b.txt", tmp_path / "sub/c.html"]
    assert expand([str(tmp_path)]) == here
    assert expand([str(tmp_path / "b.txt"), str(tmp_path)]) == [here[1], here[0], here[2]]
    assert expand([str(tmp_path / "*.md"), str(tmp_path / "odd.dat")]) == [
        here[0],
        tmp_path / "odd.dat",
    ]
    with pytest.raises(NotFoundError, match="nothing matches"):
        expand([str(tmp_path / "*.none")])


FRONT = (
    "---\n"
    "date: '2031-11-14'\n"
    "published_time: 2031-11-14 08:16:25-05:00\n"
    "source_url: https://example.org/readout\n"
    'title: "Readout of Ana\\_Veld\\u2019s Meeting with\\\n  \\ Jon\\_Oort"\n'
    "lang: en\n"
    "---\n"
)


def test_front_matter_states_what_is_known() -> None:
    text = FRONT + "\n" + TEXT
    (taken,) = from_bytes(text.encode(), name="a.md")
    document = taken.document
    assert document.text == text
    assert document.title == "Readout of Ana Veld’s Meeting with Jon Oort"
    assert document.url == "https://example.org/readout"
    assert document.published == "2031-11-14T08:16:25-05:00"
    assert document.published_basis == "front matter published_time"
    first = document.blocks[0]
    assert (first.kind, text[first.start : first.end]) == ("furniture", FRONT.strip())
    assert document.source.media_type == "text/markdown"


@pytest.mark.parametrize(
    "broken",
    [
        'title: "never closed\ndate: 2031-05-03',
        "date: 2031-05-03\ntitle: a: b: c",
        "date: 2031-05-03\na: " + "[" * 5000,
        "- a\ndate: 2031-05-03",
    ],
)
def test_broken_front_matter_does_not_lose_the_document(broken: str) -> None:
    text = f"---\n{broken}\n---\n\n{TEXT}"
    (taken,) = from_bytes(text.encode(), name="a.md")
    assert taken.document.text == text
    assert taken.document.published == "2031-05-03"
    assert "does not parse" in taken.warnings[0]
    assert taken.document.blocks[0].kind == "furniture"


def test_toml_front_matter_and_unclosed_front_matter() -> None:
    text = f'+++\ntitle = "Ministers meet"\ndate = 2031-05-03\n+++\n\n{TEXT}'
    (taken,) = from_bytes(text.encode(), name="a.md")
    assert (taken.document.title, taken.document.published) == ("Ministers meet", "2031-05-03")
    (taken,) = from_bytes(f"---\ntitle: Ministers\n\n{TEXT}".encode())
    assert "not closed" in taken.warnings[0]


PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head>
<title>Ministers of Arvenia meet - Castora News</title>
<meta property="og:site_name" content="Castora News">
<meta property="article:published_time" content="2031-05-03T10:00:00+02:00">
<meta name="author" content="Jon Example"><link rel="canonical" href="https://example.org/talks">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle",
"headline": "Ministers of Arvenia and Belmark meet",
"datePublished": "2031-05-03T09:30:00+02:00"}}]}}</script>
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article>
<h1>Ministers of Arvenia and Belmark meet</h1>{ARTICLE}</article>
<footer>© Castora News</footer></body></html>"""


def test_an_html_page() -> None:
    (taken,) = from_bytes(PAGE.encode(), url="https://example.org/talks?x=1")
    document = taken.document
    assert document.title == "Ministers of Arvenia and Belmark meet"
    assert document.published == "2031-05-03T09:30:00+02:00"
    assert document.published_basis == "json-ld datePublished"
    assert document.publisher == "Castora News"
    assert document.byline == "Jon Example"
    assert document.url == "https://example.org/talks"
    assert document.language == "en"
    assert document.source.media_type == "text/html"
    assert document.dateline is not None
    assert document.dateline.place == "Castora"
    assert "Home" not in document.text
    kinds = [block.kind for block in document.blocks]
    assert kinds == ["headline", "dateline", "paragraph", "paragraph"]
    assert taken.raw == PAGE.encode()


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td", "span"])
def test_deep_nesting_neither_crashes_nor_hangs(tag: str) -> None:
    (taken,) = from_bytes(f"<html><body>{f'<{tag}>' * 20_000}{ARTICLE}".encode())
    assert "widen the trade" in taken.document.text
    assert "nested too deeply" in taken.warnings[0]


def test_a_page_without_text() -> None:
    with pytest.raises(EmptyDocumentError):
        from_bytes(b"<html><head><script>var a = 1;</script></head><body></body></html>")


def test_a_page_without_an_article_keeps_its_paragraphs() -> None:
    (taken,) = from_bytes(b"<html><body><div>One line.</div><div>Two<br>lines.</div></body></html>")
    assert "One line." in taken.document.text


RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Press releases</title><link>https://example.org</link><language>en-US</language>
<item><title>Ministers&#8217; talks</title><link>https://example.org/1</link>
<dc:creator>Office of the Spokesperson</dc:creator>
<pubDate>Thu, 24 Jun 2031 11:56:56 +0000</pubDate>
<description>short</description>
<content:encoded><![CDATA[<p>Office of the Spokesperson</p>{ARTICLE}<ul><li>One
 item</li><li>Two&nbsp;items</li></ul>]]></content:encoded></item>
<item><title>Only a description</title>
<description>The envoys of Arvenia met on Monday.</description></item>
<item><title></title><description></description></item></channel></rss>"""


def test_an_rss_feed() -> None:
    first, second = from_bytes(RSS.encode(), name="a.xml")
    assert first.document.title == "Ministers’ talks"
    assert first.document.published == "2031-06-24T11:56:56+00:00"
    assert first.document.url == "https://example.org/1"
    assert first.document.byline == "Office of the Spokesperson"
    assert first.document.publisher == "Press releases"
    assert first.document.source.media_type == "application/rss+xml"
    assert first.document.text.split("\n\n")[0] == "Office of the Spokesperson"
    assert first.document.text.endswith("- One item\n- Two\u00a0items")
    assert second.document.text == "The envoys of Arvenia met on Monday."
    assert first.warnings == ("1 items have no text",)


def test_an_atom_feed() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Ministry</title><entry>'
        "<title>Talks</title><published>2031-05-03T10:00:00Z</published>"
        f'<content type="html"><![CDATA[{ARTICLE}]]></content></entry></feed>'
    )
    (taken,) = from_bytes(atom.encode())
    assert taken.document.source.media_type == "application/atom+xml"
    assert taken.document.published == "2031-05-03T10:00:00+00:00"


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (b"<?xml version='1.0'?><notes><note>a</note></notes>", MarkupError),
        (b"<rss version='2.0'><channel></channel></rss>", EmptyDocumentError),
        (b"<rss version='2.0'><channel><item></item></channel></rss>", EmptyDocumentError),
    ],
)
def test_unreadable_feeds(markup: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error):
        from_bytes(markup, name="a.xml")


def test_multiplying_entities_do_not_multiply() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
        '<rss version="2.0"><channel><item><title>Talks</title>'
        "<description>&b; The envoys met.</description></item></channel></rss>"
    )
    (taken,) = from_bytes(bomb.encode())
    assert len(taken.document.text) < 100


@pytest.mark.parametrize(
    "data",
    [
        b"The two ministers met in Castora and agreed to widen trade. " * 170_000,
        b"Home Search Archive (c) - " + b"CASTORA, May 3 (Agency) -- They met. " * 280_000,
        b"(" * 10_000_000,
        b"a" + b" " * 10_000_000 + b"b",
    ],
    ids=["prose", "datelines", "brackets", "spaces"],
)
def test_ten_megabytes_on_one_line(data: bytes) -> None:
    assert from_bytes(data)[0].document.blocks


def test_every_line_of_an_extracted_page_is_a_paragraph() -> None:
    lines = "".join(f"<p>The envoys of Arvenia met in Castora, round {n}</p>" for n in range(9))
    page = f"<html><body><article>{ARTICLE}{lines}</article></body></html>"
    (taken,) = from_bytes(page.encode())
    assert len([b for b in taken.document.blocks if b.kind == "paragraph"]) == 11
