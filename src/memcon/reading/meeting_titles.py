"""What a document's title says of its meeting: its form, and where it stands.

A title kept apart from the text (in front matter or a feed) is not parsed; its words are looked up.
"""

from __future__ import annotations

import re

from memcon.knowledge.meeting_words import MeetingWords
from memcon.record import Document, Span

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_OPENING = 3  # words of a title by which its line is found in the text


def title_form(title: str, words: MeetingWords) -> str | None:
    """Return the form of the meeting that a title names, or None; the last one counts.

    Args:
        title: such as "Remarks by President A and President B in Joint Press Conference".
        words: the meeting words.
    """
    form: str | None = None
    before = ""
    for match in _WORD.finditer(title):
        word = match.group().lower()
        single = word.removesuffix("s")
        phrase = words.phrases.get((before, single))
        found = phrase or words.strong.get(single) or words.weak.get(single)
        if found is not None and before not in words.never_modifiers | words.call_modifiers:
            form = found
        elif found is not None:
            form = phrase or ("call" if found != "summit" else found)
        before = word
    return form


def title_span(document: Document) -> Span | None:
    """Return where the title, or the line that begins with it, stands in the text."""
    title = document.title or ""
    start = document.text.find(title) if title else -1
    if start >= 0:
        return Span(start=start, end=start + len(title), text=title)
    opening = " ".join(title.split()[:_OPENING])
    start = document.text.find(opening) if opening else -1
    if start < 0:
        return None
    end = document.text.find("\n", start)
    end = len(document.text) if end < 0 else end
    return Span(start=start, end=end, text=document.text[start:end])
