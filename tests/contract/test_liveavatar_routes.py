"""What LiveAvatar's routes answer when they say yes."""

from __future__ import annotations

import base64
import io
import json
import wave
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import numpy as np
import pytest

from tests.contract.conftest import LIVEAVATAR_KEY, Running
from tests.contract.sessions import SANTA, WAYNE, liveavatar_session

SANTA_VOICE = "7a3d0e52-4c1f-4d8e-9a56-0b1c2d3e4f50"


@pytest.fixture
def client(shared: Running) -> Iterator[httpx.Client]:
    """A client with the account's key."""
    with shared.client(**{"X-API-KEY": LIVEAVATAR_KEY}) as client:
        yield client


def data_of(answer: httpx.Response, status: int = 200) -> Any:
    """The data of a success, whose envelope is checked."""
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"code", "data", "message"}
    assert answer.json()["code"] == 1000
    return answer.json()["data"]


def test_token_start_keep_alive_stop(shared: Running, client: httpx.Client) -> None:
    body = {"mode": "FULL", "avatar_id": SANTA, "avatar_persona": {"voice_id": SANTA_VOICE}}
    minted = data_of(client.post("/v1/sessions/token", json=body))
    assert set(minted) == {"session_id", "session_token"}
    claims = jwt.decode(minted["session_token"], options={"verify_signature": False, "verify_exp": False})
    assert claims["start_session_data"] == {"mode": "FULL", "agent_type": "FULL"}
    with shared.client(Authorization=f"Bearer {minted['session_token']}") as viewer:
        started = data_of(viewer.post("/v1/sessions/start"), 201)
        assert started.pop("livekit_client_token").count(".") == 2
        assert started == {
            "session_id": minted["session_id"],
            "livekit_url": f"{shared.url.replace('http', 'ws')}/livekit",
            "livekit_agent_token": None,
            "max_session_duration": 1200,
            "ws_url": None,
        }
        assert data_of(viewer.post("/v1/sessions/keep-alive")) is None
        assert data_of(viewer.post("/v1/sessions/stop", json={"reason": "USER_DISCONNECTED"})) is None
    assert data_of(client.get(f"/v1/sessions/{minted['session_id']}"))["end_reason"] == "USER_DISCONNECTED"


def test_the_start_may_repeat_the_session_id(client: httpx.Client) -> None:
    session = liveavatar_session(client, start=False)
    answer = client.post("/v1/sessions/start", headers=session.bearer, json={"session_id": session.id})
    assert data_of(answer, 201)["session_id"] == session.id
    assert data_of(client.post("/v1/sessions/keep-alive", json={"session_id": session.id})) is None
    assert data_of(client.post("/v1/sessions/stop", json={"session_id": session.id})) is None


@pytest.mark.parametrize(
    ("block", "agent", "room", "socket", "agent_token"),
    [
        ({}, "UNKNOWN", True, True, True),
        ({"livekit_config": {"livekit_url": "wss://r", "livekit_room": "r"}}, "UNKNOWN", False, True, False),
        ({"elevenlabs_agent_config": {"secret_id": "s", "agent_id": "a"}}, "ELEVENLABS_AGENT", True, False, False),
        ({"openai_realtime_config": {"secret_id": "s", "context_id": "c"}}, "OPENAI_REALTIME", True, False, False),
        ({"gemini_realtime_config": {"secret_id": "s", "context_id": "c"}}, "GEMINI_REALTIME", True, False, False),
    ],
    ids=["plain", "own room", "elevenlabs", "openai", "gemini"],
)
@pytest.mark.parametrize("mode", ["LITE", "CUSTOM"])
def test_lite_hands_out_a_socket_unless_somebody_else_speaks(
    client: httpx.Client, mode: str, block: dict[str, Any], agent: str, room: bool, socket: bool, agent_token: bool
) -> None:
    session = liveavatar_session(client, mode=mode, **block)
    claims = jwt.decode(session.token, options={"verify_signature": False, "verify_exp": False})
    assert claims["start_session_data"] == {"mode": "LITE", "agent_type": agent}
    assert (session.data["livekit_url"] is not None) is room
    assert (session.data["livekit_client_token"] is not None) is room
    assert (session.data["ws_url"] is not None) is socket
    assert (session.data["livekit_agent_token"] is not None) is agent_token
    data_of(client.post("/v1/sessions/stop", json={"session_id": session.id}))


