"""The memory of a process and its children, looked at regularly, and how fast it grows."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import linear_regression

import psutil

__all__ = ["Growth", "MemoryWatch", "growth", "resident_mb"]

_EVERY_S = 5.0


@dataclass(frozen=True)
class Growth:
    """Memory over a stretch of time."""

    first_mb: float
    last_mb: float
    slope_mb_per_hour: float


class MemoryWatch:
    """Looks every five seconds while its block runs. Use as a context manager."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self._samples: list[tuple[float, float]] = []
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def now(self) -> float:
        """Megabytes at the last look; 0 before the first."""
        return self._samples[-1][1] if self._samples else 0.0

    def after(self, seconds: float) -> Growth:
        """Growth from `seconds` after the start on."""
        return growth([sample for sample in self._samples if sample[0] >= seconds])

    def _look(self) -> None:
        begun = time.monotonic()
        while True:
            with suppress(psutil.NoSuchProcess):
                self._samples.append((time.monotonic() - begun, resident_mb(self._process)))
            if self._over.wait(_EVERY_S):
                return


def resident_mb(process: psutil.Process) -> float:
    """Resident memory with all child processes, in MB. Raises psutil.NoSuchProcess when the process is gone."""
    total = process.memory_info().rss
    for child in process.children(recursive=True):
        # A helper process may end between the listing and the look.
        with suppress(psutil.NoSuchProcess):
            total += child.memory_info().rss
    return float(total) / 1e6


def growth(samples: Sequence[tuple[float, float]]) -> Growth:
    """From pairs of seconds and megabytes; the slope by least squares, nan with fewer than three samples."""
    if len(samples) < 3:
        return Growth(float("nan"), float("nan"), float("nan"))
    hours, megabytes = [at / 3600 for at, _ in samples], [mb for _, mb in samples]
    return Growth(megabytes[0], megabytes[-1], linear_regression(hours, megabytes).slope)
