"""What the controls of the costs page say, with what they may say: numbers within limits, names from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.entries import Provider, Unit

__all__ = ["AUTO", "CHEAPEST", "LIMITS", "SEASONS", "Wish", "options", "plan_ids", "wish_of"]

AUTO = "auto"
CHEAPEST = "cheapest"
LIMITS: Mapping[str, tuple[float, float]] = {
    "calls": (0, 3000),
    "minutes": (0.5, 20.0),
    "spread": (0.0, 10.0),
    "failed": (0, 30),
    "growth": (-30, 50),
    "idle": (0, 300),
    "own": (0, 200),
    "orphans": (0, 20),
    "retry": (0, 100),
    "change": (-50, 100),
    "lines": (1, 30),
}
"""Lowest and highest value of each number that a control or a link may give."""
SEASONS: Mapping[str, str] = {
    "evenings": "Evenings, 16 to 20 h",
    "even": "Every hour alike",
    "history": "As our calls came",
    "file": "From my file or drawing",
}


@dataclass(frozen=True)
class Wish:
    """What the controls say. `minutes` and `spread` in minutes; `failed`, `growth`, `retry` and `change` in per cent.

    `change` is of every price; `idle` seconds a call; `own` and `orphans` calls a month; `lines` calls at once.
    `model`, `stt`, `tts`: a catalogue id, or AUTO: the vendor's own, and our pick where the product has none.
    """

    product: str = "liveavatar_full"
    plan: str = CHEAPEST
    calls: int = 100
    minutes: float = 5.0
    spread: float = 2.0
    failed: int = 3
    growth: int = 0
    idle: int = 10
    own: int = 5
    orphans: int = 0
    retry: int = 50
    change: int = 0
    lines: int = 3
    model: str = AUTO
    stt: str = AUTO
    tts: str = AUTO
    season: str = "evenings"
    measured: bool = False


def wish_of(catalogue: Catalogue) -> Wish:
    """The wish that the catalogue's assumptions describe. Raises PriceError."""
    assumed = catalogue.assumed
    return Wish(
        calls=int(assumed("calls_per_month")),
        minutes=float(assumed("call_seconds") / 60),
        spread=float(assumed("call_spread_seconds") / 60),
        failed=int(assumed("failed_share") * 100),
        growth=int(assumed("growth_per_month") * 100),
        idle=int(assumed("idle_seconds")),
        own=int(assumed("internal_calls")),
        orphans=int(assumed("orphan_calls")),
        retry=int(assumed("retry_share") * 100),
    )


def options(catalogue: Catalogue) -> Mapping[str, Mapping[str, str]]:
    """What can be chosen by name: for `product`, `model`, `stt`, `tts` and `season`, id and title.

    Voices sold by the audio token are left out: their tokens are not known before the call.
    """
    auto = {AUTO: "As the product has it"}
    sold = [entry for entry in catalogue.speech if entry.unit is not Unit.TOKENS]
    return {
        "product": {entry.id: entry.title for entry in catalogue.provider},
        "model": auto | {entry.id: entry.title for entry in catalogue.text_model},
        "stt": auto | {entry.id: entry.title for entry in sold if entry.role == "stt"},
        "tts": auto | {entry.id: entry.title for entry in sold if entry.role == "tts"},
        "season": SEASONS,
    }


def plan_ids(provider: Provider) -> Mapping[str, str]:
    """Plans that can be chosen, by id, the choice of the cheapest first."""
    return {CHEAPEST: "The cheapest"} | {plan.id: plan.title for plan in provider.priced}
