"""One browser's line: the WebSocket between a call's page and this server, from its first frame to goodbye."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from calls.failures.errors import CallError
from calls.journal.events import Event, Failed, PhaseEvent, SessionCreated
from calls.journal.frames import BATCH_MAX, Beat, ClientFrame, Done, Events, FrameError, Start, parse_frame
from calls.line import answers
from calls.line.door import OTHER_TAB, ClosedDoorError, Joined, joined
from calls.line.meter import run_meter
from calls.line.rates import Bucket
from calls.line.services import Services, at_vendor, in_store
from calls.running.switchboard import OtherTabError
from calls.store.calls import CallRecord

__all__ = ["Line"]

logger = logging.getLogger(__name__)

PROTOCOL: Final = 4400
BUSY: Final = 4429
FRAME_MAX: Final = 256 * 1024
# A lively call sends about fifteen frames a second; a page that comes back sends its journal in one go.
_FRAMES_PER_S, _FRAMES_BURST = 60.0, 400.0


class Line:
    """Serves one socket."""

    def __init__(self, websocket: WebSocket, services: Services) -> None:
        self._socket = websocket
        self._services = services
        self._bucket = Bucket(_FRAMES_PER_S, _FRAMES_BURST)
        self._detach: Callable[[], None] | None = None
        self._closing: asyncio.Future[None] | None = None
        # The first start of a page that comes back closes what the page before it left open; later ones are its own.
        self._anew = True
        self._parted = False
        self._gone = False
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
        except ClosedDoorError as error:
            await self._close(error.code)
        except FrameError as error:
            logger.warning("line frame refused place=%s", error)
            await self._close(PROTOCOL)
        except _TooBusyError:
            logger.warning("line too busy")
            await self._close(BUSY)
        except WebSocketDisconnect:
            logger.info("line closed by the browser")
        except Exception:
            # A fault of ours costs this socket and not the call: its page comes back on another one.
            logger.exception("line failed")
            await self._close(1011)

    async def _converse(self) -> None:
        here = await joined(self._services, self._receive, self._send)
        release = self._services.holders.hold(here.call.id, self._lose)
        meter = asyncio.ensure_future(
            run_meter(self._services, here.call.id, self._send, partial(self._goodbye, here.call.id))
        )
        try:
            await self._welcome(here)
            while not (self._parted and self._told_end):
                await self._take(here)
        finally:
            release()
            meter.cancel()
            await asyncio.gather(meter, return_exceptions=True)
            if self._detach is not None:
                self._detach()
        await self._close(1000)

    async def _welcome(self, here: Joined) -> None:
        call = here.call
        if here.replay:
            events = await in_store(self._services.archive.events, call.id)
            # The page goes on numbering after what it is told, and the tab before it may have stored more just now.
            acked = events[-1].seq if events else 0
            await self._send({"kind": "welcome", "acked": acked, "call": self._services.shown(call)})
            for first in range(0, len(events), BATCH_MAX):
                await self._send(answers.journal(events[first : first + BATCH_MAX]))
        else:
            await self._send({"kind": "welcome", "acked": call.acked})
        if call.ended_at is not None:
            await self._goodbye(call.id)
        elif here.quality is not None:
            await self._start(here, here.quality)
        else:
            await self._tell(call, await in_store(self._services.switchboard.standing, call.id))

    async def _take(self, here: Joined) -> None:
        frame = await self._receive()
        match frame:
            case Events():
                await self._record(here, frame.events)
            case _ if self._parted or self._gone:
                logger.debug("frame after the goodbye")
            case Start():
                await self._start(here, frame.quality)
            case Beat():
                await self._beat(here)
            case Done():
                logger.debug("command done")
            case _:
                raise FrameError("a second hello")

    async def _record(self, here: Joined, events: Sequence[Event]) -> None:
        call_id = here.call.id
        try:
            # An attempt that failed, or a session that comes too late, is closed at the vendor.
            slow = any(isinstance(event, Failed | SessionCreated) for event in events)
            run = at_vendor if slow else in_store
            recorded = await run(self._services.switchboard.record, call_id, events, here.tab)
        except OtherTabError:
            raise ClosedDoorError(OTHER_TAB) from None
        await self._send({"kind": "ack", "seq": recorded.acked})
        for notice in recorded.notices:
            await self._send(answers.notice(notice))
        if any(_is_end(event) for event in events if event.seq <= recorded.acked):
            self._told_end = True
            await at_vendor(self._services.endings.finish, call_id)
            await self._goodbye(call_id)
        await self._tell(here.call, recorded.verdict)

    async def _start(self, here: Joined, quality: str) -> None:
        if self._gone:
            return
        anew, self._anew = here.anew and self._anew, False
        try:
            found = await at_vendor(
                self._services.switchboard.start, here.call, quality, resumed=here.resumed, anew=anew
            )
        except CallError as error:
            await self._send(answers.refused(error))
            self._part()
        else:
            await self._tell(here.call, found)

    async def _beat(self, here: Joined) -> None:
        if await in_store(self._services.switchboard.beat, here.call.id, here.tab):
            return
        call = await in_store(self._services.archive.call, here.call.id)
        if call is not None and call.ended_at is None:
            raise ClosedDoorError(OTHER_TAB)
        await self._goodbye(here.call.id)

    async def _tell(self, call: CallRecord, found: answers.Verdict | None) -> None:
        if found is None:
            return
        await self._send(answers.verdict(found, self._services.api_url))
        if isinstance(found, answers.Fallback) and self._detach is None:
            conversation = await self._services.conversations.of(call)
            self._detach = await conversation.attach(self._send)

    async def _receive(self) -> ClientFrame:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        text = message.get("text")
        if text is None:
            raise FrameError("frame is not a text")
        if len(text) > FRAME_MAX:
            raise FrameError("frame too large")
        if not self._bucket.take():
            raise _TooBusyError
        return parse_frame(text)

    async def _send(self, frame: Mapping[str, Any]) -> None:
        """Nothing more is said to a page that has closed the socket; what it said before is still read to the end."""
        if self._gone:
            return
        try:
            await self._socket.send_text(json.dumps(frame, separators=(",", ":")))
        except (WebSocketDisconnect, RuntimeError):
            # What the server library raises for a socket that the other side has closed.
            self._gone = True

    async def _goodbye(self, call_id: str) -> None:
        """Once: an end may be seen by the meter and by the page's own events in the same moment."""
        async with self._parting:
            if not self._parted:
                await at_vendor(self._services.endings.end, call_id, "server")
                await self._send(answers.summary(await in_store(self._services.archive.summary, call_id)))
                self._part()

    def _part(self) -> None:
        """The call is over; what the page had not told before is still taken, for a moment."""
        self._parted = True
        self._patience.reschedule(asyncio.get_running_loop().time() + self._services.pace.last_words_s)

    def _lose(self) -> None:
        """Another line has taken the call."""
        self._closing = asyncio.ensure_future(self._close(OTHER_TAB))

    async def _close(self, code: int) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(code)


class _TooBusyError(Exception):
    """More frames than any page sends."""


def _is_end(event: Event) -> bool:
    return isinstance(event, PhaseEvent) and event.phase == "ended"
