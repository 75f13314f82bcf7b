"""The meter of one line: tells time and money once a second, and the vendor once a minute that the page is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from calls.failures.errors import CallOverError
from calls.line import answers
from calls.line.services import Services, at_vendor, in_store
from calls.running.metering import Overdue

__all__ = ["run_meter"]

logger = logging.getLogger(__name__)


async def run_meter(
    services: Services,
    call_id: str,
    send: Callable[[Mapping[str, Any]], Awaitable[None]],
    goodbye: Callable[[], Awaitable[None]],
) -> None:
    """Runs until the call is over, and says goodbye then.

    Whatever fails is logged and tried again a second later: a store that hiccups must cost a call neither its cap nor
    its keep-alive.
    """
    pace = services.pace
    since_alive = 0
    while True:
        await asyncio.sleep(pace.meter_s)
        since_alive += 1
        try:
            if await _told(services, call_id, send) is False:
                await goodbye()
                return
            if since_alive >= pace.keep_alive_beats:
                await at_vendor(services.switchboard.keep_alive, call_id)
                since_alive = 0
        except Exception as error:
            logger.warning("meter waits call=%s kind=%s", call_id, type(error).__name__)


async def _told(services: Services, call_id: str, send: Callable[[Mapping[str, Any]], Awaitable[None]]) -> bool:
    """False when the call is over."""
    try:
        reading = await in_store(services.metering.read, call_id)
    except CallOverError:
        return False
    if isinstance(reading, Overdue):
        await at_vendor(services.endings.end, call_id, reading.reason)
        return False
    if reading is not None:
        await send(answers.meter(reading))
    return True
