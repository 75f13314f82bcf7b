"""The older product's second connection, `/v1/ws/streaming.chat`: typed lines and microphone in, guest events out."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from heygen.simulator.live.session import LiveSession
from heygen.simulator.live.studio import Studio
from heygen.simulator.sockets import close_quietly, messages
from heygen.simulator.streaming import frames
from heygen.simulator.talk.ears import RATE, Ears
from heygen.simulator.talk.happenings import Happening, Kind, streaming_event
from heygen.simulator.world.faults import Fault
from heygen.simulator.world.records import Product
from heygen.simulator.world.refusals import Refusal
from heygen.simulator.world.world import World

__all__ = ["serve_chat"]

logger = logging.getLogger(__name__)

_GUEST_KINDS = frozenset({Kind.USER_START, Kind.USER_STOP, Kind.USER_WORDS, Kind.USER_TEXT, Kind.USER_SILENCE})


async def serve_chat(websocket: WebSocket, world: World, studio: Studio) -> None:
    """Serves one chat socket until it closes. A wrong token or an unknown session is refused before the upgrade."""
    session = _session(websocket, world, studio)
    if session is None:
        await websocket.send_denial_response(PlainTextResponse("Unauthorized", 401))
        return
    if world.faults.take(Fault.CHAT_SOCKET_REFUSED, Product.STREAMING):
        await websocket.send_denial_response(PlainTextResponse("Service Unavailable", 503))
        return
    await websocket.accept()
    query = websocket.query_params
    over_room = query.get("arch_version") == "v2"
    if query.get("push_to_talk") == "true":
        session.use_push_to_talk()
    outbox: asyncio.Queue[bytes] = asyncio.Queue()

    def guest_event(happening: Happening) -> bool:
        if over_room or happening.kind not in _GUEST_KINDS:
            return False
        outbox.put_nowait(streaming_event(happening, key="event_type")[0])
        return True

    session.on_chat = guest_event
    ears = session.new_ears()
    writer = asyncio.ensure_future(_write(websocket, outbox))
    try:
        async with aclosing(messages(websocket, session.over)) as incoming:
            async for message in incoming:
                if isinstance(message, bytes):
                    _take(message, session, ears)
    finally:
        ears.finish()
        if session.on_chat is guest_event:
            session.on_chat = None
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        await close_quietly(websocket)


def _take(raw: bytes, session: LiveSession, ears: Ears) -> None:
    try:
        frame = frames.parse(raw)
    except ValueError:
        logger.warning("chat frame not understood bytes=%d", len(raw))
        return
    if isinstance(frame, frames.Text) and frame.text.strip():
        session.ask(frame.text)
    elif isinstance(frame, frames.Audio):
        if frame.rate == RATE and frame.channels == 1:
            ears.feed(frame.pcm)
        else:
            logger.warning("chat audio not taken rate=%d channels=%d", frame.rate, frame.channels)


async def _write(websocket: WebSocket, outbox: asyncio.Queue[bytes]) -> None:
    while True:
        await websocket.send_text((await outbox.get()).decode())


def _session(websocket: WebSocket, world: World, studio: Studio) -> LiveSession | None:
    # The SDK puts the base64 token into the address unescaped, so a decoder has made spaces of its pluses.
    token = websocket.query_params.get("session_token", "").replace(" ", "+")
    session = studio.find(websocket.query_params.get("session_id", ""))
    try:
        record = world.bearer(token, Product.STREAMING)
    except Refusal:
        return None
    if session is None or session.record.account_key != record.account_key:
        return None
    return session if record.session_id in (None, session.record.id) else None
