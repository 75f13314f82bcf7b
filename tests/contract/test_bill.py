"""The simulator's own bill equals our ledger to the billed second: 1,000 random calls, both products, with faults."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.credits import credits_for
from calls.pricing.ledger.ledger import Ledger, credits_of, ticks
from calls.running.attempts import Attempt, Fallback, Waiting
from calls.running.caps import Caps
from calls.store.calls import CallRecord
from calls.store.database import Database
from calls.store.ledger import LedgerStore
from heygen import Dialect, HeyGen
from heygen.simulator.liveavatar import envelope as liveavatar_envelope
from heygen.simulator.server import Simulator
from heygen.simulator.streaming import envelope as streaming_envelope
from heygen.simulator.world import billing
from heygen.simulator.world import world as world_module
from heygen.simulator.world.fault_catalogue import Fault
from heygen.simulator.world.records import EndReason, Plan, Product, SessionRecord
from heygen.simulator.world.refusals import Refusal
from heygen.simulator.world.rules import Rules, SessionSpec
from heygen.simulator.world.world import World, key_of
from tests.contract.conftest import serving
from tests.fake_clock import FakeClock
from tests.unit.calls.desk import ENDED, LIVE, Desk, created
from tests.unit.calls.vendor import FakeVendor

CALLS = 1_000
SEED = 20_261_125
CREDITS = 1_000_000
BILLS_DIGITS = Decimal("0.000001")
# Around every step of both tariffs; a picture may last no time at all.
TALKS = (0.0, 0.4, 1, 29, 30, 30.5, 59, 60, 60.2, 61, 119.999, 120)
MINT_FAULTS = (Fault.MINT_SERVER_ERROR, Fault.MINT_RATE_LIMITED, Fault.MINT_HTML_ANSWER)
START_FAULTS = (Fault.CONCURRENCY_LIMIT, Fault.TOKEN_EXPIRED, Fault.TRIAL_LIMIT, Fault.NO_CREDITS_AT_START)
VENDORS_ENDS = (EndReason.SERVER_ERROR, EndReason.NO_CREDITS, EndReason.IDLE_TIMEOUT, EndReason.ZOMBIE_SESSION_REAP)
WAYS = {"hang_up": 55, "cap": 10, "page_lost": 10, "vendor": 12, "refused_stop": 10}
REFUSE = {Dialect.LIVEAVATAR: liveavatar_envelope.refuse, Dialect.STREAMING: streaming_envelope.refuse}


class Town:
    """One server of ours, the simulated vendor, and guests who behave as the dice say.

    `untold` are sessions that nobody can know of: the older product's pages name them, and these pages died first.
    """

    def __init__(
        self, database: Database, world: World, url: str, vendors: dict[Dialect, HeyGen], clock: FakeClock
    ) -> None:
        self.world, self.url, self.clock = world, url, clock
        caps = Caps(day_minutes=1_000_000, day_credits=Decimal(10_000_000))
        self.desk = Desk(database, FakeVendor(), clock, caps=caps, client=vendors.__getitem__)
        self.dice = random.Random(SEED)
        self.happened: Counter[str] = Counter()
        self.untold: set[str] = set()

    def live_through(self, dialect: Dialect) -> CallRecord:
        """One call from opening to its end, whatever comes."""
        call = self.desk.open(dialect, minutes=self.dice.randint(1, 10))
        found = self._tried(call, dialect)
        while isinstance(found, Waiting):
            self.happened["tried again"] += 1
            self.clock.advance(found.retry_in)
            found = self._tried(call, dialect)
        if isinstance(found, Fallback):
            self.happened["text only"] += 1
            self.clock.advance(20)
            self.desk.endings.end(call.id, "user")
        elif found is not None:
            self._live(call, found)
        return call

    def _tried(self, call: CallRecord, dialect: Dialect) -> SessionRecord | Waiting | Fallback | None:
        """One attempt: the running session, what a failure led to, or None when the page died over it."""
        with_fault = self._armed(MINT_FAULTS, dialect, 0.08)
        found = self.desk.start(call)
        self.world.faults.disarm()
        if not isinstance(found, Attempt):
            assert with_fault
            self.happened["mint refused"] += 1
            return found
        if self.dice.random() < 0.04:
            self.happened["never started"] += 1
            return self.desk.failed(call, "unreachable").verdict
        self._armed(START_FAULTS, dialect, 0.1)
        try:
            record = self._started(dialect, found)
        except Refusal as refusal:
            self.happened["start refused"] += 1
            answer = REFUSE[dialect](refusal)
            body = json.loads(bytes(answer.body))
            return self.desk.failed(call, str(body["code"]), body["message"], answer.status_code).verdict
        finally:
            self.world.faults.disarm()
        if dialect is Dialect.STREAMING and self.dice.random() < 0.05:
            self.untold.add(record.id)
            self._page_lost()
            return None
        if dialect is Dialect.STREAMING:
            self.desk.record(call, created(record.id))
        if self.dice.random() < 0.05:
            self.happened["broke before the picture"] += 1
            self.clock.advance(self.dice.choice([0.2, 5, 29, 31, 61]))
            return self.desk.failed(call, "no_picture").verdict
        return record

    def _started(self, dialect: Dialect, attempt: Attempt) -> SessionRecord:
        """What the browser's SDK does with the pass. Raises `Refusal`."""
        if dialect is Dialect.LIVEAVATAR:
            record = self.world.session(attempt.session.session_id, key_of("liveavatar"))
            self.world.start(record)
        else:
            account = self.world.accounts[key_of("streaming")]
            token = self.world.tokens[attempt.session.token]
            spec = SessionSpec("Santa_Fireplace_Front_public", idle_seconds=360)
            record = self.world.new_streaming(account, spec, token)
            self.world.start_streaming(record)
        self.world.connected(record)
        return record

    def _live(self, call: CallRecord, record: SessionRecord) -> None:
        way = self.dice.choices(list(WAYS), list(WAYS.values()))[0]
        self.happened[way] += 1
        self.desk.record(call, LIVE)
        if way == "page_lost":
            self._page_lost()
            return
        self._talk(
            call, call.cap_seconds + 1 if way == "cap" else self.dice.choice([*TALKS, self.dice.uniform(0, 590)])
        )
        if way == "cap":
            self.desk.sweeper.sweep()
            return
        if way == "vendor" and self.world.end(record, self.dice.choice(VENDORS_ENDS)):
            self.clock.advance(self.dice.uniform(0, 20))
        if way == "refused_stop":
            self.world.faults.arm(Fault.STOP_UNAUTHORIZED, product=record.product.value, times=1)
        self.desk.record(call, ENDED)
        self.desk.endings.finish(call.id)
        self.world.faults.disarm()

    def _talk(self, call: CallRecord, seconds: float) -> None:
        """The page beats, and the vendor ends what is idle or over for it."""
        self.clock.advance(seconds)
        ended = self.world.tick()
        self.happened.update(record.end_reason.value for record in ended if record.end_reason)
        self.desk.switchboard.beat(call.id, "tab-1")

    def _page_lost(self) -> None:
        self.clock.advance(self.dice.uniform(31, 50))
        self.desk.sweeper.sweep()

    def _armed(self, faults: tuple[Fault, ...], dialect: Dialect, chance: float) -> bool:
        if self.dice.random() >= chance:
            return False
        self.world.faults.arm(self.dice.choice(faults), product=dialect.value)
        return True


