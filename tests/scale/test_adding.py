"""Adding what arrives: files, feeds, pages, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from sqlalchemy import select

from archives import AT, reader
from memcon.archive import Archive, captures, open_archive, schema
from memcon.errors import FetchError
from memcon.scale import local
from memcon.scale.adding import Added, add
from memcon.scale.arrivals import Arrivals, kept_rejects, rejected_places
from memcon.scale.local import ReaderOptions
from memcon.sources.web import Fetched

TALKS = """Ostria and Varnia talk

LENDRAVA, March 3, 2031 - Foreign Minister Ana Sol of Ostria met Foreign Minister Ivo Kern of
Varnia in Lendrava on Monday. Sol said Ostria will reopen the Sunda bridge by the end of 2032.
"""
OTHER = TALKS.replace("Sunda bridge", "Halm tunnel")


def feed(*items: tuple[str, str]) -> str:
    body = "".join(
        f"<item><title>{title}</title><link>https://feeds.example/{title}</link>"
        f"<description>{text}</description></item>"
        for title, text in items
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>'
    return f"{head}{body}</channel></rss>"


class Web:
    """A fetcher that knows a few pages, with an etag each, and remembers what it was asked."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        self.asked.append(url)
        if url not in self.pages:
            raise FetchError("there is no such page", where=url, remedy="Correct the address")
        text = self.pages[url]
        tag = f'"{hash(text)}"'
        same = etag == tag
        return Fetched(
            url=url,
            requested=url,
            status=304 if same else 200,
            content=b"" if same else text.encode(),
            media_type="application/rss+xml" if "<rss" in text else "text/plain",
            charset="utf-8",
            etag=tag,
            last_modified=None,
            retrieved_at=datetime(2031, 3, 4, tzinfo=UTC),
            not_modified=same,
        )


