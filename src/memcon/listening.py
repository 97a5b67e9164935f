"""A server on a port, as all that serve HTTP need it: it tells its address, or why it has none.

Needs uvicorn, which the extras ``web`` and ``mcp`` bring.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import uvicorn

from memcon.errors import MemconError


class Listening(uvicorn.Server):
    """A server that tells its own address as soon as it answers there."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[str], None]):
        """Keep whom to tell; the address is like ``http://127.0.0.1:8080``."""
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: Any = None) -> None:
        """Bind the port."""
        try:
            await super().startup(sockets=sockets)
        except SystemExit:  # uvicorn's way to say that the port cannot be had
            self.should_exit = True
            return
        port = self.servers[0].sockets[0].getsockname()[1]
        host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
        self._listening(f"http://{host}:{port}")

    def serve_or_fail(self) -> None:
        """Serve until the process is told to stop.

        Raises:
            MemconError: the port cannot be had.
        """
        self.run()
        if not self.started:
            raise MemconError(
                "cannot listen there",
                where=f"{self.config.host}:{self.config.port}",
                remedy="Give another --port; 0 takes a free one",
            )
