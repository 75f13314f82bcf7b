"""The costs page without a browser: its sentence and numbers, without calls, with calls, with a user's own files."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from calls.pricing.catalogue.figures import Kind
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.errors import FileFaultError
from calls.pricing.forecast.season import Season
from calls.pricing.ledger.ledger import Entry, Ledger
from calls.pricing.page.history import HISTORY_CALLS, history_of
from calls.pricing.page.one_call import AS_CHOSEN
from calls.pricing.page.remarks import remarks
from calls.pricing.page.view import view_of
from calls.pricing.page.wish import wish_of
from calls.server import house
from calls.server.settings import load_settings
from calls.store.calls import CallRecord, CallStore
from components.costs.link import decode, encode
from components.costs.words import facts, headline, so_far
from tests.places import ROOT

PATIENCE_S = 30
DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
WISH = wish_of(CATALOGUE)
DEARER = b"""
[[provider]]
id = "liveavatar_full"
credits_per_minute = { value = 4, source = "our offer", date = 2026-11-20, kind = "published" }
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[house.House]:
    """A house with an empty store."""
    new = house.House(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}"}, tmp_path / "none.toml"))
    monkeypatch.setattr(house, "_house", new)
    yield new
    new.database.close()


@pytest.fixture
def page(made: house.House) -> AppTest:
    """The page, not yet run."""
    return AppTest.from_file(str(ROOT / "pages" / "costs.py"), default_timeout=PATIENCE_S)


def words(page: AppTest) -> str:
    """The headline and everything said, with the numbers of the top line."""
    assert not page.exception
    bodies = [element.proto.body for element in page.get("html")]
    said = [element.value for element in (*page.subheader, *page.markdown, *page.caption)]
    return "\n".join([*said, *bodies]).replace("\\$", "$")


def opened(page: AppTest, tab: str) -> AppTest:
    """The page with a section open."""
    page.session_state["costs_tab"] = tab
    return page.run()


def add_calls(made: house.House, count: int) -> None:
    """Guests' calls of today, 150 s each."""
    now = int(time.time() * 1000)
    for number in range(count):
        start = now - 3_600_000 - number * 1000
        call = CallRecord(
            id=f"c{number}",
            agent_id="santa",
            guest="Mia",
            service="simulator",
            dialect="liveavatar",
            sandbox=False,
            persona_hash="",
            ticket_hash="",
            ticket_expires_at=0,
            opened_at=start,
            cap_seconds=600,
            cap_reason="time_up",
            started_at=start,
            live_at=start,
            ended_at=start + 150_000,
            end_reason="hung_up",
            billed_seconds=180,
        )
        CallStore(made.database).add(call)


def test_without_calls_the_page_stands_on_assumptions_and_says_so(page: AppTest) -> None:
    text = words(page.run())
    assert "100 calls a month and 5 of our own need 1,196.5 credits: Pro at $117.65 is the cheapest plan" in text
    assert (
        "Up to 68 calls a month fit Pro: if 68 families call on average, its credits last in 95 months of 100" in text
    )
    assert "nobody has called yet" in text
    assert ":material/edit_note: assumed" in text
    assert "The credits most likely run out on" in text
    assert len(page.get("plotly_chart")) == 1


def test_moved_sliders_change_the_sentence_and_the_numbers(page: AppTest) -> None:
    page.run()
    page.slider(key="costs_calls").set_value(500)
    page.slider(key="costs_minutes").set_value(4.0)
    page.slider(key="costs_lines").set_value(1)
    text = words(page.run())
    view = view_of(replace(WISH, calls=500, minutes=4.0, lines=1), CATALOGUE, DAY)
    assert headline(view)[0] in text
    assert headline(view)[1] in text
    for fact in facts(view):
        assert f"<dd>{fact.value}</dd>" in text


def test_another_product_has_its_own_plans(page: AppTest) -> None:
    page.run()
    page.selectbox(key="costs_plan").set_value("starter").run()
    assert "Starter" in words(page)
    page.selectbox(key="costs_product").set_value("streaming_avatar").run()
    assert page.selectbox(key="costs_plan").value == "cheapest"
    assert "Scale at $330.00" in words(page)
    page.selectbox(key="costs_plan").set_value("free").run()
    assert "Free does not carry 100 calls a month" in words(page)


def test_everything_stands_on_one_page_with_every_remark_and_chart(page: AppTest) -> None:
    page.run()
    page.toggle(key="costs_whole").set_value(True).run()
    text = words(page)
    for remark in remarks(CATALOGUE, DAY):
        assert f"- {remark.text}" in text
        assert f"{remark.number} " not in text
        assert f"{remark.number}:" not in text
    assert len(page.get("plotly_chart")) == 8
    assert "The plan table this project was given, corrected" in text
    assert "No call has ended yet" in page.info[0].value


