"""The room's signalling, message by message: every order that the protocol allows, and what it does not."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack
from livekit.protocol import models, rtc
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.contract.conftest import Running
from tests.contract.raw_room import RawClient, entering, peer
from tests.contract.sessions import PATIENCE_S, Opened, liveavatar_session, read_to_the_end, streaming_session


@pytest.fixture
def running(shared: Running) -> Running:
    """One simulator for this file: its tests care for sessions of their own only."""
    return shared


@pytest.fixture
def session(streaming: httpx.Client) -> Opened:
    """A session of the older product; its viewer's token is in `data`."""
    return streaming_session(streaming)


def place(session: Opened) -> tuple[str, str]:
    """Address and token of the viewer."""
    return session.data["url"], session.data["access_token"]


async def closed(client: RawClient) -> int | None:
    """Waits until the server has closed the socket; its code."""
    await read_to_the_end(client.next)
    return client.socket.close_code


async def connected(pc: RTCPeerConnection) -> None:
    """Waits for media to flow."""
    done = asyncio.Event()

    def look() -> None:
        if pc.connectionState == "connected":
            done.set()

    pc.on("connectionstatechange", look)
    look()
    async with asyncio.timeout(PATIENCE_S):
        await done.wait()


@pytest.mark.parametrize("in_header", [False, True], ids=["query", "header"])
@pytest.mark.parametrize("query", ["", "auto_subscribe=1&sdk=go&protocol=15&version=2.1.0"], ids=["bare", "Go SDK"])
async def test_join_then_offer(session: Opened, in_header: bool, query: str) -> None:
    async with entering(*place(session), in_header=in_header, query=query) as client:
        join = (await client.next()).join
        offer = (await client.next()).offer
    assert join.room.name == session.id
    assert [p.identity for p in join.other_participants] == ["heygen"]
    assert sorted(models.TrackType.Name(t.type) for t in join.other_participants[0].tracks) == ["AUDIO", "VIDEO"]
    assert join.participant.permission.can_publish
    assert join.participant.permission.can_publish_data
    assert join.subscriber_primary
    assert (join.ping_interval, join.ping_timeout) == (5, 15)
    assert join.server_info.protocol == 15
    assert (offer.type, offer.id) == ("offer", 1)
    for track in join.other_participants[0].tracks:
        assert f"{join.other_participants[0].sid}|{track.sid} {track.sid}" in offer.sdp


async def test_publishing_before_subscribing(session: Opened) -> None:
    async with entering(*place(session)) as client, peer() as pc:
        offer = await client.until("offer")
        pc.addTrack(AudioStreamTrack())
        answer = await client.offer(pc, 41)
        assert (answer.type, answer.id) == ("answer", 41)
        track = await client.add_track("late")
        assert track.sid.startswith("TR_")
        await connected(pc)
        async with peer() as subscriber:
            await subscriber.setRemoteDescription(RTCSessionDescription(sdp=offer.sdp, type="offer"))
            await subscriber.setLocalDescription(await subscriber.createAnswer())
            await client.send(answer=rtc.SessionDescription(type="answer", sdp=subscriber.localDescription.sdp, id=1))
            await connected(subscriber)


async def test_candidates_may_run_ahead_of_their_offer(session: Opened, caplog: pytest.LogCaptureFixture) -> None:
    async with entering(*place(session)) as client, peer() as pc:
        pc.addTrack(AudioStreamTrack())
        await pc.setLocalDescription(await pc.createOffer())
        sdp = pc.localDescription.sdp
        lines = [line for line in sdp.splitlines() if line.startswith("a=candidate:")]
        assert lines
        for line in lines:
            init = {"candidate": line.removeprefix("a="), "sdpMid": "0", "sdpMLineIndex": 0}
            await client.send(
                trickle=rtc.TrickleRequest(candidateInit=json.dumps(init), target=rtc.SignalTarget.PUBLISHER)
            )
        # Clients that trickle describe themselves before they know where they can be reached.
        described = [line for line in sdp.splitlines() if not line.startswith(("a=candidate:", "a=end-of-cand"))]
        bare = "".join(f"{line}\r\n" for line in described)
        await client.send(offer=rtc.SessionDescription(type="offer", sdp=bare, id=1))
        answer = await client.until("answer")
        await pc.setRemoteDescription(RTCSessionDescription(sdp=answer.sdp, type="answer"))
        await connected(pc)
    # What the connection says of a candidate that it could not keep.
    assert "without remote description" not in caplog.text


async def test_a_second_offer_renegotiates(session: Opened) -> None:
    async with entering(*place(session)) as client, peer() as pc:
        pc.createDataChannel("_reliable")
        await client.offer(pc, 1)
        assert (await client.add_track("mic")).source == models.TrackSource.MICROPHONE
        pc.addTrack(AudioStreamTrack())
        assert (await client.offer(pc, 2)).id == 2
        await connected(pc)


async def test_both_kinds_of_ping(session: Opened) -> None:
    async with entering(*place(session)) as client:
        await client.send(ping=1)
        assert await client.until("pong") > 1_600_000_000_000
        await client.send(ping_req=rtc.Ping(timestamp=77, rtt=3))
        assert (await client.until("pong_resp")).last_ping_timestamp == 77


