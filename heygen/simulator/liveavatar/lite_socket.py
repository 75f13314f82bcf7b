"""The audio socket: a client brings the avatar's sound and the avatar speaks it.

LiveAvatar hands its address out as `ws_url` in LITE mode, the older product as `realtime_endpoint`; both vocabularies,
`agent.speak` and the older `agent.audio_buffer_*`, are understood on both.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from heygen.simulator.live.session import LiveSession
from heygen.simulator.live.studio import Studio
from heygen.simulator.liveavatar.lite_speech import PcmSpeech
from heygen.simulator.media.speech.speech import Speech
from heygen.simulator.sockets import close_quietly, messages
from heygen.simulator.talk.happenings import Happening, Kind
from heygen.simulator.world.records import EndReason, Mode, Product
from heygen.simulator.world.world import World

__all__ = ["LARGEST_MESSAGE", "lite_socket_route"]

logger = logging.getLogger(__name__)

LARGEST_MESSAGE = 2**20
_TOO_BIG = 1009
_FAREWELL_S = 1.0

Tell = Callable[[dict[str, object]], None]


@dataclass
class _Utterance:
    event_id: object
    task_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    sound: PcmSpeech = field(default_factory=PcmSpeech)
    pieces: asyncio.Queue[Speech | None] = field(default_factory=asyncio.Queue)

    async def speeches(self) -> AsyncGenerator[Speech]:
        """The pieces as they come, until the client has said that there are no more."""
        while (piece := await self.pieces.get()) is not None:
            yield piece


class _Agent:
    """What the client on the socket wants of one session, and what it is told. `tell` sends one message."""

    def __init__(self, session: LiveSession, world: World, tell: Tell) -> None:
        self.connected = False
        self._session = session
        self._world = world
        self._tell = tell
        self._open: _Utterance | None = None
        self._told_of: dict[str, _Utterance] = {}
        self._buffer = bytearray()

    def take(self, raw: str | bytes) -> None:
        """Acts on one message; one that comes before `connected` is dropped without a word, as the vendor does."""
        if not self.connected:
            logger.info("audio message dropped before connected")
            return
        try:
            message = json.loads(raw)
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            logger.warning("audio message not understood bytes=%d", len(raw))
            return
        self._act(message)

    def event(self, happening: Happening) -> bool:
        """Tells the client of its own utterances. True when nobody else is to be told."""
        utterance = self._told_of.get(happening.task)
        if utterance is None:
            return False
        name = None
        if happening.kind is Kind.AVATAR_START:
            name = "agent.speak_started"
        elif happening.kind is Kind.AVATAR_STOP:
            name = "agent.speak_interrupted" if happening.cut else "agent.speak_ended"
            del self._told_of[happening.task]
        if name is not None:
            self._tell(
                {
                    "type": name,
                    "event_id": utterance.event_id,
                    "source_event_id": utterance.event_id,
                    "task": {"id": utterance.task_id},
                }
            )
        return self._session.record.mode is Mode.LITE

    def _act(self, message: dict[str, object]) -> None:
        conversation, record = self._session.conversation, self._session.record
        match message.get("type"):
            case "agent.speak":
                self._world.touch(record)
                self._speak(message.get("event_id"), _pcm(message))
            case "agent.speak_end":
                self._finish()
            case "agent.audio_buffer_append":
                self._world.touch(record)
                self._buffer += _pcm(message)
            case "agent.audio_buffer_commit":
                self._speak(message.get("event_id"), bytes(self._buffer))
                self._buffer.clear()
                self._finish()
            case "agent.audio_buffer_clear":
                self._buffer.clear()
            case "agent.interrupt":
                self._world.touch(record)
                self._open = None
                conversation.interrupt()
            case "agent.start_listening" | "agent.stop_listening" as name:
                conversation.listening(name == "agent.start_listening")
            case "session.keep_alive":
                self._world.touch(record)
            case "start":
                # One of the vendor's own starters announces its sound format; there is only the one.
                return
            case other:
                logger.info("audio message ignored kind=%s", other)

    def _speak(self, event_id: object, pcm: bytes) -> None:
        if not pcm:
            return
        if self._open is None:
            self._open = _Utterance(event_id)
            self._told_of[self._open.task_id] = self._open
            self._session.conversation.play(self._open.speeches(), self._open.task_id)
        piece = self._open.sound.feed(pcm)
        if piece is not None:
            self._open.pieces.put_nowait(piece)

    def _finish(self) -> None:
        if self._open is None:
            return
        rest = self._open.sound.finish()
        if rest is not None:
            self._open.pieces.put_nowait(rest)
        self._open.pieces.put_nowait(None)
        self._open = None


def lite_socket_route(path: str, world: World, studio: Studio, product: Product) -> WebSocketRoute:
    """The route of one product's audio socket; `path` has the parameter `session_id`."""

    async def serve(websocket: WebSocket) -> None:
        session = studio.find(websocket.path_params["session_id"])
        if session is None or not _speaks_for(session, product):
            await websocket.send_denial_response(PlainTextResponse("Session not found", 404))
        elif session.on_agent is not None:
            await websocket.send_denial_response(PlainTextResponse("Session has its agent already", 409))
        else:
            await _serve(websocket, session, world)

    return WebSocketRoute(path, serve)


async def _serve(websocket: WebSocket, session: LiveSession, world: World) -> None:
    outbox: asyncio.Queue[dict[str, object] | None] = asyncio.Queue()
    agent = _Agent(session, world, outbox.put_nowait)
    session.on_agent = agent.event
    code = 1000
    await websocket.accept()
    writing = asyncio.ensure_future(_write(websocket, outbox))
    connecting = asyncio.ensure_future(_connect(agent, session, world, outbox.put_nowait))
    try:
        async with aclosing(messages(websocket, session.over)) as incoming:
            async for message in incoming:
                if len(message) > LARGEST_MESSAGE:
                    code = _TOO_BIG
                    break
                agent.take(message)
    finally:
        connecting.cancel()
        # There is no coming back to this socket, so its end is the session's.
        world.end(session.record, EndReason.USER_DISCONNECTED)
        for state in ("closing", "closed"):
            outbox.put_nowait({"type": "session.state_updated", "state": state})
        outbox.put_nowait(None)
        await asyncio.wait({writing}, timeout=_FAREWELL_S)
        writing.cancel()
        await asyncio.gather(writing, connecting, return_exceptions=True)
        await close_quietly(websocket, code)


async def _connect(agent: _Agent, session: LiveSession, world: World, tell: Tell) -> None:
    tell({"type": "session.state_updated", "state": "connecting"})
    await asyncio.sleep(world.rules.lite_connect_s)
    agent.connected = True
    if session.record.mode is Mode.LITE:
        world.connected(session.record)
    tell({"type": "session.state_updated", "state": "connected"})


async def _write(websocket: WebSocket, outbox: asyncio.Queue[dict[str, object] | None]) -> None:
    while (message := await outbox.get()) is not None:
        await websocket.send_text(json.dumps(message))


def _speaks_for(session: LiveSession, product: Product) -> bool:
    record = session.record
    if record.product is not product:
        return False
    return product is Product.STREAMING or (record.mode is Mode.LITE and record.connector is None)


def _pcm(message: dict[str, object]) -> bytes:
    audio = message.get("audio")
    try:
        return base64.b64decode(audio, validate=True) if isinstance(audio, str) else b""
    except ValueError:
        logger.warning("audio not understood characters=%d", len(str(audio)))
        return b""
