"""A hundred thousand malformed messages to line and hang-up route: none is an error of ours, memory stays flat."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import random
import sys
from collections import Counter, deque
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import pytest
from starlette.applications import Starlette

from calls.journal.frames import FrameError, parse_frame, parse_hangup
from calls.line import socket as line_module
from calls.line.rates import Buckets
from calls.line.routes import call_routes
from calls.running.wishes import Wishes
from heygen import Dialect
from tests.places import WIRE
from tests.unit.calls.desk import Desk
from tests.unit.calls.lines import hello, scope, services

MESSAGES = 100_000
HALF = MESSAGES // 2
# Blocks of memory that Python may hold more after the second half than after the first.
_BLOCKS_MAX = 2_000
SAMPLES: dict[str, Any] = json.loads((WIRE / "line_frames.json").read_text("utf-8"))
EVENTS = [{"kind": "events", "events": [event]} for event in SAMPLES["events"]]
# Whatever would have a call dialled is left out: nothing here may reach the vendor.
FRAMES = [frame for frame in SAMPLES["client"] if frame["kind"] not in ("start", "open")] + EVENTS
IN_CALL = [frame for frame in FRAMES if frame["kind"] not in ("hello", "knock")]
PASS = "a-good-pass"
ODD: list[Any] = [None, True, -1, 0, 10**30, 1e308, float("nan"), "", "\0", "\ud800", "💥" * 50, [], {}, [[]], {"a": 1}]
WORDS = [
    "kind",
    "call",
    "ticket",
    "tab",
    "events",
    "seq",
    "at",
    "type",
    "text",
    "id",
    "quality",
    "pass",
    "guest",
    "take",
    "replay",
    "__proto__",
    "a" * 300,
]
Message = MutableMapping[str, Any]


class Random(random.Random):
    """Makes messages that are nearly right, and some that are nothing at all."""

    def json(self, depth: int = 3) -> Any:
        """Any JSON value."""
        match self.randrange(6 if depth else 2):
            case 0:
                return self.choice(ODD)
            case 1:
                return "".join(chr(self.randrange(0x20, 0xD7FF)) for _ in range(self.randrange(8)))
            case 2:
                return [self.json(depth - 1) for _ in range(self.randrange(4))]
            case 3:
                return self.randrange(-(10**6), 10**6)
            case _:
                return {self.choice(WORDS): self.json(depth - 1) for _ in range(self.randrange(4))}

    def mutated(self, frame: Mapping[str, Any]) -> dict[str, Any]:
        """A valid frame with one thing wrong."""
        changed: dict[str, Any] = json.loads(json.dumps(frame))
        inside = changed["events"][0] if "events" in changed and self.random() < 0.6 else changed
        match self.randrange(4):
            case 0:
                inside.pop(self.choice(list(inside)))
            case 1:
                inside[self.choice(list(inside))] = self.json()
            case 2:
                inside[self.choice(WORDS)] = self.json()
            case _:
                inside["type" if inside is not changed else "kind"] = self.choice(["events", "hangup", "say", "write"])
        return changed

    def text(self) -> str:
        """One frame's text."""
        roll = self.random()
        if roll < 0.6:
            return json.dumps(self.mutated(self.choice(FRAMES)))
        if roll < 0.8:
            return json.dumps(self.json())
        whole = json.dumps(self.choice(FRAMES))
        if roll < 0.9:
            return whole[: self.randrange(len(whole))]
        if roll < 0.97:
            at = self.randrange(len(whole))
            return whole[:at] + chr(self.randrange(0xD7FF)) + whole[at + 1 :]
        if roll < 0.999:
            return self.choice(["[", '{"a":', '"', "-", "1e"]) * self.randrange(1, 3000)
        return "x" * (line_module.FRAME_MAX + 1)

    def frame(self) -> Message:
        """One web socket message."""
        if self.random() < 0.05:
            return {"type": "websocket.receive", "bytes": self.randbytes(self.randrange(64))}
        return {"type": "websocket.receive", "text": self.text()}


