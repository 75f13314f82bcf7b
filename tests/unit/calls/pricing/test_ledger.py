"""The ledger's sums against the same sums done call by call, and the vendor's books beside ours."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.pricing.billing import credits_for
from calls.pricing.catalogue.reading import edited, load_catalogue
from calls.pricing.errors import PriceError
from calls.pricing.ledger.ledger import Entry, Ledger, provider_id
from calls.pricing.ledger.reconcile import OurSession, Reason, VendorSession, balance_gap, reconcile
from calls.pricing.ledger.waste import Purpose, Spent, split
from calls.pricing.page.data import page_data

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
DEARER = edited(CATALOGUE, "provider/liveavatar_full@2026-04-01/credits_per_minute", 3, DAY)
PRICES = {catalogue.version: catalogue for catalogue in (CATALOGUE, DEARER)}
FULL = CATALOGUE.provider_on("liveavatar_full", DAY)
BERLIN = ZoneInfo("Europe/Berlin")
SECONDS = st.integers(min_value=0, max_value=900)
ENTRIES = st.builds(
    Entry,
    at_ms=st.integers(min_value=1_780_000_000_000, max_value=1_800_000_000_000),
    provider=st.sampled_from(["liveavatar_full", "liveavatar_lite", "streaming_avatar"]),
    price_version=st.sampled_from(sorted(PRICES)),
    purpose=st.sampled_from([str(purpose) for purpose in Purpose]),
    billed=SECONDS,
    ran=SECONDS,
    startup=SECONDS,
    idle=SECONDS,
    went_live=st.booleans(),
    orphan=st.booleans(),
    sandbox=st.booleans(),
    settled=st.booleans(),
    side_nanousd=SECONDS,
)


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def entry(at: str = "2026-11-21T17:30:00+01:00", **changes: Any) -> Entry:
    base = Entry(ms(at), "liveavatar_full", CATALOGUE.version, "guest", 300, 290, startup=5, idle=10)
    return base._replace(**changes)


def one_by_one(item: Entry) -> Decimal:
    provider = PRICES[item.price_version].provider_on(item.provider, date(2026, 11, 21))
    return credits_for(provider, 0 if item.sandbox else item.billed)


@given(st.lists(ENTRIES, max_size=30))
def test_the_columns_add_up_like_the_calls(entries: list[Entry]) -> None:
    page = page_data(Ledger.of(entries), PRICES, BERLIN)
    tiny = Decimal("1e-20")
    assert page.total.calls == len(entries)
    assert abs(page.total.credits - sum(map(one_by_one, entries), Decimal(0))) < tiny
    assert abs(sum(page.spent.values()) - page.total.credits) < tiny
    for purpose, sums in page.by_purpose.items():
        mine = [item for item in entries if item.purpose == purpose]
        assert sums.calls == len(mine)
        assert abs(sums.credits - sum(map(one_by_one, mine), Decimal(0))) < tiny
    days = Counter(datetime.fromtimestamp(item.at_ms / 1000, BERLIN).date() for item in entries)
    assert {day: sums.calls for day, sums in page.by_day.items()} == days
    hours = Counter(
        at.weekday() * 24 + at.hour for item in entries for at in [datetime.fromtimestamp(item.at_ms / 1000, BERLIN)]
    )
    assert {hour: calls for hour, calls in enumerate(page.calls_by_hour) if calls} == hours


@given(st.lists(ENTRIES.map(lambda item: item._replace(sandbox=False)), max_size=15))
def test_where_credits_went_follows_the_rule_for_one_call(entries: list[Entry]) -> None:
    page = page_data(Ledger.of(entries), PRICES)
    expected = dict.fromkeys(Spent, Decimal(0))
    for item in entries:
        provider = PRICES[item.price_version].provider_on(item.provider, DAY)
        parts = split(
            item.billed,
            purpose=Purpose(item.purpose),
            ran=item.ran,
            startup=item.startup,
            idle=item.idle,
            went_live=item.went_live,
            orphan=item.orphan,
        )
        assert sum(parts.values()) == item.billed
        for kind, seconds in parts.items():
            expected[kind] += credits_for(provider, seconds)
    assert all(abs(page.spent[kind] - credits) < Decimal("1e-20") for kind, credits in expected.items())


def test_a_guests_call_in_parts() -> None:
    parts = split(300, purpose=Purpose.GUEST, ran=290, startup=5, idle=10)
    assert parts == {Spent.TALK: 275, Spent.STARTUP: 5, Spent.IDLE: 10, Spent.ROUNDING: 10}
    with pytest.raises(PriceError):
        split(-1, purpose=Purpose.GUEST, ran=1)


def test_old_calls_keep_the_prices_of_their_day() -> None:
    page = page_data(Ledger.of([entry(), entry(price_version=DEARER.version)]), PRICES)
    assert page.total.credits == 10 + 15


def test_a_tariff_that_changed_under_one_version() -> None:
    text = CATALOGUE.provider_on("liveavatar_full", DAY).model_dump()
    later = text | {"valid_from": date(2026, 12, 1)}
    later["credits_per_minute"] = later["credits_per_minute"] | {"value": Decimal(4)}
    changed = CATALOGUE.model_validate(
        {name: getattr(CATALOGUE, name) for name in type(CATALOGUE).model_fields}
        | {"provider": [*(item.model_dump() for item in CATALOGUE.provider), later]}
    )
    calls = [entry("2026-11-30T23:59:00+00:00"), entry("2026-12-01T00:00:00+00:00")]
    ledger = Ledger.of([call._replace(price_version=changed.version) for call in calls])
    assert page_data(ledger, {changed.version: changed}).total.credits == 10 + 20


def test_local_days_and_hours_follow_the_clocks() -> None:
    calls = [entry("2026-10-25T00:30:00+02:00"), entry("2026-10-25T23:30:00+01:00"), entry("2026-12-24T17:00:00+01:00")]
    page = page_data(Ledger.of(calls), PRICES, BERLIN)
    assert {day: sums.calls for day, sums in page.by_day.items()} == {date(2026, 10, 25): 2, date(2026, 12, 24): 1}
    sunday, thursday = 6 * 24, 3 * 24
    assert {hour for hour, calls in enumerate(page.calls_by_hour) if calls} == {sunday, sunday + 23, thursday + 17}


def test_peaks_count_calls_at_once() -> None:
    calls = [
        entry("2026-11-23T10:00:00+00:00", ran=600),
        entry("2026-11-23T10:05:00+00:00", ran=300),
        entry("2026-11-23T10:10:00+00:00", ran=60),
        entry("2026-11-23T12:59:00+00:00", ran=120),
    ]
    peaks = page_data(Ledger.of(calls), PRICES).peaks
    # The first two end as the third begins: a line that falls free can be taken at once.
    assert {hour: peak for hour, peak in enumerate(peaks) if peak} == {10: 2, 12: 1, 13: 1}


def test_lengths_of_served_calls_and_what_was_measured() -> None:
    calls = [entry(billed=seconds, settled=seconds > 60) for seconds in (60, 120, 180, 240, 300)]
    page = page_data(Ledger.of([*calls, entry(purpose="test", billed=6000)]), PRICES)
    assert page.lengths == ((60, 1), (120, 1), (180, 1), (240, 1), (300, 1))
    assert (page.served, page.settled) == (5, 5)


def test_nothing_yet() -> None:
    page = page_data(Ledger.of([]), PRICES, BERLIN)
    assert (page.total.calls, page.total.credits, page.served) == (0, Decimal(0), 0)
    assert page.lengths == ()
    assert not page.by_day


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"price_version": "prices1-gone"}, "are missing"),
        ({"provider": "skype"}, "no price for skype"),
        ({"at_ms": ms("2026-01-01T00:00:00+00:00")}, "on the day of a call"),
    ],
)
def test_a_call_without_price_is_refused(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(PriceError, match=what):
        page_data(Ledger.of([entry(**changes)]), PRICES)


def test_a_row_that_cannot_be_is_refused() -> None:
    with pytest.raises(PriceError, match="below 0"):
        Ledger.of([entry(billed=-1)])
    with pytest.raises(PriceError, match="purpose fun"):
        Ledger.of([entry(purpose="fun")])


def test_providers_by_dialect_and_mode() -> None:
    assert provider_id("liveavatar", "lite") == "liveavatar_lite"
    with pytest.raises(PriceError):
        provider_id("streaming", "lite")


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        (OurSession("s", 300, 290), None, Reason.NOT_LISTED),
        (OurSession("s", 60, 0, went_live=False), None, Reason.NEVER_STARTED),
        (OurSession("s", 60, 3, went_live=False), VendorSession("s", 3, Decimal(0)), Reason.NEVER_STARTED),
        (None, VendorSession("x", 300), Reason.ANOTHER_PROGRAM),
        (OurSession("s", 300, 290), VendorSession("s", 590), Reason.ORPHAN),
        (OurSession("s", 300, 299), VendorSession("s", 300.5), Reason.CLOCKS),
        (OurSession("s", 360, 310), VendorSession("s", 310, Decimal("10.33")), Reason.ROUNDING),
        (OurSession("s", 300, 300), VendorSession("s", 300, Decimal(5)), Reason.TARIFF),
        (OurSession("s", 360, 310, startup=20), VendorSession("s", 290), Reason.STARTUP),
        (OurSession("s", 60, 50), VendorSession("s", 50, Decimal(0), sandbox=True), Reason.SANDBOX),
        (OurSession("s", 600, 590), VendorSession("s", 200), Reason.UNKNOWN),
    ],
)
def test_a_difference_has_a_likely_reason(
    ours: OurSession | None, theirs: VendorSession | None, reason: Reason
) -> None:
    found = reconcile(FULL, [ours] if ours else [], [theirs] if theirs else [])
    assert [difference.reason for difference in found.differences] == [reason]
    assert found.differences[0].gap == found.theirs - found.ours != 0
    assert reason.said.endswith(".")


def test_books_that_agree_have_no_difference() -> None:
    ours = [OurSession("a", 300, 290), OurSession("b", 0, 50, sandbox=True)]
    theirs = [VendorSession("a", 290), VendorSession("b", 50, sandbox=True), VendorSession("c", 60, sandbox=True)]
    found = reconcile(FULL, ours, theirs)
    assert (found.agreeing, found.differences, found.ours, found.theirs) == (3, (), Decimal(10), Decimal(10))


def test_the_largest_difference_comes_first() -> None:
    theirs = [VendorSession("small", 60), VendorSession("large", 3600)]
    assert [difference.vendor_id for difference in reconcile(FULL, [], theirs).differences] == ["large", "small"]


@pytest.mark.parametrize(
    ("closing", "ledger", "open_calls", "gap", "said"),
    [
        (90, 10, 0, 0, "agree"),
        (88, 10, 1, 2, "held for 1 running"),
        (80, 10, 1, 10, "took more"),
        (0, 10, 0, 90, "expired"),
        (95, 10, 0, -5, "took less"),
        (150, 10, 0, -60, "were added"),
    ],
)
def test_the_balance_beside_the_ledger(closing: int, ledger: int, open_calls: int, gap: int, said: str) -> None:
    found = balance_gap(FULL, Decimal(100), Decimal(closing), Decimal(ledger), open_calls=open_calls)
    assert found.gap == gap
    assert said in found.said


def test_bought_credits_belong_to_the_balance() -> None:
    assert balance_gap(FULL, Decimal(10), Decimal(1000), Decimal(20), bought=Decimal(1010)).gap == 0


def test_times_are_read_in_utc_without_a_zone() -> None:
    page = page_data(Ledger.of([entry("2026-11-22T00:30:00+01:00")]), PRICES, UTC)
    assert set(page.by_day) == {date(2026, 11, 21)}
