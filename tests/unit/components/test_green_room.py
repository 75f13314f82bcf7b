"""The green room without a browser: the meter on real frames, statistics, what the browser tells, and the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from aiortc.stats import RTCInboundRtpStreamStats, RTCRemoteInboundRtpStreamStats
from streamlit.testing.v1 import AppTest

from calls.green_room import FLOOR_DBFS, Hearing, Packets, Quality, Reading
from calls.running.wishes import Wishes
from calls.server import house
from calls.server.settings import load_settings
from components.green_room.meter import Meter
from components.green_room.probe import problem_of
from components.green_room.stats import reading_of
from components.green_room.visit import CONNECTING_LONG_S, Visit
from components.green_room.words import HEARING, PROBLEMS, QUALITY
from heygen import Dialect
from tests.places import ROOT

RATE = 48_000
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def tone(amplitude: float, channels: int = 2) -> av.AudioFrame:
    """20 ms of 1 kHz as a browser's sound arrives: packed 16-bit samples."""
    wave = amplitude * np.sin(2 * np.pi * 1000 * np.arange(960) / RATE)
    pcm = np.repeat((wave * 32767).astype(np.int16), channels).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="stereo" if channels == 2 else "mono")
    frame.sample_rate = RATE
    return frame


@pytest.mark.parametrize(("amplitude", "level"), [(0.5, -9.0), (0.05, -29.0), (0.005, -49.0)])
def test_the_meter_shows_the_level_of_a_tone(amplitude: float, level: float) -> None:
    meter = Meter()
    for _ in range(50):
        meter.sound(tone(amplitude))
    heard = meter.read()
    assert heard.level == pytest.approx(level, abs=0.3)
    assert heard.peak == pytest.approx(level + 3, abs=0.3)
    assert heard.sounds == 50


def test_the_bar_falls_at_once_and_the_words_hold_a_moment() -> None:
    meter = Meter()
    for amplitude in (0.1, 0.0):
        for _ in range(25):
            meter.sound(tone(amplitude))
    heard = meter.read()
    assert heard.level == FLOOR_DBFS
    assert heard.loudest == pytest.approx(-23, abs=0.3)
    for _ in range(75):
        meter.sound(tone(0))
    assert meter.read().loudest == FLOOR_DBFS


def test_sound_goes_back_only_when_wanted() -> None:
    meter = Meter()
    given = tone(0.5)
    quiet = meter.sound(given)
    assert not quiet.to_ndarray().any()
    assert (quiet.samples, quiet.sample_rate, quiet.layout.name) == (960, RATE, "stereo")
    meter.hear_back = True
    assert meter.sound(given) is given


def test_pictures_are_counted_and_forgotten_with_the_connection() -> None:
    meter = Meter()
    frame = av.VideoFrame(640, 360, "yuv420p")
    assert meter.picture(frame) is frame
    meter.picture(frame)
    heard = meter.read()
    assert (heard.frames, heard.width, heard.height) == (2, 640, 360)
    meter.reset()
    assert meter.read().frames == 0
    assert meter.read().level == FLOOR_DBFS


def test_statistics_become_a_reading() -> None:
    inbound: dict[str, Any] = {"timestamp": NOW, "type": "inbound-rtp", "ssrc": 1, "transportId": "t"}
    back: dict[str, Any] = {
        **inbound,
        "type": "remote-inbound-rtp",
        "packetsReceived": 9,
        "packetsLost": 1,
        "jitter": 0,
    }
    report = [
        RTCInboundRtpStreamStats(id="a", kind="audio", packetsReceived=500, packetsLost=2, jitter=480, **inbound),
        RTCInboundRtpStreamStats(id="v", kind="video", packetsReceived=900, packetsLost=-1, jitter=900, **inbound),
        RTCRemoteInboundRtpStreamStats(id="ra", kind="audio", roundTripTime=0.02, fractionLost=64, **back),
        RTCRemoteInboundRtpStreamStats(id="rv", kind="video", roundTripTime=0.05, fractionLost=0, **back),
        object(),
    ]
    assert reading_of(report, at=7, frames=30) == Reading(
        at=7,
        sound=Packets(500, 2, 0.01),
        picture=Packets(900, 0, 0.01),
        frames=30,
        round_trip_s=0.05,
        returned_loss=0.25,
    )


def test_a_round_trip_not_measured_yet_is_unknown() -> None:
    first = RTCRemoteInboundRtpStreamStats(
        timestamp=NOW, type="remote-inbound-rtp", id="r", ssrc=1, kind="audio", transportId="t",
        packetsReceived=1, packetsLost=0, jitter=0, fractionLost=0, roundTripTime=None,  # type: ignore[arg-type]
    )  # fmt: skip
    assert reading_of([first], at=1, frames=0).round_trip_s is None


FINE = {"secure": True, "allowed": True, "camera": "granted", "microphone": "granted", "error": ""}


