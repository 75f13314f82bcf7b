"""What a vendor, a browser or a room reported, and the trouble it is: every shared sample, in both places."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from calls.failures.errors import UnknownAgentError
from calls.journal.events import Failed, VerbFailed
from calls.running.diagnosis import of_failure, of_refusal, of_verb
from heygen import Dialect, HeyGenError, SessionRequest
from heygen.refusals.errors import ConnectError, MissingKeyError, ProtocolError, ResponseShapeError, TimedOutError
from tests.places import WIRE
from tests.unit.calls.vendor import FakeVendor

CASES: list[dict[str, Any]] = json.loads((WIRE / "vendor_errors.json").read_text("utf-8"))["cases"]
MINT = {Dialect.LIVEAVATAR: "token", Dialect.STREAMING: "create_token"}

# Sample → trouble on the server and trouble in the browser; samples of running sessions are left out.
EXPECTED: dict[str, tuple[str, str]] = {
    "streaming 10001 session state wrong: new": ("request_refused", "request_refused"),
    "streaming 10002 session state wrong: con": ("request_refused", "request_refused"),
    "streaming 10003 session state wrong: con": ("request_refused", "request_refused"),
    "streaming 10003 avatar version is deprec": ("avatar_retired", "avatar_retired"),
    "streaming 10004 session state wrong: clo": ("request_refused", "request_refused"),
    "streaming 10005 session state wrong: clo": ("dropped_early", "dropped_early"),
    "streaming 10006 session not found": ("dropped_early", "dropped_early"),
    "streaming 10007 Concurrent limit reached": ("lines_busy", "lines_busy"),
    "streaming 10012 avatar not found": ("avatar_unknown", "avatar_unknown"),
    "streaming 10013 avatar not found": ("avatar_unknown", "avatar_unknown"),
    "streaming 10014 session full": ("lines_busy", "lines_busy"),
    "streaming 10015 trial api limit reached": ("trial_limit", "trial_limit"),
    "streaming 400004 Session does not exist. ": ("dropped_early", "dropped_early"),
    "streaming 400006 Invalid params": ("request_refused", "request_refused"),
    "streaming 400014 avatar version deprecate": ("avatar_retired", "avatar_retired"),
    "streaming 40001 missing params": ("request_refused", "request_refused"),
    "streaming 400175 invalid parameter": ("request_refused", "request_refused"),
    "streaming 10009 something new": ("request_refused", "request_refused"),
    "concurrency refusal under an unknown code": ("lines_busy", "lines_busy"),
    "unauthorized v1": ("key_refused", "pass_refused"),
    "invalid credentials": ("key_refused", "pass_refused"),
    "expired access token": ("key_refused", "pass_refused"),
    "plan without API access": ("key_refused", "pass_refused"),
    "rate limit, older code": ("too_many_requests", "too_many_requests"),
    "v1 with details": ("avatar_retired", "avatar_retired"),
    "v1 without words": ("request_refused", "request_refused"),
    "v2 error object": ("key_refused", "pass_refused"),
    "v2 catch-all": ("vendor_fault", "vendor_fault"),
    "v2 error as plain text": ("request_refused", "request_refused"),
    "v3 without credit": ("credits_gone", "credits_gone"),
    "v3 forbidden": ("key_refused", "pass_refused"),
    "error inside HTTP 200, v1": ("dropped_early", "dropped_early"),
    "error inside HTTP 200, v2": ("credits_gone", "credits_gone"),
    "unknown code inside HTTP 200": ("start_failed", "start_failed"),
    "retired, 410": ("retired", "retired"),
    "the same 404 page elsewhere": ("answer_unreadable", "answer_unreadable"),
    "gateway page": ("vendor_fault", "vendor_fault"),
    "empty 500": ("vendor_fault", "vendor_fault"),
    "concurrency 4032": ("lines_busy", "lines_busy"),
    "concurrency 4003": ("lines_busy", "lines_busy"),
    "concurrency as 409": ("lines_busy", "lines_busy"),
    "concurrency without a code": ("lines_busy", "lines_busy"),
    "no credits": ("trial_limit", "trial_limit"),
    "no credits without a code": ("credits_gone", "credits_gone"),
    "unauthorized": ("key_refused", "pass_refused"),
    "plain 403": ("key_refused", "pass_refused"),
    "LLM configuration": ("request_refused", "request_refused"),
    "memory mismatch": ("request_refused", "request_refused"),
    "keep-alive after the end": ("dropped_early", "dropped_early"),
    "unknown session": ("dropped_early", "dropped_early"),
    "unknown avatar": ("avatar_unknown", "avatar_unknown"),
    "wrong method": ("request_refused", "request_refused"),
    "validation list": ("request_refused", "request_refused"),
    "validation in data": ("request_refused", "request_refused"),
    "rate limit": ("too_many_requests", "too_many_requests"),
    "rate limit, reset only": ("too_many_requests", "too_many_requests"),
    "request time-out": ("vendor_fault", "vendor_fault"),
    "payload too large": ("request_refused", "request_refused"),
    "vendor failure with a code": ("vendor_fault", "vendor_fault"),
    "redirect": ("request_refused", "request_refused"),
    "error inside HTTP 200": ("lines_busy", "lines_busy"),
    "a body that is a bare list": ("request_refused", "request_refused"),
    "plain text": ("vendor_fault", "vendor_fault"),
}
# They answer verbs in a running session, or need the vendor's own address (see the client's tests).
NOT_AT_A_START = {
    "streaming 400006 Session is not in correc",
    "streaming 400009 Error calling text to sp",
    "streaming 40039 invalid text input",
    "streaming 400105 blocked words detected",
    "retired, bare 404 page",
    "retired, bare 403",
    "a known code at the vendor is no retirement",
}
STARTS = pytest.mark.parametrize("case", [c for c in CASES if c["name"] in EXPECTED], ids=lambda case: case["name"])


def _failed(code: str, message: str = "", status: int | None = None) -> Failed:
    return Failed(seq=1, at=1, type="failed", code=code, message=message, status=status)


def _answer(case: dict[str, Any]) -> httpx.Response:
    headers = case.get("headers", {})
    if "text" in case:
        return httpx.Response(case["status"], headers=headers, text=case["text"])
    return httpx.Response(case["status"], headers=headers, json=case["body"])


def _as_the_page_tells(case: dict[str, Any]) -> Failed:
    """What the SDK makes of the answer: the vendor's code and words where its JSON has them."""
    if "text" in case and case["text"].startswith("<"):
        return _failed("start_failed", "Unexpected token '<' is not valid JSON", case["status"])
    body = case.get("body")
    words = (body.get("message") or body.get("error") or body.get("detail")) if isinstance(body, dict) else None
    return _failed(case["expect"]["code"] or "start_failed", str(words or ""), case["status"])


