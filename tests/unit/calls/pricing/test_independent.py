"""What the costs page claims, worked out a second time: prices read off the file, months drawn here, plans chosen here.

Nothing of the page's own arithmetic is used; its sentences and tables are only read.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from calls.pricing.catalogue.reading import PRICE_FOLDER, load_catalogue
from calls.pricing.page.view import View, view_of
from calls.pricing.page.wish import Wish, wish_of
from components.costs.scenarios import compared_table
from components.costs.tables import all_tables
from components.costs.words import headline

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
USUAL = wish_of(CATALOGUE)
LISTED: dict[str, Any] = next(
    one
    for one in tomllib.loads((PRICE_FOLDER / "liveavatar.toml").read_text())["provider"]
    if one["id"] == "liveavatar_full"
)
RATE: float = LISTED["credits_per_minute"]["value"]
PLANS = {one["id"]: one for one in LISTED["plan"] if "value" in one["price"]}
MONTHS = 40_000
LONGEST_S = 3600
DOLLARS = r"\$([\d,]+\.\d\d)"


@dataclass(frozen=True)
class Month:
    """A month as this file imagines it; seconds, and shares."""

    calls: float = 100
    own: int = 5
    mean: float = 300
    spread: float = 120
    idle: int = 10
    failed: float = 0.03

    def minutes(self, talk: NDArray[np.float64]) -> NDArray[np.float64]:
        """Started minutes of calls with so much talk."""
        started = np.ceil((np.minimum(np.ceil(talk), LONGEST_S) + self.idle) / 60)
        return np.asarray(started, dtype=np.float64)

    def need(self) -> float:
        """Expected credits; lengths at 40,000 even steps of the lognormal instead of by chance."""
        width = math.sqrt(math.log(1 + (self.spread / self.mean) ** 2))
        steps = np.array([NormalDist().inv_cdf((step + 0.5) / MONTHS) for step in range(MONTHS)])
        each = float(self.minutes(np.exp(math.log(self.mean) - width**2 / 2 + width * steps)).mean())
        return float(RATE * (self.calls + self.own) * (each + self.failed / (1 - self.failed)))

    def drawn(self, random: np.random.Generator) -> NDArray[np.float64]:
        """Credits of many months; how many families call, how long, and how many starts fail is all by chance."""
        width = math.sqrt(math.log(1 + (self.spread / self.mean) ** 2))
        counts = random.poisson(self.calls, MONTHS) + self.own
        talk = random.lognormal(math.log(self.mean) - width**2 / 2, width, counts.sum())
        sums = np.add.reduceat(self.minutes(talk), np.concatenate(([0], np.cumsum(counts)[:-1])))
        # Starts are tried until one succeeds.
        return np.asarray(RATE * (sums + random.negative_binomial(counts, 1 - self.failed)), dtype=np.float64)


def bill(need: float, plans: list[str] | None = None, factor: float = 1) -> float:
    """Dollars on the cheapest of the plans that carry a need."""
    found: list[float] = []
    for one in (PLANS[name] for name in plans or PLANS):
        beyond = max(0.0, need - one["credits"]["value"])
        if not beyond or "overage" in one:
            found.append(one["price"]["value"] + beyond * one.get("overage", {"value": 0})["value"])
    return min(found) * factor


def seen(wish: Wish) -> View:
    """The page's figures."""
    return view_of(wish, CATALOGUE, DAY)


def dollars(text: str) -> list[float]:
    """The amounts in a sentence."""
    return [float(found.replace(",", "")) for found in re.findall(DOLLARS, text)]


def safe_said(view: View) -> tuple[int, str]:
    """The number of calls, and the plan, that the headline calls safe."""
    found = re.search(
        r"Up to ([\d,]+) calls? a month fits? (\w+): if \1 .* on average, its credits last in 95 months of 100",
        headline(view)[1],
    )
    assert found is not None
    return int(found[1].replace(",", "")), found[2].lower()


