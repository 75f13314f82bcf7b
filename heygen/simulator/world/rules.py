"""The vendor's switchable rules, and what a client asks of a session once the routes have read its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from heygen.limits import LIVEAVATAR, STREAMING
from heygen.simulator.world.records import Mode

__all__ = ["Rules", "SessionSpec"]


@dataclass(frozen=True)
class Rules:
    """Switchable rules of the vendor.

    Token life of one hour and one token per session are what users of the older product report; idle limits are 120 s
    (30 to 3600) there and five minutes at LiveAvatar; a sandbox session ends after a minute. Rate limits are counted in
    one-second windows by caller and endpoint; LiveAvatar's figure is not published and generous here, None switches it
    off. The older product's limit on minting tokens is reported without a figure and off unless set.
    """

    token_life_s: int = STREAMING.token_seconds
    single_session_tokens: bool = True
    liveavatar_idle_s: float = float(LIVEAVATAR.idle_seconds)
    sandbox_s: int = LIVEAVATAR.sandbox_seconds
    slot_release_s: float = 0.0
    """How long a stopped session still counts as concurrent; the vendor is said to take two to three seconds."""
    silence_s: float = 15.0
    """Quiet time before the older product's silence prompt; its length is not documented."""
    requests_per_second: int | None = 100
    mints_per_second: int | None = None
    lite_connect_s: float = 0.2
    """Between opening an audio socket and its `connected`; what is sent earlier is dropped."""


@dataclass(frozen=True)
class SessionSpec:
    """What a client asks for, after the routes have read their dialect's words."""

    avatar_id: str
    voice_id: str | None = None
    quality: str = "medium"
    mode: Mode = Mode.FULL
    context_id: str | None = None
    prompt: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    sandbox: bool = False
    push_to_talk: bool = False
    silence_prompt: bool = False
    protocol_v2: bool = True
    idle_seconds: float | None = 120.0
    max_seconds: int | None = None
    llm_configuration_id: str | None = None
    voice_agent: bool = False
    """An agent built in the vendor's dashboard speaks, so that no context is needed."""
    connector: str | None = None
    """LITE: the hosted agent that the vendor bridges to, in the token's words; then there is no audio socket."""
    own_room: bool = False
    """LITE: the avatar shall come into the client's own room."""
