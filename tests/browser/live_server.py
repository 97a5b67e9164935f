"""The server as its users start it: ``memcon serve`` in a process of its own, on a free port."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_LISTENING: Final = re.compile(r'"listening": "(http://[^"]+)"')
_START_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveServer:
    """A running server: where it answers, the archive it serves, where it logs, its process."""

    url: str
    archive: Path
    log: Path
    pid: int

    def lines(self) -> list[dict[str, Any]]:
        """Return what it has logged, a dictionary a line."""
        text = self.log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    def faults(self) -> list[str]:
        """Return the lines of the log that tell of a fault of the server."""
        return [
            json.dumps(line)
            for line in self.lines()
            if line.get("level") in {"error", "critical"} or line.get("status", 0) >= 500
        ]


@contextmanager
def serving(
    archive: Path,
    folder: Path,
    *options: str,
    config: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Iterator[LiveServer]:
    """Serve an archive; the server is told to stop at the end, and has to do so in order.

    Args:
        archive: its file.
        folder: where the log is written, and where the process runs.
        options: more options of ``memcon serve``.
        config: the ``memcon.toml`` to use.
        environ: more variables of its environment.
    """
    log = folder / f"{archive.stem}.log"
    own = {name: value for name, value in os.environ.items() if not name.startswith("MEMCON_")}
    command = [sys.executable, "-m", "memcon", "serve", str(archive), "--port", "0", *options]
    if config is not None:
        command += ["--config", str(config.resolve())]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={
                **own,
                "MEMCON_SERVE_LOG_FORMAT": "json",
                "MEMCON_USER": "Tester",
                **(environ or {}),
            },
            stdout=subprocess.DEVNULL,
            stderr=stream,
        )
    try:
        url = _answering(process, log)
        yield LiveServer(url=url, archive=archive, log=log, pid=process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0, log.read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def _answering(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = _LISTENING.search(log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text(encoding='utf-8')}")
