"""Our own client against the simulator, in both dialects: every verb, and every kind of refusal as its own error."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest
from starlette.exceptions import HTTPException

from heygen import (
    AuthenticationError,
    ConcurrencyError,
    ConnectError,
    Dialect,
    HeyGen,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    QuotaError,
    RateLimitError,
    ServerError,
    SessionRequest,
    StatusError,
    StopOutcome,
)
from heygen.refusals.read import error_for
from heygen.simulator.world.records import EndReason
from heygen.simulator.world.rules import SessionSpec
from tests.contract.conftest import LIVEAVATAR_KEY, STREAMING_KEY, Running
from tests.contract.sessions import SANTA, WAYNE, liveavatar_session, streaming_session

KEYS = {Dialect.LIVEAVATAR: LIVEAVATAR_KEY, Dialect.STREAMING: STREAMING_KEY}
NOBODY = "00000000-0000-4000-8000-000000000000"
WARM_VOICE = "c2527536-6d1f-4412-a643-53a3497dada9"
SANTA_REQUEST = SessionRequest(avatar_id=SANTA)


@pytest.fixture
def waits() -> list[float]:
    """Seconds that the client would have slept."""
    return []


@pytest.fixture(params=list(Dialect))
def dialect(request: pytest.FixtureRequest) -> Dialect:
    """Each dialect in turn."""
    return Dialect(request.param)


@pytest.fixture
def vendor(running: Running, dialect: Dialect, waits: list[float]) -> Iterator[HeyGen]:
    """The client of that dialect."""
    with client_of(running, dialect, waits) as client:
        yield client


@contextmanager
def client_of(running: Running, dialect: Dialect, waits: list[float], *, key: str | None = None) -> Iterator[HeyGen]:
    """A client that does not sleep."""
    with running.client() as http:
        yield HeyGen(
            dialect=dialect,
            api_key=key or KEYS[dialect],
            base_url=running.url,
            http=http,
            sleep=waits.append,
            random=lambda: 0.0,
        )


def session_of(running: Running, dialect: Dialect) -> str:
    """A started session's id."""
    with running.client(**{"X-Api-Key": KEYS[dialect]}) as http:
        return (liveavatar_session if dialect is Dialect.LIVEAVATAR else streaming_session)(http).id


def refusal(dialect: Dialect, answer: httpx.Response) -> StatusError:
    """What our client would raise for an answer that only a browser gets to see."""
    error = error_for(
        dialect=dialect,
        request="POST /start",
        status=answer.status_code,
        headers=answer.headers,
        content=answer.content,
        secrets=[],
        retired=False,
    )
    assert isinstance(error, StatusError)
    assert error.from_vendor
    return error


def test_a_sessions_life(running: Running, dialect: Dialect, vendor: HeyGen) -> None:
    assert vendor.active_sessions() == []
    session_id = session_of(running, dialect)
    (active,) = vendor.active_sessions()
    assert (active.id, active.active) == (session_id, True)
    vendor.keep_alive(session_id)
    running.clock.advance(40)
    assert vendor.stop(session_id, reason="USER_DISCONNECTED") is StopOutcome.STOPPED
    assert vendor.stop(session_id) is StopOutcome.ALREADY_GONE
    with pytest.raises(NotFoundError):
        vendor.keep_alive(session_id)
    assert vendor.active_sessions() == []
    (past,) = vendor.past_sessions()
    assert (past.id, past.active, past.duration) == (session_id, False, 40.0)
    used = Decimal(2) if dialect is Dialect.LIVEAVATAR else Decimal(40) / 300
    assert vendor.credits_left() == pytest.approx(1010 - used)


def test_all_pages_are_read(running: Running, dialect: Dialect, vendor: HeyGen) -> None:
    world, account = running.world, running.world.accounts[KEYS[dialect]]
    ids = []
    for _ in range(205):
        if dialect is Dialect.STREAMING:
            record = world.new_streaming(account, SessionSpec("Santa_Fireplace_Front_public"), None)
        else:
            record, _ = world.mint_liveavatar(account, SessionSpec(SANTA))
            world.start(record)
        world.end(record, EndReason.USER_CLOSED)
        ids.append(record.id)
        running.clock.advance(1)
    assert [past.id for past in vendor.past_sessions(limit=1000)] == ids[::-1]
    assert [past.id for past in vendor.past_sessions(limit=3)] == ids[:-4:-1]


