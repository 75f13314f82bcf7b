"""From an HTTP answer to an error that explains itself: reads every body shape the vendor is known to send."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from heygen.refusals.errors import StatusError
from heygen.refusals.table import find_row
from heygen.retry import asked_delay
from heygen.secret import Secret, scrub
from heygen.types import Dialect

__all__ = ["SUCCESS_CODES", "VendorWords", "error_for", "load_json", "read_words", "request_id_of"]

SUCCESS_CODES: Final = frozenset({"100", "1000"})
"""100 in the streaming dialect; LiveAvatar sends 1000 while its OpenAPI examples print 100."""
_LONGEST_MESSAGE: Final = 500
_LONGEST_BODY_READ: Final = 20_000
_REQUEST_ID_HEADERS: Final = ("x-request-id", "request-id", "x-amzn-requestid", "x-trace-id", "cf-ray")
_TITLE: Final = re.compile(r"<(title|h1)[^>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class VendorWords:
    """What a body says: `code` and `message` where it has them; `is_json` when the API itself seems to speak."""

    code: str | None = None
    message: str | None = None
    is_json: bool = False


def load_json(content: bytes) -> object:
    """The body as JSON.

    Raises ValueError when it is none, and for nesting or numbers beyond what the parser takes.
    """
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def read_words(content: bytes) -> VendorWords:
    """Code and message of a body: JSON of API v1, v2, v3 and LiveAvatar, validation lists, HTML, text, nothing."""
    try:
        body = load_json(content)
    except ValueError:
        return VendorWords(message=_page_text(content[:_LONGEST_BODY_READ].decode("utf-8", "replace")))
    if isinstance(body, list):
        return VendorWords(message=_validation(body), is_json=True)
    if not isinstance(body, dict):
        return VendorWords(message=_text(body))
    inner = body.get("error")
    error: Mapping[str, object] = inner if isinstance(inner, dict) else {}
    code = _text(error.get("code")) or _text(body.get("code"))
    pieces = [
        _text(error.get("message")) or _text(inner) or _text(body.get("message")),
        _text(body.get("details")),
        _validation(body.get("detail")) or _validation(body.get("data")),
        f"parameter {error['param']}" if isinstance(error.get("param"), str) else None,
    ]
    message = "; ".join(dict.fromkeys(piece for piece in pieces if piece))
    return VendorWords(None if code in SUCCESS_CODES else code, message or None, is_json=True)


def error_for(
    *,
    dialect: Dialect,
    request: str,
    status: int,
    headers: Mapping[str, str],
    content: bytes,
    secrets: Sequence[Secret] = (),
    retired: bool = False,
) -> StatusError:
    """The error that an answer amounts to; `request` is a method and path for the summary."""
    words = read_words(content)
    code = scrub(words.code, secrets)[:80] if words.code else None
    message = _shorten(scrub(words.message, secrets)) if words.message else None
    row = find_row(dialect, status, code, message, retired=retired)
    return row.error(
        f"{request} was refused with HTTP {status}" + (f", code {code}" if code else ""),
        status=status,
        code=code,
        message=message,
        request_id=request_id_of(headers, secrets),
        retryable=row.retryable,
        retry_after=asked_delay(status, headers),
        cause=row.cause,
        fix=row.fix,
        from_vendor=words.is_json,
    )


def request_id_of(headers: Mapping[str, str], secrets: Sequence[Secret] = ()) -> str | None:
    """The identifier under which the vendor, or the gateway before it, has logged the request."""
    lowered = {name.lower(): value for name, value in headers.items()}
    found = next((lowered[name] for name in _REQUEST_ID_HEADERS if lowered.get(name)), None)
    return scrub(found, secrets)[:80] if found else None


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _validation(value: object) -> str | None:
    """Location and message of each entry. Its `input` and `ctx` are left out: they repeat what we sent."""
    if isinstance(value, str):
        return value.strip() or None
    if not isinstance(value, list):
        return None
    lines = []
    for entry in value[:5]:
        if isinstance(entry, dict) and isinstance(text := entry.get("msg") or entry.get("message"), str):
            loc = entry.get("loc")
            place = ".".join(str(part) for part in loc) if isinstance(loc, list) else ""
            lines.append(f"{place}: {text}" if place else text)
    return "; ".join(lines) or None


def _page_text(text: str) -> str | None:
    title = _TITLE.search(text)
    if title is not None or text.lstrip().startswith("<"):
        text = title.group(2) if title else _TAG.sub(" ", text)
    return " ".join(html.unescape(text).split()) or None


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE - 1] + "…"
