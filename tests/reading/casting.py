"""Help for tests of the cast: read a small text, and ask whom its subjects mean."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from memcon.knowledge import load_knowledge
from memcon.reading.actors import Cast, Focus, read_actors
from memcon.reading.parse import load_model, parse_documents
from memcon.reading.tree import Token
from memcon.record import Actor, Block, Document, Source

_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")
_KNOWLEDGE = load_knowledge()


@dataclass
class Read:
    """A text's cast, and every subject with whom it means."""

    cast: Cast
    focus: Focus
    subjects: list[tuple[str, list[str]]] = field(default_factory=list)

    def who(self, phrase: str) -> list[str]:
        """Return the ids that the last subject with these words means."""
        return [ids for words, ids in self.subjects if words == phrase][-1]

    def side(self, surname: str) -> str | None:
        """Return the side of the person whose name ends or begins with a word."""
        return self.person(surname).side

    def person(self, surname: str) -> Actor:
        """Return the one person with a name part."""
        found = [a for a in self.cast.actors() if surname in a.name.split() and a.kind == "person"]
        assert len(found) == 1, [a.name for a in self.cast.actors()]
        return found[0]


def read(text: str, *, narrator: str | None = None, title: str | None = None) -> Read:
    """Read a text of paragraphs; each subject of a verb is resolved, main ones also speak."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        id=f"doc:{digest[:16]}",
        title=title,
        narrator=narrator,
        text=text,
        blocks=[
            Block(kind="paragraph", start=m.start(), end=m.end()) for m in _PARAGRAPH.finditer(text)
        ],
        source=Source(media_type="text/plain", sha256=digest),
    )
    parsed = next(parse_documents([document], load_model()))
    cast = read_actors(parsed, _KNOWLEDGE)
    result = Read(cast, Focus(cast))
    for sentence in parsed.sentences:
        result.focus.note_sentence(sentence)
        for token in sentence.tokens:
            if token.dep in ("nsubj", "nsubjpass") and token.head.pos in ("VERB", "AUX"):
                _ask(result, text, token)
    return result


def _ask(result: Read, text: str, token: Token) -> None:
    ids = result.cast.resolve(token, result.focus)
    first, last = result.cast.phrase_span(token)
    tokens = token.sentence.paragraph.tokens
    words = " ".join(text[tokens[first].start : tokens[last].end].split())
    result.subjects.append((words, ids))
    if token.head.is_root:
        result.focus.note_speakers(ids)
