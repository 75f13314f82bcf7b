"""The vendor as one object with a short list of verbs, usable in a plain script.

with HeyGen(dialect="liveavatar") as vendor:
    token = vendor.mint(SessionRequest(avatar_id=..., context_id=...))
    print(vendor.credits_left())
"""

from __future__ import annotations

import os
import random as _random
import time
from collections.abc import Callable
from decimal import Decimal
from types import TracebackType
from typing import Final, Protocol, Self, TypeVar

import httpx

from heygen import liveavatar, streaming
from heygen.refusals.errors import ConfigurationError, MissingKeyError, NotFoundError, ResponseShapeError
from heygen.secret import Secret
from heygen.transport import TIMEOUT, Transport
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
from heygen.wire import Listing, Request

__all__ = ["URL_VARIABLE", "HeyGen"]

URL_VARIABLE: Final = "VENDOR_URL"
_PAGES_MAX: Final = 100
"""Bound on one list: a server that always promises another page must not hold us for ever."""
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

T = TypeVar("T")


class HeyGen:
    """A client of one dialect, with one key, at one address; safe to share between threads.

    `api_key` falls back to LIVEAVATAR_API_KEY or HEYGEN_API_KEY by dialect, `base_url` to VENDOR_URL and the vendor.
    A client handed in as `http` stays the caller's to close. Every verb raises only `HeyGenError` and its kin.

    Raises MissingKeyError without a key, ConfigurationError for a key, address or dialect that cannot be used.
    """

    dialect: Dialect
    base_url: str

    def __init__(
        self,
        *,
        dialect: Dialect | str = "liveavatar",
        api_key: Secret | str | None = None,
        base_url: str | None = None,
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = _random.random,
    ) -> None:
        self.dialect = _dialect(dialect)
        self._vendor: _Vendor = _VENDORS[self.dialect]
        key = _key(api_key, self._vendor.KEY_VARIABLE)
        self.base_url = _address(base_url or os.environ.get(URL_VARIABLE) or self._vendor.DEFAULT_URL)
        # A simulator on this machine must not be looked for through the company's proxy, and a certificate names a
        # domain, never the loopback address.
        here = httpx.URL(self.base_url).host in _LOOPBACK
        self._http = http or httpx.Client(timeout=TIMEOUT, trust_env=not here, verify=not here)
        self._owns_http = http is None
        self._transport = Transport(
            dialect=self.dialect,
            base_url=self.base_url,
            key_header=self._vendor.KEY_HEADER,
            key=key,
            http=self._http,
            sleep=sleep,
            random=random,
        )

    def __repr__(self) -> str:
        return f"HeyGen(dialect={self.dialect.value!r}, base_url={self.base_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections this object opened itself."""
        if self._owns_http:
            self._http.close()

    def mint(self, request: SessionRequest) -> SessionToken:
        """A fresh token for one session; never repeated by itself, costs nothing yet.

        The streaming dialect puts nothing of `request` into it.
        """
        return self._transport.send(self._vendor.mint(request))

    def avatars(self, *, public: bool = True) -> list[Avatar]:
        """The vendor's public avatars, or with `public=False` the account's own."""
        return self._all(self._vendor.avatars(public))

    def voices(self) -> list[Voice]:
        """All voices the account can see."""
        return self._all(self._vendor.voices())

    def contexts(self) -> list[Context]:
        """The account's contexts (streaming: knowledge bases)."""
        return self._all(self._vendor.contexts())

    def create_context(self, name: str, prompt: str, opening_text: str) -> Context:
        """Keep a persona at the vendor; each call makes another one, so it is never repeated by itself."""
        return self._transport.send(self._vendor.create_context(name, prompt, opening_text))

    def context(self, context_id: str) -> Context:
        """One context with its texts, as the vendor keeps it. Raises NotFoundError when it is gone."""
        return self._transport.send(self._vendor.context(context_id))

    def update_context(self, context_id: str, name: str, prompt: str, opening_text: str) -> Context:
        """Replace the texts of a context in place. Raises NotFoundError when it is gone."""
        return self._transport.send(self._vendor.update_context(context_id, name, prompt, opening_text))

    def active_sessions(self) -> list[Session]:
        """Sessions that hold a place now."""
        return self._all(self._vendor.active_sessions())

    def past_sessions(self, *, limit: int = 100) -> list[Session]:
        """At most `limit` sessions that are over, in the vendor's order."""
        return self._all(self._vendor.past_sessions(limit), limit) if limit > 0 else []

    def credits_left(self) -> Decimal:
        """Credits left in the account."""
        return self._transport.send(self._vendor.credits_left())

    def stop(self, session_id: str, *, reason: str | None = None) -> StopOutcome:
        """End a session with the account's key. A session that is over already counts as settled.

        `reason` is one of the vendor's end reasons (LiveAvatar only). Raises AuthenticationError on 401: then the
        session may still run.
        """
        try:
            self._transport.send(self._vendor.stop(session_id, reason))
        except NotFoundError as error:
            if not self._vendor.is_gone(error):
                raise
            return StopOutcome.ALREADY_GONE
        return StopOutcome.STOPPED

    def keep_alive(self, session_id: str) -> None:
        """Restart the session's idle timer. Raises NotFoundError when it is over."""
        self._transport.send(self._vendor.keep_alive(session_id))

    def session(self, session_id: str) -> Session:
        """One session with its end reason. Raises NotSupportedError in the streaming dialect."""
        return self._transport.send(self._vendor.session(session_id))

    def transcript(self, session_id: str, *, since: float | None = None) -> list[TranscriptLine]:
        """What was said, from `since` (Unix seconds). Raises NotSupportedError in the streaming dialect."""
        return self._transport.send(self._vendor.transcript(session_id, since))

    def _all(self, listing: Listing[T], limit: int | None = None) -> list[T]:
        items: list[T] = []
        cursor: str | None = None
        for _ in range(_PAGES_MAX):
            page = self._transport.send(listing(cursor))
            items.extend(page.items)
            if page.cursor is None or (limit is not None and len(items) >= limit):
                return items[:limit]
            cursor = page.cursor
        raise ResponseShapeError(
            f"A list did not end after {_PAGES_MAX} pages",
            cause="The server promises another page every time.",
            fix="Ask for fewer with a limit; if the list is short, the server's paging is broken.",
        )


