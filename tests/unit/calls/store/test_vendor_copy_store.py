"""Notes of what stands where at a vendor: written by many starts at once, read, written over, dropped."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from calls.store.database import Database
from calls.store.vendor_copies import VendorCopy, VendorCopyStore


def test_starts_in_the_same_moment_leave_one_note(database: Database) -> None:
    store, together = VendorCopyStore(database), threading.Barrier(8)

    def note(number: int) -> None:
        together.wait()
        store.put(VendorCopy("http://vendor.test", "santa", "p1-x", f"context-{number}", "hash", number))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(note, range(8)))
    (copy,) = store.of("santa")
    assert copy == store.get("http://vendor.test", "santa", "p1-x")
    store.drop("p1-x")
    assert store.of("santa") == []
