"""C1 to C16: the contradictions and gaps of the figures this project was given, one test each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calls.pricing.billing import billed_seconds, credits_for, included_rate, marginal_usd
from calls.pricing.call_cost import effective_usd, model_usd, talk_of, tokens_of
from calls.pricing.capacity import first_limit
from calls.pricing.catalogue.reading import edited, load_catalogue
from calls.pricing.errors import PriceError
from calls.pricing.forecast.lengths import lengths_from_spread
from calls.pricing.forecast.totals import Demand, total
from calls.pricing.ledger.ledger import Entry, Ledger
from calls.pricing.ledger.waste import Purpose, Spent, WasteMonth, idle_credits, waste_credits
from calls.pricing.page.data import page_data
from calls.pricing.page.remarks import remarks
from calls.pricing.page.seed_table import seed_table
from calls.pricing.plans import cheapest

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
OLD = CATALOGUE.provider_on("streaming_avatar", DAY)
NEW = CATALOGUE.provider_on("liveavatar_full", DAY)
ROWS = seed_table(OLD)
REMARKS = {remark.number: remark.text for remark in remarks(CATALOGUE, DAY)}


def need(calls: int, seconds: int) -> Decimal:
    return credits_for(OLD, calls * billed_seconds(OLD, seconds))


def plan_for(credits: Decimal) -> str | None:
    choice = cheapest(OLD, credits)
    return choice.plan.id if choice else None


def test_c1_fifty_calls_do_not_fit_free() -> None:
    row = ROWS[0]
    assert row.need == 50
    assert not row.right
    assert row.choice is not None
    assert row.choice.plan.id == "pro"
    assert REMARKS["C1"].startswith("Free has 10 credits, enough for 10 of the 50 calls.")


def test_c2_a_hundred_calls_fit_pro_with_no_headroom() -> None:
    row = ROWS[1]
    assert row.choice is not None
    assert (row.choice.plan.id, row.choice.headroom, row.choice.tight) == ("pro", Decimal(0), True)
    assert plan_for(need(100, 300) + need(1, 31)) == "scale"
    assert "nothing to spare" in REMARKS["C2"]


def test_c3_the_length_is_a_range() -> None:
    assert [need(100, seconds) for seconds in (300, 600)] == [100, 200]
    assert [plan_for(need(100, seconds)) for seconds in (300, 600)] == ["pro", "scale"]
    assert "a range" in REMARKS["C3"]


def test_c4_longer_calls_go_beyond_scale() -> None:
    assert [need(500, seconds) for seconds in (300, 450, 600)] == [500, 750, 1000]
    assert [plan_for(need(500, seconds)) for seconds in (300, 450, 600)] == ["scale", None, None]
    assert "750 credits: beyond Scale" in REMARKS["C4"]


def test_c5_two_hundred_calls_leave_most_of_scale_unused() -> None:
    row = ROWS[2]
    assert row.choice is not None
    assert row.long_choice is not None
    assert (row.choice.plan.id, row.long_choice.plan.id) == ("scale", "scale")
    assert round(row.choice.used_share, 2) == Decimal("0.30")
    assert "30%" in REMARKS["C5"]


def test_c6_a_credit_costs_another_price_on_each_plan() -> None:
    assert [included_rate(OLD[plan]) for plan in ("free", "pro", "scale")] == [0, Decimal("0.99"), Decimal("0.5")]
    assert "$0.50 on Scale" in REMARKS["C6"]


def test_c7_unused_credits_are_paid_too() -> None:
    assert effective_usd(Decimal(99), 40) == Decimal("2.475")
    assert marginal_usd(OLD, OLD["pro"], 300) == Decimal("0.99")
    assert "$2.475" in REMARKS["C7"]


def test_c8_failed_starts_burn_the_minimum() -> None:
    assert waste_credits(OLD, WasteMonth(failed_starts=100)) == 10
    assert 100 * credits_for(OLD, billed_seconds(OLD, 3)) == OLD["free"].credits.value
    assert "burn 10 credits" in REMARKS["C8"]


def test_c9_a_long_idle_timeout_burns_more_than_free() -> None:
    assert [idle_credits(OLD, seconds) for seconds in (120, 3600)] == [Decimal("0.4"), 12]
    assert "more than Free" in REMARKS["C9"]


def test_c10_billed_seconds_are_whole_numbers_and_lose_nothing() -> None:
    entries = [Entry(1_767_225_600_000, "streaming_avatar", CATALOGUE.version, "guest", 31, 31)] * 300
    page = page_data(Ledger.of(entries), {CATALOGUE.version: CATALOGUE})
    assert page.total.billed_seconds == 9300
    assert page.total.credits == 31
    assert round(credits_for(OLD, 31), 2) * 300 == 30
    assert "3.2%" in REMARKS["C10"]


def test_c11_our_own_calls_are_a_line_of_their_own() -> None:
    purposes = ("guest", "demo", "rehearsal", "test")
    entries = [
        Entry(1_767_225_600_000, "streaming_avatar", CATALOGUE.version, purpose, 300, 300) for purpose in purposes
    ]
    page = page_data(Ledger.of(entries), {CATALOGUE.version: CATALOGUE})
    assert (page.spent[Spent.TALK], page.spent[Spent.INTERNAL]) == (Decimal(1), Decimal(3))
    assert {purpose: sums.credits for purpose, sums in page.by_purpose.items()} == dict.fromkeys(Purpose, Decimal(1))
    assert "a line of their own" in REMARKS["C11"]


def test_c12_the_number_of_lines_is_unknown_and_can_be_entered() -> None:
    for provider in (OLD, NEW):
        assert not provider.concurrency.known
        assert provider.concurrency.note
        with pytest.raises(PriceError, match="not known"):
            provider.concurrency.need("The number of lines")
    assert first_limit(None, 100, 10, 72).name == "unknown"
    entered = edited(CATALOGUE, "provider/streaming_avatar@2025-01-01/concurrency", 3, DAY)
    assert entered.provider_on("streaming_avatar", DAY).concurrency.value == 3
    assert "not published" in REMARKS["C12"]


def test_c13_a_trial_session_is_shorter() -> None:
    trial = OLD["free"].max_session_seconds
    assert trial is not None
    assert (OLD.max_session_seconds.value, trial.value) == (Decimal(3600), Decimal(600))
    assert cheapest(OLD, Decimal(4), longest_call_seconds=1200) != cheapest(OLD, Decimal(4))
    assert "60 minutes" in REMARKS["C13"]


def test_c14_gpt_4_costs_more_than_the_avatar_on_scale() -> None:
    usd = model_usd(CATALOGUE.text_model_on("gpt-4", DAY), tokens_of(talk_of(CATALOGUE)))
    assert round(usd, 2) == Decimal("0.53")
    assert marginal_usd(OLD, OLD["scale"], 300) < usd < marginal_usd(OLD, OLD["pro"], 300)
    assert "$0.53" in REMARKS["C14"]


def test_c15_overage_and_expiry_are_fields() -> None:
    assert all(plan.overage is None for plan in OLD.plan)
    assert OLD["scale"].auto_renew
    expiry = OLD["pro"].expiry_days
    assert expiry is not None
    assert not expiry.known
    assert [plan.overage.value for plan in NEW.plan if plan.overage] == [
        Decimal("0.12"),
        Decimal("0.1"),
        Decimal("0.1"),
    ]
    assert "nothing beyond a plan" in REMARKS["C15"]


def test_c16_liveavatar_has_another_tariff() -> None:
    assert need(1, 300) == 1
    assert credits_for(NEW, billed_seconds(NEW, 300)) == 10
    need_of_month = total(Demand(100, lengths_from_spread(NEW, 300, 0))).percentile(0.5)
    assert credits_for(NEW, need_of_month) == 1000
    assert "10 times the credits" in REMARKS["C16"]


def test_every_contradiction_has_a_remark() -> None:
    assert list(REMARKS) == [f"C{number}" for number in range(1, 17)]
    assert all(text.endswith(".") for text in REMARKS.values())
