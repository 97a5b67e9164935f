"""The queue of what is added: bounded, one after the other, and never lost in an error."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from entering_site import NoProcess

from archives import AT
from memcon.analysis.newcomers import newcomers
from memcon.archive import Archive, captures, open_archive
from memcon.errors import ArchiveError, MemconError, TooLargeError, UnknownIdError
from memcon.scale.adding import Added
from memcon.scale.local import ReaderOptions
from memcon.web.errors import BusyError
from memcon.web.jobs import (
    MAX_FILES,
    Header,
    Job,
    Jobs,
    Upload,
    queue,
    submit_address,
    submit_files,
    submit_text,
)
from memcon.web.jobs.model import Source
from memcon.web.jobs.process import AddingProcess, Fetching, ProcessEndedError, Surroundings
from memcon.web.jobs.queue import MAX_WAITING
from memcon.web.jobs.submitting import plain_name
from memcon.web.options import WebOptions

TALKS = (
    "Ostrian Foreign Minister Ana Sol met Varnian President Bo Tarn in Halm on 3 May 2024. "
    "Sol said Ostria will open a consulate in Varnia by 2026."
)


def upload(name: str, data: bytes) -> Upload:
    return Upload(name=name, stream=io.BytesIO(data))


def ways(jobs: Jobs) -> list[Callable[[], Job]]:
    """Return every way to hand something in."""
    return [
        lambda: submit_address(jobs, "https://news.example/x", who="Ada"),
        lambda: submit_files(jobs, [upload("a.txt", b"1")], who="Ada", max_bytes=9),
        lambda: submit_text(jobs, "Words.", who="Ada", max_bytes=9),
    ]


def wait_for(jobs: Jobs, job: Job, seconds: float = 90) -> Job:
    end = time.monotonic() + seconds
    while not jobs.job(job.id).ended:
        assert time.monotonic() < end, jobs.job(job.id)
        time.sleep(0.02)
    return jobs.job(job.id)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "archive.db", create=True) as opened:
        yield opened


@pytest.fixture
def spooled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def real(archive: Archive, spooled: Path) -> Iterator[Jobs]:
    jobs = Jobs(archive, WebOptions(), now=lambda: AT)
    yield jobs
    jobs.close()


@pytest.fixture
def jobs(
    archive: Archive, spooled: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Jobs, NoProcess]]:
    made: list[NoProcess] = []

    def make(surroundings: object) -> NoProcess:
        made.append(NoProcess(surroundings))
        return made[-1]

    monkeypatch.setattr(queue, "AddingProcess", make)
    jobs = Jobs(archive, WebOptions(), now=lambda: AT)
    yield jobs, made[0]
    jobs.close()


def held(process: NoProcess) -> Event:
    """Have the process wait until the event is set."""
    go = Event()
    process.wait = lambda: not go.wait(0.01)
    return go


def test_what_is_handed_in_is_read_stored_and_linked(
    real: Jobs, archive: Archive, spooled: Path
) -> None:
    files = [
        upload("../../talks.txt", TALKS.encode()),
        upload("empty.txt", b""),
        upload("blank.txt", b" \n\t \n"),
        upload("archive.zip", b"PK\x03\x04" + bytes(range(256)) * 8),
        upload("copy of talks.txt", TALKS.encode()),
    ]
    first = submit_files(real, files, who="Ada", max_bytes=100_000)
    again = submit_files(real, [upload("talks.txt", TALKS.encode())], who="Ada", max_bytes=100_000)
    header = Header(title='Talks: "Halm"', publisher="Ostrian News", date="2024-05-04")
    text = submit_text(real, TALKS, who="Ada", max_bytes=100_000, header=header)
    refused = submit_address(real, "http://127.0.0.1:9/talks", who="Ada")

    told = wait_for(real, first)
    assert [(item.where, item.outcome) for item in told.items] == [
        ("talks.txt", "added"),
        ("empty.txt", "rejected"),
        ("blank.txt", "rejected"),
        ("archive.zip", "rejected"),
        ("copy of talks.txt", "known"),
    ]
    assert told.state == "done"
    assert told.outcomes == {"added": 1, "rejected": 3, "known": 1}
    assert "ZIP" in str(told.items[3].reason)
    assert wait_for(real, again).items[0].outcome == "unchanged"
    pasted = wait_for(real, text).items[0]
    assert pasted.title == 'Talks: "Halm"'
    assert "loopback" in str(wait_for(real, refused).items[0].reason)

    with archive.reading() as connection:
        locations = {row.location for row in captures.rejected(connection)}
        ids = [str(item.document) for item in (told.items[0], pasted)]
        copy, first_told = newcomers(connection, [*ids, "doc:0000000000000000"]).rows
    assert (first_told.status, first_told.statements, first_told.day) == (
        "current",
        1,
        "2024-05-04",
    )
    assert [one.day for one in first_told.meetings] == ["2024-05-03"]
    assert (copy.status, copy.instead, copy.statements) == ("duplicate", ids[1], 0)
    assert any(one.startswith("upload:") and one.endswith("/empty.txt") for one in locations)
    assert not any(path.is_file() for path in spooled.rglob("*"))
    real.close()
    assert list(spooled.iterdir()) == []


def test_the_process_that_dies_costs_one_document_alone(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_text(TALKS)
    source = Source(where="talks.txt", location="upload:1/talks.txt", path=path)
    process = AddingProcess(
        Surroundings(archive=archive.name, reading=ReaderOptions(), fetching=Fetching())
    )
    try:
        assert list(process.do("link", stop=lambda: False)) == []
        os.kill(process._process.pid, signal.SIGKILL)
        with pytest.raises(ProcessEndedError):
            list(process.do(source, stop=lambda: False))
        (added,) = process.do(source, stop=lambda: False)
        assert added.outcome == "added"
    finally:
        process.end()


def test_a_document_that_ends_the_process_is_rejected_and_the_rest_goes_on(
    jobs: tuple[Jobs, NoProcess],
) -> None:
    queued, process = jobs

    def answer(work: Any) -> list[Added]:
        if isinstance(work, Source) and work.where == "large.txt":
            raise ProcessEndedError("the process ended", remedy="Split the document")
        return NoProcess.refused(work)

    process.answer = answer
    files = [upload("large.txt", b"1"), upload("small.txt", b"2")]
    told = wait_for(queued, submit_files(queued, files, who="Ada", max_bytes=9))
    assert [(item.where, item.reason) for item in told.items] == [
        ("large.txt", "the process ended. Split the document"),
        ("small.txt", "it was not read"),
    ]
    assert (told.state, told.through) == ("done", 2)


@pytest.mark.parametrize("error", [MemconError("no model"), ValueError("a fault")])
def test_a_job_that_fails_takes_no_other_with_it(
    jobs: tuple[Jobs, NoProcess], error: Exception
) -> None:
    queued, process = jobs

    def answer(work: Any) -> list[Added]:
        if isinstance(work, Source) and work.location.startswith("upload:"):
            raise error
        return NoProcess.refused(work)

    process.answer = answer
    first = submit_files(queued, [upload("a.txt", b"1")], who="Ada", max_bytes=9)
    second = submit_address(queued, "https://news.example/1", who="Ada")
    failed = wait_for(queued, first)
    assert failed.state == "failed"
    assert str(error) in str(failed.fault)
    assert wait_for(queued, second).state == "done"


def test_only_so_many_wait(jobs: tuple[Jobs, NoProcess], spooled: Path) -> None:
    queued, process = jobs
    go = held(process)
    running = submit_address(queued, "https://news.example/0", who="Ada")
    while queued.job(running.id).state == "waiting":
        time.sleep(0.01)
    waiting = [
        submit_address(queued, f"https://news.example/{n}", who="Ada")
        for n in range(1, MAX_WAITING + 1)
    ]
    for hand_in in ways(queued):
        with pytest.raises(BusyError):
            hand_in()
    assert not any(path.is_file() for path in spooled.rglob("*"))
    go.set()
    assert [wait_for(queued, job).state for job in waiting] == ["done"] * MAX_WAITING
    order = [work.where for work in process.done if isinstance(work, Source)]
    assert order == [f"https://news.example/{n}" for n in range(MAX_WAITING + 1)]


def test_a_job_is_stopped_and_what_it_stored_is_linked(jobs: tuple[Jobs, NoProcess]) -> None:
    queued, process = jobs
    process.wait = lambda: True
    job = submit_address(queued, "https://news.example/feed", who="Ada")
    while queued.job(job.id).state == "waiting":
        time.sleep(0.01)
    process.wait = lambda: not process.done and "link" not in str(queued.job(job.id).state)
    queued.stop(job.id)
    assert wait_for(queued, job).state == "stopped"
    assert process.done == ["link"]


def test_the_end_of_the_server_ends_all_jobs(jobs: tuple[Jobs, NoProcess], spooled: Path) -> None:
    queued, process = jobs
    process.wait = lambda: True
    first = submit_files(queued, [upload("a.txt", b"1")], who="Ada", max_bytes=9)
    second = submit_text(queued, "Words.", who="Ada", max_bytes=9)
    begun = time.monotonic()
    queued.close()
    assert time.monotonic() - begun < 3
    assert process.ended
    assert [queued.job(job.id).state for job in (first, second)] == ["stopped", "stopped"]
    assert list(spooled.iterdir()) == []
    with pytest.raises(BusyError, match="about to end"):
        submit_address(queued, "https://news.example/1", who="Ada")


def test_a_reviewer_need_not_wait_for_a_long_job(jobs: tuple[Jobs, NoProcess]) -> None:
    queued, process = jobs
    files = [upload(f"{n}.txt", b"1") for n in range(3)]
    go = held(process)
    job = submit_files(queued, files, who="Ada", max_bytes=9)
    queued.link()
    assert queued.linking
    go.set()
    wait_for(queued, job)
    assert queued.settled(5)
    assert not queued.linking
    assert "link" in process.done[:2]


def test_events_tell_of_every_change_until_the_end(jobs: tuple[Jobs, NoProcess]) -> None:
    queued, _ = jobs
    job = submit_address(queued, "https://news.example/1", who="Ada")

    async def all_of_it() -> list[Job]:
        return [one async for one in queued.events(job.id)]

    seen = asyncio.run(all_of_it())
    assert seen[-1].state == "done"
    assert [one.version for one in seen] == sorted({one.version for one in seen})


def test_unknown_jobs_are_an_error(jobs: tuple[Jobs, NoProcess]) -> None:
    with pytest.raises(UnknownIdError, match="no such job"):
        jobs[0].job("../../etc")


def test_an_archive_that_can_only_be_read_takes_nothing(archive: Archive, spooled: Path) -> None:
    with open_archive(archive.name, write=False) as opened:
        jobs = Jobs(opened, WebOptions(), now=lambda: AT)
        for hand_in in ways(jobs):
            with pytest.raises(ArchiveError, match="only be read"):
                hand_in()
        jobs.link()
        jobs.close()
    assert list(spooled.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "file:///etc/passwd", "ftp://a.example", "talks.txt",
     "https://a.example/ b", "https://a.example/\nb", "https://a.example/" + "a" * 9000],
)  # fmt: skip
def test_what_is_no_address_is_refused_at_once(jobs: tuple[Jobs, NoProcess], address: str) -> None:
    with pytest.raises(MemconError, match="no web address"):
        submit_address(jobs[0], address, who="Ada")


def test_limits_of_what_is_handed_in(jobs: tuple[Jobs, NoProcess], spooled: Path) -> None:
    queued, _ = jobs
    many = [upload(f"{n}.txt", b"1") for n in range(MAX_FILES + 1)]
    with pytest.raises(TooLargeError, match=str(MAX_FILES)):
        submit_files(queued, many, who="Ada", max_bytes=10_000)
    with pytest.raises(TooLargeError, match="limit of the server"):
        submit_files(
            queued, [upload("a", b"1" * 60), upload("b", b"1" * 60)], who="Ada", max_bytes=100
        )
    with pytest.raises(TooLargeError):
        submit_text(queued, "é" * 60, who="Ada", max_bytes=100)
    with pytest.raises(MemconError, match="no file"):
        submit_files(queued, [], who="Ada", max_bytes=100)
    with pytest.raises(MemconError, match="empty"):
        submit_text(queued, " \r\n\t", who="Ada", max_bytes=100)
    assert not any(path.is_file() for path in spooled.rglob("*"))
    assert queued.jobs() == []


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (Header(date="next Sunday week"), "no date"),
        (Header(url="javascript:alert(1)"), "no web address"),
        (Header(title="a\x00b"), "control character"),
    ],
)
def test_what_is_stated_about_a_text_is_checked(
    jobs: tuple[Jobs, NoProcess], header: Header, problem: str
) -> None:
    with pytest.raises(MemconError, match=problem):
        submit_text(jobs[0], "Words.", who="Ada", max_bytes=99, header=header)


def test_a_text_has_one_header(jobs: tuple[Jobs, NoProcess]) -> None:
    text = "---\ntitle: One\n---\nWords."
    with pytest.raises(MemconError, match="front matter of its own"):
        submit_text(jobs[0], text, who="Ada", max_bytes=99, header=Header(title="Two"))
    job = submit_text(jobs[0], text, who="Ada", max_bytes=99)
    assert wait_for(jobs[0], job).state == "done"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\talks.txt", "talks.txt"),
        ("a\x00b\x1b[31m.txt", "ab[31m.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("..", "without a name"),
        ("", "without a name"),
        ("<script>.html", "<script>.html"),
        ("x" * 500 + ".html", "x" * 115 + ".html"),
    ],
)
def test_names_are_only_shown(name: str, shown: str) -> None:
    assert plain_name(name) == shown
