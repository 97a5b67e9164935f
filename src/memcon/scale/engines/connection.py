"""The connection of this process to Ray: a cluster's, or one that is started here for it."""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, Final

from memcon.errors import ExtraError, RunError
from memcon.scale.local import cores

_ANSWER: Final = 10.0  # seconds that a cluster has to answer in
_STARTS: Final = 3  # Ray gives a node of its own 30 seconds, which a busy machine may exceed
_STORE: Final = 500_000_000  # bytes of shared memory for tasks on the way, in a Ray of our own


@contextmanager
def connected(*, jobs: int | None = None, address: str | None = None) -> Iterator[None]:
    """Connect to Ray for a ``with`` block; nothing happens if this process is connected already.

    Stages that run inside one block share what Ray takes to start.

    Args:
        jobs: how many workers a Ray of our own has room for; None for one a core.
        address: a cluster's (``host:6379``, or ``auto`` on one of its nodes), None for a Ray of
            our own on this machine.

    Raises:
        ExtraError: Ray is not installed.
        RunError: there is no cluster at the address, or Ray does not start.
    """
    with _quiet():
        ray = the_ray()
        if ray.is_initialized():
            yield
            return
        with TemporaryDirectory(prefix="memcon-", ignore_cleanup_errors=True) as folder:
            asked: dict[str, Any] = {"address": address}
            if address is None:
                asked = {
                    "address": "local",
                    "num_cpus": jobs or cores(),
                    "object_store_memory": _STORE,
                    "_temp_dir": folder,
                }
            else:
                _reached(address)
            for left in reversed(range(_STARTS if address is None else 1)):
                try:
                    ray.init(
                        include_dashboard=None if address else False,
                        log_to_driver=False,
                        logging_level=logging.ERROR,
                        **asked,
                    )
                    break
                except Exception as error:
                    # Anything: it may be a name, a port, a version, a token, shared memory.
                    ray.shutdown()
                    if not left:
                        raise RunError(
                            f"there is no connection to Ray ({gist(error)})",
                            where=address,
                            remedy="Check the address, and that memcon's machine runs the "
                            "cluster's versions of Ray and Python",
                        ) from error
            try:
                yield
            finally:
                ray.shutdown()


def the_ray() -> Any:
    """Return the package.

    Raises:
        ExtraError: it is not installed.
    """
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise ExtraError(
            f"the engine ray needs what is not installed ({error})",
            remedy="Install it: pip install 'memcon[ray]'",
        ) from error
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return ray


def gist(error: BaseException) -> str:
    """Return the line that says what happened: Ray tells an error as the traceback it came with."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    named = [line for line in lines if re.match(r"[\w.]+(Error|Exception): ", line)]
    return (named[-1:] or lines[:1] or [repr(error)])[0]


def _reached(address: str) -> None:
    """Raise where nothing answers at an address, which Ray itself would ask for minutes."""
    host, colon, port = address.rpartition("//")[2].rpartition(":")
    if not (colon and port.isdecimal()):
        return  # ``auto``, which Ray looks up
    try:
        socket.create_connection((host, int(port)), timeout=_ANSWER).close()
    except OSError as error:
        raise RunError(
            f"there is no connection to Ray ({error.strerror or error})",
            where=address,
            remedy="Check the address, and that the cluster is up",
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Ray from asking the network, and from talking where memcon's own output goes."""
    wanted = {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_BACKEND_LOG_LEVEL": "fatal",
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    }
    added = [name for name in wanted if name not in os.environ]
    os.environ.update((name, wanted[name]) for name in added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
