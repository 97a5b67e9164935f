"""The command line: one module a command, thin.

Start-up counts: nothing heavier than typer is imported before a command runs.
"""

from __future__ import annotations


def main() -> None:
    """Run the ``memcon`` command."""
    from memcon.cli.app import run

    run()
