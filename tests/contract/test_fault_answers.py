"""Each fault that is an answer: by product, at which request it comes, its exact words, and what it costs: nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from heygen.simulator.world.faults import CATALOGUE, Fault, Moment
from heygen.simulator.world.records import Product
from tests.contract.conftest import LIVEAVATAR_KEY, STREAMING_KEY, Running
from tests.contract.sessions import SANTA

OLDER, NEWER = Product.STREAMING, Product.LIVEAVATAR
KEYS = {OLDER: STREAMING_KEY, NEWER: LIVEAVATAR_KEY}
Body = dict[str, Any] | str | None


def no(code: int | str, message: str) -> Body:
    """A refusal's envelope, the same in both products."""
    return {"code": code, "message": message, "data": None}


def page(answer: httpx.Response) -> bool:
    """Whether it is a web page."""
    return answer.headers["Content-Type"].startswith("text/html") and answer.text.startswith("<!doctype html>")


PAGE = "http://page.example"
UNAUTHORIZED = {OLDER: no(400112, "Unauthorized"), NEWER: no(4001, "Unauthorized")}
BUSY = "Concurrent limit reached, please close other sessions of this account"
NO_VOICE = "voice_id is required or not usable for this avatar"
SCHEMA = [{"type": "value_error", "loc": ["body", "avatar_persona"], "msg": "Input should be a valid object"}]
BROKEN = no("internal_error", "Internal Server Error")
MANY = no(400123, "exceeded rate limit")
# (fault, product, request, status, answer, whether a session runs and is billed all the same)
ANSWERS: list[tuple[Fault, Product, str, int, Body, bool]] = [
    (Fault.MINT_RATE_LIMITED, OLDER, "mint", 429, MANY, False),
    (Fault.MINT_RATE_LIMITED, NEWER, "mint", 429, no(4290, "Rate limit exceeded"), False),
    (Fault.MINT_SERVER_ERROR, OLDER, "mint", 500, BROKEN, False),
    (Fault.MINT_SERVER_ERROR, NEWER, "mint", 500, no(5000, "Internal server error"), False),
    (Fault.MINT_HTML_ANSWER, OLDER, "mint", 200, "page", False),
    (Fault.MINT_HTML_ANSWER, NEWER, "mint", 200, "page", False),
    (Fault.RETIRED, OLDER, "mint", 410, "", False),
    (Fault.START_RATE_LIMITED, OLDER, "new", 429, MANY, False),
    (Fault.START_RATE_LIMITED, NEWER, "start", 429, no(4290, "Rate limit exceeded"), False),
    (Fault.START_SERVER_ERROR, OLDER, "new", 500, BROKEN, False),
    (Fault.START_SERVER_ERROR, NEWER, "start", 500, no(5000, "Internal server error"), False),
    (Fault.START_HTML_ANSWER, OLDER, "new", 200, "page", False),
    (Fault.START_HTML_ANSWER, NEWER, "start", 200, "page", False),
    (Fault.AVATAR_UNKNOWN, OLDER, "new", 400, no(10013, "avatar not found"), False),
    (Fault.AVATAR_UNKNOWN, NEWER, "mint", 404, no(4043, "Avatar not found"), False),
    (Fault.AVATAR_FOREIGN, OLDER, "new", 400, no(10013, "avatar not found"), False),
    (Fault.AVATAR_FOREIGN, NEWER, "mint", 404, no(4043, "Avatar not found"), False),
    (Fault.AVATAR_DEPRECATED, OLDER, "new", 400, no(10003, "avatar version is deprecated"), False),
    (Fault.AVATAR_DEPRECATED, NEWER, "mint", 400, no(4000, "Avatar is expired"), False),
    (Fault.VOICE_MISSING, OLDER, "new", 400, no(400175, "voice is not available for streaming"), False),
    (Fault.VOICE_MISSING, NEWER, "mint", 400, no(4000, NO_VOICE), False),
    (Fault.INVALID_PARAMS, OLDER, "new", 400, no(400006, "Invalid params"), False),
    (Fault.INVALID_PARAMS, NEWER, "mint", 422, {"detail": [{**SCHEMA[0], "input": None}]}, False),
    (Fault.TOKEN_EXPIRED, OLDER, "new", 401, UNAUTHORIZED[OLDER], False),
    (Fault.TOKEN_EXPIRED, NEWER, "start", 401, UNAUTHORIZED[NEWER], False),
    (Fault.TOKEN_REUSED, OLDER, "new", 401, UNAUTHORIZED[OLDER], False),
    (Fault.TOKEN_REUSED, NEWER, "start", 400, no(4000, "session is already connected"), False),
    (Fault.TOKEN_FOREIGN, OLDER, "start", 401, UNAUTHORIZED[OLDER], True),
    (Fault.TOKEN_FOREIGN, NEWER, "start", 404, no(4040, "Session not found"), False),
    (Fault.CONCURRENCY_LIMIT, OLDER, "new", 400, no(10007, BUSY), False),
    (Fault.CONCURRENCY_LIMIT, NEWER, "start", 403, no(4032, "Session concurrency limit reached"), False),
    (Fault.TRIAL_LIMIT, OLDER, "new", 400, no(10015, "trial API limit reached"), False),
    (Fault.TRIAL_LIMIT, NEWER, "start", 403, no(4033, "No credits available for start session"), False),
    (Fault.NO_CREDITS_AT_START, OLDER, "new", 400, no(10015, "insufficient credit"), False),
    (Fault.NO_CREDITS_AT_START, NEWER, "start", 403, no(4033, "Insufficient credits for session"), False),
    (Fault.TASK_BEFORE_READY, OLDER, "task", 400, no(400006, "Session is not in correct state"), True),
    (Fault.TEXT_TOO_LONG, OLDER, "task", 400, no(40039, "text must have at most 1000 characters"), True),
    (
        Fault.TTS_FAILED,
        OLDER,
        "task",
        400,
        no(400009, "Error calling text to speech provider: invalid_api_key"),
        True,
    ),
    (Fault.STOP_UNAUTHORIZED, OLDER, "stop", 401, UNAUTHORIZED[OLDER], True),
    (Fault.STOP_UNAUTHORIZED, NEWER, "stop", 401, UNAUTHORIZED[NEWER], True),
]
STEPS = {OLDER: ("mint", "new", "start", "task", "stop"), NEWER: ("mint", "start", "stop")}


