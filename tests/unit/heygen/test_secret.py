"""Keys and tokens cannot be printed, logged, pickled or carried in an error."""

from __future__ import annotations

import base64
import copy
import dataclasses
import json
import logging
import pickle
import traceback
from collections.abc import Callable

import httpx
import pytest

from heygen import Dialect, HeyGen, HeyGenError, Secret, SessionRequest, SessionToken, scrub

KEY = "unit-test-key-0001"
HIDDEN = "hush-hush-value"
JWT = "eyJhbGciOiJIUzI1NiJ9." + base64.urlsafe_b64encode(b'{"exp":1795255200}').decode().rstrip("=") + ".c2lnbmF0dXJl"
OLD = base64.b64encode(json.dumps({"token": "ab" * 16, "created_at": 1795255200}).encode()).decode()


def test_every_way_of_printing_shows_dots() -> None:
    secret = Secret(HIDDEN)
    record = SessionToken(secret, "s1", Dialect.LIVEAVATAR, None)
    shown = [
        repr(secret), str(secret), f"{secret}", f"{secret!r:>40}", f"{secret:>40}",
        repr([secret]), repr(record), str(dataclasses.asdict(record)), repr(dataclasses.astuple(record)),
        str(copy.deepcopy(secret)), repr(dataclasses.replace(record)),
    ]  # fmt: skip
    assert all(HIDDEN not in text for text in shown)
    assert secret.reveal() == HIDDEN
    assert dataclasses.asdict(record)["token"].reveal() == HIDDEN


def test_a_secret_has_no_dict_and_does_not_serialise() -> None:
    secret = Secret(HIDDEN)
    with pytest.raises(TypeError):
        vars(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError) as caught:
            pickle.dumps(SessionToken(secret, None, Dialect.STREAMING, None), protocol)
        assert HIDDEN not in str(caught.value)


def test_secrets_compare_by_value() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert not Secret("")


@pytest.mark.parametrize(
    "text",
    [
        f"Invalid API key: {HIDDEN}!",
        f"https://x.test/?key={HIDDEN}",
        "Authorization: Bearer abc.def",
        f"token {JWT} refused",
        f"session_token={OLD}&silence_response=false",
        "key 0123456789abcdef0123456789abcdef-1700000000 unknown",
        "key " + base64.b64encode(b"0123456789abcdef0123456789abcdef-1700000000").decode(),
    ],
)
def test_scrubbing_removes_what_somebody_else_printed(text: str) -> None:
    cleaned = scrub(text, [Secret(HIDDEN)])
    assert "•" in cleaned
    for piece in (HIDDEN, "abc.def", JWT, OLD, "0123456789abcdef", "MDEyMzQ1Njc4OWFi"):
        assert piece not in cleaned


def test_scrubbing_finds_the_escaped_spelling_too() -> None:
    assert scrub("a%2Fb%2Bc%3D, a/b+c=", [Secret("a/b+c=")]) == "••••••, ••••••"


@pytest.mark.parametrize(
    "harmless",
    ["1c690fe7-23e0-49f9-bfba-14344450285b", "Session concurrency limit reached", "/v1/streaming/knowledge_base/list"],
)
def test_scrubbing_leaves_ids_and_words(harmless: str) -> None:
    assert scrub(harmless, [Secret(HIDDEN)]) == harmless


@pytest.mark.parametrize("dialect", ["streaming", "liveavatar"])
def test_a_whole_day_at_debug_level_logs_no_secret(
    dialect: str, make_client: Callable[..., HeyGen], caplog: pytest.LogCaptureFixture
) -> None:
    token = JWT if dialect == "liveavatar" else OLD

    def vendor(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(("token", "create_token")):
            return httpx.Response(200, json={"data": {"token": token, "session_token": token, "session_id": "s1"}})
        if "voice" in request.url.path:
            return httpx.Response(503, json={"message": f"key {KEY} and {token}"}, headers={"x-request-id": KEY})
        return httpx.Response(401, json={"code": 401, "message": f"key {KEY} with Bearer {token} refused"})

    caplog.set_level(logging.DEBUG)
    client = make_client(vendor, dialect=dialect)
    minted = client.mint(SessionRequest(avatar_id="a1", dynamic_variables={"guest": "Emma"}))
    logging.getLogger("test").info("minted %s by %s with %r", minted, client, vars(client))
    problems = []
    for act in (client.voices, client.avatars, client.credits_left, lambda: client.stop("s1")):
        with pytest.raises(HeyGenError) as caught:
            act()
        logging.getLogger("test").error("failed", exc_info=caught.value)
        problems.append("".join(traceback.format_exception(caught.value)) + repr(vars(caught.value)))
    everything = caplog.text + "".join(problems) + "".join(repr(vars(record)) for record in caplog.records)
    assert "vendor request" in caplog.text
    assert "verb=voices" in caplog.text
    for hidden in (KEY, token, token[:24], "Emma"):
        assert hidden not in everything


def test_a_guests_name_stays_out_of_repr() -> None:
    assert "Emma" not in repr(SessionRequest(avatar_id="a", dynamic_variables={"guest": "Emma"}))