class Server:
    """Our routes, spoken to without a network."""

    def __init__(self, desk: Desk) -> None:
        # The doors are generous here: what is behind them is what this test knocks at.
        found = services(desk)
        found.lobby.put(PASS, Wishes("santa", Dialect.LIVEAVATAR))
        self.app = Starlette(routes=call_routes(lambda: found, doors=Buckets(1e9, 1e9)))
        self.codes: Counter[int] = Counter()

    async def line(self, beginning: list[Message], more: Callable[[], Message]) -> int:
        """Sends a beginning and then more and more on one line until it is closed; gives how many were read."""
        incoming: deque[Message] = deque([{"type": "websocket.connect"}, *beginning])
        closed = False
        read = 0

        async def receive() -> Message:
            nonlocal read
            read += 1
            if closed:
                return {"type": "websocket.disconnect", "code": 1006}
            return incoming.popleft() if incoming else more()

        async def send(message: Message) -> None:
            nonlocal closed
            if message["type"] == "websocket.close":
                closed = True
                self.codes[message["code"]] += 1

        await self.app(scope("websocket", "/line"), receive, send)
        return read - 1

    async def hangup(self, pieces: list[bytes]) -> None:
        """Posts a body in pieces."""
        bodies: list[Message] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        incoming = deque([*bodies, {"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Message:
            return incoming.popleft() if incoming else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.codes[message["status"]] += 1

        await self.app(scope("http", "/line/hangup", method="POST"), receive, send)


def _is_bad(parse: Callable[[Any], object], body: str | bytes) -> bool:
    try:
        parse(body)
    except FrameError:
        return True
    return False


def _text(frame: Mapping[str, Any]) -> Message:
    return {"type": "websocket.receive", "text": json.dumps(frame)}


async def _hammer(server: Server, desk: Desk, chance: Random, count: int) -> None:
    """Sends so many messages: to lines with and without a proper hello, and to the hang-up route."""
    sent, welcomed = 0, 0
    while sent < count:
        roll = chance.random()
        if roll < 0.55:
            beginning: list[Message] = []
            if roll < 0.04:
                if welcomed % 20 == 0:
                    opening = desk.opening(Dialect.LIVEAVATAR)
                welcomed += 1
                beginning = [_text(hello(opening)), *(_text(chance.choice(IN_CALL)) for _ in range(2))]
            elif roll < 0.06:
                beginning = [_text({"kind": "knock", "pass": PASS, "tab": "tab-1"}), _text({"kind": "beat"})]
            sent += await server.line(beginning, chance.frame)
            continue
        body = chance.text().encode("utf-8", "surrogatepass")[:4000]
        at = chance.randrange(len(body) + 1)
        await server.hangup([body[:at], body[at:]])
        sent += 1


def test_the_messages_are_malformed_indeed() -> None:
    chance = Random(7)
    texts = [chance.text() for _ in range(3000)]
    assert sum(_is_bad(parse_frame, text) for text in texts) > 2500
    assert all(_is_bad(parse_hangup, text.encode("utf-8", "surrogatepass")) for text in texts)


async def test_malformed_messages_do_no_harm(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    caplog.set_level(logging.ERROR, logger="calls")
    chance, server = Random(20261224), Server(desk)
    await _hammer(server, desk, chance, HALF)
    gc.collect()
    half = sys.getallocatedblocks()
    await _hammer(server, desk, chance, HALF)
    gc.collect()
    grown = sys.getallocatedblocks() - half
    assert [record.getMessage() for record in caplog.records] == []
    assert set(server.codes) <= {1000, 4400, 4401, 400, 413}
    assert min(server.codes[4400], server.codes[400]) > 10_000
    assert len(asyncio.all_tasks()) == 1
    assert grown < _BLOCKS_MAX
    assert desk.vendor.asked == []
