"""The one place that reads settings: environment first, then `.streamlit/secrets.toml`, into one typed record."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from calls.failures.errors import SettingsError
from calls.running.caps import Caps
from calls.running.service import Service
from heygen import Dialect, Secret

__all__ = ["NAMES", "ROOT", "Service", "Settings", "load_settings"]

ROOT = Path(__file__).resolve().parents[2]
_SECRETS_FILE = ROOT / ".streamlit" / "secrets.toml"
# Streamlit's own variable for another place of its secrets; both must read one file.
_SECRETS_VARIABLE = "STREAMLIT_SECRETS_FILES"

# Name → one line of explanation. `.streamlit/secrets.example.toml` shows the same lines; a test compares them.
NAMES: Mapping[str, str] = {
    "LIVEAVATAR_API_KEY": "Key from app.liveavatar.com: calls go to the real LiveAvatar service and cost credits.",
    "HEYGEN_API_KEY": "Key of the older Streaming Avatar product; it does not open LiveAvatar.",
    "SANTA_AVATAR_ID": "Another avatar for the default agent, as the connected service names it.",
    "SANTA_VOICE_ID": "Another voice for the default agent, as the connected service names it.",
    "OPENAI_API_KEY": "Key of an OpenAI-compatible endpoint; with a model set, it answers in place of the script.",
    "OPENAI_BASE_URL": "Address of that endpoint, for a local server; default is OpenAI's own.",
    "OPENAI_MODEL": "Chat model that answers, for example a small, fast one.",
    "OPENAI_JUDGE_MODEL": "Chat model that judges rehearsed answers; without it such checks wait for a person.",
    "OPENAI_MODERATION_MODEL": "Moderation model asked after our own rules, for example omni-moderation-latest.",
    "OPENAI_TRANSCRIPTION_MODEL": "Model that turns the microphone into words; without it a scripted child speaks.",
    "SANTA_CALL_MINUTES": "Longest time for one call, whole minutes; default is 10.",
    "SANTA_CALL_CREDITS": "Most credits that one call may use; default is 20.",
    "SANTA_DAY_MINUTES": "Most minutes of all calls in a day (UTC); default is 240.",
    "SANTA_DAY_CREDITS": "Most credits of all calls in a day (UTC); default is 480.",
    "SANTA_IDLE_SECONDS": "A call in which nobody speaks for this long is ended; default is 300.",
    "DATABASE_URL": "SQLAlchemy address of the store; default is an SQLite file in the data folder.",
    "VENDOR_URL": "Another address for the vendor, for example a simulator on its own port.",
}
_OWN_PREFIXES = ("LIVEAVATAR_", "HEYGEN_", "SANTA_", "OPENAI_TRANS", "VENDOR_")
# Tables of secrets.toml that belong to Streamlit itself.
_STREAMLIT_TABLES = frozenset({"auth", "connections"})
_KEY_MINIMUM = 8


@dataclass(frozen=True)
class Settings:
    """All settings, checked. Secrets do not show when printed."""

    liveavatar_api_key: Secret | None = None
    heygen_api_key: Secret | None = None
    santa_avatar_id: str | None = None
    santa_voice_id: str | None = None
    openai_api_key: Secret | None = None
    openai_base_url: str | None = None
    openai_model: str | None = None
    openai_judge_model: str | None = None
    openai_moderation_model: str | None = None
    openai_transcription_model: str | None = None
    database_url: str = field(default=f"sqlite:///{ROOT / 'data' / 'calls.db'}", repr=False)
    vendor_url: str | None = None
    caps: Caps = field(default_factory=Caps)
    idle_seconds: int = 300
    login: bool = False
    """A table `[auth]` in secrets.toml: every page and every line ask who is there."""

    @property
    def service(self) -> Service:
        """What is connected; a LiveAvatar key wins, since the older product was withdrawn in 2026."""
        if self.liveavatar_api_key is not None:
            return Service.LIVEAVATAR
        return Service.STREAMING if self.heygen_api_key is not None else Service.SIMULATOR

    @property
    def has_endpoint(self) -> bool:
        """Whether a model can be asked: with a key, or at an address of one's own, which may need none."""
        return self.openai_api_key is not None or self.openai_base_url is not None

    @property
    def dialects(self) -> tuple[Dialect, ...]:
        """Dialects that can be called, the default first. The simulator speaks both."""
        match self.service:
            case Service.LIVEAVATAR:
                return (Dialect.LIVEAVATAR,)
            case Service.STREAMING:
                return (Dialect.STREAMING,)
            case Service.SIMULATOR:
                return (Dialect.LIVEAVATAR, Dialect.STREAMING)


