"""``memcon schema``: the JSON Schema of a record."""

from __future__ import annotations

from typing import Final

EPILOG: Final = """\b
Example:
  memcon schema > record.schema.json"""


def schema() -> int:
    """Print the JSON Schema of a record, which `memcon read --format json` writes."""
    import json

    from memcon.cli.exits import Exit
    from memcon.record import Record

    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Record.model_json_schema(by_alias=True, mode="serialization"),
    }
    print(json.dumps(content, indent=2, ensure_ascii=False))
    return Exit.DONE
