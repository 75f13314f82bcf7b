"""A call outlives the page it is in: after a reload it goes on, in a second tab it can be had, and its end is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from sqlalchemy import create_engine, text

from tests.e2e.app_server import AppServer, comes_true
from tests.e2e.call_page import CallPage
from tests.e2e.stored_call import SentEvents, newest_call
from tests.model_server import ModelServer, State

pytestmark = [pytest.mark.browser, pytest.mark.patient]
DIALECTS = pytest.mark.parametrize("dialect", ["liveavatar", "streaming"])
AWAY_S = 30
# The reindeer are in the second half, which comes only after the reload.
ANSWER = "Ho ho ho, that is a fine question, my dear. We have nine of them, and Rudolph is the one with the red nose."


@pytest.fixture(scope="module")
def model() -> Iterator[State]:
    """A model for the text conversation, which can be stopped in mid-answer."""
    with ModelServer(State(answer=lambda _: ANSWER)) as server:
        yield server.state


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, model: State) -> Iterator[AppServer]:
    """The app with that model."""
    environment = {"OPENAI_BASE_URL": model.url, "OPENAI_MODEL": "steady"}
    with AppServer(tmp_path_factory.mktemp("app"), environment) as server:
        yield server


def asked(page: Page, *, stay: int = 0) -> list[str]:
    """What the page asks before it is left; the first answers are to stay, all others to go."""
    dialogs: list[str] = []

    def answer(dialog: Dialog) -> None:
        dialogs.append(dialog.type)
        if len(dialogs) <= stay:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    return dialogs


def calls_in_store(app: AppServer) -> int:
    """How many calls the server knows."""
    engine = create_engine(app.database_url)
    with engine.connect() as connection:
        count: int = connection.execute(text("select count(*) from calls")).scalar_one()
    engine.dispose()
    return count


def assert_whole(app: AppServer, call: CallPage, sent: SentEvents) -> None:
    """The stored journal is what the pages sent, without gap or double; the stored turns are what the page shows."""
    call.until(lambda: dict(newest_call(app).events) == sent.seen, 10)
    stored = newest_call(app)
    assert [seq for seq, _ in stored.events] == list(range(1, len(stored.events) + 1))
    assert stored.turns == call.turns()


def talk(call: CallPage, words: str) -> None:
    """A question and its answer."""
    before = len(call.turns())
    call.write(words)
    call.wait_turn("avatar", after=before)


@DIALECTS
def test_a_reloaded_page_goes_on_with_its_call(page: Page, app: AppServer, dialect: str) -> None:
    dialogs, sent, known = asked(page, stay=1), SentEvents().watch(page), calls_in_store(app)
    call = CallPage(page, app.url)
    call.open(dialect)
    call.name_field.fill("Emma")
    call.name_field.press("Enter")
    call.wait_live()
    call.wait_turn("avatar")
    page.evaluate("() => setTimeout(() => location.reload())")
    call.until(lambda: dialogs == ["beforeunload"], 10)
    talk(call, "Do the reindeer sleep?")
    before, sessions = call.turns(), app.bill(dialect)["open"]

    page.reload()
    call.wait_live()
    assert dialogs == ["beforeunload"] * 2
    assert call.turns()[: len(before)] == before
    now = app.bill(dialect)["open"]
    assert len(now) == 1
    assert now != sessions
    expect(page.get_by_role("radio")).to_have_count(0)
    talk(call, "Are you still there?")
    call.hang_up()
    assert_whole(app, call, sent)
    assert calls_in_store(app) == known + 1
    stored = newest_call(app)
    assert (stored.end_reason, len(stored.sessions)) == ("guest", 2)
    assert app.bill(dialect)["open"] == []

    page.reload()
    expect(call.start_button).to_be_visible(timeout=20_000)
    assert len(dialogs) == 2
    assert call.name_field.input_value() == "Emma"


@pytest.mark.patient
def test_a_page_that_comes_back_too_late_is_told_how_its_call_ended(page: Page, app: AppServer) -> None:
    dialogs, sent = asked(page), SentEvents().watch(page)
    call = CallPage(page, app.url)
    call.open("liveavatar")
    call.start("Emma")
    call.wait_live()
    call.wait_turn("avatar")
    before = call.turns()
    page.goto("about:blank")
    assert dialogs == ["beforeunload"]
    comes_true(lambda: app.bill("liveavatar")["open"] == [], 5)
    comes_true(lambda: newest_call(app).end_reason == "page_closed", AWAY_S + 15)

    page.goto(f"{app.url}/call")
    call.wait_over(20_000)
    assert call.turns() == before
    assert_whole(app, call, sent)
    call.button("Start another call").click()
    expect(call.start_button).to_be_visible()
    call.start("Emma")
    call.wait_live()
    call.hang_up()


@DIALECTS
def test_a_second_tab_can_take_the_call_over(context: BrowserContext, app: AppServer, dialect: str) -> None:
    one = CallPage(context.new_page(), app.url)
    sent, known = SentEvents().watch(one.page), calls_in_store(app)
    one.open(dialect)
    one.start("Emma")
    one.wait_live()
    one.wait_turn("avatar")
    talk(one, "Do the reindeer sleep?")
    before, sessions = one.turns(), app.bill(dialect)["open"]

    two = CallPage(context.new_page(), app.url)
    sent.watch(two.page)
    two.page.goto(f"{app.url}/call")
    expect(two.page.locator(".elsewhere")).to_contain_text("A call is running in another tab", timeout=20_000)
    two.button("Bring it here").click()
    two.wait_live()
    expect(one.page.locator(".elsewhere")).to_contain_text("This call goes on in another tab")
    expect(one.page.locator(".stage video")).to_have_count(0)
    assert two.turns()[: len(before)] == before
    comes_true(lambda: len(app.bill(dialect)["open"]) == 1, 5)
    assert app.bill(dialect)["open"] != sessions
    talk(two, "Are you in this tab now?")

    one.button("Bring it back here").click()
    one.wait_live()
    expect(two.page.locator(".elsewhere")).to_contain_text("This call goes on in another tab")
    talk(one, "And back again?")
    one.hang_up()
    assert_whole(app, one, sent)
    assert (calls_in_store(app), newest_call(app).end_reason) == (known + 1, "guest")
    expect(two.start_button).to_be_visible(timeout=20_000)
    assert app.bill(dialect)["open"] == []


def test_a_text_conversation_outlives_a_reload_in_mid_answer(page: Page, app: AppServer, model: State) -> None:
    dialogs, sent = asked(page), SentEvents().watch(page)
    call = CallPage(page, app.url)
    call.open("liveavatar")
    app.arm("avatar_unknown", "liveavatar")
    call.start("Emma")
    expect(call.badge).to_have_text("Writing", timeout=30_000)
    call.wait_turn("avatar")
    model.goes_on.clear()
    before = len(call.turns())
    call.write("How many reindeer do you have?")
    half = call.wait_turn("avatar", after=before, done=False)
    assert half.state == "open"
    page.reload()
    expect(call.badge).to_have_text("Writing", timeout=30_000)
    assert dialogs == ["beforeunload"]
    assert ANSWER.startswith(call.turns()[-1].text)
    expect(page.locator(".typing")).to_have_text("Santa is writing …")
    model.goes_on.set()
    assert call.wait_turn("avatar", after=before).text == ANSWER
    talk(call, "And their names?")
    call.hang_up()
    assert_whole(app, call, sent)


def test_a_name_that_cannot_be_spoken_is_told_at_its_field(call_page: CallPage, app: AppServer) -> None:
    known = calls_in_store(app)
    for name, words in (("", "There is no name yet."), ("<b>", "characters that cannot be spoken")):
        call_page.start(name)
        expect(call_page.page.get_by_role("alert").filter(has_text=words)).to_be_visible()
        expect(call_page.name_field).to_have_attribute("aria-invalid", "true")
        expect(call_page.name_field).to_be_focused()
    assert calls_in_store(app) == known
    call_page.start("Emma")
    call_page.wait_live()
    call_page.hang_up()
