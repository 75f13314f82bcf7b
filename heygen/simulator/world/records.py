"""What the simulated vendor keeps: accounts, catalogue entries, tokens and sessions, as plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Account",
    "AvatarRecord",
    "ContextRecord",
    "EndReason",
    "Mode",
    "Plan",
    "Product",
    "SessionRecord",
    "SessionState",
    "ShelfItem",
    "TokenRecord",
    "TranscriptEntry",
    "VoiceRecord",
]


class Product(StrEnum):
    """The two products; a key of one does not open the other."""

    STREAMING = "streaming"
    LIVEAVATAR = "liveavatar"


class Mode(StrEnum):
    """Who brings speech and words: the vendor (FULL) or the client (LITE)."""

    FULL = "FULL"
    LITE = "LITE"


class SessionState(StrEnum):
    """A session's life; the names are those of the older product's state errors."""

    NEW = "new"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    CLOSED = "closed"


class EndReason(StrEnum):
    """Why a session ended, in LiveAvatar's published words."""

    UNKNOWN = "UNKNOWN"
    USER_DISCONNECTED = "USER_DISCONNECTED"
    SERVER_ERROR = "SERVER_ERROR"
    IDLE_TIMEOUT = "IDLE_TIMEOUT"
    NO_CREDITS = "NO_CREDITS"
    USER_CLOSED = "USER_CLOSED"
    AVATAR_DELETED = "AVATAR_DELETED"
    MAX_DURATION_REACHED = "MAX_DURATION_REACHED"
    ZOMBIE_SESSION_REAP = "ZOMBIE_SESSION_REAP"
    AGENT_HANG_UP = "AGENT_HANG_UP"


@dataclass(frozen=True)
class Plan:
    """What an account may do.

    `lines`: concurrent sessions; `max_seconds`: longest session; `trial`: exhausted credits count as a used-up trial.
    """

    name: str
    lines: int
    max_seconds: int
    trial: bool = False


@dataclass
class Account:
    """One customer of one product. `granted` is in milli-credits, so sums stay exact."""

    key: str
    product: Product
    plan: Plan
    granted_milli: int


@dataclass(frozen=True)
class AvatarRecord:
    """A public avatar under both products' ids. `look` names the drawing that stands for it."""

    id: str
    legacy_id: str | None
    name: str
    look: str
    voice_id: str | None
    kind: str = "VIDEO"
    status: str = "ACTIVE"
    deprecated: bool = False
    sandbox: bool = False
    owner: str | None = None


@dataclass(frozen=True)
class VoiceRecord:
    """A voice under both products' ids. `style` names the synthesiser's voice that stands for it."""

    id: str
    legacy_id: str
    name: str
    language: str
    gender: str
    style: str
    realtime: bool = True


@dataclass
class ContextRecord:
    """A stored persona: LiveAvatar's context or the older product's knowledge base."""

    id: str
    owner: str
    name: str
    prompt: str
    opening_text: str
    created_at: float
    updated_at: float
    links: list[dict[str, object]] = field(default_factory=list)


@dataclass
class ShelfItem:
    """A stored resource that is kept and listed but not acted on; `fields` are what the vendor shows of it."""

    owner: str
    fields: dict[str, object]


@dataclass(frozen=True)
class TokenRecord:
    """A minted session token. `session_id` is set for LiveAvatar, whose tokens carry their session."""

    token: str
    account_key: str
    created_at: float
    session_id: str | None = None


@dataclass(frozen=True)
class TranscriptEntry:
    """One finished line of talk; `at` is unix seconds."""

    role: str
    text: str
    at: float


@dataclass
class SessionRecord:
    """One vendor session from mint (LiveAvatar) or new (streaming) to its end. Times are unix seconds."""

    id: str
    product: Product
    account_key: str
    avatar: AvatarRecord
    voice: VoiceRecord
    created_at: float
    quality: str
    mode: Mode = Mode.FULL
    prompt: str | None = None
    opening_text: str | None = None
    context_id: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    sandbox: bool = False
    push_to_talk: bool = False
    silence_prompt: bool = False
    protocol_v2: bool = True
    idle_seconds: float | None = 120.0
    max_seconds: int = 600
    state: SessionState = SessionState.NEW
    token: str | None = None
    started_at: float | None = None
    last_activity: float = 0.0
    ended_at: float | None = None
    end_reason: EndReason | None = None
    llm_configuration_id: str | None = None
    voice_agent: bool = False
    connector: str | None = None
    own_room: bool = False
    connected_at: float | None = None
    transcript: list[TranscriptEntry] = field(default_factory=list)

    @property
    def media_flows(self) -> bool:
        """Whether a viewer has been in the room."""
        return self.connected_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it is running: it holds a line and is being billed. The older product begins that at `new`."""
        return self.started_at is not None and self.state is not SessionState.CLOSED

    def seconds(self, now: float) -> float:
        """Running time so far, in seconds; 0 before the start."""
        if self.started_at is None:
            return 0.0
        return (self.ended_at if self.ended_at is not None else now) - self.started_at
