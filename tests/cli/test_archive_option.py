"""``--archive``: said before the command or after it, and what goes first."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from memcon.cli.app import app as program
from memcon.cli.app import memcon
from memcon.cli.archive_option import ArchiveOption, ConfigOption, settings_of
from memcon.cli.exits import guarded


def ask(context: typer.Context, archive: ArchiveOption = None, config: ConfigOption = None) -> int:
    settings = settings_of(context, config=config, archive=archive, overrides={"jobs": 2})
    print(settings.archive, settings.jobs)
    return 0


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> typer.Typer:
    """The program's own callback over a command that only says what it was told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MEMCON_ARCHIVE", raising=False)
    app = typer.Typer()
    app.callback()(memcon)
    app.command()(guarded(ask))
    return app


def asked(app: typer.Typer, *arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_order_is_command_program_environment_file_default(
    app: typer.Typer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(app, "ask") == "memcon.db 2\n"
    Path("memcon.toml").write_text("[settings]\narchive = 'file.db'\njobs = 3\n")
    assert asked(app, "ask") == "file.db 2\n"
    monkeypatch.setenv("MEMCON_ARCHIVE", "environment.db")
    assert asked(app, "ask") == "environment.db 2\n"
    assert asked(app, "--archive", "program.db", "ask") == "program.db 2\n"
    assert asked(app, "--archive", "program.db", "ask", "--archive", "own.db") == "own.db 2\n"


def test_named_config_gives_the_archive_beside_it(app: typer.Typer, tmp_path: Path) -> None:
    other = tmp_path / "team" / "memcon.toml"
    other.parent.mkdir()
    other.write_text("[settings]\narchive = 'team.db'\n")
    assert asked(app, "ask", "--config", "team/memcon.toml") == "team/team.db 2\n"


def test_empty_archive_is_refused(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["--archive", "", "ask"])
    assert result.exit_code == 3
    assert result.stderr.startswith("memcon: --archive: archive is ''. Give it the path")


def test_help_of_the_program_tells_of_it() -> None:
    assert "--archive PATH|URL" in CliRunner().invoke(program, ["--help"]).stdout
