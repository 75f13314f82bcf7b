"""Response headers that keep the page to itself: content policy, camera and microphone, framing, sniffing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["STREAMLIT_SCRIPT", "SafeHeaders", "content_policy"]

STREAMLIT_SCRIPT = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="
"""The one script that stands in the page of the pinned Streamlit; a test compares it with the installed one."""

_FIXED: Mapping[str, str] = {
    "permissions-policy": "camera=(self), microphone=(self), autoplay=(self), geolocation=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
}
_MEDIA_HOSTS = ("https://*.livekit.cloud", "https://*.heygen.com")
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?")


def content_policy(vendors: Iterable[str], host: str) -> str:
    """The content policy of an answer to a request for `host`.

    Scripts come from this server; from blob addresses, as which Streamlit loads the small loaders of components; and
    from one line in Streamlit's page, known by its hash. Nothing written into a page runs, and no text is compiled.
    Styles are another matter: Streamlit writes them into elements, which `unsafe-inline` allows for styles alone.

    A vendor elsewhere is reached at its own address. Its media server is named only when a session starts: for sockets
    any host is therefore allowed over TLS, for requests only the hosts that HeyGen's media have been seen on. LiveKit's
    client warms up and asks for reasons there; on another host a call does without both.
    """
    connect = ["'self'", "blob:", "data:"]
    if _HOST.fullmatch(host):
        # Older Safari does not count sockets of the same host as 'self'.
        connect += [f"ws://{host}", f"wss://{host}"]
    for address in vendors:
        parts = urlsplit(address)
        if parts.netloc:
            connect += [f"{parts.scheme}://{parts.netloc}", *_MEDIA_HOSTS, "wss:"]
            if parts.scheme == "http":
                connect.append(f"ws://{parts.netloc}")
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", f"'{STREAMLIT_SCRIPT}'"],
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
