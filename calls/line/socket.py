"""One browser's line: the WebSocket between a call's page and this server, from hello to goodbye."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from calls.failures.errors import CallError, CallOverError, UnknownCallError
from calls.journal.events import Event, PhaseEvent
from calls.journal.frames import Beat, ClientFrame, Events, FrameError, Hello, Start, Write, parse_frame
from calls.line import answers
from calls.line.rates import Bucket
from calls.running.switchboard import Switchboard
from calls.store.calls import CallRecord
from calls.talk.responder import Responder
from calls.talk.text import TextTalk

__all__ = ["Line", "Services"]

logger = logging.getLogger(__name__)

BAD_TICKET, OTHER_TAB, PROTOCOL, BUSY = 4401, 4409, 4400, 4429
FRAME_MAX = 256 * 1024
# A lively call sends about fifteen frames a second; a page that comes back sends its journal in one go.
_FRAMES_PER_S, _FRAMES_BURST = 60.0, 400.0
_HELLO_S = 10.0
_METER_S = 1.0
LAST_WORDS_S = 3.0
KEEP_ALIVE_S = 60
"""Within Streaming Avatar's shortest default (120 s) and LiveAvatar's advice (every two to three minutes)."""


@dataclass(frozen=True)
class Services:
    """What lines need. `api_url` tells where the browser finds the vendor, by dialect."""

    switchboard: Switchboard
    responder: Responder
    api_url: Mapping[str, str]


class Line:
    """Serves one socket."""

    def __init__(self, websocket: WebSocket, services: Services) -> None:
        self._socket = websocket
        self._services = services
        self._switchboard = services.switchboard
        self._bucket = Bucket(_FRAMES_PER_S, _FRAMES_BURST)
        self._talk: TextTalk | None = None
        self._resumed = False
        self._parted = False
        self._told_end = False
        self._parting = asyncio.Lock()
        self._patience = asyncio.timeout(None)

    async def serve(self) -> None:
        """Runs until either side closes. A dropped socket leaves the call to be resumed, or swept."""
        await self._socket.accept()
        try:
            async with asyncio.timeout(None) as self._patience:
                await self._converse()
        except TimeoutError:
            # After the goodbye; the page had nothing more to tell.
            await self._close(1000)
        except FrameError as error:
            logger.warning("line frame refused place=%s", error)
            await self._close(PROTOCOL)
        except _TooBusyError:
            logger.warning("line too busy")
            await self._close(BUSY)
        except (WebSocketDisconnect, RuntimeError):
            logger.info("line closed by the browser")

    async def _converse(self) -> None:
        call = await self._hello()
        if call is None:
            return
        meter = asyncio.ensure_future(self._run_meter(call.id))
        try:
            while not (self._parted and self._told_end):
                await self._take(call)
        finally:
            meter.cancel()
            await asyncio.gather(meter, return_exceptions=True)
            if self._talk is not None:
                await self._talk.close()
        await self._close(1000)

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
            await self._goodbye(call.id)
            return call
        await self._tell(call, await run_in_threadpool(self._switchboard.standing, call.id))
        return call

    async def _take(self, call: CallRecord) -> None:
        frame = await self._receive()
        if not self._bucket.take():
            raise _TooBusyError
        match frame:
            case Events():
                await self._record(call, frame.events)
            case _ if self._parted:
                logger.debug("frame after the goodbye")
            case Start():
                await self._start(call, frame.quality)
            case Beat():
                if not await run_in_threadpool(self._switchboard.beat, call.id):
                    await self._goodbye(call.id)
            case Write():
                if self._talk is None or not self._talk.write(frame.id, frame.text):
                    raise FrameError("write: not now")
            case Hello():
                raise FrameError("a second hello")
            case _:
                logger.debug("command done")

    async def _record(self, call: CallRecord, events: list[Event]) -> None:
        recorded = await run_in_threadpool(self._switchboard.record, call.id, events)
        await self._send({"kind": "ack", "seq": recorded.acked})
        for notice in recorded.notices:
            await self._send(answers.notice(notice))
        if any(_is_end(event) for event in events if event.seq <= recorded.acked):
            self._told_end = True
            await run_in_threadpool(self._switchboard.finish, call.id)
            await self._goodbye(call.id)
        await self._tell(call, recorded.verdict)

    async def _start(self, call: CallRecord, quality: str) -> None:
        try:
            found = await run_in_threadpool(self._switchboard.start, call, quality, resumed=self._resumed)
        except CallError as error:
            await self._send(answers.refused(error))
            self._part()
        else:
            await self._tell(call, found)

    async def _tell(self, call: CallRecord, found: answers.Verdict | None) -> None:
        if found is None:
            return
        await self._send(answers.verdict(found, self._services.api_url))
        if isinstance(found, answers.Fallback) and self._talk is None:
            self._talk = TextTalk(
                persona=await run_in_threadpool(self._switchboard.persona_of, call),
                guest=call.guest,
                said=await run_in_threadpool(self._switchboard.turns, call.id),
                responder=self._services.responder,
                send=self._send,
            )

    async def _run_meter(self, call_id: str) -> None:
        seconds = 0
        while True:
            await asyncio.sleep(_METER_S)
            seconds += 1
            try:
                meter = await run_in_threadpool(self._switchboard.meter, call_id)
            except CallOverError:
                await self._goodbye(call_id)
                return
            except CallError as error:
                # The sweep will try again; the call and its page go on.
                logger.warning("meter waits call=%s kind=%s", call_id, type(error).__name__)
                continue
            if meter is not None:
                await self._send(answers.meter(meter))
            if seconds % KEEP_ALIVE_S == 0:
                await run_in_threadpool(self._switchboard.keep_alive, call_id)

    async def _receive(self) -> ClientFrame:
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

    async def _goodbye(self, call_id: str) -> None:
        """Once: an end may be seen by the meter and by the page's own events in the same moment."""
        async with self._parting:
            if not self._parted:
                ended = await run_in_threadpool(self._switchboard.end, call_id, "server")
                await self._send(answers.summary(ended))
                self._part()

    def _part(self) -> None:
        """The call is over; what the page had not told before is still taken, for a moment."""
        self._parted = True
        self._patience.reschedule(asyncio.get_running_loop().time() + LAST_WORDS_S)

    async def _close(self, code: int) -> None:
        await self._socket.close(code)


class _TooBusyError(Exception):
    """More frames than any page sends."""


def _is_end(event: Event) -> bool:
    return isinstance(event, PhaseEvent) and event.phase == "ended"
