"""What one call costs, split into avatar, recognition, model, voice and moderation; marginal and effective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calls.pricing.billing import billed_seconds, credits_for, marginal_usd, whole_seconds
from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Plan, Provider, Role, Speech, TextModel, Unit
from calls.pricing.errors import PriceError

__all__ = [
    "CallCost",
    "Services",
    "Talk",
    "Tokens",
    "cost_of_call",
    "effective_usd",
    "model_usd",
    "side_usd",
    "speech_usd",
    "talk_of",
    "tokens_of",
]

_MILLION = 1_000_000
_FREE = Decimal(0)
_EXAMPLE_S = 300
"""The talk of the catalogue's assumptions is that of a call of this length."""


@dataclass(frozen=True)
class Tokens:
    """Text tokens of one call; `cached` of the `input` tokens were read from the model's cache."""

    input: int
    cached: int
    output: int


@dataclass(frozen=True)
class Talk:
    """How a call is talked: exchanges, tokens of the persona and of a turn of either side, what is said aloud.

    `exchanges` rounds of guest and agent; `agent_characters` and `agent_seconds` for the whole call.
    """

    exchanges: int
    persona_tokens: int
    guest_tokens: int
    agent_tokens: int
    agent_characters: int
    agent_seconds: int
    cache_minimum: int


@dataclass(frozen=True)
class Services:
    """Who does what outside the vendor, by catalogue id; None where the vendor does it, or nobody."""

    text_model: str | None = None
    stt: str | None = None
    tts: str | None = None
    moderation: str | None = None


@dataclass(frozen=True)
class CallCost:
    """One call: billed seconds, credits, and dollars by part."""

    billed_seconds: int
    credits: Decimal
    avatar: Decimal
    stt: Decimal = _FREE
    model: Decimal = _FREE
    tts: Decimal = _FREE
    moderation: Decimal = _FREE

    @property
    def total(self) -> Decimal:
        """Dollars in all."""
        return self.avatar + self.stt + self.model + self.tts + self.moderation

    def parts(self) -> dict[str, Decimal]:
        """Dollars by part, those that cost nothing included."""
        names = ("avatar", "stt", "model", "tts", "moderation")
        return {name: getattr(self, name) for name in names}


def talk_of(catalogue: Catalogue, seconds: float = _EXAMPLE_S) -> Talk:
    """The talk that the catalogue's assumptions describe; theirs is of five minutes, another length scales it."""
    share = Decimal(str(seconds)) / _EXAMPLE_S
    return Talk(
        exchanges=max(1, round(catalogue.assumed("exchanges") * share)),
        persona_tokens=int(catalogue.assumed("persona_tokens")),
        guest_tokens=int(catalogue.assumed("guest_tokens")),
        agent_tokens=int(catalogue.assumed("agent_tokens")),
        agent_characters=int(catalogue.assumed("agent_characters") * share),
        agent_seconds=int(catalogue.assumed("agent_speech_seconds") * share),
        cache_minimum=int(catalogue.assumed("cache_minimum_tokens")),
    )


def tokens_of(talk: Talk, *, cached: bool = False) -> Tokens:
    """Tokens of a call that sends its whole history with each turn: input grows with the square of the exchanges.

    With `cached`, what was sent before is read from the cache once it is as long as the cache's minimum.
    """
    grown = talk.guest_tokens + talk.agent_tokens
    repeated = [talk.persona_tokens + grown * number for number in range(talk.exchanges)]
    sent = sum(repeated) + talk.guest_tokens * talk.exchanges
    kept = sum(length for length in repeated[1:] if length >= talk.cache_minimum) if cached else 0
    return Tokens(sent, kept, talk.agent_tokens * talk.exchanges)


def model_usd(model: TextModel, tokens: Tokens) -> Decimal:
    """Dollars for the text model, exact."""
    price = model.input.need(f"{model.title}'s price")
    known = model.cached_input is not None and model.cached_input.known
    cached = model.cached_input.need(model.title) if known and model.cached_input else price
    written = model.output.need(f"{model.title}'s price")
    return ((tokens.input - tokens.cached) * price + tokens.cached * cached + tokens.output * written) / _MILLION


def speech_usd(speech: Speech, *, seconds: int = 0, characters: int = 0, audio_tokens: int | None = None) -> Decimal:
    """Dollars for recognition or voice, in the unit it is sold by. Raises PriceError when the tokens are missing."""
    price = speech.price.need(f"{speech.title}'s price")
    match speech.unit:
        case Unit.MINUTE:
            return price * seconds / 60
        case Unit.HOUR:
            return price * seconds / 3600
        case Unit.CHARACTERS:
            return price * characters / _MILLION
        case Unit.TOKENS:
            if audio_tokens is None:
                raise PriceError(f"{speech.title} is sold by the token.", "Count its tokens, or choose another.")
            return price * audio_tokens / _MILLION


def side_usd(
    catalogue: Catalogue, services: Services, talk: Talk, seconds: int, day: date, *, cached: bool = False
) -> Mapping[str, Decimal]:
    """Dollars of one call by service: stt, model, tts, moderation; recognition listens for `seconds`.

    Each turn of either side is checked once. Raises PriceError.
    """
    model = catalogue.text_model_on(services.text_model, day) if services.text_model else None
    stt = catalogue.speech_on(services.stt, day) if services.stt else None
    tts = catalogue.speech_on(services.tts, day) if services.tts else None
    check = catalogue.moderation_on(services.moderation, day).per_check if services.moderation else None
    return {
        "stt": speech_usd(_does(stt, Role.STT), seconds=seconds) if stt else _FREE,
        "model": model_usd(model, tokens_of(talk, cached=cached)) if model else _FREE,
        "tts": speech_usd(_does(tts, Role.TTS), seconds=talk.agent_seconds, characters=talk.agent_characters)
        if tts
        else _FREE,
        "moderation": check.need("The price of a check") * 2 * talk.exchanges if check else _FREE,
    }


def cost_of_call(
    catalogue: Catalogue,
    provider: Provider,
    plan: Plan,
    seconds: float | Decimal,
    day: date,
    *,
    services: Services | None = None,
    talk: Talk | None = None,
    cached: bool = False,
    usd_per_credit: Decimal | None = None,
) -> CallCost:
    """What a call of this length costs on a plan, at its included rate or at `usd_per_credit` (say, the overage).

    Services are paid on top; recognition listens as long as the call runs. Raises PriceError.
    """
    billed = billed_seconds(provider, seconds)
    used = credits_for(provider, billed)
    beside = side_usd(
        catalogue, services or Services(), talk or talk_of(catalogue), whole_seconds(seconds), day, cached=cached
    )
    return CallCost(
        billed_seconds=billed,
        credits=used,
        avatar=marginal_usd(provider, plan, billed) if usd_per_credit is None else used * usd_per_credit,
        **beside,
    )


def effective_usd(paid: Decimal, calls: int) -> Decimal | None:
    """What a call really cost in a month: what was paid over the calls that were made; None without calls."""
    if calls < 0:
        raise PriceError("The number of calls cannot be negative.", "Check the ledger.")
    return paid / calls if calls else None


def _does(speech: Speech, role: Role) -> Speech:
    if speech.role is not role:
        raise PriceError(f"{speech.title} does not do {role.value}.", "Choose a service that does.")
    return speech
