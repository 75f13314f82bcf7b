"""A persona from the first key to a version: findings while typing, fixes, two tabs, reload, files, vendor copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from calls.persona.exchange.files import read_file
from calls.persona.shipped import shipped
from tests.e2e.app_server import AppServer, comes_true
from tests.e2e.persona_page import PATIENCE_MS, PersonaPage

pytestmark = [pytest.mark.browser, pytest.mark.patient]


@pytest.fixture
def writer(page: Page, app: AppServer) -> PersonaPage:
    """The page, open on Santa."""
    opened = PersonaPage(page, app.url)
    opened.open()
    return opened


def test_findings_come_while_typing_and_a_click_mends_them(writer: PersonaPage) -> None:
    page = writer.page
    expect(page.get_by_text("Nothing to mend")).to_be_visible()
    writer.add("Guidelines", "\n- Never break character.\n- Always end with Ho ho ho!")
    expect(page.get_by_text("2 findings keep this text from going live.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("my grandpa died").first).to_be_visible()
    writer.fix("Only while the mood is light").click()
    expect(page.get_by_text("One finding keeps this text from going live.")).to_be_visible(timeout=PATIENCE_MS)
    expect(writer.section("Guidelines")).to_contain_text("Jolly words only while the mood is light.")
    writer.fix("Let the exceptions come first").click()
    expect(page.get_by_text("The linter has nothing to say.")).to_be_visible(timeout=PATIENCE_MS)
    # What is really sent follows.
    expect(page.get_by_text("Stay in character in tone and story; the exceptions come first").last).to_be_visible()


def test_a_version_is_saved_compared_and_taken_back(writer: PersonaPage) -> None:
    page = writer.page
    writer.write("Opening line", "Good evening, ${guest_name}. Come in from the snow.")
    expect(page.get_by_text("Draft saved").first).to_be_visible(timeout=PATIENCE_MS)
    writer.save("Ada", "A calmer hello")
    writer.tab("History")
    diff = page.locator(".persona-diff")
    expect(diff.locator("ins").filter(has_text="Good evening")).to_be_visible()
    expect(diff.locator("del").filter(has_text="Ho ho ho! Hello")).to_be_visible()
    expect(page.get_by_text("is newer and not live").first).to_be_visible()
    # Back to the first wording, by keyboard: a list that is open closes when the page moves under it.
    form = page.get_by_test_id("stForm").filter(has_text="Go on from an old wording")
    expect(form).to_contain_text("Version 2 is on the desk.")
    box = form.get_by_role("combobox")

    def chosen() -> bool:
        box.fill("Talk to Santa")
        box.press("ArrowDown")
        box.press("Enter")
        return box.input_value().startswith("1 ")

    comes_true(chosen, 20)
    page.get_by_role("button", name="Put it on the desk").click()
    expect(form).to_contain_text("Version 1 is on the desk.", timeout=PATIENCE_MS)
    writer.tab("Write")
    expect(writer.section("Opening line")).to_contain_text("Ho ho ho! Hello, ${guest_name}!", timeout=PATIENCE_MS)


def test_what_is_typed_survives_reload_and_another_page(writer: PersonaPage) -> None:
    page = writer.page
    writer.add("Personality", "\nYou like the smell of pine.")
    expect(page.get_by_text("Draft saved").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_test_id("stTopNavLink").filter(has_text="Costs").click()
    expect(page.get_by_role("heading", name="Costs")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_test_id("stTopNavLink").filter(has_text="Personas").click()
    expect(writer.section("Personality")).to_contain_text("smell of pine", timeout=PATIENCE_MS)
    writer.at_rest()
    # The last keys before a reload: not even the browser has sent them yet.
    writer.add("Personality", " And of snow.")
    page.reload()
    expect(writer.section("Personality")).to_be_visible(timeout=PATIENCE_MS)
    offer = page.get_by_role("button", name="Bring it back")
    expect(offer.or_(writer.section("Personality").filter(has_text="And of snow."))).to_be_visible(timeout=PATIENCE_MS)
    if offer.is_visible():
        offer.click()
    expect(writer.section("Personality")).to_contain_text("And of snow.", timeout=PATIENCE_MS)


def test_the_second_tab_is_warned_and_chooses(writer: PersonaPage, context: BrowserContext, app: AppServer) -> None:
    other = PersonaPage(context.new_page(), app.url)
    other.open()
    writer.add("Goodbye", " First.")
    expect(writer.page.get_by_text("Draft saved").first).to_be_visible(timeout=PATIENCE_MS)
    writer.at_rest()
    other.add("Goodbye", " Second.")
    warning = other.page.get_by_text("Another tab saved this draft")
    expect(warning).to_be_visible(timeout=PATIENCE_MS)
    other.page.get_by_role("button", name="Keep mine").click()
    expect(warning).to_be_hidden(timeout=PATIENCE_MS)
    expect(other.section("Goodbye")).to_contain_text("Second.")
    # Theirs has become a version.
    other.tab("History")
    other.page.get_by_role("tab", name="History").wait_for()
    expect(other.page.get_by_text("is newer and not live").first).to_be_visible(timeout=PATIENCE_MS)


def test_files_go_out_and_come_in_as_a_new_persona(writer: PersonaPage, tmp_path: Path) -> None:
    page = writer.page
    writer.tab("Files")
    for label, suffix in (("Character card, PNG", "png"), ("YAML, ours", "yaml")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        path = tmp_path / f"santa.{suffix}"
        download.value.save_as(path)
        assert read_file(path.read_bytes(), path.name).name == "Santa"
    frost = shipped("santa").model_copy(update={"name": "Grandfather Frost"})
    (tmp_path / "frost.json").write_text(json.dumps(frost.as_data()), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "frost.json")
    expect(page.get_by_text("Grandfather Frost").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Make it a new persona").click()
    expect(page.get_by_text("Nothing of it is live yet").first).to_be_visible(timeout=PATIENCE_MS)
    (tmp_path / "broken.json").write_text('{"name": "X",\n "opening": }', encoding="utf-8")
    writer.at_rest()
    page.locator("input[type=file]").set_input_files(tmp_path / "broken.json")
    expect(page.get_by_text("broken.json, line 2, column 13").first).to_be_visible(timeout=PATIENCE_MS)


def test_the_vendors_copy_is_sent_compared_and_mended(writer: PersonaPage, app: AppServer) -> None:
    page = writer.page
    writer.tab("At the vendor")
    card = page.locator("[data-testid=stVerticalBlock]").filter(has_text="LiveAvatar, a context").last
    card.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("Its id there is").first).to_be_visible(timeout=PATIENCE_MS)
    writer.at_rest()
    page.get_by_role("button", name="Compare with the copy there").first.click()
    expect(page.get_by_text("word for word what we sent")).to_be_visible(timeout=PATIENCE_MS)
