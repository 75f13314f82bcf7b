"""Chat models as one protocol: any OpenAI-compatible endpoint, or the script that answers where none is set.

What leaves for an endpoint is masked first: personal data by `calls.safety`, names by a stand-in that is put back into
the answer. An endpoint is somebody else's computer, whatever its address.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from calls.models.endpoint import OPENAI_URL, SCRIPT, Endpoint, judge_name, key_of, model_name
from calls.models.manners import Manners, refused_word
from calls.models.model import NAME, ChatModel, Message, ModelBusyError, ModelRefusedError, ModelUnreachableError, Reply
from calls.persona import ModelSettings
from calls.persona.counting import tokens
from calls.safety.masking import masked

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI, AsyncStream
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

__all__ = [
    "SCRIPT",
    "OpenAIChat",
    "ScriptedChat",
    "chat_model",
    "judge_model",
]

logger = logging.getLogger(__name__)

_TIMEOUT_S = 60.0
_RETRIES = 4


class OpenAIChat:
    """A model behind an OpenAI-compatible endpoint; the client waits and repeats where the endpoint asks it to.

    What the endpoint does not let a request say is learned from its first refusal and left out from then on.
    """

    reads_prompt = True

    def __init__(self, client: AsyncOpenAI, name: str) -> None:
        self._client = client
        self.name = name
        own = client.base_url.host == urlsplit(OPENAI_URL).hostname
        self._manners = Manners("max_completion_tokens" if own else "max_tokens")

    async def stream(
        self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None
    ) -> AsyncIterator[str]:
        """The answer in pieces, the guest's name put back."""
        names, held = [guest] if guest else [], ""
        # Each generator closes the one that it reads: who listens no more ends the request at once.
        async with aclosing(self._pieces(messages, settings, names)) as pieces:
            async for piece, _ in pieces:
                held += piece
                # The stand-in may come in two pieces: what could be its beginning waits for the rest.
                cut = held.rfind("[")
                ready = held[:cut] if cut >= 0 and NAME.startswith(held[cut:]) and held[cut:] != NAME else held
                held = held[len(ready) :]
                if ready:
                    yield _unmasked(ready, guest)
        if held:
            yield _unmasked(held, guest)

    async def reply(self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None) -> Reply:
        """The whole answer, the guest's name put back."""
        text, used = "", (0, 0)
        async for piece, usage in self._pieces(messages, settings, [guest] if guest else []):
            text += piece
            used = (used[0] + usage[0], used[1] + usage[1])
        asked = sum(tokens(message.text) for message in messages)
        return Reply(_unmasked(text, guest).strip(), used[0] or asked, used[1] or tokens(text))

    async def close(self) -> None:
        """Closes the connections; the model answers no more."""
        await self._client.close()

    async def _pieces(
        self, messages: Sequence[Message], settings: ModelSettings, names: Sequence[str]
    ) -> AsyncGenerator[tuple[str, tuple[int, int]]]:
        """Pieces of the answer, and at its end what was used: (tokens in, tokens out)."""
        from openai import APIConnectionError, APIStatusError, AuthenticationError, OpenAIError, RateLimitError

        try:
            async with aclosing(self._answer(_wire(messages, names), settings)) as answer:
                async for piece in answer:
                    yield piece
        except RateLimitError as error:
            logger.warning("model busy kind=%s", type(error).__name__)
            raise ModelBusyError(
                "The model's endpoint asks to slow down.", "Wait a minute, or rehearse with fewer at once."
            ) from None
        except AuthenticationError as error:
            logger.warning("model refused kind=%s", type(error).__name__)
            raise ModelRefusedError("The model's endpoint refuses the key.", "Check OPENAI_API_KEY.") from None
        except APIConnectionError as error:
            logger.warning("model unreachable kind=%s", type(error).__name__)
            raise ModelUnreachableError(
                "The model's endpoint does not answer.", "Check OPENAI_BASE_URL and whether that server runs."
            ) from None
        except APIStatusError as error:
            logger.warning("model refused status=%s", error.status_code)
            if error.status_code >= 500:
                raise ModelUnreachableError("The model's endpoint has a fault of its own.", "Try again soon.") from None
            raise ModelRefusedError(
                f"The model's endpoint refuses the request ({error.status_code}).", "Check OPENAI_MODEL."
            ) from None
        except (OpenAIError, ValueError) as error:
            logger.warning("model broke off kind=%s", type(error).__name__)
            raise ModelUnreachableError("The model's answer broke off.", "Try again soon.") from None
        except Exception as error:
            # The client's transport raises its own kinds of error while an answer streams.
            logger.warning("model broke off kind=%s", type(error).__name__)
            raise ModelUnreachableError("The model's answer broke off.", "Try again soon.") from None

    async def _answer(
        self, told: list[ChatCompletionMessageParam], settings: ModelSettings
    ) -> AsyncGenerator[tuple[str, tuple[int, int]]]:
        """The answer, asked for again with room for thought where thought has used up the limit before a word came."""
        while True:
            manners, stream = await self._opened(told, settings)
            said = cut_off = False
            used: CompletionUsage | None = None
            # Closed also when nobody listens any more, so that the endpoint stops writing.
            async with stream:
                async for chunk in stream:
                    used = chunk.usage or used
                    for choice in chunk.choices[:1]:
                        cut_off = cut_off or choice.finish_reason == "length"
                        if choice.delta.content:
                            said = True
                            yield choice.delta.content, (0, 0)
            if used is not None:
                yield "", (used.prompt_tokens, used.completion_tokens)
            thought = used.completion_tokens_details.reasoning_tokens if used and used.completion_tokens_details else 0
            if thought or (cut_off and not said):
                self._manners = self._manners.thinking()
            if said or not cut_off or manners.thinks:
                return

    async def _opened(
        self, told: list[ChatCompletionMessageParam], settings: ModelSettings
    ) -> tuple[Manners, AsyncStream[ChatCompletionChunk]]:
        """The stream, and how it was asked for; each refused word is left out and the rest asked again."""
        from openai import BadRequestError, UnprocessableEntityError, omit

        while True:
            manners = self._manners
            limit = manners.limit_of(settings.max_tokens)
            try:
                return manners, await self._client.chat.completions.create(
                    model=self.name,
                    messages=told,
                    stream=True,
                    temperature=float(settings.temperature) if manners.temperature else omit,
                    max_completion_tokens=limit if manners.limit == "max_completion_tokens" else omit,
                    max_tokens=limit if manners.limit == "max_tokens" else omit,
                    stream_options={"include_usage": True} if manners.usage else omit,
                    reasoning_effort=manners.effort or omit,
                )
            except (BadRequestError, UnprocessableEntityError) as error:
                # Of many requests at once only the first one has something to learn.
                if self._manners == manners and not self._learned(error):
                    raise

    def _learned(self, error: APIStatusError) -> bool:
        # The client words only what stands in OpenAI's own form; the body has the rest.
        word = refused_word(error.param, f"{error.message} {error.body}")
        left = self._manners.without(word)
        if left is None:
            return False
        logger.info("model takes no %s", word)
        self._manners = left
        return True


