"""The clients of the vendor: the real service, or the simulator on this server's own address."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from calls.failures.errors import CallError
from calls.server.once import BUILDING
from calls.server.settings import Service, Settings
from heygen import Dialect, HeyGen

__all__ = ["SIMULATOR_PATH", "VendorClients"]

SIMULATOR_PATH = "sim"


class VendorClients:
    """One client for each dialect, made when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clients: dict[Dialect, HeyGen] = {}
        self.own_address: str | None = None
        """Where this server reaches itself; known once it has been asked for its first page."""
        self.simulators_keys = {dialect.value: secrets.token_urlsafe(32) for dialect in Dialect}
        """Of the built-in simulator: nobody outside this process ever sees them."""

    def __call__(self, dialect: Dialect) -> HeyGen:
        """The client of a dialect. Raises `CallError` when the simulator's address is not known yet."""
        with BUILDING:
            if dialect not in self._clients:
                self._clients[dialect] = self._client(dialect)
            return self._clients[dialect]

    @property
    def reachable(self) -> bool:
        """Whether there is a vendor to ask: before its first request a server does not know where its own simulator is,
        and has opened nothing there."""
        return self.own_address is not None or self._settings.service is not Service.SIMULATOR

    def urls(self) -> Mapping[str, str]:
        """Where a browser finds the vendor, by dialect; relative to the page for the built-in simulator."""
        if self._settings.service is Service.SIMULATOR:
            return {dialect.value: SIMULATOR_PATH for dialect in Dialect}
        return {dialect.value: self(dialect).base_url for dialect in self._settings.dialects}

    def close(self) -> None:
        """Closes what was opened."""
        for client in self._clients.values():
            client.close()

    def _client(self, dialect: Dialect) -> HeyGen:
        settings = self._settings
        if settings.service is not Service.SIMULATOR:
            key = settings.liveavatar_api_key if dialect is Dialect.LIVEAVATAR else settings.heygen_api_key
            return HeyGen(dialect=dialect, api_key=key, base_url=settings.vendor_url)
        if self.own_address is None:
            raise CallError("This server does not know its own address yet.", "Load the page once more.")
        here = f"{self.own_address}/{SIMULATOR_PATH}"
        return HeyGen(dialect=dialect, api_key=self.simulators_keys[dialect.value], base_url=here)
