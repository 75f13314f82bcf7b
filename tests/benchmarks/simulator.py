"""`scripts/bench simulator`: how many 480p calls the simulator carries, and what one costs. Prints one JSON line.

The clients are LiveKit's own SDK (a Rust core) in a second process on the same machine, so they share its cores. A step
counts as clean when every viewer gets at least 24 frames a second, nothing freezes or is lost, and jitter stays below
20 ms, while every avatar speaks.

All of it twice: with guests who only look on, and (`…_with_microphone`) with guests who talk without a pause, so that
each microphone is decoded, resampled and searched for a voice; such a step counts only if every guest was heard.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil
from livekit import rtc

from heygen.simulator.media.speech.speech import EspeakVoice, style_for
from heygen.simulator.previews import wav_of
from tests.benchmarks.figures import progress, report
from tests.e2e.app_server import free_port
from tests.environment import clean_environment

SANTA = "1c690fe7-23e0-49f9-bfba-14344450285b"
STEP = 5
HOLD_S = 6.0
SPEECH = "Once upon a time there was a little sleigh that wanted to see the sea. " * 4


# Sound of a guest, mono, 16 bit, in packets of 20 ms.
RATE, PACKET_BYTES, WAV_HEADER_BYTES = 48_000, 2 * 960, 44
# Below what ends a turn (0.7 s): a line said again and again is one long turn.
LINE = "Dear Santa, I would like a sledge, and a book about the sea, and a dog, and a train with lights on it."


@dataclass
class Viewer:
    """One guest in a room of its own."""

    session_id: str
    room: rtc.Room
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    """The simulator has said that this guest is talking."""
    talking: asyncio.Task[None] | None = None

    async def talk(self, pcm: bytes) -> None:
        """Publishes a microphone and says the line again and again, in a task of its own; returns when heard."""
        source = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.room.local_participant.publish_track(track, options)

        async def again_and_again() -> None:
            while True:
                for start in range(0, len(pcm) - PACKET_BYTES, PACKET_BYTES):
                    part = pcm[start : start + PACKET_BYTES]
                    await source.capture_frame(rtc.AudioFrame(part, RATE, 1, len(part) // 2))

        self.talking = asyncio.ensure_future(again_and_again())
        await asyncio.wait_for(self.heard.wait(), 20)

    async def leave(self) -> None:
        """Falls silent and goes."""
        if self.talking is not None:
            self.talking.cancel()
            with suppress(asyncio.CancelledError):
                await self.talking
        await self.room.disconnect()


class Vendor:
    """A simulator process and a bare client of it."""

    def __init__(self, lines: int) -> None:
        port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "heygen.simulator", "--port", str(port), "--lines", str(lines)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.usage = psutil.Process(self.process.pid)
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"X-API-KEY": "simulator-liveavatar"})
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.http.get("/v1/languages")
                break
            except httpx.TransportError:
                time.sleep(0.1)

    def close(self) -> None:
        """Ends the process."""
        self.http.close()
        self.process.terminate()
        self.process.wait(15)

    def start(self) -> dict[str, Any]:
        """A started session."""
        body = {
            "avatar_id": SANTA,
            "avatar_persona": {},
            "video_settings": {"quality": "medium"},
        }
        token = self.http.post("/v1/sessions/token", json=body).json()["data"]["session_token"]
        answer = self.http.post("/v1/sessions/start", headers={"Authorization": f"Bearer {token}"})
        data: dict[str, Any] = answer.json()["data"]
        return data

    def stop(self, session_id: str) -> None:
        """Stops a session."""
        self.http.post("/v1/sessions/stop", json={"session_id": session_id})

    def megabytes(self) -> float:
        """Resident memory; without the painter, which works for a while and is gone."""
        resident: int = self.usage.memory_info().rss
        return resident / 1e6


async def enter(vendor: Vendor) -> Viewer:
    """Starts a session and joins its room; returns when video has arrived."""
    data = await asyncio.to_thread(vendor.start)
    room = rtc.Room()
    seen = asyncio.Event()

    def subscribed(track: rtc.Track, *_: object) -> None:
        if track.kind == rtc.TrackKind.KIND_VIDEO:
            seen.set()

    viewer = Viewer(data["session_id"], room)

    def told(packet: rtc.DataPacket) -> None:
        if json.loads(packet.data).get("event_type") == "user.speak_started":
            viewer.heard.set()

    room.on("track_subscribed", subscribed)
    room.on("data_received", told)
    await room.connect(data["livekit_url"], data["livekit_client_token"])
    await asyncio.wait_for(seen.wait(), 20)
    return viewer


async def leave(vendor: Vendor, viewer: Viewer) -> None:
    """Ends a call."""
    await viewer.leave()
    await asyncio.to_thread(vendor.stop, viewer.session_id)


async def inbound(viewer: Viewer) -> dict[str, float]:
    """What the viewer's video receiver has counted."""
    stats = await viewer.room.get_rtc_stats()
    for item in stats.subscriber_stats:
        if item.WhichOneof("stats") == "inbound_rtp" and item.inbound_rtp.stream.kind == "video":
            video = item.inbound_rtp
            return {
                "frames": video.inbound.frames_received,
                "frozen": video.inbound.freeze_count,
                "lost": video.received.packets_lost,
                "jitter_ms": video.received.jitter * 1000,
            }
    return {"frames": 0, "frozen": 0, "lost": 0, "jitter_ms": 0}


