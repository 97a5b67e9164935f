"""The kinds of values that the questions take, checked before anything looks at them.

Texts go into questions to a database and into messages. So they are short, and characters that no
name or word has are refused.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from memcon.analysis.filters import first_day
from memcon.errors import MemconError

NAME_LENGTH: Final = 200
WORDS_LENGTH: Final = 400
ID_LENGTH: Final = 300
MAX_LISTED: Final = 10  # actors, issues or phrases
_SPACES: Final = "\t\n\r"
_NEVER: Final = frozenset(("Cc", "Cs"))  # Unicode categories: control characters, surrogates
_SOURCE: Final = "Give an id (`CHN`, `UN`, `person:wang-yi`) or a name."

T = TypeVar("T")


def plain(text: str) -> str:
    """Return a text as it is, without the spaces around it.

    Raises:
        ValueError: it has control characters.
    """
    for char in text:
        if unicodedata.category(char) in _NEVER and char not in _SPACES:
            raise ValueError("it has a control character")
    return text.strip()


def _date(text: str) -> str:
    if not text.isascii():  # digits of other scripts are digits to Python
        raise ValueError("it is no date. Give YYYY, YYYY-MM or YYYY-MM-DD")
    try:
        first_day(text)
    except MemconError as error:
        raise ValueError(error.reason) from error
    return text


def _day(text: str) -> str:
    if len(_date(text)) != len("2024-03-14"):
        raise ValueError("it is no day. Give YYYY-MM-DD")
    return text


def listed(value: Any) -> Any:
    """Return a text as a list of it, and anything else as it is."""
    return [value] if isinstance(value, str) else value


def described(title: str, description: str) -> Any:
    """Return what a form and the reference say of a field: its label, and a sentence."""
    return Field(title=title, description=description)


def named(title: str, who: str) -> Any:
    """Return the same of a field that takes an actor; ``who`` says which."""
    return Field(title=title, description=f"{who} {_SOURCE}")


def _like(pattern: str) -> Any:
    """Return what the reference says of the form of a text; messages say it in words instead."""
    return Field(json_schema_extra={"pattern": pattern})


_PLAIN: Final = AfterValidator(plain)
_NO_CONTROL: Final = _like(r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$")
Id = Annotated[str, Field(min_length=1, max_length=ID_LENGTH), _PLAIN, _NO_CONTROL]
Name = Annotated[str, Field(max_length=NAME_LENGTH), _PLAIN, _NO_CONTROL]
Words = Annotated[str, Field(max_length=WORDS_LENGTH), _PLAIN, _NO_CONTROL]
Date = Annotated[
    str,
    Field(max_length=10),
    _PLAIN,
    AfterValidator(_date),
    _like("^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
]
Day = Annotated[
    str,
    Field(max_length=10),
    _PLAIN,
    AfterValidator(_day),
    _like("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
]
Names = Annotated[tuple[Name, ...], Field(max_length=MAX_LISTED), BeforeValidator(listed)]

Since = Annotated[
    Date | None,
    described("From", "First day, month or year: YYYY-MM-DD, YYYY-MM or YYYY."),
]
Until = Annotated[
    Date | None,
    described("To", "Last day, month or year: YYYY-MM-DD, YYYY-MM or YYYY."),
]
Issue = Annotated[
    Name | None, described("Issue", "Code of an issue (`trade`, `sanctions`) or a word of it.")
]
Issues = Annotated[
    Names, described("Issues", "Codes of issues (`trade`, `sanctions`) or words of them.")
]
Today = Annotated[
    Day | None,
    described("As of", "The day by which it is told what is overdue; the present one without it."),
]
LOOKED_FOR: Final = (
    'Words to look for, whatever their endings; "words in quotation marks" stand side by side, a '
    "word after - must not be there."
)
