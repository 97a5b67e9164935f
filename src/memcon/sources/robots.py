"""What a host's robots.txt allows (RFC 9309)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from protego import Protego

from memcon.errors import FetchError, RobotsError

KEPT_SECONDS: Final = 86_400.0  # RFC 9309, 2.4: not longer than a day
# A host that could not say is asked again before long, but not for each of a feed's fifty links.
FAILURE_KEPT_SECONDS: Final = 300.0
MAX_BYTES: Final = 512_000  # RFC 9309, 2.5: at least 500 KiB must be read; the rest is not


@dataclass(frozen=True, slots=True)
class _Answer:
    until: float
    rules: Protego | None = None
    error: FetchError | None = None


class Robots:
    """The rules of the hosts seen so far.

    Args:
        fetch: returns the content of a robots.txt, or ``None`` where the host has none.
        agent: the name by which the rules call memcon.
        monotonic: a clock in seconds that never goes back.
    """

    def __init__(
        self,
        *,
        fetch: Callable[[str], bytes | None],
        agent: str,
        monotonic: Callable[[], float],
    ):
        self._fetch = fetch
        self._agent = agent
        self._monotonic = monotonic
        self._answers: dict[str, _Answer] = {}

    def check(self, url: str, robots_url: str) -> float:
        """Check that a page may be fetched.

        Args:
            url: the page.
            robots_url: the robots.txt of its host.

        Returns:
            The seconds between two requests that the rules ask for, 0 where they ask for none.

        Raises:
            RobotsError: the rules forbid it, or the host failed to say (RFC 9309, 2.3.1.4).
            FetchError: the host cannot be reached.
        """
        answer = self._answers.get(robots_url)
        if answer is None or self._monotonic() >= answer.until:
            answer = self._ask(robots_url)
            self._answers[robots_url] = answer
        if answer.error is not None:
            # A copy: raised twice, one exception would gather the tracebacks of both.
            raise copy.copy(answer.error)
        rules = answer.rules
        if rules is None or url == robots_url:
            return 0.0
        if not rules.can_fetch(url, self._agent):
            raise RobotsError(
                f"robots.txt does not allow it to {self._agent}",
                where=url,
                remedy="Ask the publisher, or save the page by hand and add the file",
            )
        rate = rules.request_rate(self._agent)
        spread = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return max(rules.crawl_delay(self._agent) or 0.0, spread, 0.0)

    def _ask(self, robots_url: str) -> _Answer:
        try:
            content = self._fetch(robots_url)
        except FetchError as error:
            problem = error
            if error.status is not None:
                problem = RobotsError(
                    "the host does not say what it allows: its robots.txt answers "
                    f"{error.status}, so nothing is fetched from it for now",
                    where=robots_url,
                    remedy="Try again later",
                    status=error.status,
                    transient=True,
                    retry_after=error.retry_after,
                )
            return _Answer(self._monotonic() + FAILURE_KEPT_SECONDS, error=problem)
        until = self._monotonic() + KEPT_SECONDS
        if content is None:
            return _Answer(until)
        return _Answer(until, rules=Protego.parse(content.decode("utf-8", "replace")))
