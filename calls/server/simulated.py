"""The built-in simulator of a server, with our own models in its avatar's head."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from calls.library import Library
from calls.models.chat import chat_model
from calls.models.hearing import transcriber
from calls.server.settings import Settings
from calls.store.calls import CallStore
from calls.store.sessions import SessionStore
from calls.talk.simulated_brain import Caller, SimulatedBrain
from heygen.simulator.server import Simulator
from heygen.simulator.world.records import Product
from heygen.simulator.world.world import World

__all__ = ["Simulated", "caller_of"]


class Simulated(Simulator):
    """The simulator with the models of the settings; `keys` by product.

    `caller` gives the call behind a vendor's session, if it is one of ours; `clock` unix seconds.
    """

    def __init__(
        self,
        settings: Settings,
        keys: Mapping[str, str],
        caller: Callable[[str], Caller | None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._model, self._ears = model, ears = chat_model(settings), transcriber(settings)
        super().__init__(
            World.furnished(keys={Product(name): key for name, key in keys.items()}, clock=clock),
            brain=(lambda session: SimulatedBrain(model, lambda: caller(session))) if model.reads_prompt else None,
            words=(lambda _: ears) if ears else None,
        )

    async def close(self) -> None:
        """Ends all sessions, then the connections to the endpoint."""
        await super().close()
        await self._model.close()
        if self._ears is not None:
            await self._ears.close()


def caller_of(session_id: str, sessions: SessionStore, calls: CallStore, library: Library) -> Caller | None:
    """The persona and the guest of the call that owns a vendor's session. Raises UnknownPersonaError."""
    call_id = sessions.call_of(session_id)
    call = calls.get(call_id) if call_id else None
    if call is None:
        return None
    return Caller(library.version(call.persona_id, call.persona_hash).document, call.guest, call.age)
