"""The conversations of this server, one for each call that we answer ourselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool

from calls.archive.reading import Archive
from calls.journal.events import Event
from calls.journal.feed import Feed
from calls.journal.transcript import Turn
from calls.models.model import ChatModel
from calls.store.calls import CallRecord
from calls.store.journal import StoredEvent
from calls.store.personas import Version
from calls.talk.conversation import Conversation, Speaker
from calls.talk.history import history

__all__ = ["Conversations"]


class Conversations:
    """Makes a conversation when it is first asked for and keeps it to the call's end, whatever becomes of its lines.

    Made and used on the event loop that serves lines. `model` gives the model that speaks for a persona.
    """

    def __init__(self, *, archive: Archive, feed: Feed, model: Callable[[str], ChatModel]) -> None:
        self._archive = archive
        self._feed = feed
        self._model = model
        self._running: dict[str, tuple[Conversation, Callable[[], None]]] = {}
        self._making = asyncio.Lock()

    async def of(self, call: CallRecord) -> Conversation:
        """The conversation of a call. Raises UnknownPersonaError."""
        async with self._making:
            found = self._running.get(call.id)
            if found is not None:
                return found[0]
            made = self._running[call.id] = await self._made(call)
            current = await run_in_threadpool(self._archive.call, call.id)
            if current is None or current.ended_at is not None:
                # Its end was told before there was anybody to hear it.
                self.over(call.id)
            return made[0]

    def over(self, call_id: str) -> None:
        """The call has ended; may be told from any thread."""
        found = self._running.pop(call_id, None)
        if found is not None:
            conversation, deaf = found
            deaf()
            conversation.stop()

    def close(self) -> None:
        """Ends all of them: the server stops."""
        for call_id in tuple(self._running):
            self.over(call_id)

    async def _made(self, call: CallRecord) -> tuple[Conversation, Callable[[], None]]:
        early: list[Event] = []
        # Heard from before the store is read, so that a line written in between is told twice rather than not at all.
        deaf_early = self._feed.listen(call.id, early.extend)
        try:
            persona, events, turns = await run_in_threadpool(self._read, call)
            speaker = Speaker(persona.document, call.guest, call.age, self._model(persona.persona_id))
            conversation = Conversation(speaker, **vars(history(events, turns)))
            deaf = self._feed.listen(call.id, conversation.hear)
        finally:
            deaf_early()
        conversation.hear(early)
        return conversation, deaf

    def _read(self, call: CallRecord) -> tuple[Version, Sequence[StoredEvent], Sequence[Turn]]:
        return self._archive.persona_of(call), self._archive.events(call.id), self._archive.turns(call.id)
