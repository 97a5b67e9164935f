"""Initiatives, programmes and treaties named in a document.

They neither speak nor are spoken to, so no phrase resolves to them, but the record names them: an
analyst asks who mentioned the Belt and Road Initiative, and when it stopped being mentioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from memcon.knowledge import Knowledge
from memcon.reading.tree import Parsed

if TYPE_CHECKING:
    from memcon.reading.actors import Cast

_KINDS = frozenset({"treaty", "initiative", "programme"})


def add_initiatives(parsed: Parsed, cast: Cast, knowledge: Knowledge) -> None:
    """Add the initiatives named in the body to the cast, with their mentions."""
    for paragraph in parsed.paragraphs:
        for match in knowledge.find_names(paragraph.flat):
            if match.entity.subkind not in _KINDS or match.ambiguous:
                continue
            draft = cast.drafts[cast.ensure_known(match.entity.id)]
            start = paragraph.offsets[match.start]
            draft.spans[start, paragraph.offsets[match.end - 1] + 1] = None
            draft.order = min(draft.order, (start, len(cast.drafts)))
