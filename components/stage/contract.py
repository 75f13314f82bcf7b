"""What passes between Python and the stage in the browser; `contract.ts` is the twin."""

from __future__ import annotations

from typing import Literal, TypedDict

__all__ = ["AgentCard", "StageCall", "StageData", "View"]

View = Literal["full", "mini", "lobby", "hidden"]


class AgentCard(TypedDict):
    """How the stage shows who is called; `picture` is relative to the page."""

    name: str
    picture: str
    description: str


class StageCall(TypedDict):
    """One call: its id, its one-call ticket, and what to show. Never a key, never a vendor token."""

    id: str
    ticket: str
    start: bool
    agent: AgentCard
    guest: str
    simulated: bool
    hears: str
    quality: str


class StageData(TypedDict):
    """The component's `data`. `prepare` names the dialect whose SDK may be loaded ahead."""

    view: View
    prepare: str | None
    call: StageCall | None
