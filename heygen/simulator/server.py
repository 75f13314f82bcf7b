"""The simulator as one ASGI application: both products, the room's signalling, CORS and rate-limit headers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from heygen.simulator.faults_api import faults_routes
from heygen.simulator.live.studio import Studio
from heygen.simulator.liveavatar.api import Guard, liveavatar_routes
from heygen.simulator.liveavatar.resources import resource_routes
from heygen.simulator.liveavatar.shelves import shelf_routes
from heygen.simulator.media.picture.sprites import sprites_for
from heygen.simulator.request_faults import RequestFaults
from heygen.simulator.room.signalling import front_route, signalling_routes
from heygen.simulator.streaming.api import Gate, streaming_routes
from heygen.simulator.streaming.resources import streaming_resource_routes
from heygen.simulator.talk.brain import Brain, ScriptedBrain
from heygen.simulator.talk.ears import ScriptedWords, Words
from heygen.simulator.world.rate_limits import RateLimits
from heygen.simulator.world.world import World

__all__ = ["Simulator"]


class Simulator:
    """The vendor on your own machine. Mount `app` anywhere; call `close` when its server stops.

    `brain` and `words` make, for the session of the given id, who answers and who understands the guest; without them
    a small script does both, and nothing that is said leaves this process.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        brain: Callable[[str], Brain] | None = None,
        words: Callable[[str], Words] | None = None,
    ) -> None:
        self.world = world or World.furnished()
        self.studio = Studio(
            self.world,
            brain=brain or (lambda _: ScriptedBrain()),
            words=words or (lambda _: ScriptedWords()),
        )
        self.app = self._build()

    def warm_up(self) -> None:
        """Starts drawing the first avatar in the background, so that the first call does not wait for it."""
        sprites_for("santa", "medium")

    async def close(self) -> None:
        """Ends all sessions; clients are told."""
        await self.studio.close()

    def _build(self) -> Starlette:
        world, studio = self.world, self.studio
        guard, gate = Guard(world), Gate(world)
        older = [*streaming_routes(world, studio, gate), *streaming_resource_routes(world, gate)]
        newer = [
            *liveavatar_routes(world, studio, guard),
            *resource_routes(world, guard, studio.voice),
            *shelf_routes(world, guard),
        ]
        signalling = signalling_routes(world.room_tokens, studio.find_room)
        ours = faults_routes(world)
        return Starlette(
            routes=[*older, *newer, *ours, front_route("/livekit"), Mount("/livekit", routes=signalling)],
            middleware=[
                # LiveAvatar's SDK sends cookies along, for which a wildcard origin is refused; the origin is echoed.
                Middleware(
                    CORSMiddleware,
                    allow_origin_regex=".*",
                    allow_credentials=True,
                    allow_methods=["*"],
                    allow_headers=["*"],
                ),
                Middleware(RequestFaults, faults=world.faults),
                Middleware(RateLimits, routes=newer, rules=lambda: world.rules, clock=world.clock),
            ],
            exception_handlers={404: _not_found, 405: _wrong_method},
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        self.warm_up()
        yield
        await self.close()


async def _not_found(request: Request, error: Exception) -> Response:
    return JSONResponse({"code": 4040, "data": None, "message": "Not found"}, 404)


async def _wrong_method(request: Request, error: Exception) -> Response:
    return JSONResponse({"code": 4050, "data": None, "message": "Method not allowed"}, 405)
