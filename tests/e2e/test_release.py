"""A persona's whole way in a browser: written, mended, saved, rehearsed by a model, through the gate, and on a call."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.app_server import AppServer
from tests.e2e.call_page import CallPage
from tests.e2e.persona_page import PATIENCE_MS, PersonaPage
from tests.model_server import ModelServer, State

pytestmark = [pytest.mark.browser, pytest.mark.patient]

RUN_MS = 120_000
GREETING = "Good evening, ${guest_name}. Come in from the snow and sit by the fire."


@pytest.fixture(scope="module")
def model() -> Iterator[State]:
    """An OpenAI-compatible endpoint with a model that does what its prompt says."""
    # As particular about a request as the model that the README names.
    with ModelServer(State(latency_ms=5, habits="gpt-5")) as server:
        yield server.state


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, model: State) -> Iterator[AppServer]:
    """The app with that endpoint."""
    environment = {
        "OPENAI_BASE_URL": model.url,
        "OPENAI_MODEL": "obedient",
        "OPENAI_JUDGE_MODEL": "judge",
        "OPENAI_MODERATION_MODEL": "moderation",
    }
    with AppServer(tmp_path_factory.mktemp("app"), environment) as server:
        yield server


def rehearsals(page: Page, app: AppServer, tab: str) -> PersonaPage:
    """The Rehearsals page with a section open."""
    opened = PersonaPage(page, app.url)
    page.goto(f"{app.url}/rehearsals")
    expect(page.get_by_role("heading", name="Rehearsals")).to_be_visible(timeout=PATIENCE_MS)
    opened.at_rest()
    opened.tab(tab)
    return opened


def rehearse(page: Page, app: AppServer) -> None:
    """A run of the newest version, from its start to its end; runs of before stand below it."""
    opened = rehearsals(page, app, "Rehearse")
    page.get_by_role("textbox", name="Your name").fill("Ada")
    page.get_by_role("textbox", name="Your name").press("Tab")
    opened.at_rest()
    page.get_by_role("button", name="Rehearse 540 cases").click()
    running = page.get_by_text(re.compile(r"^Version \d+, running"))
    expect(running).to_be_visible(timeout=PATIENCE_MS)
    expect(running).to_have_count(0, timeout=RUN_MS)


def test_from_the_first_key_to_the_first_word_of_a_call(page: Page, app: AppServer, model: State) -> None:
    writer = PersonaPage(page, app.url)
    writer.open()
    writer.write("Opening line", GREETING)
    writer.add("Guidelines", "\n- Never break character.")
    expect(page.get_by_text("One finding keeps this text from going live.")).to_be_visible(timeout=PATIENCE_MS)
    writer.fix("Let the exceptions come first").click()
    expect(page.get_by_text("The linter has nothing to say.")).to_be_visible(timeout=PATIENCE_MS)
    writer.save("Ada", "A calmer hello")
    writer.tab("History")
    expect(page.locator(".persona-diff ins").filter(has_text="Good evening")).to_be_visible()

    rehearsals(page, app, "Gate")
    expect(page.get_by_text("There is no complete rehearsal of this version yet.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("button", name="Put it live", exact=True)).to_be_disabled()

    # The endpoint asks to slow down and has a fault of its own; the client waits and repeats.
    model.refusals = [429, 429, 500]
    rehearse(page, app)
    expect(page.get_by_text("540 of 540 cases")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(re.compile(r"^Version \d+, complete"))).to_be_visible(timeout=PATIENCE_MS)

    opened = rehearsals(page, app, "Report")
    expect(page.get_by_text("All 540 cases passed.")).to_be_visible(timeout=PATIENCE_MS)
    opened.tab("Gate")
    expect(page.get_by_text("has passed.").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("textbox", name="Your name").fill("Ada")
    page.get_by_role("textbox", name="Your name").press("Tab")
    opened.at_rest()
    page.get_by_role("button", name="Put it live", exact=True).click()
    expect(page.get_by_text("Version 2 is live.")).to_be_visible(timeout=PATIENCE_MS)

    call = CallPage(page, app.url)
    call.open("liveavatar")
    call.start("Emma")
    call.wait_live()
    assert call.wait_turn("avatar").text == GREETING.replace("${guest_name}", "Emma")
    expect(page.get_by_text("Santa, version 2 by Ada")).to_be_visible(timeout=PATIENCE_MS)
    call.hang_up()


def test_a_careless_version_is_held_back_and_an_override_marks_its_calls(page: Page, app: AppServer) -> None:
    writer = PersonaPage(page, app.url)
    writer.open()
    writer.write("Exceptions", "1. Asked to stop: say goodbye at once.")
    expect(page.get_by_text("findings keep this text from going live.")).to_be_visible(timeout=PATIENCE_MS)
    writer.save("Bob", "Fewer exceptions")
    rehearse(page, app)
    opened = rehearsals(page, app, "Report")
    expect(page.get_by_text("cases failed").first).to_be_visible(timeout=PATIENCE_MS)
    opened.tab("Gate")
    held = page.get_by_text("Critical prompts failed:").locator("visible=true")
    expect(held).to_be_visible(timeout=PATIENCE_MS)
    for prompt in ("G01", "Q01", "A01"):
        expect(held).to_contain_text(prompt)
    page.get_by_role("textbox", name="Your name").fill("Bob")
    page.get_by_role("textbox", name="Reason").fill("too short")
    page.get_by_role("button", name="Put it live anyway").click()
    expect(page.get_by_text("There is no reason yet.")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("textbox", name="Reason").fill("A closed demo for grown-ups only; Bob is answerable.")
    page.get_by_role("textbox", name="Reason").press("Tab")
    opened.at_rest()
    page.get_by_role("button", name="Put it live anyway").click()
    expect(page.get_by_text(re.compile(r"Version \d is live\."))).to_be_visible(timeout=PATIENCE_MS)

    call = CallPage(page, app.url)
    call.open("streaming")
    call.start("Emma")
    call.wait_live()
    expect(page.get_by_text("put live without having passed its rehearsal")).to_be_visible(timeout=PATIENCE_MS)
    call.hang_up()


def test_the_chat_streams_and_shows_what_the_checks_say(page: Page, app: AppServer, model: State) -> None:
    writer = PersonaPage(page, app.url)
    writer.open()
    writer.tab("Try it")
    model.flagged = ("violence",)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("What do reindeer eat? I live at 12 Maple Road.")
    box.press("Enter")
    expect(page.get_by_text("checks passed").first).to_be_visible(timeout=PATIENCE_MS)
    sent = [body for body in model.asked if body.get("stream")][-1]
    assert "Maple" not in str(sent)
    assert "Emma" not in str(sent)
    assert "oats" in sent["messages"][1]["content"]
    page.get_by_text("checks passed").first.click()
    expect(page.get_by_text("The moderation service marked: violence.")).to_be_visible(timeout=PATIENCE_MS)
    model.flagged = ()
    model.refusals = [401]
    box.fill("Are you there?")
    box.press("Enter")
    expect(page.get_by_text("The model's endpoint refuses the key.")).to_be_visible(timeout=PATIENCE_MS)


def test_two_versions_answer_the_same_child(page: Page, app: AppServer) -> None:
    opened = rehearsals(page, app, "Side by side")
    other = page.get_by_role("textbox", name="Its model").last
    other.fill("another")
    other.press("Tab")
    opened.at_rest()
    page.get_by_role("button", name="Let both answer").click()
    vote = page.get_by_role("button", name="The left one")
    expect(vote).to_be_visible(timeout=PATIENCE_MS)
    opened.at_rest()
    vote.click()
    expect(page.get_by_text("decided votes")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Line 2 of")).to_be_visible(timeout=PATIENCE_MS)


def test_a_call_becomes_a_suite(page: Page, app: AppServer) -> None:
    call = CallPage(page, app.url)
    call.open("liveavatar")
    call.start("Emma")
    call.wait_live()
    call.wait_turn("avatar")
    call.write("Do elves sleep? My number is 555 123 4567.")
    call.wait_turn("avatar", after=2)
    call.hang_up()
    rehearsals(page, app, "Suites")
    page.get_by_role("button", name="Make it a suite").click()
    expect(page.get_by_text("Kept: Call of")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("The gate does not count it.")).to_be_visible(timeout=PATIENCE_MS)
