"""The archive: records in a database, linked to each other, with what people said of them."""

from __future__ import annotations

from memcon.archive.engine import Archive, open_archive

__all__ = ["Archive", "open_archive"]