async def hold(viewers: list[Viewer]) -> bool:
    """Lets every avatar speak for a while; True when all of it arrived cleanly."""
    for viewer in viewers:
        command = f'{{"event_id":"1","event_type":"avatar.speak_text","text":"{SPEECH}"}}'
        await viewer.room.local_participant.publish_data(command, topic="agent-control")
    await asyncio.sleep(1)
    before = [await inbound(viewer) for viewer in viewers]
    started = time.monotonic()
    await asyncio.sleep(HOLD_S)
    after = [await inbound(viewer) for viewer in viewers]
    seconds = time.monotonic() - started
    worst = min((b["frames"] - a["frames"]) / seconds for a, b in zip(before, after, strict=True))
    frozen = sum(b["frozen"] - a["frozen"] for a, b in zip(before, after, strict=True))
    lost = sum(b["lost"] - a["lost"] for a, b in zip(before, after, strict=True))
    jitter = max(b["jitter_ms"] for b in after)
    progress(f"{len(viewers)} calls: {worst:.1f} fps, {frozen:.0f} freezes, {lost:.0f} lost, jitter {jitter:.1f} ms")
    return worst >= 24 and frozen == 0 and lost <= 0 and jitter < 20


async def carry(vendor: Vendor, most: int, voice: bytes | None = None) -> dict[str, object]:
    """Adds calls in steps until a step is not clean; with a `voice`, every guest talks."""
    await leave(vendor, await enter(vendor))
    empty = vendor.megabytes()
    viewers: list[Viewer] = []
    held, share, weight = 0, 0.0, 0.0
    while len(viewers) < most:
        added = [await enter(vendor) for _ in range(STEP)]
        viewers += added
        if voice is not None:
            await asyncio.gather(*(viewer.talk(voice) for viewer in added))
        vendor.usage.cpu_percent()
        if not await hold(viewers):
            break
        held = len(viewers)
        share = vendor.usage.cpu_percent() / held
        weight = (vendor.megabytes() - empty) / held
    for viewer in viewers:
        await leave(vendor, viewer)
    figures: dict[str, object] = {"calls_held": held, "cpu_percent_per_call": share, "mb_per_call": weight}
    return figures if voice is None else {f"{name}_with_microphone": value for name, value in figures.items()}


async def growth(vendor: Vendor) -> dict[str, object]:
    """Memory after 10 and after 50 calls, one after the other."""
    figures: dict[str, object] = {}
    for number in range(1, 51):
        viewer = await enter(vendor)
        await asyncio.sleep(0.3)
        await leave(vendor, viewer)
        if number in (10, 50):
            await asyncio.sleep(1)
            figures[f"mb_after_{number}"] = vendor.megabytes()
            progress(f"{number} calls: {vendor.megabytes():.0f} MB")
    return figures


def main() -> None:
    """Measures a fresh simulator for each part."""
    parser = argparse.ArgumentParser(prog="scripts/bench simulator")
    parser.add_argument("--most", type=int, default=40, help="stop adding calls here")
    options = parser.parse_args()
    clean_environment()
    voice = wav_of(EspeakVoice().speak(LINE, style_for("elf")), rate=RATE)[WAV_HEADER_BYTES:]
    figures: dict[str, object] = {}
    for part in (lambda v: carry(v, options.most), lambda v: carry(v, options.most, voice), growth):
        vendor = Vendor(options.most + STEP)
        try:
            figures |= asyncio.run(part(vendor))
        finally:
            vendor.close()
    report(figures)


if __name__ == "__main__":
    main()
