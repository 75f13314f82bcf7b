"""The routes of the Streaming Avatar product (api.heygen.com), with its envelopes, codes and sequence errors."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from heygen.limits import STREAMING
from heygen.simulator.http import bearer_of, body_of, public_url, text_field
from heygen.simulator.live.session import LiveSession
from heygen.simulator.live.studio import Studio
from heygen.simulator.liveavatar.lite_socket import lite_socket_route
from heygen.simulator.media.speech.speech import split_sentences
from heygen.simulator.streaming.chat_socket import serve_chat
from heygen.simulator.streaming.envelope import classic, modern, refuse
from heygen.simulator.streaming.spec import spec_of, whole
from heygen.simulator.world.fault_refusals import refuse_if
from heygen.simulator.world.faults import Fault
from heygen.simulator.world.records import Account, EndReason, Product, SessionRecord, SessionState, TokenRecord
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.world import World

__all__ = ["Caller", "Gate", "streaming_routes"]

REALTIME_SOCKET = "/v2-alpha/interactive-avatar/session"

Caller = tuple[Account, TokenRecord | None]
Handler = Callable[[Caller, dict[str, Any], Request], Awaitable[Response]]


class Gate:
    """Who may call what: an account by its key, or by a token of one of its sessions."""

    def __init__(self, world: World) -> None:
        self._world = world

    def route(self, path: str, handler: Handler, method: str = "POST", *, key_only: bool = False) -> Route:
        """A route that knows its caller, reads the body and words refusals."""

        async def serve(request: Request) -> Response:
            try:
                caller = self._caller(request, key_only)
                return await handler(caller, await body_of(request), request)
            except Refusal as refusal:
                return refuse(refusal)

        return Route(path, serve, methods=[method])

    def _caller(self, request: Request, key_only: bool) -> Caller:
        key = request.headers.get("x-api-key")
        if key:
            return self._world.account(key, Product.STREAMING), None
        token = bearer_of(request)
        if token is None or key_only:
            raise Refusal(No.UNAUTHORIZED)
        record = self._world.bearer(token, Product.STREAMING)
        return self._world.accounts[record.account_key], record


def streaming_routes(world: World, studio: Studio, gate: Gate) -> list[BaseRoute]:
    """The session routes, relative to the product's base address."""
    api = _Sessions(world, studio)

    async def chat(websocket: WebSocket) -> None:
        await serve_chat(websocket, world, studio)

    return [
        gate.route("/v1/streaming.create_token", api.create_token, key_only=True),
        gate.route("/v1/streaming.new", api.new),
        gate.route("/v1/streaming.start", api.start),
        gate.route("/v1/streaming.task", api.task),
        gate.route("/v1/streaming.interrupt", api.interrupt),
        gate.route("/v1/streaming.stop", api.stop),
        gate.route("/v1/streaming.keep_alive", api.keep_alive),
        gate.route("/v1/streaming.start_listening", api.start_listening),
        gate.route("/v1/streaming.stop_listening", api.stop_listening),
        gate.route("/v1/streaming.list", api.active, "GET"),
        gate.route("/v2/streaming.list", api.history, "GET"),
        WebSocketRoute("/v1/ws/streaming.chat", chat),
        lite_socket_route(f"{REALTIME_SOCKET}/{{session_id}}", world, studio, Product.STREAMING),
    ]


class _Sessions:
    def __init__(self, world: World, studio: Studio) -> None:
        self._world = world
        self._studio = studio

    async def create_token(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return modern({"token": self._world.mint_streaming(caller[0]).token})

    async def new(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        account, token = caller
        record = self._world.new_streaming(account, spec_of(body, self._world, account), token)
        await self._studio.open(record)
        return classic(
            {
                "session_id": record.id,
                "url": public_url(request, "/livekit"),
                "access_token": self._world.room_tokens.sign(record.id, f"user-{record.id[:8]}"),
                "livekit_agent_token": self._world.room_tokens.sign(record.id, f"agent-{record.id[:8]}", agent=True),
                "realtime_endpoint": public_url(request, f"{REALTIME_SOCKET}/{record.id}"),
                "session_duration_limit": record.max_seconds,
                "is_paid": not account.plan.trial,
                "sdp": None,
                "ice_servers": None,
                "ice_servers2": None,
            }
        )

    async def start(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._record(caller, body)
        self._world.start_streaming(record)
        return classic({"session_id": record.id})

    async def task(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._record(caller, body)
        text = text_field(body, "text")
        if len(text) > STREAMING.text_max_characters:
            raise Refusal(No.TEXT_TOO_LONG)
        refuse_if(self._world.faults, Product.STREAMING, Fault.TEXT_TOO_LONG, Fault.TASK_BEFORE_READY, Fault.TTS_FAILED)
        session = self._running(record)
        if record.state is not SessionState.CONNECTED:
            raise Refusal(No.NOT_READY)
        kind, mode = body.get("task_type") or "repeat", body.get("task_mode") or "sync"
        if kind not in ("repeat", "talk", "chat"):
            raise Refusal(No.VALIDATION, "must be repeat, talk or chat", field="task_type")
        if mode not in ("sync", "async"):
            raise Refusal(No.VALIDATION, "must be sync or async", field="task_mode")
        task_id = str(uuid.uuid4())
        speaking = session.say(text, task_id) if kind == "repeat" else session.ask(text, task_id)
        seconds = 0.0
        if speaking is not None and mode == "sync":
            seconds = await asyncio.shield(speaking)
        elif kind == "repeat":
            seconds = await session.conversation.length_of(split_sentences(text))
        return classic({"task_id": task_id, "duration_ms": round(seconds * 1000, 1)})

    async def interrupt(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        session = self._running(self._record(caller, body))
        self._world.touch(session.record)
        session.conversation.interrupt()
        return classic(None)

    async def stop(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._record(caller, body)
        refuse_if(self._world.faults, Product.STREAMING, Fault.STOP_UNAUTHORIZED)
        if not self._world.end(record, EndReason.USER_CLOSED):
            raise Refusal(No.SESSION_NOT_FOUND, record.id)
        return classic(None)

    async def keep_alive(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        self._world.touch(self._running(self._record(caller, body)).record)
        return classic(None)

    async def start_listening(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        self._running(self._record(caller, body)).conversation.listening(True)
        return classic(None)

    async def stop_listening(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        self._running(self._record(caller, body)).conversation.listening(False)
        return classic(None)

    async def active(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        sessions = [
            {"session_id": s.id, "status": s.state.value, "created_at": int(s.created_at), "api_key_type": "regular"}
            for s in self._world.open_sessions(caller[0])
        ]
        return classic({"sessions": sessions})

    async def history(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        size = whole(request.query_params.get("page_size"), "page_size", 20)
        page = whole(request.query_params.get("page") or request.query_params.get("token"), "page", 1)
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
        return modern(
            {
                "total": len(past),
                "page": page,
                "page_size": size,
                "next_pagination_token": following,
                "data": items,
            }
        )

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
