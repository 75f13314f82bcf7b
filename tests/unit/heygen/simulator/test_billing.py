"""What sessions cost, and the second at which an account can pay no more."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen.simulator.world import billing, catalogue, deadlines
from heygen.simulator.world.records import EndReason, Mode, Product, SessionRecord, SessionState

START = 1_800_000_000.0
KINDS = st.sampled_from(
    [(Product.STREAMING, Mode.FULL), (Product.LIVEAVATAR, Mode.FULL), (Product.LIVEAVATAR, Mode.LITE)]
)
# Milliseconds: below a microsecond unix time is rounding and no time.
DURATIONS = st.one_of(st.integers(0, 4000).map(float), st.integers(0, 4_000_000).map(lambda ms: ms / 1000))


def session(
    product: Product = Product.STREAMING, mode: Mode = Mode.FULL, *, started: float = START, **fields: object
) -> SessionRecord:
    """A running session."""
    avatar = catalogue.AVATARS[0]
    record = SessionRecord(
        id=str(fields.pop("id", "s")),
        product=product,
        account_key="k",
        avatar=avatar,
        voice=catalogue.VOICES[0],
        created_at=started,
        quality="medium",
        mode=mode,
        idle_seconds=None,
        max_seconds=10_000,
        state=SessionState.CONNECTED,
        started_at=started,
        last_activity=started,
    )
    return replace(record, **fields)  # type: ignore[arg-type]


def bill(product: Product, mode: Mode, seconds: float) -> Fraction:
    """Milli-credits of one session of that length."""
    return billing.milli_credits(session(product, mode), START + seconds)


@pytest.mark.parametrize(
    ("seconds", "billed", "milli"),
    [
        (0, 30, Fraction(100)),
        (0.001, 30, Fraction(100)),
        (30, 30, Fraction(100)),
        (30.2, 31, Fraction(310, 3)),
        (31, 31, Fraction(310, 3)),
        (60, 60, Fraction(200)),
        (300, 300, Fraction(1000)),
        (600, 600, Fraction(2000)),
        (1800, 1800, Fraction(6000)),
    ],
)
def test_the_older_products_table(seconds: float, billed: int, milli: Fraction) -> None:
    record = session()
    assert billing.billed_seconds(record, START + seconds) == billed
    assert billing.milli_credits(record, START + seconds) == milli


@pytest.mark.parametrize(
    ("seconds", "full"), [(0, 2000), (1, 2000), (60, 2000), (60.01, 4000), (61, 4000), (300, 10_000), (310, 12_000)]
)
def test_liveavatars_table(seconds: float, full: int) -> None:
    assert bill(Product.LIVEAVATAR, Mode.FULL, seconds) == full
    assert bill(Product.LIVEAVATAR, Mode.LITE, seconds) == full / 2


def test_nothing_is_billed_before_the_start_and_in_the_sandbox() -> None:
    for record in (session(started_at=None), session(Product.LIVEAVATAR, sandbox=True)):
        assert billing.milli_credits(record, START + 500) == 0
        assert list(billing.steps(record, START + 500)) == []
    assert billing.start_needs(session(sandbox=True)) == 0
    assert billing.start_needs(session()) == 100
    assert billing.start_needs(session(Product.LIVEAVATAR)) == 2000
    assert billing.start_needs(session(Product.LIVEAVATAR, Mode.LITE)) == 1000


@given(kind=KINDS, one=DURATIONS, other=DURATIONS)
def test_splitting_is_never_cheaper_and_more_never_costs_less(
    kind: tuple[Product, Mode], one: float, other: float
) -> None:
    assert bill(*kind, one) + bill(*kind, other) >= bill(*kind, one + other)
    assert bill(*kind, one + other) >= max(bill(*kind, one), bill(*kind, other))
    assert bill(*kind, one) >= billing.start_needs(session(*kind))


@given(kind=KINDS, seconds=DURATIONS)
def test_going_on_costs_the_next_step(kind: tuple[Product, Mode], seconds: float) -> None:
    record = session(*kind)
    now = START + seconds
    beyond = billing.milli_credits_beyond(record, now)
    assert beyond >= billing.milli_credits(record, now)
    assert beyond == billing.milli_credits(record, now + 0.000_2) or seconds % 1 > 0.999
    passed = [step for step in billing.steps(record, now) if step > START]
    assert all(START < step <= now for step in passed)


@given(kind=KINDS, spare=st.integers(0, 20_000), late=st.floats(0, 5000))
def test_alone_it_ends_at_the_last_moment_that_is_paid(kind: tuple[Product, Mode], spare: int, late: float) -> None:
    record = session(*kind)
    funds = billing.start_needs(record) + spare
    (end,) = deadlines.due([record], funds, START + 10_000 + late)
    assert billing.milli_credits(record, end.at) <= funds
    if end.reason is EndReason.NO_CREDITS:
        assert billing.milli_credits(record, end.at + 0.001) > funds
        assert deadlines.due([record], funds, end.at - 0.001) == []
        assert deadlines.due([record], funds, end.at) == [end]
    else:
        assert end.at == START + 10_000


@given(
    starts=st.lists(st.integers(0, 200), min_size=2, max_size=5),
    spare=st.integers(0, 5_000),
    now=st.floats(200, 5_000),
)
def test_together_they_never_spend_more_than_there_is(starts: list[int], spare: int, now: float) -> None:
    running = [session(started=START + start, id=str(n)) for n, start in enumerate(starts)]
    needed = sum((billing.milli_credits_beyond(s, START + 200) for s in running), Fraction(0))
    funds = needed + spare
    ends = {end.session.id: end.at for end in deadlines.due(running, funds, START + now)}
    spent = sum((billing.milli_credits(s, ends.get(s.id, START + now)) for s in running), Fraction(0))
    assert spent <= funds
    assert len(ends) in (0, len(running))
    assert len(set(ends.values())) <= 1


def test_a_session_that_was_over_anyway_does_not_take_the_others_along() -> None:
    short, long = session(id="short", max_seconds=40), session(id="long")
    funds = Fraction(100 * 10, 3)
    ends = deadlines.due([short, long], funds, START + 1000)
    assert [(end.session.id, end.reason, end.at - START) for end in ends] == [
        ("short", EndReason.MAX_DURATION_REACHED, 40),
        ("long", EndReason.NO_CREDITS, 60),
    ]


def test_a_machine_that_slept_cuts_nobody_before_he_began() -> None:
    running = [session(id="a"), session(id="b", started=START + 50)]
    ends = deadlines.due(running, Fraction(1000), START + 100_000)
    assert all(end.at > (end.session.started_at or 0) for end in ends)
    assert {end.at - START for end in ends} == {175}


@pytest.mark.parametrize(
    ("silent_for", "lasted", "reason"),
    [
        (119.9, 500, None),
        (120, 500, EndReason.IDLE_TIMEOUT),
        (10, 599.9, None),
        (10, 600, EndReason.MAX_DURATION_REACHED),
        (700, 700, EndReason.IDLE_TIMEOUT),
    ],
)
def test_silence_and_length(silent_for: float, lasted: float, reason: EndReason | None) -> None:
    now = START + lasted
    record = session(max_seconds=600, idle_seconds=120.0, last_activity=now - silent_for)
    ends = deadlines.due([record], Fraction(10**9), now)
    assert [end.reason for end in ends] == ([reason] if reason else [])
