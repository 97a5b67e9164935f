"""What a large run reads: files and tables cut into pieces, pieces into documents.

::

    survey ─▶ InputFile ─▶ cut ─▶ Piece ─▶ documents ─▶ Offered ─▶ take ─▶ Taken
    places       where the run begins      in a worker      │
                                                            └▶ quick_text, for triage

What cannot be taken in becomes a :class:`~memcon.scale.work.Reject`, and the rest goes on. What the
storage refuses (no credentials, a broken line) raises instead: the run can be started again.
"""

from __future__ import annotations

from memcon.scale.inputs.cutting import cut
from memcon.scale.inputs.listing import Inputs, survey
from memcon.scale.inputs.offering import documents
from memcon.scale.inputs.options import FIELDS, InputOptions
from memcon.scale.inputs.taking import quick_text, take

__all__ = [
    "FIELDS",
    "InputOptions",
    "Inputs",
    "cut",
    "documents",
    "quick_text",
    "survey",
    "take",
]
