"""Who stands in a session's room from its beginning: the avatar with its tracks, and the agent behind it."""

from __future__ import annotations

from heygen.simulator.live.flaws import Flaws
from heygen.simulator.room.wire import Bot, BotTrack
from heygen.simulator.world.records import Mode, Product, SessionRecord

__all__ = ["bots_of"]


def bots_of(record: SessionRecord, size: tuple[int, int], flaws: Flaws) -> tuple[Bot, tuple[Bot, ...]]:
    """The avatar, and all that come; `size` is that of the picture in pixels."""
    tracks: list[BotTrack] = []
    if not flaws.no_video:
        tracks.append(BotTrack(f"TR_V{record.id[:8]}", "video", *size))
    if not flaws.no_audio:
        tracks.append(BotTrack(f"TR_A{record.id[:8]}", "audio"))
    avatar = Bot("heygen", f"PA_heygen{record.id[:8]}", tuple(tracks))
    if record.product is Product.STREAMING:
        return avatar, () if flaws.no_agent else (avatar,)
    if record.mode is Mode.LITE or flaws.no_agent:
        return avatar, (avatar,)
    return avatar, (avatar, Bot(f"liveavatar-agent-{record.id}", f"PA_agent{record.id[:8]}"))
