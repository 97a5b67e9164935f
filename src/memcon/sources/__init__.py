"""Sources: bytes to documents, with the text kept exactly and its blocks marked."""

from __future__ import annotations

from memcon.sources.blocks import Marked, mark
from memcon.sources.detect import decode
from memcon.sources.intake import (
    MAX_BYTES,
    SUFFIXES,
    expand,
    from_bytes,
    from_path,
    from_text,
    is_address,
    make_taken,
    read_bytes,
)
from memcon.sources.others import SourceFormat
from memcon.sources.taken import Metadata, Taken

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "Marked",
    "Metadata",
    "SourceFormat",
    "Taken",
    "decode",
    "expand",
    "from_bytes",
    "from_path",
    "from_text",
    "is_address",
    "make_taken",
    "mark",
    "read_bytes",
]
