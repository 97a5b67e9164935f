"""A document's title as a paragraph, where the title is no part of the text.

Front matter and feeds carry the title apart from the text. It defines people like any other
headline ("Secretary X's Meeting with Foreign Minister Y of Z"), but has no offsets in the
document, so nothing in it can be evidence. It is cut by rule; the parser is not asked.
"""

from __future__ import annotations

import re

from memcon.reading.tree import Paragraph, Sentence, Token
from memcon.record import Block

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[.'’](?=[^\W_]))*\.?|['’]s\b|\d+|[^\w\s]", re.UNICODE)
_POSSESSIVE = re.compile(r"(.+?)(['’]s|['’])$")


def title_paragraph(title: str) -> Paragraph:
    """Cut a title into tokens; capitalised words count as proper nouns, the rest as nouns."""
    paragraph = Paragraph(0, Block(kind="headline", start=0, end=len(title)))
    paragraph.flat = title
    paragraph.offsets = list(range(len(title)))
    for match in _WORD.finditer(title):
        word, start = match.group(), match.start()
        owner = _POSSESSIVE.match(word)
        pieces = (owner[1], owner[2]) if owner else (word,)
        for piece in pieces:
            paragraph.tokens.append(_token(piece, start, len(paragraph.tokens)))
            start += len(piece)
    if not paragraph.tokens:
        return paragraph
    sentence = Sentence(-1, paragraph, 0, len(paragraph.tokens) - 1)
    root = paragraph.tokens[0]
    sentence.root = root
    for token in paragraph.tokens:
        token.sentence = sentence
        token.head = root
        token.left = token.right = token.i
    paragraph.sentences.append(sentence)
    return paragraph


def _token(word: str, start: int, index: int) -> Token:
    if word[0] in "'’" and len(word) <= 2:
        tag = "POS"
    elif not word[0].isalnum():
        tag = "PUNCT"
    else:
        tag = "NNP" if word[0].isupper() else "NN"
    return Token(
        index, word, word.lower(), word.lower(), "PROPN", tag, "dep", start, start + len(word)
    )
