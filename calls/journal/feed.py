"""Fresh events, told once inside this process after they are stored, to whoever listens to their call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from calls.journal.events import Event

__all__ = ["Feed", "Listener"]

Listener = Callable[[Sequence[Event]], None]
"""Called in the thread that stored the events; whoever lives on an event loop goes there by itself, and never waits."""


class Feed:
    """Listeners by call. Safe to use from any thread."""

    def __init__(self) -> None:
        self._listeners: dict[str, tuple[Listener, ...]] = {}
        self._lock = threading.Lock()

    def listen(self, call_id: str, listener: Listener) -> Callable[[], None]:
        """Tells the events of a call from now on, in their order; returns how to stop it."""
        with self._lock:
            self._listeners[call_id] = (*self._listeners.get(call_id, ()), listener)

        def stop() -> None:
            with self._lock:
                rest = tuple(one for one in self._listeners.get(call_id, ()) if one is not listener)
                if rest:
                    self._listeners[call_id] = rest
                else:
                    self._listeners.pop(call_id, None)

        return stop

    def publish(self, call_id: str, fresh: Sequence[Event]) -> None:
        """Tells events that have just been stored."""
        if fresh:
            for listener in self._listeners.get(call_id, ()):
                listener(fresh)
