"""The costs page in a browser: sliders move the sentence, sections stand, scenarios travel, files leave, paper."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.page.view import View, view_of
from calls.pricing.page.wish import wish_of
from components.costs.sections import SECTIONS
from components.costs.words import facts, headline
from tests.e2e.app_server import AppServer

pytestmark = [pytest.mark.browser, pytest.mark.patient]

PATIENCE_MS = 20_000
CATALOGUE = load_catalogue()
STEP = 10
"""Calls that one press of an arrow key adds."""
HEADLINE = re.compile(r"calls a month and \d+ of our own need")


def at_rest(page: Page) -> None:
    """Until the page's script has come to rest."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE_MS)


def opened(page: Page, app: AppServer) -> Page:
    """The page, its sentence standing."""
    page.goto(f"{app.url}/costs")
    expect(page.get_by_text(HEADLINE).first).to_be_visible(timeout=PATIENCE_MS)
    at_rest(page)
    return page


def moved(page: Page, presses: int) -> View:
    """The number of calls, so many steps further; waits for the run of the script that knows it, and for its end.

    A page at rest may not have heard of the slider yet, and one whose sentence is new may not have the rest yet: the
    sentence of the new position is told by that position's own run, so after it rest means that this run is over.
    """
    slider = page.locator(".st-key-costs_calls").get_by_role("slider")
    before = int(slider.input_value())
    for _ in range(presses):
        slider.press("ArrowRight")
    after = before + STEP * presses
    expect(slider).to_have_value(str(after))
    view = view_of(replace(wish_of(CATALOGUE), calls=after), CATALOGUE, datetime.now(UTC).date())
    expect(page.get_by_role("heading", name=headline(view)[0])).to_be_visible(timeout=PATIENCE_MS)
    at_rest(page)
    return view


def test_a_moved_slider_moves_the_sentence_and_the_numbers(page: Page, app: AppServer) -> None:
    opened(page, app)
    view = moved(page, 3)
    assert view.basis.wish.calls == wish_of(CATALOGUE).calls + 3 * STEP
    said = page.get_by_test_id("stMain").inner_text()
    for sentence in headline(view):
        assert sentence in said
    values = page.locator(".costs-facts dd:first-of-type").all_inner_texts()
    assert values == [fact.value for fact in facts(view)]


def test_every_section_shows_a_chart_or_a_table(page: Page, app: AppServer) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    opened(page, app)
    for name in (*SECTIONS, "Compare"):
        page.get_by_role("tab", name=name).click()
        panel = page.get_by_role("tabpanel", name=name)
        shown = panel.locator("[data-testid=stPlotlyChart], [data-testid=stDataFrame], [data-testid=stAlert]").first
        expect(shown).to_be_visible(timeout=PATIENCE_MS)
    assert problems == []


def test_a_scenario_is_kept_and_travels_by_its_link(page: Page, app: AppServer, browser: Browser) -> None:
    opened(page, app)
    moved(page, 1)
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("textbox", name="Name of the present state").fill("Christmas")
    page.get_by_role("button", name="Keep it").click()
    link = page.get_by_test_id("stCode").filter(has_text="saved=").first
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    with browser.new_context() as elsewhere:
        other = elsewhere.new_page()
        other.goto(link.inner_text().strip())
        expect(other.get_by_text(HEADLINE).first).to_be_visible(timeout=PATIENCE_MS)
        other.get_by_role("tab", name="Compare").click()
        expect(other.get_by_role("cell", name="Christmas")).to_be_visible(timeout=PATIENCE_MS)


def test_a_scenarios_name_is_a_name_and_nothing_else(page: Page, app: AppServer) -> None:
    names = [r"\[click me](http://evil.example)", "*end*\\"]
    page.goto(f"{app.url}/costs?{urlencode([('saved', f'{name}|calls=300') for name in names])}")
    page.get_by_role("tab", name="Compare").click()
    panel = page.get_by_role("tabpanel", name="Compare")
    for name in names:
        row = panel.get_by_role("row").filter(has=page.get_by_role("cell", name=name, exact=True))
        expect(row.get_by_role("cell")).to_have_count(10, timeout=PATIENCE_MS)
        expect(row.get_by_role("link", name="click me")).to_have_count(0)


def test_tables_leave_as_csv_and_excel(page: Page, app: AppServer, tmp_path: Path) -> None:
    opened(page, app)
    found = {}
    for name in ("CSV", "Excel"):
        with page.expect_download() as download:
            page.locator(".st-key-costs_take").get_by_role("button", name=name).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        found[name] = zipfile.ZipFile(path)
    files = [name for name in found["CSV"].namelist() if name.endswith(".csv")]
    assert len(files) > 5
    rows = list(csv.reader(io.StringIO(found["CSV"].read(files[0]).decode("utf-8-sig"))))
    assert len(rows) > 1
    assert "xl/workbook.xml" in found["Excel"].namelist()


def test_on_paper_the_figures_stand_without_the_controls(page: Page, app: AppServer) -> None:
    opened(page, app)
    page.get_by_test_id("stCheckbox").filter(has_text="All on one page").click()
    expect(page.get_by_role("heading", name="Compare").or_(page.get_by_text("small print").first).first).to_be_visible(
        timeout=PATIENCE_MS
    )
    at_rest(page)
    page.emulate_media(media="print")
    expect(page.get_by_text(HEADLINE).first).to_be_visible()
    expect(page.locator(".st-key-costs_controls")).to_be_hidden()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    assert len(page.pdf()) > 100_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_down_only(app: AppServer, browser: Browser, scheme: str) -> None:
    dark = scheme == "dark"
    with browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark" if dark else "light") as phone:
        page = opened(phone.new_page(), app)
        main = page.get_by_test_id("stMain")
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 1
        colour = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
        assert (colour == "rgb(11, 20, 40)") == dark
