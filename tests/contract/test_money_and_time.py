"""What sessions cost, when they end, and when their places are free again; the world's time is moved by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from heygen.simulator.world.records import Plan, Product
from tests.contract.conftest import Running
from tests.contract.sessions import WAYNE, Opened, liveavatar_session, streaming_session


def credits_left(client: httpx.Client) -> str:
    """LiveAvatar's balance."""
    left: str = client.get("/v1/users/credits").json()["data"]["credits_left"]
    return left


def quota(client: httpx.Client) -> float:
    """The older product's balance in sixtieths of a credit."""
    left: float = client.get("/v2/user/remaining_quota").json()["data"]["remaining_quota"]
    return left


def item(client: httpx.Client, session: Opened) -> dict[str, Any]:
    """LiveAvatar's account of a session."""
    found: dict[str, Any] = client.get(f"/v1/sessions/{session.id}").json()["data"]
    return found


def pass_by(running: Running, seconds: float) -> None:
    """Lets time pass, and the vendor look."""
    running.clock.advance(seconds)
    running.world.tick()


@pytest.mark.parametrize(("seconds", "left"), [(0, "1008.00"), (59, "1008.00"), (60, "1008.00"), (61, "1006.00")])
def test_liveavatar_escrows_a_minute_and_counts_each_that_begins(
    running: Running, liveavatar: httpx.Client, seconds: int, left: str
) -> None:
    session = liveavatar_session(liveavatar, start=False)
    assert credits_left(liveavatar) == "1010.00"
    assert liveavatar.post("/v1/sessions/start", headers=session.bearer).status_code == 201
    assert credits_left(liveavatar) == "1008.00"
    pass_by(running, seconds)
    assert credits_left(liveavatar) == left
    liveavatar.post("/v1/sessions/stop", json={"session_id": session.id})
    assert credits_left(liveavatar) == left
    assert item(liveavatar, session).items() >= {"duration": float(seconds), "end_reason": "USER_CLOSED"}.items()


@pytest.mark.parametrize(("seconds", "used"), [(0, 6), (1, 6), (30, 6), (31, 6.2), (100.5, 20.2)])
def test_the_older_product_bills_by_the_second_after_the_first_half_minute(
    running: Running, streaming: httpx.Client, seconds: float, used: float
) -> None:
    before = quota(streaming)
    session = streaming_session(streaming)
    pass_by(running, seconds)
    streaming.post("/v1/streaming.stop", json={"session_id": session.id})
    assert before - quota(streaming) == pytest.approx(used)


def test_lite_costs_half_and_the_sandbox_nothing(running: Running, liveavatar: httpx.Client) -> None:
    liveavatar_session(liveavatar, mode="LITE")
    assert credits_left(liveavatar) == "1009.00"
    sandbox = liveavatar_session(liveavatar, avatar_id=WAYNE, is_sandbox=True)
    assert credits_left(liveavatar) == "1009.00"
    pass_by(running, 59)
    assert item(liveavatar, sandbox)["end_reason"] is None
    pass_by(running, 1)
    ended = {"end_reason": "MAX_DURATION_REACHED", "duration": 60.0, "credits_consumed": 0.0}
    assert item(liveavatar, sandbox).items() >= ended.items()


def test_a_session_ends_at_the_second_that_could_be_paid(running: Running, streaming: httpx.Client) -> None:
    account = running.world.accounts["simulator-streaming"]
    account.granted_milli = 200
    session = streaming_session(streaming)
    pass_by(running, 59.9)
    assert [s["session_id"] for s in streaming.get("/v1/streaming.list").json()["data"]["sessions"]] == [session.id]
    pass_by(running, 500)
    (past,) = streaming.get("/v2/streaming.list").json()["data"]["data"]
    assert past["duration"] == 60
    assert quota(streaming) == 0
    refused = streaming.post("/v1/streaming.new", json={"version": "v2"})
    assert (refused.status_code, refused.json()["code"], refused.json()["message"]) == (
        400,
        10015,
        "insufficient credit",
    )


def test_liveavatar_ends_and_refuses_without_credits(running: Running, liveavatar: httpx.Client) -> None:
    running.world.accounts["simulator-liveavatar"].granted_milli = 5_000
    session = liveavatar_session(liveavatar)
    pass_by(running, 300)
    assert item(liveavatar, session).items() >= {"end_reason": "NO_CREDITS", "duration": 120.0}.items()
    assert credits_left(liveavatar) == "1.00"
    late = liveavatar_session(liveavatar, start=False)
    refused = liveavatar.post("/v1/sessions/start", headers=late.bearer)
    body = {"code": 4033, "data": None, "message": "Insufficient credits for session"}
    assert (refused.status_code, refused.json()) == (403, body)
    assert liveavatar_session(liveavatar, mode="LITE").data["max_session_duration"] == 1200


@pytest.mark.parametrize(
    ("key", "product", "answer"),
    [
        ("trial-streaming", Product.STREAMING, (400, 10015, "trial API limit reached")),
        ("trial-liveavatar", Product.LIVEAVATAR, (403, 4033, "No credits available for start session")),
    ],
)
def test_a_used_up_trial_says_so(running: Running, key: str, product: Product, answer: tuple[int, int, str]) -> None:
    running.world.open_account(key, product, Plan("Free", 3, 120, trial=True), credits_left=0)
    with running.client(**{"X-Api-Key": key}) as client:
        if product is Product.STREAMING:
            refused = client.post("/v1/streaming.new", json={"version": "v2"})
        else:
            session = liveavatar_session(client, start=False)
            refused = client.post("/v1/sessions/start", headers=session.bearer)
    assert (refused.status_code, refused.json()["code"], refused.json()["message"]) == answer


