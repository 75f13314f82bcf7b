"""Where models are asked: what this package needs of the settings, and the names by which models are known."""

from __future__ import annotations

from typing import Protocol

from heygen.secret import Secret

__all__ = ["OPENAI_URL", "SCRIPT", "Endpoint", "address", "judge_name", "key_of", "model_name"]

OPENAI_URL = "https://api.openai.com/v1"
"""Where the client asks when no address is given."""
SCRIPT = "scripted Santa"
"""The name of the script that answers where no model is set."""


class Endpoint(Protocol):
    """An OpenAI-compatible endpoint and its models. The settings are one."""

    @property
    def openai_api_key(self) -> Secret | None:
        """The key; a server on one's own machine may need none."""
        ...

    @property
    def openai_base_url(self) -> str | None:
        """The address; None is OpenAI's own."""
        ...

    @property
    def openai_model(self) -> str | None:
        """The model that answers."""
        ...

    @property
    def openai_judge_model(self) -> str | None:
        """The model that judges rehearsed answers."""
        ...

    @property
    def openai_moderation_model(self) -> str | None:
        """The model that is asked after our own rules."""
        ...

    @property
    def openai_transcription_model(self) -> str | None:
        """The model that turns sound into words."""
        ...

    @property
    def has_endpoint(self) -> bool:
        """Whether anything can be asked: a key or an address is set."""
        ...


def model_name(endpoint: Endpoint) -> str:
    """Who answers, without a client being made: the model, or the script where none is set."""
    return endpoint.openai_model if endpoint.openai_model and endpoint.has_endpoint else SCRIPT


def judge_name(endpoint: Endpoint) -> str | None:
    """Who judges, if a model does."""
    return endpoint.openai_judge_model if endpoint.openai_judge_model and endpoint.has_endpoint else None


def address(endpoint: Endpoint) -> str:
    """Where the answers come from; empty for the script, which is part of this program."""
    if model_name(endpoint) == SCRIPT:
        return ""
    return (endpoint.openai_base_url or OPENAI_URL).rstrip("/")


def key_of(endpoint: Endpoint) -> str:
    """The key as the client wants it: a server on one's own machine asks for none, but the client does."""
    return endpoint.openai_api_key.reveal() if endpoint.openai_api_key else "none"
