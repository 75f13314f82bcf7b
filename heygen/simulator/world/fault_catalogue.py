"""Every fault that the simulated vendor can be told to have: its name, where it exists, and what the client sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from heygen.simulator.world.records import Product

__all__ = ["CATALOGUE", "Fault", "FaultInfo", "Moment"]


class Moment(StrEnum):
    """When a fault strikes: a token's minting, a session's start, its room's opening, the running call, or its stop."""

    MINT = "mint"
    START = "start"
    ROOM = "room"
    CALL = "call"
    END = "end"


class Fault(StrEnum):
    """The faults. `mint_*` strike the request that a server makes, `start_*` the one that a browser makes."""

    MINT_RATE_LIMITED = "mint_rate_limited"
    MINT_SERVER_ERROR = "mint_server_error"
    MINT_SLOW_ANSWERS = "mint_slow_answers"
    MINT_HTML_ANSWER = "mint_html_answer"
    RETIRED = "retired"
    START_RATE_LIMITED = "start_rate_limited"
    START_SERVER_ERROR = "start_server_error"
    START_SLOW_ANSWERS = "start_slow_answers"
    START_HTML_ANSWER = "start_html_answer"
    AVATAR_UNKNOWN = "avatar_unknown"
    AVATAR_DEPRECATED = "avatar_deprecated"
    AVATAR_FOREIGN = "avatar_foreign"
    VOICE_MISSING = "voice_missing"
    INVALID_PARAMS = "invalid_params"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 -- a name
    TOKEN_REUSED = "token_reused"  # noqa: S105 -- a name
    TOKEN_FOREIGN = "token_foreign"  # noqa: S105 -- a name
    CONCURRENCY_LIMIT = "concurrency_limit"
    TRIAL_LIMIT = "trial_limit"
    NO_CREDITS_AT_START = "no_credits_at_start"
    CONTEXT_MISSING = "context_missing"
    ROOM_REFUSED = "room_refused"
    VIDEO_TRACK_MISSING = "video_track_missing"
    AUDIO_TRACK_MISSING = "audio_track_missing"
    AGENT_MISSING = "agent_missing"
    DATA_SILENT = "data_silent"
    CHAT_SOCKET_REFUSED = "chat_socket_refused"
    TASK_BEFORE_READY = "task_before_ready"
    TEXT_TOO_LONG = "text_too_long"
    TTS_FAILED = "tts_failed"
    SIGNALLING_DROP = "signalling_drop"
    PACKET_LOSS = "packet_loss"
    NETWORK_LOSS = "network_loss"
    NO_CREDITS_IN_CALL = "no_credits_in_call"
    IDLE_TIMEOUT = "idle_timeout"
    DURATION_LIMIT = "duration_limit"
    SERVER_STOP = "server_stop"
    STOP_UNAUTHORIZED = "stop_unauthorized"


@dataclass(frozen=True)
class FaultInfo:
    """`label`: a few words for a panel; `about`: what the client sees; `moments`: when it strikes, by product.

    `seconds` is what arming it without seconds means, None where seconds mean nothing: the delay of slow answers, the
    length of trouble on the line, and for ends of a call the time after `connected`.
    """

    label: str
    about: str
    moments: Mapping[Product, Moment]
    seconds: float | None = None

    @property
    def products(self) -> frozenset[Product]:
        """Where it exists."""
        return frozenset(self.moments)

    @property
    def moment(self) -> Moment:
        """When it strikes; the later moment where the products differ."""
        return max(self.moments.values(), key=list(Moment).index)


def _both(moment: Moment) -> Mapping[Product, Moment]:
    return dict.fromkeys(Product, moment)


def _only(product: Product, moment: Moment) -> Mapping[Product, Moment]:
    return {product: moment}


_OLDER, _NEWER = Product.STREAMING, Product.LIVEAVATAR
# LiveAvatar checks avatar and voice when a token is minted, the older product when a session is created.
_CHECKED = {_OLDER: Moment.START, _NEWER: Moment.MINT}
_AFTER_CONNECTED_S = 3.0

