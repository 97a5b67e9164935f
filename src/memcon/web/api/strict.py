"""The questions as the API takes them: as the pages do, but a parameter that there is not is wrong.

The API gives longer pages too, and an answer in other formats.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from memcon.web.queries import Paged, Query

MAX_LIMIT: Final = 1_000
Form = Literal["json", "jsonl", "csv"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@cache
def strict(query: type[Query]) -> type[Any]:
    """Return the parameters of a question as the API takes them.

    Args:
        query: as pages take them. If its answer is read page by page, the API's has the field
            ``format`` too, which is no filter of the question.
    """
    fields: dict[str, Any] = {}
    if issubclass(query, Paged):
        default = query.model_fields["limit"].default
        help = query.model_fields["limit"].description
        fields["limit"] = (
            Annotated[int, Field(title="Rows", ge=1, le=MAX_LIMIT, description=help)],
            default,
        )
        fields["format"] = (
            Annotated[
                Form,
                Field(
                    title="Format",
                    description="`json` gives a page; `jsonl` and `csv` give all rows, or the "
                    "first `limit` where that is given.",
                ),
            ],
            "json",
        )
    return create_model(
        f"{query.__name__}Strict", __base__=(query, _Strict), __module__=__name__, **fields
    )
