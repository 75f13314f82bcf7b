"""Text conversations: the greeting, answers in order, what happens after a resume, and models that fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import httpx2
import pytest
from calls.talk.responder import ModelResponder, Responder, ScriptedResponder, responder_for
from calls.talk.text import TextTalk
from openai import AsyncOpenAI

from calls.guests import GUEST_NAME
from calls.journal.transcript import Turn
from calls.models.chat import OpenAIChat
from calls.models.model import NAME
from calls.persona import filled
from calls.persona.shipped import shipped
from calls.server.settings import Settings
from calls.store.personas import Version
from heygen import Secret

PERSONA = shipped("santa")
SANTA = Version("santa", PERSONA.hash, 1, PERSONA, "Ada", "", None, 0)
SAY_AGAIN = "Would you write that once more, please?"
Serve = Callable[[httpx2.Request], httpx2.Response]


class Echo:
    """Answers each line in two pieces, when told to; remembers what it was shown."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, list[str]]] = []
        self.go = asyncio.Event()
        self.go.set()

    async def answer(self, persona: Version, guest: str, said: Sequence[Turn], text: str) -> AsyncIterator[str]:
        """`You said: …`"""
        await self.go.wait()
        self.seen.append((text, [turn.text for turn in said]))
        yield "You said: "
        yield text


