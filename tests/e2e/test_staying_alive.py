"""A call lives through page switches and reruns, and is started exactly once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Request, expect
from sqlalchemy import create_engine, text

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage

pytestmark = pytest.mark.browser
RERUNS = 100
# A frame every 40 ms; the probe looks every 40 ms; more than this between two advances would be seen as a freeze.
FREEZE_S = 0.6
START = re.compile(r"/v1/(sessions/start|streaming\.new)$")


def rerun(call: CallPage, times: int) -> None:
    """Streamlit's own shortcut for a rerun, each waited for; the requests on its socket are counted."""
    before = call.script_requests
    app = call.page.get_by_test_id("stApp")
    for _ in range(times):
        call.page.keyboard.press("r")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=10_000)
    assert call.script_requests >= before + times


@pytest.mark.parametrize("dialect", ["liveavatar", "streaming"])
def test_pages_and_reruns_do_not_touch_the_call(call_page: CallPage, app: AppServer, dialect: str) -> None:
    page = call_page.page
    starts: list[str] = []

    def count(request: Request) -> None:
        if START.search(request.url) and request.method == "POST":
            starts.append(request.url)

    page.on("request", count)
    minted_before = app.log.read_text().count(f"token minted product={dialect}")
    call_page.start("Lea", dialect=dialect)
    call_page.wait_live()
    call_page.wait_turn("avatar")
    runs_before = page.evaluate("() => performance.now()")

    for name in ("Home", "Call", "Home"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        expect(page.locator(".stage video")).to_be_visible()
        page.wait_for_timeout(400)
    page.locator(".stage").get_by_role("button", name="Back to the call").click()
    expect(call_page.button("Hang up")).to_be_visible()
    page.locator(".turns").click()
    rerun(call_page, RERUNS)

    frames = [frame for frame in call_page.probe("frames") if frame[0] >= runs_before]
    still = longest_still(frames)
    assert still < FREEZE_S, f"the video stood still for {still:.2f} s"
    assert frames[-1][1] > frames[0][1] + 3
    before = len(call_page.turns())
    call_page.write("Are you still there?")
    call_page.wait_turn("avatar", after=before)
    call_page.hang_up()

    assert len(starts) == 1
    assert app.log.read_text().count(f"token minted product={dialect}") == minted_before + 1
    engine = create_engine(app.database_url)
    with engine.connect() as connection:
        sessions = connection.execute(
            text("select count(*) from sessions where call_id = (select id from calls order by opened_at desc limit 1)")
        ).scalar_one()
    engine.dispose()
    assert sessions == 1
    assert app.active_sessions(dialect) == []


def longest_still(frames: list[list[float]]) -> float:
    """Seconds of the longest stretch in which the video's own time did not move."""
    longest, moved = 0.0, frames[0]
    for frame in frames:
        if frame[1] != moved[1]:
            longest = max(longest, (frame[0] - moved[0]) / 1000)
            moved = frame
    return longest
