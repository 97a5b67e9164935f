"""Inputs on, and folders of, a storage that speaks S3: a server on this machine."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import httpx
import pytest

from memcon.errors import RunError
from memcon.scale.inputs import InputOptions, cut, documents, survey
from memcon.scale.storage import Folder, filesystem
from memcon.scale.work import Offered

SECRET = "never-to-be-shown"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server that speaks S3, and an environment that leads to it."""
    from moto.server import ThreadedMotoServer
    from s3fs import S3FileSystem

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/nowhere",
            "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
        }.items():
            environment.setenv(name, value)
        S3FileSystem.clear_instance_cache()
        yield f"http://{host}:{port}"
    S3FileSystem.clear_instance_cache()
    running.stop()


@pytest.fixture
def bucket(server: str) -> str:
    """A new bucket."""
    name = f"ostria-{next(NUMBERS)}"
    system, path = filesystem(f"s3://{name}")
    system.mkdir(path)
    return f"s3://{name}"


@contextmanager
def environment(**changes: str | None) -> Iterator[None]:
    """Change the environment, for clients that are made anew in it."""
    from s3fs import S3FileSystem

    with pytest.MonkeyPatch.context() as patch:
        for name, value in changes.items():
            if value is None:
                patch.delenv(name)
            else:
                patch.setenv(name, value)
        S3FileSystem.clear_instance_cache()
        yield
    S3FileSystem.clear_instance_cache()


def put(url: str, data: bytes) -> None:
    system, path = filesystem(url)
    system.pipe_file(path, data)


def texts(place: str, options: InputOptions) -> list[str]:
    found = [
        offered
        for file in survey([place], options).files
        for piece in cut(file, options)
        for offered in documents(piece, options)
    ]
    assert all(isinstance(one, Offered) for one in found), found
    return [one.text or (one.data or b"").decode() for one in found if isinstance(one, Offered)]


def lines(*said: str) -> bytes:
    return "".join(json.dumps({"text": text}) + "\n" for text in said).encode()


def test_a_folder_of_a_bucket_is_read_as_a_local_one(bucket: str) -> None:
    put(
        f"{bucket}/day/a.jsonl.gz",
        gzip.compress(lines("Ostria agreed.", "Varnia did not."), mtime=0),
    )
    put(f"{bucket}/day/inner/b.jsonl", lines("Norland waits."))
    put(f"{bucket}/day/c.txt", b"Ostria and Varnia met.")
    put(f"{bucket}/night/d.jsonl", lines("Elsewhere."))
    files = survey([f"{bucket}/day"], InputOptions()).files
    assert [file.url for file in files] == [
        f"{bucket}/day/a.jsonl.gz",
        f"{bucket}/day/c.txt",
        f"{bucket}/day/inner/b.jsonl",
    ]
    assert texts(f"{bucket}/day", InputOptions()) == [
        "Ostria agreed.",
        "Varnia did not.",
        "Ostria and Varnia met.",
        "Norland waits.",
    ]
    assert texts(f"{bucket}/*/*.jsonl", InputOptions()) == ["Elsewhere."]


def test_parquet_on_a_bucket_is_read_by_rows_and_by_row_groups(bucket: str) -> None:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    said = [f"Ostria took note of point {number}." for number in range(40)]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"text": said}), sink, row_group_size=10)
    put(f"{bucket}/news.parquet", sink.getvalue().to_pybytes())
    for each in (3, 10, 100):
        assert texts(f"{bucket}/news.parquet", InputOptions(piece_documents=each)) == said


def test_a_folder_on_a_bucket_keeps_what_is_put(bucket: str) -> None:
    folder = Folder(f"{bucket}/run/")
    assert folder.names("parts") == []
    assert not folder.exists("parts/one")
    folder.put("parts/two", b"2")
    folder.put("parts/one", b"1")
    folder.put("parts/inner/three", b"3")
    assert folder.names("parts") == ["one", "two"]
    assert folder.get("parts/one") == b"1"
    folder.put("parts/one", b"once more")
    assert Folder(f"{bucket}/run").get("parts/one") == b"once more"
    folder.remove("parts/one")
    folder.remove("parts/one")
    assert folder.names("parts") == ["two"]
    folder.remove("parts")
    assert folder.names("parts") == []
    with pytest.raises(RunError, match="no such file"):
        folder.get("parts/two")


