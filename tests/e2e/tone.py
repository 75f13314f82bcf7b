"""The tone that speaks into a test's microphone, and the browser it plays in."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from playwright.sync_api import Page

__all__ = ["LOUD_DBFS", "NO_DEVICE", "PART_S", "QUIET_DBFS", "STRANGER", "STRANGERS_NAME", "TOLERANCE_DB", "levels"]

LOUD_DBFS, QUIET_DBFS = -20.0, -48.0
PART_S = 2
TOLERANCE_DB = 3
# A name that is not localhost makes plain http an insecure page, wherever it leads.
STRANGERS_NAME = "santa.test"
STRANGER = f"--host-resolver-rules=MAP {STRANGERS_NAME} 127.0.0.1"
NO_DEVICE = """
const fail = () => Promise.reject(new DOMException("refused by the test", "%s"));
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = fail;
"""


def levels(read: Callable[[], float], page: Page) -> tuple[float, float]:
    """The usual loud and the usual quiet level over a little more than one round of the tone."""
    seen: list[float] = []
    for _ in range(int((2 * PART_S + 1) / 0.2)):
        seen.append(read())
        page.wait_for_timeout(200)
    middle = (LOUD_DBFS + QUIET_DBFS) / 2
    return (
        statistics.median(level for level in seen if level > middle),
        statistics.median(level for level in seen if level <= middle),
    )
