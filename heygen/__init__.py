"""HeyGen's two realtime avatar products, seen from our side: one client, two dialects, one tree of errors.

Imports nothing of ours from outside this package, so it can be used in a plain script. The client is loaded when it is
first asked for: rules that use the vendor's words and numbers need no HTTP library.
"""

from typing import TYPE_CHECKING

from heygen.refusals.errors import (
    AuthenticationError,
    ConcurrencyError,
    ConfigurationError,
    ConnectError,
    HeyGenError,
    InvalidRequestError,
    MissingKeyError,
    NotFoundError,
    NotSupportedError,
    ProtocolError,
    QuotaError,
    RateLimitError,
    ResponseShapeError,
    RetiredError,
    ServerError,
    StatusError,
    TimedOutError,
    TransportError,
)
from heygen.refusals.table import ERROR_TABLE, Row, find_row
from heygen.retry import retry_delay
from heygen.secret import Secret, scrub
from heygen.types import (
    Avatar,
    Context,
    Dialect,
    Session,
    SessionRequest,
    SessionToken,
    StopOutcome,
    TranscriptLine,
    Voice,
)

if TYPE_CHECKING:
    from heygen.client import HeyGen

__all__ = [
    "ERROR_TABLE",
    "AuthenticationError",
    "Avatar",
    "ConcurrencyError",
    "ConfigurationError",
    "ConnectError",
    "Context",
    "Dialect",
    "HeyGen",
    "HeyGenError",
    "InvalidRequestError",
    "MissingKeyError",
    "NotFoundError",
    "NotSupportedError",
    "ProtocolError",
    "QuotaError",
    "RateLimitError",
    "ResponseShapeError",
    "RetiredError",
    "Row",
    "Secret",
    "ServerError",
    "Session",
    "SessionRequest",
    "SessionToken",
    "StatusError",
    "StopOutcome",
    "TimedOutError",
    "TranscriptLine",
    "TransportError",
    "Voice",
    "find_row",
    "retry_delay",
    "scrub",
]

# Hidden from the type checker, to which it would make any name an export.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name != "HeyGen":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from heygen.client import HeyGen

        return HeyGen
