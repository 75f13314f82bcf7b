"""The call that this browser session is in, kept across pages and reruns."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from calls.agents import Agent
from calls.failures.errors import CallError
from calls.pricing.ledger.waste import Purpose
from calls.running.wishes import Wishes as Asked
from calls.server.house import House
from calls.server.settings import Service
from components.stage.contract import StageCall, StageData, View
from heygen import Dialect

__all__ = ["OnStage", "Wishes", "on_stage", "stage_data", "start_call"]

_KEY = "on_stage"


@dataclass
class OnStage:
    """What the session remembers: the running or ended call, the last refusal, and whether to go to the call page."""

    call: StageCall | None = None
    ended: bool = False
    refused: CallError | None = None
    wants_call_page: bool = False

    def clear(self) -> None:
        """Makes room for the next call."""
        self.call, self.ended, self.refused = None, False, None


@dataclass(frozen=True)
class Wishes:
    """How a call shall be: product, free session, longest time, picture, what for, and who speaks in rehearsal."""

    dialect: Dialect
    sandbox: bool = False
    minutes: int | None = None
    quality: str = "auto"
    purpose: Purpose = Purpose.GUEST
    version: str | None = None


def on_stage() -> OnStage:
    """This session's record."""
    record: OnStage = st.session_state.setdefault(_KEY, OnStage())
    return record


def start_call(house: House, agent: Agent, guest: str, wishes: Wishes) -> None:
    """Opens a call and puts it on the stage; a refusal is kept for the page to show."""
    record = on_stage()
    record.clear()
    try:
        opening = house.switchboard.open(
            guest,
            Asked(
                agent.id,
                wishes.dialect,
                sandbox=wishes.sandbox,
                minutes=wishes.minutes,
                purpose=wishes.purpose,
                version=wishes.version,
            ),
        )
    except CallError as error:
        record.refused = error
        return
    record.call = StageCall(
        id=opening.call_id,
        ticket=opening.ticket,
        start=True,
        agent={"name": agent.name, "picture": f"assets/pictures/{agent.picture}", "description": agent.description},
        guest=" ".join(guest.split()),
        simulated=house.settings.service is Service.SIMULATOR,
        hears=house.hears,
        quality=wishes.quality,
    )


def stage_data(*, on_call_page: bool, prepare: Dialect) -> StageData:
    """The component's data for the present page."""
    record = on_stage()
    view: View = "lobby" if on_call_page and record.call is None else "hidden"
    if record.call is not None and (on_call_page or not record.ended):
        view = "full" if on_call_page else "mini"
    return StageData(view=view, prepare=prepare.value if on_call_page else None, call=record.call)
