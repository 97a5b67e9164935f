"""The command as clients meet it, over standard input and output and over HTTP.

The SDK's client over standard input and output is in ``test_mcp_page.py``: the session of the docs
asks every tool, and has to be the same word for word.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client
from mcp_helpers import TODAY
from typer.testing import CliRunner

from memcon.archive import open_archive
from memcon.cli.app import app
from memcon.errors import MemconError
from memcon.mcp.http import check_host, security
from memcon.mcp.tools import Tools
from memcon.version import __version__

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("MEMCON_")}

# Each tool once; a later call takes its id from the one before.
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("search", {"words": "rail crossing"}),
    ("ledger", {"by": "XOS", "today": TODAY}),
    ("positions", {"by": ["XVA"], "on": ["trade"]}),
    ("brief", {"a": "XOS", "b": "XVA", "today": TODAY}),
    ("meeting", {"actors": ["XOS", "XVA"], "status": "held"}),
]


async def all_tools(client: Client) -> dict[str, Any]:
    """Return what each tool answers, and what errors it gives."""
    answers: dict[str, Any] = {}
    for tool, arguments in CALLS:
        answers[tool] = (await client.call_tool(tool, arguments)).structured_content
    one, other = (told["document"] for told in answers["meeting"]["rows"][0]["evidence"])
    for tool, arguments in (("compare", {"a": one, "b": other}), ("cite", {"id": one})):
        answers[tool] = (await client.call_tool(tool, arguments)).structured_content
    for wrong in ({"id": "doc:0123456789abcdef"}, {"id": 5}, {"nonsense": True}):
        result = await client.call_tool("cite", wrong)
        assert result.is_error
        answers.setdefault("errors", []).append(result.structured_content)
    return answers


def clients(server: Any, *, number: int) -> list[dict[str, Any]]:
    """Return what several clients get that ask at once."""

    async def session() -> dict[str, Any]:
        async with Client(server) as client:
            listed = await client.list_tools()
            assert [tool.name for tool in listed.tools] == list(Tools.NAMES)
            assert client.server_info is not None
            assert (client.server_info.name, client.server_info.version) == ("memcon", __version__)
            return await all_tools(client)

    async def together() -> list[dict[str, Any]]:
        return list(await asyncio.gather(*(session() for _ in range(number))))

    return asyncio.run(together())


@pytest.fixture(scope="module")
def expected(example_archive: Path) -> dict[str, Any]:
    """What the tools answer in this process."""
    from mcp_helpers import server_over

    async def session() -> dict[str, Any]:
        with open_archive(example_archive, write=False) as archive:
            async with Client(server_over(archive)) as client:
                return await all_tools(client)

    return asyncio.run(session())


def test_nothing_but_the_protocol_is_on_standard_output(example_archive: Path) -> None:
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "0"},
    }
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "ledger"}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "none"}},
        {"jsonrpc": "2.0", "id": 4, "method": "no/such/method"},
    ]
    lines = [json.dumps(message) for message in messages]
    lines.insert(3, "this is no JSON \udce9")
    process = subprocess.Popen(
        [sys.executable, "-m", "memcon", "mcp", "--archive", str(example_archive)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.write("\n".join([*lines, ""]).encode("utf-8", "surrogateescape"))
    process.stdin.flush()
    answers: dict[int, Any] = {}
    while len(answers) < 4:
        answer = json.loads(process.stdout.readline())
        assert answer["jsonrpc"] == "2.0"
        if answer.get("id") is not None:
            answers[answer["id"]] = answer
    process.stdin.close()
    assert process.stdout.read() == b""
    assert process.wait(20) == 0
    assert b"Traceback" not in process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert answers[1]["result"]["serverInfo"]["name"] == "memcon"
    assert answers[2]["result"]["structuredContent"]["rows"]
    assert answers[3]["result"]["isError"]
    assert answers[4]["error"]["code"] == -32601


# HTTP --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(example_archive: Path) -> Iterator[str]:
    """The URL of a server on a free port."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "memcon", "--archive", str(example_archive)),
            *("mcp", "--http", "--port", "0"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        text=True,
    )
    assert process.stderr is not None
    assert process.stdout is not None
    line = process.stderr.readline()
    found = re.search(r"serving (http://127\.0\.0\.1:\d+/mcp)", line)
    try:
        assert found is not None, line
        yield found[1]
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.stdout.read() == ""
        process.wait(20)
        process.stdout.close()
        process.stderr.close()
    assert "Traceback" not in rest


