"""A child speaks into the microphone: the browser's fake device plays real speech, and the call follows it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Browser

from heygen.simulator.media.speech.speech import EspeakVoice, style_for
from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.conftest import RATE, write_wav
from tests.e2e.test_call import stored_turns

pytestmark = pytest.mark.browser
QUIET_BEFORE_S, QUIET_AFTER_S = 9, 25


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Quiet while Santa greets, then one spoken line, then quiet."""
    path = tmp_path_factory.mktemp("child") / "child.wav"
    speech = EspeakVoice().speak("Hello Santa, I would like to tell you about my little brother.", style_for("elf"))
    decoder = av.CodecContext.create("opus", "r")
    sound = [frame.to_ndarray().reshape(-1) for packet in speech.packets for frame in decoder.decode(av.Packet(packet))]
    samples = np.concatenate(sound)
    if samples.dtype != np.int16:
        samples = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
    out = BytesIO()
    out.write(bytes(2 * RATE * QUIET_BEFORE_S))
    out.write(samples.tobytes())
    out.write(bytes(2 * RATE * QUIET_AFTER_S))
    write_wav(path, out.getvalue())
    return path


@pytest.mark.parametrize("dialect", ["liveavatar", "streaming"])
def test_a_spoken_turn_is_answered_and_stored(
    launch: Callable[..., Browser], child: Path, app: AppServer, dialect: str
) -> None:
    browser = launch(child)
    context = browser.new_context()
    context.grant_permissions(["microphone"], origin=app.url)
    call = CallPage(context.new_page(), app.url)
    call.open()
    call.start("Nora", dialect=dialect)
    call.wait_live()
    greeting = call.wait_turn("avatar")
    spoken = call.wait_turn("guest", timeout=45_000)
    assert spoken.text
    position = call.turns().index(spoken)
    call.wait_turn("avatar", after=position + 1)
    call.hang_up()
    assert greeting.text
    assert stored_turns(app) == call.turns()
    browser.close()
