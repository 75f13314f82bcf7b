"""OpenAI's moderation endpoint after our own rules: it may raise a level, never lower one; its failure is said."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from calls.models.endpoint import Endpoint, key_of
from calls.safety.levels import Level, reading
from calls.safety.masking import masked

__all__ = ["Moderation", "moderate"]

logger = logging.getLogger(__name__)

_TIMEOUT_S = 10.0
# What each category asks for at least; the endpoint's other categories ask for a steer.
_LEVELS: Mapping[str, Level] = {
    "self-harm": Level.STOP,
    "self-harm/intent": Level.STOP,
    "self-harm/instructions": Level.STOP,
    "sexual/minors": Level.STOP,
    "sexual": Level.GROWN_UP,
    "violence/graphic": Level.GROWN_UP,
    "harassment/threatening": Level.GROWN_UP,
    "hate/threatening": Level.GROWN_UP,
    "illicit/violent": Level.GROWN_UP,
}


@dataclass(frozen=True)
class Moderation:
    """What rules and endpoint say together; `asked` is False when the endpoint did not answer."""

    level: Level
    categories: tuple[str, ...]
    asked: bool

    @property
    def words(self) -> str:
        """What the service said, in one sentence for the page."""
        if not self.asked:
            return "The moderation service did not answer; our own rules decided alone."
        if not self.categories:
            return "The moderation service found nothing."
        return f"The moderation service marked: {', '.join(self.categories)}."


def moderate(endpoint: Endpoint, line: str, names: tuple[str, ...] = ()) -> Moderation | None:
    """Reads a line by our rules, then asks the endpoint; None where none is set. Personal data stays here."""
    if endpoint.openai_moderation_model is None or not endpoint.has_endpoint:
        return None
    from openai import OpenAI, OpenAIError

    heard = reading(line)
    try:
        with OpenAI(
            api_key=key_of(endpoint), base_url=endpoint.openai_base_url, timeout=_TIMEOUT_S, max_retries=1
        ) as client:
            answer = client.moderations.create(model=endpoint.openai_moderation_model, input=masked(line, names).text)
        flags = answer.results[0].categories.model_dump(by_alias=True)
    except (OpenAIError, IndexError, ValueError) as error:
        logger.warning("moderation failed kind=%s", type(error).__name__)
        return Moderation(heard.level, (), asked=False)
    found = tuple(name for name, flagged in flags.items() if flagged)
    levels = (_LEVELS.get(name, Level.STEER) for name in found)
    return Moderation(max((heard.level, *levels)), found, asked=True)
