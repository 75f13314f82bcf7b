"""With an OpenAI-compatible endpoint configured, it answers and hears instead of the script."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from heygen.simulator.talk.brain import Line, ModelBrain, Persona
from heygen.simulator.talk.ears import ModelWords

PERSONA = Persona("You are Santa. The guest is Kim.", "santa", "Kim")


@dataclass
class FakeEndpoint:
    """A local server that speaks the protocol: streams `answer` in small pieces, transcribes everything as `heard`."""

    url: str = ""
    answer: str = "The elves like soup. Do you like soup?"
    heard: str = "I saw a snowman."
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    """The server, on a free port."""
    state = FakeEndpoint()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if state.status != 200:
                self._send(state.status, "application/json", b'{"error":{"message":"busy"}}')
            elif self.path.endswith("/audio/transcriptions"):
                state.asked.append({"wav": body.count(b"RIFF")})
                self._send(200, "application/json", json.dumps({"text": state.heard}).encode())
            else:
                state.asked.append(json.loads(body))
                self._send(200, "text/event-stream", b"".join(pieces(state.answer)))

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join(5)


def pieces(text: str) -> Iterator[bytes]:
    """Server-sent events of a chat completion, four characters each."""
    for start in range(0, len(text), 4):
        chunk = {
            "id": "c",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "delta": {"content": text[start : start + 4]}, "finish_reason": None}],
        }
        yield f"data: {json.dumps(chunk)}\n\n".encode()
    yield b"data: [DONE]\n\n"


async def answered(endpoint: FakeEndpoint, text: str, history: list[Line]) -> list[str]:
    """The sentences that the model's brain gives."""
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="sk-local-test", base_url=endpoint.url, max_retries=0) as client:
        return [sentence.strip() async for sentence in ModelBrain(client, "m").answer(text, PERSONA, history)]


async def test_the_model_answers_sentence_by_sentence_with_the_persona_first(endpoint: FakeEndpoint) -> None:
    history = [Line("avatar", "Hello Kim!"), Line("user", "Hi.")]
    assert await answered(endpoint, "What do elves eat?", history) == ["The elves like soup.", "Do you like soup?"]
    (asked,) = endpoint.asked
    assert asked["stream"] is True
    assert asked["messages"] == [
        {"role": "system", "content": "You are Santa. The guest is Kim."},
        {"role": "assistant", "content": "Hello Kim!"},
        {"role": "user", "content": "Hi."},
        {"role": "user", "content": "What do elves eat?"},
    ]


async def test_a_failing_model_makes_santa_ask_again(endpoint: FakeEndpoint) -> None:
    endpoint.status = 500
    sentences = await answered(endpoint, "Hello?", [])
    assert "once more" in " ".join(sentences)


async def test_the_microphone_is_transcribed(endpoint: FakeEndpoint) -> None:
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="sk-local-test", base_url=endpoint.url, max_retries=0) as client:
        assert await ModelWords(client, "w").hear(bytes(32_000)) == "I saw a snowman."
        assert endpoint.asked == [{"wav": 1}]
        endpoint.status = 500
        assert await ModelWords(client, "w").hear(bytes(32_000)) == ""