def test_catalogue_and_personas(vendor: HeyGen, dialect: Dialect) -> None:
    santa = SANTA if dialect is Dialect.LIVEAVATAR else "Santa_Fireplace_Front_public"
    avatars = {avatar.id: avatar for avatar in vendor.avatars()}
    assert avatars[santa].usable
    assert vendor.avatars(public=False) == []
    assert len(vendor.voices()) == (3 if dialect is Dialect.LIVEAVATAR else 4)
    made = vendor.create_context("n", "You are Santa.", "Ho ho ho")
    (listed,) = vendor.contexts()
    assert (listed.id, listed.name, listed.prompt) == (made.id, "n", "You are Santa.")
    assert vendor.context(made.id).prompt == "You are Santa."
    vendor.update_context(made.id, "n", "You are Mrs. Claus.", "Hello")
    assert vendor.context(made.id).prompt == "You are Mrs. Claus."
    with pytest.raises(NotFoundError):
        vendor.context(NOBODY)


def test_mint(running: Running, vendor: HeyGen, dialect: Dialect) -> None:
    token = vendor.mint(SANTA_REQUEST)
    text = token.token.reveal()
    assert token.dialect is dialect
    if dialect is Dialect.LIVEAVATAR:
        assert token.expires_at == running.clock.now + 3600
        assert token.session_id in running.world.sessions
    else:
        assert token.session_id is None
        assert json.loads(base64.b64decode(text))["created_at"] == running.clock.now


@pytest.mark.parametrize(
    "request_",
    [
        replace(SANTA_REQUEST, quality="very_high", max_seconds=60, interactivity="PUSH_TO_TALK", language="de"),
        replace(SANTA_REQUEST, dynamic_variables={"guest_name": "Kim"}, voice_id=WARM_VOICE),
        SessionRequest(avatar_id=WAYNE, sandbox=True),
    ],
    ids=["settings", "variables", "sandbox"],
)
def test_all_that_can_be_asked_for_is_understood(
    running: Running, waits: list[float], request_: SessionRequest
) -> None:
    with client_of(running, Dialect.LIVEAVATAR, waits) as vendor:
        token = vendor.mint(request_)
    record = running.world.sessions[str(token.session_id)]
    assert record.push_to_talk == (request_.interactivity == "PUSH_TO_TALK")
    assert record.max_seconds == (60 if request_.sandbox or request_.max_seconds else 1200)
    assert record.variables == request_.dynamic_variables
    assert (record.sandbox, record.language) == (request_.sandbox, request_.language)


def test_session_and_transcript(running: Running, waits: list[float]) -> None:
    session_id = session_of(running, Dialect.LIVEAVATAR)
    record = running.world.sessions[session_id]
    with client_of(running, Dialect.LIVEAVATAR, waits) as vendor:
        for role in ("user", "avatar"):
            running.clock.advance(10)
            running.world.said(record, role, f"{role} speaks")
        lines = vendor.transcript(session_id)
        assert [(line.role, line.text, line.offset) for line in lines] == [
            ("user", "user speaks", 10.0),
            ("avatar", "avatar speaks", 20.0),
        ]
        assert vendor.transcript(session_id, since=lines[0].at) == lines[1:]
        assert vendor.transcript(session_id, since=lines[1].at) == []
        vendor.stop(session_id)
        ended = vendor.session(session_id)
    assert (ended.end_reason, ended.mode, ended.duration) == ("USER_CLOSED", "FULL", 20.0)
    assert (ended.credits_used, ended.sandbox) == (Decimal(2), False)


def test_the_older_dialect_has_lists_only(running: Running, waits: list[float]) -> None:
    with client_of(running, Dialect.STREAMING, waits) as vendor:
        for verb in (vendor.session, vendor.transcript):
            with pytest.raises(NotSupportedError):
                verb(NOBODY)


