"""The PROV statements that memcon makes, as lines of PROV-O in Turtle, always in the same order.

Only what has a property of its own in PROV-O (https://www.w3.org/TR/prov-o/, W3C Recommendation,
30 April 2013) is made, so that no blank nodes are needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from prov.model import ProvDocument

PREFIXES: Final = """\
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix memcon: <urn:memcon:> .

"""
_PROV: Final = "http://www.w3.org/ns/prov#"
_CLASSES: Final = {"Entity", "Activity", "Agent"}
_RELATIONS: Final = {
    "Generation": "wasGeneratedBy",
    "Usage": "used",
    "Derivation": "wasDerivedFrom",
    "Association": "wasAssociatedWith",
    "Communication": "wasInformedBy",
}
_NAMES: Final = {
    f"{_PROV}label": "rdfs:label",
    f"{_PROV}type": "a",
    f"{_PROV}startTime": "prov:startedAtTime",
    f"{_PROV}endTime": "prov:endedAtTime",
}
# What Turtle's IRIREF may not hold, and what its strings escape.
_NOT_IN_IRI: Final = '<>"{}|^`\\'
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def statements(document: ProvDocument) -> Iterator[str]:
    """Yield the statements of a PROV document, a line each.

    Raises:
        ValueError: it holds a kind of statement that is not written here.
    """
    for record in document.get_records():
        kind = record.get_type().localpart
        if kind in _CLASSES and record.identifier is not None:
            subject = _iri(record.identifier.uri)
            yield f"{subject} a prov:{kind} .\n"
            # The library keeps them in sets.
            yield from sorted(
                f"{subject} {_name(name)} {_value(value)} .\n" for name, value in record.attributes
            )
        elif kind in _RELATIONS:
            (_, first), (_, second), *more = record.attributes
            if more or record.identifier:
                raise ValueError(f"a {kind} with attributes is not written")
            yield f"{_iri(first.uri)} prov:{_RELATIONS[kind]} {_iri(second.uri)} .\n"
        else:
            raise ValueError(f"a {kind} is not written")


def _name(name: Any) -> str:
    return _NAMES.get(name.uri) or _iri(name.uri)


def _value(value: Any) -> str:
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    if isinstance(value, dt.datetime):
        return f'"{value.isoformat()}"^^xsd:dateTime'
    return _iri(value.uri)


def _iri(uri: str) -> str:
    kept = (f"\\u{ord(char):04X}" if char in _NOT_IN_IRI or char <= " " else char for char in uri)
    return f"<{''.join(kept)}>"


def _escaped(text: str) -> str:
    return "".join(
        _ESCAPES.get(char) or (f"\\u{ord(char):04X}" if char < " " else char) for char in text
    )
