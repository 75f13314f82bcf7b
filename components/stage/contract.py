"""What passes between Python and the stage in the browser; `contract.ts` is the twin."""

from __future__ import annotations

from typing import Literal, TypedDict

__all__ = ["AgentCard", "StageCall", "StageData", "StageLobby", "View"]

View = Literal["full", "mini", "lobby", "hidden"]


class AgentCard(TypedDict):
    """How the stage shows who is called; `picture` is relative to the page."""

    name: str
    picture: str
    description: str


# "pass" is a word of Python's own, so that this one has to be written as a call.
StageLobby = TypedDict(
    "StageLobby", {"pass": str, "agent": AgentCard, "hears": str, "simulated": bool, "quality": str}, total=True
)
"""What the stage needs to start a call by itself. `pass` stands for what was decided, which stays on the server."""


class StageCall(TypedDict):
    """The call that the page has reported."""

    id: str


class StageData(TypedDict):
    """The component's `data`: never a key, a ticket or a vendor token.

    `prepare` names the dialect whose SDK may be loaded ahead.
    """

    view: View
    prepare: str | None
    lobby: StageLobby | None
    call: StageCall | None
