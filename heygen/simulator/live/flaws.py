"""What is wrong with a session from its beginning, by armed faults: decided once, when its room is made."""

from __future__ import annotations

from dataclasses import dataclass

from heygen.simulator.world.faults import Fault, Faults
from heygen.simulator.world.records import Product

__all__ = ["Flaws", "flaws_of"]


@dataclass(frozen=True)
class Flaws:
    """Each is a fault of the catalogue."""

    room_refused: bool = False
    no_video: bool = False
    no_audio: bool = False
    no_agent: bool = False
    data_silent: bool = False


def flaws_of(faults: Faults, product: Product) -> Flaws:
    """The flaws of the session that is about to open; one strike of each armed one is used."""

    def flawed(fault: Fault) -> bool:
        return faults.take(fault, product) is not None

    return Flaws(
        room_refused=flawed(Fault.ROOM_REFUSED),
        no_video=flawed(Fault.VIDEO_TRACK_MISSING),
        no_audio=flawed(Fault.AUDIO_TRACK_MISSING),
        no_agent=flawed(Fault.AGENT_MISSING),
        data_silent=flawed(Fault.DATA_SILENT),
    )
