"""What a chat model is to this program: messages in, an answer in pieces out, and the ways in which it fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from calls.failures.errors import CallError
from calls.persona import ModelSettings

__all__ = [
    "NAME",
    "ChatModel",
    "Message",
    "ModelBusyError",
    "ModelError",
    "ModelRefusedError",
    "ModelUnreachableError",
    "Reply",
]

NAME = "[guest]"
"""Stands for the guest's name in everything that leaves; `calls.safety.masking` writes it for the names it is given.
A stand-in of its own: `[name]` hides other people, who must not come back as the guest."""


class ModelError(CallError):
    """Base of the ways in which a model gives no answer."""

    code = "model"


class ModelRefusedError(ModelError):
    """The endpoint refused the key, the model's name or the request."""

    code = "model_refused"


class ModelBusyError(ModelError):
    """The endpoint asks to slow down, and kept asking."""

    code = "model_busy"


class ModelUnreachableError(ModelError):
    """The endpoint does not answer, or breaks off."""

    code = "model_unreachable"


@dataclass(frozen=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """A whole answer, and what it used; tokens as the endpoint counted them, else estimated."""

    text: str = field(repr=False)
    tokens_in: int
    tokens_out: int


class ChatModel(Protocol):
    """Something that answers. `reads_prompt` is False for the script, which knows its own lines only."""

    name: str
    reads_prompt: bool

    def stream(self, messages: Sequence[Message], settings: ModelSettings, guest: str | None) -> AsyncIterator[str]:
        """The answer in pieces; `guest` is the name to hide. Raises ModelError."""
        ...

    async def reply(self, messages: Sequence[Message], settings: ModelSettings, guest: str | None) -> Reply:
        """The answer once it is whole, and what it used. Raises ModelError."""
        ...

    async def close(self) -> None:
        """Lets go of connections; on the event loop that used them."""
        ...
