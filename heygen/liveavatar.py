"""Dialect: LiveAvatar (api.liveavatar.com). Paths, bodies and parsing; sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeVar

from heygen.limits import LIVEAVATAR
from heygen.refusals.errors import InvalidRequestError, NotFoundError
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
    decimal_of,
    flag_of,
    need_decimal,
    need_text,
    nothing,
    number_of,
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

DEFAULT_URL: Final = LIVEAVATAR.default_url
KEY_HEADER: Final = "X-API-KEY"
KEY_VARIABLE: Final = "LIVEAVATAR_API_KEY"

T = TypeVar("T")


def mint(request: SessionRequest) -> Request[SessionToken]:
    """A token that carries the whole session. Raises InvalidRequestError for what the vendor would refuse anyway."""
    _check(request)
    persona = {
        "voice_id": request.voice_id,
        "context_id": request.context_id,
        "language": request.language,
    }
    body: dict[str, Any] = {
        "mode": "FULL",
        "avatar_id": checked_id(request.avatar_id, "avatar id"),
        "is_sandbox": request.sandbox,
        "video_settings": {"quality": request.quality},
        "interactivity_type": request.interactivity,
        "avatar_persona": {name: value for name, value in persona.items() if value},
    }
    if request.max_seconds is not None:
        body["max_session_duration"] = request.max_seconds
    if request.dynamic_variables:
        body["dynamic_variables"] = dict(request.dynamic_variables)
    return Request("mint", "POST", "/v1/sessions/token", _token, body=body)


def avatars(public: bool) -> Listing[Avatar]:
    """The vendor's public avatars, or the account's own."""
    path = "/v1/avatars/public" if public else "/v1/avatars"
    return partial(_page, "avatars", path, {}, lambda raw: _avatar(raw, public))


def voices() -> Listing[Voice]:
    """The account's own voices first, then the public ones; the cursor names kind and page."""

    def page(cursor: str | None) -> Request[Page[Voice]]:
        kind, _, number = (cursor or "private:1").partition(":")
        plain = _page("voices", "/v1/voices", {"voice_type": kind}, _voice, number)

        def parse(body: object) -> Page[Voice]:
            found = plain.parse(body)
            if found.cursor is not None:
                return Page(found.items, f"{kind}:{found.cursor}")
            return Page(found.items, "public:1" if kind == "private" else None)

        return Request("voices", "GET", plain.path, parse, params=plain.params, repeatable=True)

    return page


def contexts() -> Listing[Context]:
    """The account's contexts."""
    return partial(_page, "contexts", "/v1/contexts", {}, _context)


def create_context(name: str, prompt: str, opening_text: str) -> Request[Context]:
    """A new context; all three texts are required by the vendor."""
    body = {"name": name, "prompt": prompt, "opening_text": opening_text}

    def parse(answer: object) -> Context:
        return _context({**body, **as_object(data_of(answer), "context")})

    return Request("create_context", "POST", "/v1/contexts", parse, body=body)


def context(context_id: str) -> Request[Context]:
    """One context, texts included."""

    def parse(answer: object) -> Context:
        return _context(as_object(data_of(answer), "context"))

    return Request("context", "GET", f"/v1/contexts/{checked_id(context_id, 'context id')}", parse, repeatable=True)


def update_context(context_id: str, name: str, prompt: str, opening_text: str) -> Request[Context]:
    """A context's texts replaced in place; saying the same twice changes nothing."""
    body = {"name": name, "prompt": prompt, "opening_text": opening_text}

    def parse(answer: object) -> Context:
        return _context({**body, "id": context_id, **as_object(data_of(answer), "context")})

    path = f"/v1/contexts/{checked_id(context_id, 'context id')}"
    return Request("update_context", "PATCH", path, parse, body=body, repeatable=True)


def active_sessions() -> Listing[Session]:
    """Sessions running now."""
    return _sessions("active", LIVEAVATAR.page_size_max)


def past_sessions(limit: int) -> Listing[Session]:
    """Sessions that are over, as the vendor orders them."""
    return _sessions("historic", min(limit, LIVEAVATAR.page_size_max))


def credits_left() -> Request[Decimal]:
    """Credits of the account; the vendor writes them as a decimal text."""

    def parse(body: object) -> Decimal:
        return need_decimal(as_object(data_of(body), "credits"), "credits", "credits_left")

    return Request("credits_left", "GET", "/v1/users/credits", parse, repeatable=True)


def stop(session_id: str, reason: str | None) -> Request[None]:
    """End a session with the account's key. A reason the vendor does not list goes out as UNKNOWN, never as a 422."""
    body = {"session_id": checked_id(session_id, "session id")}
    if reason is not None:
        body["reason"] = reason if reason in LIVEAVATAR.end_reasons else "UNKNOWN"
    return Request("stop", "POST", "/v1/sessions/stop", nothing, body=body, repeatable=True)


def is_gone(error: NotFoundError) -> bool:
    """Whether a failed stop means that the session is over. A gateway's 404 page does not: the API has to say it."""
    return error.from_vendor


def keep_alive(session_id: str) -> Request[None]:
    """Restart the session's five idle minutes."""
    body = {"session_id": checked_id(session_id, "session id")}
    return Request("keep_alive", "POST", "/v1/sessions/keep-alive", nothing, body=body, repeatable=True)


