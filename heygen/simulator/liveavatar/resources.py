"""LiveAvatar's catalogue and its personas: avatars, voices, contexts, languages, credits, embeds."""

from __future__ import annotations

import base64
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from heygen.simulator.http import public_url, text_field, text_or_none
from heygen.simulator.liveavatar.api import Guard, endpoint
from heygen.simulator.liveavatar.envelope import listing, success
from heygen.simulator.media.speech.speech import Voice
from heygen.simulator.previews import Previews
from heygen.simulator.world import catalogue
from heygen.simulator.world.records import AvatarRecord, ContextRecord, VoiceRecord
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.world import World

__all__ = ["resource_routes"]


def resource_routes(world: World, guard: Guard, voice: Voice) -> list[BaseRoute]:
    """The routes of the catalogue and of personas, relative to the product's base address."""
    api = _Resources(world, guard, Previews(voice))
    return [
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


class _Resources:
    def __init__(self, world: World, guard: Guard, previews: Previews) -> None:
        self._world = world
        self._guard = guard
        self._previews = previews

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
        kind = request.query_params.get("voice_type")
        if kind not in (None, "public", "private"):
            raise Refusal(No.VALIDATION, "Input should be 'public' or 'private'", field="voice_type")
        return listing(request, [] if kind == "private" else [v for v in catalogue.VOICES if v.realtime], _voice)

    async def voice(self, request: Request, body: dict[str, Any]) -> Response:
        return success(_voice(self._voice(request)))

    async def preview(self, request: Request, body: dict[str, Any]) -> Response:
        wav = await self._previews.wav(self._voice(request))
        return success({"audio_base64": base64.b64encode(wav).decode()})

    async def contexts(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        return listing(request, self._world.kept.contexts_of(key), _context)

    async def create_context(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        name, prompt, opening = (text_field(body, field) for field in ("name", "prompt", "opening_text"))
        return success(_context(self._world.kept.add_context(key, name, prompt, opening, _links(body))), 201)

    async def context(self, request: Request, body: dict[str, Any]) -> Response:
        return success(_context(self._context(request)))

    async def change_context(self, request: Request, body: dict[str, Any]) -> Response:
        record = self._context(request)
        changes: dict[str, object] = {
            field: text_field(body, field) for field in ("name", "prompt", "opening_text") if field in body
        }
        if "links" in body:
            changes["links"] = _links(body)
        self._world.kept.change_context(record, **changes)
        return success(_context(record))

    async def delete_context(self, request: Request, body: dict[str, Any]) -> Response:
        self._world.kept.drop_context(self._context(request))
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
        orientation = text_or_none(body, "orientation") or "horizontal"
        embed_id = self._world.new_id()
        url = public_url(request, f"/embed/v1/{embed_id}", websocket=False)
        script = f'<iframe src="{url}" allow="microphone"></iframe>'
        return success({"embed_id": embed_id, "url": url, "script": script, "orientation": orientation}, 201)

    def _voice(self, request: Request) -> VoiceRecord:
        self._guard.account(request)
        voice = catalogue.find_voice(request.path_params["voice_id"])
        if voice is None:
            raise Refusal(No.NOT_FOUND)
        return voice

    def _context(self, request: Request) -> ContextRecord:
        return self._world.kept.context(request.path_params["context_id"], self._guard.account(request).key)


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


def _links(body: dict[str, Any]) -> list[dict[str, object]]:
    links = body.get("links")
    if links is None:
        return []
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise Refusal(No.VALIDATION, "Input should be a list of objects", field="links")
    return links


def _placeholders(text: str) -> set[str]:
    return {part.split("}", 1)[0] for part in text.split("${")[1:] if "}" in part}
