"""Requests as endpoints in the field take them: a refused word is left out, learned once, and thought has its room."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from openai import AsyncOpenAI

from calls.evaluation import judge
from calls.models.chat import OpenAIChat, chat_model, judge_model
from calls.models.manners import THINKING_TOKENS, Manners, refused_word
from calls.models.model import Message, ModelRefusedError
from calls.persona import ModelSettings
from calls.server.settings import Settings
from tests.model_habits import HABITS
from tests.model_server import ModelServer, State

SETTINGS = ModelSettings(temperature=Decimal("0.7"), max_tokens=160)
ASKED = [Message("system", "You are Santa."), Message("user", "Do elves sleep?")]
ANSWER = "They do, in little hammocks over the workshop."


@pytest.fixture
def state() -> Iterator[State]:
    """An endpoint with an answer."""
    with ModelServer(State(answer=lambda _: ANSWER)) as server:
        yield server.state


def at(state: State) -> Settings:
    """Settings with that endpoint."""
    return Settings(openai_base_url=state.url, openai_model="m", openai_judge_model="j")


@pytest.mark.parametrize("habits", HABITS)
async def test_every_kind_of_server_answers_and_is_asked_wrongly_only_once(state: State, habits: str) -> None:
    state.habits = habits
    model = chat_model(at(state))
    first = await model.reply(ASKED, SETTINGS, None)
    learned = state.turned_down
    second = "".join([piece async for piece in model.stream(ASKED, SETTINGS, None)])
    await model.close()
    assert first.text == second == ANSWER
    assert first.tokens_in > 0
    assert first.tokens_out > 0
    assert state.turned_down == learned


@pytest.mark.parametrize("habits", ["gpt-5", "o4"])
async def test_a_model_that_thinks_has_room_for_it_and_thinks_as_little_as_it_can(state: State, habits: str) -> None:
    state.habits = habits
    model = chat_model(at(state))
    await model.reply(ASKED, SETTINGS, None)
    await model.close()
    body = state.asked[-1]
    assert body["max_completion_tokens"] == 160 + THINKING_TOKENS
    assert "max_tokens" not in body
    assert "temperature" not in body
    assert body["reasoning_effort"] == {"gpt-5": "minimal", "o4": "low"}[habits]


@pytest.mark.parametrize("habits", ["gpt-5", "local thinker"])
async def test_an_answer_that_was_all_thought_is_asked_for_again_with_room(state: State, habits: str) -> None:
    # At temperature 1 nothing is refused that would give such a model away beforehand.
    state.habits = habits
    model = OpenAIChat(AsyncOpenAI(api_key="x", base_url=state.url), "m")
    reply = await model.reply(ASKED, ModelSettings(temperature=Decimal(1), max_tokens=160), None)
    await model.close()
    assert reply.text == ANSWER
    assert state.asked[-1].get("max_completion_tokens", state.asked[-1].get("max_tokens")) == 160 + THINKING_TOKENS


async def test_what_was_thought_in_vain_is_counted(state: State) -> None:
    state.habits = "local thinker"
    model = chat_model(at(state))
    reply = await model.reply(ASKED, SETTINGS, None)
    await model.close()
    assert len(state.asked) == 2
    assert reply.tokens_out > 160 + 1_200


async def test_a_local_server_is_told_where_the_answer_ends(state: State) -> None:
    # Ollama drops the newer word without a refusal; the answer would have no end.
    state.habits = "ollama"
    model = chat_model(at(state))
    await model.reply(ASKED, SETTINGS, None)
    await model.close()
    assert (state.asked[-1]["max_tokens"], state.asked[-1]["temperature"]) == (160, 0.7)
    assert state.turned_down == 0


async def test_the_judge_works_with_a_model_that_thinks(state: State) -> None:
    state.habits, state.answer = "gpt-5", lambda _: '{"verdict": "pass", "reason": "It keeps it."}'
    model = judge_model(at(state))
    assert model is not None
    reply = await model.reply(judge.question("no_side", [("Hi", "Hello")]), judge.SETTINGS, None)
    await model.close()
    assert judge.ruling("no_side", reply.text).verdict.value == "pass"


async def test_many_at_once_learn_together(state: State) -> None:
    state.habits, state.latency_ms = "gpt-5", 10
    model = chat_model(at(state))
    replies = await asyncio.gather(*(model.reply(ASKED, SETTINGS, None) for _ in range(12)))
    await model.close()
    assert {reply.text for reply in replies} == {ANSWER}
    assert len(state.asked) == 12


async def test_a_refusal_of_another_kind_is_told_at_once(state: State) -> None:
    state.refusals = [400, 400]
    model = chat_model(at(state))
    with pytest.raises(ModelRefusedError):
        await model.reply(ASKED, SETTINGS, None)
    await model.close()
    assert state.refusals == [400]


@pytest.mark.parametrize(
    ("url", "limit"), [(None, "max_completion_tokens"), ("http://localhost:11434/v1", "max_tokens")]
)
async def test_openai_alone_is_asked_with_the_new_word_first(url: str | None, limit: str) -> None:
    asked: list[dict[str, Any]] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        return httpx2.Response(200, text="data: [DONE]\n\n", headers={"content-type": "text/event-stream"})

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(serve)) as http:
        model = OpenAIChat(AsyncOpenAI(api_key="x", base_url=url, http_client=http), "gpt-5-mini")
        await model.reply(ASKED, SETTINGS, None)
    (body,) = asked
    assert {name for name in body if name.startswith("max_")} == {limit}


@pytest.mark.parametrize(
    ("param", "message", "word"),
    [
        ("max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", "max_tokens"),
        (None, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", "max_tokens"),
        (None, "Unrecognized request argument supplied: max_completion_tokens", "max_completion_tokens"),
        (None, "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options')}]", "stream_options"),
        (None, "invalid reasoning value: 'minimal' (must be high, medium, low, or none)", "reasoning_effort"),
        (None, '"llama3.2" does not support thinking', "reasoning_effort"),
        (None, "This model's maximum context length is 8192 tokens; lower max_tokens.", None),
        (None, "model 'x' not found", None),
        ("model", "Unknown model.", None),
    ],
)
def test_what_a_refusal_means(param: str | None, message: str, word: str | None) -> None:
    assert refused_word(param, message) == word


def test_learning_comes_to_an_end() -> None:
    for limit in ("max_completion_tokens", "max_tokens"):
        manners: Manners | None = Manners(limit)
        steps = 0
        while manners is not None:
            left = [manners.without(word) for word in ("max_tokens", "max_completion_tokens", "temperature")]
            left += [manners.without(word) for word in ("stream_options", "reasoning_effort", None)]
            manners = next((one for one in left if one is not None), None)
            steps += 1
        assert steps <= 6
