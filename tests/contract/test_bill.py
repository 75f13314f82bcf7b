"""The simulator's own bill equals our ledger to the billed second: 1,000 random calls, both products, with faults."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from calls.attempts import Attempt, Fallback, Waiting
from calls.caps import Caps
from calls.pricing.ledger import Ledger, credits_of, ticks
from calls.pricing.reading import load_catalogue
from calls.store.calls import CallRecord
from calls.store.database import Database
from calls.store.ledger import LedgerStore
from heygen import Dialect, HeyGen
from heygen.simulator import billing
from heygen.simulator.fault_catalogue import Fault
from heygen.simulator.records import EndReason, Plan, Product, SessionRecord
from heygen.simulator.rules import Rules, SessionSpec
from heygen.simulator.server import Simulator
from heygen.simulator.world import World, key_of
from tests.contract.conftest import serving
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import ENDED, LIVE, Desk
from tests.unit.calls.vendor import FakeVendor

CALLS = 1_000
SEED = 20_261_125
CREDITS = 1_000_000


class Town:
    """One server of ours, the simulated vendor, and guests who behave as the dice say."""

    def __init__(self, database: Database, world: World, vendors: dict[Dialect, HeyGen], clock: FakeClock) -> None:
        self.world, self.clock = world, clock
        caps = Caps(day_minutes=1_000_000, day_credits=Decimal(10_000_000))
        self.desk = Desk(database, FakeVendor(), clock, caps=caps, client=vendors.__getitem__)
        self.dice = random.Random(SEED)
        self.happened: Counter[str] = Counter()

    def live_through(self, dialect: Dialect) -> None:
        """One call from opening to its end, whatever comes."""
        call = self.desk.open(dialect, minutes=self.dice.randint(1, 10))
        if self.dice.random() < 0.08:
            fault = self.dice.choice([Fault.MINT_SERVER_ERROR, Fault.MINT_RATE_LIMITED, Fault.MINT_HTML_ANSWER])
            self.world.faults.arm(fault, product=dialect.value)
        found = self.desk.start(call)
        self.world.faults.disarm()
        if not isinstance(found, Attempt):
            assert isinstance(found, Waiting | Fallback)
            self._say("mint refused")
            self.desk.switchboard.end(call.id, "user")
            return
        if self.dice.random() < 0.08:
            self._say("never started")
            self.desk.failed(call, "network")
            self.desk.switchboard.end(call.id, "user")
            return
        record = self._started(call, dialect, found)
        if self.dice.random() < 0.05:
            self._say("broke before the first picture")
            self.clock.advance(self.dice.choice([0.2, 5, 29, 31, 61]))
            self.desk.failed(call, "media_timeout")
            self.desk.switchboard.end(call.id, "user")
            return
        self.desk.record(call, LIVE)
        self._end(call, record)

    def _started(self, call: CallRecord, dialect: Dialect, attempt: Attempt) -> SessionRecord:
        """What the browser's SDK does with the pass."""
        if dialect is Dialect.LIVEAVATAR:
            assert attempt.session.session_id is not None
            record = self.world.session(attempt.session.session_id, key_of("liveavatar"))
            self.world.start(record)
        else:
            account = self.world.accounts[key_of("streaming")]
            token = self.world.tokens[attempt.session.token]
            record = self.world.new_streaming(
                account, SessionSpec("Santa_Fireplace_Front_public", idle_seconds=360), token
            )
            self.world.start_streaming(record)
            self.desk.record(call, {"type": "session_created", "session_id": record.id})
        self.world.connected(record)
        return record

    def _end(self, call: CallRecord, record: SessionRecord) -> None:
        way = self.dice.choices(["hang_up", "cap", "silence", "vendor", "refused_stop"], [60, 10, 10, 10, 10])[0]
        self._say(way)
        seconds = self.dice.choice([0.0, 0.4, 1, 29, 30, 30.5, 59, 60, 60.2, 61, self.dice.uniform(0, 590)])
        match way:
            case "hang_up":
                self._talk(call, seconds)
                self.desk.record(call, ENDED)
                self.desk.switchboard.finish(call.id)
            case "cap":
                self._talk(call, call.cap_seconds + 1)
                self.desk.sweeper.sweep()
            case "silence":
                # The page is gone: no beat any more.
                self.clock.advance(40)
                self.desk.sweeper.sweep()
            case "vendor":
                self._talk(call, seconds)
                self.world.end(record, self.dice.choice([EndReason.SERVER_ERROR, EndReason.NO_CREDITS]))
                self.clock.advance(self.dice.uniform(0, 20))
                self.desk.record(call, ENDED)
                self.desk.switchboard.finish(call.id)
            case _:
                self._talk(call, seconds)
                self.world.faults.arm(Fault.STOP_UNAUTHORIZED, product=record.product.value, times=1)
                self.desk.record(call, ENDED)
                self.desk.switchboard.finish(call.id)
                self.world.faults.disarm()
                self.clock.advance(30)
                self.desk.sweeper.sweep()

    def _talk(self, call: CallRecord, seconds: float) -> None:
        while seconds > 0:
            step = min(seconds, 20.0)
            self.clock.advance(step)
            self.world.tick()
            self.desk.switchboard.beat(call.id)
            seconds -= step

    def _say(self, way: str) -> None:
        self.happened[way] += 1


