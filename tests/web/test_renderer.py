"""The process that draws: it is replaced when it is lost, and says what it cannot draw."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import psutil
import pytest

pytest.importorskip("vl_convert")

from memcon.web.errors import DrawingError
from memcon.web.renderer import Renderer


def chart(word: str) -> str:
    return json.dumps({"data": {"values": [{}]}, "mark": {"type": "text", "text": word}})


def drawing_process() -> psutil.Process:
    """Return the youngest process that this one spawned (another keeps count of semaphores)."""
    spawned = [one for one in psutil.Process().children() if "spawn_main" in str(one.cmdline())]
    return max(spawned, key=lambda process: process.create_time())


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    renderer.end()


def test_one_process_draws_all(renderer: Renderer) -> None:
    renderer.start()
    process = drawing_process()
    assert "Kasbrod" in renderer.draw(chart("Kasbrod"))
    assert "Tolvik" in renderer.draw(chart("Tolvik"))
    assert drawing_process() == process
    renderer.end()
    assert not process.is_running()


def test_a_process_that_is_lost_is_replaced(renderer: Renderer) -> None:
    renderer.draw(chart("before"))
    lost = drawing_process()
    lost.kill()
    assert "after" in renderer.draw(chart("after"))
    assert drawing_process() != lost


def test_what_cannot_be_drawn_is_told_and_the_next_is_drawn(renderer: Renderer) -> None:
    with pytest.raises(DrawingError, match="cannot be drawn"):
        renderer.draw('{"mark": 7}')
    assert "next" in renderer.draw(chart("next"))


def test_others_go_on_while_it_draws(renderer: Renderer) -> None:
    """The library holds the interpreter that it runs in."""
    renderer.draw(chart("warm"))
    rows = [{"a": str(number), "b": number} for number in range(3_000)]
    sides = {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}
    large = json.dumps({"data": {"values": rows}, "mark": "bar", "encoding": sides})
    drawing = threading.Thread(target=renderer.draw, args=(large,))
    steps = 0
    drawing.start()
    while drawing.is_alive():
        time.sleep(0.001)
        steps += 1
    assert steps > 50, "a second and more of drawing has room for them, a hold of it all for none"