@pytest.mark.parametrize(
    "wish",
    [
        USUAL,
        replace(USUAL, calls=600),
        replace(USUAL, calls=400, plan="scale", spread=5.0),
        replace(USUAL, minutes=1.5, spread=0.5, own=0, failed=20),
    ],
)
def test_in_95_months_of_100_the_credits_last_when_so_many_families_call_on_average(wish: Wish) -> None:
    said, plan = safe_said(seen(wish))
    random = np.random.default_rng(5)
    month = Month(said, wish.own, wish.minutes * 60, wish.spread * 60, wish.idle, wish.failed / 100)
    last = [
        float(np.mean(replace(month, calls=calls).drawn(random) <= PLANS[plan]["credits"]["value"]))
        for calls in (said, said + 2)
    ]
    assert last[0] >= 0.945
    # Two calls more, and it is no longer so.
    assert last[1] < 0.95


def test_the_number_of_safe_calls_is_the_same_wherever_it_stands() -> None:
    view = seen(USUAL)
    table = compared_table({"now": view})
    assert table.rows[0][table.columns.index("safe calls")] == safe_said(view)[0]
    at_it = seen(replace(USUAL, calls=safe_said(view)[0], plan="pro"))
    overrun = at_it.month.ahead[0].overrun
    assert overrun is not None
    assert 0.03 < overrun <= 0.05


def test_a_quiet_and_a_busy_month_are_those_that_are_drawn() -> None:
    view = seen(USUAL)
    drawn = Month().drawn(np.random.default_rng(6))
    quiet, busy = np.quantile(drawn, (0.1, 0.9))
    only = view.month.ahead[0]
    assert float(only.p10) == pytest.approx(quiet, rel=0.005)
    assert float(only.p90) == pytest.approx(busy, rel=0.005)


@pytest.mark.parametrize("calls", [0, 20, 60, 100, 400, 2000])
def test_the_headlines_bill_is_the_cheapest_one(calls: int) -> None:
    view = seen(replace(USUAL, calls=calls))
    assert dollars(headline(view)[0])[0] == pytest.approx(bill(Month(calls).need()), abs=0.1)


@pytest.mark.parametrize(
    ("calls", "plan"), [(20, "cheapest"), (80, "cheapest"), (100, "cheapest"), (430, "cheapest"), (100, "starter")]
)
def test_what_moves_the_bill_is_billed_on_the_plan_that_would_be_paid(calls: int, plan: str) -> None:
    view = seen(replace(USUAL, calls=calls, plan=plan))
    base, plans = Month(calls), None if plan == "cheapest" else [plan]
    turned = {
        "length": (replace(base, mean=225), replace(base, mean=375)),
        "waste": (replace(base, own=0, idle=0, failed=0), replace(base, own=15, idle=30, failed=0.09)),
        "spread": (replace(base, spread=60), replace(base, spread=180)),
    }
    expected = {name: tuple(bill(end.need(), plans) for end in ends) for name, ends in turned.items()}
    expected["price"] = (bill(base.need(), plans, 0.95), bill(base.need(), plans, 1.05))
    found = {bar.name: bar for bar in view.spending.bars}
    for name, (low, high) in expected.items():
        assert float(found[name].low.usd or 0) == pytest.approx(low, abs=0.1), name
        assert float(found[name].high.usd or 0) == pytest.approx(high, abs=0.1), name
    widest = max(expected, key=lambda name: abs(expected[name][1] - expected[name][0]))
    assert view.spending.sentence.startswith(f"The {widest} moves the bill most, from ")
    assert dollars(view.spending.sentence)[:2] == pytest.approx(sorted(expected[widest]), abs=0.1)
    table = next(table for table in all_tables(view) if table.name == "sensitivity")
    assert [row[0] for row in table.rows] == [bar.name for bar in view.spending.bars]
    assert [(row[1], row[3]) for row in table.rows] == [(bar.low.usd, bar.high.usd) for bar in view.spending.bars]


def test_the_ends_of_the_length_are_what_the_headline_says_at_those_lengths() -> None:
    length = next(bar for bar in seen(USUAL).spending.bars if bar.name == "length")
    for minutes, end in ((3.75, length.low), (6.25, length.high)):
        assert seen(replace(USUAL, minutes=minutes)).basis.bill.usd == end.usd
    assert length.low.usd == Decimal(99)
