"""Who speaks in a call: the live version, another one for a rehearsal only, and the same one to the call's end."""

from __future__ import annotations

import pytest

from calls.library import NotLiveError
from calls.persona.shipped import shipped
from calls.pricing.ledger.waste import Purpose
from calls.running.attempts import Attempt
from calls.store.personas import Move
from heygen import Dialect
from tests.unit.calls.desk import Desk


def test_a_call_names_the_live_version_its_purpose_and_the_prices(desk: Desk) -> None:
    opening = desk.opening(Dialect.LIVEAVATAR, purpose=Purpose.DEMO)
    call = desk.calls.get(opening.call_id)
    assert call is not None
    live = desk.library.live("santa")
    assert (call.persona_id, call.persona_hash, call.persona_mark) == ("santa", live.hash, None)
    assert (call.purpose, call.price_version) == ("demo", "prices-of-the-day")
    assert desk.archive.persona_of(call) == live


def test_only_a_rehearsal_may_call_a_version_that_is_not_live(desk: Desk) -> None:
    warmer = shipped("santa").model_copy(update={"opening": "Good evening, ${guest_name}."})
    version = desk.library.save("santa", warmer, author="Ada", note="", parent=None)
    for purpose in set(Purpose) - {Purpose.REHEARSAL}:
        with pytest.raises(NotLiveError):
            desk.opening(Dialect.LIVEAVATAR, purpose=purpose, version=version.hash)
    assert desk.calls.open_calls() == []
    opening = desk.opening(Dialect.STREAMING, purpose=Purpose.REHEARSAL, version=version.hash)
    call = desk.calls.get(opening.call_id)
    assert call is not None
    assert call.persona_hash == version.hash
    found = desk.switchboard.start(call, "high")
    assert isinstance(found, Attempt)
    assert found.session.greeting == "Good evening, Emma."
    live = desk.library.live("santa").hash
    desk.opening(Dialect.LIVEAVATAR, purpose=Purpose.DEMO, version=live)


def test_a_call_opened_before_a_release_keeps_its_version(desk: Desk) -> None:
    opening = desk.opening(Dialect.STREAMING)
    warmer = shipped("santa").model_copy(update={"opening": "Good evening, ${guest_name}."})
    version = desk.library.save("santa", warmer, author="Ada", note="", parent=None)
    desk.library.release(Move("santa", "live", version.hash, 1, "Ada", reason="In a hurry today.", overridden=True))
    call = desk.calls.get(opening.call_id)
    assert call is not None
    assert desk.archive.persona_of(call).document == shipped("santa")
    later = desk.calls.get(desk.opening(Dialect.STREAMING).call_id)
    assert later is not None
    assert (later.persona_hash, later.persona_mark) == (version.hash, "In a hurry today.")
