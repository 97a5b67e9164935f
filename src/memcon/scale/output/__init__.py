"""The output of a run: its tables, written a part at a time and read back into records."""

from __future__ import annotations

from memcon.scale.output.reading import (
    MANIFEST,
    REPORT,
    Output,
    is_output,
    open_output,
    read_output,
)
from memcon.scale.output.tables import schemas
from memcon.scale.output.writing import write_duplicates, write_part, write_rejects

__all__ = [
    "MANIFEST",
    "REPORT",
    "Output",
    "is_output",
    "open_output",
    "read_output",
    "schemas",
    "write_duplicates",
    "write_part",
    "write_rejects",
]