@pytest.mark.parametrize(
    "fields",
    [
        {"video_settings": {"quality": "very_high", "encoding": "VP8"}},
        {"video_quality": "low", "video_encoding": "H264"},
        {"avatar_persona": None, "voice_agent": {"id": SANTA_VOICE, "language": "de"}},
        {"avatar_persona": {"voice_settings": {"speed": 0.8}, "stt_config": {"provider": "deepgram"}}},
        {"memory": {"prev_session_id": "s"}, "unknown_field": 1},
        {"max_session_duration": 60, "interactivity_type": "PUSH_TO_TALK"},
    ],
    ids=["settings", "older settings", "built agent", "voice", "unknown", "limits"],
)
def test_what_clients_may_also_send(client: httpx.Client, fields: dict[str, Any]) -> None:
    session = liveavatar_session(client, **fields)
    assert session.data["max_session_duration"] == fields.get("max_session_duration", 1200)
    data_of(client.post("/v1/sessions/stop", json={"session_id": session.id}))


def test_session_items_and_their_filters(client: httpx.Client) -> None:
    session = liveavatar_session(client, avatar_id=WAYNE, is_sandbox=True)
    active = data_of(client.get("/v1/sessions", params={"type": "active", "avatar_id": WAYNE}))
    assert [item["id"] for item in active["results"]] == [session.id]
    assert data_of(client.get("/v1/sessions?type=active&embed_id=e"))["count"] == 0
    assert data_of(client.get("/v1/sessions?type=active&context_id=c"))["count"] == 0
    data_of(client.post("/v1/sessions/stop", json={"session_id": session.id}))
    historic = data_of(client.get("/v1/sessions", params={"type": "historic", "avatar_id": WAYNE}))
    (item,) = historic["results"]
    assert item == data_of(client.get(f"/v1/sessions/{session.id}"))
    assert item == {
        "id": session.id,
        "created_at": "2027-01-15T08:00:00Z",
        "updated_at": "2027-01-15T08:00:00Z",
        "duration": 0.0,
        "source": "API",
        "mode": "FULL",
        "is_sandbox": True,
        "avatar_id": WAYNE,
        "context_id": None,
        "credits_consumed": 0.0,
        "end_at": "2027-01-15T08:00:00Z",
        "end_reason": "USER_CLOSED",
    }


def test_pages_lead_to_each_other(client: httpx.Client) -> None:
    first = data_of(client.get("/v1/avatars/public?page_size=3"))
    assert (first["count"], len(first["results"]), first["previous"]) == (8, 3, None)
    seen, page = list(first["results"]), first
    while page["next"]:
        page = data_of(client.get(page["next"]))
        seen += page["results"]
    assert len({item["id"] for item in seen}) == 8
    assert dict(httpx.URL(page["previous"]).params) == {"page": "2", "page_size": "3"}
    assert data_of(client.get("/v1/avatars/public?page=9"))["results"] == []


def test_catalogue(shared: Running, client: httpx.Client) -> None:
    with shared.client() as nobody:
        avatars = data_of(nobody.get("/v1/avatars/public?page_size=100"))["results"]
        languages = data_of(nobody.get("/v1/languages"))
    santa = data_of(client.get(f"/v1/avatars/{SANTA}"))
    assert santa in avatars
    assert santa["default_voice"] == {"id": SANTA_VOICE, "name": "Santa, deep and warm"}
    assert (santa["status"], santa["type"], santa["is_expired"]) == ("ACTIVE", "VIDEO", False)
    assert {"language": "English", "code": "en"} in languages
    assert data_of(client.get("/v1/avatars"))["results"] == []
    assert data_of(client.get("/v1/voices?voice_type=private"))["results"] == []
    voices = data_of(client.get("/v1/voices?voice_type=public"))["results"]
    assert data_of(client.get(f"/v1/voices/{SANTA_VOICE}")) in voices


