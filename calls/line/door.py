"""How a browser gets a call on its line: with the ticket of one that there is, or out of its lobby, with a new one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from calls.failures.errors import CallError, GuestNameError, UnknownCallError
from calls.journal.frames import Beat, ClientFrame, FrameError, Hello, Knock, Open
from calls.line import answers
from calls.line.lobby import UnknownPassError
from calls.line.services import Services, at_vendor, in_store
from calls.running.switchboard import Opening, Switchboard
from calls.running.wishes import Wishes
from calls.store.calls import CallRecord

__all__ = ["BAD_TICKET", "OTHER_TAB", "ClosedDoorError", "Joined", "joined"]

logger = logging.getLogger(__name__)

BAD_TICKET: Final = 4401
OTHER_TAB: Final = 4409

Receive = Callable[[], Awaitable[ClientFrame]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class ClosedDoorError(Exception):
    """Nobody is let in; `code` closes the socket."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Joined:
    """A call on this line. `quality` is set where its first attempt is asked for already.

    `resumed`: the page was on this call before, on another socket; `anew`: it comes back, or for another tab, without
    its room; `replay`: it knows nothing of the call.
    """

    call: CallRecord
    tab: str
    quality: str | None = None
    resumed: bool = False
    anew: bool = False
    replay: bool = False


async def joined(services: Services, receive: Receive, send: Send) -> Joined:
    """Waits for the first frame and, in a lobby, for the guest. Raises FrameError and ClosedDoorError."""
    try:
        first = await asyncio.wait_for(receive(), services.pace.hello_s)
    except TimeoutError:
        raise FrameError("no hello in time") from None
    match first:
        case Hello():
            return await _back(services, first)
        case Knock():
            return await _from_lobby(services, first, receive, send)
        case _:
            raise FrameError("first frame is neither a hello nor a knock")


async def _back(services: Services, hello: Hello) -> Joined:
    call = await _admitted(services, hello.call, hello.ticket)
    if not await in_store(services.switchboard.join, call, hello.tab, take=hello.take):
        raise ClosedDoorError(OTHER_TAB)
    return Joined(call, hello.tab, resumed=hello.resume, anew=hello.take, replay=hello.replay)


async def _from_lobby(services: Services, knock: Knock, receive: Receive, send: Send) -> Joined:
    try:
        wishes = services.lobby.wishes(knock.pass_)
    except UnknownPassError:
        raise ClosedDoorError(BAD_TICKET) from None
    await send({"kind": "ready"})
    warming = asyncio.ensure_future(at_vendor(services.switchboard.warm, wishes))
    try:
        return await _wait_for_guest(services, knock, receive, send)
    finally:
        warming.cancel()


async def _wait_for_guest(services: Services, knock: Knock, receive: Receive, send: Send) -> Joined:
    while True:
        match await receive():
            case Beat():
                continue
            case Open() as wanted:
                opened = await _opened(services, knock, wanted, send)
            case _:
                raise FrameError("a frame of a call in the lobby")
        if opened is None:
            continue
        opening, call = opened
        await send({"kind": "opened", "call": opening.call_id, "ticket": opening.ticket})
        return Joined(call, knock.tab, quality=wanted.quality)


async def _opened(services: Services, knock: Knock, wanted: Open, send: Send) -> tuple[Opening, CallRecord] | None:
    """A call as the lobby wished it; None where the guest was told why there is none."""
    try:
        # Asked for again: the choices may have changed since the knock.
        wishes = services.lobby.wishes(knock.pass_)
        return await in_store(_open, services.switchboard, wanted.guest, wishes, knock.tab)
    except GuestNameError as error:
        await send(answers.refused_name(error))
    except UnknownPassError:
        raise ClosedDoorError(BAD_TICKET) from None
    except CallError as error:
        logger.warning("call not opened kind=%s", error.code)
        await send(answers.refused(error))
    return None


def _open(switchboard: Switchboard, guest: str, wishes: Wishes, tab: str) -> tuple[Opening, CallRecord]:
    """All that the store is asked for in one go: the guest waits for each change of thread."""
    opening = switchboard.open(guest, wishes)
    call = switchboard.admit(opening.call_id, opening.ticket)
    switchboard.join(call, tab)
    return opening, call


async def _admitted(services: Services, call_id: str, ticket: str) -> CallRecord:
    try:
        return await in_store(services.switchboard.admit, call_id, ticket)
    except UnknownCallError:
        raise ClosedDoorError(BAD_TICKET) from None