@pytest.fixture
def town(tmp_path: Path, clock: FakeClock) -> Iterator[Town]:
    """Our store on SQLite, the vendor's routes on a socket, and one clock for both."""
    world = World.furnished(clock=clock, lines=100, rules=Rules(requests_per_second=None))
    for product in Product:
        world.open_account(key_of(product.value), product, Plan("Pro", 100, 3600), credits_left=CREDITS)
    database = Database(f"sqlite:///{tmp_path / 'calls.db'}")
    database.migrate()
    simulator = Simulator(world)
    with serving(simulator.app) as door:
        url = f"http://127.0.0.1:{door.port}"
        vendors = {
            one: HeyGen(dialect=one, api_key=key_of(one.value), base_url=url, sleep=lambda _: None) for one in Dialect
        }
        yield Town(database, world, vendors, clock)
        for vendor in vendors.values():
            vendor.close()
    database.close()


def test_the_vendors_bill_is_our_ledger_to_the_second(town: Town) -> None:
    for number in range(CALLS):
        town.live_through(list(Dialect)[number % 2])
        town.clock.advance(town.dice.uniform(0, 90))
    for _ in range(12):
        town.clock.advance(400)
        town.desk.sweeper.sweep()
    assert not [record for record in town.world.sessions.values() if record.is_open]
    assert town.desk.sessions.unsettled() == []
    assert min(town.happened.values()) > 10, town.happened

    theirs = {record.id: billing.billed_seconds(record, town.clock()) for record in town.world.sessions.values()}
    ours: dict[str, int] = {}
    rows = [row for call in town.desk.switchboard.recent(CALLS) for row in town.desk.sessions.of(call.id)]
    for row in rows:
        ours[row.vendor_id] = row.billed_seconds or 0
    different = {name: (ours.get(name), seconds) for name, seconds in theirs.items() if ours.get(name, 0) != seconds}
    assert different == {}

    catalogue = load_catalogue()
    entries = LedgerStore(town.desk.database).entries("simulator", catalogue.version)
    used = ticks(
        Ledger.of([one._replace(price_version=catalogue.version) for one in entries]), {catalogue.version: catalogue}
    )
    now = town.clock()
    spent = sum(billing.milli_credits(record, now) for record in town.world.sessions.values())
    assert credits_of(int(used.sum())) == Decimal(spent.numerator) / spent.denominator / 1000
    assert datetime.fromtimestamp(entries[0].at_ms / 1000, UTC).year >= 2026
