"""Chat models as one protocol: any OpenAI-compatible endpoint, or the script that answers where none is set.

What leaves for an endpoint is masked first: personal data by `calls.safety`, names by a stand-in that is put back into
the answer. An endpoint is somebody else's computer, whatever its address.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from calls.models.model import NAME, ChatModel, Message, ModelBusyError, ModelRefusedError, ModelUnreachableError, Reply
from calls.persona import ModelSettings
from calls.persona.counting import tokens
from calls.safety.masking import masked
from calls.server.settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletionMessageParam

__all__ = [
    "SCRIPT",
    "OpenAIChat",
    "ScriptedChat",
    "chat_model",
    "judge_model",
]

logger = logging.getLogger(__name__)

SCRIPT = "scripted Santa"
_TIMEOUT_S = 60.0
_RETRIES = 4


class OpenAIChat:
    """A model behind an OpenAI-compatible endpoint; the client waits and repeats where the endpoint asks it to."""

    reads_prompt = True

    def __init__(self, client: AsyncOpenAI, name: str) -> None:
        self._client = client
        self.name = name

    async def stream(
        self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None
    ) -> AsyncIterator[str]:
        """The answer in pieces, the guest's name put back."""
        names, held = [guest] if guest else [], ""
        async for piece, _ in self._pieces(messages, settings, names):
            held += piece
            # The stand-in may come in two pieces: what could be its beginning waits for the rest.
            cut = held.rfind("[")
            ready = held if cut < 0 or len(held) - cut >= len(NAME) else held[:cut]
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
            used = usage or used
        asked = sum(tokens(message.text) for message in messages)
        return Reply(_unmasked(text, guest).strip(), used[0] or asked, used[1] or tokens(text))

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.close()

    async def _pieces(
        self, messages: Sequence[Message], settings: ModelSettings, names: Sequence[str]
    ) -> AsyncIterator[tuple[str, tuple[int, int] | None]]:
        from openai import APIConnectionError, APIStatusError, AuthenticationError, OpenAIError, RateLimitError

        try:
            stream = await self._client.chat.completions.create(
                model=self.name,
                messages=_wire(messages, names),
                temperature=float(settings.temperature),
                max_tokens=settings.max_tokens,
                stream=True,
                stream_options={"include_usage": True},
            )
            async for chunk in stream:
                usage = (chunk.usage.prompt_tokens, chunk.usage.completion_tokens) if chunk.usage else None
                yield ((chunk.choices[0].delta.content or "") if chunk.choices else ""), usage
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
        """The scripted answer."""
        text = "".join([piece async for piece in self.stream(messages, settings, guest)])
        return Reply(text, 0, 0)

    async def close(self) -> None:
        """Nothing to let go of."""


def chat_model(settings: Settings, character: str = "santa") -> ChatModel:
    """The model of the settings for use on one event loop, or the script where none is set."""
    if settings.openai_model is None or not settings.has_endpoint:
        return ScriptedChat(character)
    return OpenAIChat(_client(settings), settings.openai_model)


def judge_model(settings: Settings) -> ChatModel | None:
    """The rubric judge's model, if one is set."""
    if settings.openai_judge_model is None or not settings.has_endpoint:
        return None
    return OpenAIChat(_client(settings), settings.openai_judge_model)


def _client(settings: Settings) -> AsyncOpenAI:
    from openai import AsyncOpenAI

    # A server on one's own machine asks for no key, but the client does.
    key = settings.openai_api_key.reveal() if settings.openai_api_key else "none"
    return AsyncOpenAI(api_key=key, base_url=settings.openai_base_url, timeout=_TIMEOUT_S, max_retries=_RETRIES)


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