def test_all_tools_answer_two_clients_over_http(address: str, expected: dict[str, Any]) -> None:
    assert clients(address, number=2) == [expected, expected]


def asked(address: str, **headers: str) -> httpx.Response:
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    accepted = {"accept": "application/json, text/event-stream"}
    return httpx.post(address, json=message, headers={**accepted, **headers}, trust_env=False)


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("host", "evil.example", 421),
        ("host", "127.0.0.1.evil.example:80", 421),
        ("origin", "https://evil.example", 403),
        ("origin", "null", 403),
    ],
)
def test_requests_by_another_name_or_from_another_page_are_refused(
    address: str, header: str, value: str, status: int
) -> None:
    assert asked(address, **{header: value}).status_code == status
    assert asked(address).status_code not in (421, 403)


def test_long_requests_are_refused(address: str) -> None:
    answer = httpx.post(
        address,
        content=b'{"jsonrpc": "2.0", "id": 1, "method": "' + b"x" * 300_000 + b'"}',
        headers={"content-type": "application/json"},
        trust_env=False,
    )
    assert answer.status_code == 413


def test_port_that_is_taken_is_told(address: str, example_archive: Path) -> None:
    port = address.rpartition(":")[2].removesuffix("/mcp")
    code, output = run("mcp", "--archive", str(example_archive), "--http", "--port", port)
    assert code == 2
    assert f"127.0.0.1:{port}: cannot listen there" in output


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "memcon.example.org", ""])
def test_host_for_others_needs_the_names_under_which_they_come(host: str) -> None:
    with pytest.raises(MemconError, match="no password"):
        check_host(host, ())
    check_host(host, ["memcon.example.org"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_needs_no_leave(host: str) -> None:
    check_host(host, ())


@pytest.mark.parametrize("name", ["", "*", "http://a.example", "a.example/x", "a\nb"])
def test_names_that_are_no_hosts_are_refused(name: str) -> None:
    with pytest.raises(MemconError, match="is no host"):
        check_host("0.0.0.0", [name])


def test_named_hosts_are_let_in_with_the_port_that_they_name() -> None:
    hosts = security(["a.example", "b.example:8443"]).allowed_hosts
    assert {"a.example", "a.example:*", "b.example:8443"} <= set(hosts)
    assert "b.example:*" not in hosts
    assert security(()).enable_dns_rebinding_protection


# The command -------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, " ".join(done.output.split())


def test_open_host_is_refused_by_the_command(example_archive: Path) -> None:
    code, output = run("mcp", "--archive", str(example_archive), "--http", "--host", "0.0.0.0")
    assert code == 2
    assert "--host 0.0.0.0: other machines could reach the server there" in output
    assert "--allow-host" in output


@pytest.mark.parametrize("option", [("--host", "::1"), ("--port", "80"), ("--allow-host", "a")])
def test_options_of_http_need_http(option: tuple[str, str]) -> None:
    code, output = run("mcp", *option)
    assert code == 2
    assert "go with --http" in output


def test_missing_archive_is_told(tmp_path: Path) -> None:
    code, output = run("mcp", "--archive", str(tmp_path / "none.db"))
    assert code == 3
    assert "there is no archive" in output


def test_without_the_extra_the_error_says_how_to_install_it(example_archive: Path) -> None:
    # in a process of its own: modules that are imported twice would outlive the test
    missing = ("mcp", "mcp.server", "mcp_types", "uvicorn")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({missing})); "
        "from memcon.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "mcp", "--archive", str(example_archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "pip install 'memcon[mcp]'" in done.stderr


def test_help_starts_without_the_sdk() -> None:
    script = (
        "import sys; from memcon.cli.app import app; "
        "print(sorted({'mcp', 'uvicorn', 'starlette', 'anyio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
