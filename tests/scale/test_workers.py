"""Workers that die, hang or eat: replaced, and the document to blame is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from toy_work import DeadWork, ToyTask, ToyWork

from memcon.errors import RunError, SourceError
from memcon.scale.engines.local import run_here
from memcon.scale.local import ReaderOptions
from memcon.scale.storage import Folder
from memcon.scale.work import Done
from memcon.scale.workers import Limits, Supervisor

LIMITS = Limits(seconds=60, memory=300_000_000, kept=200_000_000)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(str(tmp_path))


@pytest.fixture
def supervisor(folder: Folder) -> Iterator[Supervisor[ToyTask]]:
    with closing(Supervisor(ToyWork(folder=folder), ReaderOptions(), LIMITS)) as made:
        yield made


def task(words: str, name: str = "one") -> ToyTask:
    return ToyTask(name=name, words=tuple(words.split()))


def words(folder: Folder, name: str = "one") -> str:
    return folder.get(f"words/{name}").decode()


def test_what_is_done_is_told(supervisor: Supervisor[ToyTask], folder: Folder) -> None:
    done = supervisor.do(task("a b c"))
    assert (done.documents, done.kept, done.replaced) == (3, 3, {})
    assert words(folder) == "a b c"


@pytest.mark.parametrize(
    ("harm", "code", "seconds"),
    [("die", "died", 60), ("leave", "died", 60), ("hang", "timeout", 1), ("eat", "memory", 60)],
)
def test_the_document_to_blame_is_rejected_and_no_other(
    folder: Folder, harm: str, code: str, seconds: float
) -> None:
    limits = replace(LIMITS, seconds=seconds)
    with closing(Supervisor(ToyWork(folder=folder), ReaderOptions(), limits)) as supervisor:
        done = supervisor.do(task(f"a b c d e {harm} g"))
    assert words(folder) == "a b c d e - g"
    assert done.rejects == {code: 1}
    assert done.kept == 6
    assert set(done.replaced) == {code}


def test_several_in_one_task_are_found(supervisor: Supervisor[ToyTask], folder: Folder) -> None:
    done = supervisor.do(task("die b leave d"))
    assert words(folder) == "- b - d"
    assert done.rejects == {"died": 2}


def test_a_death_from_outside_costs_no_document(
    supervisor: Supervisor[ToyTask], folder: Folder, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    done = supervisor.do(task(f"a once:{mark} c"))
    assert words(folder) == f"a once:{mark} c"
    assert done.rejects == {}
    assert done.replaced == {"died": 1}


def test_the_worker_goes_on_after_a_loss(supervisor: Supervisor[ToyTask], folder: Folder) -> None:
    supervisor.do(task("die"))
    assert supervisor.do(task("x y", "two")).rejects == {}
    assert words(folder, "two") == "x y"


def test_errors_of_a_task_come_back_as_they_are(supervisor: Supervisor[ToyTask]) -> None:
    with pytest.raises(SourceError, match=r"there is nothing to be done\. Leave it") as caught:
        supervisor.do(task("fail"))
    assert caught.value.remedy == "Leave it"
    with pytest.raises(RunError, match=r"a fault in memcon \(ValueError: a slip\)"):
        supervisor.do(task("break"))


def test_workers_that_never_begin_end_the_run(folder: Folder) -> None:
    with (
        closing(Supervisor(DeadWork(folder=folder), ReaderOptions(), LIMITS)) as supervisor,
        pytest.raises(RunError, match=r"before they come to a document .*exit code 9"),
    ):
        supervisor.do(task("a"))


def test_a_loss_at_the_commit_is_no_documents(supervisor: Supervisor[ToyTask]) -> None:
    with pytest.raises(RunError, match=r"lost before they come to a document .*exit code 6"):
        supervisor.do(task("a late c"))


def test_a_task_ends_at_what_cannot_even_be_passed_over(
    supervisor: Supervisor[ToyTask], folder: Folder
) -> None:
    done = supervisor.do(task("a b bar d"))
    assert words(folder) == "a b"
    assert done.rejects == {"rest": 2}


def test_too_many_losses_end_the_run(folder: Folder) -> None:
    impatient = Limits(seconds=0.01)
    with (
        closing(Supervisor(ToyWork(folder=folder), ReaderOptions(), impatient)) as supervisor,
        pytest.raises(RunError, match="one document after another"),
    ):
        supervisor.do(task("hang " * 30))


def here(folder: Folder, sources: list[tuple[ToyTask, ...]], jobs: int = 2) -> Iterator[Done]:
    return run_here(
        ToyWork(folder=folder), sources, jobs=jobs, options=ReaderOptions(), limits=LIMITS
    )


def test_all_tasks_are_done_whatever_becomes_of_workers(folder: Folder) -> None:
    sources = [
        tuple(task(f"a {'die' if one == 3 else 'b'} c", f"{source}{one}") for one in range(5))
        for source in "xy"
    ]
    done = list(here(folder, sources))
    assert sorted(one.name for one in done) == [f"{s}{n}" for s in "xy" for n in range(5)]
    assert words(folder, "x3") == "a - c"
    assert words(folder, "y4") == "a b c"


def test_tasks_are_cut_when_a_worker_is_free(folder: Folder) -> None:
    drawn = []

    def sources() -> Iterator[tuple[ToyTask, ...]]:
        for number in range(50):
            drawn.append(number)
            yield (task("a", str(number)),)

    with closing(
        run_here(ToyWork(folder=folder), sources(), jobs=1, options=ReaderOptions(), limits=LIMITS)
    ) as answers:
        next(answers)
        # the one that is done, and those that its worker may have begun since
        assert len(drawn) < 50


def test_an_error_ends_the_stage_and_its_processes(folder: Folder) -> None:
    before = set(psutil.Process().children())
    with pytest.raises(SourceError):
        list(here(folder, [(task("a"), task("fail", "two"), task("hang", "three"))]))
    assert not _workers(before)


def test_closing_early_ends_the_processes(folder: Folder) -> None:
    before = set(psutil.Process().children())
    answers = here(folder, [(task("a"), task("hang", "two"), task("hang", "three"))])
    with closing(answers):  # type: ignore[type-var]
        next(answers)
        assert _workers(before)
    assert not _workers(before)


def test_a_fault_in_cutting_comes_back(folder: Folder) -> None:
    def sources() -> Iterator[tuple[ToyTask, ...]]:
        yield (task("a"),)
        raise RunError("the input went away")

    with pytest.raises(RunError, match="went away"):
        list(
            run_here(
                ToyWork(folder=folder), sources(), jobs=2, options=ReaderOptions(), limits=LIMITS
            )
        )


def _workers(before: set[psutil.Process]) -> list[psutil.Process]:
    found = []
    for process in psutil.Process().children():
        if process not in before and "resource_tracker" not in " ".join(process.cmdline()):
            found.append(process)
    return found
