"""LiveAvatar's catalogue and stored resources: avatars, voices, contexts, secrets, model configurations, memory, embeds."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from heygen.simulator import catalogue
from heygen.simulator.http import body_of, public_url, text_field
from heygen.simulator.liveavatar_api import Guard, endpoint
from heygen.simulator.liveavatar_envelope import listing, success
from heygen.simulator.records import AvatarRecord, ContextRecord, VoiceRecord
from heygen.simulator.refusals import No, Refusal
from heygen.simulator.world import World

__all__ = ["resource_routes"]

_SHELVES: dict[str, tuple[str, ...]] = {
    "secrets": ("secret_name", "secret_value", "secret_type"),
    "llm-configurations": ("display_name", "model_name", "secret_id"),
    "memory": ("memory_type", "session_id"),
}
_NEVER_SHOWN = frozenset({"secret_value"})
_SILENCE = b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80>\x00\x00\x00}\x00\x00\x02\x00\x10\x00data\x00\x00\x00\x00"


def resource_routes(world: World, guard: Guard) -> list[BaseRoute]:
    """Every route but those of sessions, relative to the product's base address."""
    api = _Resources(world, guard)
    routes: list[BaseRoute] = [
        Route("/v1/avatars", endpoint(api.own_avatars), methods=["GET"]),
        Route("/v1/avatars/public", endpoint(api.public_avatars), methods=["GET"]),
        Route("/v1/avatars/{avatar_id}", endpoint(api.avatar), methods=["GET"]),
        Route("/v1/voices", endpoint(api.voices), methods=["GET"]),
        Route("/v1/voices/{voice_id}", endpoint(api.voice), methods=["GET"]),
        Route("/v1/voices/{voice_id}/preview", endpoint(api.preview), methods=["GET"]),
        Route("/v1/contexts", endpoint(api.contexts), methods=["GET"]),
        Route("/v1/contexts", endpoint(api.create_context), methods=["POST"]),
        Route("/v1/contexts/{context_id}", endpoint(api.context), methods=["GET"]),
        Route("/v1/contexts/{context_id}", endpoint(api.change_context), methods=["PATCH"]),
        Route("/v1/contexts/{context_id}", endpoint(api.delete_context), methods=["DELETE"]),
        Route("/v1/languages", endpoint(api.languages), methods=["GET"]),
        Route("/v1/users/credits", endpoint(api.credits), methods=["GET"]),
        Route("/v2/embeddings", endpoint(api.embed), methods=["POST"]),
    ]
    for name, required in _SHELVES.items():
        routes += _Shelf(name, required, world, guard).routes()
    return routes


