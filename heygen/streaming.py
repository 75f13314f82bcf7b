"""Dialect: Streaming Avatar (api.heygen.com). Paths, bodies and parsing; sends nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from heygen.limits import STREAMING
from heygen.refusals.errors import NotFoundError, NotSupportedError
from heygen.secret import Secret
from heygen.types import (
    Avatar,
    Context,
    Dialect,
    Session,
    SessionRequest,
    SessionToken,
    TranscriptLine,
    Voice,
)
from heygen.wire import (
    JsonObject,
    Listing,
    Page,
    Request,
    as_list,
    as_object,
    checked_id,
    data_of,
    flag_of,
    need_decimal,
    need_text,
    nothing,
    number_of,
    single_page,
    text_of,
    time_of,
    token_claims,
)

__all__ = [
    "DEFAULT_URL",
    "KEY_HEADER",
    "KEY_VARIABLE",
    "active_sessions",
    "avatars",
    "context",
    "contexts",
    "create_context",
    "credits_left",
    "is_gone",
    "keep_alive",
    "mint",
    "past_sessions",
    "session",
    "stop",
    "transcript",
    "update_context",
    "voices",
]

DEFAULT_URL: Final = STREAMING.default_url
KEY_HEADER: Final = "X-Api-Key"
KEY_VARIABLE: Final = "HEYGEN_API_KEY"

_GONE_CODES: Final = frozenset({"400004", "10005", "10006"})
_HISTORY_PAGE_MAX: Final = 100


def mint(request: SessionRequest) -> Request[SessionToken]:
    """A token for one session. It carries no configuration: the browser sends that with the start."""
    return Request("mint", "POST", "/v1/streaming.create_token", _token, body={})


def avatars(public: bool) -> Listing[Avatar]:
    """Interactive avatars: the public ones, or the account's own."""

    def parse(body: object) -> Page[Avatar]:
        found = (_avatar(raw) for raw in as_list(data_of(body), "avatars", "avatars", "list"))
        return Page([avatar for avatar in found if avatar.is_public is public])

    return single_page(Request("avatars", "GET", "/v1/streaming/avatar.list", parse, repeatable=True))


def voices() -> Listing[Voice]:
    """All voices of the account; only those with `realtime` can be used in a session."""

    def parse(body: object) -> Page[Voice]:
        return Page([_voice(raw) for raw in as_list(data_of(body), "voices", "list", "voices")])

    return single_page(Request("voices", "GET", "/v1/voice.list", parse, repeatable=True))


def contexts() -> Listing[Context]:
    """The account's knowledge bases."""

    def parse(body: object) -> Page[Context]:
        rows = as_list(data_of(body), "knowledge bases", "list", "knowledge_bases")
        return Page([_context(raw) for raw in rows])

    return single_page(Request("contexts", "GET", "/v1/streaming/knowledge_base/list", parse, repeatable=True))


def create_context(name: str, prompt: str, opening_text: str) -> Request[Context]:
    """A new knowledge base."""
    body = {"name": name, "opening": opening_text, "prompt": prompt}

    def parse(answer: object) -> Context:
        return _context({**body, **as_object(data_of(answer), "knowledge base")})

    return Request("create_context", "POST", "/v1/streaming/knowledge_base/create", parse, body=body)


def context(context_id: str) -> Request[Context]:
    """One knowledge base, looked up in the list: the dialect has no request for a single one, and tells no opening."""
    identity = checked_id(context_id, "knowledge base id")

    def parse(body: object) -> Context:
        rows = as_list(data_of(body), "knowledge bases", "list", "knowledge_bases")
        for found in (_context(raw) for raw in rows):
            if found.id == identity:
                return found
        raise NotFoundError(
            "The knowledge base is not there",
            cause="It was deleted at the vendor, or belongs to another account.",
            fix="Store the persona anew.",
            from_vendor=True,
        )

    return Request("context", "GET", "/v1/streaming/knowledge_base/list", parse, repeatable=True)


def update_context(context_id: str, name: str, prompt: str, opening_text: str) -> Request[Context]:
    """A knowledge base's texts replaced in place; saying the same twice changes nothing."""
    body = {"name": name, "opening": opening_text, "prompt": prompt}

    def parse(answer: object) -> Context:
        return _context({**body, "id": context_id, **as_object(data_of(answer), "knowledge base")})

    path = f"/v1/streaming/knowledge_base/{checked_id(context_id, 'knowledge base id')}"
    return Request("update_context", "POST", path, parse, body=body, repeatable=True)


def active_sessions() -> Listing[Session]:
    """Sessions that hold a place now, also those still connecting."""

    def parse(body: object) -> Page[Session]:
        rows = as_list(data_of(body), "sessions", "sessions")
        return Page([_session(raw, active=True) for raw in rows])

    return single_page(Request("active_sessions", "GET", "/v1/streaming.list", parse, repeatable=True))


