"""What an endpoint lets a request say, learned from its refusals.

Endpoints that call themselves compatible differ in four words of a request:

* The limit. OpenAI's newer models refuse `max_tokens` and know `max_completion_tokens` only (API reference, chat).
  Ollama reads `max_tokens` only and drops the other one without a word, so that an answer has no end
  (docs.ollama.com/api/openai-compatibility; ollama pull 14464). Older servers refuse what they do not know. So OpenAI
  is asked with the new word, everybody else with the old one, and whoever refuses is asked with the other.
* `temperature`. Models that think before they speak refuse every value but 1.
* `stream_options`. Older servers refuse it; tokens are estimated then.
* `reasoning_effort`. It is sent to models that are known to think, the least effort first: a child does not wait.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

__all__ = ["EFFORTS", "THINKING_TOKENS", "Effort", "Manners", "refused_word"]

Effort = Literal["minimal", "low"]
EFFORTS: Final[tuple[Effort, ...]] = ("minimal", "low")
"""`minimal` is for the gpt-5 models; those before and after them know `low` (OpenAI's guide to reasoning)."""
THINKING_TOKENS: Final = 4_096
"""Room for thought beside the answer, since an endpoint counts both within one limit.

A persona's 160 tokens alone gave empty answers; gpt-5 at its usual effort spent 1,408 tokens of thought on a short one
(measured, covan-ai/covan pull 112). It is a limit: what is not thought is not paid."""

_REFUSED: Final = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|unexpected|not permitted|not allowed|invalid reasoning|forbidden",
    re.IGNORECASE,
)
# What refusals name, and the word of the request that is meant.
_WORDS: Final = {
    "max_completion_tokens": "max_completion_tokens",
    "max_tokens": "max_tokens",
    "temperature": "temperature",
    "stream_options": "stream_options",
    "include_usage": "stream_options",
    "reasoning_effort": "reasoning_effort",
    "reasoning": "reasoning_effort",
    "thinking": "reasoning_effort",
}


@dataclass(frozen=True)
class Manners:
    """How a request is worded for one model of one endpoint."""

    limit: Literal["max_completion_tokens", "max_tokens"]
    temperature: bool = True
    usage: bool = True
    thinks: bool = False
    efforts: tuple[Effort, ...] = EFFORTS
    turned: bool = False
    """The other word for the limit has been tried; it is not tried back and forth."""

    def limit_of(self, answer_tokens: int) -> int:
        """The limit that leaves so many tokens for the answer."""
        return answer_tokens + THINKING_TOKENS if self.thinks else answer_tokens

    @property
    def effort(self) -> Effort | None:
        """What `reasoning_effort` says, if it is sent."""
        return self.efforts[0] if self.thinks and self.efforts else None

    def thinking(self) -> Manners:
        """The same for a model that turned out to think before it speaks."""
        return replace(self, thinks=True)

    def without(self, word: str | None) -> Manners | None:
        """What is left to try when `word` was refused; None when nothing is."""
        match word:
            case "max_tokens" if self.limit == word and not self.turned:
                # Only models that think refuse the old word.
                return replace(self, limit="max_completion_tokens", turned=True, thinks=True)
            case "max_completion_tokens" if self.limit == word and not self.turned:
                return replace(self, limit="max_tokens", turned=True)
            case "temperature" if self.temperature:
                # Others take any temperature from 0 to 2.
                return replace(self, temperature=False, thinks=True)
            case "stream_options" if self.usage:
                return replace(self, usage=False)
            case "reasoning_effort" if self.effort is not None:
                return replace(self, efforts=self.efforts[1:])
            case _:
                return None


def refused_word(param: str | None, message: str) -> str | None:
    """The word of a request that a refusal means; None for a refusal of another kind.

    `param` is the refusal's own field, which few servers fill in; else the word that its message names first counts,
    for the advice that follows may name another.
    """
    if not _REFUSED.search(message):
        return None
    if param in _WORDS:
        return _WORDS[param]
    places = {name: message.find(name) for name in _WORDS}
    named = [name for name, place in places.items() if place >= 0]
    return _WORDS[min(named, key=places.__getitem__)] if named else None
