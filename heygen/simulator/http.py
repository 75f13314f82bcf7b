"""Small pieces that the routes of both products share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request

from heygen.simulator.world.refusals import No, Refusal

__all__ = ["bearer_of", "body_of", "flag", "object_or_empty", "public_url", "text_field", "text_or_none"]


async def body_of(request: Request) -> dict[str, Any]:
    """The request's JSON object; an empty body counts as `{}`. Raises `Refusal(VALIDATION)` for anything else."""
    raw = await request.body()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refusal(No.VALIDATION, "body is not JSON", field="body") from None
    if not isinstance(body, dict):
        raise Refusal(No.VALIDATION, "body is not an object", field="body")
    return body


def bearer_of(request: HTTPConnection) -> str | None:
    """The token of an Authorization header, if there is one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def text_field(body: Mapping[str, Any], name: str) -> str:
    """A required text. Raises `Refusal` with MISSING or VALIDATION, naming the field."""
    value = text_or_none(body, name)
    if value is None:
        raise Refusal(No.MISSING, "Field required", field=name)
    return value


def text_or_none(body: Mapping[str, Any], name: str) -> str | None:
    """A text that may be left out; a blank one counts as left out. Raises `Refusal(VALIDATION)` for other types."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise Refusal(No.VALIDATION, "Input should be a valid string", field=name)
    return value if value and value.strip() else None


def object_or_empty(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object that may be left out. Raises `Refusal(VALIDATION)` for other types."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refusal(No.VALIDATION, "Input should be an object", field=name)
    return value


def flag(body: Mapping[str, Any], name: str) -> bool:
    """A boolean that may be left out. Raises `Refusal(VALIDATION)` for other types."""
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise Refusal(No.VALIDATION, "Input should be a valid boolean", field=name)
    return bool(value)


def public_url(request: HTTPConnection, path: str, *, websocket: bool = True) -> str:
    """An address of this simulator as the caller can reach it, whatever it is mounted under.

    Not every proxy that ends TLS says so; a page of the same host says by its origin how it was reached.
    """
    host = request.headers["host"]
    forwarded = request.headers.get("x-forwarded-proto", "").split(",")[0].strip()
    page = urlsplit(request.headers.get("origin", ""))
    seen = page.scheme if page.netloc == host else request.url.scheme
    secure = (forwarded or seen) in ("https", "wss")
    scheme = ("wss" if secure else "ws") if websocket else ("https" if secure else "http")
    return f"{scheme}://{host}{request.scope.get('root_path', '')}{path}"
