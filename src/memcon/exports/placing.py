"""Where a file or a folder is exported to: nothing half-written ever stands there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from memcon.errors import MemconError

_GIVE: Final = "Give another --output"


@contextmanager
def placed(
    output: Path, kind: Literal["file", "folder"], *, replace: bool = False
) -> Iterator[Path]:
    """Give a path to write to that becomes ``output`` when the block ends without an error.

    It lies beside ``output``, so that it gets there in one step, and has the same name, so that
    it has the same ending. Nothing is left of it where the block fails.

    Args:
        output: where the export goes.
        kind: what is written.
        replace: whether what is there may be replaced: a file, or a folder in which everything
            has the name of something that is in the new one.

    Raises:
        MemconError: something is there already, or nothing can be written there.
    """
    output = output.resolve()  # a link stays a link
    _check(output, kind, replace=replace)
    try:
        place = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    except OSError as error:
        raise _not_written(output, error) from error
    draft = place / output.name
    try:
        yield draft
        try:
            if kind == "folder" and output.exists():
                _check_same(output, draft)
                output.replace(place / "before")
            draft.replace(output)
        except OSError as error:
            if (place / "before").exists() and not output.exists():
                (place / "before").replace(output)
            raise _not_written(output, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _check(output: Path, kind: str, *, replace: bool) -> None:
    if not output.parent.is_dir():
        raise MemconError("its folder does not exist", where=str(output), remedy="Make the folder")
    if not output.exists():
        return
    other = output.is_dir() if kind == "file" else not output.is_dir()
    if other or not (output.is_dir() or output.is_file()):
        raise MemconError(f"is there already and is no {kind}", where=str(output), remedy=_GIVE)
    if replace or (output.is_dir() and not any(output.iterdir())):
        return
    raise MemconError(
        "is there already",
        where=str(output),
        remedy=f"{_GIVE}, or --replace if nothing is lost by it",
    )


def _check_same(output: Path, draft: Path) -> None:
    """Refuse to throw away a folder that holds anything an export would not have put there."""
    new = {path.relative_to(draft) for path in draft.rglob("*")}
    old = sorted(path.relative_to(output) for path in output.rglob("*"))
    for path in old:
        if path not in new:
            raise MemconError(
                f"holds {str(path)!r}, which is not of this export",
                where=str(output),
                remedy=f"{_GIVE}, or remove that yourself",
            )


def _not_written(output: Path, error: OSError) -> MemconError:
    return MemconError(
        f"cannot be written ({error.strerror or error})",
        where=str(output),
        remedy="Give a place that you may write to",
    )
