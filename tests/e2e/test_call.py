"""A whole call in a real browser, on both dialects, with the vendor's own SDKs."""

from __future__ import annotations

from statistics import mean

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage, Turn

pytestmark = pytest.mark.browser
DIALECTS = ["liveavatar", "streaming"]
SPEECH = 0.02
SILENCE = 0.002
INTERRUPT_MS = 300


def stored_turns(app: AppServer) -> list[Turn]:
    """The newest call's turns in the server's store."""
    engine = create_engine(app.database_url)
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "select speaker, text, state from turns where call_id ="
                " (select id from calls order by opened_at desc limit 1) order by position"
            )
        ).all()
    engine.dispose()
    return [Turn(*row) for row in rows]


def window(samples: list[list[float]], start: float, end: float) -> list[float]:
    """Second column of the samples between two moments."""
    return [sample[1] for sample in samples if start <= sample[0] <= end]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_call_end_to_end(call_page: CallPage, app: AppServer, dialect: str) -> None:
    call_page.start("Mia", dialect=dialect)
    call_page.wait_live()
    greeting = call_page.wait_turn("avatar")
    assert "Mia" in greeting.text
    assert len(app.active_sessions(dialect)) == 1

    quiet_from = call_page.now() + 300
    call_page.sampled(quiet_from + 1700)
    before = len(call_page.turns())
    quiet_to = call_page.now()
    call_page.write("Can you tell me about your reindeer?")
    answer = call_page.wait_turn("avatar", after=before)
    answered = call_page.now()
    assert call_page.turns()[before].text == "Can you tell me about your reindeer?"
    assert len(answer.text.split()) > 3

    levels, mouths, frames = (call_page.probe(name) for name in ("levels", "mouths", "frames"))
    speaking = [level for level in window(levels, quiet_to, answered) if level > SPEECH]
    assert len(speaking) > 20, "the answer was not heard"
    assert max(window(levels, quiet_from, quiet_to)) < SILENCE, "sound while nobody spoke"
    talking_mouth = mean(window(mouths, quiet_to + 500, answered))
    idle_mouth = mean(window(mouths, quiet_from, quiet_to))
    assert talking_mouth > 2 * idle_mouth, (talking_mouth, idle_mouth)
    assert len({round(frame[1], 3) for frame in frames}) > len(frames) / 2, "the video stood still"
    assert max(frame[2] for frame in frames) > 0.1, "the picture never changed"

    call_page.hang_up()
    expect(call_page.summary).to_contain_text("Duration")
    assert app.active_sessions(dialect) == []
    assert stored_turns(app) == call_page.turns()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_interrupt_silences_at_once(call_page: CallPage, dialect: str) -> None:
    call_page.start("Tom", dialect=dialect)
    call_page.wait_live()
    call_page.wait_turn("avatar")
    before = len(call_page.turns())
    call_page.write("Once upon a time there was a little sleigh. " * 8, say=True)
    call_page.wait_turn("avatar", after=before, done=False)
    call_page.sampled(call_page.now() + 1200)
    pressed = call_page.now()
    call_page.button("Interrupt").click()
    turn = call_page.wait_turn("avatar", after=before)
    assert turn.state == "interrupted"
    call_page.sampled(pressed + 2400)
    levels = call_page.probe("levels")
    assert max(window(levels, pressed - 1000, pressed)) > SPEECH, "nothing was being said"
    assert max(window(levels, pressed + INTERRUPT_MS, pressed + 2400)) < SILENCE, "it went on talking"
    call_page.hang_up()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_line_can_be_said_verbatim(call_page: CallPage, app: AppServer, dialect: str) -> None:
    call_page.start("Ada", dialect=dialect)
    call_page.wait_live()
    call_page.wait_turn("avatar")
    before = len(call_page.turns())
    call_page.write("The elves have painted nine blue trains.", say=True)
    assert call_page.wait_turn("avatar", after=before).text == "The elves have painted nine blue trains."
    call_page.hang_up()
    assert stored_turns(app) == call_page.turns()
