"""The meter lives as long as its call, whatever fails; what hangs at the vendor holds up nobody else's line."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from calls.failures.errors import CallError
from calls.line.meter import run_meter
from calls.line.services import Pace, at_vendor, in_store
from calls.running.metering import Overdue
from calls.running.switchboard import Opening
from heygen import Dialect
from tests.unit.calls.desk import LIVE, Desk
from tests.unit.calls.lines import browser, closing, events, line, services
from tests.unit.calls.vendor import FakeVendor

KEEP_ALIVE = {Dialect.LIVEAVATAR: "keep-alive", Dialect.STREAMING: "keep_alive"}
HICCUP = OperationalError("SELECT 1", None, Exception("database is locked"))
NO_ADDRESS = CallError("This server does not know its own address yet.", "Load the page once more.")


def _stumbling(work: Callable[..., Any], errors: Iterator[Exception]) -> Callable[..., Any]:
    """The work, failing as often as there are errors."""

    def stumble(*args: Any, **options: Any) -> Any:
        error = next(errors, None)
        if error is not None:
            raise error
        return work(*args, **options)

    return stumble


class Line:
    """What the meter does on a line."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.goodbyes = 0
        self.errors: Iterator[Exception] = iter(())

    async def send(self, frame: Any) -> None:
        """Keeps a frame."""
        self.sent.append(dict(frame))

    async def goodbye(self) -> None:
        """Counts, and fails as often as it is told."""
        self.goodbyes += 1
        error = next(self.errors, None)
        if error is not None:
            raise error


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