def test_calls_replace_assumptions_and_say_so(page: AppTest, made: house.House) -> None:
    add_calls(made, HISTORY_CALLS)
    text = words(page.run())
    assert f"{HISTORY_CALLS} calls of guests were served; all calls together, our own among them, used 120 " in text
    assert "The service is simulated." in text
    assert "<b>measured</b>" in text
    page.toggle(key="costs_measured").set_value(True).run()
    assert page.slider(key="costs_minutes").disabled
    # 180 billed seconds are 6 credits: 105 calls of that length, and failed starts of 2.
    assert "100 calls a month and 5 of our own need 636.49 credits" in words(page)
    assert ":material/straighten: measured · lengths" in words(page)
    assert "Measured: our ledger" in words(opened(page, "Ledger"))


def test_too_few_calls_leave_the_lengths_assumed(page: AppTest, made: house.House) -> None:
    add_calls(made, 3)
    assert "so far 3" in words(page.run())
    assert "costs_measured" not in [toggle.key for toggle in page.toggle]


def test_the_balance_is_compared_with_the_ledger(page: AppTest, made: house.House) -> None:
    add_calls(made, 10)
    opened(page, "Ledger")
    page.number_input(key="costs_opening").set_value(1000.0)
    page.number_input(key="costs_closing").set_value(930.0)
    next(button for button in page.button if button.label == "Compare").click()
    text = words(page.run())
    assert "10 calls were billed 60 credits" in text
    assert "The vendor took more" in text


def test_a_vendor_that_cannot_be_asked_is_explained(page: AppTest) -> None:
    opened(page, "Ledger")
    next(button for button in page.button if button.label == "Compare with the vendor's list").click()
    page.run()
    assert not page.exception
    assert "does not know its own address" in page.error[0].value


def test_a_price_file_changes_the_sentence_and_a_bad_one_is_explained(page: AppTest) -> None:
    page.session_state["costs_files"] = True
    page.run()
    page.file_uploader[0].set_value(("offer.toml", DEARER, "application/toml"))
    page.run()
    assert "need 2,393 credits" in words(page)
    page.file_uploader[0].set_value(("broken.toml", b"[[provider]]\nid = 'x", "application/toml"))
    page.run()
    assert "broken.toml, TOML" in page.error[0].value
    assert "need 1,196.5 credits" in words(page)


def test_hours_from_a_file_and_a_bad_line(page: AppTest) -> None:
    page.session_state["costs_files"] = True
    page.run()
    page.file_uploader[1].set_value(("hours.csv", b"weekday,hour,calls\nSun,16,5\nSun,25,1\n", "text/csv"))
    page.run()
    assert "hours.csv, line 3: 25 is no hour" in page.error[0].value
    page.file_uploader[1].set_value(("hours.csv", b"weekday,hour,calls\nSun,16,5\n", "text/csv"))
    page.run()
    assert not page.error
    page.selectbox(key="costs_season").set_value("file").run()
    page.slider(key="costs_lines").set_value(2).run()
    week = [0.0] * 168
    week[6 * 24 + 16] = 1.0
    view = view_of(replace(WISH, season="file", lines=2), CATALOGUE, DAY, season=Season(tuple(week)))
    # All 23 calls of a week in one hour: 2.2 erlang on two lines.
    assert view.week.turned_away == pytest.approx(43, abs=1)
    assert f"<dd>{view.week.turned_away:.0f}</dd>" in words(page)


def test_hours_drawn_by_hand(page: AppTest) -> None:
    page.session_state["costs_files"] = True
    page.run()
    page.slider(key="costs_draw_hours").set_range(16, 17)
    page.pills(key="costs_draw_days").set_value(["Sun"])
    next(button for button in page.button if button.label == "Draw").click()
    page.run()
    assert not page.exception
    assert page.selectbox(key="costs_season").value == "file"
    page.slider(key="costs_lines").set_value(2).run()
    assert "<dd>43</dd>" in words(page)


def test_a_figure_of_ones_own(page: AppTest) -> None:
    opened(page, "Small print")
    page.selectbox(key="costs_figure").set_value("provider/liveavatar_full@2026-04-01/step_seconds")
    page.text_input(key="costs_figure_value").set_value("1")
    next(button for button in page.button if button.label == "Use it").click()
    text = words(page.run())
    # 105 calls of 310.4 s on average by the second, not 340 s by the minute; 3.2 failed starts of 2 credits.
    assert "need 1,093.24 credits" in text
    next(button for button in page.button if button.key == "costs_unedit").click()
    assert "need 1,196.5 credits" in words(page.run())


def test_scenarios_are_kept_loaded_dropped_and_compared(page: AppTest) -> None:
    page.run()
    page.slider(key="costs_calls").set_value(300)
    opened(page, "Compare")
    page.text_input(key="costs_name").set_value("Christmas | Eve")
    next(button for button in page.button if button.label == "Keep it").click()
    page.run()
    page.slider(key="costs_calls").set_value(50).run()
    text = words(page)
    assert "| Christmas Eve | LiveAvatar FULL | 300 |" in text
    assert "| present state | LiveAvatar FULL | 50 |" in text
    assert "saved=Christmas+Eve%7Ccalls%3D300" in page.code[0].value
    page.button(key="costs_load_0").click().run()
    assert page.slider(key="costs_calls").value == 300
    assert "300 calls a month and 5 of our own need" in words(page)
    page.button(key="costs_drop_0").click().run()
    assert "Nothing is kept yet" in page.info[0].value