@dataclass
class Caller:
    """Takes a session from its mint to its stop, request by request."""

    http: httpx.Client
    product: Product
    token: str = ""
    session: str = ""

    def ask(self, step: str, *, by_key: bool = False) -> httpx.Response:
        """One request; what its answer gives is kept for the later ones."""
        answer = self._older(step, by_key) if self.product is OLDER else self._newer(step, by_key)
        if answer.is_success and not page(answer):
            data = answer.json()["data"] or {}
            self.session = data.get("session_id", self.session)
            self.token = data.get("token") or data.get("session_token") or self.token
        return answer

    def _older(self, step: str, by_key: bool) -> httpx.Response:
        path = "/v1/streaming.create_token" if step == "mint" else f"/v1/streaming.{step}"
        body = {"version": "v2"} if step == "new" else {"session_id": self.session, "text": "Hello."}
        return self.http.post(path, json=body, headers=self._who(by_key or step == "mint"))

    def _newer(self, step: str, by_key: bool) -> httpx.Response:
        if step == "mint":
            body = {"avatar_id": SANTA, "avatar_persona": {}}
            return self.http.post("/v1/sessions/token", json=body, headers=self._who(True))
        return self.http.post(
            f"/v1/sessions/{step}", json={"session_id": self.session} if by_key else {}, headers=self._who(by_key)
        )

    def _who(self, by_key: bool) -> dict[str, str]:
        return {"X-API-KEY": KEYS[self.product]} if by_key else {"Authorization": f"Bearer {self.token}"}


def billed(http: httpx.Client, product: Product) -> float:
    """Credits on the simulator's own bill."""
    return float(http.get("/simulator/bill").json()[product.value]["credits"])


def reached(caller: Caller, step: str) -> None:
    """Makes every request before that one."""
    for earlier in STEPS[caller.product][: STEPS[caller.product].index(step)]:
        answer = caller.ask(earlier)
        # Nobody is in the room, so that a line comes too early by itself.
        assert answer.is_success or earlier == "task", answer.text


