"""The microphone by a transcription endpoint: one WAV for each turn, and silence rather than an error."""

from __future__ import annotations

import pytest

from calls.models.hearing import Transcriber, transcriber
from calls.server.settings import Settings
from tests.model_server import ModelServer

SECOND = bytes(32_000)


def of(url: str) -> Transcriber:
    """The transcriber of an endpoint."""
    found = transcriber(Settings(openai_base_url=url, openai_transcription_model="w"))
    assert found is not None
    return found


async def test_a_turn_is_sent_as_one_wav() -> None:
    with ModelServer() as server:
        ears = of(server.state.url)
        assert await ears.hear(SECOND) == "I saw a snowman."
        assert server.state.asked == [{"sounds": 1}]
        await ears.close()


@pytest.mark.parametrize("refusals", [[400], [401], [500] * 9])
async def test_an_endpoint_that_refuses_hears_nothing(refusals: list[int], caplog: pytest.LogCaptureFixture) -> None:
    with ModelServer() as server:
        server.state.refusals = refusals
        ears = of(server.state.url)
        assert await ears.hear(SECOND) == ""
        await ears.close()
    assert "transcription failed" in caplog.text


async def test_an_answer_of_another_kind_hears_nothing() -> None:
    with ModelServer() as server:
        server.state.heard = None  # type: ignore[assignment]
        ears = of(server.state.url)
        assert await ears.hear(SECOND) == ""
        await ears.close()


def test_nothing_is_sent_unless_a_model_is_named() -> None:
    assert transcriber(Settings(openai_base_url="http://127.0.0.1:1")) is None
    assert transcriber(Settings(openai_transcription_model="w")) is None
