"""What is seen and heard when: idle life, speech, interruption, and pacing. No test waits for a real clock."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from aiortc.mediastreams import MediaStreamError

from heygen.simulator.media.performance import FRAME_RATE, AvatarAudioTrack, AvatarVideoTrack, Performance
from heygen.simulator.media.picture.face import Eyes, Mood, Mouth
from heygen.simulator.media.picture.idle import Idle
from heygen.simulator.media.picture.sprite import Sprite
from heygen.simulator.media.picture.sprites import PHASES, SpriteSet
from heygen.simulator.media.picture.vp8 import repeat_frame
from heygen.simulator.media.speech import sound
from heygen.simulator.media.speech.speech import Speech

SIZE = (320, 180)
START = 1000.0


def spoken(packets: int = 50, mouth: Mouth = Mouth.OPEN) -> Speech:
    duration = packets * 0.02
    sounds = tuple(b"packet %d" % number for number in range(packets))
    mouths = ((0.0, Mouth.SMILE), (0.1, mouth), (duration - 0.1, Mouth.SMILE))
    return Speech("Ho", sounds, (), mouths, duration)


@pytest.fixture
def sprites() -> SpriteSet:
    everything = SpriteSet(SIZE)
    for mood in Mood:
        for eyes in Eyes:
            for mouth in Mouth:
                for phase in range(PHASES):
                    everything.add(Sprite(mood, eyes, mouth, phase), f"{mood} {eyes} {mouth} {phase}".encode())
    everything.finish()
    return everything


@pytest.fixture
def performance(sprites: SpriteSet) -> Performance:
    return Performance(sprites, seed=7)


class Clock:
    """A clock that only sleeping and `late` move forward."""

    def __init__(self) -> None:
        self.now = START
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def late(self, seconds: float) -> None:
        self.now += seconds


def heard(performance: Performance, start: float, packets: int) -> list[bytes]:
    return [performance.audio_packet(start + (number + 0.5) * 0.02) for number in range(packets)]


def test_speech_is_heard_once_from_its_first_packet_to_its_last(performance: Performance) -> None:
    performance.begin(spoken(3), START + 0.04)
    quiet = sound.silence()
    assert heard(performance, START, 7) == [quiet, quiet, b"packet 0", b"packet 1", b"packet 2", quiet, quiet]
    assert performance.speaking_until(START) == pytest.approx(START + 0.1)
    assert performance.speaking_until(START + 0.1) is None


def test_a_cut_is_silent_within_one_packet_and_rests_the_mouth(performance: Performance) -> None:
    performance.begin(spoken(), START)
    assert performance.sprite(START + 0.5).mouth is Mouth.OPEN
    performance.cut(START + 0.5)
    assert performance.audio_packet(START + 0.49) == b"packet 24"
    assert performance.audio_packet(START + 0.51) == sound.silence()
    assert performance.sprite(START + 0.521).mouth is Mouth.SMILE
    assert performance.speaking_until(START + 0.5) is None


def test_a_cut_in_the_middle_of_a_packet_lets_that_one_end(performance: Performance) -> None:
    performance.begin(spoken(), START)
    performance.cut(START + 0.505)
    assert performance.audio_packet(START + 0.515) == b"packet 25"
    assert performance.audio_packet(START + 0.525) == sound.silence()


def test_new_speech_replaces_the_old(performance: Performance) -> None:
    performance.begin(spoken(), START)
    performance.begin(spoken(2), START + 0.04)
    assert heard(performance, START, 5) == [b"packet 0", b"packet 1", b"packet 0", b"packet 1", sound.silence()]


def test_lips_lead_the_sound_by_a_frame(performance: Performance) -> None:
    performance.begin(spoken(), START)
    assert performance.sprite(START + 0.05).mouth is Mouth.SMILE
    assert performance.sprite(START + 0.07).mouth is Mouth.OPEN


def test_looking_up_in_any_order_and_twice_shows_the_same(performance: Performance) -> None:
    performance.begin(spoken(), START + 1)
    moments = [START + step * 0.04 for step in range(75)]
    forwards = [performance.video_packet(at) for at in moments]
    assert [performance.video_packet(at) for at in reversed(moments)] == forwards[::-1]


def test_the_head_turns_before_it_listens_and_turns_back(performance: Performance) -> None:
    performance.listening = True
    moods = [performance.sprite(START + step * 0.04).mood for step in range(6)]
    assert moods == [Mood.TURNING] * 4 + [Mood.LISTENING] * 2
    performance.listening = False
    moods = [performance.sprite(START + 1 + step * 0.04).mood for step in range(6)]
    assert moods == [Mood.TURNING] * 4 + [Mood.NORMAL] * 2


def test_who_speaks_looks_straight_ahead_even_if_told_to_listen(performance: Performance) -> None:
    performance.listening = True
    performance.begin(spoken(), START)
    assert performance.sprite(START + 0.5).mood is Mood.NORMAL


def test_the_idle_loop_shows_every_phase_for_four_frames(performance: Performance) -> None:
    phases = [performance.sprite((frame + 0.5) / FRAME_RATE).phase for frame in range(4 * PHASES)]
    assert phases == [frame // 4 for frame in range(4 * PHASES)]


def test_blinks_come_every_few_seconds_and_are_short() -> None:
    eyes = [Idle(3).eyes(frame / 100, attentive=True) for frame in range(6_000)]
    closings = [
        index for index in range(1, len(eyes)) if eyes[index] is Eyes.CLOSED and eyes[index - 1] is not Eyes.CLOSED
    ]
    assert len(closings) == 15
    assert eyes.count(Eyes.CLOSED) == 15 * 8
    assert Eyes.ASIDE not in eyes


def test_the_idle_avatar_glances_at_the_fire_and_seeds_differ() -> None:
    first, second = ([Idle(seed).eyes(frame / 25, attentive=False) for frame in range(1_500)] for seed in (1, 2))
    assert Eyes.ASIDE in first
    assert first != second


async def test_video_starts_with_a_key_frame_and_repeats_what_stays(performance: Performance) -> None:
    clock = Clock()
    track = AvatarVideoTrack(performance, clock=clock.time, sleep=clock.sleep)
    packets = [await track.recv() for _ in range(50)]
    data = [bytes(packet) for packet in packets]
    repeats = data.count(repeat_frame(*SIZE))
    assert data[0] != repeat_frame(*SIZE)
    assert 30 <= repeats <= 37
    assert [packet.pts for packet in packets] == [3600 * number for number in range(50)]
    assert {packet.time_base for packet in packets} == {Fraction(1, 90_000)}
    assert math.isclose(clock.now, START + 49 * 0.04, abs_tol=0.05)


async def test_a_key_frame_comes_at_least_every_second() -> None:
    still = SpriteSet(SIZE)
    still.add(Sprite(Mood.NORMAL, Eyes.OPEN, Mouth.SMILE, 0), b"only picture")
    still.finish()
    clock = Clock()
    track = AvatarVideoTrack(Performance(still, seed=1), clock=clock.time, sleep=clock.sleep)
    data = [bytes(await track.recv()) for _ in range(60)]
    assert [index for index, frame in enumerate(data) if frame == b"only picture"] == [0, 25, 50]


async def test_a_late_viewer_skips_ahead_instead_of_bursting(performance: Performance) -> None:
    clock = Clock()
    track = AvatarVideoTrack(performance, clock=clock.time, sleep=clock.sleep)
    await track.recv()
    clock.late(1.0)
    late = await track.recv()
    after = await track.recv()
    assert (late.pts, after.pts) == (25 * 3600, 26 * 3600)


async def test_audio_packets_are_paced_and_follow_the_speech(performance: Performance) -> None:
    clock = Clock()
    performance.begin(spoken(3), START + 0.04)
    track = AvatarAudioTrack(performance, clock=clock.time, sleep=clock.sleep)
    packets = [await track.recv() for _ in range(6)]
    quiet = sound.silence()
    assert [bytes(packet) for packet in packets] == [quiet, quiet, b"packet 0", b"packet 1", b"packet 2", quiet]
    assert [packet.pts for packet in packets] == [960 * number for number in range(6)]
    assert sum(clock.slept) == pytest.approx(5 * 0.02)


async def test_a_short_delay_of_audio_is_made_up_and_a_long_one_skipped(performance: Performance) -> None:
    clock = Clock()
    track = AvatarAudioTrack(performance, clock=clock.time, sleep=clock.sleep)
    await track.recv()
    clock.late(0.06)
    assert [(await track.recv()).pts for _ in range(3)] == [960, 1920, 2880]
    clock.late(0.5)
    assert (await track.recv()).pts == 28 * 960


@pytest.mark.parametrize("kind", [AvatarVideoTrack, AvatarAudioTrack])
async def test_a_stopped_track_ends(kind: type[AvatarVideoTrack | AvatarAudioTrack], performance: Performance) -> None:
    track = kind(performance, clock=Clock().time, sleep=Clock().sleep)
    track.stop()
    with pytest.raises(MediaStreamError):
        await track.recv()
