"""The older product's silence prompt: when nobody has spoken for a while, the avatar says a kind word, once."""

from __future__ import annotations

__all__ = ["PROMPT", "SilenceWatch"]

PROMPT = "I am still here. Take all the time you need."


class SilenceWatch:
    """Tells once per silence that it has lasted `limit_s`. All times are seconds of one clock."""

    def __init__(self, limit_s: float, now: float) -> None:
        self._limit = limit_s
        self._since = now
        self._told = False

    def heard(self, now: float, *, guest: bool) -> None:
        """Somebody spoke; only the guest's voice makes room for another prompt."""
        self._since = now
        self._told = self._told and not guest

    def due(self, now: float) -> bool:
        """Whether the prompt is due now; then it counts as told."""
        if self._told or now - self._since < self._limit:
            return False
        self._told = True
        return True
