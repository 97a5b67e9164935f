"""Words of documents where control marks act: on a terminal, in the cells of foreign files."""

from __future__ import annotations

import re
from typing import Final

# Control and direction marks; and half a surrogate pair, which no file of text can hold.
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def one_line(text: str | None) -> str:
    r"""Return a text on one line, without control marks; nothing for None.

    >>> one_line("signed\tin\r\n Kasbrod\x00")
    'signed in Kasbrod'
    """
    return " ".join(_CONTROL.sub("", text).split()) if text else ""
