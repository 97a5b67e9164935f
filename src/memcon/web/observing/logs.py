"""The log of a server process: one line an event, for a terminal or as JSON for a collector."""

from __future__ import annotations

import logging
import sys
from typing import IO, Final

import structlog
from asgi_correlation_id import correlation_id
from structlog.typing import EventDict, Processor, WrappedLogger

from memcon.web.options import LogFormat

# Their own lines tell what ours tell already, or what concerns nobody.
_HUSHED: Final = ("uvicorn", "asgi_correlation_id", "httpx", "httpcore")


def configure(form: LogFormat, stream: IO[str] | None = None) -> None:
    """Have all logging of this process written in one form, each line with its request's id.

    For a process that serves and does nothing else: it replaces what logging there was.

    Args:
        form: ``json`` for a collector (keys ``time``, ``level``, ``logger``, ``event``,
            ``request_id``, ``exception`` and what the event is about), ``console`` for people.
        stream: where to; standard error without it.
    """
    stream = stream if stream is not None else sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                _without_colours,
                _with_request_id,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(form, colours=stream.isatty()),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _HUSHED:
        logging.getLogger(name).setLevel(logging.WARNING)


def _rendering(form: LogFormat, *, colours: bool) -> list[Processor]:
    if form == "json":
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=False),
        ]
    return [
        structlog.dev.ConsoleRenderer(
            colors=colours,
            timestamp_key="time",
            exception_formatter=structlog.dev.plain_traceback,
            pad_event_to=0,
        )
    ]


def _with_request_id(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if request_id := correlation_id.get():
        event["request_id"] = request_id
    return event


def _without_colours(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)  # uvicorn's, the same once more
    return event
