"""Everything that can go wrong when talking to the vendor, as one small tree.

    HeyGenError
    ├── TransportError            no usable answer came back
    │   ├── ConnectError          the server was never reached
    │   ├── TimedOutError         it was reached, or tried, for too long
    │   └── ProtocolError         the exchange broke, or could not be formed
    ├── StatusError               the vendor answered, and refused
    │   ├── AuthenticationError   key or token wrong, foreign, expired, or without the right
    │   ├── InvalidRequestError   the request itself is at fault, or comes at the wrong moment
    │   ├── NotFoundError         what was named is not there, or is over
    │   ├── QuotaError            credits or trial minutes are used up
    │   ├── ConcurrencyError      too many sessions at once
    │   ├── RateLimitError        too many requests in a moment
    │   ├── RetiredError          the vendor has withdrawn this product
    │   └── ServerError           the vendor's own failure
    ├── ResponseShapeError        a success whose body is not what the API promises
    ├── ConfigurationError        an address or key that cannot be used at all
    │   └── MissingKeyError       no key was given
    └── NotSupportedError         this dialect has no such thing

Keys and tokens are scrubbed from every text before it gets in here.
"""

from __future__ import annotations

__all__ = [
    "AuthenticationError",
    "ConcurrencyError",
    "ConfigurationError",
    "ConnectError",
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
    "ServerError",
    "StatusError",
    "TimedOutError",
    "TransportError",
]


class HeyGenError(Exception):
    """Base of the tree. `str()` says what happened, the likely cause, and what to do."""

    summary: str
    """What was attempted and how it ended, without the vendor's words."""
    status: int | None
    """HTTP status, None when no answer came or none was asked for."""
    code: str | None
    """The vendor's own code as text: "4032", "10007", "insufficient_credit"."""
    message: str | None
    """The vendor's own words, scrubbed and shortened; for HTML, the page's title."""
    request_id: str | None
    """What the vendor's support asks for."""
    retryable: bool
    """Whether the very same request may succeed later, unchanged."""
    retry_after: float | None
    """Seconds the vendor asked us to wait."""
    cause: str
    """The likely cause, one or two sentences."""
    fix: str
    """What to do about it, one or two sentences."""
    from_vendor: bool
    """True when the body was the API's JSON, False for a gateway's page, an empty body or no answer."""

    def __init__(
        self,
        summary: str = "The vendor could not be used",
        *,
        status: int | None = None,
        code: str | None = None,
        message: str | None = None,
        request_id: str | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
        cause: str = "",
        fix: str = "",
        from_vendor: bool = False,
    ) -> None:
        super().__init__(summary)
        self.summary = summary
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id
        self.retryable = retryable
        self.retry_after = retry_after
        self.cause = cause
        self.fix = fix
        self.from_vendor = from_vendor

    def __str__(self) -> str:
        parts = [f"{self.summary.rstrip('.')}."]
        if self.message:
            parts.append(f'The answer reads: "{self.message}".')
        if self.cause:
            parts.append(f"Likely cause: {self.cause}")
        if self.fix:
            parts.append(f"What to do: {self.fix}")
        if self.request_id:
            parts.append(f"(request {self.request_id})")
        return " ".join(parts)


class TransportError(HeyGenError):
    """No usable answer came back."""


class ConnectError(TransportError):
    """The server was never reached: the request has certainly not been carried out."""


class TimedOutError(TransportError):
    """Time ran out; the request may have been carried out all the same."""


class ProtocolError(TransportError):
    """The exchange broke half way, or could not be formed; the request may have been carried out."""


class StatusError(HeyGenError):
    """The vendor answered, and refused; the leaf class says in which sense."""


class AuthenticationError(StatusError):
    """Key or token wrong, foreign, expired, or without the right to do this."""


class InvalidRequestError(StatusError):
    """The request itself is at fault, or comes at the wrong moment. Without `status`: refused here, before sending."""


class NotFoundError(StatusError):
    """The avatar, context or session named is not there, or is over."""


class QuotaError(StatusError):
    """Credits or trial minutes are used up."""


class ConcurrencyError(StatusError):
    """The plan's number of sessions at once is reached."""


class RateLimitError(StatusError):
    """Too many requests in a moment; `retry_after` says how long to wait, if the vendor did."""


class RetiredError(StatusError):
    """The vendor has withdrawn this product."""


class ServerError(StatusError):
    """The vendor's own failure."""


class ResponseShapeError(HeyGenError):
    """A success whose body is not what the API promises; names the field, never its value."""


class ConfigurationError(HeyGenError):
    """An address, key or dialect that cannot be used at all."""


class MissingKeyError(ConfigurationError):
    """No key was given, neither as an argument nor in the environment."""


class NotSupportedError(HeyGenError):
    """This dialect has no such thing; `fix` names what to use in its place."""
