"""Models over the wire: what leaves is masked, what comes is whole, each kind of failure has its own words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from decimal import Decimal

import httpx2
import pytest
from openai import AsyncOpenAI

from calls.models.chat import OpenAIChat, ScriptedChat, chat_model, judge_model
from calls.models.model import Message, ModelBusyError, ModelError, ModelRefusedError, ModelUnreachableError
from calls.models.moderation import moderate
from calls.persona import ModelSettings
from calls.safety.levels import Level
from calls.server.settings import Settings
from tests.model_server import ModelServer, State

SETTINGS = ModelSettings(temperature=Decimal("0.3"), max_tokens=50)
ASKED = [Message("system", "You are Santa. You talk with Emma."), Message("user", "I'm Emma, I live at 12 Maple Road.")]


@pytest.fixture
def state() -> Iterator[State]:
    """An endpoint that answers in short words."""
    with ModelServer(State(answer=lambda _: "Hello, [guest]! How nice.")) as server:
        yield server.state


def at(state: State, **more: str) -> Settings:
    """Settings with that endpoint."""
    return Settings(openai_base_url=state.url, openai_model="small", **more)  # type: ignore[arg-type]


async def test_names_and_data_stay_here_and_the_name_comes_back(state: State) -> None:
    model = chat_model(at(state))
    reply = await model.reply(ASKED, SETTINGS, "Emma")
    pieces = [piece async for piece in model.stream(ASKED, SETTINGS, "Emma")]
    await model.close()
    assert reply.text == "".join(pieces) == "Hello, Emma! How nice."
    assert reply.tokens_in > 0
    assert reply.tokens_out > 0
    for body in state.asked:
        assert "Emma" not in str(body)
        assert "Maple" not in str(body)
        assert (body["temperature"], body["model"]) == (0.3, "small")


@pytest.mark.parametrize("shift", range(12))
async def test_the_guests_stand_in_is_put_back_and_nobody_elses(state: State, shift: int) -> None:
    # The server cuts its answer every twelve signs, so the stand-in comes whole and in every two pieces.
    state.answer = lambda _: "." * shift + "Hello Tom [name], says [guest] [and [me], " + "[gu"
    model = chat_model(at(state))
    asked = [Message("user", "This is Tom Hanks. I'm Ben.")]
    whole = await model.reply(asked, SETTINGS, "Ben")
    pieces = [piece async for piece in model.stream(asked, SETTINGS, "Ben")]
    await model.close()
    assert whole.text == "".join(pieces) == "." * shift + "Hello Tom [name], says Ben [and [me], [gu"
    assert "Ben" not in str(state.asked)
    assert "Hanks" not in str(state.asked)


@pytest.mark.parametrize(
    ("refusals", "error"),
    [
        ([401], ModelRefusedError),
        ([404], ModelRefusedError),
        ([429] * 20, ModelBusyError),
        ([500] * 20, ModelUnreachableError),
    ],
)
async def test_each_refusal_has_its_words(
    state: State, refusals: list[int], error: type[ModelError], caplog: pytest.LogCaptureFixture
) -> None:

    state.refusals = list(refusals)
    client = AsyncOpenAI(api_key="sk-secret-key", base_url=state.url, max_retries=1)
    model = OpenAIChat(client, "small")
    with pytest.raises(error) as caught:
        await model.reply(ASKED, SETTINGS, "Emma")
    await model.close()
    assert caught.value.fix
    assert "Emma" not in caplog.text
    assert "sk-secret-key" not in caplog.text


async def test_an_endpoint_that_breaks_off_or_is_away(state: State) -> None:
    state.breaks_off = 1
    model = chat_model(at(state))
    with pytest.raises(ModelUnreachableError):
        await model.reply(ASKED, SETTINGS, None)
    await model.close()
    gone = OpenAIChat(AsyncOpenAI(api_key="x", base_url="http://127.0.0.1:9/v1", max_retries=0), "m")
    with pytest.raises(ModelUnreachableError, match="does not answer"):
        await gone.reply(ASKED, SETTINGS, None)
    await gone.close()


class _Slow(httpx2.AsyncByteStream):
    """An answer whose second word never comes; it knows whether anybody still waits."""

    closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'data: {"id": "c", "choices": [{"index": 0, "delta": {"content": "Well, "}}]}\n\n'
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        self.closed = True


async def test_who_listens_no_more_ends_the_request() -> None:
    body = _Slow()

    def serve(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, stream=body, headers={"content-type": "text/event-stream"})

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(serve)) as http:
        model = OpenAIChat(AsyncOpenAI(api_key="x", base_url="http://model.test/v1", http_client=http), "m")
        pieces = model.stream(ASKED, SETTINGS, None)
        assert await anext(pieces) == "Well, "
        assert not body.closed
        assert isinstance(pieces, AsyncGenerator)
        await pieces.aclose()
        assert body.closed


async def test_without_an_endpoint_the_script_answers() -> None:
    model = chat_model(Settings())
    assert isinstance(model, ScriptedChat)
    assert not model.reads_prompt
    assert (await model.reply([Message("user", "My grandpa died.")], SETTINGS, None)).text
    assert judge_model(Settings(openai_judge_model="j")) is None


def test_moderation_raises_a_level_and_never_lowers_one(state: State) -> None:
    settings = at(state, openai_moderation_model="mod")
    state.flagged = ("self-harm/intent",)
    found = moderate(settings, "I like soup, says Emma of 12 Maple Road.", ("Emma",))
    assert found is not None
    assert (found.level, found.categories, found.asked) == (Level.STOP, ("self-harm/intent",), True)
    assert "Maple" not in str(state.asked[-1])
    assert "Emma" not in str(state.asked[-1])
    state.flagged = ()
    grave = moderate(settings, "My uncle hurts me when nobody looks.")
    assert grave is not None
    assert grave.level is Level.STOP
    state.refusals = [500] * 5
    alone = moderate(settings, "My uncle hurts me when nobody looks.")
    assert alone is not None
    assert (alone.level, alone.asked) == (Level.STOP, False)
    assert "did not answer" in alone.words
    assert moderate(Settings(), "Hello") is None
