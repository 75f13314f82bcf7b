"""The vendor's truth: accounts, tokens, sessions from mint to end, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from heygen.simulator.world.records import Account, EndReason, Plan, Product, SessionRecord, SessionState
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import Rules, SessionSpec
from heygen.simulator.world.world import DEFAULT_KEYS, World, key_of
from tests.fake_clock import FakeClock

SANTA = SessionSpec("Santa_Fireplace_Front_public")


@pytest.fixture
def world(clock: FakeClock) -> World:
    """Two accounts with two lines each."""
    return World.furnished(clock=clock, lines=2)


@pytest.fixture
def older(world: World) -> Account:
    """The account of the older product."""
    return world.account(key_of("streaming"), Product.STREAMING)


@pytest.fixture
def newer(world: World) -> Account:
    """LiveAvatar's account."""
    return world.account(key_of("liveavatar"), Product.LIVEAVATAR)


def started(world: World, account: Account, spec: SessionSpec = SANTA) -> SessionRecord:
    """A started session of either product."""
    if account.product is Product.STREAMING:
        record = world.new_streaming(account, spec, world.mint_streaming(account))
        world.start_streaming(record)
        return record
    record, _ = world.mint_liveavatar(account, spec)
    world.start(record)
    return record


def refused(error: pytest.ExceptionInfo[Refusal]) -> No:
    """On which ground."""
    return error.value.no


def test_a_key_opens_its_own_product_only(world: World) -> None:
    for product, key in DEFAULT_KEYS.items():
        assert world.account(key, product).product is product
        (other,) = set(Product) - {product}
        for wrong in (key.upper(), "", DEFAULT_KEYS[other]):
            with pytest.raises(Refusal) as error:
                world.account(wrong, product)
            assert refused(error) is No.UNAUTHORIZED


def test_the_older_products_states(world: World, older: Account) -> None:
    record = world.new_streaming(older, SANTA, None)
    states = [record.state]
    world.start_streaming(record)
    states.append(record.state)
    world.connected(record)
    states.append(record.state)
    world.end(record, EndReason.USER_CLOSED)
    states.append(record.state)
    assert states == [SessionState.NEW, SessionState.CONNECTING, SessionState.CONNECTED, SessionState.CLOSED]
    with pytest.raises(Refusal) as error:
        world.start_streaming(record)
    assert (refused(error), error.value.detail) == (No.WRONG_STATE, "closed")


def test_a_viewer_who_came_early_counts_from_the_start(world: World, older: Account) -> None:
    record = world.new_streaming(older, SANTA, None)
    world.connected(record)
    states = [record.state]
    world.start_streaming(record)
    assert [*states, record.state] == [SessionState.NEW, SessionState.CONNECTED]


def test_only_a_started_liveavatar_session_holds_a_line(world: World, newer: Account) -> None:
    record, _ = world.mint_liveavatar(newer, SANTA)
    assert (record.is_open, world.open_sessions(newer)) == (False, [])
    world.start(record)
    assert (record.is_open, world.open_sessions(newer)) == (True, [record])
    with pytest.raises(Refusal) as error:
        world.start(record)
    assert refused(error) is No.WRONG_STATE
    world.end(record, EndReason.USER_CLOSED)
    assert (record.is_open, world.past_sessions(newer)) == (False, [record])
    with pytest.raises(Refusal) as error:
        world.start(record)
    assert refused(error) is No.UNAUTHORIZED


def test_a_refused_start_may_be_repeated(world: World, newer: Account) -> None:
    first, _ = started(world, newer), started(world, newer)
    late, _ = world.mint_liveavatar(newer, SANTA)
    with pytest.raises(Refusal) as error:
        world.start(late)
    assert refused(error) is No.CONCURRENCY
    world.end(first, EndReason.USER_CLOSED)
    world.start(late)
    assert late.is_open


def test_lines_are_counted_per_account(world: World, older: Account, newer: Account) -> None:
    for account in (older, newer):
        for _ in range(2):
            started(world, account)
    stranger = world.open_account("stranger", Product.STREAMING, Plan("Free", 1, 600), credits_left=10)
    started(world, stranger)
    with pytest.raises(Refusal) as error:
        started(world, stranger)
    assert refused(error) is No.CONCURRENCY


def test_an_end_is_told_once(world: World, older: Account, clock: FakeClock) -> None:
    told: list[EndReason | None] = []
    world.on_end.append(lambda record: told.append(record.end_reason))
    record = started(world, older)
    clock.advance(60)
    assert world.end(record, EndReason.AGENT_HANG_UP)
    assert not world.end(record, EndReason.USER_CLOSED)
    assert told == [EndReason.AGENT_HANG_UP]
    assert (record.ended_at, world.balance_milli(older)) == (clock.now, Fraction(1_010_000 - 200))


