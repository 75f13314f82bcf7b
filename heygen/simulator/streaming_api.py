"""The routes of the Streaming Avatar product (api.heygen.com), with its envelopes, codes and sequence errors."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from heygen.limits import STREAMING
from heygen.simulator import catalogue
from heygen.simulator.chat_socket import serve_chat
from heygen.simulator.http import bearer_of, body_of, public_url, text_field
from heygen.simulator.live import LiveSession
from heygen.simulator.media.speech import split_sentences
from heygen.simulator.records import Account, EndReason, Product, SessionRecord, SessionState, TokenRecord
from heygen.simulator.refusals import No, Refusal
from heygen.simulator.studio import Studio
from heygen.simulator.world import SessionSpec, World

__all__ = ["streaming_routes"]

Caller = tuple[Account, TokenRecord | None]
Handler = Callable[[Caller, dict[str, Any], Request], Awaitable[Response]]

# (HTTP status, code, message) as observed; where only a table without a body is known, the code is right and the words are ours.
_ANSWERS: dict[No, tuple[int, int, str]] = {
    No.UNAUTHORIZED: (401, 400112, "Unauthorized"),
    No.SESSION_NOT_FOUND: (400, 400004, "Session does not exist. SessionID: {detail}"),
    No.NOT_READY: (400, 400006, "Session is not in correct state"),
    No.INVALID_PARAMS: (400, 400006, "Invalid params"),
    No.VALIDATION: (400, 40001, "{field}: {detail}"),
    No.AVATAR_NOT_FOUND: (400, 10013, "avatar not found"),
    No.AVATAR_DEPRECATED: (400, 10003, "avatar version is deprecated"),
    No.AVATAR_UNUSABLE: (400, 10003, "not an interactive avatar"),
    No.VOICE_UNUSABLE: (400, 400175, "voice is not available for streaming"),
    No.CONTEXT_NOT_FOUND: (400, 400175, "knowledge base not found"),
    No.CONCURRENCY: (400, 10007, "Concurrent limit reached, please close other sessions of this account"),
    No.NO_CREDITS: (400, 10015, "insufficient credit"),
    No.TRIAL_USED: (400, 10015, "trial API limit reached"),
    No.TEXT_TOO_LONG: (400, 40039, "text must have at most 1000 characters"),
    No.ENDED: (400, 10005, "session state wrong: closed"),
    No.NOT_FOUND: (404, 40404, "not found"),
}
_STATE_CODES = {
    SessionState.NEW: 10001,
    SessionState.CONNECTING: 10002,
    SessionState.CONNECTED: 10003,
    SessionState.CLOSED: 10005,
}
_QUALITIES = ("high", "medium", "low")


def streaming_routes(world: World, studio: Studio) -> list[BaseRoute]:
    """Every route of the product, relative to its base address."""
    api = _StreamingApi(world, studio)

    async def chat(websocket: WebSocket) -> None:
        await serve_chat(websocket, world, studio)

    def route(path: str, handler: Handler, method: str = "POST", *, key_only: bool = False) -> Route:
        return Route(path, api.endpoint(handler, key_only=key_only), methods=[method])

    bases = "/v1/streaming/knowledge_base"
    return [
        route("/v1/streaming.create_token", api.create_token, key_only=True),
        route("/v1/streaming.new", api.new),
        route("/v1/streaming.start", api.start),
        route("/v1/streaming.task", api.task),
        route("/v1/streaming.interrupt", api.interrupt),
        route("/v1/streaming.stop", api.stop),
        route("/v1/streaming.keep_alive", api.keep_alive),
        route("/v1/streaming.start_listening", api.start_listening),
        route("/v1/streaming.stop_listening", api.stop_listening),
        route("/v1/streaming.list", api.active, "GET"),
        route("/v2/streaming.list", api.history, "GET"),
        route("/v1/streaming/avatar.list", api.avatars, "GET"),
        route("/v1/voice.list", api.voices, "GET"),
        route("/v2/voices", api.voices_v2, "GET"),
        route(f"{bases}/list", api.list_bases, "GET"),
        route(f"{bases}/create", api.create_base),
        route(f"{bases}/{{base_id}}", api.update_base),
        route(f"{bases}/{{base_id}}", api.delete_base, "DELETE"),
        route("/v2/user/remaining_quota", api.quota, "GET"),
        route("/v1/user/me", api.me, "GET"),
        WebSocketRoute("/v1/ws/streaming.chat", chat),
    ]


class _StreamingApi:
    def __init__(self, world: World, studio: Studio) -> None:
        self._world = world
        self._studio = studio

    def endpoint(self, handler: Handler, *, key_only: bool) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request) -> Response:
            try:
                caller = self._caller(request, key_only)
                return await handler(caller, await body_of(request), request)
            except Refusal as refusal:
                return _refuse(refusal)

        return serve

    async def create_token(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return _modern({"token": self._world.mint_streaming(caller[0]).token})

    async def new(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        account, token = caller
        record = self._world.new_streaming(account, _spec(body, self._world, account), token)
        await self._studio.open(record)
        return _classic(
            {
                "session_id": record.id,
                "url": public_url(request, "/livekit"),
                "access_token": self._world.room_tokens.sign(record.id, f"user-{record.id[:8]}"),
                "livekit_agent_token": self._world.room_tokens.sign(record.id, f"agent-{record.id[:8]}", agent=True),
                "realtime_endpoint": public_url(request, f"/v2-alpha/interactive-avatar/session/{record.id}"),
                "session_duration_limit": record.max_seconds,
                "is_paid": not account.plan.trial,
                "sdp": None,
                "ice_servers": None,
                "ice_servers2": None,
            }
        )

    async def start(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._record(caller, body)
        if record.state is not SessionState.CONNECTING:
            raise Refusal(No.WRONG_STATE, record.state.value)
        if not record.protocol_v2:
            raise Refusal(No.INVALID_PARAMS)
        return _classic({"session_id": record.id})

    async def task(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._record(caller, body)
        text = text_field(body, "text")
        if len(text) > STREAMING.text_max_characters:
            raise Refusal(No.TEXT_TOO_LONG)
        session = self._running(record)
        if record.state is not SessionState.CONNECTED:
            raise Refusal(No.NOT_READY)
        kind = body.get("task_type") or "repeat"
        if kind not in ("repeat", "talk", "chat"):
            raise Refusal(No.VALIDATION, "must be repeat, talk or chat", field="task_type")
        task_id = str(uuid.uuid4())
        speaking = session.say(text, task_id) if kind == "repeat" else session.ask(text, task_id)
        seconds = 0.0
        if speaking is not None and (body.get("task_mode") or "sync") == "sync":
            seconds = await asyncio.shield(speaking)
        elif kind == "repeat":
            seconds = await session.conversation.length_of(split_sentences(text))
        return _classic({"task_id": task_id, "duration_ms": round(seconds * 1000, 1)})

    async def interrupt(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        session = self._running(self._record(caller, body))
        self._world.touch(session.record)
        session.conversation.interrupt()
        return _classic(None)

    async def stop(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._record(caller, body)
        if not self._world.end(record, EndReason.USER_CLOSED):
            raise Refusal(No.SESSION_NOT_FOUND, record.id)
        return _classic(None)

    async def keep_alive(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        self._world.touch(self._running(self._record(caller, body)).record)
        return _classic(None)

    async def start_listening(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        self._running(self._record(caller, body)).conversation.listening(True)
        return _classic(None)

    async def stop_listening(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        self._running(self._record(caller, body)).conversation.listening(False)
        return _classic(None)

    async def active(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        sessions = [
            {"session_id": s.id, "status": s.state.value, "created_at": int(s.created_at), "api_key_type": "regular"}
            for s in self._world.open_sessions(caller[0])
        ]
        return _classic({"sessions": sessions})

    async def history(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        size = _whole(request.query_params.get("page_size"), "page_size", 20)
        page = _whole(request.query_params.get("page") or request.query_params.get("token"), "page", 1)
        past = self._world.past_sessions(caller[0])
        items = [
            {
                "session_id": s.id,
                "status": s.state.value,
                "created_at": int(s.created_at),
                "api_key_type": "regular",
                "duration": round(s.seconds(self._world.clock()), 3),
                "avatar_id": s.avatar.legacy_id or s.avatar.id,
                "voice_name": s.voice.name,
            }
            for s in past[(page - 1) * size : page * size]
        ]
        following = str(page + 1) if page * size < len(past) else None
        return _modern(
            {
                "total": len(past),
                "page": page,
                "page_size": size,
                "next_pagination_token": following,
                "data": items,
            }
        )

    async def avatars(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        usable = [a for a in self._world.avatars() if a.legacy_id and not a.deprecated]
        return _classic(
            [
                {"avatar_id": a.legacy_id, "created_at": 1733000000, "status": "ACTIVE", "is_public": True}
                for a in usable
            ]
        )

    async def voices(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return _classic({"list": _voice_list()})

    async def voices_v2(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return _modern({"voices": _voice_list()})

    async def list_bases(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        mine = [c for c in self._world.contexts.values() if c.owner == caller[0].key]
        return _classic({"list": [{"id": c.id, "name": c.name, "prompt": c.prompt} for c in mine]})

    async def create_base(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._world.add_context(
            caller[0].key, text_field(body, "name"), text_field(body, "prompt"), str(body.get("opening") or ""), []
        )
        return _classic({"id": record.id, "name": record.name})

    async def update_base(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._world.context(request.path_params["base_id"], caller[0].key)
        record.name = str(body.get("name") or record.name)
        record.prompt = str(body.get("prompt") or record.prompt)
        record.opening_text = str(body.get("opening") or record.opening_text)
        record.updated_at = self._world.clock()
        return _classic({"id": record.id, "name": record.name})

    async def delete_base(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._world.context(request.path_params["base_id"], caller[0].key)
        del self._world.contexts[record.id]
        return _classic(None)

    async def quota(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        account = caller[0]
        left = self._world.balance_milli(account) * 60 / 1000
        used = account.granted_milli * 60 / 1000 - left
        return _modern({"remaining_quota": float(left), "used_quota": float(used), "details": {"api": float(left)}})

    async def me(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return _classic({"username": "simulator", "email": None, "plan": caller[0].plan.name})

    def _caller(self, request: Request, key_only: bool) -> Caller:
        key = request.headers.get("x-api-key")
        if key:
            return self._world.account(key, Product.STREAMING), None
        token = bearer_of(request)
        if token is None or key_only:
            raise Refusal(No.UNAUTHORIZED)
        record = self._world.bearer(token, Product.STREAMING)
        return self._world.accounts[record.account_key], record

    def _record(self, caller: Caller, body: dict[str, Any]) -> SessionRecord:
        account, token = caller
        wanted = body.get("session_id")
        if wanted is None or (token is not None and token.session_id not in (None, wanted)):
            # A missing id and a token of another session both come back as 401 from the vendor.
            raise Refusal(No.UNAUTHORIZED)
        return self._world.session(wanted, account.key)

    def _running(self, record: SessionRecord) -> LiveSession:
        session = self._studio.find(record.id)
        if session is None or not record.is_open:
            raise Refusal(No.ENDED)
        return session


def _spec(body: dict[str, Any], world: World, account: Account) -> SessionSpec:
    quality = body.get("quality") or "medium"
    if quality not in _QUALITIES:
        raise Refusal(No.VALIDATION, "must be high, medium or low", field="quality")
    idle: float | None = None
    if not body.get("disable_idle_timeout"):
        low, high = STREAMING.idle_seconds_min, STREAMING.idle_seconds_max
        idle = _whole(body.get("activity_idle_timeout"), "activity_idle_timeout", STREAMING.idle_seconds_default)
        if not low <= idle <= high:
            raise Refusal(No.VALIDATION, f"must be {low} to {high}", field="activity_idle_timeout")
    voice = body.get("voice") or {}
    base = body.get("knowledge_base_id")
    prompt = world.context(str(base), account.key).prompt if base else body.get("knowledge_base")
    return SessionSpec(
        avatar_id=str(body.get("avatar_id") or body.get("avatar_name") or "Shawn_Therapist_public"),
        voice_id=voice.get("voice_id") or body.get("voice_id"),
        quality=quality,
        prompt=prompt,
        language=str(body.get("language") or "en"),
        silence_prompt=bool(body.get("silence_response")),
        protocol_v2=body.get("version") == "v2",
        idle_seconds=idle,
    )


def _voice_list() -> list[dict[str, object]]:
    return [
        {
            "voice_id": v.legacy_id,
            "name": v.name,
            "display_name": v.name,
            "language": "English",
            "gender": v.gender,
            "support_realtime": v.realtime,
        }
        for v in catalogue.VOICES
    ]


def _whole(value: object, name: str, default: int) -> int:
    if value is None or value == "":
        return default
    try:
        number = int(str(value))
    except ValueError:
        raise Refusal(No.VALIDATION, "must be a whole number", field=name) from None
    if number < 1:
        raise Refusal(No.VALIDATION, "must be at least 1", field=name)
    return number


def _classic(data: object) -> Response:
    return JSONResponse({"code": 100, "message": "success", "data": data})


def _modern(data: object) -> Response:
    return JSONResponse({"error": None, "data": data})


def _refuse(refusal: Refusal) -> Response:
    if refusal.no is No.WRONG_STATE:
        state = SessionState(refusal.detail)
        return JSONResponse({"code": _STATE_CODES[state], "message": f"session state wrong: {state.value}"}, 400)
    status, code, message = _ANSWERS.get(refusal.no, (400, 400175, refusal.no.value))
    words = message.format(detail=refusal.detail, field=refusal.field)
    return JSONResponse({"code": code, "message": words, "data": None}, status)
