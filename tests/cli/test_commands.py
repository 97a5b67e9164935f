"""The commands as a user meets them, with a stub in the reader's place: no model is loaded."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cli_helpers
import pytest
from cli_helpers import StubReader, stub_module
from typer.testing import CliRunner, Result

from memcon.cli.app import app
from memcon.record import Record
from memcon.version import __version__

Run = Callable[..., Result]
LONG = "The ministers of Norland and Estria met in Port Vell on 3 May 2023 and spoke of ferries."


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in a folder of its own; nothing but exit codes comes out of it."""
    monkeypatch.setitem(sys.modules, "memcon.reading.reader", stub_module())
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("MEMCON_") and name != "MEMCON_REQUIRE_ALL":
            monkeypatch.delenv(name)
    StubReader.made.clear()

    def invoke(*arguments: str, stdin: bytes | None = None, raised: bool = False) -> Result:
        result = CliRunner().invoke(app, list(arguments), input=stdin, prog_name="memcon")
        assert raised or isinstance(result.exception, SystemExit | None)
        assert "Traceback" not in result.output
        return result

    return invoke


def document(name: str, title: str = "") -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title or name}\n\n{LONG}\n", encoding="utf-8")
    return name


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"memcon {__version__}\n"


@pytest.mark.parametrize("command", [[], ["read"], ["evaluate"], ["schema"]])
def test_help_has_examples(run: Run, command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert result.stdout.count(f"  {' '.join(['memcon', *command])}") >= 1


def test_read_prints_a_page(run: Run) -> None:
    result = run("read", document("a.txt"))
    assert result.exit_code == 0
    assert result.stdout.startswith("a.txt\nNorland Foreign Ministry")
    assert result.stderr == ""


def test_json_of_one_file_is_an_object(run: Run) -> None:
    result = run("read", document("a.txt"), "--format", "json")
    assert Record.model_validate_json(result.stdout).document.title == "a.txt"


def test_json_of_a_folder_is_an_array_even_of_one(run: Run) -> None:
    document("in/a.txt")
    assert len(json.loads(run("read", "in", "-f", "json").stdout)) == 1


def test_json_of_a_pattern_is_an_array(run: Run) -> None:
    document("a.txt")
    assert len(json.loads(run("read", "*.txt", "-f", "json").stdout)) == 1


def test_json_of_several_arguments_is_an_array_whatever_becomes_of_them(run: Run) -> None:
    document("a.txt")
    assert len(json.loads(run("read", "a.txt", "gone.txt", "-f", "json").stdout)) == 1
    assert run("read", "gone.txt", "-f", "json").stdout == ""


def test_inputs_keep_their_order_and_come_once(run: Run) -> None:
    for name in ("in/b.txt", "in/c.txt", "a.txt"):
        document(name)
    result = run("read", "in/c.txt", "in", "a.txt", "./a.txt", "-f", "jsonl")
    titles = [json.loads(line)["document"]["title"] for line in result.stdout.splitlines()]
    assert titles == ["in/c.txt", "in/b.txt", "a.txt"]


def test_csv_and_table(run: Run) -> None:
    document("a.txt")
    rows = list(csv.DictReader(io.StringIO(run("read", "a.txt", "-f", "csv").stdout)))
    assert [row["id"] for row in rows] == ["statement:1", "statement:2"]
    result = run("read", "a.txt", "-f", "csv", "--table", "commitments")
    assert [row["file"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["a.txt"]
    assert "We will build 40 ferries" in run("read", "a.txt", "--table", "commitments").stdout


def test_standard_input(run: Run) -> None:
    result = run("read", "-", "-f", "json", stdin=f"Title\n\n{LONG}".encode())
    assert json.loads(result.stdout)["document"]["title"] == "Title"


def test_rejected_input_is_named_and_the_rest_goes_on(run: Run) -> None:
    document("a.txt")
    Path("empty.txt").write_bytes(b"")
    document("z.txt")
    result = run("read", "a.txt", "gone.txt", "empty.txt", "z.txt", "-f", "jsonl")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("memcon: gone.txt: ")
    assert lines[1].startswith("memcon: empty.txt: ")
    assert all(line.count(". ") >= 1 for line in lines), "each says what to do"


def test_nothing_read_is_code_2(run: Run) -> None:
    Path("empty.txt").write_bytes(b"")
    assert run("read", "empty.txt").exit_code == 2
    assert run("read", "gone.txt").exit_code == 2
    assert run("read", "gone*.txt").exit_code == 2


def test_json_stays_json_when_nothing_was_read(run: Run) -> None:
    Path("in").mkdir()
    Path("in/empty.txt").write_bytes(b"")
    assert json.loads(run("read", "in", "-f", "json").stdout) == []


def test_a_fault_in_one_document_is_one_line(run: Run) -> None:
    document("a.txt", title="broken")
    document("b.txt")
    result = run("read", "a.txt", "b.txt", "-f", "jsonl")
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("memcon: a.txt: a fault in memcon (ValueError: a fault of two lines)")


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "a.txt", "--format", "pdf"],
        ["read", "a.txt", "--jobs", "0"],
        ["read", "a.txt", "--table", "people"],
        ["read", "a.txt", "--colour"],
        ["read", "a.txt", "-o", "no/such/folder.json"],
        ["read", "a.txt", "-o", "."],
        ["evaluate"],
        ["write"],
    ],
)
def test_wrong_usage_is_code_2(run: Run, arguments: list[str]) -> None:
    document("a.txt")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage: memcon" in result.stderr
    assert result.stdout == ""


