"""What customers keep at the vendor: personas, and resources that are stored but not acted on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from heygen.simulator.world.records import ContextRecord, ShelfItem
from heygen.simulator.world.refusals import No, Refusal

__all__ = ["Kept"]


class Kept:
    """Everything kept, changed and listed under a lock of its own; `clock` gives unix seconds."""

    def __init__(self, *, clock: Callable[[], float], new_id: Callable[[], str]) -> None:
        self.contexts: dict[str, ContextRecord] = {}
        self._shelves: dict[str, dict[str, ShelfItem]] = {}
        self._clock = clock
        self._new_id = new_id
        self._lock = threading.RLock()

    def add_context(
        self, owner: str, name: str, prompt: str, opening_text: str, links: list[dict[str, object]]
    ) -> ContextRecord:
        """Stores a persona under a new id."""
        now = self._clock()
        record = ContextRecord(self._new_id(), owner, name, prompt, opening_text, now, now, links)
        with self._lock:
            self.contexts[record.id] = record
        return record

    def contexts_of(self, owner: str) -> list[ContextRecord]:
        """The personas of an account, oldest first."""
        with self._lock:
            return [record for record in self.contexts.values() if record.owner == owner]

    def context(self, context_id: str, owner: str) -> ContextRecord:
        """A persona of this account. Raises `Refusal(CONTEXT_NOT_FOUND)`."""
        record = self.contexts.get(context_id)
        if record is None or record.owner != owner:
            raise Refusal(No.CONTEXT_NOT_FOUND, context_id)
        return record

    def change_context(self, record: ContextRecord, **fields: object) -> None:
        """Puts new values into some of a persona's fields."""
        with self._lock:
            for name, value in fields.items():
                setattr(record, name, value)
            record.updated_at = self._clock()

    def drop_context(self, record: ContextRecord) -> None:
        """Forgets a persona."""
        with self._lock:
            self.contexts.pop(record.id, None)

    def put(self, shelf: str, item_id: str, item: ShelfItem) -> None:
        """Stores a resource."""
        with self._lock:
            self._shelves.setdefault(shelf, {})[item_id] = item

    def items(self, shelf: str, owner: str) -> list[ShelfItem]:
        """The resources of one kind of an account, oldest first."""
        with self._lock:
            return [item for item in self._shelves.get(shelf, {}).values() if item.owner == owner]

    def item(self, shelf: str, item_id: str, owner: str) -> ShelfItem | None:
        """A stored resource of this account."""
        item = self._shelves.get(shelf, {}).get(item_id)
        return item if item is not None and item.owner == owner else None

    def change(self, item: ShelfItem, **fields: object) -> None:
        """Puts new values into some of a resource's fields."""
        with self._lock:
            item.fields = {**item.fields, **fields}

    def remove(self, shelf: str, item_id: str) -> None:
        """Forgets a resource."""
        with self._lock:
            self._shelves.get(shelf, {}).pop(item_id, None)
