"""The older product's catalogue, knowledge bases and account (api.heygen.com)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from heygen.simulator.http import text_field, text_or_none
from heygen.simulator.streaming.api import Caller, Gate
from heygen.simulator.streaming.envelope import classic, modern
from heygen.simulator.world import catalogue
from heygen.simulator.world.world import World

__all__ = ["streaming_resource_routes"]

_BASES = "/v1/streaming/knowledge_base"


def streaming_resource_routes(world: World, gate: Gate) -> list[BaseRoute]:
    """Every route but those of sessions, relative to the product's base address."""
    api = _Resources(world)
    return [
        gate.route("/v1/streaming/avatar.list", api.avatars, "GET"),
        gate.route("/v1/voice.list", api.voices, "GET"),
        gate.route("/v2/voices", api.voices_v2, "GET"),
        gate.route(f"{_BASES}/list", api.list_bases, "GET"),
        gate.route(f"{_BASES}/create", api.create_base),
        gate.route(f"{_BASES}/{{base_id}}", api.update_base),
        gate.route(f"{_BASES}/{{base_id}}", api.delete_base, "DELETE"),
        gate.route("/v2/user/remaining_quota", api.quota, "GET"),
        gate.route("/v1/user/me", api.me, "GET"),
    ]


class _Resources:
    def __init__(self, world: World) -> None:
        self._world = world

    async def avatars(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        usable = [a for a in self._world.avatars() if a.legacy_id and not a.deprecated]
        return classic(
            [
                {"avatar_id": a.legacy_id, "created_at": 1733000000, "status": "ACTIVE", "is_public": True}
                for a in usable
            ]
        )

    async def voices(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return classic({"list": _voice_list()})

    async def voices_v2(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return modern({"voices": _voice_list()})

    async def list_bases(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        mine = self._world.kept.contexts_of(caller[0].key)
        return classic({"list": [{"id": c.id, "name": c.name, "prompt": c.prompt} for c in mine]})

    async def create_base(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._world.kept.add_context(
            caller[0].key, text_field(body, "name"), text_field(body, "prompt"), text_or_none(body, "opening") or "", []
        )
        return classic({"id": record.id, "name": record.name})

    async def update_base(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._world.kept.context(request.path_params["base_id"], caller[0].key)
        given = {"name": "name", "prompt": "prompt", "opening_text": "opening"}
        changes = {field: text for field, name in given.items() if (text := text_or_none(body, name))}
        self._world.kept.change_context(record, **changes)
        return classic({"id": record.id, "name": record.name})

    async def delete_base(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        record = self._world.kept.context(request.path_params["base_id"], caller[0].key)
        self._world.kept.drop_context(record)
        return classic(None)

    async def quota(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        account = caller[0]
        left = self._world.balance_milli(account) * 60 / 1000
        used = account.granted_milli * 60 / 1000 - left
        return modern({"remaining_quota": float(left), "used_quota": float(used), "details": {"api": float(left)}})

    async def me(self, caller: Caller, body: dict[str, Any], request: Request) -> Response:
        return classic({"username": "simulator", "email": None, "plan": caller[0].plan.name})


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
