"""The command line: one module a command, thin.

Start-up counts: nothing heavier than typer is imported before a command runs.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the ``memcon`` command."""
    try:
        from memcon.cli.app import start
    except KeyboardInterrupt:  # so early that nobody else can say it in one line
        print("memcon: interrupted", file=sys.stderr)
        sys.exit(130)
    start()
