"""What the log keeps of a finding, so that it is found, or restored, in another reading."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from memcon.archive.corrections import REFERENCES, Applied, Decision, context_of, item_from
from memcon.archive.findings import Item, Kind, actor_ids, anchor, find_item, kind_of
from memcon.archive.values import Parsed
from memcon.record import Actor


def snapshot(
    applied: Applied,
    kind: Kind,
    local: str,
    field: str | None = None,
    parsed: Parsed | None = None,
) -> dict[str, Any]:
    """Return what of a finding goes into the log, so that it is found, or restored, later.

    That is the finding and what it hangs on, as the machine had read them, whom it names, and
    what the new value refers to.

    Args:
        applied: the record in force, before the entry.
        kind: of what the entry is about.
        local: its id in the record; nothing for the document.
        field: for a correction, the field.
        parsed: for a correction, its new value.

    Returns:
        ``start``, ``end`` and ``snapshot`` of a row of the log.
    """
    record = applied.record
    kept: dict[str, Any] = {}
    start = end = None
    named: list[str] = []
    context: list[Item] = []
    if kind != "document":
        now = find_item(record, kind, local)
        finding = applied.origins[(kind, local)]
        start, end = anchor(finding)
        kept["finding"] = finding.model_dump(mode="json")
        context = context_of(now, applied)
        for one in (finding, now, *context):
            named += actor_ids(one)
    if parsed is not None and field is not None:
        named += actor_ids(parsed.value, field)
        if field in REFERENCES and parsed.value is not None:
            kept["refers"] = _kept(applied.origins[(REFERENCES[field], parsed.value)])
    if context:
        kept["context"] = [_kept(one) for one in context]
    listed = {actor.id: actor for actor in record.actors}
    listed.update({actor.id: actor for actor in (parsed.actors if parsed else ())})
    sides = [s for id in named if id in listed for s in actor_ids(listed[id])]
    whole = [listed[id] for id in dict.fromkeys([*named, *sides]) if id in listed]
    if whole:
        kept["actors"] = [actor.model_dump(mode="json") for actor in whole]
    return {
        "start": start,
        "end": end,
        "snapshot": json.dumps(kept, ensure_ascii=False) if kept else None,
    }


def decision_of(row: Any) -> Decision:
    """Return the decision that a row of the log holds."""
    kept = json.loads(row.snapshot) if row.snapshot is not None else {}
    return Decision(
        action=row.action,
        kind=row.kind,
        finding=item_from(row.kind, kept["finding"]) if "finding" in kept else None,
        field=row.field,
        value=json.loads(row.value) if row.value is not None and row.field else None,
        context=[_item(one) for one in kept.get("context", ())],
        refers=_item(kept["refers"]) if "refers" in kept else None,
        actors=[Actor.model_validate(one) for one in kept.get("actors", ())],
    )


def _item(kept: Mapping[str, Any]) -> Any:
    return item_from(kept["kind"], kept["values"])


def _kept(item: Any) -> dict[str, Any]:
    return {"kind": kind_of(item), "values": item.model_dump(mode="json")}
