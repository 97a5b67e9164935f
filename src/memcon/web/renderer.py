"""A process that draws.

The library holds the interpreter for as long as it draws, a tenth of a second at a time. In the
server's own process every other page would wait that long; in one beside it only who wants the
drawing does.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from memcon.scale.local import interrupts_held
from memcon.web.beside import Beside
from memcon.web.errors import DrawingError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

VEGA_LITE: Final = "6.4"
_TRIES: Final = 2  # a process that was ended from outside is replaced once


class Renderer(Beside):
    """Vega-Lite to SVG in a process of its own, started when it is needed; for one thread."""

    def __init__(self) -> None:
        super().__init__(_serve, name="memcon-drawing")

    def draw(self, specification: str) -> str:
        """Return the drawing (SVG) of a specification (JSON).

        Raises:
            DrawingError: the library refused it, or no process lives long enough to draw it.
        """
        for _ in range(_TRIES):
            pipe = self.start()
            try:
                pipe.send(specification)
                drawn, refused = pipe.recv()
            except (EOFError, OSError):
                self.end()
                continue
            if refused is not None:
                raise DrawingError(
                    f"a chart cannot be drawn ({refused})", remedy="Please report it, with the page"
                )
            return str(drawn)
        raise DrawingError(
            "the process that draws ended before it was done",
            remedy="It was probably out of memory: give the server more",
        )

    def start(self) -> Connection:
        """Return the line to the process, which no Ctrl-C reaches while it is started."""
        with interrupts_held():
            return super().start()


# In the process ---------------------------------------------------------------------------------


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides
    convert = _converter()
    with suppress(EOFError, OSError):  # the server is gone
        while True:
            specification = pipe.recv()
            answer: tuple[str | None, str | None]
            try:
                answer = convert(specification), None
            except Exception as error:
                answer = None, f"{type(error).__name__}: {error}"
            pipe.send(answer)


def _converter() -> Callable[[str], str]:
    """Return what makes an SVG of a specification (JSON).

    It measures words by the fonts that it brings along, and not by those of the machine: it would
    open their files anew for every letter, which takes a third of the time of a drawing, and
    drawings would differ from machine to machine. Where fonts are it asks once, at its first
    drawing, as fontconfig does (``FONTCONFIG_FILE``).
    """
    import vl_convert

    def convert(specification: str) -> str:
        return str(vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE))

    with tempfile.TemporaryDirectory(prefix="memcon-fonts-") as empty:
        told = Path(empty) / "fonts.conf"
        told.write_text(f"<fontconfig><dir>{escape(empty)}</dir></fontconfig>", encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(told)
        convert(json.dumps({"data": {"values": [{}]}, "mark": {"type": "text", "text": "a"}}))
    return convert