def test_a_link_brings_scenarios_and_names_what_it_cannot_use(page: AppTest) -> None:
    page.query_params["saved"] = ["More|calls=200;lines=2", "Odd|calls=many"]
    opened(page, "Compare")
    assert "| More | LiveAvatar FULL | 200 |" in words(page)
    assert "The link, calls: many is no number." in page.error[0].value


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a|calls=-1", "outside 0 to 3000"),
        ("a|minutes=nan", "outside 0.5 to 20"),
        ("a|product=none", "none is not in the price list"),
        ("a|plan=gold", "gold is not in the price list"),
        ("a|wings=2", "no such control"),
    ],
)
def test_a_link_is_checked(text: str, fault: str) -> None:
    with pytest.raises(FileFaultError, match=fault):
        decode(text, WISH, CATALOGUE)


def test_a_link_says_the_same_on_the_way_back() -> None:
    wish = replace(
        WISH, product="streaming_avatar", plan="scale", minutes=7.5, season="even", model="gpt-4", measured=True
    )
    text = encode("One | two", wish, WISH)
    assert decode(text, WISH, CATALOGUE) == ("One   two", wish)
    assert decode("|", WISH, CATALOGUE) == ("Without a name", WISH)


def test_measured_lengths_move_the_bill_around_their_own_mean() -> None:
    moment = 1_795_000_000_000
    rows = [Entry(moment + number, "liveavatar_full", CATALOGUE.version, "guest", 180, 150) for number in range(30)]
    view = view_of(replace(WISH, measured=True), CATALOGUE, DAY, history=history_of(Ledger.of(rows), CATALOGUE))
    base = view.spending.usd
    assert base is not None
    assert base == view.basis.bill.usd
    # A text model of our own comes on top at both ends, as FULL has one in its price.
    around = [bar.ends for bar in view.spending.bars if bar.name != "text model"]
    assert all(low is not None and high is not None and low <= base <= high for low, high in around)


def test_lite_brings_services_of_our_own() -> None:
    view = view_of(replace(WISH, product="liveavatar_lite"), CATALOGUE, DAY)
    assert view.basis.scenario.services.text_model is not None
    parts = view.one_call.ways[AS_CHOSEN].parts()
    assert all(value > 0 for name, value in parts.items() if name != "moderation")
    assert view_of(WISH, CATALOGUE, DAY).basis.scenario.services.text_model is None
    assert view.basis.bill.usd is not None
    assert f"With services of our own the month costs ${view.basis.bill.usd:,.2f}." in headline(view)[0]


def test_what_was_measured_counts_the_last_thirty_days_and_no_slider_moves_it() -> None:
    def at(day: str) -> Entry:
        moment = int(time.mktime(time.strptime(f"{day} 12:00", "%Y-%m-%d %H:%M")) * 1000)
        return Entry(moment, "liveavatar_full", CATALOGUE.version, "guest", 300, 290)

    history = history_of(Ledger.of([at("2026-09-01"), at("2026-11-12"), at("2026-11-20")]), CATALOGUE)
    views = [
        view_of(replace(WISH, calls=calls, plan=plan), CATALOGUE, DAY, history=history)
        for calls, plan in ((100, "cheapest"), (3000, "cheapest"), (0, "free"))
    ]
    found = views[0].lately
    assert found is not None
    assert (found.days, found.served, found.used) == (10, 2, Decimal(20))
    assert len({so_far(view) for view in views}) == 1
    measured = [[fact for fact in facts(view) if fact.kind is Kind.MEASURED] for view in views]
    assert [fact.value for fact in measured[0]] == ["2", "20"]
    assert measured[0] == measured[1] == measured[2]


def test_without_calls_the_need_is_that_of_our_own() -> None:
    view = view_of(replace(WISH, calls=0), CATALOGUE, DAY)
    assert headline(view)[0].startswith("5 calls of our own a month need 56.98 credits: Starter at $19.00 is ")
    assert view.week.sentences[0] == "Nobody calls, so nobody finds a line busy."
    assert view.basis.effective is None


def test_a_block_is_computed_once() -> None:
    view = view_of(WISH, CATALOGUE, DAY)
    for name in ("month", "offers", "one_call", "week", "december", "spending", "remarks"):
        assert getattr(view, name) is getattr(view, name)


def test_no_help_text_names_a_number_of_ours(page: AppTest) -> None:
    page.run()
    helps = [widget.proto.help for widget in (*page.slider, *page.selectbox, *page.toggle)]
    assert any(helps)
    assert not [text for text in helps if re.search(r"\bC\d+\b", text)]