def test_settings_and_model_errors_are_code_3(run: Run) -> None:
    document("a.txt")
    result = run("read", "a.txt", "--config", "gone.toml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("memcon: gone.toml: cannot be read")
    result = run("read", "a.txt", "--model", "absent")
    assert (result.exit_code, result.stderr) == (
        3,
        "memcon: there is no model 'absent'. Install it\n",
    )


def test_config_file_gives_settings_and_knowledge(run: Run) -> None:
    document("a.txt")
    Path("memcon.toml").write_text('[settings]\nformat = "jsonl"\nmodel = "m"\n')
    assert json.loads(run("read", "a.txt").stdout)["schema"] == "memcon/record/1"
    assert run("read", "a.txt", "-f", "md", "--model", "n").stdout.startswith("# a.txt")
    config = Path("memcon.toml")
    assert StubReader.made == [
        {"knowledge": config, "model": "m"},
        {"knowledge": config, "model": "n"},
    ]


def test_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMCON_FORMAT", "md")
    assert run("read", document("a.txt")).stdout.startswith("# a.txt")
    monkeypatch.setenv("MEMCON_JOBS", "some")
    result = run("read", "a.txt")
    assert result.exit_code == 3
    assert "MEMCON_JOBS" in result.stderr


def test_size_limit(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("big.txt").write_text(f"{LONG}\n\n" * 15_000)
    monkeypatch.setenv("MEMCON_MAX_MEGABYTES", "1")
    result = run("read", "big.txt")
    assert result.exit_code == 2
    assert "over the limit of 1,000,000" in result.stderr


def test_output_file(run: Run) -> None:
    document("a.txt")
    result = run("read", "a.txt", "-o", "out.md", "-f", "md")
    assert result.stdout == ""
    assert Path("out.md").read_text().startswith("# a.txt")
    assert Path("out.md").stat().st_mode & 0o077 == 0o066 & ~_umask() & 0o077


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_output_to_a_device_or_a_link_leaves_it_what_it_is(run: Run) -> None:
    document("a.txt")
    assert run("read", "a.txt", "-o", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()
    Path("real.md").write_text("old")
    Path("link.md").symlink_to("real.md")
    run("read", "a.txt", "-o", "link.md", "-f", "md")
    assert Path("link.md").is_symlink()
    assert Path("real.md").read_text().startswith("# a.txt")


def test_output_file_survives_a_run_that_fails(run: Run) -> None:
    document("a.txt")
    Path("out.json").write_text("old")
    assert run("read", "a.txt", "-o", "out.json", "--model", "absent").exit_code == 3
    assert Path("out.json").read_text() == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "out.json"]


def test_unexpected_fault_is_one_line_and_a_traceback_only_when_debugging(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("gone\nwrong")

    monkeypatch.setattr("memcon.cli.output.make_writer", fail)
    result = run("read", document("a.txt"))
    assert result.exit_code == 4
    assert result.stderr.splitlines() == [
        "memcon: a fault in memcon (RuntimeError: gone wrong). Please report it; "
        "MEMCON_DEBUG=1 shows where it happened"
    ]
    monkeypatch.setenv("MEMCON_DEBUG", "1")
    assert isinstance(run("read", "a.txt", raised=True).exception, RuntimeError)


def test_interrupted_is_code_130(run: Run) -> None:
    result = run("read", document("a.txt", title="interrupt"))
    assert (result.exit_code, result.stderr) == (130, "memcon: interrupted\n")


def test_schema_is_that_of_the_record(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["title"] == "Record"
    assert "schema" in schema["properties"]


def test_evaluate_refuses_what_is_no_gold_folder(run: Run) -> None:
    result = run("evaluate", "gone")
    assert result.exit_code == 2
    assert result.stderr.startswith("memcon: gone")


# Processes of their own, for what only a process has.


def process(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, cli_helpers.__file__, *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, **options)  # type: ignore[call-overload,no-any-return]


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Naïve “titel”\n\n{LONG}", encoding="utf-8")
    settings = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    out, err = process("read", str(path), env=settings).communicate()
    assert out.decode("utf-8").startswith("Naïve “titel”\n")
    assert err == b""


def test_closed_pipe_is_silent(tmp_path: Path) -> None:
    for n in range(200):
        (tmp_path / f"{n}.txt").write_text(f"{n}\n\n{LONG}")
    child = process("read", str(tmp_path), "-f", "json")
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(1)
    child.stdout.close()
    assert child.wait(30) == 141
    assert child.stderr.read() == b""
    child.stderr.close()


def wait_until_idle(pid: int) -> None:
    """Wait until a process has used no processor time for half a second: it waits for input."""
    used = ""
    for _ in range(60):
        time.sleep(0.5)
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists():  # no Linux
            time.sleep(3)
            return
        before, used = used, " ".join(stat.read_text().rpartition(")")[2].split()[11:13])
        if used == before and used != "0 0":
            return


def test_ctrl_c_is_one_line(tmp_path: Path) -> None:
    child = process("read", "-", stdin=subprocess.PIPE)
    wait_until_idle(child.pid)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out, err) == (130, b"", b"memcon: interrupted\n")
