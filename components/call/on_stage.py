"""The call that this browser session is in, kept across pages and reruns, and the lobby before it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import streamlit as st

from calls.failures.errors import UnknownCallError
from calls.running.wishes import Wishes
from calls.server.house import House
from components.stage.contract import StageCall, StageData, StageLobby, View
from heygen import Dialect

__all__ = ["OnStage", "on_stage", "stage_data"]

_KEY = "on_stage"


def _new_pass() -> str:
    return secrets.token_urlsafe(32)


@dataclass
class OnStage:
    """What the session remembers: the running or ended call, the lobby's pass, and whether to go to the call page."""

    call: StageCall | None = None
    ended: bool = False
    wants_call_page: bool = False
    lobby: StageLobby | None = None
    _pass: str = field(default_factory=_new_pass, repr=False)

    def told(self, house: House, on_call: object, ended: object) -> None:
        """The stage tells which call it is in, or that it has none any more, and which one has ended."""
        if not isinstance(on_call, Mapping):
            self.call, self.ended = None, False
            return
        call_id = str(on_call.get("call"))
        if self.call is None or self.call["id"] != call_id:
            try:
                house.switchboard.admit(call_id, str(on_call.get("ticket")))
            except UnknownCallError:
                # The page goes on by itself: Python only shows less around it.
                self.call, self.ended = None, False
                return
            self.call = StageCall(id=call_id)
        self.ended = isinstance(ended, Mapping) and ended.get("call") == call_id

    def in_lobby(self, house: House, wishes: Wishes, quality: str) -> None:
        """The lobby is shown with these wishes: whoever starts in this page from now on gets such a call."""
        house.lobby.put(self._pass, wishes)
        shown: Any = {"pass": self._pass, **house.shown_agent(house.cast[wishes.agent_id]), "quality": quality}
        self.lobby = cast("StageLobby", shown)


def on_stage() -> OnStage:
    """This session's record."""
    record: OnStage = st.session_state.setdefault(_KEY, OnStage())
    return record


def stage_data(*, on_call_page: bool, prepare: Dialect) -> StageData:
    """The component's data for the present page."""
    record = on_stage()
    view: View = "lobby" if on_call_page and record.call is None else "hidden"
    if record.call is not None and (on_call_page or not record.ended):
        view = "full" if on_call_page else "mini"
    return StageData(
        view=view,
        prepare=prepare.value if on_call_page else None,
        lobby=record.lobby if view == "lobby" else None,
        call=record.call,
    )