@pytest.mark.parametrize(
    ("fault", "product", "step", "status", "body", "runs"),
    ANSWERS,
    ids=[f"{row[1].value}: {row[0].value}" for row in ANSWERS],
)
def test_the_answer(
    running: Running, fault: Fault, product: Product, step: str, status: int, body: Body, runs: bool
) -> None:
    with running.client(Origin=PAGE) as http:
        assert http.post("/simulator/faults", json={"fault": fault, "product": product}).status_code == 201
        caller = Caller(http, product)
        reached(caller, step)
        refused = caller.ask(step)
        assert refused.status_code == status, refused.text
        if body == "page":
            assert page(refused)
        elif isinstance(body, str):
            assert refused.text == body
        else:
            assert refused.json() == body
        # Without this a browser shows its page nothing of the answer.
        assert refused.headers["Access-Control-Allow-Origin"] == PAGE
        assert refused.headers.get("Retry-After") == ("1" if status == 429 else None)
        assert (billed(http, product) > 0) is runs
        assert http.get("/simulator/faults").json()["armed"] == []
        again = caller.ask(step)
        assert again.is_success or (step == "task" and again.json()["code"] == 400006), again.text


def test_every_fault_that_answers_is_in_the_table() -> None:
    answering = {
        (fault, product)
        for fault, info in CATALOGUE.items()
        for product, moment in info.moments.items()
        if moment in (Moment.MINT, Moment.START, Moment.END)
    }
    late = {(fault, p) for fault in (Fault.MINT_SLOW_ANSWERS, Fault.START_SLOW_ANSWERS) for p in Product}
    silent = {(Fault.CONTEXT_MISSING, NEWER)}
    in_tasks = {(fault, OLDER) for fault in (Fault.TASK_BEFORE_READY, Fault.TEXT_TOO_LONG, Fault.TTS_FAILED)}
    assert {(fault, product) for fault, product, *_ in ANSWERS} == (answering | in_tasks) - late - silent


@pytest.mark.parametrize("product", list(Product))
def test_the_key_may_not_stop_either_until_the_fault_is_used_up(running: Running, product: Product) -> None:
    running.world.faults.arm(Fault.STOP_UNAUTHORIZED, times=3)
    with running.client() as http:
        caller = Caller(http, product)
        reached(caller, "stop")
        assert [caller.ask("stop", by_key=by_key).status_code for by_key in (False, True, True, True)] == [
            401,
            401,
            401,
            200,
        ]
        assert http.get("/simulator/bill").json()[product.value]["open"] == []


@pytest.mark.parametrize(
    ("fault", "step", "runs"), [(Fault.MINT_SLOW_ANSWERS, "mint", False), (Fault.START_SLOW_ANSWERS, "start", True)]
)
def test_a_late_answer_is_a_good_one(running: Running, fault: Fault, step: str, runs: bool) -> None:
    with running.client() as http:
        caller = Caller(http, NEWER)
        reached(caller, step)
        running.world.faults.arm(fault, seconds=0.3)
        http.timeout = httpx.Timeout(0.15)
        with pytest.raises(httpx.ReadTimeout):
            caller.ask(step)
        http.timeout = httpx.Timeout(5)
        assert (billed(http, NEWER) > 0) is runs
        running.world.faults.arm(Fault.MINT_SLOW_ANSWERS, seconds=0.3)
        patient = Caller(http, NEWER).ask("mint")
        assert patient.elapsed.total_seconds() >= 0.3
        assert patient.json()["code"] == 1000


def test_a_persona_that_was_forgotten(running: Running, liveavatar: httpx.Client) -> None:
    body = {"name": "c", "prompt": "You are Santa.", "opening_text": "Hello!"}
    context = liveavatar.post("/v1/contexts", json=body).json()["data"]["id"]
    minted = {"avatar_id": SANTA, "avatar_persona": {"context_id": context}}
    token = liveavatar.post("/v1/sessions/token", json=minted).json()["data"]
    running.world.faults.arm(Fault.CONTEXT_MISSING)
    started = liveavatar.post("/v1/sessions/start", headers={"Authorization": f"Bearer {token['session_token']}"})
    assert started.status_code == 201
    session = running.simulator.studio.find(token["session_id"])
    assert session is not None
    assert session.restricted
    assert session.record.opening_text is None


def test_a_withdrawn_product_refuses_everything_and_the_other_nothing(
    running: Running, streaming: httpx.Client, liveavatar: httpx.Client
) -> None:
    running.world.faults.arm(Fault.RETIRED, times=None)
    for method, path in (
        ("POST", "/v1/streaming.create_token"),
        ("POST", "/v1/streaming.stop"),
        ("GET", "/v1/streaming.list"),
        ("GET", "/v2/streaming.list"),
        ("GET", "/v1/streaming/avatar.list"),
    ):
        answer = streaming.request(method, path)
        assert (answer.status_code, answer.content) == (410, b"")
    assert streaming.get("/v2/user/remaining_quota").status_code == 200
    assert liveavatar.get("/v1/users/credits").status_code == 200