class _Resources:
    def __init__(self, world: World, guard: Guard) -> None:
        self._world = world
        self._guard = guard

    async def own_avatars(self, request: Request, body: dict[str, Any]) -> Response:
        self._guard.account(request)
        return listing(request, [], _avatar)

    async def public_avatars(self, request: Request, body: dict[str, Any]) -> Response:
        return listing(request, [a for a in self._world.avatars() if not a.deprecated], _avatar)

    async def avatar(self, request: Request, body: dict[str, Any]) -> Response:
        self._guard.account(request)
        avatar = catalogue.find_avatar(request.path_params["avatar_id"])
        if avatar is None or avatar.owner is not None:
            raise Refusal(No.AVATAR_NOT_FOUND)
        return success(_avatar(avatar))

    async def voices(self, request: Request, body: dict[str, Any]) -> Response:
        self._guard.account(request)
        private = request.query_params.get("voice_type") == "private"
        return listing(request, [] if private else [v for v in catalogue.VOICES if v.realtime], _voice)

    async def voice(self, request: Request, body: dict[str, Any]) -> Response:
        return success(_voice(self._voice(request)))

    async def preview(self, request: Request, body: dict[str, Any]) -> Response:
        self._voice(request)
        return success({"audio_base64": base64.b64encode(_SILENCE).decode()})

    async def contexts(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        return listing(request, [c for c in self._world.contexts.values() if c.owner == key], _context)

    async def create_context(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        name, prompt, opening = (text_field(body, field) for field in ("name", "prompt", "opening_text"))
        return success(
            _context(self._world.add_context(key, name, prompt, opening, list(body.get("links") or []))), 201
        )

    async def context(self, request: Request, body: dict[str, Any]) -> Response:
        return success(_context(self._context(request)))

    async def change_context(self, request: Request, body: dict[str, Any]) -> Response:
        record = self._context(request)
        for field in ("name", "prompt", "opening_text"):
            if field in body:
                setattr(record, field, text_field(body, field))
        record.updated_at = self._world.clock()
        return success(_context(record))

    async def delete_context(self, request: Request, body: dict[str, Any]) -> Response:
        del self._world.contexts[self._context(request).id]
        return success(None)

    async def languages(self, request: Request, body: dict[str, Any]) -> Response:
        return success([{"language": name, "code": code} for name, code in catalogue.LANGUAGES])

    async def credits(self, request: Request, body: dict[str, Any]) -> Response:
        left = self._world.balance_milli(self._guard.account(request)) / 1000
        return success({"credits_left": f"{float(left):.2f}"})

    async def embed(self, request: Request, body: dict[str, Any]) -> Response:
        self._guard.account(request)
        for field in ("avatar_id", "context_id"):
            text_field(body, field)
        embed_id = self._world.new_id()
        url = public_url(request, f"/embed/v1/{embed_id}", websocket=False)
        script = f'<iframe src="{url}" allow="microphone"></iframe>'
        orientation = body.get("orientation") or "horizontal"
        return success({"embed_id": embed_id, "url": url, "script": script, "orientation": orientation}, 201)

    def _voice(self, request: Request) -> VoiceRecord:
        self._guard.account(request)
        voice = catalogue.find_voice(request.path_params["voice_id"])
        if voice is None:
            raise Refusal(No.NOT_FOUND)
        return voice

    def _context(self, request: Request) -> ContextRecord:
        return self._world.context(request.path_params["context_id"], self._guard.account(request).key)


class _Shelf:
    """A stored resource that this simulator keeps and lists but does not act on."""

    def __init__(self, name: str, required: tuple[str, ...], world: World, guard: Guard) -> None:
        self._name = name
        self._required = required
        self._world = world
        self._guard = guard
        self._items: dict[str, tuple[str, dict[str, Any]]] = {}

    def routes(self) -> list[BaseRoute]:
        """List, create, read and delete."""
        one, every = f"/v1/{self._name}/{{item_id}}", f"/v1/{self._name}"

        def route(path: str, handler: Callable[[Request, dict[str, Any]], Awaitable[Response]], method: str) -> Route:
            return Route(path, endpoint(handler), methods=[method])

        return [
            route(every, self._list, "GET"),
            route(every, self._create, "POST"),
            route(one, self._read, "GET"),
            route(one, self._delete, "DELETE"),
        ]

    async def _list(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        return listing(request, [item for owner, item in self._items.values() if owner == key], lambda item: item)

    async def _create(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        given = {field: text_field(body, field) for field in self._required}
        item_id = self._world.new_id()
        shown = {"id": item_id, **{k: v for k, v in given.items() if k not in _NEVER_SHOWN}}
        self._items[item_id] = (key, shown)
        return success(shown, 201)

    async def _read(self, request: Request, body: dict[str, Any]) -> Response:
        return success(self._find(request))

    async def _delete(self, request: Request, body: dict[str, Any]) -> Response:
        del self._items[str(self._find(request)["id"])]
        return success(None)

    def _find(self, request: Request) -> dict[str, Any]:
        key = self._guard.account(request).key
        owner, item = self._items.get(request.path_params["item_id"], ("", {}))
        if owner != key:
            raise Refusal(No.NOT_FOUND)
        return item


def _avatar(avatar: AvatarRecord) -> dict[str, object]:
    voice = catalogue.find_voice(avatar.voice_id) if avatar.voice_id else None
    return {
        "id": avatar.id,
        "space_id": None,
        "type": avatar.kind,
        "status": avatar.status,
        "name": avatar.name,
        "preview_url": None,
        "is_expired": avatar.deprecated,
        "default_voice": {"id": voice.id, "name": voice.name} if voice else None,
        "is_1080p": False,
        "created_at": "2025-11-01T00:00:00Z",
        "updated_at": "2025-11-01T00:00:00Z",
        "error_message": None,
    }


def _voice(voice: VoiceRecord) -> dict[str, object]:
    return {
        "id": voice.id,
        "name": voice.name,
        "description": voice.name,
        "language": voice.language,
        "gender": voice.gender,
        "tags": [],
    }


def _context(record: ContextRecord) -> dict[str, object]:
    return {
        "id": record.id,
        "name": record.name,
        "prompt": record.prompt,
        "opening_text": record.opening_text,
        "links": record.links,
        "required_dynamic_variables": sorted(_placeholders(record.prompt) | _placeholders(record.opening_text)),
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }


def _placeholders(text: str) -> set[str]:
    return {part.split("}", 1)[0] for part in text.split("${")[1:] if "}" in part}
