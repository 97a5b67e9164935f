"""What an id stands for, laid out: sections for a person, one object for a program."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING

from memcon.cli.text import make_console, say
from memcon.presentation.markdown import escaped
from memcon.presentation.wording import one_line

if TYPE_CHECKING:
    from memcon.analysis.sheet import Shown, Tied


def shown_json(shown: Shown) -> str:
    """Return one JSON object: id, kind, title, facts, sections and notes."""
    out = [
        f'{{"id": {_json(shown.id)}',
        f'"kind": {_json(shown.kind)}',
        f'"title": {_json(shown.title)}',
        f'"facts": {_json(dict(shown.facts))}',
    ]
    sections = []
    for name, rows in shown.sections.items():
        lines = ",\n    ".join(
            _json(row.model_dump(mode="json", exclude={"section"})) for row in rows
        )
        sections.append(f"{_json(name)}: [\n    {lines}\n  ]")
    inner = ",\n  ".join(sections)
    out.append(f'"sections": {{\n  {inner}\n}}' if sections else '"sections": {}')
    out.append(f'"notes": {_json(list(shown.notes))}')
    return ",\n".join(out) + "}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def shown_text(shown: Shown, stream: IO[str], width: int | None) -> None:
    """Write the sections for a terminal.

    Args:
        shown: what to write.
        stream: where to.
        width: columns; None to fit the terminal.
    """
    console = make_console(stream, width)
    say(console, one_line(shown.title), style="bold")
    say(console, f"{shown.kind} {shown.id}", style="dim")
    if shown.facts:
        console.print()
    for name, value in shown.facts.items():
        words = value if isinstance(value, str) else "; ".join(value)
        say(console, one_line(f"{name}: {words}"), indent=2, hanging=2)
    for name, rows in shown.sections.items():
        console.print()
        say(console, name.upper(), style="bold")
        for row in rows:
            say(console, _heading(row, shown), indent=2, hanging=2)
            if row.words:
                say(console, _quoted(row.words), indent=6)
            if row.notes:
                say(console, one_line("; ".join(row.notes)), indent=6, style="green")


def shown_markdown(shown: Shown) -> str:
    """Return the sections as Markdown."""
    out = [f"# {escaped(one_line(shown.title))}", "", escaped(f"{shown.kind} {shown.id}"), ""]
    for name, value in shown.facts.items():
        words = value if isinstance(value, str) else "; ".join(value)
        out.append(f"- {escaped(one_line(f'{name}: {words}'))}")
    for name, rows in shown.sections.items():
        out += ["", f"## {escaped(name.capitalize())}", ""]
        for row in rows:
            out.append(f"- {escaped(_heading(row, shown))}")
            if row.words:
                out.append(f"  - {escaped(_quoted(row.words))}")
            if row.notes:
                out.append(f"  - {escaped(one_line('; '.join(row.notes)))}")
    return "\n".join([*out, ""])


def _heading(row: Tied, shown: Shown) -> str:
    """Return all of a row but its words and notes; ids of the same document are shortened."""
    own = f"{shown.id.partition('/')[0]}/"
    id = f"…/{row.id.removeprefix(own)}" if row.id and row.id.startswith(own) else row.id
    parts = (row.day, id, ", ".join(row.who), row.what, row.value)
    return " · ".join(one_line(part) for part in parts if part) or "–"


def _quoted(words: str) -> str:
    return f"“{one_line(words)}”"