class Page:
    """What a page was sent."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.more = asyncio.Condition()

    async def send(self, frame: Mapping[str, Any]) -> None:
        """Keeps a frame."""
        async with self.more:
            self.frames.append(dict(frame))
            self.more.notify_all()

    async def until(self, number: int) -> list[dict[str, Any]]:
        """All frames, once answer `number` is done."""
        async with self.more:
            await asyncio.wait_for(self.more.wait_for(lambda: _done(number) in self.frames), 5)
        return self.frames


def _done(number: int) -> dict[str, Any]:
    return {"kind": "reply", "id": number, "text": "", "done": True}


def _piece(number: int, text: str) -> dict[str, Any]:
    return {"kind": "reply", "id": number, "text": text, "done": False}


def _turn(speaker: str, text: str) -> Turn:
    return Turn(speaker, text, "typed", "done", 0, 0)  # type: ignore[arg-type]


def _talk(page: Page, responder: Responder, *said: Turn) -> TextTalk:
    return TextTalk(persona=SANTA, guest="Emma", said=said, responder=responder, send=page.send)


async def test_the_greeting_comes_by_itself_and_answers_in_order() -> None:
    page, echo = Page(), Echo()
    talk = _talk(page, echo)
    assert talk.write(1, "Hello")
    assert talk.write(2, "A sledge")
    greeting = filled(PERSONA, {GUEST_NAME: "Emma"}).opening
    frames = await page.until(2)
    assert [frame["id"] for frame in frames] == sorted(frame["id"] for frame in frames)
    assert [frame for frame in frames if frame["done"]] == [_done(0), _done(1), _done(2)]
    pieces = [[frame["text"] for frame in frames if frame["id"] == number] for number in range(3)]
    assert ["".join(texts) for texts in pieces] == [greeting, "You said: Hello", "You said: A sledge"]
    # The page's transcript puts a space between pieces that have none: no word may be cut.
    assert all(text == "" or text[-1] == " " for texts in pieces[1:] for text in texts[:-2])
    assert echo.seen == [("Hello", []), ("A sledge", ["Hello", "You said: Hello"])]
    await talk.close()


async def test_a_line_is_answered_once() -> None:
    page, echo = Page(), Echo()
    talk = _talk(page, echo)
    assert [talk.write(1, "Hello"), talk.write(1, "Hello")] == [True, True]
    await page.until(1)
    assert talk.write(1, "Hello")
    talk.write(2, "Bye")
    await page.until(2)
    assert [text for text, _ in echo.seen] == ["Hello", "Bye"]
    await talk.close()


async def test_a_page_that_comes_back_is_not_greeted_again_and_goes_on_after_the_last_answer() -> None:
    page, echo = Page(), Echo()
    talk = _talk(
        page, echo, _turn("avatar", "Ho ho!"), _turn("guest", "Hi"), _turn("avatar", "Hi Emma"), _turn("guest", "Lost")
    )
    talk.write(2, "Lost")
    assert (await page.until(2))[0]["id"] == 2
    assert echo.seen == [("Lost", ["Ho ho!", "Hi", "Hi Emma"])]
    await talk.close()


async def test_a_page_whose_greeting_was_lost_is_greeted() -> None:
    page = Page()
    talk = _talk(page, Echo(), _turn("guest", "Hi"))
    assert (await page.until(0))[-1] == _done(0)
    await talk.close()


async def test_too_many_lines_at_once_are_refused_and_nothing_is_lost() -> None:
    page, echo = Page(), Echo()
    echo.go.clear()
    talk = _talk(page, echo)
    await page.until(0)
    taken = [number for number in range(1, 60) if talk.write(number, "x")]
    assert 20 <= len(taken) <= 21
    assert taken == list(range(1, len(taken) + 1))
    echo.go.set()
    await page.until(taken[-1])
    assert len(echo.seen) == len(taken)
    assert talk.write(99, "again")
    await talk.close()


async def test_closing_stops_in_the_middle() -> None:
    page, echo = Page(), Echo()
    echo.go.clear()
    talk = _talk(page, echo)
    talk.write(1, "Hello")
    await page.until(0)
    await talk.close()
    assert page.frames[-1] == _done(0)


async def test_the_script_answers_in_one_piece() -> None:
    pieces = [piece async for piece in ScriptedResponder().answer(SANTA, "Emma", [], "Hello Santa")]
    assert len(pieces) == 1
    assert pieces[0].strip()


def _chunk(text: str | None) -> str:
    delta: dict[str, Any] = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": None}
    body = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "small-1", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n"


class Pieces(httpx2.AsyncByteStream):
    """A body that comes in pieces and may break."""

    def __init__(self, *pieces: str | Exception) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece.encode()


def _streaming(*pieces: str | Exception) -> Serve:
    return lambda _: httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Pieces(*pieces))


async def _answer(serve: Serve, said: Sequence[Turn] = (), text: str = "Hello") -> list[str]:
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(serve)) as http:
        client = AsyncOpenAI(api_key="openai-key-1", base_url="http://model.test/v1", http_client=http, max_retries=0)
        return [
            piece async for piece in ModelResponder(OpenAIChat(client, "small-1")).answer(SANTA, "Emma", said, text)
        ]


async def test_a_models_words_come_as_they_are_made() -> None:
    assert await _answer(_streaming(_chunk("Ho "), _chunk(None), _chunk("ho"), "data: [DONE]\n\n")) == ["Ho ", "ho"]


async def test_the_model_gets_the_persona_and_the_talk() -> None:
    asked: list[dict[str, Any]] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        return _streaming(_chunk("Yes"), "data: [DONE]\n\n")(request)

    said = [_turn("guest" if number % 2 else "avatar", str(number)) for number in range(60)]
    await _answer(serve, said, "A sledge")
    (body,) = asked
    assert (body["model"], body["stream"]) == ("small-1", True)
    roles = [message["role"] for message in body["messages"]]
    assert roles == ["system", *["assistant", "user"] * 30, "user"]
    prompt = body["messages"][0]["content"]
    assert prompt == filled(PERSONA, {GUEST_NAME: NAME}, topics=()).prompt
    assert "Emma" not in json.dumps(body)
    assert [message["content"] for message in body["messages"][-2:]] == ["59", "A sledge"]


@pytest.mark.parametrize(
    "serve",
    [
        lambda _: httpx2.Response(401, json={"error": {"message": "bad key openai-key-1"}}),
        lambda _: httpx2.Response(500, text="<html>"),
        lambda _: (_ for _ in ()).throw(httpx2.ConnectError("no route")),
        lambda _: (_ for _ in ()).throw(httpx2.ReadTimeout("slow")),
        _streaming("data: [DONE]\n\n"),
        _streaming(_chunk("   "), "data: [DONE]\n\n"),
        _streaming("data: {broken\n\n"),
        _streaming('data: {"error": {"message": "overloaded"}}\n\n'),
        _streaming(httpx2.ReadError("cut off")),
    ],
)
async def test_a_model_that_fails_before_a_word_asks_again_kindly(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    pieces = await _answer(serve)
    assert pieces[-1].endswith(SAY_AGAIN)
    assert "".join(pieces[:-1]).strip() == ""
    assert "openai-key-1" not in caplog.text
    assert "Hello" not in caplog.text


@pytest.mark.parametrize(
    "broken",
    [
        httpx2.ReadError("cut off"),
        httpx2.RemoteProtocolError("peer closed"),
        httpx2.ReadTimeout("slow"),
        "data: {broken\n\n",
    ],
    ids=str,
)
async def test_a_model_that_fails_in_the_middle_leaves_what_it_said(
    broken: str | Exception, caplog: pytest.LogCaptureFixture
) -> None:
    assert await _answer(_streaming(_chunk("Ho "), broken)) == ["Ho "]
    assert "model failed kind=" in caplog.text


def test_the_settings_choose_who_answers() -> None:
    key = Secret("openai-key-1")
    assert isinstance(responder_for(Settings()), ScriptedResponder)
    assert isinstance(responder_for(Settings(openai_api_key=key)), ScriptedResponder)
    assert isinstance(responder_for(Settings(openai_api_key=key, openai_model="small-1")), ModelResponder)
    own = Settings(openai_base_url="http://localhost:11434/v1", openai_model="small-1")
    assert isinstance(responder_for(own), ModelResponder)


async def test_the_guests_name_stays_here_and_comes_back_in_the_answer() -> None:
    serve = _streaming(_chunk("Hello, [gu"), _chunk("est]! Is [ice] cold, [guest"), _chunk("]?"), "data: [DONE]\n\n")
    assert "".join(await _answer(serve)) == "Hello, Emma! Is [ice] cold, Emma?"
