"""Settings: where they come from, which are refused, and that a refusal never repeats a value."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from calls.failures.errors import SettingsError
from calls.running.caps import Caps
from calls.server.settings import NAMES, ROOT, Service, Settings, load_settings
from heygen import Dialect

NOWHERE = Path("no-such-folder") / "secrets.toml"
GIVEN = {
    "LIVEAVATAR_API_KEY": "liveavatar-key-1",
    "HEYGEN_API_KEY": "heygen-key-1",
    "SANTA_AVATAR_ID": "avatar-1",
    "SANTA_VOICE_ID": "voice-1",
    "OPENAI_API_KEY": "openai-key-1",
    "OPENAI_BASE_URL": "http://localhost:11434/v1",
    "OPENAI_MODEL": "small-1",
    "OPENAI_JUDGE_MODEL": "judge-1",
    "OPENAI_MODERATION_MODEL": "moderation-1",
    "OPENAI_TRANSCRIPTION_MODEL": "ears-1",
    "SANTA_CALL_MINUTES": "7",
    "SANTA_CALL_CREDITS": "8.25",
    "SANTA_DAY_MINUTES": "90",
    "SANTA_DAY_CREDITS": "100.5",
    "SANTA_IDLE_SECONDS": "120",
    "DATABASE_URL": "sqlite:///calls.db",
    "VENDOR_URL": "http://localhost:9000",
}


CAPS = {name: name.lower().removeprefix("santa_") for name in GIVEN if name.endswith(("_MINUTES", "_CREDITS"))}
TEXTS = [name for name in GIVEN if not name.endswith(("_URL", "_MINUTES", "_CREDITS", "_SECONDS"))]


def _shown(settings: Settings, name: str) -> str:
    if name in CAPS:
        return str(getattr(settings.caps, CAPS[name]))
    value = getattr(settings, name.lower().replace("santa_idle", "idle"))
    return value.reveal() if hasattr(value, "reveal") else str(value)


def _file(folder: Path, text: str) -> Path:
    path = folder / "secrets.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _toml(values: dict[str, str]) -> str:
    return "\n".join(f'{name} = "{value}"' for name, value in values.items())


def test_the_samples_here_cover_every_setting() -> None:
    assert set(GIVEN) == set(NAMES)
    assert set(CAPS.values()) == set(Caps.__dataclass_fields__)
    plain = {name.lower().replace("santa_idle", "idle") for name in set(NAMES) - set(CAPS)}
    assert plain | {"caps", "login"} == set(Settings.__dataclass_fields__)


@pytest.mark.parametrize("name", NAMES)
def test_each_setting_is_read_from_the_environment(name: str) -> None:
    assert _shown(load_settings(GIVEN, NOWHERE), name) == GIVEN[name]


@pytest.mark.parametrize("name", NAMES)
def test_each_setting_is_read_from_the_file(name: str, tmp_path: Path) -> None:
    assert _shown(load_settings({}, _file(tmp_path, _toml(GIVEN))), name) == GIVEN[name]


@pytest.mark.parametrize("name", TEXTS)
def test_the_environment_wins_over_the_file(name: str, tmp_path: Path) -> None:
    found = load_settings({name: "from-environment"}, _file(tmp_path, _toml(GIVEN)))
    assert _shown(found, name) == "from-environment"


def test_nothing_set_is_the_simulator_with_a_file_beside_the_program() -> None:
    settings = load_settings({}, NOWHERE)
    assert settings == Settings()
    assert settings.service is Service.SIMULATOR
    assert settings.database_url == f"sqlite:///{ROOT / 'data' / 'calls.db'}"


def test_an_empty_text_is_not_set() -> None:
    assert load_settings(dict.fromkeys(NAMES, "  "), NOWHERE) == Settings()


def test_texts_are_stripped() -> None:
    assert load_settings({"OPENAI_MODEL": " small-1\n"}, NOWHERE).openai_model == "small-1"


def test_streamlits_own_tables_are_left_alone(tmp_path: Path) -> None:
    path = _file(tmp_path, '[connections.sql]\nurl = "y"\n')
    assert load_settings({}, path) == Settings()


def test_a_table_auth_switches_the_login_on(tmp_path: Path) -> None:
    assert load_settings({}, _file(tmp_path, '[auth]\nredirect_uri = "x"\n')) == Settings(login=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANTA_CALL_MINUTES", "0"),
        ("SANTA_CALL_MINUTES", "61"),
        ("SANTA_CALL_MINUTES", "2.5"),
        ("SANTA_CALL_MINUTES", "-1"),
        ("SANTA_CALL_MINUTES", "ten"),
        ("SANTA_CALL_MINUTES", "\u0661"),
        ("SANTA_CALL_CREDITS", "-0.5"),
        ("SANTA_CALL_CREDITS", "100001"),
        ("SANTA_CALL_CREDITS", "1e3"),
        ("SANTA_CALL_CREDITS", "NaN"),
        ("SANTA_CALL_CREDITS", "1,5"),
        ("SANTA_CALL_CREDITS", "1.1234567"),
        ("SANTA_DAY_MINUTES", "1000001"),
        ("SANTA_DAY_CREDITS", "Infinity"),
        ("SANTA_IDLE_SECONDS", "29"),
        ("SANTA_IDLE_SECONDS", "3001"),
        ("SANTA_IDLE_SECONDS", "9" * 5000),
    ],
)
def test_a_cap_that_is_no_number_in_its_range_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"{name} is not a (whole )?number from ") as caught:
        load_settings({name: value}, NOWHERE)
    assert caught.value.name == name
    assert f" {value} " not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("SANTA_CALL_MINUTES", "1", "60"),
        ("SANTA_CALL_CREDITS", "0", "100000"),
        ("SANTA_DAY_MINUTES", "0", "1000000"),
        ("SANTA_DAY_CREDITS", "0", "10000000"),
        ("SANTA_IDLE_SECONDS", "30", "3000"),
    ],
)
def test_the_ends_of_the_ranges_are_taken(name: str, low: str, high: str) -> None:
    for value in (low, high):
        assert _shown(load_settings({name: value}, NOWHERE), name) == value


def test_a_number_needs_no_quotes_in_the_file(tmp_path: Path) -> None:
    caps = load_settings({}, _file(tmp_path, "SANTA_CALL_MINUTES = 5\nSANTA_DAY_CREDITS = 12.5\n")).caps
    assert caps == Caps(call_minutes=5, day_credits=Decimal("12.5"))


@pytest.mark.parametrize("name", ["LIVEAVATAR_KEY", "HEYGEN_TOKEN", "SANTA_AVATAR", "VENDOR_ADDRESS"])
def test_an_unknown_name_in_the_environment_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} in the environment") as caught:
        load_settings({name: "private-value-1"}, NOWHERE)
    assert caught.value.name == name
    assert "private-value-1" not in str(caught.value)
    assert "LIVEAVATAR_API_KEY" in caught.value.fix


def test_names_of_others_in_the_environment_are_not_ours() -> None:
    assert load_settings({"PATH": "x", "OPENAI_ORG_ID": "y", "HOME": "z"}, NOWHERE) == Settings()


@pytest.mark.parametrize("name", ["LIVEAVATAR_KEY", "liveavatar_api_key", "password", "OPENAI_ORG_ID"])
def test_an_unknown_name_in_the_file_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=rf"{name} in secrets\.toml") as caught:
        load_settings({}, _file(tmp_path, f'{name} = "private-value-1"'))
    assert caught.value.name == name
    assert "private-value-1" not in str(caught.value)


@pytest.mark.parametrize(
    "value", ["short", "private value 1", "private\tvalue1", "private-välue-1", "private\x00value"]
)
@pytest.mark.parametrize("name", ["LIVEAVATAR_API_KEY", "HEYGEN_API_KEY", "OPENAI_API_KEY"])
def test_a_malformed_key_is_named_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value}, NOWHERE)
    assert caught.value.name == name
    assert name in caught.value.what
    assert value not in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        "host.example",
        "ftp://host.example",
        "http://",
        "http://[half",
        "http://host.example:port",
        "http://host.example:99999",
        "http://user@host.example",
        "http://:word@host.example",
        "https://host.example/?key=private",
        "https://host.example/#private",
        "https://host.example/a b",
    ],
)
@pytest.mark.parametrize("name", ["OPENAI_BASE_URL", "VENDOR_URL"])
def test_a_malformed_address_is_named_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value, "HEYGEN_API_KEY": "heygen-key-1"}, NOWHERE)
    assert caught.value.name == name
    assert value not in caught.value.what


@pytest.mark.parametrize(
    "value",
    [
        "calls.db",
        "mysql://host/name",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite://calls.db",
        "postgresql://user:private@host:port/name",
        "postgresql://host",
        "postgresql+asyncpg://host/name",
    ],
)
def test_a_malformed_store_address_is_not_repeated(value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"DATABASE_URL": value}, NOWHERE)
    assert caught.value.name == "DATABASE_URL"
    assert value not in caught.value.what
    assert "private" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_names_the_installed_driver(scheme: str) -> None:
    found = load_settings({"DATABASE_URL": f"{scheme}://user:word@host:5432/name"}, NOWHERE)
    assert found.database_url == "postgresql+psycopg://user:word@host:5432/name"


@pytest.mark.parametrize(
    "text", ["LIVEAVATAR_API_KEY = private-value-1", '= "private-value-1"', 'X = "private-value-1']
)
def test_broken_toml_tells_the_place_and_nothing_else(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not valid TOML") as caught:
        load_settings({}, _file(tmp_path, text))
    assert caught.value.name == "secrets.toml"
    assert "private" not in str(caught.value)
    assert re.search(r"line 1|end of document", caught.value.what)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secrets.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="is not valid TOML"):
        load_settings({}, path)


@pytest.mark.parametrize("value", ["true", '["private"]', "2026-12-24"])
def test_a_value_without_quotes_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="must be a text in quotes") as caught:
        load_settings({}, _file(tmp_path, f"LIVEAVATAR_API_KEY = {value}"))
    assert value not in str(caught.value)


def test_a_vendor_address_needs_a_key() -> None:
    with pytest.raises(SettingsError, match="no key is"):
        load_settings({"VENDOR_URL": "http://localhost:9000"}, NOWHERE)


@pytest.mark.parametrize(
    ("names", "service", "dialects"),
    [
        ((), Service.SIMULATOR, (Dialect.LIVEAVATAR, Dialect.STREAMING)),
        (("HEYGEN_API_KEY",), Service.STREAMING, (Dialect.STREAMING,)),
        (("LIVEAVATAR_API_KEY",), Service.LIVEAVATAR, (Dialect.LIVEAVATAR,)),
        (("LIVEAVATAR_API_KEY", "HEYGEN_API_KEY"), Service.LIVEAVATAR, (Dialect.LIVEAVATAR,)),
    ],
)
def test_the_keys_choose_service_and_dialects(
    names: tuple[str, ...], service: Service, dialects: tuple[Dialect, ...]
) -> None:
    settings = load_settings({name: GIVEN[name] for name in names}, NOWHERE)
    assert (settings.service, settings.dialects) == (service, dialects)


def test_settings_can_be_printed() -> None:
    shown = repr(load_settings({**GIVEN, "DATABASE_URL": "postgresql://user:private@host/name"}, NOWHERE))
    assert not [name for name in NAMES if name.endswith("_KEY") and GIVEN[name] in shown]
    assert "private" not in shown


def test_the_example_file_lists_every_setting_with_its_line() -> None:
    text = (ROOT / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8")
    assert re.findall(r'^# (.+)\n# ([A-Z_]+) = ""$', text, re.MULTILINE) == [
        (line, name) for name, line in NAMES.items()
    ]
    assert re.findall(r"^# ([A-Z_]+) =", text, re.MULTILINE) == list(NAMES)


def test_the_example_file_is_a_valid_one(tmp_path: Path) -> None:
    text = (ROOT / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8")
    assert load_settings({}, _file(tmp_path, text)) == Settings()
    uncommented = re.sub(r'^# ([A-Z_]+ = "")$', r"\1", text, flags=re.MULTILINE)
    assert load_settings({}, _file(tmp_path, uncommented)) == Settings()