class _Vendor(Protocol):
    """What a dialect module offers: requests as data, one function per verb."""

    @property
    def DEFAULT_URL(self) -> str: ...  # noqa: N802
    @property
    def KEY_HEADER(self) -> str: ...  # noqa: N802
    @property
    def KEY_VARIABLE(self) -> str: ...  # noqa: N802
    def mint(self, request: SessionRequest) -> Request[SessionToken]: ...
    def avatars(self, public: bool) -> Listing[Avatar]: ...
    def voices(self) -> Listing[Voice]: ...
    def contexts(self) -> Listing[Context]: ...
    def create_context(self, name: str, prompt: str, opening_text: str) -> Request[Context]: ...
    def context(self, context_id: str) -> Request[Context]: ...
    def update_context(self, context_id: str, name: str, prompt: str, opening_text: str) -> Request[Context]: ...
    def active_sessions(self) -> Listing[Session]: ...
    def past_sessions(self, limit: int) -> Listing[Session]: ...
    def credits_left(self) -> Request[Decimal]: ...
    def stop(self, session_id: str, reason: str | None) -> Request[None]: ...
    def is_gone(self, error: NotFoundError) -> bool: ...
    def keep_alive(self, session_id: str) -> Request[None]: ...
    def session(self, session_id: str) -> Request[Session]: ...
    def transcript(self, session_id: str, since: float | None) -> Request[list[TranscriptLine]]: ...


_VENDORS: Final[dict[Dialect, _Vendor]] = {Dialect.STREAMING: streaming, Dialect.LIVEAVATAR: liveavatar}


def _dialect(value: Dialect | str) -> Dialect:
    if value in tuple(Dialect):
        return Dialect(value)
    raise ConfigurationError(
        "The dialect is not known",
        cause="Only streaming and liveavatar are spoken here.",
        fix="Pass dialect='liveavatar' or dialect='streaming'.",
    )


def _key(given: Secret | str | None, variable: str) -> Secret:
    if given is None:
        given = os.environ.get(variable, "")
    text = (given.reveal() if isinstance(given, Secret) else given).strip()
    if not text:
        raise MissingKeyError(
            "No vendor key was given",
            cause=f"Neither api_key nor the variable {variable} holds one.",
            fix=f"Set {variable}, or leave it out on purpose and run against the simulator.",
        )
    # httpx would refuse these too, but with the key inside its message.
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ConfigurationError(
            "The vendor key cannot be sent",
            cause="It contains a space, a line break or a character outside ASCII.",
            fix=f"Copy {variable} again from the vendor's dashboard.",
        )
    return Secret(text)


def _address(value: str) -> str:
    try:
        url = httpx.URL(value.strip())
        usable = url.scheme in ("http", "https") and bool(url.host) and not (url.userinfo or url.query or url.fragment)
    except (httpx.InvalidURL, ValueError, TypeError):
        usable = False
    if not usable:
        raise ConfigurationError(
            "The vendor's address cannot be used",
            cause="It needs http or https and a host, and must hold no password, query or fragment.",
            fix=f"Correct {URL_VARIABLE}, or remove it to use the vendor's own address.",
        )
    return value.strip().rstrip("/")
