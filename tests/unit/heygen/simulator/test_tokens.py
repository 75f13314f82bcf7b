"""The three kinds of token: what is in them, how long they live, what they open."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import jwt
import pytest

from heygen.simulator.world.credentials import RoomTokens
from heygen.simulator.world.records import Account, EndReason, Mode, Product
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import SessionSpec
from heygen.simulator.world.world import World, key_of
from tests.fake_clock import FakeClock

SANTA = SessionSpec("Santa_Fireplace_Front_public")


@pytest.fixture
def world(clock: FakeClock) -> World:
    """A furnished world."""
    return World.furnished(clock=clock)


def account(world: World, product: Product) -> Account:
    """Its account of that product."""
    return world.account(key_of(product.value), product)


def test_the_older_products_token_is_a_small_json(world: World, clock: FakeClock) -> None:
    token = world.mint_streaming(account(world, Product.STREAMING)).token
    inner = json.loads(base64.b64decode(token, validate=True))
    assert (inner["token_type"], inner["created_at"]) == ("sa_from_regular", int(clock.now))
    assert token.startswith("eyJ0b2tlbi")
    assert world.mint_streaming(account(world, Product.STREAMING)).token != token


@pytest.mark.parametrize(
    ("fields", "data"),
    [
        ({}, {"mode": "FULL", "agent_type": "FULL"}),
        ({"mode": Mode.LITE}, {"mode": "LITE", "agent_type": "UNKNOWN"}),
        ({"mode": Mode.LITE, "connector": "GEMINI_REALTIME"}, {"mode": "LITE", "agent_type": "GEMINI_REALTIME"}),
    ],
)
def test_liveavatars_token_tells_the_mode(
    world: World, clock: FakeClock, fields: dict[str, object], data: dict[str, str]
) -> None:
    spec = replace(SANTA, **fields)  # type: ignore[arg-type]
    record, token = world.mint_liveavatar(account(world, Product.LIVEAVATAR), spec)
    claims = jwt.decode(token.token, options={"verify_signature": False, "verify_exp": False})
    assert claims == {
        "sub": record.id,
        "iat": int(clock.now),
        "exp": int(clock.now) + 3600,
        "start_session_data": data,
    }


@pytest.mark.parametrize("product", list(Product))
def test_tokens_live_an_hour(world: World, clock: FakeClock, product: Product) -> None:
    owner = account(world, product)
    minted = world.mint_streaming(owner) if product is Product.STREAMING else world.mint_liveavatar(owner, SANTA)[1]
    clock.advance(3599.9)
    assert world.bearer(minted.token, product) == minted
    clock.advance(0.1)
    with pytest.raises(Refusal) as error:
        world.bearer(minted.token, product)
    assert error.value.no is No.UNAUTHORIZED


def test_a_token_of_the_other_product_opens_nothing(world: World) -> None:
    older = world.mint_streaming(account(world, Product.STREAMING)).token
    newer = world.mint_liveavatar(account(world, Product.LIVEAVATAR), SANTA)[1].token
    for token, product in ((older, Product.LIVEAVATAR), (newer, Product.STREAMING), ("", Product.STREAMING)):
        with pytest.raises(Refusal) as error:
            world.bearer(token, product)
        assert error.value.no is No.UNAUTHORIZED


def test_an_older_token_is_good_for_one_session(world: World) -> None:
    owner = account(world, Product.STREAMING)
    minted = world.mint_streaming(owner)
    record = world.new_streaming(owner, SANTA, minted)
    world.end(record, EndReason.USER_CLOSED)
    used = world.bearer(minted.token, Product.STREAMING)
    assert used.session_id == record.id
    with pytest.raises(Refusal) as error:
        world.new_streaming(owner, SANTA, used)
    assert error.value.no is No.UNAUTHORIZED
    world.rules = replace(world.rules, single_session_tokens=False)
    assert world.new_streaming(owner, SANTA, used).is_open


def test_a_refused_session_does_not_use_the_token_up(world: World) -> None:
    owner = account(world, Product.STREAMING)
    minted = world.mint_streaming(owner)
    with pytest.raises(Refusal):
        world.new_streaming(owner, SessionSpec("nobody"), minted)
    assert world.new_streaming(owner, SANTA, world.bearer(minted.token, Product.STREAMING)).is_open


def test_room_tokens_admit_one_identity_to_one_room(clock: FakeClock) -> None:
    tokens = RoomTokens("s" * 32, clock)
    guest = tokens.read(tokens.sign("room", "kim"))
    agent = tokens.read(tokens.sign("room", "helper", agent=True))
    assert guest is not None
    assert agent is not None
    assert (guest.room, guest.identity, guest.can_publish, guest.agent) == ("room", "kim", True, False)
    assert (agent.identity, agent.agent) == ("helper", True)


def test_room_tokens_that_admit_nobody(clock: FakeClock) -> None:
    tokens = RoomTokens("s" * 32, clock)
    good = tokens.sign("room", "kim", life_s=60)
    unsigned = jwt.encode({"sub": "kim", "video": {"room": "room", "roomJoin": True}}, "x" * 32)
    no_room = jwt.encode({"sub": "kim", "exp": clock.now + 60, "video": {}}, "s" * 32)
    for token in ("", "a.b.c", good[:-2], unsigned, no_room):
        assert tokens.read(token) is None
    clock.advance(59)
    assert tokens.read(good) is not None
    clock.advance(1)
    assert tokens.read(good) is None
