"""The cluster engine: Ray Data, on this machine or on the nodes of a cluster.

Light tasks cut the sources, each source by itself, and hand on one task at a time; a pool of
actors, which grows with the cluster, does them. Each actor watches over a worker process of its
own, so that poison documents are found as they are on one machine. A node that is lost costs time
only: what it had under way is done again elsewhere, and a second time changes nothing.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from memcon.errors import MemconError, RunError
from memcon.scale.engines.connection import connected, gist, the_ray
from memcon.scale.local import ReaderOptions, cores, fault
from memcon.scale.manifest import versions
from memcon.scale.storage import Folder
from memcon.scale.work import Done
from memcon.scale.workers import Limits, Supervisor, Work
from memcon.version import __version__

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]

# Shares of a core. An actor's worker fills a core; an actor that asked for all of it would leave
# none for the cutting on which it waits.
_ACTOR_CPUS: Final = 0.9
_CUTTER_CPUS: Final = 0.1
# What an actor holds beside its worker (measured: 120 MB of its own, rounded up).
ACTOR_MEMORY: Final = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A file of the run that every node must see: what is written there must come together."""

    folder: Folder
    name: str


def run_on_ray(
    work: Work[Any, Any],
    sources: Iterable[Any],
    *,
    jobs: int | None,
    address: str | None,
    options: ReaderOptions,
    limits: Limits,
    proof: Proof | None = None,
) -> Generator[Done, None, None]:
    """Do the tasks of a stage on a cluster.

    Close the generator when done with it early, so that nothing goes on there.

    Args:
        work: the stage.
        sources: what it cuts into tasks.
        jobs: how many workers at most; None for as many as the cluster has cores for.
        address: the cluster's, None for a Ray of our own; see ``connected``.
        options: what each worker makes its reader from; the knowledge file is sent along.
        limits: what each may take.
        proof: a file that every node must see.

    Yields:
        What came of each task, as they are done.

    Raises:
        ExtraError: Ray is not installed.
        MemconError: a task cannot be done, or an input cannot be cut.
        RunError: the cluster cannot be reached, fails, or has nodes that are not set up alike.
    """
    waiting = list(sources)
    if not waiting:
        return
    setup = _Setup.of(work, options, limits, proof)
    with connected(jobs=jobs, address=address):
        ray = the_ray()
        dataset = _plan(setup, waiting, jobs=jobs, ours=address is None)
        try:
            # Nothing is fetched ahead: an answer is told as soon as it is there.
            batches = iter(
                dataset.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)
            )
            with closing(batches):
                for batch in batches:
                    for answer in _column(batch):
                        if isinstance(answer, MemconError):
                            raise answer
                        yield answer
        except ray.exceptions.RayError as error:
            raise RunError(
                f"Ray gave up ({gist(error)})",
                where=address,
                remedy=f"Check that every node has memcon {__version__} and memory enough, and "
                "start the run again: what is done is kept",
            ) from error


def _plan(setup: _Setup, sources: Iterable[Any], *, jobs: int | None, ours: bool) -> Any:
    ray = the_ray()

    if ours:
        jobs = jobs or cores()
        pool = ray.data.ActorPoolStrategy(size=jobs)
        memory = None
    else:
        memory = setup.limits.kept + ACTOR_MEMORY
        room = _room(memory)
        first = max(1, room if jobs is None else min(room, jobs))
        # From there it grows as the cluster does, where that scales itself.
        pool = ray.data.ActorPoolStrategy(min_size=1, initial_size=first, max_size=jobs)
    with ray.data.DataContext.current(_context()):
        return (
            # A block a source, so that each is cut by itself, wherever there is room.
            ray.data.from_arrow([_table([source]) for source in sources])
            .map_batches(
                _cut,
                batch_size=1,
                batch_format="pyarrow",
                fn_kwargs={"setup": setup},
                num_cpus=_CUTTER_CPUS,
            )
            .map_batches(
                _Actor,
                batch_size=1,
                batch_format="pyarrow",
                fn_constructor_kwargs={"setup": setup},
                compute=pool,
                num_cpus=_ACTOR_CPUS,
                memory=memory,
            )
        )


def _room(memory: int) -> int:
    """Return how many actors the cluster has room for as it is now."""
    ray = the_ray()
    room = 0
    for node in ray.nodes():
        if node["Alive"]:
            free = node["Resources"]
            room += int(min(free.get("CPU", 0) / _ACTOR_CPUS, free.get("memory", 0) / memory))
    return room