@pytest.mark.parametrize("key", ["wrong", "the other product's"])
def test_a_wrong_key(running: Running, dialect: Dialect, waits: list[float], key: str) -> None:
    (other,) = [KEYS[d] for d in Dialect if d is not dialect]
    with client_of(running, dialect, waits, key=other if "other" in key else key) as vendor:
        for verb in (vendor.credits_left, vendor.active_sessions, lambda: vendor.mint(SANTA_REQUEST)):
            with pytest.raises(AuthenticationError) as refused:
                verb()
            assert refused.value.status == 401
        with pytest.raises(AuthenticationError):
            vendor.stop(NOBODY)
    assert waits == []


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (SessionRequest(avatar_id=NOBODY), NotFoundError),
        (SessionRequest(avatar_id="Santa_Fireplace_Front_public"), InvalidRequestError),
        (replace(SANTA_REQUEST, context_id=NOBODY), NotFoundError),
        (replace(SANTA_REQUEST, voice_id="v1"), InvalidRequestError),
    ],
    ids=["unknown avatar", "older avatar id", "unknown context", "voice id"],
)
def test_refused_requests(
    running: Running, waits: list[float], request_: SessionRequest, error: type[StatusError]
) -> None:
    with client_of(running, Dialect.LIVEAVATAR, waits) as vendor, pytest.raises(error) as refused:
        vendor.mint(request_)
    assert refused.value.from_vendor
    assert not refused.value.retryable


def test_unknown_sessions(vendor: HeyGen, dialect: Dialect) -> None:
    assert vendor.stop(NOBODY) is StopOutcome.ALREADY_GONE
    with pytest.raises(NotFoundError):
        vendor.keep_alive(NOBODY)


def test_full_lines_and_empty_purses(running: Running, dialect: Dialect) -> None:
    key = {"X-Api-Key": KEYS[dialect]}
    body = {"version": "v2"}

    def one_more(http: httpx.Client) -> httpx.Response:
        if dialect is Dialect.STREAMING:
            return http.post("/v1/streaming.new", json=body)
        late = liveavatar_session(http, start=False)
        return http.post("/v1/sessions/start", headers=late.bearer)

    ids = [session_of(running, dialect) for _ in range(3)]
    with running.client(**key) as http:
        full = refusal(dialect, one_more(http))
        assert isinstance(full, ConcurrencyError)
        assert full.retryable
        running.world.accounts[KEYS[dialect]].granted_milli = 0
        with client_of(running, dialect, []) as vendor:
            for session_id in ids:
                vendor.stop(session_id)
            assert vendor.credits_left() == 0
        empty = refusal(dialect, one_more(http))
    assert isinstance(empty, QuotaError)
    assert not empty.retryable


def test_too_many_requests(running: Running, dialect: Dialect, vendor: HeyGen, waits: list[float]) -> None:
    running.world.rules = replace(running.world.rules, requests_per_second=1, mints_per_second=1)
    vendor.mint(SANTA_REQUEST)
    with pytest.raises(RateLimitError) as refused:
        vendor.mint(SANTA_REQUEST)
    assert (refused.value.status, refused.value.retry_after) == (429, 1.0)
    assert waits == [], "a mint is never repeated by itself"
    if dialect is Dialect.LIVEAVATAR:
        vendor.credits_left()
        with pytest.raises(RateLimitError):
            vendor.credits_left()
        assert waits == [1.0, 1.0]


def test_a_broken_vendor(running: Running, dialect: Dialect, vendor: HeyGen, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(account: object) -> None:
        raise HTTPException(500)

    monkeypatch.setattr(running.world, "open_sessions", break_down)
    with pytest.raises(ServerError):
        vendor.active_sessions()


def test_an_absent_vendor(dialect: Dialect) -> None:
    with (
        HeyGen(dialect=dialect, api_key="k", base_url="http://127.0.0.1:9", sleep=lambda _: None) as vendor,
        pytest.raises(ConnectError),
    ):
        vendor.credits_left()
