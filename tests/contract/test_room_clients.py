"""Other clients in the room: LiveKit's own Python SDK (a Rust core), which knows nothing of us or of HeyGen's SDKs."""

from __future__ import annotations

import asyncio
import json

import httpx
from livekit import rtc

from tests.contract.conftest import Running

SANTA = "1c690fe7-23e0-49f9-bfba-14344450285b"
PATIENCE_S = 20


def start_full_session(client: httpx.Client) -> dict[str, str]:
    """Mints and starts a FULL session with an opening line; returns the start's data."""
    context = client.post(
        "/v1/contexts", json={"name": "c", "prompt": "You are Santa.", "opening_text": "Hello ${guest_name}!"}
    ).json()["data"]["id"]
    token = client.post(
        "/v1/sessions/token",
        json={
            "avatar_id": SANTA,
            "avatar_persona": {"context_id": context},
            "dynamic_variables": {"guest_name": "Kim"},
            "video_settings": {"quality": "medium"},
        },
    ).json()["data"]["session_token"]
    answer = client.post("/v1/sessions/start", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 201
    data: dict[str, str] = answer.json()["data"]
    return data


async def test_livekit_python_sdk_sees_hears_and_commands(running: Running, liveavatar: httpx.Client) -> None:
    data = start_full_session(liveavatar)
    room = rtc.Room()
    events: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    tracks: asyncio.Queue[rtc.Track] = asyncio.Queue()
    room.on("data_received", lambda packet: events.put_nowait(json.loads(packet.data)))
    room.on("track_subscribed", lambda track, _publication, _participant: tracks.put_nowait(track))
    try:
        await room.connect(data["livekit_url"], data["livekit_client_token"])
        identities = {p.identity for p in room.remote_participants.values()}
        assert identities == {"heygen", f"liveavatar-agent-{data['session_id']}"}
        kinds = {(await asyncio.wait_for(tracks.get(), PATIENCE_S)).kind for _ in range(2)}
        assert kinds == {rtc.TrackKind.KIND_AUDIO, rtc.TrackKind.KIND_VIDEO}

        async def until(kind: str) -> dict[str, str]:
            while True:
                event = await asyncio.wait_for(events.get(), PATIENCE_S)
                if event["event_type"] == kind:
                    return event

        assert (await until("avatar.transcription"))["text"] == "Hello Kim!"
        await until("avatar.speak_ended")
        command = {"event_id": "1", "event_type": "avatar.speak_text", "text": "One two three."}
        await room.local_participant.publish_data(json.dumps(command), topic="agent-control")
        assert (await until("avatar.transcription"))["text"] == "One two three."
    finally:
        await room.disconnect()
    assert liveavatar.post("/v1/sessions/stop", json={"session_id": data["session_id"]}).status_code == 200
