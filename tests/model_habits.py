"""How particular the servers in the field are about a request, and how much of its limit a model thinks away.

The refusals are worded as reports quote them: OpenAI's for gpt-5 (among many, MetaGPT issue 1880), a strict older
server's (voideditor/void issue 128), Ollama's for a model that cannot think and for an effort that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["HABITS", "Habits"]

Fault = tuple[int, dict[str, Any]]
# The usual effort thinks ten times as long as the least one; both are of the measured order.
_THOUGHT: Final = {"minimal": 60, "low": 300, None: 1_200}


@dataclass(frozen=True)
class Habits:
    """What a server takes. `reads` is the word for the limit that counts, None where either does."""

    refuses: tuple[str, ...] = ()
    reads: str | None = None
    efforts: tuple[str, ...] | None = None
    any_temperature: bool = True
    thinks: bool = False
    strict: bool = False

    def fault(self, body: Mapping[str, Any]) -> Fault | None:
        """The refusal of a request, or None."""
        for name in self.refuses:
            if name in body:
                return _forbidden(name) if self.strict else _unsupported(name)
        if not self.any_temperature and body.get("temperature", 1) != 1:
            return _unsupported_value("temperature", body["temperature"], "Only the default (1) value is supported.")
        effort = body.get("reasoning_effort")
        if self.efforts is not None and effort is not None and effort not in self.efforts:
            return _unsupported_value("reasoning_effort", effort, "Supported values are: 'low', 'medium' and 'high'.")
        return None

    def within_limit(self, body: Mapping[str, Any], text: str) -> tuple[str, str, int]:
        """The answer, how it finished, and the tokens of thought before it."""
        limit = body.get(self.reads) if self.reads else body.get("max_completion_tokens", body.get("max_tokens"))
        thought = _THOUGHT[body.get("reasoning_effort")] if self.thinks else 0
        if limit is not None and thought >= limit:
            return "", "length", int(limit)
        return text, "stop", thought


def _unsupported(name: str) -> Fault:
    advice = " Use 'max_completion_tokens' instead." if name == "max_tokens" else ""
    return _error(
        f"Unsupported parameter: '{name}' is not supported with this model.{advice}", name, "unsupported_parameter"
    )


def _unsupported_value(name: str, value: object, advice: str) -> Fault:
    return _error(
        f"Unsupported value: '{name}' does not support {value} with this model. {advice}", name, "unsupported_value"
    )


def _error(message: str, param: str | None, code: str | None) -> Fault:
    return 400, {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}


def _forbidden(name: str) -> Fault:
    return 422, {
        "detail": [{"type": "extra_forbidden", "loc": ["body", name], "msg": "Extra inputs are not permitted"}]
    }


HABITS: Final[Mapping[str, Habits]] = {
    "easy": Habits(),
    "gpt-5": Habits(
        refuses=("max_tokens",), any_temperature=False, efforts=("minimal", "low", "medium", "high"), thinks=True
    ),
    "o4": Habits(refuses=("max_tokens",), any_temperature=False, efforts=("low", "medium", "high"), thinks=True),
    "ollama": Habits(reads="max_tokens"),
    "local thinker": Habits(reads="max_tokens", refuses=("reasoning_effort",), thinks=True),
    "old": Habits(
        refuses=("max_completion_tokens", "stream_options", "reasoning_effort"), reads="max_tokens", strict=True
    ),
    "new only": Habits(refuses=("max_tokens",), strict=True),
    "no usage": Habits(refuses=("stream_options",)),
}
"""Servers by name; `easy` takes whatever it is given."""
