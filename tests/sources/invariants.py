"""What holds for every document that intake gives."""

from __future__ import annotations

from memcon.sources import Taken


def check(taken: Taken) -> None:
    text = taken.document.text
    position = 0
    for block in taken.document.blocks:
        assert position <= block.start < block.end <= len(text)
        assert not visible(text[position : block.start])
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        position = block.end
    assert not visible(text[position:])
    assert taken.document.model_dump_json()


def visible(gap: str) -> str:
    return gap.strip().strip("> \t\r\n\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00a0")