def _context() -> Any:
    from ray.util.debug import log_once

    ray = the_ray()
    context = ray.data.DataContext.get_current().copy()
    context.enable_progress_bars = False
    log_once("ray_data_progress_manager_disabled")  # or Ray Data says that there are none
    context.enable_auto_log_stats = False
    context.print_on_execution_start = False
    context.execution_options.preserve_order = False
    # Every task is a block of its own, and goes to an actor by itself.
    context.target_max_block_size = 1
    return context


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setup:
    """What the tasks and actors of a stage are told."""

    work: Work[Any, Any]
    options: ReaderOptions
    limits: Limits
    knowledge: bytes | None
    versions: dict[str, str]
    proof: Proof | None
    folder: str

    @classmethod
    def of(
        cls, work: Work[Any, Any], options: ReaderOptions, limits: Limits, proof: Proof | None
    ) -> _Setup:
        return cls(
            work=work,
            options=options,
            limits=limits,
            knowledge=_knowledge(options),
            versions=versions(options),
            proof=proof,
            folder=str(Path.cwd()),
        )

    def settle(self) -> None:
        """Go to the folder where the run was started, so that paths mean the same here."""
        with suppress(OSError):  # it need not be there where paths are absolute
            os.chdir(self.folder)


def _knowledge(options: ReaderOptions) -> bytes | None:
    if options.knowledge is None:
        return None
    try:
        return options.knowledge.read_bytes()
    except OSError as error:
        raise RunError(
            f"the knowledge file cannot be read ({error.strerror})", where=str(options.knowledge)
        ) from error


def _cut(batch: pa.Table, setup: _Setup) -> Iterator[pa.Table]:
    """Cut sources into tasks, one a block; an error is handed on as one."""
    setup.settle()
    for source in _column(batch):
        try:
            for task in setup.work.tasks(source):
                yield _table([task])
        except Exception as error:
            yield _table([_stated(error)])


class _Actor:
    """Does tasks in a worker process of its own, on whatever node it was put."""

    def __init__(self, *, setup: _Setup):
        self._setup = setup
        self._home = TemporaryDirectory(prefix="memcon-")  # goes with the actor
        self._supervisor: Supervisor[Any] | None = None

    def __call__(self, batch: pa.Table) -> pa.Table:
        return _table([self._answer(task) for task in _column(batch)])

    def _answer(self, task: Any) -> Done | MemconError:
        if isinstance(task, MemconError):
            return task
        try:
            # Not when the actor is made: what is raised then comes back as a wall of Ray's own.
            self._supervisor = self._supervisor or self._start()
            return self._supervisor.do(task)
        except Exception as error:
            return _stated(error)

    def _start(self) -> Supervisor[Any]:
        setup = self._setup
        setup.settle()
        _check(setup)
        options = setup.options
        if options.knowledge is not None and setup.knowledge is not None:
            path = Path(self._home.name) / options.knowledge.name
            path.write_bytes(setup.knowledge)
            options = replace(options, knowledge=path)
        return Supervisor(setup.work, options, setup.limits)


def _check(setup: _Setup) -> None:
    """Raise where this node would give other results than the driver's."""
    import platform

    node = platform.node()
    here = versions(setup.options)
    if here != setup.versions:
        found, wanted = (
            ", ".join(f"{name} {version}" for name, version in these.items())
            for these in (here, setup.versions)
        )
        raise RunError(
            f"node {node} has {found} where the run was started with {wanted}",
            remedy="Install the same on every node",
        )
    if setup.proof is not None and not setup.proof.folder.exists(setup.proof.name):
        raise RunError(
            f"node {node} does not see this folder",
            where=setup.proof.folder.url,
            remedy="Give an output that all nodes share: an s3:// address, or a folder on a "
            "network file system",
        )


def _stated(error: Exception) -> MemconError:
    """Return an error that is told as ours, however it comes back from a node."""
    return error if isinstance(error, MemconError) else fault(error)


def _table(values: list[Any]) -> pa.Table:
    import pyarrow as pa

    return pa.table({"value": pa.array([pickle.dumps(one) for one in values], pa.large_binary())})


def _column(table: pa.Table) -> Iterator[Any]:
    for value in table.column("value"):
        yield pickle.loads(value.as_buffer())
