"""The list of armed faults: what arms, what is taken, and how often."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen.simulator.world.faults import CATALOGUE, Fault, Faults, Moment
from heygen.simulator.world.records import Product
from tests.fake_clock import FakeClock

OLDER, NEWER = Product.STREAMING, Product.LIVEAVATAR
EVERYWHERE = Fault.SERVER_STOP


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_is_described(fault: Fault) -> None:
    info = CATALOGUE[fault]
    assert 0 < len(info.label) <= 30
    assert info.about.endswith(".")
    assert info.products
    assert info.moment in info.moments.values()


def test_the_moment_is_the_later_one_where_products_differ() -> None:
    assert CATALOGUE[Fault.AVATAR_UNKNOWN].moments == {OLDER: Moment.START, NEWER: Moment.MINT}
    assert CATALOGUE[Fault.AVATAR_UNKNOWN].moment is Moment.START


def test_an_armed_fault_strikes_once() -> None:
    faults = Faults()
    assert faults.take(EVERYWHERE, NEWER) is None
    faults.arm("server_stop")
    taken = faults.take(EVERYWHERE, NEWER)
    assert taken is not None
    assert (taken.fault, taken.product, taken.times, taken.seconds) == (EVERYWHERE, None, 1, 3.0)
    assert faults.take(EVERYWHERE, NEWER) is None
    assert faults.armed() == []


@given(
    arming=st.lists(
        st.tuples(
            st.sampled_from([EVERYWHERE, Fault.TTS_FAILED]),
            st.sampled_from([None, *Product]),
            st.integers(1, 4),
        ),
        max_size=6,
    )
)
def test_strikes_are_counted(arming: list[tuple[Fault, Product | None, int]]) -> None:
    faults = Faults()
    for fault, product, times in arming:
        faults.arm(fault, product=product, times=times)
    total = sum(times for _, _, times in arming)
    for fault in (EVERYWHERE, Fault.TTS_FAILED):
        for product in Product:
            most = sum(times for kind, where, times in arming if kind is fault and where in (None, product))
            strikes = 0
            while faults.take(fault, product) is not None:
                strikes += 1
                total -= 1
            assert strikes <= most
            # The other product has only taken what was armed for both.
            assert strikes >= sum(times for kind, where, times in arming if kind is fault and where is product)
    assert total == 0
    assert faults.armed() == []


def test_until_disarmed() -> None:
    faults = Faults()
    faults.arm(EVERYWHERE, times=None)
    faults.arm(Fault.TTS_FAILED)
    assert all(faults.take(EVERYWHERE, NEWER) for _ in range(20))
    faults.disarm(EVERYWHERE)
    assert faults.take(EVERYWHERE, NEWER) is None
    assert [armed.fault for armed in faults.armed()] == [Fault.TTS_FAILED]
    faults.disarm()
    assert faults.armed() == []


def test_a_fault_of_one_product_leaves_the_other_alone() -> None:
    faults = Faults()
    faults.arm(EVERYWHERE, product="liveavatar")
    faults.arm(Fault.RETIRED)
    assert faults.take(EVERYWHERE, OLDER) is None
    assert faults.take(EVERYWHERE, NEWER) is not None
    assert faults.take(Fault.RETIRED, NEWER) is None
    assert faults.take(Fault.RETIRED, OLDER) is not None


def test_one_arming_can_be_used_by_itself(clock: FakeClock) -> None:
    faults = Faults(clock)
    first = faults.arm(EVERYWHERE, seconds=1)
    clock.advance(5)
    second = faults.arm(EVERYWHERE, seconds=2)
    assert second.armed_at - first.armed_at == 5
    assert faults.use(second)
    assert not faults.use(second)
    assert faults.armed() == [first]


@pytest.mark.parametrize(
    ("arming", "words"),
    [
        ({"fault": "earthquake"}, "no such fault"),
        ({"fault": ""}, "no such fault"),
        ({"fault": ["server_stop"]}, "no such fault"),
        ({"fault": "server_stop", "product": "hologram"}, "no such product"),
        ({"fault": "retired", "product": "liveavatar"}, "only in streaming"),
        ({"fault": "server_stop", "times": 0}, "times must be"),
        ({"fault": "server_stop", "times": -1}, "times must be"),
        ({"fault": "server_stop", "times": 1.5}, "times must be"),
        ({"fault": "server_stop", "times": True}, "times must be"),
        ({"fault": "server_stop", "seconds": -0.1}, "seconds must be"),
        ({"fault": "server_stop", "seconds": float("nan")}, "seconds must be"),
        ({"fault": "server_stop", "seconds": "long"}, "seconds must be"),
    ],
)
def test_what_cannot_be_armed(arming: dict[str, Any], words: str) -> None:
    faults = Faults()
    with pytest.raises(ValueError, match=words):
        faults.arm(**arming)
    assert faults.armed() == []


def test_disarming_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        Faults().disarm("earthquake")


def test_two_threads_share_the_strikes() -> None:
    faults = Faults()
    faults.arm(EVERYWHERE, times=1000)
    taken: list[int] = []

    def work() -> None:
        strikes = 0
        while faults.take(EVERYWHERE, NEWER):
            strikes += 1
        taken.append(strikes)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 1000
