"""Requests per second, caller and endpoint, and the headers that tell of it."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from tests.contract.conftest import Running
from tests.contract.sessions import SANTA, liveavatar_session

HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


@pytest.fixture
def strict(running: Running) -> Running:
    """A simulator that allows three requests a second."""
    running.world.rules = replace(running.world.rules, requests_per_second=3)
    return running


def told(answer: httpx.Response) -> tuple[str | None, ...]:
    """What the headers say: limit, remaining, seconds until the next window."""
    return tuple(answer.headers.get(name) for name in HEADERS)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/languages", 200),
        ("GET", "/v1/users/credits", 200),
        ("POST", "/v1/sessions/start", 401),
        ("POST", "/v1/sessions/token", 422),
        ("GET", "/v1/sessions/nobody", 404),
        ("DELETE", "/v1/sessions", 405),
    ],
)
def test_every_answer_of_liveavatar_tells_the_budget(
    liveavatar: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = liveavatar.request(method, path)
    assert answer.status_code == status
    assert told(answer) == ("100", "99", "1")
    assert "Retry-After" not in answer.headers


def test_the_fourth_request_of_a_second_is_refused(strict: Running, liveavatar: httpx.Client) -> None:
    answers = [liveavatar.get("/v1/languages") for _ in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    assert [a.headers["X-RateLimit-Remaining"] for a in answers] == ["2", "1", "0", "0", "0"]
    assert answers[3].json() == {"code": 4290, "data": None, "message": "Rate limit exceeded"}
    assert answers[3].headers["Retry-After"] == "1"
    strict.clock.advance(1)
    assert liveavatar.get("/v1/languages").status_code == 200


def test_endpoints_and_callers_are_counted_apart(strict: Running, liveavatar: httpx.Client) -> None:
    for _ in range(3):
        assert liveavatar.get("/v1/languages").status_code == 200
    assert liveavatar.get("/v1/contexts").headers["X-RateLimit-Remaining"] == "2"
    with strict.client() as nobody:
        assert nobody.get("/v1/languages").headers["X-RateLimit-Remaining"] == "2"
    first, second = liveavatar_session(liveavatar, start=False), liveavatar_session(liveavatar, start=False)
    with strict.client() as client:
        for session in (first, second):
            for _ in range(3):
                assert client.post("/v1/sessions/keep-alive", headers=session.bearer).status_code == 400
        assert client.post("/v1/sessions/keep-alive", headers=first.bearer).status_code == 429


def test_path_parameters_make_no_other_endpoint(strict: Running, liveavatar: httpx.Client) -> None:
    paths = [f"/v1/avatars/{SANTA}", "/v1/avatars/a", "/v1/avatars/b", "/v1/avatars/c"]
    assert [liveavatar.get(path).status_code for path in paths] == [200, 404, 404, 429]
    assert liveavatar.get("/v1/avatars/public").status_code == 200


def test_it_can_be_switched_off(running: Running, liveavatar: httpx.Client, streaming: httpx.Client) -> None:
    assert told(streaming.get("/v1/streaming.list")) == (None, None, None)
    running.world.rules = replace(running.world.rules, requests_per_second=None)
    assert told(liveavatar.get("/v1/languages")) == (None, None, None)


def test_minting_of_the_older_product_can_be_limited(running: Running, streaming: httpx.Client) -> None:
    running.world.rules = replace(running.world.rules, mints_per_second=1)
    assert streaming.post("/v1/streaming.create_token").status_code == 200
    refused = streaming.post("/v1/streaming.create_token")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert refused.json() == {"code": 400123, "message": "exceeded rate limit", "data": None}
    running.clock.advance(1)
    assert streaming.post("/v1/streaming.create_token").status_code == 200
