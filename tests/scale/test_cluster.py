"""The cluster engine: the same files as on one machine, whatever becomes of nodes and workers.

Ray takes its time to start: one cluster of two nodes serves all tests but those that come first,
and the test that kills a node comes last.
"""

from __future__ import annotations

import gc
import importlib.util
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from held_work import HeldReading
from run_helpers import options, texts, tree, write_jsonl
from toy_work import ToyTask, ToyWork

from conftest import require
from memcon.errors import RunError, SourceError
from memcon.scale import manifest
from memcon.scale.engines.cluster import Proof, run_on_ray
from memcon.scale.engines.connection import connected
from memcon.scale.local import ReaderOptions
from memcon.scale.run import run
from memcon.scale.storage import Folder
from memcon.scale.work import Done
from memcon.scale.workers import Limits

# Ray warns of settings of its own that nobody set, and closes its sockets, log files and processes
# when they are collected, if at all.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.data.context"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

LIMITS = Limits(seconds=6, memory=300_000_000, kept=200_000_000)
STORE = 100_000_000


class Nodes:
    """Two nodes of one core each on this machine; the tests' process is on the first."""

    def __init__(self) -> None:
        from ray import cluster_utils

        node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": STORE}
        self._cluster: Any = cluster_utils.Cluster()
        try:
            self._cluster.add_node(**node)
            self._second = self._cluster.add_node(**node)
            self._cluster.wait_for_nodes()
        except BaseException:
            self.stop()
            raise

    @classmethod
    def started(cls) -> Nodes:
        """Start them; Ray gives each 30 seconds, which a busy machine may exceed."""
        for _ in range(2):
            with suppress(Exception):
                return cls()
        return cls()

    @property
    def address(self) -> str:
        return str(self._cluster.address)

    def kill_second(self) -> None:
        self._cluster.remove_node(self._second, allow_graceful=False)

    def stop(self) -> None:
        self._cluster.shutdown()


@pytest.fixture(scope="module")
def ray_is_there() -> Iterator[None]:
    require(importlib.util.find_spec("ray"), "the extra ray is not installed")
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # here, and not in the middle of another module's tests
        gc.collect()


@pytest.fixture(scope="module")
def nodes(ray_is_there: None) -> Iterator[Nodes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))  # for toy_work, on the nodes
        started = Nodes.started()
    try:
        with connected(address=started.address):
            yield started
    finally:
        started.stop()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_jsonl(tmp_path_factory.mktemp("source") / "articles.jsonl", texts(60, every=2))


@pytest.fixture(scope="module")
def here(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the local engine makes of the collection."""
    output = tmp_path_factory.mktemp("here") / "out"
    run(options(source, output))
    return tree(output)


def on_ray(work: Any, sources: Any, nodes: Nodes | None = None, **more: Any) -> list[Done]:
    given: dict[str, Any] = {
        "jobs": None,
        "address": nodes.address if nodes else None,
        "options": ReaderOptions(),
        "limits": LIMITS,
        **more,
    }
    with closing(run_on_ray(work, sources, **given)) as answers:
        return list(answers)


def task(name: str, words: str) -> ToyTask:
    return ToyTask(name=name, words=tuple(words.split()))


def test_a_ray_of_our_own_gives_the_same_files(
    ray_is_there: None, source: Path, here: dict[str, bytes], tmp_path: Path
) -> None:
    import ray

    run(options(source, tmp_path / "out", engine="ray"))
    assert tree(tmp_path / "out") == here
    assert not ray.is_initialized()


def test_nothing_to_do_starts_nothing() -> None:
    assert on_ray(ToyWork(folder=Folder("/nowhere")), []) == []


def test_there_is_no_cluster_at_the_address(ray_is_there: None) -> None:
    with (
        pytest.raises(RunError, match=r"^127\.0\.0\.1:1: there is no connection to Ray"),
        connected(address="127.0.0.1:1"),
    ):
        pass


def test_a_document_that_no_worker_survives_is_rejected(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a relative path means the same on the nodes as here
    monkeypatch.chdir(tmp_path)
    folder = Folder(".")
    sources = [
        (task("one", "a b die d"), task("two", "a b c d")),
        (task("three", "a hang c d"),),
    ]
    done = {one.name: one for one in on_ray(ToyWork(folder=folder), sources, nodes)}
    assert {name: one.rejects for name, one in done.items()} == {
        "one": {"died": 1},
        "two": {},
        "three": {"timeout": 1},
    }
    assert [folder.get(f"words/{name}") for name in ("one", "two", "three")] == [
        b"a b - d",
        b"a b c d",
        b"a - c d",
    ]


def test_an_error_comes_back_as_itself(nodes: Nodes, tmp_path: Path) -> None:
    work = ToyWork(folder=Folder(str(tmp_path)))
    with pytest.raises(SourceError, match=r"^there is nothing to be done\. Leave it$"):
        on_ray(work, [(task("one", "fail"),)], nodes)
    with pytest.raises(RunError, match=r"a fault in memcon \(TypeError: 'int' object"):
        on_ray(work, [5], nodes)  # which cannot be cut


def test_nodes_that_are_set_up_otherwise_are_told(
    nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(str(tmp_path))
    sources = [(task("one", "a"),)]
    with pytest.raises(RunError, match=r"does not see this folder\. Give an output that all"):
        on_ray(ToyWork(folder=folder), sources, nodes, proof=Proof(folder=folder, name="missing"))
    monkeypatch.setattr(manifest, "__version__", "9.9")
    with pytest.raises(RunError, match=r"has memcon 0.*, model .* where .* memcon 9\.9"):
        on_ray(ToyWork(folder=folder), sources, nodes)


def test_a_node_is_killed_in_the_middle_and_the_output_is_the_same(
    nodes: Nodes,
    source: Path,
    here: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = tmp_path / "gate"
    gate.mkdir()
    # a core has room for one actor: two of them are at work on two nodes
    monkeypatch.setattr("memcon.scale.run.ReadWork", partial(HeldReading, gate=str(gate)))
    output = tmp_path / "out"
    waiting = 0

    def kill() -> None:
        nonlocal waiting
        until = time.monotonic() + 120
        while waiting < 2 and time.monotonic() < until:
            waiting = len(list(gate.glob("waiting-*")))
            time.sleep(0.05)
        nodes.kill_second()
        (gate / "go").touch()

    killer = Thread(target=kill)
    killer.start()
    run(options(source, output, engine="ray", jobs=None, address=nodes.address))
    killer.join()
    assert waiting == 2
    assert tree(output) == here