def load_settings(environment: Mapping[str, str] = os.environ, secrets_file: Path | None = None) -> Settings:
    """Reads and checks all settings; the environment wins over the file. Raises SettingsError naming the setting."""
    given, login = _from_file(secrets_file or Path(environment.get(_SECRETS_VARIABLE) or _SECRETS_FILE))
    for name, value in environment.items():
        if name in NAMES:
            given[name] = value
        elif name.startswith(_OWN_PREFIXES):
            raise _unknown(name, "the environment")
    values = {name: text for name, value in given.items() if (text := _text(name, value))}
    return Settings(
        liveavatar_api_key=_key(values, "LIVEAVATAR_API_KEY"),
        heygen_api_key=_key(values, "HEYGEN_API_KEY"),
        santa_avatar_id=values.get("SANTA_AVATAR_ID"),
        santa_voice_id=values.get("SANTA_VOICE_ID"),
        openai_api_key=_key(values, "OPENAI_API_KEY"),
        openai_base_url=_address(values, "OPENAI_BASE_URL"),
        openai_model=values.get("OPENAI_MODEL"),
        openai_judge_model=values.get("OPENAI_JUDGE_MODEL"),
        openai_moderation_model=values.get("OPENAI_MODERATION_MODEL"),
        openai_transcription_model=values.get("OPENAI_TRANSCRIPTION_MODEL"),
        database_url=_database(values),
        vendor_url=_vendor(values),
        caps=_caps(values),
        idle_seconds=int(_number(values, "SANTA_IDLE_SECONDS", 300, 30, 3000)),
        login=login,
    )


def _from_file(path: Path) -> tuple[dict[str, Any], bool]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, False
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(")[2].rstrip(")")
        raise SettingsError(
            path.name, f"{path.name} is not valid TOML ({where}).", "Compare it with secrets.example.toml."
        ) from None
    for name in found:
        if name not in NAMES and name not in _STREAMLIT_TABLES:
            raise _unknown(name, path.name)
    return {name: value for name, value in found.items() if name in NAMES}, "auth" in found


def _unknown(name: str, where: str) -> SettingsError:
    known = ", ".join(NAMES)
    return SettingsError(name, f"{name} in {where} is not a setting.", f"Known settings are {known}.")


def _text(name: str, value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise SettingsError(name, f"{name} must be a text in quotes.", "Put the value in quotes.")
    return value.strip()


def _key(values: Mapping[str, str], name: str) -> Secret | None:
    value = values.get(name)
    if value is None:
        return None
    if len(value) < _KEY_MINIMUM or not value.isascii() or any(c.isspace() or not c.isprintable() for c in value):
        raise SettingsError(
            name, f"{name} does not look like a key.", "Copy it again, whole and without spaces; or remove it."
        )
    return Secret(value)


def _address(values: Mapping[str, str], name: str) -> str | None:
    value = values.get(name)
    if value is None:
        return None
    if not _is_web_address(value):
        raise SettingsError(name, f"{name} is not a web address.", "Give it as http://host:port or https://host/path.")
    return value.rstrip("/")


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and not ("@" in parts.netloc or parts.query or parts.fragment or any(c.isspace() for c in value))


def _caps(values: Mapping[str, str]) -> Caps:
    usual = Caps()
    return Caps(
        call_minutes=int(_number(values, "SANTA_CALL_MINUTES", usual.call_minutes, 1, 60)),
        call_credits=_number(values, "SANTA_CALL_CREDITS", usual.call_credits, 0, 100_000),
        day_minutes=int(_number(values, "SANTA_DAY_MINUTES", usual.day_minutes, 0, 1_000_000)),
        day_credits=_number(values, "SANTA_DAY_CREDITS", usual.day_credits, 0, 10_000_000),
    )


def _number(values: Mapping[str, str], name: str, usual: Decimal | int, low: int, high: int) -> Decimal:
    """A number of a setting: credits may have places, minutes and seconds are whole. Raises SettingsError."""
    text = values.get(name)
    if text is None:
        return Decimal(usual)
    whole = not name.endswith("CREDITS")
    number = Decimal(text) if re.fullmatch(r"[0-9]{1,9}" if whole else r"[0-9]{1,9}([.][0-9]{1,6})?", text) else None
    if number is None or not low <= number <= high:
        kind = "a whole number" if whole else "a number"
        raise SettingsError(
            name, f"{name} is not {kind} from {low} to {high}.", f"Give it as digits, for example {usual}."
        )
    return number


def _vendor(values: Mapping[str, str]) -> str | None:
    address = _address(values, "VENDOR_URL")
    if address is not None and not ({"LIVEAVATAR_API_KEY", "HEYGEN_API_KEY"} & values.keys()):
        raise SettingsError(
            "VENDOR_URL",
            "VENDOR_URL is set but no key is.",
            "Set LIVEAVATAR_API_KEY or HEYGEN_API_KEY as well, or remove VENDOR_URL to use the built-in simulator.",
        )
    return address


def _database(values: Mapping[str, str]) -> str:
    value = values.get("DATABASE_URL")
    if value is None:
        return Settings.database_url
    if value.startswith(("postgresql://", "postgres://")):
        value = "postgresql+psycopg://" + value.partition("://")[2]
    if _is_store(value):
        return value
    raise SettingsError(
        "DATABASE_URL",
        "DATABASE_URL is not an address of a store we know.",
        "Use sqlite:///path/to/file.db or postgresql://user:password@host/name.",
    )


def _is_store(value: str) -> bool:
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        return False
    if url.drivername == "sqlite":
        # Each thread would have an empty store of its own in memory.
        return bool(url.database) and url.database != ":memory:" and not url.host
    return url.drivername == "postgresql+psycopg" and bool(url.database)
