"""The retry rule as a table, and that only harmless requests follow it."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from heygen import HeyGen, HeyGenError, SessionRequest, StopOutcome, retry_delay

DATE = "Sat, 21 Nov 2026 10:00:00 GMT"
LATER = "Sat, 21 Nov 2026 10:00:04 GMT"
HARMLESS: list[Callable[[HeyGen], object]] = [
    lambda client: client.avatars(),
    lambda client: client.voices(),
    lambda client: client.contexts(),
    lambda client: client.active_sessions(),
    lambda client: client.past_sessions(),
    lambda client: client.credits_left(),
    lambda client: client.stop("s1"),
    lambda client: client.keep_alive("s1"),
]
COSTLY: list[Callable[[HeyGen], object]] = [
    lambda client: client.mint(SessionRequest(avatar_id="a1")),
    lambda client: client.create_context("n", "p", "o"),
]


@pytest.mark.parametrize(
    ("status", "headers", "attempt", "jitter", "delay"),
    [
        (None, {}, 1, 0.0, 0.5),
        (None, {}, 2, 0.0, 1.0),
        (None, {}, 3, 0.0, None),
        (503, {}, 1, 1.0, 0.375),
        (500, {}, 2, 0.5, 0.875),
        (429, {}, 1, 0.0, 0.5),
        (408, {}, 1, 0.0, 0.5),
        (429, {"Retry-After": "3"}, 1, 0.9, 3.0),
        (429, {"retry-after": "0"}, 1, 0.0, 0.0),
        (503, {"Retry-After": "30"}, 2, 0.0, 30.0),
        (503, {"Retry-After": "31"}, 1, 0.0, None),
        (429, {"Retry-After": "3"}, 3, 0.0, None),
        (503, {"Retry-After": LATER, "Date": DATE}, 1, 0.0, 4.0),
        (503, {"Retry-After": DATE, "Date": LATER}, 1, 0.0, 0.0),
        (503, {"Retry-After": LATER}, 1, 0.0, 0.5),
        (503, {"Retry-After": "soon", "Date": DATE}, 1, 0.0, 0.5),
        (503, {"Retry-After": "-1"}, 1, 0.0, 0.5),
        (503, {"Retry-After": "nan"}, 1, 0.0, 0.5),
        (429, {"X-RateLimit-Reset": "1"}, 1, 0.0, 1.0),
        (429, {"X-RateLimit-Reset": "1795255200"}, 1, 0.0, 0.5),
        (503, {"X-RateLimit-Reset": "7"}, 1, 0.0, 0.5),
        (200, {}, 1, 0.0, None),
        (400, {}, 1, 0.0, None),
        (401, {"Retry-After": "1"}, 1, 0.0, None),
        (403, {}, 1, 0.0, None),
        (404, {}, 1, 0.0, None),
        (409, {}, 1, 0.0, None),
    ],
)
def test_retry_delay(
    status: int | None, headers: dict[str, str], attempt: int, jitter: float, delay: float | None
) -> None:
    assert retry_delay(status, headers, attempt, jitter=jitter) == delay


@pytest.mark.parametrize("dialect", ["streaming", "liveavatar"])
@pytest.mark.parametrize("act", HARMLESS)
def test_harmless_calls_are_sent_three_times(
    act: Callable[[HeyGen], object], dialect: str, make_client: Callable[..., HeyGen], waits: list[float]
) -> None:
    seen: list[str] = []

    def down(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        return httpx.Response(503)

    with pytest.raises(HeyGenError):
        act(make_client(down, dialect=dialect))
    assert len(seen) == 3
    assert waits == [0.5, 1.0]


@pytest.mark.parametrize("dialect", ["streaming", "liveavatar"])
@pytest.mark.parametrize("act", COSTLY)
@pytest.mark.parametrize("status", [429, 503, None])
def test_costly_calls_are_sent_once(
    act: Callable[[HeyGen], object],
    status: int | None,
    dialect: str,
    make_client: Callable[..., HeyGen],
    waits: list[float],
) -> None:
    seen: list[str] = []

    def down(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.path)
        if status is None:
            raise httpx.ReadTimeout("slow", request=request)
        return httpx.Response(status, headers={"Retry-After": "1"})

    with pytest.raises(HeyGenError) as caught:
        act(make_client(down, dialect=dialect))
    assert caught.value.retryable
    assert len(seen) == 1
    assert waits == []


def test_a_stop_whose_first_answer_was_lost_is_settled(make_client: Callable[..., HeyGen], waits: list[float]) -> None:
    answers = iter([None, httpx.Response(404, json={"code": 404, "message": "Session not found", "data": None})])

    def vendor(request: httpx.Request) -> httpx.Response:
        answer = next(answers)
        if answer is None:
            raise httpx.ReadError("cut", request=request)
        return answer

    assert make_client(vendor).stop("s1") is StopOutcome.ALREADY_GONE
    assert waits == [0.5]


def test_a_long_wait_is_the_callers_to_decide(make_client: Callable[..., HeyGen], waits: list[float]) -> None:
    client = make_client(lambda _: httpx.Response(429, headers={"Retry-After": "120"}))
    with pytest.raises(HeyGenError) as caught:
        client.credits_left()
    assert caught.value.retry_after == 120.0
    assert waits == []
