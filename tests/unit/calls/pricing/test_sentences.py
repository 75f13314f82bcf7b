"""The sentences people repeat: right numbers, right plurals, and an answer where there is no number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calls.pricing.call_cost import Services, cost_of_call
from calls.pricing.capacity import Limit, Waiting, busy, first_limit, next_line, waiting_room
from calls.pricing.catalogue.entries import Provider
from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.forecast.scenario import Bill
from calls.pricing.forecast.sensitivity import Bar
from calls.pricing.page import sentences
from calls.pricing.page.december import DECEMBER, season_table
from calls.pricing.plans import Choice, cheapest, cost_on

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
OLD = CATALOGUE.provider_on("streaming_avatar", DAY)
FULL = CATALOGUE.provider_on("liveavatar_full", DAY)
LITE = CATALOGUE.provider_on("liveavatar_lite", DAY)


def _bill(usd: str | None) -> Bill:
    """A bill of so many dollars on Pro; of none where no plan carries it."""
    choice = None if usd is None else Choice(FULL, FULL["pro"], Decimal(1), Decimal(usd), Decimal(0), Decimal(0))
    return Bill(Decimal(1), choice, Decimal(0))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (sentences.usd_text(Decimal("1234.5")), "$1,234.50"),
        (sentences.usd_text(Decimal("0.005")), "$0.01"),
        (sentences.credits_text(Decimal("1196.500")), "1,196.5 credits"),
        (sentences.credits_text(Decimal("1.00")), "1 credit"),
        (sentences.credits_text(Decimal("0.10333")), "0.1 credits"),
        (sentences.percent_text(0), "0 %"),
        (sentences.percent_text(0.001), "less than 1 %"),
        (sentences.percent_text(0.224), "22 %"),
        (sentences.percent_text(0.9999), "more than 99 %"),
        (sentences.percent_text(1), "100 %"),
    ],
)
def test_numbers_for_people(found: str, expected: str) -> None:
    assert found == expected


def test_what_was_measured_so_far() -> None:
    assert sentences.so_far_sentence(30, 42, Decimal("1041.2")) == (
        "In the last 30 days 42 calls of guests were served; all calls together, our own among them, "
        "used 1,041.2 credits."
    )
    assert sentences.so_far_sentence(1, 1, Decimal(1)).startswith("Today 1 call of guests was served; ")
    assert "no guest called" in sentences.so_far_sentence(2, 0, Decimal(4))


@pytest.mark.parametrize(
    ("provider", "calls", "need", "expected"),
    [
        (
            OLD,
            50,
            50,
            "50 calls a month need 50 credits: Pro at $99.00 is the cheapest plan, with 50 credits to spare.",
        ),
        (
            OLD,
            100,
            100,
            "100 calls a month need 100 credits: Pro at $99.00 is the cheapest plan, with nothing to spare.",
        ),
        (
            OLD,
            1000,
            1000,
            "1,000 calls a month need 1,000 credits: more than any listed plan of "
            "Streaming Avatar (retired for new work) carries.",
        ),
        (
            FULL,
            200,
            2000,
            "200 calls a month need 2,000 credits: Pro at $198.00 is the cheapest plan, "
            "$99.00 of it for credits beyond the plan.",
        ),
    ],
)
def test_plan(provider: Provider, calls: int, need: int, expected: str) -> None:
    choice = cheapest(provider, Decimal(need))
    assert sentences.plan_sentence(calls, Decimal(need), choice, provider) == expected


@pytest.mark.parametrize(
    ("calls", "own", "expected"),
    [
        (100, 5, "100 calls a month and 5 of our own need 60 credits: Pro "),
        (0, 5, "5 calls of our own a month need 60 credits: Pro "),
        (0, 1, "1 call of our own a month needs 60 credits: Pro "),
        (1, 0, "1 call a month needs 60 credits: Pro "),
        (0, 0, "0 calls a month need 60 credits: Pro "),
    ],
)
def test_calls_of_our_own_are_named(calls: int, own: int, expected: str) -> None:
    choice = cheapest(OLD, Decimal(60))
    assert sentences.plan_sentence(calls, Decimal(60), choice, OLD, own=own).startswith(expected)


def test_a_plan_that_was_asked_for_is_never_called_the_cheapest() -> None:
    on_scale = sentences.plan_sentence(9, Decimal(9), cost_on(OLD, OLD["scale"], Decimal(9)), OLD, asked=OLD["scale"])
    assert on_scale.startswith("9 calls a month need 9 credits: Scale at $330.00 is the plan chosen, with ")
    assert sentences.plan_sentence(50, Decimal(50), None, OLD, asked=OLD["free"]) == (
        "Free does not carry 50 calls a month, which need 50 credits: it has 10 credits and sells none beyond."
    )


def test_safe_calls() -> None:
    assert sentences.safe_sentence(93, OLD["pro"]) == (
        "Up to 93 calls a month fit Pro: if 93 families call on average, its credits last in 95 months of 100."
    )
    assert sentences.safe_sentence(1, OLD["pro"]).startswith("Up to 1 call a month fits Pro: if 1 family calls on ")
    assert sentences.safe_sentence(0, OLD["free"]) == (
        "Not even 1 call a month is safe on Free: its credits last in fewer than 95 months of 100."
    )


def test_forecast() -> None:
    end, early, likely, late = date(2026, 12, 31), date(2026, 12, 17), date(2026, 12, 19), date(2026, 12, 22)
    assert sentences.forecast_sentence(None, None, None, 0, end) == "The credits last until 31 December."
    assert "is 12 %" in sentences.forecast_sentence(None, early, None, 0.12, end)
    assert sentences.forecast_sentence(likely, early, late, 1, end) == (
        "The credits most likely run out on 19 December: in 1 month of 10 by 17 December, in 9 of 10 by 22 December."
    )
    assert "with luck they last" in sentences.forecast_sentence(likely, early, None, 0.7, end)


def test_cost() -> None:
    plain = cost_of_call(CATALOGUE, FULL, FULL["pro"], 300, DAY, usd_per_credit=Decimal("0.1"))
    assert sentences.cost_sentence(plain, Decimal(5)) == "One more call of 5 minutes costs $1.00, 10 credits."
    services = Services("gpt-4o-mini", "deepgram-nova-3", "tts-1")
    own = cost_of_call(CATALOGUE, LITE, LITE["pro"], 300, DAY, services=services, usd_per_credit=Decimal("0.1"))
    assert sentences.cost_sentence(own, Decimal(5)) == (
        "One more call of 5 minutes costs $0.57, 5 credits; $0.07 of it beside the avatar, most for recognition."
    )


def test_lines() -> None:
    assert sentences.capacity_sentence(3, busy(1.1, 3), 864) == (
        "With 3 lines, 65 families find every line busy out of 864 (8 %)."
    )
    assert sentences.capacity_sentence(3, 0.0, 0) == "Nobody calls, so nobody finds a line busy."
    assert "no family finds" in sentences.capacity_sentence(20, busy(1.1, 20), 864)
    assert "not published" in sentences.capacity_sentence(None, 0, 864)
    assert sentences.next_line_sentence(next_line(1.1, 3, 864), Decimal(1)) == (
        "Line 4 lets 48 more families in for $47.84."
    )
    assert "nothing more" in sentences.next_line_sentence(next_line(1.1, 20, 864))


def test_which_limit() -> None:
    assert sentences.limit_sentence(first_limit(3, 100, 10, 72), 3) == (
        "Credits run out first: 3 full lines use them up in 3.3 hours."
    )
    assert sentences.limit_sentence(first_limit(1, 100, 10, 5), 1).startswith(
        "Lines fill up first: the credits would feed 1 full line "
    )
    assert "cannot be said" in sentences.limit_sentence(Limit("unknown", None), None)


def test_waiting() -> None:
    assert sentences.waiting_sentence(waiting_room(2, 4, 360), 4) == ("With 4 lines, 17 % wait, 31 seconds on average.")
    assert "without end" in sentences.waiting_sentence(Waiting(stable=False), 2)


def test_season() -> None:
    rows = season_table(FULL, DECEMBER, range(2, 8))
    assert sentences.season_sentence(rows) == "5 lines serve 860 of 864 families, paid by Scale at $834.14."
    assert "no listed plan" in sentences.season_sentence(season_table(OLD, DECEMBER, [2]))
    assert sentences.season_sentence([]) == "There is nothing to compare."


def test_sensitivity() -> None:
    length, model = Bar("length", _bill("67"), _bill("41")), Bar("text model", _bill("54"), _bill("55"))
    assert sentences.sensitivity_sentence([length, model]) == (
        "The length moves the bill most, from $41.00 to $67.00; the text model least, by $1.00."
    )
    hardly = Bar("spread", _bill("54"), _bill("54.004"))
    assert sentences.sensitivity_sentence([length, hardly]).endswith("; the spread least, by less than a cent.")
    assert sentences.sensitivity_sentence([Bar("length", _bill("54"), _bill(None))]) == (
        "The length moves the bill most, from $54.00 to more than any plan carries."
    )
    assert sentences.sensitivity_sentence([Bar("price", _bill("19"), _bill("19"))]) == (
        "None of these moves the bill: it stays $19.00."
    )
    assert "No plan carries" in sentences.sensitivity_sentence([Bar("length", _bill(None), _bill(None))])
    assert sentences.sensitivity_sentence([]) == "There is nothing to compare."
