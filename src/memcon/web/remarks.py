"""Notes and errors in the words of addresses, in place of those of the command line.

What the layers below say of an option (``--since``) or a command (``memcon meetings``) is meant for
a terminal. Here the same is a parameter and a page.
"""

from __future__ import annotations

import re
from typing import Final

from memcon.presentation.wording import date_words
from memcon.web.naming import Names

_OPTION: Final = re.compile(r"--(?:correct )?([a-z]+(?:[-_][a-z]+)*)")
_COMMANDS: Final = (
    ("Take that back with: memcon review --undo ", "Undo entry "),
    ("See what it has with: memcon show ", "See what it has: "),
    ("see memcon log of the document", "see the log of the document"),
    ("Withdraw its confirmation: memcon log tells the entry", "Undo its confirmation in the log"),
)
_SHORT: Final = (
    "where `read` is less than `acts`, the row was made of the newest",
    "a row that has more was made of the newest",
)
_ONE: Final = re.compile(r"^1 (act|event|meeting)s (.*)\bare\b")
_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_ID: Final = re.compile(r"(?<![\w:“])(?:[a-z]+:)?[A-Za-z][\w-]*(?!\w*”)")
_QUOTED: Final = re.compile(r"(?<!\w)'([^']+)'(?!\w)")
_CORRECT: Final = "--correct"  # where a correction names a field that there is not
_PAGE: Final = re.compile(r"\bmemcon (actors|events|ledger|log|meetings|positions|search)\b")


def in_web_words(text: str) -> str:
    """Return a remark with parameters and pages in place of options and commands.

    >>> in_web_words("Give --by or --on; see memcon meetings (--with-quantity has them)")
    'Give by or on; see /meetings (with_quantity has them)'
    """
    for command, told in (*_COMMANDS, _SHORT):
        text = text.replace(command, told)
    if text == _CORRECT:
        return "fields"
    text = _PAGE.sub(r"/\1", text)
    return _OPTION.sub(lambda found: found[1].replace("-", "_"), text)


def named(note: str, names: Names) -> str:
    """Return a remark for a page: as ``in_web_words``, with names for ids and days in words.

    Args:
        note: the remark.
        names: of the actors whose ids may stand in it.

    >>> named("1 acts of ITA since 2021-07-23 are left out.", Names(actors={"ITA": "Italy"}))
    '1 act of Italy since 23 July 2021 is left out.'
    """
    text = _ONE.sub(r"1 \1 \2is", in_web_words(note)).replace("`", "")
    text = _QUOTED.sub(r"“\1”", text)
    text = _ID.sub(lambda found: names.actor(found[0]), text)
    return _DAY.sub(lambda found: date_words(found[0]), text)
