"""What the tools take: types with their limits, and what stands in the tools' schemas about them.

Texts of arguments go into questions to a database and into messages. So they are short, and
characters that no name or word has are refused before anything looks at them.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field

MAX_ROWS: Final = 50
DEFAULT_ROWS: Final = 10
MAX_AFTER: Final = 1_000  # rows passed over; whoever wants more narrows the question down
MAX_CONTEXT: Final = 2_000  # characters on either side of a quotation
DEFAULT_CONTEXT: Final = 300
_SEVERAL: Final = 10  # actors or issues


def _plain(text: str) -> str:
    """Return a text as it is, if it has printable characters and spaces alone."""
    if not all(char.isprintable() or char in "\t\n\r" for char in text):
        raise ValueError("it has characters that cannot be printed")
    return text


def _listed(value: Any) -> Any:
    """Return one text as a list of it: models leave the brackets out now and then."""
    return [value] if isinstance(value, str) else value


def _name(description: str) -> Any:
    return Field(min_length=1, max_length=200, description=description)


_CHECKED: Final = AfterValidator(_plain)
_NAMES: Final = "id (`CHN`, `person:wang-yi`) or name"

Text = Annotated[str, _CHECKED]
Words = Annotated[
    Text,
    Field(
        max_length=400,
        description=(
            'Words to look for, whatever their endings; "words in quotation marks" stand side by '
            "side, a word after - must not be there."
        ),
    ),
]
Actor = Annotated[Text, _name(f"Actor: {_NAMES}.")]
Code = Annotated[Text, _name("Issue code (`trade`, `sanctions`) or a word of it.")]
Actors = Annotated[
    list[Annotated[Text, _name(f"Actor: {_NAMES}.")]],
    BeforeValidator(_listed),
    Field(max_length=_SEVERAL),
]
Codes = Annotated[
    list[Annotated[Text, _name("Issue code or a word of it.")]],
    BeforeValidator(_listed),
    Field(max_length=_SEVERAL),
]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Id = Annotated[Text, Field(min_length=1, max_length=300)]
Date = Annotated[
    str,
    Field(
        pattern=r"^\d{4}(-\d{2}){0,2}$",
        description="Day, month or year: YYYY-MM-DD, YYYY-MM or YYYY.",
    ),
]
Day = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d{2}-\d{2}$",
        description="The day to go by, YYYY-MM-DD; the present one without it.",
    ),
]
Limit = Annotated[int, Field(ge=1, le=MAX_ROWS, description="At most so many rows.")]
After = Annotated[
    int,
    Field(
        ge=0,
        le=MAX_AFTER,
        description="Rows to pass over: `next` of the answer before, to go on from there.",
    ),
]
Offset = Annotated[int, Field(ge=0, le=1_000_000_000)]
Context = Annotated[
    int,
    Field(ge=0, le=MAX_CONTEXT, description="Characters of context on either side."),
]
