"""What the older product's routes answer when they say yes."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.contract.conftest import STREAMING_KEY, Running
from tests.contract.sessions import streaming_session


@pytest.fixture
def client(shared: Running) -> Iterator[httpx.Client]:
    """A client with the account's key."""
    with shared.client(**{"X-Api-Key": STREAMING_KEY}) as client:
        yield client


def classic(answer: httpx.Response) -> Any:
    """The data of a version 1 success, whose envelope is checked."""
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert set(body) == {"code", "message", "data"}
    assert (body["code"], body["message"]) == (100, "success")
    return body["data"]


def modern(answer: httpx.Response) -> Any:
    """The data of a version 2 success, whose envelope is checked."""
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"error", "data"}
    assert answer.json()["error"] is None
    return answer.json()["data"]


@pytest.mark.parametrize("content", [b"", b"{}"], ids=["no body", "empty object"])
def test_create_token(shared: Running, client: httpx.Client, content: bytes) -> None:
    token = modern(client.post("/v1/streaming.create_token", content=content))["token"]
    inner = json.loads(base64.b64decode(token, validate=True))
    assert set(inner) == {"token", "token_type", "created_at"}
    assert len(bytes.fromhex(inner["token"])) == 16
    assert inner["created_at"] == int(shared.clock.now)


def test_new_names_everything_a_client_needs(shared: Running, client: httpx.Client) -> None:
    session = streaming_session(client)
    data = dict(session.data)
    ws = shared.url.replace("http", "ws")
    assert data.pop("access_token").count(".") == 2
    assert data.pop("livekit_agent_token").count(".") == 2
    assert data == {
        "session_id": session.id,
        "url": f"{ws}/livekit",
        "realtime_endpoint": f"{ws}/v2-alpha/interactive-avatar/session/{session.id}",
        "session_duration_limit": 3600,
        "is_paid": True,
        "sdp": None,
        "ice_servers": None,
        "ice_servers2": None,
    }
    assert classic(client.post("/v1/streaming.stop", json={"session_id": session.id})) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"avatar_id": None, "avatar_name": "Ann_Therapist_public"},
        {"avatar_id": "default"},
        {"voice": {"voice_id": "a04d81d19afd436db611060682276331", "rate": 1.2, "emotion": "Excited"}},
        {"voice_id": "a04d81d19afd436db611060682276331"},
        {"voice": {}, "language": "en", "source": "sdk", "ia_is_livekit_transport": True, "silence_response": False},
        {"disable_idle_timeout": True, "stt_settings": {"provider": "gladia", "confidence": 0.55}},
        {"activity_idle_timeout": "30", "quality": "low", "video_encoding": "H264"},
        {"knowledge_base": "You are Santa.", "knowledge_id": "not a documented name"},
    ],
    ids=["older name", "default avatar", "voice", "top-level voice", "browser SDK", "idle", "texts", "prompt"],
)
def test_what_clients_may_send_to_new(client: httpx.Client, fields: dict[str, Any]) -> None:
    session = streaming_session(client, **fields)
    classic(client.post("/v1/streaming.stop", json={"session_id": session.id}))


def test_the_key_alone_is_enough(client: httpx.Client) -> None:
    body = {"version": "v2", "avatar_id": "Santa_Fireplace_Front_public"}
    session_id = classic(client.post("/v1/streaming.new", json=body))["session_id"]
    named = {"session_id": session_id}
    assert classic(client.post("/v1/streaming.start", json=named)) == named
    for verb in ("keep_alive", "interrupt", "start_listening", "stop_listening", "stop"):
        assert classic(client.post(f"/v1/streaming.{verb}", json=named)) is None


def test_the_lists_follow_a_session(client: httpx.Client) -> None:
    session = streaming_session(client, start=False)

    def status() -> dict[str, str]:
        return {s["session_id"]: s["status"] for s in classic(client.get("/v1/streaming.list"))["sessions"]}

    assert status() == {session.id: "new"}
    classic(client.post("/v1/streaming.start", json={"session_id": session.id}))
    assert status() == {session.id: "connecting"}
    classic(client.post("/v1/streaming.stop", json={"session_id": session.id}))
    assert status() == {}
    second = streaming_session(client)
    classic(client.post("/v1/streaming.stop", json={"session_id": second.id}))
    first_page = modern(client.get("/v2/streaming.list?page_size=1"))
    assert first_page.items() >= {"total": first_page["total"], "page": 1, "page_size": 1}.items()
    assert set(first_page["data"][0]) == {
        "session_id",
        "status",
        "created_at",
        "api_key_type",
        "duration",
        "avatar_id",
        "voice_name",
    }
    seen, page = [first_page["data"][0]["session_id"]], first_page
    while page["next_pagination_token"]:
        page = modern(client.get(f"/v2/streaming.list?page_size=1&token={page['next_pagination_token']}"))
        seen.append(page["data"][0]["session_id"])
    assert {session.id, second.id} <= set(seen)
    assert len(seen) == first_page["total"]


def test_catalogue_and_account(client: httpx.Client) -> None:
    avatars = classic(client.get("/v1/streaming/avatar.list"))
    assert {"Santa_Fireplace_Front_public", "Ann_Therapist_public"} <= {a["avatar_id"] for a in avatars}
    assert all(set(a) == {"avatar_id", "created_at", "status", "is_public"} for a in avatars)
    voices = classic(client.get("/v1/voice.list"))["list"]
    assert modern(client.get("/v2/voices"))["voices"] == voices
    assert [v["support_realtime"] for v in voices].count(False) == 1
    quota = modern(client.get("/v2/user/remaining_quota"))
    assert quota["remaining_quota"] + quota["used_quota"] == 1010 * 60
    assert classic(client.get("/v1/user/me"))["username"] == "simulator"


def test_knowledge_bases(client: httpx.Client) -> None:
    body = {"name": "n", "prompt": "p", "opening": "o"}
    made = classic(client.post("/v1/streaming/knowledge_base/create", json=body))
    path = f"/v1/streaming/knowledge_base/{made['id']}"
    assert classic(client.post(path, json={"name": "m"})) == {"id": made["id"], "name": "m"}
    listed = {b["id"]: b for b in classic(client.get("/v1/streaming/knowledge_base/list"))["list"]}
    assert listed[made["id"]] == {"id": made["id"], "name": "m", "prompt": "p"}
    session = streaming_session(client, knowledge_base_id=made["id"])
    classic(client.post("/v1/streaming.stop", json={"session_id": session.id}))
    assert classic(client.delete(path)) is None
    assert made["id"] not in {b["id"] for b in classic(client.get("/v1/streaming/knowledge_base/list"))["list"]}
