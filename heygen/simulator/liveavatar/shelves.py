"""LiveAvatar's resources that are kept, listed and checked but not acted on: secrets, models, memories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from heygen.simulator.http import text_field
from heygen.simulator.liveavatar.api import Guard, endpoint
from heygen.simulator.liveavatar.envelope import listing, success
from heygen.simulator.world.records import ShelfItem
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.world import World

__all__ = ["shelf_routes"]


@dataclass(frozen=True)
class _Kind:
    name: str
    required: tuple[str, ...]
    readable: bool = True
    changeable: bool = False
    no_content: bool = False
    """Whether a deletion is answered with 204."""


_KINDS = (
    _Kind("secrets", ("secret_name", "secret_value", "secret_type"), readable=False),
    _Kind("llm-configurations", ("display_name", "model_name", "secret_id"), changeable=True),
    _Kind("memory", ("memory_type", "session_id"), no_content=True),
)
_NEVER_SHOWN = frozenset({"secret_value"})


def shelf_routes(world: World, guard: Guard) -> list[BaseRoute]:
    """List, create, read, change and delete, as far as each resource has them; relative to the base address."""
    return [route for kind in _KINDS for route in _Shelf(kind, world, guard).routes()]


class _Shelf:
    def __init__(self, kind: _Kind, world: World, guard: Guard) -> None:
        self._kind = kind
        self._world = world
        self._guard = guard

    def routes(self) -> list[BaseRoute]:
        every, one = f"/v1/{self._kind.name}", f"/v1/{self._kind.name}/{{item_id}}"
        routes: list[BaseRoute] = [
            Route(every, endpoint(self._list), methods=["GET"]),
            Route(every, endpoint(self._create), methods=["POST"]),
            Route(one, endpoint(self._delete), methods=["DELETE"]),
        ]
        if self._kind.readable:
            routes.append(Route(one, endpoint(self._read), methods=["GET"]))
        if self._kind.changeable:
            routes.append(Route(one, endpoint(self._change), methods=["PATCH"]))
        return routes

    async def _list(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        return listing(request, self._world.kept.items(self._kind.name, key), lambda item: item.fields)

    async def _create(self, request: Request, body: dict[str, Any]) -> Response:
        key = self._guard.account(request).key
        given = {field: text_field(body, field) for field in self._kind.required}
        item_id = self._world.new_id()
        shown: dict[str, object] = {"id": item_id, **{k: v for k, v in given.items() if k not in _NEVER_SHOWN}}
        self._world.kept.put(self._kind.name, item_id, ShelfItem(key, shown))
        return success(shown, 201)

    async def _read(self, request: Request, body: dict[str, Any]) -> Response:
        return success(self._found(request).fields)

    async def _change(self, request: Request, body: dict[str, Any]) -> Response:
        item = self._found(request)
        changes = {field: text_field(body, field) for field in self._kind.required if field in body}
        self._world.kept.change(item, **changes)
        return success(item.fields)

    async def _delete(self, request: Request, body: dict[str, Any]) -> Response:
        self._world.kept.remove(self._kind.name, str(self._found(request).fields["id"]))
        return Response(status_code=204) if self._kind.no_content else success(None)

    def _found(self, request: Request) -> ShelfItem:
        key = self._guard.account(request).key
        item = self._world.kept.item(self._kind.name, request.path_params["item_id"], key)
        if item is None:
            raise Refusal(No.NOT_FOUND)
        return item
