"""Many inputs, one process or several: order, rejected inputs, faults, bounded memory."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from memcon.errors import EmptyDocumentError, MemconError, ModelError
from memcon.scale import local
from memcon.scale.local import Input, Outcome, ReaderOptions, read_chunk, read_files, spread


class FakeReader:
    """Turns a document's text into a "record" of it, and fails where the text says so."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def read_taken(self, taken: Any) -> Any:
        if taken == "broken":
            raise ZeroDivisionError("two\nlines")
        if taken == "refused":
            raise EmptyDocumentError("nothing in it", remedy="Write more")
        return f"record of {taken}"

    def read_many(self, items: Any) -> Iterator[Any]:
        items = list(items)
        self.batches.append(len(items))
        return (self.read_taken(item) for item in items)


def inputs(*names: str) -> list[Input]:
    return [Input(where=name, data=name.encode()) for name in names]


@pytest.fixture(autouse=True)
def _no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    def take(item: Input, max_bytes: int) -> list[Any]:
        text = (item.data or b"").decode()
        if text == "unreadable":
            raise EmptyDocumentError("the document is empty", where=text, remedy="Look again")
        return text.split("+")

    monkeypatch.setattr(local, "_take", take)


def chunk(*names: str) -> list[Any]:
    return read_chunk(inputs(*names), FakeReader(), ReaderOptions())  # type: ignore[arg-type]


def test_an_input_may_give_several_records_and_order_is_kept() -> None:
    done = chunk("a", "b+c", "d")
    assert [(o.where, o.records) for o in done] == [
        ("a", ["record of a"]),
        ("b+c", ["record of b", "record of c"]),
        ("d", ["record of d"]),
    ]


def test_a_rejected_input_says_why_and_the_rest_is_read_together() -> None:
    reader = FakeReader()
    done = read_chunk(inputs("a", "unreadable", "b"), reader, ReaderOptions())  # type: ignore[arg-type]
    assert [o.rejected for o in done] == [None, "the document is empty. Look again", None]
    assert reader.batches == [2]


def test_a_fault_in_one_document_costs_the_others_nothing() -> None:
    done = chunk("a", "broken", "unreadable", "refused", "b")
    assert [o.records for o in done] == [["record of a"], [], [], [], ["record of b"]]
    assert done[1].rejected is not None
    assert "a fault in memcon (ZeroDivisionError" in done[1].rejected
    assert done[2].rejected == "the document is empty. Look again"
    assert done[3].rejected == "nothing in it. Write more"


def test_chunks_do_not_depend_on_jobs_and_inputs_are_drawn_as_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader = FakeReader()
    monkeypatch.setattr(local, "make_reader", lambda options: reader)
    drawn = 0

    def many() -> Iterator[Input]:
        nonlocal drawn
        for item in inputs(*(str(n) for n in range(20))):
            drawn += 1
            yield item

    outcomes = read_files(many(), options=ReaderOptions())
    next(outcomes)
    assert drawn == local.CHUNK
    assert [o.where for o in outcomes] == [str(n) for n in range(1, 20)]
    assert reader.batches == [8, 8, 4]


# What worker processes run has to be importable by them.


def double(task: int) -> list[int]:
    time.sleep(0.02 * (task % 3))  # later tasks may be done first
    return [task, task]


def fail_at_two(task: int) -> list[int]:
    if task == 2:
        raise ModelError("no model", remedy="Install one")
    return [task]


def never_ready(task: list[Input]) -> list[Outcome]:
    os._exit(1)


def test_results_of_processes_come_in_task_order() -> None:
    tasks = range(7)
    done = spread(double, iter(tasks), jobs=2, initargs=(ReaderOptions(),))
    assert list(done) == [n for n in tasks for _ in range(2)]


def test_only_a_window_of_tasks_is_drawn_ahead() -> None:
    drawn = 0

    def tasks() -> Iterator[int]:
        nonlocal drawn
        for n in range(50):
            drawn += 1
            yield n

    results = spread(double, tasks(), jobs=2, initargs=(ReaderOptions(),))
    next(results)
    assert drawn == 2 * local.WINDOW
    results.close()


def test_an_error_in_a_process_comes_back_as_itself() -> None:
    results = spread(fail_at_two, iter(range(5)), jobs=2, initargs=(ReaderOptions(),))
    with pytest.raises(ModelError, match=r"no model\. Install one"):
        list(results)


def test_a_process_that_is_killed_is_an_error_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local, "read_in_worker", never_ready)
    with pytest.raises(MemconError, match="fewer --jobs"):
        list(read_files(inputs("a"), options=ReaderOptions(), jobs=2))


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Ctrl-C as in a terminal: a run that was sent to the background may ignore it."""
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    mask = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    yield
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    signal.signal(signal.SIGINT, handler)


@pytest.mark.usefixtures("interrupts")
def test_ctrl_c_waits_while_a_process_is_started_and_is_not_lost() -> None:
    done: list[str] = []

    def start() -> None:
        with local.interrupts_held():
            # to this thread: libraries of other tests may have left threads that take the signal
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)
            done.append("started")
        done.append("went on")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert done == ["started"]


def test_a_worker_makes_its_reader_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ReaderOptions] = []

    def make(options: ReaderOptions) -> Any:
        made.append(options)
        return FakeReader()

    options = ReaderOptions(model="m")
    monkeypatch.setattr(local, "make_reader", make)
    monkeypatch.setattr(local, "_worker", {"options": options})
    local.read_in_worker(inputs("a"))
    local.read_in_worker(inputs("b"))
    assert made == [options]
