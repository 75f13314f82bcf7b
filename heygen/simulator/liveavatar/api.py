"""LiveAvatar's session routes (api.liveavatar.com): token, start, stop, keep-alive, lists and transcript."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from heygen.simulator.http import bearer_of, body_of, public_url
from heygen.simulator.live.studio import Studio
from heygen.simulator.liveavatar.envelope import listing, refuse, success
from heygen.simulator.liveavatar.lite_socket import lite_socket_route
from heygen.simulator.liveavatar.spec import spec_of
from heygen.simulator.world import billing
from heygen.simulator.world.fault_refusals import refuse_if
from heygen.simulator.world.faults import Fault
from heygen.simulator.world.records import Account, EndReason, Mode, Product, SessionRecord
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.world import World

__all__ = ["SESSION_SOCKET", "Guard", "endpoint", "liveavatar_routes"]

SESSION_SOCKET = "/v1/ws/session"
Handler = Callable[[Request, dict[str, Any]], Awaitable[Response]]


class Guard:
    """Who may call what: an account by its key, a session by its token."""

    def __init__(self, world: World) -> None:
        self._world = world

    def account(self, request: Request) -> Account:
        """The account of the key header. Raises `Refusal(UNAUTHORIZED)`, also for a token in its place."""
        return self._world.account(request.headers.get("x-api-key") or "", Product.LIVEAVATAR)

    def session(self, request: Request, body: dict[str, Any]) -> SessionRecord:
        """The session of the token, or the one a key names."""
        token = bearer_of(request)
        if token is not None:
            record = self._world.bearer(token, Product.LIVEAVATAR)
            if body.get("session_id") not in (None, record.session_id):
                raise Refusal(No.SESSION_NOT_FOUND)
            return self._world.session(record.session_id, record.account_key)
        return self._world.session(body.get("session_id"), self.account(request).key)


def endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Wraps a handler: reads the body, words refusals."""

    async def serve(request: Request) -> Response:
        try:
            return await handler(request, await body_of(request))
        except Refusal as refusal:
            return refuse(refusal)

    return serve


def liveavatar_routes(world: World, studio: Studio, guard: Guard) -> list[BaseRoute]:
    """The session routes, relative to the product's base address."""
    api = _Sessions(world, studio, guard)
    return [
        Route("/v1/sessions/token", endpoint(api.token), methods=["POST"]),
        Route("/v1/sessions/start", endpoint(api.start), methods=["POST"]),
        Route("/v1/sessions/stop", endpoint(api.stop), methods=["POST"]),
        Route("/v1/sessions/keep-alive", endpoint(api.keep_alive), methods=["POST"]),
        Route("/v1/sessions", endpoint(api.listed), methods=["GET"]),
        Route("/v1/sessions/{session_id}/transcript", endpoint(api.transcript), methods=["GET"]),
        Route("/v1/sessions/{session_id}/events", endpoint(api.forget), methods=["DELETE"]),
        Route("/v1/sessions/{session_id}", endpoint(api.detail), methods=["GET"]),
        lite_socket_route(f"{SESSION_SOCKET}/{{session_id}}", world, studio, Product.LIVEAVATAR),
    ]


