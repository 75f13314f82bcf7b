"""Puts the house together: settings, store, vendor, simulator and switchboard of this server process."""

from __future__ import annotations

import asyncio
import itertools
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from calls.agents import Agent, Cast, load_cast
from calls.archive.reading import Archive
from calls.evaluation.rehearsing import Rehearsals, answerers_of
from calls.failures.errors import CallError
from calls.journal.feed import Feed
from calls.library import Library
from calls.line.lobby import Lobby
from calls.line.services import Services
from calls.models.chat import chat_model
from calls.models.model import ChatModel
from calls.pricing.catalogue.reading import load_catalogue
from calls.running.attempts import Attempts
from calls.running.ending import Endings
from calls.running.metering import Metering
from calls.running.sweeper import Orphan, Sweeper
from calls.running.switchboard import Switchboard
from calls.running.vendor_copies import VendorCopies
from calls.running.vendors import Vendors
from calls.server.once import BUILDING, Once
from calls.server.settings import Service, Settings, load_settings
from calls.store.calls import CallRecord, CallStore
from calls.store.database import Database
from calls.store.journal import JournalStore
from calls.store.personas import PersonaStore
from calls.store.prices import PriceStore
from calls.store.rehearsals import RehearsalStore
from calls.store.sessions import SessionStore
from calls.store.vendor_copies import VendorCopyStore
from calls.talk.conversations import Conversations
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
        self._clients: dict[Dialect, HeyGen] = {}
        # Of the built-in simulator: nobody outside this process ever sees them.
        self._keys = {dialect.value: secrets.token_urlsafe(32) for dialect in Dialect}

    @Once
    def cast(self) -> Cast:
        """The agents."""
        return load_cast(self.settings)

    @Once
    def database(self) -> Database:
        """The store, its schema up to date."""
        database = Database(self.settings.database_url)
        database.migrate()
        return database

    @Once
    def switchboard(self) -> Switchboard:
        """The calls of this server."""
        attempts = Attempts(
            calls=self._calls,
            sessions=self._sessions,
            cast=self.cast,
            caps=self.settings.caps,
            vendors=self._vendors,
            idle_s=self.settings.idle_seconds,
            persona_of=self.archive.persona_of,
            copies=self.copies,
            clock=self.clock,
        )
        return Switchboard(
            calls=self._calls,
            sessions=self._sessions,
            journal=self._journal,
            library=self.library,
            cast=self.cast,
            vendors=self._vendors,
            attempts=attempts,
            feed=self._feed,
            prices=PriceStore(self.database).keep(load_catalogue(), int(self.clock() * 1000)),
            caps=self.settings.caps,
            clock=self.clock,
        )

    @Once
    def archive(self) -> Archive:
        """What stands in the store of each call."""
        return Archive(
            calls=self._calls,
            journal=self._journal,
            library=self.library,
            prices=PriceStore(self.database).get,
            clock=self.clock,
        )

    @Once
    def endings(self) -> Endings:
        """How calls end on this server."""
        return Endings(
            calls=self._calls,
            sessions=self._sessions,
            journal=self._journal,
            vendors=self._vendors,
            ended=self._ended,
            clock=self.clock,
        )

    @Once
    def metering(self) -> Metering:
        """Time and money of running calls."""
        return Metering(calls=self._calls, idle_s=self.settings.idle_seconds, clock=self.clock)

    @Once
    def lobby(self) -> Lobby:
        """The lobbies that are open on this server."""
        return Lobby()

    @Once
    def library(self) -> Library:
        """The personas, the shipped ones among them."""
        library = Library(PersonaStore(self.database), self.clock)
        library.furnish()
        return library

    @Once
    def rehearsals(self) -> Rehearsals:
        """The rehearsals of this server."""
        return Rehearsals(
            store=RehearsalStore(self.database),
            library=self.library,
            answerers=partial(answerers_of, self.settings),
            clock=self.clock,
        )

    @Once
    def copies(self) -> VendorCopies:
        """Where personas stand at the vendor."""
        return VendorCopies(VendorCopyStore(self.database), self.clock)

    @Once
    def sweeper(self) -> Sweeper:
        """Ends what nobody is in."""
        return Sweeper(
            calls=self._calls,
            sessions=self._sessions,
            vendors=self._vendors,
            metering=self.metering,
            endings=self.endings,
            clock=self.clock,
        )

    @Once
    def conversations(self) -> Conversations:
        """The calls that we answer ourselves."""
        return Conversations(archive=self.archive, feed=self._feed, model=self._model)

    @Once
    def line_services(self) -> Services:
        """What a browser's line needs."""
        return Services(
            switchboard=self.switchboard,
            endings=self.endings,
            metering=self.metering,
            archive=self.archive,
            conversations=self.conversations,
            lobby=self.lobby,
            api_url=self.api_urls(),
            shown=self.shown,
        )

    @Once
    def _chat(self) -> ChatModel:
        return chat_model(self.settings)

    def _model(self, persona_id: str) -> ChatModel:
        """One client for all talks; the script knows each character's own lines."""
        return self._chat if self._chat.reads_prompt else chat_model(self.settings, persona_id)

    @Once
    def _feed(self) -> Feed:
        return Feed()

    @Once
    def _vendors(self) -> Vendors:
        return Vendors(self.settings.service, self.vendor)

    @Once
    def _journal(self) -> JournalStore:
        return JournalStore(self.database)

    @Once
    def _calls(self) -> CallStore:
        return CallStore(self.database)

    @Once
    def _sessions(self) -> SessionStore:
        return SessionStore(self.database)

    @Once
    def simulator(self) -> Simulator | None:
        """The built-in vendor, when no key is set."""
        if self.settings.service is not Service.SIMULATOR:
            return None
        # aiortc, numpy and their kin: a second of imports that a server with a key does not need.
        from calls.server.simulated import Simulated, caller_of

        return Simulated(
            self.settings,
            self._keys,
            lambda session: caller_of(session, self._sessions, self._calls, self.library),
            clock=self.clock,
        )

    @property
    def hears(self) -> str:
        """How spoken words become text: `vendor`, `transcription` or `script`."""
        if self.settings.service is not Service.SIMULATOR:
            return "vendor"
        transcribes = self.settings.has_endpoint and self.settings.openai_transcription_model
        return "transcription" if transcribes else "script"

    def shown(self, call: CallRecord) -> Mapping[str, object]:
        """A call as its page shows it: who answers whom, and how spoken words become text."""
        return {**self.shown_agent(self.cast[call.agent_id]), "guest": call.guest}

    def shown_agent(self, agent: Agent) -> dict[str, object]:
        """An agent as a page shows it, before a call and in one."""
        return {
            "agent": {
                "name": agent.name,
                "picture": f"assets/pictures/{agent.picture}",
                "description": agent.description,
            },
            "hears": self.hears,
            "simulated": self.settings.service is Service.SIMULATOR,
        }

    def vendor(self, dialect: Dialect) -> HeyGen:
        """The client of a dialect: the real service, or the simulator on this server's own address."""
        with BUILDING:
            if dialect not in self._clients:
                self._clients[dialect] = self._client(dialect)
            return self._clients[dialect]

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
            if "conversations" in self.__dict__:
                self.conversations.close()
                await self._chat.close()
            if "rehearsals" in self.__dict__:
                await run_in_threadpool(self.rehearsals.close)
            if self.simulator is not None:
                await self.simulator.close()
            for vendor in self._clients.values():
                vendor.close()
            if "database" in self.__dict__:
                self.database.close()

    def _ended(self, call_id: str) -> None:
        self.conversations.over(call_id)

    def _client(self, dialect: Dialect) -> HeyGen:
        settings = self.settings
        if settings.service is not Service.SIMULATOR:
            key = settings.liveavatar_api_key if dialect is Dialect.LIVEAVATAR else settings.heygen_api_key
            return HeyGen(dialect=dialect, api_key=key, base_url=settings.vendor_url)
        if self.own_address is None:
            raise CallError("This server does not know its own address yet.", "Load the page once more.")
        here = f"{self.own_address}/{SIMULATOR_PATH}"
        return HeyGen(dialect=dialect, api_key=self._keys[dialect.value], base_url=here)

    async def _sweep(self) -> None:
        rounds = itertools.cycle(range(_ORPHAN_ROUNDS))
        while True:
            await asyncio.sleep(_SWEEP_S)
            try:
                await run_in_threadpool(self.sweeper.sweep)
            except Exception:
                # The next round may find the store again; a sweeper that died would leak sessions.
                logger.exception("sweep failed")
            # Before its first request a server does not know where its own simulator is, and has opened nothing there.
            if next(rounds) == 0 and (self.own_address or self.settings.service is not Service.SIMULATOR):
                await self._look_quietly()

    async def _look_quietly(self) -> None:
        try:
            await run_in_threadpool(self.look_for_orphans)
        except (CallError, HeyGenError) as error:
            logger.info("orphans not looked for kind=%s", type(error).__name__)
        except Exception:
            logger.exception("orphans not looked for")


_house: House | None = None


def current(clock: Callable[[], float] = time.time) -> House:
    """The house of this process, built from the settings on first use, with that use's clock. Raises SettingsError."""
    global _house
    with BUILDING:
        if _house is None:
            _house = House(load_settings(), clock)
        return _house
