"""All running sessions of one simulated vendor: opens them, finds them, takes them down when the world ends them."""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from collections.abc import Callable
from contextlib import suppress

from heygen.simulator.live.flaws import flaws_of
from heygen.simulator.live.session import LiveSession
from heygen.simulator.live.troubles import Troubles
from heygen.simulator.media.errors import MediaError
from heygen.simulator.media.performance import Performance
from heygen.simulator.media.picture.sprites import SIZES, sprites_for
from heygen.simulator.media.speech.speech import EspeakVoice, Voice, style_for
from heygen.simulator.room.room import Room
from heygen.simulator.talk.brain import Brain
from heygen.simulator.talk.ears import Words
from heygen.simulator.world.records import EndReason, SessionRecord
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.world import World

__all__ = ["Studio"]

logger = logging.getLogger(__name__)

_TICK_S = 0.5
# The answer to a stop request goes out before its room is deleted, as the older product does.
_GOODBYE_S = 0.05


class Studio:
    """The running half of the simulator. `brain` and `words` make one for each session, by its id."""

    def __init__(
        self,
        world: World,
        *,
        brain: Callable[[str], Brain],
        words: Callable[[str], Words],
        voice: Voice | None = None,
    ) -> None:
        self._world = world
        self._brain = brain
        self._words = words
        self.voice = voice or EspeakVoice()
        self._live: dict[str, LiveSession] = {}
        self._troubles = Troubles(world)
        self._tasks: set[asyncio.Task[None]] = set()
        self._ticker: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        world.on_end.append(self._ended)

    @property
    def live(self) -> dict[str, LiveSession]:
        """Running sessions by id."""
        return self._live

    async def open(self, record: SessionRecord) -> LiveSession:
        """Builds the room and the avatar of a session that the world has started.

        Raises `Refusal(ENDED)` when it was ended meanwhile, MediaError when there is no picture; then it is ended.
        """
        self._begin()
        size = SIZES[record.quality]
        sprites = sprites_for(record.avatar.look, record.quality)
        try:
            await asyncio.get_running_loop().run_in_executor(None, sprites.wait_usable)
        except MediaError:
            self._world.end(record, EndReason.SERVER_ERROR)
            raise
        if not record.is_open:
            raise Refusal(No.ENDED)
        session = LiveSession(
            record,
            world=self._world,
            performance=Performance(sprites, seed=random.randrange(2**31)),
            size=size,
            voice=self.voice,
            style=style_for(record.voice.style),
            brain=self._brain(record.id),
            words=self._words(record.id),
            flaws=flaws_of(self._world.faults, record.product),
        )
        self._live[record.id] = session
        return session

    def find(self, session_id: str) -> LiveSession | None:
        """A running session."""
        return self._live.get(session_id)

    def find_room(self, name: str) -> Room | None:
        """The room of a running session; rooms are named by their session."""
        session = self._live.get(name)
        return session.room if session else None

    async def close(self) -> None:
        """Ends every session and the clock's ticking."""
        if self._ticker is not None:
            self._ticker.cancel()
            with suppress(asyncio.CancelledError):
                await self._ticker
            self._ticker = None
        for session in list(self._live.values()):
            self._world.end(session.record, EndReason.SERVER_ERROR)
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self) -> None:
        if self._ticker is None:
            self._loop = asyncio.get_running_loop()
            self._thread = threading.get_ident()
            self._ticker = asyncio.ensure_future(self._tick())

    async def _tick(self) -> None:
        while True:
            try:
                self._world.tick()
                for session in list(self._live.values()):
                    session.tick()
                self._troubles.look(list(self._live.values()))
            except Exception:
                # A clock that stopped would let every session run, and be billed, for ever.
                logger.exception("tick failed")
            await asyncio.sleep(_TICK_S)

    def _ended(self, record: SessionRecord) -> None:
        session = self._live.pop(record.id, None)
        if session is None or self._loop is None:
            return
        if threading.get_ident() == self._thread:
            self._leave(session)
        else:
            self._loop.call_soon_threadsafe(self._leave, session)

    def _leave(self, session: LiveSession) -> None:
        reason = session.record.end_reason or EndReason.UNKNOWN
        task = asyncio.ensure_future(self._take_down(session, reason))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _take_down(session: LiveSession, reason: EndReason) -> None:
        await asyncio.sleep(_GOODBYE_S)
        try:
            await session.close(reason)
        except Exception:
            logger.exception("session did not close cleanly product=%s", session.record.product)
        logger.info("session closed product=%s reason=%s", session.record.product, reason)