class _Sessions:
    def __init__(self, world: World, studio: Studio, guard: Guard) -> None:
        self._world = world
        self._studio = studio
        self._guard = guard

    async def token(self, request: Request, body: dict[str, Any]) -> Response:
        account = self._guard.account(request)
        record, token = self._world.mint_liveavatar(account, spec_of(body, self._world.rules.liveavatar_idle_s))
        return success({"session_id": record.id, "session_token": token.token})

    async def start(self, request: Request, body: dict[str, Any]) -> Response:
        if bearer_of(request) is None:
            raise Refusal(No.UNAUTHORIZED)
        record = self._guard.session(request, body)
        self._world.start(record)
        await self._studio.open(record)
        sign = self._world.room_tokens.sign
        data: dict[str, object] = {
            "session_id": record.id,
            "livekit_url": None,
            "livekit_client_token": None,
            "livekit_agent_token": None,
            "max_session_duration": record.max_seconds,
            "ws_url": None,
        }
        if not record.own_room:
            data["livekit_url"] = public_url(request, "/livekit")
            data["livekit_client_token"] = sign(record.id, f"client-{record.id[:8]}")
        if record.mode is Mode.LITE and record.connector is None:
            if not record.own_room:
                data["livekit_agent_token"] = sign(record.id, f"agent-{record.id[:8]}", agent=True)
            data["ws_url"] = public_url(request, f"{SESSION_SOCKET}/{record.id}")
        return success(data, 201)

    async def stop(self, request: Request, body: dict[str, Any]) -> Response:
        record = self._guard.session(request, body)
        if not record.is_open:
            raise Refusal(No.SESSION_NOT_FOUND)
        refuse_if(self._world.faults, Product.LIVEAVATAR, Fault.STOP_UNAUTHORIZED)
        self._world.end(record, _reason(body.get("reason")))
        return success(None)

    async def keep_alive(self, request: Request, body: dict[str, Any]) -> Response:
        record = self._guard.session(request, body)
        if not record.is_open:
            raise Refusal(No.ENDED)
        self._world.touch(record)
        return success(None)

    async def listed(self, request: Request, body: dict[str, Any]) -> Response:
        account = self._guard.account(request)
        kind = request.query_params.get("type")
        if kind not in ("active", "historic"):
            raise Refusal(No.VALIDATION, "Input should be 'active' or 'historic'", field="type")
        found = self._world.open_sessions(account) if kind == "active" else self._world.past_sessions(account)
        wanted = request.query_params
        found = [
            s
            for s in found
            if wanted.get("avatar_id") in (None, s.avatar.id)
            and wanted.get("context_id") in (None, s.context_id)
            # No session of this simulator comes from an embed.
            and wanted.get("embed_id") is None
        ]
        return listing(request, found, self._item)

    async def detail(self, request: Request, body: dict[str, Any]) -> Response:
        return success(self._item(self._named(request)))

    async def transcript(self, request: Request, body: dict[str, Any]) -> Response:
        record = self._named(request)
        low = _number(request, "start_timestamp", float("-inf"))
        high = _number(request, "end_timestamp", float("inf"))
        # LITE sessions leave no transcript: the words were never the vendor's.
        lines = record.transcript if record.mode is Mode.FULL else []
        data = [
            {
                "role": line.role,
                "transcript": line.text,
                "absolute_timestamp": line.at,
                "relative_timestamp": round(line.at - (record.started_at or line.at), 3),
            }
            for line in lines
            if low < line.at <= high
        ]
        known = low if math.isfinite(low) else None
        following = data[-1]["absolute_timestamp"] if data else known
        return success({"session_active": record.is_open, "next_timestamp": following, "transcript_data": data})

    async def forget(self, request: Request, body: dict[str, Any]) -> Response:
        self._world.forget_words(self._named(request))
        return success(None)

    def _named(self, request: Request) -> SessionRecord:
        return self._world.session(request.path_params["session_id"], self._guard.account(request).key)

    def _item(self, record: SessionRecord) -> dict[str, object]:
        now = self._world.clock()
        return {
            "id": record.id,
            "created_at": _iso(record.created_at),
            "updated_at": _iso(record.ended_at or now),
            "duration": round(record.seconds(now), 3),
            "source": "API",
            "mode": record.mode.value,
            "is_sandbox": record.sandbox,
            "avatar_id": record.avatar.id,
            "context_id": record.context_id,
            "credits_consumed": float(billing.milli_credits(record, now) / 1000),
            "end_at": _iso(record.ended_at) if record.ended_at else None,
            "end_reason": record.end_reason.value if record.end_reason else None,
        }


def _reason(value: object) -> EndReason:
    if value is None:
        return EndReason.USER_CLOSED
    try:
        return EndReason(str(value))
    except ValueError:
        raise Refusal(No.VALIDATION, "unknown reason", field="reason") from None


def _number(request: Request, name: str, default: float) -> float:
    value = request.query_params.get(name)
    try:
        number = float(value) if value else default
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise Refusal(No.VALIDATION, "Input should be a valid number", field=name)
    return number


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")