def session(session_id: str) -> Request[Session]:
    """One session, running or over, with its end reason."""
    path = f"/v1/sessions/{checked_id(session_id, 'session id')}"

    def parse(body: object) -> Session:
        raw = as_object(data_of(body), "session")
        return _session(raw, active=not (raw.get("end_at") or raw.get("end_reason")))

    return Request("session", "GET", path, parse, repeatable=True)


def transcript(session_id: str, since: float | None) -> Request[list[TranscriptLine]]:
    """What was said; `since` in Unix seconds, sent as whole seconds (the vendor takes an integer)."""
    path = f"/v1/sessions/{checked_id(session_id, 'session id')}/transcript"
    params = {} if since is None else {"start_timestamp": str(int(since))}
    return Request("transcript", "GET", path, _transcript, params=params, repeatable=True)


def _check(request: SessionRequest) -> None:
    variables: Mapping[str, str] = request.dynamic_variables
    faults = [
        (request.quality not in LIVEAVATAR.qualities, f"quality: one of {', '.join(LIVEAVATAR.qualities)}"),
        (
            request.interactivity not in LIVEAVATAR.interactivity,
            f"interactivity: one of {', '.join(LIVEAVATAR.interactivity)}",
        ),
        (request.max_seconds is not None and request.max_seconds < 1, "max_seconds: 1 or more"),
        (
            len(variables) > LIVEAVATAR.dynamic_variables_max
            or any(len(key) > LIVEAVATAR.dynamic_variable_key_max for key in variables)
            or any(len(value) > LIVEAVATAR.dynamic_variable_value_max for value in variables.values()),
            f"dynamic_variables: at most {LIVEAVATAR.dynamic_variables_max}, keys of "
            f"{LIVEAVATAR.dynamic_variable_key_max} and values of {LIVEAVATAR.dynamic_variable_value_max} characters",
        ),
    ]
    wrong = [rule for broken, rule in faults if broken]
    if wrong:
        raise InvalidRequestError(
            "The session request was not sent",
            cause="A value lies outside what the vendor accepts.",
            fix=f"Correct {'; '.join(wrong)}.",
        )


def _page(
    verb: str, path: str, params: Mapping[str, str], item: Callable[[JsonObject], T], cursor: str | None
) -> Request[Page[T]]:
    number = cursor or "1"

    def parse(body: object) -> Page[T]:
        data = data_of(body)
        items = [item(raw) for raw in as_list(data, verb, "results")]
        # `next` may be an address; it is never followed, since the key would go wherever it points.
        more = bool(items) and isinstance(data, dict) and bool(data.get("next"))
        return Page(items, str(int(number) + 1) if more else None)

    query = {"page_size": str(LIVEAVATAR.page_size_max), **params, "page": number}
    return Request(verb, "GET", path, parse, params=query, repeatable=True)


def _sessions(kind: str, page_size: int) -> Listing[Session]:
    params = {"type": kind, "page_size": str(page_size)}
    verb = "active_sessions" if kind == "active" else "past_sessions"
    return partial(_page, verb, "/v1/sessions", params, partial(_session, active=kind == "active"))


def _token(body: object) -> SessionToken:
    data = as_object(data_of(body), "token")
    text = need_text(data, "token", "session_token")
    return SessionToken(
        token=Secret(text),
        session_id=need_text(data, "token", "session_id"),
        dialect=Dialect.LIVEAVATAR,
        expires_at=time_of(token_claims(text), "exp"),
    )


def _avatar(raw: JsonObject, public: bool) -> Avatar:
    voice = raw.get("default_voice")
    return Avatar(
        id=(identity := need_text(raw, "avatar", "id")),
        name=text_of(raw, "name") or identity,
        is_public=public,
        usable=raw.get("status", "ACTIVE") == "ACTIVE" and not flag_of(raw, "is_expired"),
        preview_url=text_of(raw, "preview_url"),
        default_voice_id=text_of(voice, "id") if isinstance(voice, dict) else None,
        raw=raw,
    )


def _voice(raw: JsonObject) -> Voice:
    return Voice(
        id=(identity := need_text(raw, "voice", "id")),
        name=text_of(raw, "name") or identity,
        language=text_of(raw, "language"),
        gender=text_of(raw, "gender"),
        raw=raw,
    )


def _context(raw: JsonObject) -> Context:
    return Context(
        id=(identity := need_text(raw, "context", "id")),
        name=text_of(raw, "name") or identity,
        prompt=text_of(raw, "prompt"),
        opening_text=text_of(raw, "opening_text"),
        raw=raw,
    )


def _session(raw: JsonObject, *, active: bool) -> Session:
    return Session(
        id=need_text(raw, "session", "id", "session_id"),
        active=active,
        status=text_of(raw, "status"),
        created_at=time_of(raw, "created_at"),
        ended_at=time_of(raw, "end_at"),
        duration=number_of(raw, "duration"),
        end_reason=text_of(raw, "end_reason"),
        mode=text_of(raw, "mode"),
        sandbox=flag_of(raw, "is_sandbox"),
        credits_used=decimal_of(raw, "credits_consumed"),
        raw=raw,
    )


def _transcript(body: object) -> list[TranscriptLine]:
    lines = as_list(data_of(body), "transcript", "transcript_data")
    return [
        TranscriptLine(
            role=need_text(raw, "transcript", "role"),
            text=text_of(raw, "transcript") or "",
            at=time_of(raw, "absolute_timestamp"),
            offset=number_of(raw, "relative_timestamp"),
            raw=raw,
        )
        for raw in lines
    ]
