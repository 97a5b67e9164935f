"""How soon a host may be asked again."""

from __future__ import annotations

from collections.abc import Callable


class Pace:
    """Keeps requests to one host apart.

    Args:
        monotonic: a clock in seconds that never goes back.
        sleep: waits the seconds it is given.
    """

    def __init__(self, *, monotonic: Callable[[], float], sleep: Callable[[float], None]):
        self._monotonic = monotonic
        self._sleep = sleep
        self._last: dict[str, float] = {}  # host → when it was last asked
        self._not_before: dict[str, float] = {}  # host → the time it named itself

    def due(self, host: str, interval: float) -> float:
        """Return the seconds until ``host`` may be asked, at ``interval`` seconds a request."""
        now = self._monotonic()
        last = self._last.get(host)
        times = [now, self._not_before.get(host, now)]
        if last is not None:
            times.append(last + interval)
        return max(times) - now

    def wait(self, host: str, interval: float) -> None:
        """Wait until ``host`` may be asked, and note that it is asked now."""
        seconds = self.due(host, interval)
        if seconds > 0:
            self._sleep(seconds)
        self._last[host] = self._monotonic()

    def wait_if_deferred(self, host: str) -> None:
        """Wait as long as ``host`` asked for itself, and note nothing (for its robots.txt)."""
        now = self._monotonic()
        seconds = self._not_before.get(host, now) - now
        if seconds > 0:
            self._sleep(seconds)

    def defer(self, host: str, seconds: float) -> None:
        """Note that ``host`` asked to be left alone for so many seconds (Retry-After)."""
        until = self._monotonic() + seconds
        self._not_before[host] = max(until, self._not_before.get(host, until))
