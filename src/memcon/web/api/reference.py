"""The description of the API, read for people: what an OpenAPI document says of each address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_PREFIX: Final = "#/components/schemas/"
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_LAST: Final = ("limit", "cursor", "format")  # the same everywhere, so they come last
_JSON: Final = "application/json"
_NAMES: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "object",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A parameter, or a field of a body or an answer."""

    name: str
    kind: str
    help: str
    place: str = ""  # path, query
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What can be asked of one address with one method.

    ``fields`` are those of a row where the answer has rows, which ``of_rows`` says.
    """

    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: Sequence[Value]
    body: Sequence[Value]
    fields: Sequence[Value]
    of_rows: bool
    media: Sequence[str]
    statuses: Mapping[str, str]


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Return all operations of an OpenAPI document, in its order."""
    return [
        _operation(document, path, method, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if method in _METHODS
    ]


def by_tag(found: Sequence[Operation]) -> dict[str, list[Operation]]:
    """Return operations by what they are about, in the order of the first of each."""
    groups: dict[str, list[Operation]] = {}
    for one in found:
        groups.setdefault(one.tag, []).append(one)
    return groups


def _operation(
    document: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any]
) -> Operation:
    answers: dict[str, Any] = told["responses"]
    good: dict[str, Any] = next(
        (answers[code] for code in ("200", "201", "202") if code in answers), {}
    )
    content: dict[str, Any] = good.get("content", {})
    answer = _resolved(document, content.get(_JSON, {}).get("schema", {}))
    rows = answer.get("properties", {}).get("rows")
    row = _resolved(document, rows.get("items", {})) if rows else answer
    sent = told.get("requestBody", {}).get("content", {}).get(_JSON, {}).get("schema", {})
    summary, description = told.get("summary", ""), told.get("description", "")
    first, _, rest = description.partition("\n\n")
    if first and not summary.endswith("."):
        summary, description = first, rest
    elif description.startswith(summary):
        description = description.removeprefix(summary).strip()
    parameters = [_parameter(document, one) for one in told.get("parameters", ())]
    return Operation(
        id=told.get("operationId", f"{method}-{path}"),
        method=method.upper(),
        path=path,
        tag=next(iter(told.get("tags", ())), "Other"),
        summary=" ".join(summary.split()),
        description=" ".join(description.split()),
        parameters=sorted(parameters, key=lambda one: one.name in _LAST),
        body=list(_fields(document, _resolved(document, sent))),
        fields=list(_fields(document, row)),
        of_rows=rows is not None,
        media=list(content),
        statuses={code: one.get("description", "") for code, one in answers.items()},
    )


def _parameter(document: Mapping[str, Any], told: Mapping[str, Any]) -> Value:
    schema = told.get("schema", {})
    return Value(
        name=told["name"],
        kind=_kind(document, schema).removesuffix(" or null"),
        help=told.get("description") or schema.get("description", ""),
        place=told["in"],
        required=bool(told.get("required")),
        default=_default(schema.get("default")),
    )


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Value]:
    required = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield Value(
            name=name,
            kind=_kind(document, one),
            help=one.get("description", ""),
            required=name in required,
            default=_default(one.get("default")),
        )


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    if not reference:
        options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
        return _resolved(document, options[0]) if len(options) == 1 else schema
    found: Mapping[str, Any] = document["components"]["schemas"][reference.removeprefix(_PREFIX)]
    return found


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return a type in words."""
    if "$ref" in schema:
        found = _resolved(document, schema)
        if "enum" in found:
            return _kind(document, found)
        return str(schema["$ref"]).removeprefix(_PREFIX).rpartition("__")[2]
    if "anyOf" in schema:
        kinds = [_kind(document, one) for one in schema["anyOf"]]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    return _NAMES.get(schema.get("type", ""), "anything")


def _default(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
