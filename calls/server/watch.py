"""Looks for what was left open, for as long as the server runs: silent calls here, sessions without a call there."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool

from calls.failures.errors import CallError
from calls.running.sweeper import Orphan, Sweeper
from calls.server.vendor_clients import VendorClients
from heygen import Dialect, HeyGenError

__all__ = ["Watch"]

logger = logging.getLogger(__name__)

_SWEEP_S = 2.0
_ORPHAN_ROUNDS = 30


class Watch:
    """Sweeps every two seconds, and asks the vendor once a minute."""

    def __init__(self, sweeper: Sweeper, vendor: VendorClients, dialects: Sequence[Dialect]) -> None:
        self._sweeper = sweeper
        self._vendor = vendor
        self._dialects = dialects
        self.orphans: list[Orphan] = []
        """What the last look found open at the vendor that no call of ours owns."""

    def look_for_orphans(self) -> None:
        """Asks the vendor anew. Raises HeyGenError and CallError."""
        self.orphans = self._sweeper.orphans(self._dialects)

    async def run(self) -> None:
        """Until it is cancelled."""
        rounds = itertools.cycle(range(_ORPHAN_ROUNDS))
        while True:
            await asyncio.sleep(_SWEEP_S)
            try:
                await run_in_threadpool(self._sweeper.sweep)
            except Exception:
                # The next round may find the store again; a sweeper that died would leak sessions.
                logger.exception("sweep failed")
            if next(rounds) == 0 and self._vendor.reachable:
                await self._look_quietly()

    async def _look_quietly(self) -> None:
        try:
            await run_in_threadpool(self.look_for_orphans)
        except (CallError, HeyGenError) as error:
            logger.info("orphans not looked for kind=%s", type(error).__name__)
        except Exception:
            logger.exception("orphans not looked for")
