"""The green room's loop: camera and microphone through our server and back, measured on the way."""

from __future__ import annotations

import time
from typing import Any, Final

import streamlit as st
from streamlit_webrtc import Translations, WebRtcMode, WebRtcStreamerContext, webrtc_streamer

from calls.green_room import (
    MEASURE_S,
    Connection,
    connection,
    hearing,
    meter,
    milliseconds,
    recommend,
)
from components.green_room.meter import Heard
from components.green_room.probe import probe, problem_of
from components.green_room.stats import peer_of, read_stats
from components.green_room.visit import CONNECTING_LONG_S, EVERY_S, Visit
from components.green_room.words import ASKING, CONNECTING_LONG, HEARING, HOW, LOST, PROBLEMS, QUALITY, SILENT

__all__ = ["check"]

_KEY: Final = "green_room"
_VISIT: Final = "green_room_visit"
_SILENT_AFTER_S: Final = 4.0
# An empty list means no STUN and no TURN: an unreachable one, the package's default, costs five seconds of every start.
_RTC: Final[dict[str, Any]] = {"iceServers": []}
# What the microphone delivers, not what the browser makes of it; echo stays suppressed for the sound that comes back.
_SOUND: Final = {"echoCancellation": True, "noiseSuppression": False, "autoGainControl": False}
_PICTURE: Final = {"width": {"ideal": 1280}, "height": {"ideal": 720}, "frameRate": {"ideal": 30}}
_TRANSLATIONS: Final = Translations(
    start="Start",
    stop="Stop",
    select_device="Devices",
    device_ask_permission="Your browser asks for camera and microphone. Please allow both.",
    device_access_denied="Camera and microphone are blocked. Allow them at the sign left of the address.",
    device_not_available="No camera or microphone was found. Plug one in.",
    media_api_not_available="Camera and microphone work on secure pages only: https or localhost.",
)


def check() -> None:
    """The whole check: picture, meter, figures, advice. Updates itself without rerunning the page while it runs."""
    visit: Visit = st.session_state.setdefault(_VISIT, Visit())
    known = _context()
    if st.session_state.get("arrived"):
        visit.arrive(peer_of(known) if known is not None else None, busy=_busy(known))
    left, right = st.columns([3, 2], gap="large")
    # The loop stands outside the fragment: the package reruns the page while it connects, and when a fragment's run
    # follows at once, Streamlit throws away what that page's run had in the fragment, and the frame with it.
    with left:
        context, camera = _loop(visit, busy=_busy(known))
    with right:
        st.fragment(_figures, run_every=EVERY_S if _busy(context) else None)(visit, context, camera=camera)


def _context() -> WebRtcStreamerContext[Any, Any] | None:
    known = st.session_state.get(_KEY)
    return known if isinstance(known, WebRtcStreamerContext) else None


def _busy(context: WebRtcStreamerContext[Any, Any] | None) -> bool:
    return context is not None and (context.state.playing or context.state.signalling)


def _loop(visit: Visit, *, busy: bool) -> tuple[WebRtcStreamerContext[Any, Any], bool]:
    """Camera and microphone, and whether the camera is wanted."""
    camera = not st.toggle(
        "Check without camera", key="green_no_camera", disabled=busy, help="Calls need only a microphone."
    )
    context = webrtc_streamer(
        key=_KEY,
        mode=WebRtcMode.SENDRECV,
        rtc_configuration=_RTC,
        media_stream_constraints={"audio": _SOUND, "video": _PICTURE if camera else False},
        audio_frame_callback=visit.meter.sound,
        video_frame_callback=visit.meter.picture,
        # The callbacks take microseconds; without the detour over a thread no frame is dropped from the figures.
        async_processing=False,
        sendback_video=camera,
        video_html_attrs={"autoPlay": True, "controls": False, "style": {"width": "100%", "borderRadius": "12px"}},
        audio_html_attrs={"autoPlay": True, "controls": False},
        translations=_TRANSLATIONS,
    )
    visit.meter.hear_back = st.toggle(
        "Hear myself back", key="green_hear_back", help="Your own voice, a moment later, as our server received it."
    )
    if visit.meter.hear_back:
        st.warning(
            "Please wear headphones: with open speakers your voice goes round and round.",
            icon=":material/headphones:",
        )
    return context, camera


def _figures(visit: Visit, context: WebRtcStreamerContext[Any, Any], *, camera: bool) -> None:
    now, seen = time.monotonic(), probe()
    peer = peer_of(context)
    busy = visit.follow(peer, busy=_busy(context), now=now)
    if not busy or visit.since is None:
        _idle(problem_of(seen, camera=camera), asking=seen.get("asking") is True, lost=visit.lost)
        return
    heard = visit.meter.read()
    if peer is not None and visit.connected:
        reading = read_stats(peer, now, heard.frames)
        if reading is not None:
            visit.readings.append(reading)
    if visit.lost:
        _say(LOST)
    elif visit.readings:
        _live(heard, connection(visit.readings), camera=camera)
    else:
        _connecting(now - visit.since)


def _idle(problem: str | None, *, asking: bool, lost: bool) -> None:
    if problem is not None:
        _say(PROBLEMS[problem])
    elif asking:
        st.info(ASKING, icon=":material/hourglass_empty:")
        return
    elif lost:
        _say(LOST)
    st.markdown(HOW)


def _connecting(seconds: float) -> None:
    share = min(1.0, seconds / CONNECTING_LONG_S)
    st.progress(share, text=f"Connecting to our server, {seconds:.0f} s")
    if seconds > CONNECTING_LONG_S:
        _say(CONNECTING_LONG)


def _live(heard: Heard, seen: Connection, *, camera: bool) -> None:
    if seen.seconds > _SILENT_AFTER_S and heard.sounds == 0 and heard.frames == 0:
        _say(SILENT)
        return
    words = HEARING[hearing(heard.loudest, heard.peak)]
    st.progress(meter(heard.level), text=f"**{words}** Level {heard.level:.0f} dBFS")
    _recommended(seen)
    rate = "–" if seen.frames_per_second is None else f"{seen.frames_per_second:.0f}"
    size = f"{heard.width} × {heard.height}" if heard.frames else "–"
    loss = "" if seen.loss is None else f" ({seen.loss:.1%})"
    figures = [
        ("Lost packets", f"{seen.lost_packets}{loss}"),
        ("Jitter", milliseconds(seen.jitter_s)),
        ("Round trip", milliseconds(seen.round_trip_s)),
    ]
    if camera:
        figures += [("Picture", size), ("Frames per second", rate)]
    rows = "".join(f"| {name} | {value} |\n" for name, value in figures)
    st.markdown(f"| Last {seen.seconds:.0f} s | |\n| --- | ---: |\n{rows}")


def _recommended(seen: Connection) -> None:
    with st.container(border=True):
        if seen.seconds < MEASURE_S:
            st.progress(seen.seconds / MEASURE_S, text="Measuring the connection …")
            return
        advice = recommend(seen)
        name, icon = QUALITY[advice.quality]
        st.markdown(f"Recommended for a call\n\n### {icon} {name}")
        st.markdown(f"{advice.reason} {advice.improve}".strip())


def _say(words: tuple[str, str]) -> None:
    what, fix = words
    st.error(f"**{what}** {fix}", icon=":material/info:")
