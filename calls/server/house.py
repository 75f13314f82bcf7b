"""Puts the house together: settings, store, vendor, simulator and switchboard of this server process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from calls.agents import Agent, Cast, load_cast
from calls.archive.reading import Archive
from calls.evaluation.rehearsing import Rehearsals, answerers_of
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
from calls.running.sweeper import Sweeper
from calls.running.switchboard import Switchboard
from calls.running.vendor_copies import VendorCopies
from calls.running.vendors import Vendors
from calls.server.once import BUILDING, Once
from calls.server.settings import Service, Settings, load_settings
from calls.server.vendor_clients import VendorClients
from calls.server.watch import Watch
from calls.store.calls import CallRecord, CallStore
from calls.store.database import Database
from calls.store.journal import JournalStore
from calls.store.personas import PersonaStore
from calls.store.prices import PriceStore
from calls.store.rehearsals import RehearsalStore
from calls.store.sessions import SessionStore
from calls.store.vendor_copies import VendorCopyStore
from calls.talk.conversations import Conversations

if TYPE_CHECKING:
    from heygen.simulator.server import Simulator

__all__ = ["House", "current"]


class House:
    """Everything one server process shares. Cheap until its parts are asked for. `clock` gives unix seconds."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self.clock = clock
        self.vendor = VendorClients(settings)

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
    def watch(self) -> Watch:
        """Looks for what was left open, again and again."""
        return Watch(self.sweeper, self.vendor, self.settings.dialects)

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
            api_url=self.vendor.urls(),
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
            self.vendor.simulators_keys,
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

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The server's life: warms store and simulator, sweeps silent calls, and closes everything at the end."""
        await run_in_threadpool(lambda: self.sweeper)
        if self.simulator is not None:
            self.simulator.warm_up()
        watch = asyncio.ensure_future(self.watch.run())
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            if "conversations" in self.__dict__:
                self.conversations.close()
                await self._chat.close()
            if "rehearsals" in self.__dict__:
                await run_in_threadpool(self.rehearsals.close)
            if self.simulator is not None:
                await self.simulator.close()
            self.vendor.close()
            if "database" in self.__dict__:
                self.database.close()

    def _ended(self, call_id: str) -> None:
        self.conversations.over(call_id)


_house: House | None = None


def current(clock: Callable[[], float] = time.time) -> House:
    """The house of this process, built from the settings on first use, with that use's clock. Raises SettingsError."""
    global _house
    with BUILDING:
        if _house is None:
            _house = House(load_settings(), clock)
        return _house
