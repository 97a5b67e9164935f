"""Settings: where they come from, which goes first, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from memcon.errors import SettingsError
from memcon.settings import NAMES, Settings, load_settings


def toml(folder: Path, content: str) -> Path:
    path = folder / "memcon.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_defaults(tmp_path: Path) -> None:
    assert load_settings(environ={}, folder=tmp_path) == Settings()


def test_file_in_the_folder_is_found_and_kept_as_the_knowledge_to_use(tmp_path: Path) -> None:
    path = toml(tmp_path, '[settings]\njobs = 3\nformat = "csv"\n')
    settings = load_settings(environ={}, folder=tmp_path)
    assert (settings.jobs, settings.format, settings.config) == (3, "csv", path)


def test_order_is_command_line_environment_file(tmp_path: Path) -> None:
    toml(tmp_path, "[settings]\njobs = 3\nwidth = 80\n")
    settings = load_settings(
        environ={"MEMCON_JOBS": "4", "MEMCON_FORMAT": "md"},
        folder=tmp_path,
        overrides={"format": "json", "model": None},
    )
    assert settings.jobs == 4
    assert settings.format == "json"
    assert settings.width == 80
    assert settings.model is None


def test_named_file_is_used_in_place_of_the_one_in_the_folder(tmp_path: Path) -> None:
    toml(tmp_path, "[settings]\njobs = 3\n")
    other = tmp_path / "other.toml"
    other.write_text('[settings]\nmodel = "xx"\n')
    settings = load_settings(other, environ={}, folder=tmp_path)
    assert (settings.model, settings.jobs) == ("xx", 1)


def test_tables_of_knowledge_are_not_settings(tmp_path: Path) -> None:
    toml(tmp_path, '[[knowledge.organisations]]\nid = "SCC"\n')
    assert load_settings(environ={}, folder=tmp_path).jobs == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[settings]\njobs = 0\n", "jobs is 0. Give it a whole number from 1"),
        ("[settings]\njobs = true\n", "jobs is True"),
        ('[settings]\njobs = "2"\n', "jobs is '2'"),
        ('[settings]\nformat = "pdf"\n', "Give it one of text, json"),
        ("[settings]\nmodel = ''\n", "name of an installed spaCy model"),
        ("[settings]\nwidth = 3\n", "from 40 to 1000"),
        ("[settings]\ncolour = 1\n", "no setting 'colour'. The settings are model, format"),
        ("[setting]\njobs = 2\n", "no table [setting]. The tables are [settings], [knowledge]"),
        ("settings = 3\n", "'settings' is not a table"),
        ("web = 3\n", "'web' is not a table. Write it as [web]"),
        ("[settings]\narchive = ''\n", "archive is ''. Give it the path of a file, or a database"),
        ("[settings]\nuser = 7\n", "user is 7. Give it a name"),
        ('[settings]\nuser = "a\\nb"\n', "on one line"),
        ("[settings]\nfeeds = []\n", "no setting 'feeds'. The settings are model"),
        ("[sync]\nfeed = []\n", "[sync]: there is no setting 'feed'. The settings are feeds"),
        ('[sync]\nfeeds = "http://a.example/"\n', "Give it a list of addresses"),
        ('[sync]\nfeeds = ["ftp://a.example/"]\n', "that begin with http:// or https://"),
        ('[sync]\nfeeds = ["http:///a"]\n', "feeds is ['http:///a']"),
        ('[sync]\nfeeds = ["http://[::1"]\n', "feeds is"),
        ('[sync]\nfeeds = ["http://a.example/b c"]\n', "feeds is"),
        ("[web]\nweb_contact = 'a@a.example'\n", "The settings are allow_hosts, contact, timeout"),
        ('[web]\nallow_hosts = ["http://a.example/"]\n', "allow_hosts is ['http://a.example/']"),
        ("[web]\nallow_hosts = [1]\n", "Give it a list of hosts"),
        ('[web]\ncontact = "a\\r\\nCookie: b"\n', "contact is 'a\\r\\nCookie: b'. Give it a mail"),
        ('[web]\ncontact = "Zoë"\n', "in ASCII"),
        ("[web]\ntimeout_seconds = 0\n", "timeout_seconds is 0. Give it a number from 1 to 600"),
        ("[web]\ntimeout_seconds = nan\n", "timeout_seconds is nan"),
        ("[web]\ninterval_seconds = -0.5\n", "interval_seconds is -0.5. Give it a number from 0"),
        ("[web]\ninterval_seconds = false\n", "interval_seconds is False"),
        ("[serve]\nserve_port = 1\n", "The settings are host, port, public_url"),
        ("[serve]\nport = 70000\n", "port is 70000. Give it a whole number from 0 to 65535"),
        ("[serve]\nhost = 'a b'\n", "host is 'a b'. Give it an address of this machine"),
        ("[serve]\npublic_url = 'memcon.example.org'\n", "Give it an address like https://"),
        ("[serve]\npublic_url = 'https://a.example/memcon'\n", "with no path"),
        ("[serve]\nallowed_hosts = ['*']\n", "allowed_hosts is ['*']"),
        ("[serve]\nallowed_hosts = ['a.example:80']\n", "without a port"),
        ("[serve]\ntrusted_proxies = ['proxy']\n", "Give it a list of IP addresses"),
        ("[serve]\nsecret = 'hidden'\n", "secret is too short. Give it at least 32"),
        ("[serve]\npublic_metrics = 1\n", "public_metrics is 1. Give it true or false"),
        ("[serve]\nlog_format = 'xml'\n", "Give it one of console, json"),
        ("[settings\n", "is not valid TOML"),
    ],
)
def test_wrong_file_names_file_value_and_remedy(tmp_path: Path, content: str, said: str) -> None:
    path = toml(tmp_path, content)
    with pytest.raises(SettingsError) as caught:
        load_settings(environ={}, folder=tmp_path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JOBS", "many"),
        ("JOBS", "0"),
        ("FORMAT", "pdf"),
        ("WIDTH", "1.5"),
        ("ARCHIVE", " "),
        ("FEEDS", "https://a.example/ b"),
        ("WEB_TIMEOUT_SECONDS", "soon"),
        ("WEB_INTERVAL_SECONDS", "inf"),
        ("SERVE_PUBLIC_METRICS", "perhaps"),
        ("SERVE_PORT", "http"),
        ("SERVE_SECRET", "hidden"),
    ],
)
def test_wrong_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"MEMCON_{name}"):
        load_settings(environ={f"MEMCON_{name}": value}, folder=tmp_path)


def test_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    assert load_settings(environ={"MEMCON_JOBS": ""}, folder=tmp_path).jobs == 1


def test_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / "none.toml", environ={})


def test_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "memcon.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(environ={}, folder=tmp_path)


def test_tables_of_the_web_and_of_sync(tmp_path: Path) -> None:
    toml(
        tmp_path,
        '[sync]\nfeeds = ["https://a.example/x.xml", "http://b.example", "http://b.example"]\n'
        '[web]\nallow_hosts = ["intranet.example:8080", "::1"]\ncontact = "desk@example.org"\n'
        "timeout_seconds = 5\ninterval_seconds = 0.5\n",
    )
    settings = load_settings(environ={}, folder=tmp_path)
    assert settings.feeds == ("https://a.example/x.xml", "http://b.example")
    assert settings.web_allow_hosts == ("intranet.example:8080", "::1")
    assert settings.web_contact == "desk@example.org"
    assert (settings.web_timeout_seconds, settings.web_interval_seconds) == (5.0, 0.5)


def test_variables_go_before_every_table(tmp_path: Path) -> None:
    toml(tmp_path, '[sync]\nfeeds = ["https://a.example"]\n[web]\ntimeout_seconds = 5\n')
    settings = load_settings(
        environ={
            "MEMCON_FEEDS": "https://b.example  https://c.example",
            "MEMCON_WEB_TIMEOUT_SECONDS": "7.5",
            "MEMCON_USER": "Desk Officer",
        },
        folder=tmp_path,
    )
    assert settings.feeds == ("https://b.example", "https://c.example")
    assert settings.web_timeout_seconds == 7.5
    assert settings.user == "Desk Officer"


def test_archive_of_a_file_lies_beside_it_and_others_where_they_are_named(tmp_path: Path) -> None:
    def archive(environ: dict[str, str], said: str | None = None) -> str:
        return load_settings(environ=environ, folder=tmp_path, overrides={"archive": said}).archive

    toml(tmp_path, "[settings]\narchive = 'kept/a.db'\n")
    assert archive({}) == str(tmp_path / "kept" / "a.db")
    assert archive({"MEMCON_ARCHIVE": "b.db"}) == "b.db"
    assert archive({"MEMCON_ARCHIVE": "b.db"}, "c.db") == "c.db"
    url = "postgresql+psycopg://desk@db.example/readouts"
    toml(tmp_path, f"[settings]\narchive = '{url}'\n")
    assert archive({}) == url
    toml(tmp_path, "[settings]\narchive = '/srv/a.db'\n")
    assert archive({}) == "/srv/a.db"


def test_table_of_the_server(tmp_path: Path) -> None:
    toml(
        tmp_path,
        "[serve]\nport = 0\npublic_url = 'https://memcon.example.org'\n"
        f"allowed_hosts = ['memcon', '[::1]']\nsecret = '{'ab' * 16}'\npublic_metrics = true\n",
    )
    environ = {
        "MEMCON_SERVE_PUBLIC_METRICS": "0",
        "MEMCON_SERVE_TRUSTED_PROXIES": "10.0.0.0/8 ::1",
    }
    settings = load_settings(environ=environ, folder=tmp_path, overrides={"serve_port": 81})
    assert settings.serve_port == 81
    assert settings.serve_public_url == "https://memcon.example.org"
    assert settings.serve_allowed_hosts == ("memcon", "[::1]")
    assert settings.serve_trusted_proxies == ("10.0.0.0/8", "::1")
    assert not settings.serve_public_metrics


def test_secret_is_not_shown(tmp_path: Path) -> None:
    secret = "correct-horse-battery-staple-and-so-on"
    settings = load_settings(environ={"MEMCON_SERVE_SECRET": secret}, folder=tmp_path)
    assert settings.serve_secret == secret
    assert secret not in repr(settings)


def test_every_setting_is_described(root: Path) -> None:
    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    operations = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in NAMES:
        page = operations if name.startswith("serve_") else guide
        key = name.removeprefix("web_").removeprefix("serve_")
        assert f"| `{key}` | `MEMCON_{name.upper()}` |" in page


def test_example_of_the_guide_is_a_file_that_works(root: Path, tmp_path: Path) -> None:
    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    example = guide.split("```toml\n")[1].split("```")[0]
    toml(tmp_path, example)
    assert load_settings(environ={}, folder=tmp_path).feeds
