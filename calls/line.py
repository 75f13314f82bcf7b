"""One browser's line: the WebSocket between a call's page and this server, from hello to goodbye."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from calls.costs import shown
from calls.errors import CallError, UnknownCallError
from calls.events import Event, PhaseEvent
from calls.frames import Beat, Events, FrameError, Hello, Start, parse_frame
from calls.store.calls import CallRecord
from calls.switchboard import Summary, Switchboard

__all__ = ["Line", "frame_of"]

logger = logging.getLogger(__name__)

BAD_TICKET, OTHER_TAB, PROTOCOL = 4401, 4409, 4400
FRAME_MAX = 256 * 1024
_HELLO_S = 10.0
_METER_S = 1.0


class Line:
    """Serves one socket. `api_url` tells where the browser finds the vendor."""

    def __init__(self, websocket: WebSocket, switchboard: Switchboard, api_url: Mapping[str, str]) -> None:
        self._socket = websocket
        self._switchboard = switchboard
        self._api_url = api_url
        self._resumed = False

    async def serve(self) -> None:
        """Runs until either side closes. A dropped socket leaves the call to be resumed, or swept."""
        await self._socket.accept()
        try:
            call = await self._hello()
            if call is None:
                return
            meter = asyncio.ensure_future(self._run_meter(call.id))
            try:
                while await self._take(call):
                    pass
            finally:
                meter.cancel()
                await asyncio.gather(meter, return_exceptions=True)
        except FrameError as error:
            logger.warning("line frame refused place=%s", error)
            await self._close(PROTOCOL)
        except (WebSocketDisconnect, RuntimeError):
            logger.info("line closed by the browser")

    async def _hello(self) -> CallRecord | None:
        try:
            frame = await asyncio.wait_for(self._receive(), _HELLO_S)
        except TimeoutError:
            raise FrameError("no hello in time") from None
        if not isinstance(frame, Hello):
            raise FrameError("first frame is not a hello")
        try:
            call = await run_in_threadpool(self._switchboard.admit, frame.call, frame.ticket)
        except UnknownCallError:
            await self._close(BAD_TICKET)
            return None
        if not await run_in_threadpool(self._switchboard.join, call, frame.tab):
            await self._close(OTHER_TAB)
            return None
        self._resumed = frame.resume
        await self._send({"kind": "welcome", "acked": call.acked})
        if call.ended_at is not None:
            await self._goodbye(await run_in_threadpool(self._switchboard.summary, call.id))
            return None
        return call

    async def _take(self, call: CallRecord) -> bool:
        frame = await self._receive()
        match frame:
            case Events():
                acked = await run_in_threadpool(self._switchboard.record, call.id, frame.events)
                await self._send({"kind": "ack", "seq": acked})
                if any(_is_end(event) for event in frame.events if event.seq <= acked):
                    await self._goodbye(await run_in_threadpool(self._switchboard.finish, call.id))
                    return False
            case Start():
                return await self._start(call)
            case Beat():
                if not await run_in_threadpool(self._switchboard.beat, call.id):
                    await self._goodbye(await run_in_threadpool(self._switchboard.summary, call.id))
                    return False
            case Hello():
                raise FrameError("a second hello")
            case _:
                logger.debug("command done")
        return True

    async def _start(self, call: CallRecord) -> bool:
        try:
            session = await run_in_threadpool(self._switchboard.start, call, resumed=self._resumed)
        except CallError as error:
            await self._send({"kind": "refused", "code": error.code, "what": error.what, "fix": error.fix})
            await self._close(1000)
            return False
        frame: dict[str, Any] = {
            "kind": "session",
            "dialect": session.dialect.value,
            "api_url": self._api_url[session.dialect.value],
            "token": session.token,
            "greeting": session.greeting,
        }
        if session.avatar is not None:
            frame["avatar"] = session.avatar
        await self._send(frame)
        return True

    async def _run_meter(self, call_id: str) -> None:
        while True:
            await asyncio.sleep(_METER_S)
            meter = await run_in_threadpool(self._switchboard.meter, call_id)
            if meter is not None:
                await self._send({"kind": "meter", "seconds": meter.seconds, "credits": shown(meter.credits)})

    async def _receive(self) -> Hello | Start | Events | Beat | object:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        text = message.get("text")
        if text is None:
            raise FrameError("frame is not a text")
        if len(text) > FRAME_MAX:
            raise FrameError("frame too large")
        return parse_frame(text)

    async def _send(self, frame: Mapping[str, Any]) -> None:
        await self._socket.send_text(json.dumps(frame, separators=(",", ":")))

    async def _goodbye(self, summary: Summary) -> None:
        await self._send(frame_of(summary))
        await self._close(1000)

    async def _close(self, code: int) -> None:
        await self._socket.close(code)


def frame_of(summary: Summary) -> dict[str, Any]:
    """The summary as the browser gets it; the transcript is there already."""
    fields = asdict(summary)
    wanted = ("seconds", "guest_turns", "avatar_turns", "reason", "reason_text")
    return {"kind": "summary", "credits": shown(summary.credits), **{name: fields[name] for name in wanted}}


def _is_end(event: Event) -> bool:
    return isinstance(event, PhaseEvent) and event.phase == "ended"
