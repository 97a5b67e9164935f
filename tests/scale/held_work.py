"""Reading that waits to be let on, so that something can be done to it in the middle."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from memcon.scale.parts import Part, ReadWork
from memcon.scale.work import Done
from memcon.scale.workers import Attempt, Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldReading(ReadWork):
    """Reads parts when there is a file ``go`` in a folder; who waits for it signs there."""

    gate: str

    def do(self, tools: Tools, task: Part, attempt: Attempt) -> Done:
        """Wait, and read a part."""
        gate = Path(self.gate)
        (gate / f"waiting-{os.getpid()}").touch()
        while not (gate / "go").exists():
            time.sleep(0.05)
        return ReadWork.do(self, tools, task, attempt)