async def test_a_store_that_hiccups_costs_a_call_neither_its_meter_nor_its_cap(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    call, here = desk.running(Dialect.LIVEAVATAR), Line()
    found = services(desk, meter_s=0.001)
    monkeypatch.setattr(desk.metering, "read", _stumbling(desk.metering.read, iter([HICCUP] * 5)))
    meter = asyncio.ensure_future(run_meter(found, call.id, here.send, here.goodbye))
    await _until(lambda: len(here.sent) > 2)
    assert caplog.text.count(f"meter waits call={call.id} kind=OperationalError") == 5
    monkeypatch.setattr(desk.metering, "read", _stumbling(lambda _: Overdue("time_up"), iter([HICCUP] * 3)))
    monkeypatch.setattr(desk.endings, "end", _stumbling(desk.endings.end, iter([HICCUP, NO_ADDRESS])))
    await asyncio.wait_for(meter, 10)
    assert here.goodbyes == 1
    assert desk.got(call).end_reason == "time_up"
    assert "database is locked" not in caplog.text


async def test_a_goodbye_that_fails_is_said_again(desk: Desk) -> None:
    call, here = desk.running(Dialect.LIVEAVATAR), Line()
    here.errors = iter([NO_ADDRESS, HICCUP])
    desk.endings.end(call.id, "guest")
    await asyncio.wait_for(run_meter(services(desk, meter_s=0.001), call.id, here.send, here.goodbye), 10)
    assert here.goodbyes == 3


@pytest.mark.parametrize("dialect", Dialect)
async def test_the_vendor_hears_of_the_page_once_in_so_many_beats(
    dialect: Dialect, desk: Desk, vendor: FakeVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, here = desk.running(dialect), Line()
    beats: list[int] = []
    keep_alive = desk.switchboard.keep_alive

    def noted(call_id: str) -> None:
        beats.append(len(here.sent))
        keep_alive(call_id)

    monkeypatch.setattr(desk.switchboard, "keep_alive", noted)
    meter = asyncio.ensure_future(
        run_meter(services(desk, meter_s=0.001, keep_alive_beats=5), call.id, here.send, here.goodbye)
    )
    await _until(lambda: len(vendor.bodies(KEEP_ALIVE[dialect])) == 3)
    meter.cancel()
    await asyncio.gather(meter, return_exceptions=True)
    assert beats[:3] == [5, 10, 15]


async def test_a_hiccup_at_the_moment_of_the_keep_alive_puts_it_off_by_a_second_only(
    desk: Desk, vendor: FakeVendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, here = desk.running(Dialect.LIVEAVATAR), Line()
    read = desk.metering.read
    reads = 0

    def hiccup_at_five_and_six(call_id: str) -> Any:
        nonlocal reads
        reads += 1
        if reads in (5, 6):
            raise HICCUP
        return read(call_id)

    monkeypatch.setattr(desk.metering, "read", hiccup_at_five_and_six)
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    at: list[int] = []
    keep_alive = _stumbling(desk.switchboard.keep_alive, iter([HICCUP]))

    def noted(call_id: str) -> None:
        at.append(reads)
        keep_alive(call_id)
        loop.call_soon_threadsafe(asked.set)

    monkeypatch.setattr(desk.switchboard, "keep_alive", noted)
    meter = asyncio.ensure_future(
        run_meter(services(desk, meter_s=0.001, keep_alive_beats=5), call.id, here.send, here.goodbye)
    )
    await asyncio.wait_for(asked.wait(), 10)
    meter.cancel()
    await asyncio.gather(meter, return_exceptions=True)
    assert at[:2] == [7, 8]
    assert len(vendor.bodies("keep-alive")) == 1


def test_the_pace_keeps_sessions_alive_within_the_vendors_shortest_patience() -> None:
    pace = Pace()
    assert pace.keep_alive_beats * pace.meter_s <= 60


@pytest.mark.parametrize("name", ["record", "beat"])
def test_a_fault_of_our_own_is_logged_as_one_and_the_page_may_come_back(
    name: str,
    client: TestClient,
    opening: Opening,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    with monkeypatch.context() as patch, line(client, opening) as socket:
        patch.setattr(desk.switchboard, name, _stumbling(lambda *_: None, iter([RuntimeError("ours")])))
        socket.send_json({"kind": "beat"} if name == "beat" else events(LIVE))
        assert closing(socket) == 1011
    (fault,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert fault.getMessage() == "line failed"
    assert "line closed by the browser" not in caplog.text
    with line(client, opening, resume=True) as socket:
        socket.send_json(events(LIVE))
        assert socket.receive_json() == {"kind": "ack", "seq": 1}


@pytest.mark.parametrize("verb", ["stop", "keep_alive"])
async def test_a_vendor_that_hangs_in_forty_calls_keeps_no_beat_of_others_from_being_stored(
    verb: str, desk: Desk, vendor: FakeVendor
) -> None:
    hanging = [desk.open(Dialect.LIVEAVATAR) for _ in range(40)]
    for call in hanging:
        desk.calls.claim_attempt(call.id, int(desk.clock.now * 1000), 0, lambda *_: None)
        desk.sessions.add(call.id, f"session-{call.id}", "liveavatar", 1)
        desk.calls.set_live(call.id, 1)
    healthy = [desk.open(Dialect.LIVEAVATAR) for _ in range(40)]
    released, begun = threading.Event(), threading.Semaphore(0)

    def hang() -> None:
        begun.release()
        assert released.wait(30)

    vendor.answers[{"stop": "stop", "keep_alive": "keep-alive"}[verb]] = hang
    if verb == "stop":
        waiting = [asyncio.ensure_future(at_vendor(desk.endings.end, call.id, "guest")) for call in hanging]
    else:
        waiting = [asyncio.ensure_future(at_vendor(desk.switchboard.keep_alive, call.id)) for call in hanging]
    try:
        # As many wait for the vendor as ever may at once.
        await _until(lambda: begun.acquire(blocking=False))
        await asyncio.sleep(0)
        desk.clock.advance(5)
        beats = (in_store(desk.switchboard.beat, call.id, "tab-1") for call in healthy)
        assert all(await asyncio.wait_for(asyncio.gather(*beats), 20))
        assert not any(one.done() for one in waiting)
    finally:
        released.set()
        await asyncio.gather(*waiting)
    now = int(desk.clock.now * 1000)
    assert {desk.got(call).last_beat_at for call in healthy} == {now}


async def test_a_page_that_leaves_while_the_vendor_hangs_does_not_hold_up_a_line(
    desk: Desk, opening: Opening, vendor: FakeVendor
) -> None:
    call = desk.running(Dialect.LIVEAVATAR)
    released = threading.Event()

    def hang() -> None:
        assert released.wait(30)

    vendor.answers["stop"] = hang

    def talk() -> None:
        with browser(services(desk)) as client, line(client, opening) as socket:
            socket.send_json(events(LIVE))
            assert socket.receive_json() == {"kind": "ack", "seq": 1}

    leaving = asyncio.ensure_future(at_vendor(desk.switchboard.leave, call.id))
    try:
        await asyncio.wait_for(asyncio.to_thread(talk), 20)
        assert not leaving.done()
    finally:
        released.set()
        await leaving
