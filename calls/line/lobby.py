"""What was decided in a lobby, kept on the server: a browser shows a pass and gives a name, and never sends wishes."""

from __future__ import annotations

import threading

from calls.failures.errors import CallError
from calls.running.wishes import Wishes

__all__ = ["Lobby", "UnknownPassError"]

_PASSES_MAX = 10_000
"""Lobbies that may be open at once. A pass has no other end: a page may stand in its lobby overnight."""


class UnknownPassError(CallError):
    """No lobby of this server gave out such a pass, or so many came since that it was forgotten."""

    code = "unknown_pass"


class Lobby:
    """The lobbies that are open on this server. Safe to use from any thread."""

    def __init__(self) -> None:
        self._wishes: dict[str, Wishes] = {}
        self._lock = threading.Lock()

    def put(self, pass_: str, wishes: Wishes) -> None:
        """Whoever shows this pass from now on gets a call of this kind."""
        with self._lock:
            # Taken out first, so that the order is that of the latest use.
            self._wishes.pop(pass_, None)
            self._wishes[pass_] = wishes
            while len(self._wishes) > _PASSES_MAX:
                del self._wishes[next(iter(self._wishes))]

    def wishes(self, pass_: str) -> Wishes:
        """The wishes behind a pass. Raises UnknownPassError."""
        with self._lock:
            found = self._wishes.get(pass_)
        if found is None:
            raise UnknownPassError("This page has been open for too long.", "Load the page once more.")
        return found
