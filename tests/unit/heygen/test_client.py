"""Verbs in both dialects: what is sent, what comes back, how lists end, how a stop settles, how set-up fails."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heygen import (
    AuthenticationError,
    ConfigurationError,
    Dialect,
    HeyGen,
    HeyGenError,
    InvalidRequestError,
    MissingKeyError,
    NotFoundError,
    NotSupportedError,
    ResponseShapeError,
    Secret,
    SessionRequest,
    StopOutcome,
)

MakeClient = Callable[..., HeyGen]
FULL_REQUEST = SessionRequest(
    avatar_id="1c690fe7-23e0-49f9-bfba-14344450285b",
    voice_id="v1",
    context_id="c1",
    language="de",
    quality="high",
    sandbox=True,
    max_seconds=90,
    dynamic_variables={"guest": "Emma"},
    interactivity="PUSH_TO_TALK",
)


def _compare(found: object, expected: Any) -> None:
    if isinstance(expected, list):
        assert isinstance(found, list)
        assert len(found) == len(expected)
        for one, wanted in zip(found, expected, strict=True):
            _compare(one, wanted)
    elif isinstance(expected, dict):
        for name, wanted in expected.items():
            value = getattr(found, name)
            assert (str(value) if isinstance(value, Decimal) else value) == wanted, name
    elif isinstance(found, Decimal):
        assert str(found) == expected
    else:
        assert found == expected


def test_verbs(answer_case: dict[str, Any], make_client: MakeClient) -> None:
    seen: list[httpx.Request] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=answer_case["answer"])

    client = make_client(vendor, dialect=answer_case["dialect"], base_url="http://vendor.test")
    result = getattr(client, answer_case["verb"])(**answer_case["args"])

    (request,) = seen
    wanted = answer_case["request"]
    assert (request.method, request.url.path) == (wanted["method"], wanted["path"])
    assert dict(request.url.params) == wanted["query"]
    assert (json.loads(request.content) if request.content else None) == wanted["body"]
    _compare(result, answer_case["result"])


def test_records_keep_unknown_fields(make_client: MakeClient) -> None:
    answer = {"code": 1000, "data": {"results": [{"id": "a", "new_in_2027": [1]}], "next": None}}
    (avatar,) = make_client(lambda _: httpx.Response(200, json=answer)).avatars()
    assert avatar.raw["new_in_2027"] == [1]
    assert "new_in_2027" not in repr(avatar)


def test_a_liveavatar_token_carries_the_session(make_client: MakeClient) -> None:
    sent: list[Any] = []
    claims = base64.urlsafe_b64encode(json.dumps({"exp": 1795255200}).encode()).decode().rstrip("=")

    def vendor(request: httpx.Request) -> httpx.Response:
        sent.append((request.method, request.url.path, json.loads(request.content)))
        return httpx.Response(
            200, json={"code": 1000, "data": {"session_id": "s1", "session_token": f"eyJh.{claims}.sig"}}
        )

    minted = make_client(vendor).mint(FULL_REQUEST)
    assert sent == [
        (
            "POST",
            "/sim/v1/sessions/token",
            {
                "mode": "FULL",
                "avatar_id": FULL_REQUEST.avatar_id,
                "is_sandbox": True,
                "video_settings": {"quality": "high"},
                "interactivity_type": "PUSH_TO_TALK",
                "max_session_duration": 90,
                "dynamic_variables": {"guest": "Emma"},
                "avatar_persona": {"voice_id": "v1", "context_id": "c1", "language": "de"},
            },
        )
    ]
    assert minted.session_id == "s1"
    assert minted.token.reveal() == f"eyJh.{claims}.sig"
    assert minted.expires_at == 1795255200.0
    assert minted.dialect is Dialect.LIVEAVATAR


def test_what_is_not_given_is_not_sent(make_client: MakeClient) -> None:
    sent: list[Any] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"code": 1000, "data": {"session_id": "s1", "session_token": "opaque"}})

    minted = make_client(vendor).mint(SessionRequest(avatar_id="a1"))
    assert sent[0]["avatar_persona"] == {"language": "en"}
    assert not {"max_session_duration", "dynamic_variables"} & set(sent[0])
    assert minted.expires_at is None


def test_a_streaming_token_knows_when_it_ends(make_client: MakeClient) -> None:
    text = base64.b64encode(
        json.dumps({"token": "0" * 32, "token_type": "sa_from_trial", "created_at": 1795255200}).encode()
    ).decode()
    sent: list[tuple[str, bytes]] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        sent.append((request.url.path, request.content))
        return httpx.Response(200, json={"error": None, "data": {"token": text}})

    minted = make_client(vendor, dialect="streaming").mint(FULL_REQUEST)
    assert sent == [("/sim/v1/streaming.create_token", b"{}")]
    assert minted.token == Secret(text)
    assert minted.session_id is None
    assert minted.expires_at == 1795255200.0 + 3600


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"quality": "ultra"}, "quality"),
        ({"interactivity": "SHOUTING"}, "interactivity"),
        ({"max_seconds": 0}, "max_seconds"),
        ({"dynamic_variables": {"guest": "x" * 1001}}, "dynamic_variables"),
        ({"dynamic_variables": {"k" * 65: "x"}}, "dynamic_variables"),
        ({"dynamic_variables": {f"k{n}": "x" for n in range(51)}}, "dynamic_variables"),
        ({"avatar_id": ""}, "avatar id"),
    ],
)
def test_a_request_the_vendor_would_refuse_is_not_sent(
    change: dict[str, Any], rule: str, make_client: MakeClient
) -> None:
    client = make_client(lambda _: pytest.fail("a request went out"))
    with pytest.raises(InvalidRequestError) as caught:
        client.mint(SessionRequest(**{"avatar_id": "a1", **change}))
    assert rule in caught.value.fix
    assert caught.value.status is None


@pytest.mark.parametrize("session_id", ["", " ", "..", "a/b", "a?b", "a\nb", "-x", "x" * 201])
@pytest.mark.parametrize("verb", ["stop", "keep_alive", "session", "transcript"])
def test_an_odd_session_id_is_not_sent(verb: str, session_id: str, make_client: MakeClient) -> None:
    client = make_client(lambda _: pytest.fail("a request went out"))
    with pytest.raises(InvalidRequestError, match="session id"):
        getattr(client, verb)(session_id)


def _pages(total: int, asked: list[dict[str, str]]) -> Callable[[httpx.Request], httpx.Response]:
    def vendor(request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        asked.append(query)
        number, size = int(query["page"]), int(query["page_size"])
        ids = [f"s{n}" for n in range(total)][(number - 1) * size : number * size]
        # The address is a trap: whoever follows it sends the key elsewhere.
        more = "https://elsewhere.test/?page=9" if number * size < total else None
        return httpx.Response(200, json={"code": 1000, "data": {"next": more, "results": [{"id": i} for i in ids]}})

    return vendor


def test_liveavatar_pages_are_followed_to_the_end(make_client: MakeClient) -> None:
    asked: list[dict[str, str]] = []
    sessions = make_client(_pages(250, asked)).active_sessions()
    assert [session.id for session in sessions] == [f"s{n}" for n in range(250)]
    assert [query["page"] for query in asked] == ["1", "2", "3"]


def test_a_limit_ends_the_list_early(make_client: MakeClient) -> None:
    asked: list[dict[str, str]] = []
    client = make_client(_pages(1000, asked))
    assert len(client.past_sessions(limit=150)) == 150
    assert [(query["type"], query["page"]) for query in asked] == [("historic", "1"), ("historic", "2")]
    assert client.past_sessions(limit=0) == []
    assert len(asked) == 2


def test_own_voices_come_before_public_ones_page_by_page(make_client: MakeClient) -> None:
    asked: list[tuple[str, str]] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        asked.append((query["voice_type"], query["page"]))
        more = query["voice_type"] == "public" and query["page"] == "1"
        row = {"id": f"{query['voice_type']}-{query['page']}"}
        return httpx.Response(200, json={"code": 1000, "data": {"next": "x" if more else None, "results": [row]}})

    voices = make_client(vendor).voices()
    assert [voice.id for voice in voices] == ["private-1", "public-1", "public-2"]
    assert asked == [("private", "1"), ("public", "1"), ("public", "2")]


def test_streaming_history_follows_its_token(make_client: MakeClient) -> None:
    asked: list[dict[str, str]] = []

    def vendor(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        more = "t2" if len(asked) == 1 else None
        return httpx.Response(200, json={"data": [{"session_id": f"s{len(asked)}"}], "next_pagination_token": more})

    sessions = make_client(vendor, dialect="streaming").past_sessions()
    assert [session.id for session in sessions] == ["s1", "s2"]
    assert asked == [{"page_size": "100"}, {"page_size": "100", "token": "t2"}]


def test_a_list_without_end_is_given_up(make_client: MakeClient) -> None:
    answer = {"code": 1000, "data": {"next": "x", "results": [{"id": "s"}]}}
    with pytest.raises(ResponseShapeError, match="100 pages"):
        make_client(lambda _: httpx.Response(200, json=answer)).active_sessions()


def test_an_empty_page_ends_the_list_whatever_it_promises(make_client: MakeClient) -> None:
    answer = {"code": 1000, "data": {"next": "x", "results": []}}
    assert make_client(lambda _: httpx.Response(200, json=answer)).active_sessions() == []


@pytest.mark.parametrize(
    ("dialect", "status", "body"),
    [
        ("liveavatar", 404, {"code": 404, "message": "Session not found", "data": None}),
        ("liveavatar", 404, {"detail": "Not found."}),
        ("liveavatar", 400, {"code": 400, "message": "session no longer active", "data": None}),
        ("streaming", 400, {"code": 400004, "message": "Session does not exist. SessionID: s1"}),
        ("streaming", 400, {"code": 10005, "message": "session state wrong: closed"}),
        ("streaming", 400, {"code": 10006, "message": "session not found"}),
        ("streaming", 404, {"code": 404, "message": "session not found"}),
        ("streaming", 200, {"code": 10005, "message": "session state wrong: closed"}),
    ],
)
def test_a_stop_of_what_is_over_is_settled(
    dialect: str, status: int, body: dict[str, Any], make_client: MakeClient
) -> None:
    client = make_client(lambda _: httpx.Response(status, json=body), dialect=dialect)
    assert client.stop("s1") is StopOutcome.ALREADY_GONE


@pytest.mark.parametrize("dialect", ["streaming", "liveavatar"])
def test_a_stop_without_the_right_is_not_settled(dialect: str, make_client: MakeClient) -> None:
    client = make_client(lambda _: httpx.Response(401, json={"code": 400112, "message": "no"}), dialect=dialect)
    with pytest.raises(AuthenticationError):
        client.stop("s1")


@pytest.mark.parametrize("dialect", ["streaming", "liveavatar"])
def test_a_gateways_404_page_does_not_settle_a_stop(dialect: str, make_client: MakeClient) -> None:
    client = make_client(lambda _: httpx.Response(404, text="<title>404 Not Found</title>"), dialect=dialect)
    with pytest.raises(NotFoundError):
        client.stop("s1")


@pytest.mark.parametrize("verb", ["session", "transcript"])
def test_streaming_says_what_it_lacks(verb: str, make_client: MakeClient) -> None:
    client = make_client(lambda _: pytest.fail("a request went out"), dialect="streaming")
    with pytest.raises(NotSupportedError) as caught:
        getattr(client, verb)("s1")
    assert "liveavatar" in caught.value.fix


@pytest.mark.parametrize(
    ("verb", "answer", "names"),
    [
        ("credits_left", {"code": 1000, "data": {"credits_left": "many"}}, "credits.credits_left"),
        ("credits_left", {"code": 1000, "data": {"credits_left": "NaN"}}, "credits.credits_left"),
        ("credits_left", {"code": 1000, "data": None}, "credits"),
        ("avatars", {"code": 1000, "data": {"results": [{"name": "no id"}]}}, "avatar.id"),
        ("avatars", {"code": 1000, "data": {"results": ["text"]}}, "avatars[0]"),
        ("contexts", {"code": 1000, "data": {}}, "contexts"),
    ],
)
def test_a_misshapen_success_names_the_field(
    verb: str, answer: dict[str, Any], names: str, make_client: MakeClient
) -> None:
    with pytest.raises(ResponseShapeError) as caught:
        getattr(make_client(lambda _: httpx.Response(200, json=answer)), verb)()
    assert names in str(caught.value)
    assert caught.value.status == 200


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "data", "results", "next", "created_at", "credits_left", "code", "error", "duration"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=_JSON)
def test_any_json_gives_a_result_or_an_error_of_ours(body: object, make_client: MakeClient) -> None:
    content = json.dumps({"code": 1000, "data": body}).encode()
    for dialect in Dialect:
        client = make_client(lambda _: httpx.Response(200, content=content), dialect=dialect)
        for act in (client.credits_left, client.avatars, client.voices, client.active_sessions, client.past_sessions):
            with suppress(HeyGenError):
                act()


@pytest.mark.parametrize(
    ("dialect", "variable", "address"),
    [
        ("liveavatar", "LIVEAVATAR_API_KEY", "https://api.liveavatar.com"),
        ("streaming", "HEYGEN_API_KEY", "https://api.heygen.com"),
    ],
)
def test_key_and_address_fall_back_to_the_environment(
    dialect: str, variable: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MissingKeyError, match=variable):
        HeyGen(dialect=dialect)
    monkeypatch.setenv(variable, " from-environment\n")
    with HeyGen(dialect=dialect) as client:
        assert client.dialect == dialect
        assert client.base_url == address
        assert repr(client) == f"HeyGen(dialect={dialect!r}, base_url={address!r})"
    monkeypatch.setenv("VENDOR_URL", "http://127.0.0.1:8501/sim/")
    with HeyGen(dialect=dialect) as client:
        assert client.base_url == "http://127.0.0.1:8501/sim"


def test_a_blank_key_is_missing_whatever_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEAVATAR_API_KEY", "real")
    with pytest.raises(MissingKeyError):
        HeyGen(api_key="  ")


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel", "nul\0"])
def test_a_key_that_no_header_takes_is_refused_unseen(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        HeyGen(api_key=key)
    assert key not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "address", ["/sim", "ftp://x.test", "http://", "https://me:pw@x.test", "http://x.test/?a=1", "http://x:y"]
)
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError, match="VENDOR_URL"):
        HeyGen(api_key="k", base_url=address)


def test_an_unknown_dialect_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="streaming"):
        HeyGen(dialect="klingon", api_key="k")


def test_closing_spares_a_client_that_was_handed_in() -> None:
    with httpx.Client() as http:
        with HeyGen(api_key="k", http=http):
            pass
        assert not http.is_closed
    own = HeyGen(api_key="k")
    own.close()
    with pytest.raises(RuntimeError):
        own.credits_left()