CATALOGUE: Mapping[Fault, FaultInfo] = {
    Fault.MINT_RATE_LIMITED: FaultInfo(
        "Minting: too many requests", "Minting a token answers 429 with Retry-After 1.", _both(Moment.MINT)
    ),
    Fault.MINT_SERVER_ERROR: FaultInfo(
        "Minting: server error", "Minting a token answers 500 and mints nothing.", _both(Moment.MINT)
    ),
    Fault.MINT_SLOW_ANSWERS: FaultInfo(
        "Minting: slow", "The answer to minting a token comes late by the given seconds.", _both(Moment.MINT), 5.0
    ),
    Fault.MINT_HTML_ANSWER: FaultInfo(
        "Minting: web page", "Minting a token answers 200 with an HTML page and mints nothing.", _both(Moment.MINT)
    ),
    Fault.RETIRED: FaultInfo(
        "Product withdrawn",
        "Every request to the product's streaming routes answers 410 without a body.",
        _only(_OLDER, Moment.MINT),
    ),
    Fault.START_RATE_LIMITED: FaultInfo(
        "Start: too many requests", "Starting a session answers 429 with Retry-After 1.", _both(Moment.START)
    ),
    Fault.START_SERVER_ERROR: FaultInfo(
        "Start: server error", "Starting a session answers 500 and starts nothing.", _both(Moment.START)
    ),
    Fault.START_SLOW_ANSWERS: FaultInfo(
        "Start: slow",
        "The session starts, and is billed, at once; the answer comes late by the given seconds.",
        _both(Moment.START),
        5.0,
    ),
    Fault.START_HTML_ANSWER: FaultInfo(
        "Start: web page", "Starting a session answers 200 with an HTML page and starts nothing.", _both(Moment.START)
    ),
    Fault.AVATAR_UNKNOWN: FaultInfo("Unknown avatar", "The avatar is said not to exist.", _CHECKED),
    Fault.AVATAR_DEPRECATED: FaultInfo("Outdated avatar", "The avatar is said to be outdated.", _CHECKED),
    Fault.AVATAR_FOREIGN: FaultInfo(
        "Somebody else's avatar",
        "The avatar counts as private to another account, for which the answer is the one of an unknown avatar.",
        _CHECKED,
    ),
    Fault.VOICE_MISSING: FaultInfo(
        "Voice not usable", "The voice is refused as missing or not for live use.", _CHECKED
    ),
    Fault.INVALID_PARAMS: FaultInfo(
        "Invalid parameters", "The request is refused as malformed: 400006, or LiveAvatar's 422 with details.", _CHECKED
    ),
    Fault.TOKEN_EXPIRED: FaultInfo(
        "Token too old", "Starting with the session token answers 401.", _both(Moment.START)
    ),
    Fault.TOKEN_REUSED: FaultInfo(
        "Token used before",
        "The token counts as used: 401 at streaming.new; LiveAvatar calls the session already connected.",
        _both(Moment.START),
    ),
    Fault.TOKEN_FOREIGN: FaultInfo(
        "Token of another session",
        "streaming.start answers 401 while the session runs on and is billed; LiveAvatar's start does not find it.",
        _both(Moment.START),
    ),
    Fault.CONCURRENCY_LIMIT: FaultInfo(
        "All lines busy", "Starting is refused because too many sessions are open.", _both(Moment.START)
    ),
    Fault.TRIAL_LIMIT: FaultInfo("Trial used up", "Starting is refused as at the end of a trial.", _both(Moment.START)),
    Fault.NO_CREDITS_AT_START: FaultInfo(
        "No credits", "Starting is refused for want of credits; the balance is not touched.", _both(Moment.START)
    ),
    Fault.CONTEXT_MISSING: FaultInfo(
        "Persona forgotten",
        "The session starts as if no context had been given: a face that neither greets nor answers.",
        _only(_NEWER, Moment.START),
    ),
    Fault.ROOM_REFUSED: FaultInfo(
        "Room refused", "The room answers 401 to this session's tokens for as long as it lives.", _both(Moment.ROOM)
    ),
    Fault.VIDEO_TRACK_MISSING: FaultInfo("No picture", "The avatar comes without a video track.", _both(Moment.ROOM)),
    Fault.AUDIO_TRACK_MISSING: FaultInfo("No sound", "The avatar comes without an audio track.", _both(Moment.ROOM)),
    Fault.AGENT_MISSING: FaultInfo(
        "Nobody comes",
        "LiveAvatar's agent never joins the room; in the older product the avatar itself does not, nor its events.",
        _both(Moment.ROOM),
    ),
    Fault.DATA_SILENT: FaultInfo("No events", "No event arrives over the room's data channel.", _both(Moment.ROOM)),
    Fault.CHAT_SOCKET_REFUSED: FaultInfo(
        "Chat socket refused", "The chat socket is refused with 503 before it opens.", _only(_OLDER, Moment.ROOM)
    ),
    Fault.TASK_BEFORE_READY: FaultInfo(
        "Line too early", "The next task is refused as if the room were not ready: 400006.", _only(_OLDER, Moment.CALL)
    ),
    Fault.TEXT_TOO_LONG: FaultInfo(
        "Line too long", "The next task is refused for its length: 40039.", _only(_OLDER, Moment.CALL)
    ),
    Fault.TTS_FAILED: FaultInfo(
        "Voice fails", "The next task is refused with 400009; LiveAvatar's next line is not spoken.", _both(Moment.CALL)
    ),
    Fault.SIGNALLING_DROP: FaultInfo(
        "Connection drops",
        "The room's sockets are closed, media goes on; clients may come back, after the given seconds.",
        _both(Moment.CALL),
        0.0,
    ),
    Fault.PACKET_LOSS: FaultInfo(
        "Packets get lost",
        "Three in ten media packets are lost, both ways, for the given seconds.",
        _both(Moment.CALL),
        5.0,
    ),
    Fault.NETWORK_LOSS: FaultInfo(
        "Network away",
        "Nothing passes between room and clients for the given seconds, neither signalling nor media.",
        _both(Moment.CALL),
        5.0,
    ),
    Fault.NO_CREDITS_IN_CALL: FaultInfo(
        "Credits run out",
        "The vendor ends the call with NO_CREDITS; the balance is not touched.",
        _both(Moment.CALL),
        _AFTER_CONNECTED_S,
    ),
    Fault.IDLE_TIMEOUT: FaultInfo(
        "Ended as idle", "The vendor ends the call with IDLE_TIMEOUT.", _both(Moment.CALL), _AFTER_CONNECTED_S
    ),
    Fault.DURATION_LIMIT: FaultInfo(
        "Longest call reached",
        "The vendor ends the call with MAX_DURATION_REACHED.",
        _both(Moment.CALL),
        _AFTER_CONNECTED_S,
    ),
    Fault.SERVER_STOP: FaultInfo(
        "Vendor breaks down", "The vendor ends the call with SERVER_ERROR.", _both(Moment.CALL), _AFTER_CONNECTED_S
    ),
    Fault.STOP_UNAUTHORIZED: FaultInfo(
        "Stop refused", "Stopping answers 401, by token and by key, and the session runs on.", _both(Moment.END)
    ),
}
