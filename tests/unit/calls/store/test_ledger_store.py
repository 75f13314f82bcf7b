"""Stored calls as rows of the ledger: what counts, how long it ran, and which bill is settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.errors import PriceError
from calls.pricing.ledger.ledger import Entry
from calls.pricing.ledger.reconcile import OurSession
from calls.store.calls import CallRecord
from calls.store.database import Database
from calls.store.ledger import LedgerStore
from calls.store.prices import PriceStore
from calls.store.sessions import SessionStore

MakeCall = Callable[..., CallRecord]
T = 1_790_000_000_000


@pytest.fixture
def ledger(database: Database) -> LedgerStore:
    """The ledger's questions."""
    return LedgerStore(database)


def test_an_empty_store_has_no_entries(ledger: LedgerStore) -> None:
    assert ledger.entries("simulator", "v1") == []
    assert ledger.stamp("simulator") == (0, 0, 0)


def test_a_guests_call_with_its_idle_tail(ledger: LedgerStore, make_call: MakeCall, sessions: SessionStore) -> None:
    make_call(
        "c1",
        service="simulator",
        dialect="liveavatar",
        sandbox=False,
        started_at=T,
        live_at=T + 4_000,
        spoke_at=T + 60_000,
        ended_at=T + 70_500,
    )
    sessions.add("c1", "s1", "liveavatar", T)
    sessions.close("c1", "s1", "stopped", 120, gone_at=T + 71_000)
    assert ledger.entries("simulator", "v1") == [
        Entry(T, "liveavatar_full", "v1", "guest", billed=120, ran=67, idle=11, went_live=True, settled=True)
    ]
    assert ledger.stamp("simulator") == (1, T + 70_500, 120)


def test_what_never_went_live_ran_for_nothing(ledger: LedgerStore, make_call: MakeCall) -> None:
    make_call("c1", dialect="streaming", started_at=T, spoke_at=T + 1, ended_at=T + 5_000, billed_seconds=30)
    (entry,) = ledger.entries("simulator", "v1")
    assert (entry.provider, entry.billed, entry.ran, entry.idle) == ("streaming_avatar", 30, 0, 0)
    assert not entry.went_live


def test_a_sandbox_call_is_a_test(ledger: LedgerStore, make_call: MakeCall) -> None:
    make_call("c1", sandbox=True, started_at=T, live_at=T, ended_at=T + 60_000, billed_seconds=60)
    (entry,) = ledger.entries("simulator", "v1")
    assert (entry.purpose, entry.sandbox) == ("test", True)


def test_a_call_keeps_its_purpose_and_the_prices_of_its_day(ledger: LedgerStore, make_call: MakeCall) -> None:
    make_call("old", started_at=T, ended_at=T + 1)
    make_call("new", started_at=T + 1, ended_at=T + 2, purpose="demo", price_version="prices1-x")
    found = [(entry.purpose, entry.price_version) for entry in ledger.entries("simulator", "v1")]
    assert found == [("guest", "v1"), ("demo", "prices1-x")]


def test_a_price_list_is_kept_once_and_comes_back(database: Database) -> None:
    store, catalogue = PriceStore(database), load_catalogue()
    assert store.keep(catalogue, 1) == store.keep(catalogue, 2) == catalogue.version
    assert store.all() == {catalogue.version: catalogue}


@pytest.mark.parametrize(("outcome", "gone"), [("unreachable", T), ("refused", T), ("stopped", None)])
def test_one_session_without_books_makes_the_bill_an_estimate(
    ledger: LedgerStore, make_call: MakeCall, sessions: SessionStore, outcome: str, gone: int | None
) -> None:
    make_call("c1", started_at=T, live_at=T, ended_at=T + 60_000)
    for name, how, when in (("s1", "stopped", T), ("s2", outcome, gone)):
        sessions.add("c1", name, "liveavatar", T)
        sessions.close("c1", name, how, 60, gone_at=when)
    (entry,) = ledger.entries("simulator", "v1")
    assert (entry.billed, entry.settled) == (120, False)


def test_open_calls_unstarted_ones_and_other_services_are_left_out(ledger: LedgerStore, make_call: MakeCall) -> None:
    make_call("open", started_at=T)
    make_call("never", ended_at=T)
    make_call("other", service="liveavatar", started_at=T, ended_at=T + 1)
    make_call("second", started_at=T + 2, ended_at=T + 3)
    make_call("first", started_at=T + 1, ended_at=T + 3)
    assert [entry.at_ms for entry in ledger.entries("simulator", "v1")] == [T + 1, T + 2]


def test_a_dialect_without_price_is_refused(ledger: LedgerStore, make_call: MakeCall) -> None:
    make_call("c1", dialect="unknown", started_at=T, ended_at=T + 1)
    with pytest.raises(PriceError, match="no price for unknown"):
        ledger.entries("simulator", "v1")


def test_sessions_for_the_vendors_books(ledger: LedgerStore, make_call: MakeCall, sessions: SessionStore) -> None:
    make_call("c1", dialect="liveavatar", started_at=T, live_at=T + 1_000, ended_at=T + 61_500)
    for name, dialect, at in (("old", "liveavatar", T - 1), ("s1", "liveavatar", T), ("s2", "streaming", T)):
        sessions.add("c1", name, dialect, at)
    sessions.close("c1", "s1", "stopped", 120, gone_at=T)
    assert ledger.sessions("simulator", "liveavatar", T) == [OurSession("s1", 120, 60.5, went_live=True)]
