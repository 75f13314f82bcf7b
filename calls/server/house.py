"""Puts the house together: settings, store, vendor, simulator and switchboard of this server process."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from calls.agents import Cast, load_cast
from calls.evaluation.rehearsing import Rehearsals
from calls.failures.errors import CallError
from calls.library import Library
from calls.line.socket import Services
from calls.pricing.catalogue.reading import load_catalogue
from calls.running.sweeper import Orphan, Sweeper
from calls.running.switchboard import Switchboard
from calls.running.vendor_copies import VendorCopies
from calls.server.settings import Service, Settings, load_settings
from calls.store.calls import CallStore
from calls.store.database import Database
from calls.store.journal import JournalStore
from calls.store.personas import PersonaStore
from calls.store.prices import PriceStore
from calls.store.rehearsals import RehearsalStore
from calls.store.sessions import SessionStore
from calls.store.vendor_copies import VendorCopyStore
from calls.talk.responder import responder_for
from heygen import Dialect, HeyGen, HeyGenError

if TYPE_CHECKING:
    from heygen.simulator.server import Simulator

__all__ = ["SIMULATOR_PATH", "House", "current"]

logger = logging.getLogger(__name__)

SIMULATOR_PATH = "sim"
_SWEEP_S = 2.0
_ORPHAN_ROUNDS = 30


class House:
    """Everything one server process shares. Cheap until its parts are asked for. `clock` gives unix seconds."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self.clock = clock
        self.own_address: str | None = None
        self.orphans: list[Orphan] = []
        """What the last look found open at the vendor that no call of ours owns."""
        self._vendors: dict[Dialect, HeyGen] = {}

    @cached_property
    def cast(self) -> Cast:
        """The agents."""
        return load_cast(self.settings)

    @cached_property
    def database(self) -> Database:
        """The store, its schema up to date."""
        database = Database(self.settings.database_url)
        database.migrate()
        return database

    @cached_property
    def switchboard(self) -> Switchboard:
        """The calls of this server."""
        return Switchboard(
            calls=self._calls,
            sessions=self._sessions,
            journal=JournalStore(self.database),
            cast=self.cast,
            service=self.settings.service,
            vendor=self.vendor,
            library=self.library,
            copies=self.copies,
            prices=PriceStore(self.database).keep(load_catalogue(), int(self.clock() * 1000)),
            caps=self.settings.caps,
            idle_s=self.settings.idle_seconds,
            clock=self.clock,
        )

    @cached_property
    def library(self) -> Library:
        """The personas, the shipped ones among them."""
        library = Library(PersonaStore(self.database), self.clock)
        library.furnish()
        return library

    @cached_property
    def rehearsals(self) -> Rehearsals:
        """The rehearsals of this server."""
        return Rehearsals(
            store=RehearsalStore(self.database), library=self.library, settings=self.settings, clock=self.clock
        )

    @cached_property
    def copies(self) -> VendorCopies:
        """Where personas stand at the vendor."""
        return VendorCopies(VendorCopyStore(self.database), self.clock)

    @cached_property
    def sweeper(self) -> Sweeper:
        """Ends what nobody is in."""
        return Sweeper(
            switchboard=self.switchboard,
            calls=self._calls,
            sessions=self._sessions,
            service=self.settings.service,
            vendor=self.vendor,
            clock=self.clock,
        )

    @cached_property
    def line_services(self) -> Services:
        """What a browser's line needs."""
        return Services(self.switchboard, responder_for(self.settings), self.api_urls())

    @cached_property
    def _calls(self) -> CallStore:
        return CallStore(self.database)

    @cached_property
    def _sessions(self) -> SessionStore:
        return SessionStore(self.database)

    @cached_property
    def simulator(self) -> Simulator | None:
        """The built-in vendor, when no key is set."""
        if self.settings.service is not Service.SIMULATOR:
            return None
        # aiortc, numpy and their kin: a second of imports that a server with a key does not need.
        from heygen.simulator.server import ModelEndpoint, Simulator
        from heygen.simulator.world.world import World

        settings, world = self.settings, World.furnished(clock=self.clock)
        if not settings.has_endpoint:
            return Simulator(world)
        return Simulator(
            world,
            endpoint=ModelEndpoint(
                api_key=settings.openai_api_key.reveal() if settings.openai_api_key else "none",
                base_url=settings.openai_base_url,
                model=settings.openai_model,
                transcription_model=settings.openai_transcription_model,
            ),
        )

    @property
    def hears(self) -> str:
        """How spoken words become text: `vendor`, `transcription` or `script`."""
        if self.settings.service is not Service.SIMULATOR:
            return "vendor"
        transcribes = self.settings.has_endpoint and self.settings.openai_transcription_model
        return "transcription" if transcribes else "script"

    def vendor(self, dialect: Dialect) -> HeyGen:
        """The client of a dialect: the real service, or the simulator on this server's own address."""
        if dialect not in self._vendors:
            self._vendors[dialect] = self._client(dialect)
        return self._vendors[dialect]

    def api_urls(self) -> Mapping[str, str]:
        """Where a browser finds the vendor, by dialect; relative to the page for the built-in simulator."""
        if self.settings.service is Service.SIMULATOR:
            return {dialect.value: SIMULATOR_PATH for dialect in Dialect}
        return {dialect.value: self.vendor(dialect).base_url for dialect in self.settings.dialects}

    def look_for_orphans(self) -> None:
        """Asks the vendor anew. Raises HeyGenError and CallError."""
        self.orphans = self.sweeper.orphans(self.settings.dialects)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The server's life: warms store and simulator, sweeps silent calls, and closes everything at the end."""
        await run_in_threadpool(lambda: self.sweeper)
        if self.simulator is not None:
            self.simulator.warm_up()
        sweeper = asyncio.ensure_future(self._sweep())
        try:
            yield
        finally:
            sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await sweeper
            if "rehearsals" in self.__dict__:
                await run_in_threadpool(self.rehearsals.close)
            if self.simulator is not None:
                await self.simulator.close()
            for vendor in self._vendors.values():
                vendor.close()
            if "database" in self.__dict__:
                self.database.close()

    def _client(self, dialect: Dialect) -> HeyGen:
        settings = self.settings
        if settings.service is not Service.SIMULATOR:
            key = settings.liveavatar_api_key if dialect is Dialect.LIVEAVATAR else settings.heygen_api_key
            return HeyGen(dialect=dialect, api_key=key, base_url=settings.vendor_url)
        if self.own_address is None:
            raise CallError("This server does not know its own address yet.", "Load the page once more.")
        from heygen.simulator.world.world import key_of

        return HeyGen(dialect=dialect, api_key=key_of(dialect.value), base_url=f"{self.own_address}/{SIMULATOR_PATH}")

    async def _sweep(self) -> None:
        rounds = itertools.cycle(range(_ORPHAN_ROUNDS))
        while True:
            await asyncio.sleep(_SWEEP_S)
            try:
                await run_in_threadpool(self.sweeper.sweep)
                if next(rounds) == 0:
                    await run_in_threadpool(self.look_for_orphans)
            except (CallError, HeyGenError) as error:
                logger.info("orphans not looked for kind=%s", type(error).__name__)
            except Exception:
                # The next round may find the store again; a sweeper that died would leak sessions.
                logger.exception("sweep failed")


_house: House | None = None


def current(clock: Callable[[], float] = time.time) -> House:
    """The house of this process, built from the settings on first use, with that use's clock. Raises SettingsError."""
    global _house
    if _house is None:
        _house = House(load_settings(), clock)
    return _house