@pytest.fixture
def town(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """Our store on SQLite, the vendor's routes on a socket, and one clock for both; the vendor remembers all of it."""
    monkeypatch.setattr(world_module, "SESSIONS_KEPT", 10 * CALLS)
    world = World.furnished(clock=clock, lines=100, rules=Rules(requests_per_second=None))
    for product in Product:
        world.open_account(key_of(product.value), product, Plan("Pro", 100, 3600), credits_left=CREDITS)
    database = Database(f"sqlite:///{tmp_path / 'calls.db'}")
    database.migrate()
    with serving(Simulator(world).app) as door:
        url = f"http://127.0.0.1:{door.port}"
        vendors = {
            one: HeyGen(dialect=one, api_key=key_of(one.value), base_url=url, sleep=lambda _: None) for one in Dialect
        }
        yield Town(database, world, url, vendors, clock)
        for vendor in vendors.values():
            vendor.close()
    database.close()


def test_the_vendors_bill_is_our_ledger_to_the_second(town: Town) -> None:
    calls = []
    for number in range(CALLS):
        calls.append(town.live_through(list(Dialect)[number % 2]))
        town.clock.advance(town.dice.uniform(10, 90))
        if number % 10 == 0:
            town.desk.sweeper.sweep()
    town.clock.advance(400)
    town.desk.sweeper.sweep()
    assert town.desk.calls.open_calls() == []
    assert town.desk.sessions.unsettled() == []
    kinds = {*WAYS, "mint refused", "never started", "start refused", "tried again", "text only", "IDLE_TIMEOUT"}
    assert all(town.happened[kind] > 10 for kind in kinds), town.happened
    assert len(town.untold) > 10

    # Session by session and call by call.
    theirs = {
        record.id: billing.billed_seconds(record, town.clock())
        for record in town.world.sessions.values()
        if record.id not in town.untold
    }
    ours: dict[str, int | None] = {}
    for call in calls:
        rows = {row.vendor_id: row.billed_seconds for row in town.desk.sessions.of(call.id)}
        assert town.desk.got(call).billed_seconds == sum(theirs[name] for name in rows)
        ours |= rows
    started = {name: seconds for name, seconds in theirs.items() if seconds or name in ours}
    assert {name: (ours.get(name), seconds) for name, seconds in started.items() if ours.get(name) != seconds} == {}
    assert set(ours) == set(started)

    # In all, as the vendor's bill and the costs page tell it; what nobody told us of is all that is missing.
    bill: dict[str, Any] = httpx.get(f"{town.url}/simulator/bill", trust_env=False).json()
    assert [product["open"] for product in bill.values()] == [[], []]
    told = {one["id"]: Decimal(one["credits"]) for product in bill.values() for one in product["sessions"]}
    assert {name for name in told if name not in ours} == town.untold
    for call in calls:
        for row in town.desk.sessions.of(call.id):
            due = credits_for(Dialect(call.dialect), row.billed_seconds or 0, call.opened_at)
            assert told.get(row.vendor_id, 0) == due.quantize(BILLS_DIGITS, ROUND_HALF_UP)
    catalogue = load_catalogue()
    entries = LedgerStore(town.desk.database).entries("simulator", catalogue.version)
    assert sum(entry.billed for entry in entries) == sum(theirs.values())
    used = ticks(Ledger.of(entries), {entry.price_version: catalogue for entry in entries})
    untold = sum(billing.billed_seconds(town.world.sessions[name], town.clock()) for name in town.untold)
    expected = credits_of(int(used.sum())) + credits_for(Dialect.STREAMING, untold, int(town.clock() * 1000))
    assert expected.quantize(BILLS_DIGITS, ROUND_HALF_UP) == sum(Decimal(one["credits"]) for one in bill.values())
