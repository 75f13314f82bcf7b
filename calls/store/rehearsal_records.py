"""What the store hands out about rehearsals: plain records, without a word of what verdicts or checks mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "CANCELLED",
    "COMPLETE",
    "INTERRUPTED",
    "RUNNING",
    "STALE_MS",
    "CaseRecord",
    "KeptReply",
    "Progress",
    "Run",
    "Used",
    "Vote",
]

STALE_MS = 30_000
"""A running run whose server has not been heard of for this long is interrupted."""
RUNNING, CANCELLED, INTERRUPTED, COMPLETE = "running", "cancelled", "interrupted", "complete"


@dataclass(frozen=True)
class Run:
    """One rehearsal of a version. `plan` holds ways, ages and how many at once; times are unix ms.

    `endpoint` is the address that answered, empty for the script. `kept` of its replies were not asked for but stood in
    the store, the oldest of them since `kept_since`; a `fresh` run takes none from before its start.
    """

    id: str
    persona_id: str
    version: str
    suite_id: str
    suite_hash: str
    model: str
    judge: str | None
    plan: Mapping[str, Any]
    state: str
    started_by: str
    started_at: int
    beat_at: int
    total: int
    endpoint: str = ""
    fresh: bool = False
    ended_at: int | None = None
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    kept: int = 0
    kept_since: int | None = None
    trouble: str | None = None

    def standing(self, now: int) -> str:
        """The state as it is in truth: a run whose server died is interrupted."""
        return INTERRUPTED if self.state == RUNNING and now - self.beat_at > STALE_MS else self.state


@dataclass(frozen=True)
class Progress:
    """A run and how many of its cases are through."""

    run: Run
    done: int


@dataclass(frozen=True)
class CaseRecord:
    """One case of a run as it is kept; `person`, `signer` and `reason` are what somebody decided afterwards."""

    case: str
    prompt: str
    way: str
    age: str
    verdict: str
    body: Mapping[str, Any]
    person: str | None = None
    signer: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class KeptReply:
    """A reply that was paid for at `at`, unix ms."""

    text: str
    tokens_in: int
    tokens_out: int
    at: int


@dataclass(frozen=True)
class Used:
    """What a run used since it last wrote: requests and their tokens, and replies that stood in the store."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    kept: int = 0
    kept_since: int | None = None


@dataclass(frozen=True)
class Vote:
    """One blind vote; `choice` is first, second or tie."""

    first: str
    second: str
    turn: str
    choice: str
    voter: str
    at: int