@pytest.fixture(autouse=True)
def one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the language model once for all tests."""
    monkeypatch.setattr(local, "make_reader", lambda options: reader())


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    with open_archive(archive_url, create=True) as opened:
        yield opened


Adder = Callable[..., list[Added]]


@pytest.fixture
def adding(archive: Archive) -> Adder:
    def run(*arguments: str, web: Web | None = None, stdin: bytes = b"") -> list[Added]:
        arrivals = Arrivals(
            arguments,
            archive=archive,
            fetcher=lambda: web,  # type: ignore[arg-type, return-value]
            stdin=lambda: stdin,
            now=lambda: AT,
            max_bytes=100_000,
        )
        return list(add(archive, arrivals, options=ReaderOptions(), now=lambda: AT))

    return run


def outcomes(added: Sequence[Added]) -> list[str]:
    return [one.outcome for one in added]


def test_the_same_again_changes_nothing(adding: Adder, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALKS)
    (tmp_path / "b.txt").write_text(OTHER)
    assert outcomes(adding(str(tmp_path))) == ["added", "added"]
    assert outcomes(adding(str(tmp_path))) == ["unchanged", "unchanged"]


def test_a_folder_named_twice_is_added_once(adding: Adder, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALKS)
    assert outcomes(adding(str(tmp_path), str(tmp_path / "a.txt"))) == ["added"]


def test_a_changed_file_is_a_new_version(adding: Adder, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TALKS)
    adding(str(path))
    path.write_text(OTHER)
    assert outcomes(adding(str(path))) == ["changed"]


def test_copies_in_one_run_are_read_once(
    adding: Adder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TALKS)
    read: list[int] = []
    chunk = local.read_chunk

    def counting(inputs: Sequence[local.Input], *rest: object) -> list[local.Outcome]:
        read.append(len(inputs))
        return chunk(inputs, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(local, "read_chunk", counting)
    assert outcomes(adding(str(tmp_path))) == ["added", "known", "known"]
    assert read == [1]


def test_what_cannot_be_read_is_a_reject_and_the_rest_goes_on(
    adding: Adder, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02PNG" * 50)
    (tmp_path / "b.txt").write_text(TALKS)
    bad, good = adding(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert (bad.outcome, good.outcome) == ("rejected", "added")
    assert bad.reason
    with archive.reading() as connection:
        (row,) = captures.rejected(connection)
        assert row.location == str((tmp_path / "a.txt").resolve())
        assert captures.raw(connection, row.sha256) == b"\x00\x01\x02PNG" * 50


def test_a_missing_file_is_a_reject(adding: Adder, tmp_path: Path) -> None:
    (one,) = adding(str(tmp_path / "none.txt"))
    assert one.outcome == "rejected"


def test_rejects_can_be_tried_again(adding: Adder, archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x00\x01" * 90)
    adding(str(path))
    assert rejected_places(archive) == [str(path.resolve())]
    path.write_text(TALKS)
    assert outcomes(adding(*rejected_places(archive))) == ["added"]
    assert rejected_places(archive) == []


def test_a_reject_whose_place_is_gone_is_tried_from_its_bytes(
    adding: Adder, archive: Archive
) -> None:
    adding("-", stdin=b"\x00\x01" * 90)
    assert rejected_places(archive) == []
    (kept,) = kept_rejects(archive)
    assert kept.data == b"\x00\x01" * 90


def test_standard_input_is_no_version_of_what_came_before(adding: Adder, archive: Archive) -> None:
    assert outcomes(adding("-", stdin=TALKS.encode())) == ["added"]
    assert outcomes(adding("-", stdin=OTHER.encode())) == ["added"]
    with archive.reading() as connection:
        statuses = connection.execute(select(schema.documents.c.status)).scalars().all()
    assert statuses == ["current", "current"]


def test_every_item_of_a_feed_is_a_document(adding: Adder, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(feed(("one", TALKS), ("two", OTHER)))
    added = adding(str(path))
    assert outcomes(added) == ["added", "added"]
    assert [one.last for one in added] == [False, True]
    path.write_text(feed(("one", TALKS), ("two", OTHER.replace("2032", "2034"))))
    assert outcomes(adding(str(path))) == ["known", "changed"]


def test_a_run_that_was_broken_off_is_taken_up(
    archive: Archive, adding: Adder, tmp_path: Path
) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(feed(("one", TALKS), ("two", OTHER)))
    arrivals = Arrivals(
        [str(path)],
        archive=archive,
        fetcher=lambda: None,  # type: ignore[arg-type, return-value]
        stdin=bytes,
        now=lambda: AT,
        max_bytes=100_000,
    )
    run = add(archive, arrivals, options=ReaderOptions(), now=lambda: AT)
    assert next(run).outcome == "added"
    run.close()
    assert outcomes(adding(str(path))) == ["known", "added"]
    assert outcomes(adding(str(path))) == ["unchanged"]


PAGE = "https://pages.example/readout"


def test_a_page_is_asked_only_for_what_changed(adding: Adder) -> None:
    web = Web({PAGE: TALKS})
    assert outcomes(adding(PAGE, web=web)) == ["added"]
    assert outcomes(adding(PAGE, web=web)) == ["unchanged"]
    web.pages[PAGE] = OTHER
    assert outcomes(adding(PAGE, web=web)) == ["changed"]


def test_a_page_that_is_not_there_is_a_reject(adding: Adder) -> None:
    (one,) = adding(PAGE, web=Web({}))
    assert (one.outcome, one.reason) == (
        "rejected",
        "there is no such page. Correct the address",
    )


def test_a_feed_of_summaries_brings_its_pages_and_new_ones_later(adding: Adder) -> None:
    address = "https://feeds.example/feed"
    pages = {
        address: feed(("one", "A short summary.")),
        "https://feeds.example/one": TALKS,
        "https://feeds.example/two": OTHER,
    }
    web = Web(pages)
    assert outcomes(adding(address, web=web)) == ["added", "listed"]
    assert outcomes(adding(address, web=web)) == ["unchanged"]
    pages[address] = feed(("one", "A short summary."), ("two", "Another summary."))
    web.asked.clear()
    assert outcomes(adding(address, web=web)) == ["added", "listed"]
    assert web.asked == [address, "https://feeds.example/two"]


def test_a_feed_with_whole_texts_is_taken_as_it_is(adding: Adder) -> None:
    address = "https://feeds.example/feed"
    web = Web({address: feed(("one", TALKS * 4), ("two", OTHER * 4))})
    assert outcomes(adding(address, web=web)) == ["added", "added"]
    assert web.asked == [address]