def test_liveavatar_ends_after_five_silent_minutes(running: Running, liveavatar: httpx.Client) -> None:
    quiet, kept = liveavatar_session(liveavatar), liveavatar_session(liveavatar)
    pass_by(running, 200)
    assert liveavatar.post("/v1/sessions/keep-alive", headers=kept.bearer).status_code == 200
    pass_by(running, 150)
    assert item(liveavatar, quiet).items() >= {"end_reason": "IDLE_TIMEOUT", "duration": 300.0}.items()
    assert item(liveavatar, kept)["end_reason"] is None
    pass_by(running, 150)
    assert item(liveavatar, kept).items() >= {"end_reason": "IDLE_TIMEOUT", "duration": 500.0}.items()


def test_the_older_product_waits_as_long_as_it_was_told(running: Running, streaming: httpx.Client) -> None:
    usual = streaming_session(streaming)
    short = streaming_session(streaming, activity_idle_timeout=30)
    never = streaming_session(streaming, disable_idle_timeout=True)

    def running_now() -> set[str]:
        return {s["session_id"] for s in streaming.get("/v1/streaming.list").json()["data"]["sessions"]}

    pass_by(running, 29)
    streaming.post("/v1/streaming.keep_alive", json={"session_id": short.id})
    pass_by(running, 29)
    assert running_now() == {usual.id, short.id, never.id}
    pass_by(running, 1)
    assert running_now() == {usual.id, never.id}
    pass_by(running, 61)
    assert running_now() == {never.id}
    pass_by(running, 3600)
    assert running_now() == set()


def test_the_plan_and_the_client_limit_the_length(running: Running, liveavatar: httpx.Client) -> None:
    short = liveavatar_session(liveavatar, max_session_duration=90)
    long = liveavatar_session(liveavatar, max_session_duration=9000)
    assert (short.data["max_session_duration"], long.data["max_session_duration"]) == (90, 1200)
    pass_by(running, 90)
    assert item(liveavatar, short).items() >= {"end_reason": "MAX_DURATION_REACHED", "duration": 90.0}.items()
    for _ in range(10):
        liveavatar.post("/v1/sessions/keep-alive", json={"session_id": long.id})
        pass_by(running, 111)
    assert item(liveavatar, long).items() >= {"end_reason": "MAX_DURATION_REACHED", "duration": 1200.0}.items()


def test_liveavatar_has_three_lines_and_frees_them(running: Running, liveavatar: httpx.Client) -> None:
    sessions = [liveavatar_session(liveavatar) for _ in range(3)]
    late = liveavatar_session(liveavatar, start=False)
    refused = liveavatar.post("/v1/sessions/start", headers=late.bearer)
    body = {"code": 4032, "data": None, "message": "Session concurrency limit reached"}
    assert (refused.status_code, refused.json()) == (403, body)
    liveavatar.post("/v1/sessions/stop", json={"session_id": sessions[0].id})
    assert liveavatar.post("/v1/sessions/start", headers=late.bearer).status_code == 201


def test_a_slot_can_be_made_to_linger(running: Running, liveavatar: httpx.Client) -> None:
    running.world.rules = replace(running.world.rules, slot_release_s=3.0)
    sessions = [liveavatar_session(liveavatar) for _ in range(3)]
    late = liveavatar_session(liveavatar, start=False)
    liveavatar.post("/v1/sessions/stop", json={"session_id": sessions[0].id})
    assert liveavatar.post("/v1/sessions/start", headers=late.bearer).json()["code"] == 4032
    running.clock.advance(3)
    assert liveavatar.post("/v1/sessions/start", headers=late.bearer).status_code == 201


def test_the_older_product_has_three_lines_and_frees_them(running: Running, streaming: httpx.Client) -> None:
    sessions = [streaming_session(streaming) for _ in range(3)]
    refused = streaming.post("/v1/streaming.new", json={"version": "v2"})
    message = "Concurrent limit reached, please close other sessions of this account"
    assert (refused.status_code, refused.json()) == (400, {"code": 10007, "message": message, "data": None})
    streaming.post("/v1/streaming.stop", json={"session_id": sessions[1].id})
    streaming_session(streaming)


def test_tokens_live_an_hour(running: Running, streaming: httpx.Client, liveavatar: httpx.Client) -> None:
    token = {"Authorization": f"Bearer {streaming.post('/v1/streaming.create_token').json()['data']['token']}"}
    late = liveavatar_session(liveavatar, start=False)
    pass_by(running, 3599)
    with running.client() as client:
        made = client.post("/v1/streaming.new", json={"version": "v2"}, headers=token)
        assert made.status_code == 200
        named = {"session_id": made.json()["data"]["session_id"]}
        pass_by(running, 1)
        for verb in ("start", "keep_alive", "stop"):
            refused = client.post(f"/v1/streaming.{verb}", json=named, headers=token)
            assert (refused.status_code, refused.json()["code"]) == (401, 400112)
        assert client.post("/v1/sessions/start", headers=late.bearer).status_code == 401
    assert streaming.post("/v1/streaming.stop", json=named).status_code == 200