@pytest.mark.parametrize(
    "message",
    [
        b"\xff\xff\xff",
        "hello",
        rtc.SignalRequest(answer=rtc.SessionDescription(type="answer", sdp="nonsense")).SerializeToString(),
        rtc.SignalRequest(offer=rtc.SessionDescription(type="offer", sdp="nonsense")).SerializeToString(),
        rtc.SignalRequest(trickle=rtc.TrickleRequest(candidateInit="{")).SerializeToString(),
        rtc.SignalRequest(trickle=rtc.TrickleRequest(candidateInit='{"candidate":"candidate:1"}')).SerializeToString(),
        rtc.SignalRequest(subscription=rtc.UpdateSubscription(track_sids=["TR_x"])).SerializeToString(),
        rtc.SignalRequest(simulate=rtc.SimulateScenario(speaker_update=1)).SerializeToString(),
    ],
    ids=["rubbish", "text", "answer", "offer", "no candidate", "half candidate", "subscription", "scenario"],
)
async def test_what_cannot_be_acted_on_does_no_harm(session: Opened, message: bytes | str) -> None:
    async with entering(*place(session)) as client:
        await client.socket.send(message)
        await client.send(ping=1)
        await client.until("pong")


async def test_a_second_answer_does_no_harm(session: Opened) -> None:
    async with entering(*place(session)) as client, peer() as pc:
        offer = await client.until("offer")
        await pc.setRemoteDescription(RTCSessionDescription(sdp=offer.sdp, type="offer"))
        await pc.setLocalDescription(await pc.createAnswer())
        for _ in range(2):
            await client.send(answer=rtc.SessionDescription(type="answer", sdp=pc.localDescription.sdp, id=1))
        await connected(pc)
        await client.send(ping=1)
        await client.until("pong")


async def test_people_hear_of_each_other(session: Opened) -> None:
    url, token = place(session)
    async with entering(url, token) as first:
        await first.until("offer")
        async with entering(url, session.data["livekit_agent_token"]) as second:
            joined = (await first.until("update")).participants[0]
            assert joined.identity.startswith("agent-")
            assert joined.kind == models.ParticipantInfo.Kind.AGENT
            await second.until("offer")
            track = await second.add_track("mic")
            assert [t.sid for t in (await first.until("update")).participants[0].tracks] == [track.sid]
            await second.send(mute=rtc.MuteTrackRequest(sid=track.sid, muted=True))
            assert [t.muted for t in (await first.until("update")).participants[0].tracks] == [True]
            await second.send(leave=rtc.LeaveRequest())
            assert await closed(second) == 1000
        left = (await first.until("update")).participants[0]
        assert left.state == models.ParticipantInfo.State.DISCONNECTED


async def test_the_same_identity_again_puts_the_first_out(session: Opened) -> None:
    async with entering(*place(session)) as first:
        await first.until("offer")
        async with entering(*place(session)) as second:
            await second.until("offer")
            leave = await first.until("leave")
            assert leave.reason == models.DisconnectReason.DUPLICATE_IDENTITY
            assert leave.action == rtc.LeaveRequest.Action.DISCONNECT
            assert not leave.can_reconnect
            assert await closed(first) == 1000
            await second.send(ping=1)
            await second.until("pong")


@pytest.mark.parametrize("value", ["1", "true"])
async def test_a_reconnecting_client_is_asked_to_join_anew(session: Opened, value: str) -> None:
    async with entering(*place(session), query=f"reconnect={value}&sid=PA_x") as client:
        leave = (await client.next()).leave
        assert leave.action == rtc.LeaveRequest.Action.RECONNECT
        assert leave.can_reconnect
        assert await closed(client) == 1000


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [("/rtc", "no token", 401), ("/rtc", "", 401), ("/rtc/v1", "$token", 404), ("/elsewhere", "$token", 403)],
)
async def test_doors_that_stay_closed(session: Opened, path: str, token: str, status: int) -> None:
    url, good = place(session)
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{url}{path}", additional_headers={"Authorization": token.replace("$token", good)}, proxy=None)
    assert refused.value.response.status_code == status


async def test_a_stop_deletes_the_room(running: Running, session: Opened) -> None:
    async with entering(*place(session)) as client:
        await client.until("offer")
        async with httpx.AsyncClient(base_url=running.url) as http:
            named = {"session_id": session.id}
            stopped = await http.post("/v1/streaming.stop", json=named, headers=session.bearer)
        assert stopped.json()["code"] == 100
        leave = await client.until("leave")
        assert leave.reason == models.DisconnectReason.ROOM_DELETED
        assert leave.action == rtc.LeaveRequest.Action.DISCONNECT
        assert await closed(client) == 1000
    with pytest.raises(InvalidStatus) as refused:
        async with entering(*place(session)):
            raise AssertionError("the room is still there")
    assert refused.value.response.status_code == 401


async def test_time_up_deletes_the_room_too(running: Running, liveavatar: httpx.Client) -> None:
    session = liveavatar_session(liveavatar, max_session_duration=5)
    async with entering(session.data["livekit_url"], session.data["livekit_client_token"]) as client:
        await client.until("offer")
        running.clock.advance(5)
        running.world.tick()
        assert (await client.until("leave")).reason == models.DisconnectReason.ROOM_DELETED
        assert await closed(client) == 1000
