"""Both ends of a real connection in one process: what a subscriber decodes moves, speaks, and falls silent.

Set-up and closing stand inside the test's own coroutine, so that no connection outlives its loop.
"""

from __future__ import annotations

import asyncio
from typing import cast

import numpy as np
import numpy.typing as npt
from aiortc import MediaStreamTrack, RTCPeerConnection
from av import AudioFrame, VideoFrame

from heygen.simulator.media.performance import AvatarAudioTrack, AvatarVideoTrack, Performance
from heygen.simulator.media.picture.sprites import SIZES, sprites_for
from heygen.simulator.media.speech.speech import STYLES, EspeakVoice

Picture = npt.NDArray[np.uint8]


async def test_a_subscriber_sees_the_mouth_move_and_hears_the_voice() -> None:
    sprites = sprites_for("santa", "low")
    sprites.wait_complete()
    performance = Performance(sprites, seed=5)
    speech = EspeakVoice().speak("Ho ho ho! Hello, my friend.", STYLES["santa"])
    sender, receiver = RTCPeerConnection(), RTCPeerConnection()
    arrived: dict[str, MediaStreamTrack] = {}
    receiver.on("track", lambda track: arrived.update({track.kind: track}))
    sender.addTrack(AvatarVideoTrack(performance))
    sender.addTrack(AvatarAudioTrack(performance))
    try:
        await sender.setLocalDescription(await sender.createOffer())
        await receiver.setRemoteDescription(sender.localDescription)
        await receiver.setLocalDescription(await receiver.createAnswer())
        await sender.setRemoteDescription(receiver.localDescription)
        async with asyncio.timeout(20):
            quiet_faces, quiet = await asyncio.gather(faces(arrived["video"], 12), loudness(arrived["audio"], 25))
            performance.begin(speech, asyncio.get_running_loop().time())
            # The receiver's jitter buffer holds a few packets from before.
            await asyncio.gather(faces(arrived["video"], 5), loudness(arrived["audio"], 10))
            speaking_faces, speaking = await asyncio.gather(faces(arrived["video"], 25), loudness(arrived["audio"], 40))
            performance.cut(asyncio.get_running_loop().time())
            await loudness(arrived["audio"], 15)
            afterwards = await loudness(arrived["audio"], 25)
    finally:
        await sender.close()
        await receiver.close()
    assert max(quiet) < 20
    assert max(speaking) > 1_000
    assert max(afterwards) < 20
    assert movement(speaking_faces) > 3 * movement(quiet_faces)


async def faces(track: MediaStreamTrack, count: int) -> list[Picture]:
    """The region of the mouth in the next pictures."""
    width, height = SIZES["low"]
    pictures: list[Picture] = []
    for _ in range(count):
        frame = cast(VideoFrame, await track.recv())
        assert (frame.width, frame.height) == (width, height)
        picture = cast(Picture, frame.to_ndarray())
        pictures.append(picture[height * 56 // 100 : height * 70 // 100, width * 45 // 100 : width * 55 // 100])
    return pictures


async def loudness(track: MediaStreamTrack, count: int) -> list[float]:
    """Root mean square of the next packets, in steps of 16-bit samples."""
    frames = [cast(AudioFrame, await track.recv()) for _ in range(count)]
    return [float(np.sqrt(np.mean(frame.to_ndarray().astype(float) ** 2))) for frame in frames]


def movement(pictures: list[Picture]) -> float:
    return float(np.stack(pictures).astype(float).std(axis=0).mean())