def test_previews_are_the_voices_themselves(client: httpx.Client) -> None:
    heard: dict[str, bytes] = {}
    for voice in data_of(client.get("/v1/voices"))["results"]:
        sample = data_of(client.get(f"/v1/voices/{voice['id']}/preview"))["audio_base64"]
        with wave.open(io.BytesIO(base64.b64decode(sample, validate=True))) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
            heard[voice["id"]] = file.readframes(file.getnframes())
    for pcm in heard.values():
        samples = np.frombuffer(pcm, dtype="<i2").astype(float)
        assert 1 < len(samples) / 24_000 < 5
        assert np.sqrt(np.mean(samples**2)) > 500
    assert len(set(heard.values())) == 3


def test_contexts(client: httpx.Client) -> None:
    body = {"name": "n", "prompt": "Hello ${guest}.", "opening_text": "Ho ${day}", "links": [{"url": "u", "faq": "f"}]}
    made = data_of(client.post("/v1/contexts", json=body), 201)
    assert made.items() >= body.items()
    assert made["required_dynamic_variables"] == ["day", "guest"]
    path = f"/v1/contexts/{made['id']}"
    changed = data_of(client.patch(path, json={"name": "m", "links": []}))
    assert (changed["name"], changed["prompt"], changed["links"]) == ("m", "Hello ${guest}.", [])
    assert data_of(client.get(path)) == changed
    assert changed in data_of(client.get("/v1/contexts"))["results"]
    assert data_of(client.delete(path)) is None
    assert client.get(path).status_code == 404


def test_secrets_are_never_shown_and_models_need_them(client: httpx.Client) -> None:
    secret = {"secret_name": "n", "secret_value": "hush", "secret_type": "LLM_API_KEY"}
    made = data_of(client.post("/v1/secrets", json=secret), 201)
    assert "hush" not in json.dumps(made) + client.get("/v1/secrets").text
    model = {"display_name": "d", "model_name": "m", "secret_id": made["id"]}
    stored = data_of(client.post("/v1/llm-configurations", json=model), 201)
    path = f"/v1/llm-configurations/{stored['id']}"
    assert data_of(client.patch(path, json={"model_name": "better"}))["model_name"] == "better"
    session = liveavatar_session(client, llm_configuration_id=stored["id"])
    data_of(client.post("/v1/sessions/stop", json={"session_id": session.id}))
    assert data_of(client.delete(path)) is None
    assert data_of(client.delete(f"/v1/secrets/{made['id']}")) is None
    late = liveavatar_session(client, start=False, llm_configuration_id=stored["id"])
    refused = client.post("/v1/sessions/start", headers=late.bearer)
    message = f"LLM configuration with id {stored['id']} not found in your space"
    assert (refused.status_code, refused.json()) == (400, {"code": 4000, "data": None, "message": message})


def test_memories_and_embeds(client: httpx.Client) -> None:
    memory = data_of(client.post("/v1/memory", json={"memory_type": "session", "session_id": "s"}), 201)
    assert data_of(client.get(f"/v1/memory/{memory['id']}")) == memory
    assert client.delete(f"/v1/memory/{memory['id']}").status_code == 204
    embed = data_of(client.post("/v2/embeddings", json={"avatar_id": SANTA, "context_id": SANTA_VOICE}), 201)
    assert embed["embed_id"] in embed["url"]
    assert 'allow="microphone"' in embed["script"]
    assert embed["orientation"] == "horizontal"
