"""Linking an archive: the pure functions of ``archive.linking``, fed from the tables.

``link`` looks at documents that it has not seen as they are now, in five stages: reports printed
more than once, persons, meetings, undertakings, events. What it finds depends on the documents
that are in the archive and not on the order in which they came. A run that is broken off is taken
up by the next one.
"""

from __future__ import annotations

from memcon.archive.linker.run import Linked, link

__all__ = ["Linked", "link"]
