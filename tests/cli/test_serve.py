"""``memcon serve``: which archive, which options, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from memcon.archive import open_archive, users
from memcon.cli.app import app
from memcon.cli.serve import options_of
from memcon.settings import Settings
from memcon.web.options import WebOptions

runner = CliRunner()


class Served:
    """Stands in for the server, and keeps what it was told."""

    def __init__(self) -> None:
        self.options: WebOptions | None = None
        self.writable: bool | None = None

    def __call__(self, app: Any, options: WebOptions, *, listening: Callable[[str], None]) -> None:
        self.options, self.writable = options, app.state.site.archive.writable
        listening("http://127.0.0.1:1234")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Served:
    stand_in = Served()
    monkeypatch.setattr("memcon.web.server.serve", stand_in)
    monkeypatch.setattr("memcon.web.observing.logs.configure", lambda form: None)
    monkeypatch.chdir(tmp_path)
    open_archive("memcon.db", create=True).close()
    return stand_in


def test_archive_of_the_folder_is_served_to_this_machine_alone(served: Served) -> None:
    result = runner.invoke(app, ["serve"])
    assert result.exit_code == 0
    assert result.stderr == "memcon: serving http://127.0.0.1:1234; Ctrl-C ends it\n"
    assert served.options is not None
    assert (served.options.host, served.options.port) == ("127.0.0.1", 8080)
    assert served.options.user
    assert served.writable


@pytest.mark.parametrize("given", [["serve", "b.db"], ["serve", "--archive", "b.db"]])
def test_archive_is_given_as_argument_or_option(served: Served, given: list[str]) -> None:
    open_archive("b.db", create=True).close()
    assert runner.invoke(app, given).exit_code == 0
    assert runner.invoke(app, [*given, "--archive", "b.db"]).exit_code == (
        2 if "--archive" not in given else 0
    )


def test_no_archive_is_an_error_and_none_is_made(served: Served) -> None:
    result = runner.invoke(app, ["serve", "none.db"])
    assert result.exit_code == 3
    assert "there is no archive" in result.stderr
    assert not Path("none.db").exists()


def test_archive_that_cannot_be_written_is_served_for_reading(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and allowed(path, mode))
    result = runner.invoke(app, ["serve"])
    assert result.exit_code == 0, result.stderr
    assert "can only be read" in result.stderr
    assert served.writable is False


def test_other_machines_are_let_in_only_if_somebody_says_so(served: Served) -> None:
    refused = runner.invoke(app, ["serve", "--host", "0.0.0.0"])
    assert refused.exit_code == 3
    assert "memcon users add" in refused.stderr
    assert served.options is None
    assert runner.invoke(app, ["serve", "--host", "0.0.0.0", "--public"]).exit_code == 0
    assert served.options is not None
    assert served.options.public


def test_other_machines_are_let_in_where_people_log_in(served: Served) -> None:
    with open_archive("memcon.db") as archive, archive.writing() as connection:
        users.add(connection, "Ada Morn", role="admin", password="x", at="2026-01-01T00:00:00Z")
    assert runner.invoke(app, ["serve", "--host", "0.0.0.0"]).exit_code == 0


def test_browser_is_opened_at_the_public_address(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setenv("MEMCON_SERVE_PUBLIC_URL", "https://memcon.example.org")
    assert "serving https://memcon.example.org" in runner.invoke(app, ["serve", "--open"]).stderr
    for _ in range(100):
        if opened:
            break
        __import__("time").sleep(0.01)
    assert opened == ["https://memcon.example.org"]


def test_missing_extra_says_what_to_install() -> None:
    # in a process of its own: modules that are imported twice would outlive the test
    script = "import sys; sys.modules['fastapi'] = None; from memcon.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "serve"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "pip install 'memcon[web]'" in done.stderr


def test_settings_reach_the_server() -> None:
    options = options_of(
        Settings(
            user="Desk",
            max_megabytes=7,
            web_contact="desk@example.org",
            web_interval_seconds=2.0,
            serve_public_url="https://memcon.example.org",
            serve_allowed_hosts=("memcon",),
            serve_trusted_proxies=("10.0.0.1",),
            serve_secret="s" * 32,
            serve_max_upload_megabytes=3,
            serve_max_text_megabytes=1,
            serve_body_timeout_seconds=5.0,
            serve_log_format="json",
            serve_public_metrics=True,
        )
    )
    assert options == WebOptions(
        user="Desk",
        max_bytes=7_000_000,
        fetch_contact="desk@example.org",
        fetch_interval_seconds=2.0,
        public_url="https://memcon.example.org",
        secure_cookies=True,
        allowed_hosts=("memcon",),
        trusted_proxies=("10.0.0.1",),
        secret="s" * 32,
        max_upload_bytes=3_000_000,
        max_text_bytes=1_000_000,
        body_timeout_seconds=5.0,
        log_format="json",
        public_metrics=True,
    )
    assert "s" * 32 not in repr(options)
