"""Which line of this server holds a call: the newest one, and whoever held it before is told."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Holders"]


class Holders:
    """Used on the event loop that serves lines."""

    def __init__(self) -> None:
        self._lose: dict[str, Callable[[], None]] = {}

    def hold(self, call_id: str, lose: Callable[[], None]) -> Callable[[], None]:
        """Takes a call; `lose` is called when another line takes it. Returns how to let go of it."""
        before = self._lose.get(call_id)
        self._lose[call_id] = lose
        if before is not None:
            before()

        def release() -> None:
            if self._lose.get(call_id) is lose:
                del self._lose[call_id]

        return release