@pytest.mark.parametrize(
    ("seen", "camera", "problem"),
    [
        ({}, True, None),
        (FINE, True, None),
        ({**FINE, "secure": False}, True, "insecure"),
        ({**FINE, "allowed": False}, True, "policy"),
        ({**FINE, "microphone": "denied"}, False, "refused"),
        ({**FINE, "camera": "denied"}, True, "refused"),
        ({**FINE, "camera": "denied"}, False, None),
        ({**FINE, "error": "NotAllowedError"}, True, "refused"),
        ({**FINE, "error": "NotFoundError"}, True, "missing"),
        ({**FINE, "error": "NotReadableError"}, True, "busy"),
        ({**FINE, "error": "TypeError"}, True, "failed"),
        ({**FINE, "error": "Connection is taking longer than expected"}, True, None),
        ({**FINE, "error": {"name": "NotFoundError"}}, True, None),
    ],
)
def test_what_the_browser_tells_becomes_one_problem(seen: dict[str, object], camera: bool, problem: str | None) -> None:
    assert problem_of(seen, camera=camera) == problem


def test_every_problem_verdict_and_quality_has_words() -> None:
    assert set(HEARING) == set(Hearing)
    assert set(QUALITY) == set(Quality)
    for what, fix in PROBLEMS.values():
        assert what.endswith(".")
        assert fix.endswith(".")


@dataclass(eq=False)
class FakePeer:
    """A peer connection that is as the test says."""

    connectionState: str = "connecting"  # noqa: N815


def connected_visit() -> tuple[Visit, FakePeer]:
    """A visit whose loop runs and has been read once a second from 1 to 4."""
    visit, peer = Visit(), FakePeer()
    assert visit.follow(peer, busy=True, now=0)
    peer.connectionState = "connected"
    for at in range(1, 5):
        visit.follow(peer, busy=True, now=at)
        visit.readings.append(Reading(at=at, sound=Packets(50 * at, 0, 0)))
    return visit, peer


def test_stop_is_no_lost_connection() -> None:
    visit, peer = connected_visit()
    assert visit.follow(peer, busy=True, now=5)
    assert not visit.follow(None, busy=False, now=5.5)
    assert not visit.lost


def test_a_connection_that_stands_still_is_lost_until_the_next_start() -> None:
    visit, peer = connected_visit()
    visit.readings.extend(Reading(at=at, sound=Packets(200, 0, 0)) for at in range(5, 8))
    visit.follow(peer, busy=True, now=8)
    assert visit.lost
    visit.follow(None, busy=False, now=9)
    assert visit.lost
    visit.follow(FakePeer(), busy=True, now=20)
    assert not visit.lost
    assert not visit.readings


@pytest.mark.parametrize(("seconds", "lost"), [(CONNECTING_LONG_S - 1, False), (CONNECTING_LONG_S + 1, True)])
def test_a_start_that_never_connected_is_lost_when_it_took_long(seconds: float, lost: bool) -> None:
    visit, peer = Visit(), FakePeer()
    visit.follow(peer, busy=True, now=0)
    visit.follow(None, busy=False, now=seconds)
    assert visit.lost is lost


@pytest.mark.parametrize("gone", [True, False], ids=["collected", "closed"])
def test_coming_back_to_the_page_finds_no_broken_connection(gone: bool) -> None:
    visit, peer = connected_visit()
    peer.connectionState = "closed"
    known = None if gone else peer
    visit.arrive(known, busy=True)
    assert not visit.follow(known, busy=True, now=60)
    assert not visit.lost
    fresh = FakePeer()
    assert visit.follow(fresh, busy=True, now=61)
    assert visit.since == 61


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The green room inside the shell, run once."""
    made = house.House(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}"}, tmp_path / "none.toml"))
    monkeypatch.setattr(house, "_house", made)
    # AppTest has no runtime to ask; without one the package does not look for a page that was left.
    monkeypatch.setattr("streamlit_webrtc.component.get_this_session_info", lambda: None)
    app = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=30)
    yield app.run().switch_page(str(ROOT / "pages" / "green_room.py")).run()
    made.database.close()


def test_the_page_says_what_it_does_and_what_it_keeps(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Green room"
    assert any("Nothing is kept" in caption.value for caption in page.caption)
    assert [toggle.value for toggle in page.toggle] == [False, False]


def test_hearing_oneself_is_opt_in_and_warned_about(page: AppTest) -> None:
    assert not page.warning
    page.toggle(key="green_hear_back").set_value(True).run()
    assert not page.exception
    assert "headphones" in page.warning[0].value


def test_during_a_call_the_page_leaves_the_microphone_alone(page: AppTest) -> None:
    page.switch_page(str(ROOT / "pages" / "call.py")).run()
    found = house.current()
    opening = found.switchboard.open("Mia", Wishes("santa", Dialect.LIVEAVATAR))
    page.session_state["on_stage"].told(found, {"call": opening.call_id, "ticket": opening.ticket}, None)
    page.switch_page(str(ROOT / "pages" / "green_room.py")).run()
    assert not page.exception
    assert "is using the microphone" in page.info[0].value
    assert not page.toggle
    assert [button.label for button in page.button] == ["Back to the call"]