def test_tick_ends_what_is_due_and_says_so(world: World, older: Account, newer: Account, clock: FakeClock) -> None:
    idle = started(world, older)
    never = started(world, older, replace(SANTA, idle_seconds=None, max_seconds=200))
    sandbox = started(world, newer, SessionSpec("dd73ea75-1218-4ef3-92ce-606d5f7fbc0a", sandbox=True))
    began = clock.now
    assert world.tick() == []
    clock.advance(1000)
    assert world.tick() == [idle, never, sandbox]
    assert [(r.end_reason, (r.ended_at or 0) - began) for r in (idle, never, sandbox)] == [
        (EndReason.IDLE_TIMEOUT, 120),
        (EndReason.MAX_DURATION_REACHED, 200),
        (EndReason.MAX_DURATION_REACHED, 60),
    ]
    assert world.tick() == []


def test_two_sessions_share_one_purse(world: World, older: Account, clock: FakeClock) -> None:
    older.granted_milli = 400
    endless = replace(SANTA, idle_seconds=None)
    first = started(world, older, endless)
    clock.advance(20)
    second = started(world, older, endless)
    clock.advance(10_000)
    assert world.tick() == [first, second]
    assert {r.end_reason for r in (first, second)} == {EndReason.NO_CREDITS}
    # 70 s and 50 s are 120 s together: all that 0.4 credits buy.
    assert [r.seconds(clock.now) for r in (first, second)] == [70, 50]
    assert world.balance_milli(older) == 0


def test_running_sessions_count_against_the_balance(world: World, older: Account, clock: FakeClock) -> None:
    older.granted_milli = 250
    started(world, older)
    assert world.balance_milli(older) == 150
    clock.advance(46)
    with pytest.raises(Refusal) as error:
        started(world, older)
    assert refused(error) is No.NO_CREDITS


@pytest.mark.parametrize(
    ("spec", "ground"),
    [
        (SessionSpec("nobody"), No.AVATAR_NOT_FOUND),
        (SessionSpec("Someone_Elses_Avatar"), No.AVATAR_NOT_FOUND),
        (SessionSpec("josh_lite3_20230714"), No.AVATAR_DEPRECATED),
        (replace(SANTA, sandbox=True), No.AVATAR_UNUSABLE),
        (replace(SANTA, voice_id="nobody"), No.VOICE_UNUSABLE),
        (replace(SANTA, voice_id="077ab11b14f04ce0b49b5f6e5cc20979"), No.VOICE_UNUSABLE),
        (SessionSpec("8e3c8f41-ad90-4d6f-8b4e-5cb09fae2d43"), No.VOICE_UNUSABLE),
        (replace(SANTA, context_id="nobody"), No.CONTEXT_NOT_FOUND),
    ],
)
def test_what_cannot_be_had(world: World, newer: Account, spec: SessionSpec, ground: No) -> None:
    with pytest.raises(Refusal) as error:
        world.mint_liveavatar(newer, spec)
    assert refused(error) is ground
    assert world.sessions == {}


def test_contexts_belong_to_their_account_and_are_filled(world: World, older: Account, newer: Account) -> None:
    context = world.kept.add_context(newer.key, "n", "Guest: ${guest}, ${unknown}", "Hello ${guest}!", [])
    spec = replace(SANTA, context_id=context.id, variables={"guest": "Kim", "extra": "x"})
    record, _ = world.mint_liveavatar(newer, spec)
    assert (record.prompt, record.opening_text) == ("Guest: Kim, ${unknown}", "Hello Kim!")
    for context_id, owner in ((context.id, older.key), ("nobody", newer.key)):
        with pytest.raises(Refusal) as error:
            world.kept.context(context_id, owner)
        assert refused(error) is No.CONTEXT_NOT_FOUND


def test_sessions_belong_to_their_account(world: World, older: Account, newer: Account) -> None:
    record = started(world, older)
    assert world.session(record.id, older.key) is record
    for wanted, owner in ((record.id, newer.key), ("nobody", older.key), (None, older.key), (["x"], older.key)):
        with pytest.raises(Refusal) as error:
            world.session(wanted, owner)
        assert refused(error) is No.SESSION_NOT_FOUND


def test_the_transcript_keeps_time(world: World, older: Account, clock: FakeClock) -> None:
    record = started(world, older)
    clock.advance(3)
    world.said(record, "user", "Hello")
    assert [(line.role, line.text, line.at) for line in record.transcript] == [("user", "Hello", clock.now)]


def test_a_slot_may_linger(clock: FakeClock) -> None:
    world = World.furnished(clock=clock, lines=1, rules=Rules(slot_release_s=3))
    account = world.account(key_of("streaming"), Product.STREAMING)
    world.end(started(world, account), EndReason.USER_CLOSED)
    clock.advance(2.9)
    with pytest.raises(Refusal) as error:
        started(world, account)
    assert refused(error) is No.CONCURRENCY
    clock.advance(0.1)
    started(world, account)