def past_sessions(limit: int) -> Listing[Session]:
    """Sessions of the vendor's history, as the vendor orders them."""
    size = {"page_size": str(min(limit, _HISTORY_PAGE_MAX))}

    def page(cursor: str | None) -> Request[Page[Session]]:
        params = size if cursor is None else {**size, "token": cursor}
        return Request("past_sessions", "GET", "/v2/streaming.list", _history, params=params, repeatable=True)

    return page


def credits_left() -> Request[Decimal]:
    """Credits of the account: the vendor counts in sixtieths."""

    def parse(body: object) -> Decimal:
        quota = need_decimal(as_object(data_of(body), "quota"), "quota", "remaining_quota")
        return quota / STREAMING.quota_units_per_credit

    return Request("credits_left", "GET", "/v2/user/remaining_quota", parse, repeatable=True)


def stop(session_id: str, reason: str | None) -> Request[None]:
    """End a session with the account's key. The dialect has no field for a reason."""
    return _on_session("stop", "/v1/streaming.stop", session_id)


def is_gone(error: NotFoundError) -> bool:
    """Whether a failed stop means that the session is over. A gateway's 404 page does not: the API has to say it."""
    return error.code in _GONE_CODES or (error.status == 404 and error.from_vendor)


def keep_alive(session_id: str) -> Request[None]:
    """Restart the session's idle timer."""
    return _on_session("keep_alive", "/v1/streaming.keep_alive", session_id)


def session(session_id: str) -> Request[Session]:
    """Raises NotSupportedError: the dialect has lists only."""
    raise NotSupportedError(
        "Streaming Avatar cannot be asked for one session",
        cause="That API lists sessions, it has no request for a single one.",
        fix="Look for the id in active_sessions() and past_sessions(), or use the liveavatar dialect.",
    )


def transcript(session_id: str, since: float | None) -> Request[list[TranscriptLine]]:
    """Raises NotSupportedError: the vendor keeps none."""
    raise NotSupportedError(
        "Streaming Avatar keeps no transcripts",
        cause="What is said exists only as events in the browser, while the call runs.",
        fix="Record the talking-message events during the call, or use the liveavatar dialect.",
    )


def _on_session(verb: str, path: str, session_id: str) -> Request[None]:
    body = {"session_id": checked_id(session_id, "session id")}
    return Request(verb, "POST", path, nothing, body=body, repeatable=True)


def _token(body: object) -> SessionToken:
    text = need_text(as_object(data_of(body), "token"), "token", "token")
    born = time_of(token_claims(text), "created_at")
    return SessionToken(
        token=Secret(text),
        session_id=None,
        dialect=Dialect.STREAMING,
        expires_at=None if born is None else born + STREAMING.token_seconds,
    )


def _avatar(raw: JsonObject) -> Avatar:
    return Avatar(
        id=(identity := need_text(raw, "avatar", "avatar_id", "id", "avatar_name")),
        name=text_of(raw, "name", "pose_name", "avatar_name") or identity,
        is_public=flag_of(raw, "is_public") is True,
        usable=(text_of(raw, "status") or "ACTIVE").upper() in ("ACTIVE", "COMPLETED"),
        preview_url=text_of(raw, "preview_url", "normal_preview"),
        default_voice_id=text_of(raw, "default_voice"),
        raw=raw,
    )


def _voice(raw: JsonObject) -> Voice:
    return Voice(
        id=(identity := need_text(raw, "voice", "voice_id", "id")),
        name=text_of(raw, "display_name", "name") or identity,
        language=text_of(raw, "language"),
        gender=text_of(raw, "gender"),
        realtime=flag_of(raw, "support_realtime") is True,
        raw=raw,
    )


def _context(raw: JsonObject) -> Context:
    return Context(
        id=(identity := need_text(raw, "knowledge base", "id", "knowledge_base_id")),
        name=text_of(raw, "name") or identity,
        prompt=text_of(raw, "prompt"),
        opening_text=text_of(raw, "opening", "opening_text"),
        raw=raw,
    )


def _session(raw: JsonObject, *, active: bool) -> Session:
    return Session(
        id=need_text(raw, "session", "session_id", "id"),
        active=active,
        status=text_of(raw, "status"),
        created_at=time_of(raw, "created_at"),
        duration=number_of(raw, "duration"),
        raw=raw,
    )


def _history(body: object) -> Page[Session]:
    # The page is documented without its envelope: it may be the body itself, or one level down.
    outer = as_object(body, "history")
    page = outer["data"] if isinstance(outer.get("data"), dict) else outer
    items = [_session(raw, active=False) for raw in as_list(page, "history", "data", "sessions", "list")]
    return Page(items, text_of(page, "next_pagination_token") if items else None)
