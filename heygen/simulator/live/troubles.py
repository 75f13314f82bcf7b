"""Faults that strike a session while it runs: trouble on its line, and ends that the vendor decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from heygen.simulator.live.session import LiveSession
from heygen.simulator.world.faults import ArmedFault, Fault, Faults
from heygen.simulator.world.records import EndReason, SessionRecord
from heygen.simulator.world.world import World

__all__ = ["Troubles"]

_ENDS: Mapping[Fault, EndReason] = {
    Fault.NO_CREDITS_IN_CALL: EndReason.NO_CREDITS,
    Fault.IDLE_TIMEOUT: EndReason.IDLE_TIMEOUT,
    Fault.DURATION_LIMIT: EndReason.MAX_DURATION_REACHED,
    Fault.SERVER_STOP: EndReason.SERVER_ERROR,
}
_LINE_TROUBLES = frozenset({Fault.SIGNALLING_DROP, Fault.PACKET_LOSS, Fault.NETWORK_LOSS})
# For troubles whose seconds are their length.
_AFTER_CONNECTED_S = 3.0


class Troubles:
    """Strikes running sessions with the faults that are armed for them.

    A session that was connected when the fault was armed is struck at once, a later one some seconds after it is
    connected. All sessions that are due at the same moment share one strike, and none is struck twice by one arming.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._faults: Faults = world.faults
        self._struck: dict[str, set[int]] = {}

    def look(self, sessions: Iterable[LiveSession]) -> None:
        """Strikes whom it is due. Called about twice a second, on the sessions' own event loop."""
        running = {session.record.id: session for session in sessions}
        self._struck = {key: numbers for key, numbers in self._struck.items() if key in running}
        now = self._world.clock()
        for armed in self._faults.armed():
            if armed.fault not in _ENDS and armed.fault not in _LINE_TROUBLES:
                continue
            due = [session for session in running.values() if self._is_due(armed, session.record, now)]
            if due and self._faults.use(armed):
                for session in due:
                    self._struck.setdefault(session.record.id, set()).add(armed.number)
                    self._strike(armed, session)

    def _is_due(self, armed: ArmedFault, record: SessionRecord, now: float) -> bool:
        if not record.is_open or record.connected_at is None or not armed.fits(record.product):
            return False
        if armed.number in self._struck.get(record.id, ()):
            return False
        after = armed.seconds if armed.fault in _ENDS else _AFTER_CONNECTED_S
        return record.connected_at <= armed.armed_at or now >= record.connected_at + after

    def _strike(self, armed: ArmedFault, session: LiveSession) -> None:
        room = session.room
        match armed.fault:
            case Fault.SIGNALLING_DROP:
                room.link.shut(armed.seconds)
                room.hang_up()
            case Fault.PACKET_LOSS:
                room.link.lose_media(armed.seconds)
            case Fault.NETWORK_LOSS:
                room.link.go_away(armed.seconds)
            case fault:
                self._world.end(session.record, _ENDS[fault])
