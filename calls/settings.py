"""The one place that reads settings: environment first, then `.streamlit/secrets.toml`, into one typed record."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from calls.errors import SettingsError
from heygen import Dialect, Secret

__all__ = ["NAMES", "ROOT", "Service", "Settings", "load_settings"]

ROOT = Path(__file__).resolve().parent.parent
SECRETS_FILE = ROOT / ".streamlit" / "secrets.toml"

# Name → one line of explanation. `.streamlit/secrets.example.toml` shows the same lines; a test compares them.
NAMES: Mapping[str, str] = {
    "LIVEAVATAR_API_KEY": "Key from app.liveavatar.com: calls go to the real LiveAvatar service and cost credits.",
    "HEYGEN_API_KEY": "Key of the older Streaming Avatar product; it does not open LiveAvatar.",
    "SANTA_AVATAR_ID": "Another avatar for the default agent, as the connected service names it.",
    "SANTA_VOICE_ID": "Another voice for the default agent, as the connected service names it.",
    "OPENAI_API_KEY": "Key of an OpenAI-compatible endpoint; lets the simulated Santa answer with a model.",
    "OPENAI_BASE_URL": "Address of that endpoint, for a local server; default is OpenAI's own.",
    "OPENAI_MODEL": "Chat model that answers, for example a small, fast one.",
    "OPENAI_TRANSCRIPTION_MODEL": "Model that turns the microphone into words; without it a scripted child speaks.",
    "DATABASE_URL": "SQLAlchemy address of the store; default is an SQLite file in the data folder.",
    "VENDOR_URL": "Another address for the vendor, for example a simulator on its own port.",
}
_OWN_PREFIXES = ("LIVEAVATAR_", "HEYGEN_", "SANTA_", "OPENAI_TRANS", "VENDOR_")
# Tables of secrets.toml that belong to Streamlit itself.
_STREAMLIT_TABLES = frozenset({"auth", "connections"})
_KEY_MINIMUM = 8


class Service(StrEnum):
    """What answers our calls."""

    SIMULATOR = "simulator"
    LIVEAVATAR = "liveavatar"
    STREAMING = "streaming"


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
    openai_transcription_model: str | None = None
    database_url: str = field(default=f"sqlite:///{ROOT / 'data' / 'calls.db'}", repr=False)
    vendor_url: str | None = None

    @property
    def service(self) -> Service:
        """What is connected; a LiveAvatar key wins, since the older product was withdrawn in 2026."""
        if self.liveavatar_api_key is not None:
            return Service.LIVEAVATAR
        return Service.STREAMING if self.heygen_api_key is not None else Service.SIMULATOR

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


def load_settings(environment: Mapping[str, str] = os.environ, secrets_file: Path = SECRETS_FILE) -> Settings:
    """Reads and checks all settings; the environment wins over the file. Raises SettingsError naming the setting."""
    given = _from_file(secrets_file)
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
        openai_transcription_model=values.get("OPENAI_TRANSCRIPTION_MODEL"),
        database_url=_database(values),
        vendor_url=_vendor(values),
    )


def _from_file(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(")[2].rstrip(")")
        raise SettingsError(
            path.name, f"{path.name} is not valid TOML ({where}).", "Compare it with secrets.example.toml."
        ) from None
    for name in found:
        if name not in NAMES and name not in _STREAMLIT_TABLES:
            raise _unknown(name, path.name)
    return {name: value for name, value in found.items() if name in NAMES}


def _unknown(name: str, where: str) -> SettingsError:
    known = ", ".join(NAMES)
    return SettingsError(name, f"{name} in {where} is not a setting.", f"Known settings are {known}.")


def _text(name: str, value: object) -> str:
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
