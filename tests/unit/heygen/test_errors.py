"""Every refusal becomes the right class with code, message, cause and fix; errors travel without carrying secrets."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import heygen
from heygen import ERROR_TABLE, Dialect, HeyGen, StatusError
from heygen.limits import LIVEAVATAR, STREAMING
from heygen.refusals import errors
from heygen.refusals.read import error_for, read_words

VENDOR_URLS = {"streaming": STREAMING.default_url, "liveavatar": LIVEAVATAR.default_url}


def _answer(case: dict[str, Any]) -> httpx.Response:
    headers = case.get("headers", {})
    if "text" in case:
        return httpx.Response(case["status"], headers=headers, text=case["text"])
    return httpx.Response(case["status"], headers=headers, json=case["body"])


def test_vendor_refusals(error_case: dict[str, Any], make_client: Callable[..., HeyGen]) -> None:
    expect = error_case["expect"]
    at_vendor = expect.get("at") == "vendor"
    address = VENDOR_URLS[error_case["dialect"]] if at_vendor else "http://vendor.test/sim"
    client = make_client(lambda _: _answer(error_case), dialect=error_case["dialect"], base_url=address)

    with pytest.raises(StatusError) as caught:
        client.create_context("Santa", "Be kind.", "Ho ho.")

    error = caught.value
    assert type(error).__name__ == expect["error"]
    assert error.status == error_case["status"]
    assert error.code == expect["code"]
    assert error.retryable is expect["retryable"]
    assert error.retry_after == expect.get("retry_after")
    assert error.request_id == expect.get("request_id")
    assert expect["fix"] in error.fix
    assert error.fix in str(error)
    assert error.cause in str(error)
    assert f"HTTP {error_case['status']}" in str(error)
    if expect["message"] is None:
        assert error.message is None
    else:
        assert error.message is not None
        assert expect["message"] in error.message
    if "hides" in expect:
        assert expect["hides"] not in repr(vars(error))


def test_every_class_of_refusal_has_a_row() -> None:
    leaves = {row.error for row in ERROR_TABLE}
    classes = {value for value in vars(heygen).values() if isinstance(value, type) and issubclass(value, StatusError)}
    assert leaves == classes


def test_every_row_gives_advice_and_can_be_reached() -> None:
    for position, row in enumerate(ERROR_TABLE):
        assert row.cause.endswith((".", ")"))
        assert row.fix.endswith(".")
        dialects = [row.dialect] if row.dialect else list(Dialect)
        reached = [
            next(other for other in ERROR_TABLE if other.matches(dialect, status, code, row.says or None))
            for dialect in dialects
            for status in row.statuses or (418,)
            for code in row.codes or (None,)
        ]
        assert any(found is row for found in reached), f"row {position} is hidden: {row.cause}"


def test_an_error_says_what_happened_why_and_what_to_do() -> None:
    error = error_for(
        dialect=Dialect.LIVEAVATAR,
        request="POST /v1/sessions/token",
        status=403,
        headers={"x-request-id": "r-1"},
        content=b'{"code":4033,"message":"No credits available","data":null}',
    )
    assert str(error) == (
        'POST /v1/sessions/token was refused with HTTP 403, code 4033. The answer reads: "No credits available". '
        "Likely cause: Less than one minute of credits is left: 2 for FULL, 1 for LITE. "
        "What to do: Look at credits_left(); allow overage, change the plan, or use a sandbox session for tests. "
        "(request r-1)"
    )


def test_errors_survive_pickling_and_copying() -> None:
    error = heygen.RateLimitError("slow down", status=429, code="429", retryable=True, retry_after=1.0, fix="Wait.")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is heygen.RateLimitError
        assert vars(twin) == vars(error)
        assert str(twin) == str(error)


def test_the_drawn_tree_is_the_tree() -> None:
    drawn = errors.__doc__ or ""
    for name in errors.__all__:
        assert f" {name} " in drawn.replace("\n", " \n "), f"{name} is not in the drawing"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", None),
        (b"   ", None),
        (b"<p>Access <b>denied</b></p>", "Access denied"),
        (b"<title>Tom &amp; Co</title>", "Tom & Co"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"null", None),
        (b'"just words"', "just words"),
        (b'{"detail": []}', None),
        (b'{"code": true}', None),
    ],
)
def test_odd_bodies_are_read(content: bytes, message: str | None) -> None:
    assert read_words(content).message == message


def test_long_messages_are_cut() -> None:
    words = "word " * 1000
    error = error_for(dialect=Dialect.STREAMING, request="GET /", status=500, headers={}, content=words.encode())
    assert error.message is not None
    assert len(error.message) == 500


@given(st.binary(max_size=200), st.integers(100, 999))
def test_any_body_and_status_becomes_an_error(content: bytes, status: int) -> None:
    for dialect in Dialect:
        error = error_for(dialect=dialect, request="GET /", status=status, headers={}, content=content)
        assert error.fix
        assert str(status) in str(error)
