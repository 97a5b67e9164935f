"""A large run: sift the inputs, match duplicates, read what is left, and write it as tables.

Each stage is a list of tasks whose results are files that are there whole or not at all. A run that
was interrupted is begun anew with the same words: what is there is not done again.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, nullcontext
from itertools import islice
from typing import Any, Final

from memcon.errors import RunError
from memcon.scale import manifest, parts, spool
from memcon.scale.duplicates import Signature, match
from memcon.scale.inputs import Inputs, survey
from memcon.scale.local import cores
from memcon.scale.manifest import RunOptions
from memcon.scale.output import MANIFEST, REPORT, write_duplicates, write_rejects
from memcon.scale.parts import ReadWork
from memcon.scale.report import Adding, Progress, Report, Sum
from memcon.scale.sifting import SiftWork
from memcon.scale.spool import Head
from memcon.scale.storage import Folder
from memcon.scale.work import Done, Duplicate, Reject, Stage
from memcon.scale.workers import Work

REPORT_TEXT: Final = "_memcon/report.txt"
_ASKING: Final = 16  # files asked for at once, where each takes a storage some milliseconds


def run(
    options: RunOptions, *, progress: Callable[[Progress], None] = lambda progress: None
) -> Report:
    """Do a run, or what is left of it.

    Args:
        options: what to do.
        progress: told after each task, from this thread.

    Returns:
        What came of it. A run that was finished before is not touched, and told of again.

    Raises:
        RunError: it cannot begin or go on; what is done stays done.
        ExtraError: an engine or storage is not installed.
        ModelError, KnowledgeError: a reader cannot be made.
    """
    folder = Folder(options.output)
    manifest.check_apart(options.inputs, folder)
    inputs = survey(options.inputs, options.intake)
    resumed = manifest.begin(folder, manifest.describe(options, inputs.files))
    with manifest.held(folder):
        if folder.exists(REPORT):
            _clear(folder)  # where the end came between the report and this
            return _reported(folder)
        with _connection(options):
            return _Run(options, folder, progress, resumed).through(inputs)


def _clear(folder: Folder) -> None:
    """Remove what only a run that is not finished needs."""
    folder.remove(spool.SIFTED)
    folder.sweep()


def _connection(options: RunOptions) -> AbstractContextManager[None]:
    """One connection to Ray for all stages."""
    if options.engine != "ray":
        return nullcontext()
    from memcon.scale.engines.connection import connected

    return connected(jobs=options.jobs, address=options.address)


def _reported(folder: Folder) -> Report:
    content = json.loads(folder.get(REPORT))
    del content["schema"]
    content |= {stage: Sum(**content[stage]) for stage in ("sift", "read")}
    return Report(**content)


class _Run:
    """One session of a run."""

    def __init__(
        self,
        options: RunOptions,
        folder: Folder,
        progress: Callable[[Progress], None],
        resumed: bool,
    ):
        self._options = options
        self._folder = folder
        self._progress = progress
        self._resumed = resumed
        self._seconds: dict[str, float] = {}

    def through(self, inputs: Inputs) -> Report:
        options, folder, files = self._options, self._folder, inputs.files
        known = spool.committed(folder)
        before = [head.done for head in self._heads(known)]
        sifted = self._stage(
            "sift",
            SiftWork(
                folder=folder,
                intake=options.intake,
                triage=options.triage,
                sources=options.reading.sources,
                known=frozenset(known),
            ),
            () if spool.is_complete(folder) else files,
            before=before,
            total=sum(file.size for file in files),
        )
        start = time.monotonic()
        pieces = spool.committed(folder)
        if len(pieces) != sifted.tasks:
            raise RunError(
                f"{sifted.tasks:,} pieces were sifted, and {len(pieces):,} are there",
                where=folder.path(spool.SIFTED),
                remedy="Give an --output that every worker reaches, and start the run again",
            )
        spool.mark_complete(folder, len(pieces))
        survivors, duplicates = self._matched(pieces)
        documents = parts.share(len(survivors), most=options.part_documents)
        plan = list(parts.plan(survivors, documents=documents))
        self._seconds["match"] = time.monotonic() - start
        done = parts.committed(folder)
        read = self._stage(
            "read",
            ReadWork(folder=folder, form=options.form),
            [part for part in plan if part.name not in done],
            before=[parts.read_done(folder, name) for name in sorted(done)],
            total=sum(len(segment.places) for part in plan for segment in part.segments),
        )
        report = Report(
            form=options.form,
            engine=options.engine,
            workers=options.jobs,
            files=sum(len(file.urls) or 1 for file in files),
            passed_over=dict(inputs.passed_over),
            sift=sifted,
            duplicates=duplicates,
            treatment=options.duplicates,
            read=read,
            seconds={stage: round(value, 2) for stage, value in self._seconds.items()},
            resumed=self._resumed,
        )
        folder.put(REPORT_TEXT, report.as_text().encode("utf-8"))
        content = json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
        folder.put(REPORT, content.encode("utf-8"))
        _clear(folder)
        return report

    # Stages -------------------------------------------------------------------------------------

    def _stage(
        self,
        stage: Stage,
        work: Work[Any, Any],
        sources: Iterable[Any],
        *,
        before: Sequence[Done],
        total: int,
    ) -> Sum:
        everything, session = Adding(), Adding()
        for done in before:
            everything.add(done)
        start = time.monotonic()
        with closing(self._engine(work, sources)) as answers:
            for done in answers:
                everything.add(done)
                session.add(done)
                self._progress(
                    Progress(
                        stage=stage,
                        sum=everything.sum(),
                        session=session.sum(),
                        total=total,
                        seconds=time.monotonic() - start,
                    )
                )
        self._seconds[stage] = time.monotonic() - start
        return everything.sum()

    def _engine(self, work: Work[Any, Any], sources: Iterable[Any]) -> Generator[Done, None, None]:
        options = self._options
        if options.engine == "ray":
            from memcon.scale.engines.cluster import Proof, run_on_ray

            return run_on_ray(
                work,
                sources,
                jobs=options.jobs,
                address=options.address,
                options=options.reading,
                limits=options.limits,
                proof=Proof(folder=self._folder, name=MANIFEST),
            )
        from memcon.scale.engines.local import run_here

        return run_here(
            work,
            sources,
            jobs=options.jobs or cores(),
            options=options.reading,
            limits=options.limits,
        )

    # Between the stages -------------------------------------------------------------------------

    def _heads(self, names: Iterable[str]) -> Iterator[Head]:
        """Yield what came of pieces, in order, asking for several at once."""
        waiting = iter(names)
        with ThreadPoolExecutor(_ASKING) as pool:
            while some := list(islice(waiting, _ASKING)):
                yield from pool.map(lambda name: spool.read_head(self._folder, name), some)

    def _matched(self, pieces: Iterable[str]) -> tuple[list[tuple[str, int, int]], int]:
        """Find duplicates, write them and the rejects down, and return what is to be read.

        Everything follows the order of the input.
        """
        options, folder = self._options, self._folder
        survivors: list[tuple[str, int, int]] = []  # piece, place in it, size
        ids: list[str] = []
        wheres: list[str] = []
        rejects: list[Reject] = []

        def signatures() -> Iterator[Signature]:
            for head in self._heads(pieces):
                name = head.done.name
                survivors.extend((name, place, size) for place, size in enumerate(head.sizes))
                ids.extend(signature.document for signature in head.signatures)
                wheres.extend(head.wheres)
                rejects.extend(head.rejects)
                yield from head.signatures

        looked_for = options.duplicates != "keep"
        repeats: dict[int, tuple[int, float]] = {}
        if looked_for:
            repeats = match(signatures())
        else:
            deque(signatures(), maxlen=0)
        write_rejects(folder, "sift", rejects, form=options.form)
        if not looked_for:
            return survivors, 0
        write_duplicates(
            folder,
            [
                Duplicate(where=wheres[at], document=ids[at], of=ids[of], similarity=similarity)
                for at, (of, similarity) in sorted(repeats.items())
            ],
            form=options.form,
        )
        if options.duplicates == "drop":
            survivors = [one for at, one in enumerate(survivors) if at not in repeats]
        return survivors, len(repeats)
