"""What a run is asked to do, and the manifest that says so beside its output.

A run that is started again goes on only if everything that its output depends on is as it was;
else parts of two different runs would lie in one folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Literal

from memcon.errors import RunError
from memcon.reading.parse import model_package
from memcon.scale.inputs import InputOptions
from memcon.scale.local import ReaderOptions
from memcon.scale.output.reading import MANIFEST, RUN_VERSION
from memcon.scale.storage import Folder, is_remote
from memcon.scale.work import Form, InputFile, Treatment
from memcon.scale.workers import Limits
from memcon.version import __version__

_OWN: Final = "_memcon"

fcntl: ModuleType | None
try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a run reads, how, and where to.

    Attributes:
        inputs: paths, folders, patterns and addresses.
        output: the folder or address that the output goes to.
        form: Parquet tables, or JSON Lines of records.
        triage: whether documents and sentences that can yield nothing are left out.
        duplicates: whether documents that repeat an earlier one are dropped, read and marked, or
            not looked for.
        part_documents: documents a part of the output, at most.
        engine: processes on this machine, or Ray.
        address: of a Ray cluster; None starts one on this machine.
        jobs: workers; with Ray on a cluster the most that there may be, None for as many as fit.
        reading: what each worker makes its reader from.
        intake: how inputs are understood.
        limits: what a worker may take.
    """

    inputs: tuple[str, ...]
    output: str
    form: Form = "parquet"
    triage: bool = True
    duplicates: Treatment = "drop"
    part_documents: int = 128
    engine: Literal["local", "ray"] = "local"
    address: str | None = None
    jobs: int | None = None
    reading: ReaderOptions = field(default_factory=ReaderOptions)
    intake: InputOptions = field(default_factory=InputOptions)
    limits: Limits = field(default_factory=Limits)


def versions(reading: ReaderOptions) -> dict[str, str]:
    """Return what the bytes of records and of tables depend on beside the options.

    Raises:
        ModelError: no language model is installed.
    """
    return {
        "memcon": __version__,
        "model": model_package(reading.model),
        **{package: version(package) for package in ("spacy", "pyarrow", "rensa")},
    }


def describe(options: RunOptions, files: Sequence[InputFile]) -> dict[str, Any]:
    """Return the manifest: everything that the output depends on, and nothing else.

    Raises:
        ModelError: no language model is installed.
        RunError: the knowledge file cannot be read.
    """
    knowledge = options.reading.knowledge
    intake = {**asdict(options.intake), "columns": dict(sorted(options.intake.columns.items()))}
    return {
        "schema": RUN_VERSION,
        "form": options.form,
        "versions": versions(options.reading),
        "knowledge": None if knowledge is None else hashlib.sha256(_bytes(knowledge)).hexdigest(),
        "triage": options.triage,
        "duplicates": options.duplicates,
        "part_documents": options.part_documents,
        "sources": list(options.reading.sources),
        "intake": intake,
        "inputs": [_input(file) for file in files],
    }


def begin(folder: Folder, manifest: Mapping[str, Any]) -> bool:
    """Write the manifest, or make sure that the one that is there says the same.

    Returns:
        Whether the run was begun before.

    Raises:
        RunError: the folder holds another run, or something else.
    """
    if not folder.exists(MANIFEST):
        if any(name != _OWN for name in folder.entries()):
            raise RunError(
                "the output folder holds something else already",
                where=folder.url,
                remedy="Give an empty or new folder as --output",
            )
        folder.put(MANIFEST, _json(manifest))
        return False
    before = read_manifest(folder)
    wanted = json.loads(_json(manifest))
    different = [key for key in wanted if before.get(key) != wanted[key]]
    if different:
        raise RunError(
            f"the output is of a run with other {', '.join(_named(before, wanted, different))}",
            where=folder.url,
            remedy="Give the same inputs and options to go on with it, or another --output",
        )
    return True


def check_apart(inputs: Sequence[str], folder: Folder) -> None:
    """Make sure that the output would not become an input.

    Raises:
        RunError: it lies in a folder that is read.
    """
    output = _place(folder.url)
    for place in inputs:
        if f"{output}/".startswith(f"{_place(place)}/"):
            raise RunError(
                "the output lies in a folder that is read",
                where=folder.url,
                remedy="Give an --output outside of it",
            )


def _place(url: str) -> str:
    return url.rstrip("/") if is_remote(url) else str(Path(url).resolve())


@contextmanager
def held(folder: Folder) -> Iterator[None]:
    """Keep a second session off a local output while the ``with`` block runs.

    The lock is on the manifest, and the system's: it ends with this process, however that ends. On
    a storage, and on systems without such locks, nothing is kept off.

    Raises:
        RunError: another session is at it.
    """
    if not folder.is_local or fcntl is None:
        yield
        return
    with Path(folder.path(MANIFEST)).open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise RunError(
                "another session of this run is going on",
                where=folder.url,
                remedy="Wait for its end, or stop it",
            ) from error
        yield


def read_manifest(folder: Folder) -> dict[str, Any]:
    """Return the manifest of a run.

    Raises:
        RunError: there is none, or it cannot be understood.
    """
    try:
        manifest = json.loads(folder.get(MANIFEST))
    except ValueError as error:
        raise RunError(f"this is no manifest ({error})", where=folder.path(MANIFEST)) from error
    if not isinstance(manifest, dict) or manifest.get("schema") != RUN_VERSION:
        raise RunError(
            f"this is no manifest of the kind {RUN_VERSION}",
            where=folder.path(MANIFEST),
            remedy="Use the release of memcon that wrote it",
        )
    return manifest


def _named(
    before: Mapping[str, Any], wanted: Mapping[str, Any], keys: Sequence[str]
) -> Iterator[str]:
    for key in keys:
        if isinstance(wanted[key], dict) and isinstance(before.get(key), dict):
            yield from (
                f"{key}.{name}"
                for name in wanted[key]
                if before[key].get(name) != wanted[key][name]
            )
        else:
            yield key


def _input(file: InputFile) -> dict[str, Any]:
    described: dict[str, Any] = {"url": file.url, "kind": file.kind, "size": file.size}
    if file.urls:
        listed = "\n".join(file.urls).encode("utf-8", "surrogateescape")
        described |= {"files": len(file.urls), "listed": hashlib.sha256(listed).hexdigest()}
    return described


def _bytes(path: Any) -> bytes:
    try:
        data: bytes = path.read_bytes()
    except OSError as error:
        raise RunError(f"it cannot be read ({error.strerror})", where=str(path)) from error
    return data


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