def test_what_another_process_wrote_is_seen(bucket: str) -> None:
    from s3fs import S3FileSystem

    folder = Folder(f"{bucket}/run")
    folder.put("done/a", b"")
    assert folder.names("done") == ["a"]
    assert not folder.exists("done/b")
    another = S3FileSystem(skip_instance_cache=True)
    another.pipe_file(f"{bucket}/run/done/b", b"theirs")
    assert folder.exists("done/b")
    assert folder.names("done") == ["a", "b"]
    another.rm_file(f"{bucket}/run/done/b")
    assert not folder.exists("done/b")
    folder.remove("done/b")


def test_an_input_may_be_larger_than_what_is_fetched_at_once(bucket: str) -> None:
    said = [f"{number}: " + "Ostria notes this. " * 9000 for number in range(80)]
    put(f"{bucket}/large.jsonl", lines(*said))
    assert texts(f"{bucket}/large.jsonl", InputOptions()) == said


def test_a_bucket_that_is_not_there_is_said(bucket: str) -> None:
    with pytest.raises(RunError, match="no such file or folder") as caught:
        survey(["s3://varnia-news/x.jsonl"], InputOptions())
    assert caught.value.where == "s3://varnia-news/x.jsonl"
    with pytest.raises(RunError) as caught:
        Folder("s3://varnia-news/run").put("a", b"")
    assert SECRET not in str(caught.value)


ASK: list[Callable[[str], object]] = [
    lambda bucket: survey([bucket], InputOptions()).files,
    lambda bucket: Folder(f"{bucket}/run").names("done"),
    lambda bucket: Folder(f"{bucket}/run").get("done/a"),
    lambda bucket: Folder(f"{bucket}/run").put("done/a", b""),
    lambda bucket: Folder(f"{bucket}/run").remove("done"),
]


@pytest.mark.parametrize("ask", ASK, ids=["list", "names", "get", "put", "remove"])
def test_missing_credentials_are_said_without_a_secret(
    bucket: str, ask: Callable[[str], object]
) -> None:
    with environment(AWS_ACCESS_KEY_ID=None), pytest.raises(RunError) as caught:
        ask(bucket)
    assert "redentials" in str(caught.value)
    assert bucket in (caught.value.where or "")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("ask", ASK, ids=["list", "names", "get", "put", "remove"])
def test_wrong_credentials_are_said_without_a_secret(
    server: str, bucket: str, ask: Callable[[str], object]
) -> None:
    httpx.post(f"{server}/moto-api/reset-auth", content=b"0")  # from now on it asks who it is
    try:
        with environment(AWS_ACCESS_KEY_ID="nobody"), pytest.raises(RunError) as caught:
            ask(bucket)
    finally:
        httpx.post(f"{server}/moto-api/reset-auth", content=b"inf")
    assert "redentials" in str(caught.value)
    assert bucket in (caught.value.where or "")
    assert SECRET not in str(caught.value)


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    for address in (f"s3://testing:{SECRET}@ostria-news/run", f"s3://{SECRET}@ostria-news"):
        with pytest.raises(RunError, match="password") as caught:
            survey([address], InputOptions())
        assert SECRET not in str(caught.value)


def test_a_server_that_is_not_there_is_said(server: str) -> None:
    with (
        environment(AWS_ENDPOINT_URL="http://127.0.0.1:9", AWS_MAX_ATTEMPTS="1"),
        pytest.raises(RunError) as caught,
    ):
        survey(["s3://ostria/a.jsonl"], InputOptions())
    assert caught.value.where == "s3://ostria/a.jsonl"