class ScriptedChat:
    """The small scripted Santa as a model: it looks at the last line and does not read the prompt."""

    name = SCRIPT
    reads_prompt = False

    def __init__(self, character: str) -> None:
        self._character = character

    async def stream(
        self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None
    ) -> AsyncIterator[str]:
        """The scripted answer, in one piece."""
        # A file of words without imports of its own; the simulator around it stays unloaded.
        from heygen.simulator.talk import script

        talk = [message for message in messages if message.role != "system"]
        text = talk[-1].text if talk else ""
        yield script.answer(text, guest=guest, history=talk[:-1], character=self._character)

    async def reply(self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None) -> Reply:
        """The scripted answer, which used no tokens."""
        text = "".join([piece async for piece in self.stream(messages, settings, guest)])
        return Reply(text, 0, 0)

    async def close(self) -> None:
        """Nothing to let go of."""


def chat_model(endpoint: Endpoint, character: str = "santa") -> ChatModel:
    """The endpoint's model for use on one event loop, or the script where none is set. Whoever makes it closes it."""
    name = model_name(endpoint)
    return ScriptedChat(character) if name == SCRIPT else OpenAIChat(_client(endpoint), name)


def judge_model(endpoint: Endpoint) -> ChatModel | None:
    """The rubric judge's model, if one is set. Whoever makes it closes it."""
    name = judge_name(endpoint)
    return OpenAIChat(_client(endpoint), name) if name else None


def _client(endpoint: Endpoint) -> AsyncOpenAI:
    from openai import AsyncOpenAI

    return AsyncOpenAI(
        api_key=key_of(endpoint), base_url=endpoint.openai_base_url, timeout=_TIMEOUT_S, max_retries=_RETRIES
    )


def _wire(messages: Sequence[Message], names: Sequence[str]) -> list[ChatCompletionMessageParam]:
    found: list[ChatCompletionMessageParam] = []
    for message in messages:
        match message.role:
            case "system":
                # The prompt is ours and holds nothing of a child but the name.
                found.append({"role": "system", "content": _without(message.text, names)})
            case "user":
                found.append({"role": "user", "content": masked(message.text, names).text})
            case "assistant":
                found.append({"role": "assistant", "content": masked(message.text, names).text})
    return found


def _without(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text)
    return text


def _unmasked(text: str, guest: str | None) -> str:
    return text.replace(NAME, guest) if guest else text