def test_every_sample_is_told_apart() -> None:
    names = {case["name"] for case in CASES}
    assert len(names) == len(CASES)
    assert set(EXPECTED) | NOT_AT_A_START == names


@STARTS
def test_a_sample_at_the_mint(case: dict[str, Any], vendor: FakeVendor) -> None:
    dialect = Dialect(case["dialect"])
    vendor.answers[MINT[dialect]] = _answer(case)
    with pytest.raises(HeyGenError) as caught:
        vendor(dialect).mint(SessionRequest(avatar_id="santa", context_id="context-0"))
    assert of_refusal(caught.value).code == EXPECTED[case["name"]][0]


@STARTS
def test_a_sample_at_the_start_in_the_browser(case: dict[str, Any]) -> None:
    found = of_failure(Dialect(case["dialect"]), _as_the_page_tells(case))
    assert found.code == EXPECTED[case["name"]][1]


@pytest.mark.parametrize(
    ("dialect", "code", "message", "status", "trouble"),
    [
        # The simulated vendor's wordings that no sample has.
        ("streaming", "10015", "insufficient credit", 400, "credits_gone"),
        ("streaming", "10003", "not an interactive avatar", 400, "avatar_retired"),
        ("streaming", "400014", "API request failed with status 400", 400, "avatar_retired"),
        ("streaming", "400175", "voice is not available for streaming", 400, "voice_unusable"),
        ("liveavatar", "4000", "voice_id is required or not usable for this avatar", 400, "voice_unusable"),
        ("liveavatar", "4000", "Avatar is expired", 400, "avatar_retired"),
        ("liveavatar", "4033", "Insufficient credits for session", 403, "credits_gone"),
        ("liveavatar", "4041", "Context not found", 404, "persona_missing"),
        ("liveavatar", "4043", "Avatar not found", 404, "avatar_unknown"),
        ("liveavatar", "4040", "Session not found", 404, "pass_refused"),
        ("liveavatar", "4000", "session is already started", 400, "pass_refused"),
        # The page's own.
        ("liveavatar", "no_picture", "", None, "no_picture"),
        ("liveavatar", "room_refused", "", 403, "room_refused"),
        ("liveavatar", "agent_missing", "", None, "agent_missing"),
        ("streaming", "chat_socket_failed", "", None, "chat_socket_failed"),
        ("streaming", "load_failed", "", None, "load_failed"),
        ("liveavatar", "disconnected", "", None, "dropped_early"),
        ("liveavatar", "unreachable", "Failed to fetch", None, "vendor_unreachable"),
        ("liveavatar", "start_failed", "odd", None, "start_failed"),
        ("liveavatar", "of_the_future", "odd", None, "start_failed"),
        # A page in place of JSON, with and without a status that tells more.
        ("streaming", "start_failed", "Unexpected token '<' is not valid JSON", None, "answer_unreadable"),
        ("streaming", "start_failed", "Unexpected token '<' is not valid JSON", 200, "answer_unreadable"),
        ("liveavatar", "start_failed", "Unexpected token '<' is not valid JSON", 404, "answer_unreadable"),
        ("liveavatar", "start_failed", "Unexpected token '<' is not valid JSON", 502, "vendor_fault"),
        ("liveavatar", "start_failed", "Unexpected token '<' is not valid JSON", 401, "pass_refused"),
        # A code without a status, as the chat socket has it, and a status without a code.
        ("streaming", "10007", "Concurrent limit reached", None, "lines_busy"),
        ("streaming", "10013", "avatar not found", None, "avatar_unknown"),
        ("liveavatar", "start_failed", "", 429, "too_many_requests"),
        ("liveavatar", "500", "", 500, "vendor_fault"),
    ],
)
def test_a_start_that_failed_in_the_browser(
    dialect: str, code: str, message: str, status: int | None, trouble: str
) -> None:
    assert of_failure(Dialect(dialect), _failed(code, message, status)).code == trouble


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (ConnectError(), "vendor_unreachable"),
        (TimedOutError(), "vendor_slow"),
        (ProtocolError(), "answer_unreadable"),
        (ResponseShapeError(), "answer_unreadable"),
        (MissingKeyError(), "key_refused"),
        (HeyGenError(), "start_failed"),
        (UnknownAgentError("No such agent.", "Choose another."), "start_failed"),
    ],
)
def test_what_is_no_answer_of_the_vendor(error: HeyGenError, trouble: str) -> None:
    assert of_refusal(error).code == trouble


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("10001", "not_ready"),
        ("10002", "not_ready"),
        ("400006", "not_ready"),
        ("400009", "voice_failed"),
        ("40056", "voice_failed"),
        ("40039", "text_refused"),
        ("400105", "text_refused"),
        ("10007", "not_sent"),
        ("start_failed", "not_sent"),
        ("", "not_sent"),
    ],
)
def test_a_verb_that_failed(code: str, trouble: str) -> None:
    event = VerbFailed(seq=1, at=1, type="verb_failed", verb="ask", code=code, message="x")
    assert of_verb(event).code == trouble
