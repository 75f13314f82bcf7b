"""What the vendor remembers for how long, and that threads may use it at once; the sums stay exact."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from starlette.testclient import TestClient

from heygen.simulator.server import Simulator
from heygen.simulator.world import billing, world
from heygen.simulator.world.records import Account, EndReason, Plan, Product, SessionRecord
from heygen.simulator.world.rules import SessionSpec
from heygen.simulator.world.world import World, key_of
from tests.fake_clock import FakeClock

SANTA = SessionSpec("Santa_Fireplace_Front_public")
LINES = 100


def accounts(vendor: World) -> list[Account]:
    """Of both products."""
    return [vendor.account(key_of(product.value), product) for product in Product]


def talked(vendor: World, account: Account, clock: FakeClock, seconds: float) -> SessionRecord:
    """A session that ran for so long."""
    if account.product is Product.STREAMING:
        record = vendor.new_streaming(account, SANTA, vendor.mint_streaming(account))
    else:
        record, _ = vendor.mint_liveavatar(account, SANTA)
        vendor.start(record)
    vendor.said(record, "user", "Hello")
    clock.advance(seconds)
    vendor.end(record, EndReason.USER_CLOSED)
    return record


def test_only_the_newest_ended_sessions_are_remembered_and_the_bill_keeps_them_all(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "SESSIONS_KEPT", 5)
    vendor = World.furnished(clock=clock)
    older, newer = accounts(vendor)
    first = vendor.new_streaming(older, SANTA, None)
    records = [talked(vendor, account, clock, 7 + n) for n in range(12) for account in (older, newer)]
    assert set(vendor.sessions) == {first.id, *(record.id for record in records[-5:])}
    spent = {
        product: sum(
            (billing.milli_credits(record, clock()) for record in (first, *records) if record.product is product),
            Fraction(0),
        )
        for product in Product
    }
    for account in (older, newer):
        assert account.granted_milli - vendor.balance_milli(account) == spent[account.product]
    with TestClient(Simulator(vendor).app) as browser:
        bill = browser.get("/simulator/bill").json()
    for product in Product:
        assert Fraction(bill[product.value]["milli_credits"]) == round(spent[product], 3)
    assert len(bill["streaming"]["sessions"]) + len(bill["liveavatar"]["sessions"]) == 6


def test_what_can_no_longer_be_used_is_forgotten(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "SESSIONS_KEPT", 1)
    vendor = World.furnished(clock=clock)
    older, newer = accounts(vendor)
    unused = vendor.mint_streaming(older)
    waiting, token = vendor.mint_liveavatar(newer, SANTA)
    talked(vendor, newer, clock, 1)
    clock.advance(2 * vendor.rules.token_life_s - 2)
    vendor.mint_liveavatar(newer, SANTA)
    assert {unused.token, token.token} <= set(vendor.tokens)
    clock.advance(1)
    vendor.mint_liveavatar(newer, SANTA)
    assert not {unused.token, token.token} & set(vendor.tokens)
    assert waiting.id not in vendor.sessions


def test_threads_share_the_vendor(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "SESSIONS_KEPT", 20)
    vendor = World(clock=clock)
    older = vendor.open_account("a", Product.STREAMING, Plan("Pro", 10**6, 3600), credits_left=10**6)
    done = threading.Event()

    def use(number: int) -> Fraction:
        paid = Fraction(0)
        for turn in range(60):
            record = vendor.new_streaming(older, SANTA, vendor.mint_streaming(older))
            vendor.open_account(f"{number}-{turn}", Product.LIVEAVATAR, Plan("Pro", 1, 60), credits_left=1)
            vendor.touch(record)
            vendor.said(record, "user", "Hello")
            context = vendor.kept.add_context("a", "n", "p", "o", [])
            vendor.end(record, EndReason.USER_CLOSED)
            vendor.kept.drop_context(context)
            paid += billing.milli_credits(record, clock())
        return paid

    def look() -> None:
        while not done.is_set():
            vendor.open_sessions(older)
            vendor.past_sessions(older)
            vendor.balance_milli(older)
            vendor.billed(Product.STREAMING)
            vendor.kept.contexts_of("a")
            vendor.tick()

    with ThreadPoolExecutor(6) as pool:
        looking = [pool.submit(look) for _ in range(2)]
        paid = sum(pool.map(use, range(4)), Fraction(0))
        done.set()
        for one in looking:
            one.result()
    assert older.granted_milli - vendor.balance_milli(older) == paid
    assert len(vendor.sessions) == 20
    assert vendor.kept.contexts == {}
