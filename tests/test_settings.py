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
    ("name", "value"), [("JOBS", "many"), ("JOBS", "0"), ("FORMAT", "pdf"), ("WIDTH", "1.5")]
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


def test_every_setting_is_in_the_guide(root: Path) -> None:
    guide = (root / "docs" / "guide.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"| `{name}` | `MEMCON_{name.upper()}` |" in guide
