"""The Personas page as a writer uses it: verbs and eyes for browser tests."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

__all__ = ["PersonaPage"]

PATIENCE_MS = 20_000


class PersonaPage:
    """One browser page on the Personas page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self) -> None:
        """Goes to the page and waits for the editor."""
        self.page.goto(f"{self.url}/personas")
        expect(self.section("Guidelines")).to_be_visible(timeout=PATIENCE_MS)
        self.at_rest()

    def at_rest(self) -> None:
        """Until the page's script has come to rest."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)

    def tab(self, name: str) -> None:
        """Opens a section of the page."""
        self.page.get_by_role("tab", name=name).click()
        self.at_rest()

    def section(self, label: str) -> Locator:
        """The text of a section."""
        return self.page.get_by_role("textbox", name=label, exact=True)

    def add(self, label: str, text: str) -> None:
        """Writes at the end of a section."""
        self.section(label).click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.insert_text(text)

    def write(self, label: str, text: str) -> None:
        """Writes over a section."""
        self.section(label).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    @property
    def status(self) -> Locator:
        """Whether the text is safe, in words."""
        return self.page.get_by_role("status").first

    def fix(self, label: str) -> Locator:
        """The button of a finding's fix."""
        return self.page.get_by_role("button", name=label).first

    def save(self, author: str, note: str) -> None:
        """Makes a version of what stands there."""
        self.page.get_by_role("textbox", name="Your name").fill(author)
        self.page.get_by_role("textbox", name="What changed").fill(note)
        self.page.get_by_role("textbox", name="What changed").press("Tab")
        self.at_rest()
        self.page.get_by_role("button", name="Save as a version").click()
        expect(self.page.get_by_text("Saved as version")).to_be_visible(timeout=PATIENCE_MS)
        self.at_rest()
