"""HTTP, once: sends one `Request`, repeats it where that costs nothing, and turns every failure into our own tree."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlsplit

import httpx

from heygen.limits import STREAMING
from heygen.refusals.errors import (
    ConnectError,
    HeyGenError,
    ProtocolError,
    ResponseShapeError,
    TimedOutError,
    TransportError,
)
from heygen.refusals.read import SUCCESS_CODES, error_for, load_json, request_id_of
from heygen.retry import retry_delay
from heygen.secret import Secret, scrub
from heygen.types import Dialect
from heygen.wire import Request

__all__ = ["TIMEOUT", "Transport"]

TIMEOUT: Final = httpx.Timeout(connect=5.0, read=20.0, write=10.0, pool=5.0)
"""Seconds per phase; also for a client that was handed in."""

_log = logging.getLogger("heygen")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Failure:
    error: type[TransportError]
    what: str
    cause: str
    fix: str
    retryable: bool = True


_UNREACHED: Final = _Failure(
    ConnectError,
    "could not reach the server",
    "The address is wrong, the network is down, or a proxy or certificate stands in the way.",
    "Check VENDOR_URL and the connection, then try again.",
)
_TIMED_OUT: Final = _Failure(
    TimedOutError,
    "got no answer in time",
    "The vendor is slow or unreachable; the request may have been carried out all the same.",
    "Look at active_sessions() before repeating anything that costs money.",
)
_BROKEN: Final = _Failure(
    ProtocolError,
    "broke off before the answer was complete",
    "The connection was cut, or the answer could not be decoded.",
    "Try again; if it lasts, look for a proxy on the way.",
)
_UNFORMED: Final = _Failure(
    ProtocolError,
    "could not be formed",
    "The address or a header is not valid HTTP.",
    "Check VENDOR_URL and the key.",
    retryable=False,
)
# First match wins, so a connect time-out counts as a connection that was never made.
_FAILURES: Final[tuple[tuple[type[Exception], _Failure], ...]] = (
    (httpx.ConnectTimeout, _UNREACHED),
    (httpx.PoolTimeout, _UNREACHED),
    (httpx.ConnectError, _UNREACHED),
    (httpx.ProxyError, _UNREACHED),
    (httpx.TimeoutException, _TIMED_OUT),
    (httpx.UnsupportedProtocol, _UNFORMED),
    (httpx.LocalProtocolError, _UNFORMED),
    (httpx.TooManyRedirects, _UNFORMED),
    (httpx.HTTPError, _BROKEN),
    (httpx.InvalidURL, _UNFORMED),
    (httpx.CookieConflict, _UNFORMED),
    (httpx.StreamError, _BROKEN),
)


class Transport:
    """Sends requests of one dialect to one address with one key; safe to share between threads."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        base_url: str,
        key_header: str,
        key: Secret,
        http: httpx.Client,
        sleep: Callable[[float], None],
        random: Callable[[], float],
    ) -> None:
        self._dialect = dialect
        self._base_url = base_url
        self._key_header = key_header
        self._key = key
        self._http = http
        self._sleep = sleep
        self._random = random
        self._at_withdrawn_vendor = (
            dialect is Dialect.STREAMING and urlsplit(base_url).hostname == urlsplit(STREAMING.default_url).hostname
        )

    def send(self, request: Request[T]) -> T:
        """The parsed answer of `request`.

        Raises TransportError, StatusError or ResponseShapeError; never an exception of httpx.
        """
        attempt = 1
        while True:
            outcome = self._exchange(request)
            headers: Mapping[str, str] = {}
            if isinstance(outcome, httpx.Response):
                headers = outcome.headers
                error = self._refusal(request, outcome)
                self._note(request, attempt, outcome.status_code, headers)
                if error is None:
                    return self._parsed(request, outcome)
            else:
                error = outcome
                self._note(request, attempt, type(outcome).__name__, headers)
            delay = None
            if request.repeatable and error.retryable:
                delay = retry_delay(error.status, headers, attempt, jitter=self._random())
            if delay is None:
                raise error
            _log.warning("vendor request repeated verb=%s attempt=%d wait=%.2f", request.verb, attempt, delay)
            self._sleep(delay)
            attempt += 1

    def _exchange(self, request: Request[T]) -> httpx.Response | TransportError:
        """One exchange. Our error is made from the foreign one but does not hold it: its request carries the key."""
        try:
            return self._http.request(
                request.method,
                self._base_url + request.path,
                params=dict(request.params) or None,
                json=request.body,
                headers={self._key_header: self._key.reveal(), "Accept": "application/json"},
                timeout=TIMEOUT,
                # httpx drops only Authorization on a redirect to another host; our key is in a header of its own.
                follow_redirects=False,
            )
        except tuple(kind for kind, _ in _FAILURES) as foreign:
            failure = next(failure for kind, failure in _FAILURES if isinstance(foreign, kind))
            words = scrub(str(foreign), [self._key])[:300]
            return failure.error(
                f"{request.method} {request.path} {failure.what} ({type(foreign).__name__})",
                message=words or None,
                retryable=failure.retryable,
                cause=failure.cause,
                fix=failure.fix,
            )

    def _refusal(self, request: Request[T], response: httpx.Response) -> HeyGenError | None:
        if response.is_success and not _reports_error(response.content):
            return None
        return error_for(
            dialect=self._dialect,
            request=f"{request.method} {request.path}",
            status=response.status_code,
            headers=response.headers,
            content=response.content,
            secrets=[self._key],
            retired=self._at_withdrawn_vendor,
        )

    def _parsed(self, request: Request[T], response: httpx.Response) -> T:
        request_id = request_id_of(response.headers, [self._key])
        shape: ResponseShapeError | None = None
        try:
            return request.parse(load_json(response.content) if response.content.strip() else None)
        except ResponseShapeError as error:
            shape = error
        except ValueError:
            shape = ResponseShapeError(
                f"{request.method} {request.path} was answered with something that is not JSON",
                cause="The address leads to a web page or a proxy, not to the vendor's API.",
                fix="Check VENDOR_URL and the dialect.",
            )
        shape.status = response.status_code
        shape.request_id = request_id
        raise shape

    def _note(self, request: Request[T], attempt: int, status: object, headers: Mapping[str, str]) -> None:
        _log.debug(
            "vendor request dialect=%s verb=%s attempt=%d status=%s request_id=%s",
            self._dialect,
            request.verb,
            attempt,
            status,
            request_id_of(headers, [self._key]),
        )


def _reports_error(content: bytes) -> bool:
    """A success status may carry a refusal: `code` other than the success codes, or an `error` that is not null."""
    try:
        body = load_json(content)
    except ValueError:
        return False
    if not isinstance(body, dict):
        return False
    code = body.get("code")
    return (code is not None and str(code) not in SUCCESS_CODES) or body.get("error") is not None
