"""Response headers that keep the page to itself: content policy, camera and microphone, framing, sniffing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["SafeHeaders", "content_policy"]

_FIXED: Mapping[str, str] = {
    "permissions-policy": "camera=(self), microphone=(self), autoplay=(self), geolocation=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?")


def content_policy(vendors: Iterable[str], host: str) -> str:
    """The content policy of an answer to a request for `host`.

    Streamlit loads component loaders from blob addresses, compiles chart expressions and styles elements in place, so
    `blob:`, `unsafe-eval` for scripts and `unsafe-inline` for styles cannot be left out. A vendor elsewhere names its
    media servers only when a session starts, so with one, secure connections to any host are allowed.
    """
    connect = ["'self'", "blob:", "data:"]
    if _HOST.fullmatch(host):
        # Older Safari does not count sockets of the same host as 'self'.
        connect += [f"ws://{host}", f"wss://{host}"]
    for address in vendors:
        parts = urlsplit(address)
        if parts.netloc:
            connect += [f"{parts.scheme}://{parts.netloc}", "https:", "wss:"]
            if parts.scheme == "http":
                connect.append(f"ws://{parts.netloc}")
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", "'unsafe-eval'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "media-src": ["'self'", "blob:", "data:", "mediastream:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": list(dict.fromkeys(connect)),
        "frame-ancestors": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


class SafeHeaders:
    """Puts the headers on every HTTP answer that has not set them itself."""

    def __init__(self, app: ASGIApp, vendors: Callable[[], Iterable[str]]) -> None:
        self._app = app
        self._vendors = vendors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = content_policy(self._vendors(), Headers(scope=scope).get("host", ""))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*_FIXED.items(), ("content-security-policy", policy)):
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)
