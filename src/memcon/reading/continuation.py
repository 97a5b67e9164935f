"""Sentences without a cue: which of them still are somebody's words."""

from __future__ import annotations

from memcon.knowledge.words import continuation_words
from memcon.reading.tree import Paragraph, Sentence, Token

_GREETING_LENGTH = 8  # words; a longer sentence that begins with a greeting says more
_COURTESY_LENGTH = 25  # words; a longer paragraph says more than a courtesy


def is_sentence(sentence: Sentence) -> bool:
    """Whether it has a finite verb and a few words, so that it can state anything."""
    if sentence.last - sentence.first < 4:
        return False
    return any(
        t.tag in ("VBD", "VBZ", "VBP", "MD")
        and (t.is_root or t.dep in ("aux", "auxpass", "ccomp", "conj"))
        for t in sentence.tokens
    )


def introduces_text(sentence: Sentence) -> bool:
    """Whether a sentence only announces the text ("The following statement was issued by …")."""
    first = " ".join(t.lower for t in sentence.tokens[:8])
    return any(first.startswith(opening) for opening in continuation_words().announcements)


def lead_modal(sentence: Sentence) -> str | None:
    """Return the modal with which a sentence leads into a list: "To this end, we will:"."""
    for token in reversed(sentence.tokens[-4:]):
        if token.tag == "MD":
            return token.lower
        if token.pos not in ("PUNCT", "ADV", "PART") and token.lower != "to":
            return None
    return None


def opens_item(sentence: Sentence) -> bool:
    """Whether the sentence begins an item of a spoken list ("First, …", "Secondly, …")."""
    tokens = sentence.paragraph.tokens
    first = tokens[sentence.first]
    if first.lower not in continuation_words().ordinals or sentence.last == sentence.first:
        return False
    return tokens[sentence.first + 1].text in (",", ":") or first.lower.endswith("ly")


def after_connective(tokens: list[Token], first: int, last: int) -> int:
    """Return where a content begins after an opening "First," or "Therefore,"."""
    words = continuation_words()
    if (
        first + 2 < last
        and tokens[first + 1].text == ","
        and (tokens[first].lower in words.ordinals or tokens[first].lower in words.connectives)
    ):
        return first + 2
    return first


def continues_speech(sentence: Sentence) -> bool:
    """Whether a cue-less sentence after an attributed one speaks for the same source.

    Free indirect speech in a report wishes, judges or promises ("The two sides should …", "China
    is ready to …"); a narrator reports. Only these forms count.
    """
    words = continuation_words()
    root = sentence.root
    for token in sentence.tokens:
        if token.tag == "MD" and token.lower in words.wishes and _heads_clause(token, root):
            # a rule told by the narrator says "must" of things; a wish names who should act
            subject = root.child("nsubj", "nsubjpass")
            return token.lower == "should" or (subject is not None and subject.pos == "PROPN")
    if root.lemma == "be":
        for child in root.children:
            if child.dep in ("acomp", "attr") and child.lower in words.readiness:
                return True
    return (
        root.lemma in words.stances
        and root.tag in ("VBZ", "VBP")
        and root.child("nsubj") is not None
    )


def _heads_clause(modal: Token, root: Token) -> bool:
    return modal.head is root or modal is root


def is_courtesy(paragraph: Paragraph) -> bool:
    """Whether a paragraph of a turn only greets, thanks for coming or closes."""
    words = continuation_words()
    tokens = [t for t in paragraph.tokens if t.pos != "PUNCT"]
    if len(tokens) > _COURTESY_LENGTH:
        return False
    if len(tokens) <= 2:
        return True
    for sentence in paragraph.sentences:
        text = " ".join(t.lower for t in sentence.tokens).lstrip('* "\u201c')
        if not any(text.startswith(opening) for opening in words.courtesies):
            return False
    return True


def after_greeting(paragraph: Paragraph) -> int:
    """Return the first token of a turn's paragraph after its opening greetings."""
    greetings = continuation_words().greetings
    for sentence in paragraph.sentences[:-1]:
        text = " ".join(t.lower for t in sentence.tokens).lstrip('* "\u201c')
        short = sentence.last - sentence.first < _GREETING_LENGTH
        if not (short and any(text.startswith(greeting) for greeting in greetings)):
            return sentence.first
    return paragraph.sentences[-1].first if paragraph.sentences else 0


def opens_turn(paragraph: Paragraph) -> bool:
    """Whether an unlabelled paragraph is in the first person, or greets."""
    words = continuation_words()
    text = paragraph.flat.lower().lstrip('*"\u201c ')
    if any(text.startswith(greeting) for greeting in words.greetings):
        return True
    quoted = [(q.first, q.last) for q in paragraph.quotes]
    return any(
        t.lower in words.first_person and not any(a <= t.i <= b for a, b in quoted)
        for t in paragraph.tokens
    )
