"""The app as `streamlit run app.py` starts it, with a clock that the test moves: `python -m tests.e2e.moved_server …`.

Each line on standard input is a number of seconds by which the server's clock, and its simulator's, goes ahead. What
is measured in the process itself (media, sockets, pauses between two sweeps) keeps its own time.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable

from streamlit.web.cli import main

from calls.server.house import current


class MovedClock:
    """Unix seconds, so far ahead of the machine's as it was told."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def obey(self, orders: Iterable[str]) -> None:
        """Goes ahead with each order, until there are no more."""
        for order in orders:
            self._ahead += float(order)


if __name__ == "__main__":
    clock = MovedClock()
    current(clock)
    threading.Thread(target=clock.obey, args=(sys.stdin,), daemon=True).start()
    sys.exit(main(["run", "app.py", *sys.argv[1:]]))
