"""The shell and its pages without a browser: what is shown, and what the stage is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calls.running.sweeper import Orphan
from calls.running.switchboard import Opening
from calls.running.wishes import Wishes
from calls.server import house
from calls.server.settings import load_settings
from components.call.on_stage import OnStage
from heygen import Dialect, HeyGenError
from tests.places import ROOT

PATIENCE_S = 30


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The shell with a store of its own, not yet run."""
    made = house.House(load_settings({"DATABASE_URL": f"sqlite:///{tmp_path / 'calls.db'}"}, tmp_path / "none.toml"))
    monkeypatch.setattr(house, "_house", made)
    yield AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=PATIENCE_S)
    made.database.close()


def stage_data(app: AppTest) -> dict[str, Any]:
    """The component's data as it goes to the browser."""
    proto = app.get("bidi_component")[0].proto
    data: dict[str, Any] = json.loads(proto.json)
    return data


def lobby(app: AppTest) -> AppTest:
    """The call page."""
    return app.run().switch_page(str(ROOT / "pages" / "call.py")).run()


def test_home_names_the_service_and_hides_the_stage(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.title[0].value == "Talk to Santa"
    assert "Simulator on this machine" in app.subheader[0].value
    assert stage_data(app) == {"view": "hidden", "prepare": None, "lobby": None, "call": None}


def test_the_lobby_offers_the_agents_and_loads_the_chosen_product_ahead(app: AppTest) -> None:
    lobby(app)
    assert not app.exception
    assert len(app.radio[0].options) >= 3
    assert app.radio[0].index == 0
    assert app.radio[0].options[0] == "Santa"
    data = stage_data(app)
    assert (data["view"], data["prepare"], data["call"]) == ("lobby", "liveavatar", None)
    assert data["lobby"]["agent"]["name"] == "Santa"
    assert (data["lobby"]["hears"], data["lobby"]["simulated"], data["lobby"]["quality"]) == ("script", True, "auto")
    assert len(data["lobby"]["pass"]) >= 43


def wishes(app: AppTest) -> Wishes:
    """What the server keeps behind the lobby's pass."""
    return house.current().lobby.wishes(stage_data(app)["lobby"]["pass"])


def test_what_is_decided_stays_on_the_server_behind_one_pass(app: AppTest) -> None:
    lobby(app)
    given = stage_data(app)["lobby"]["pass"]
    assert wishes(app) == Wishes("santa", Dialect.LIVEAVATAR, minutes=10)
    app.slider(key="minutes").set_value(3)
    app.selectbox(key="age").select("7-9")
    app.radio(key="agent").set_value(house.current().cast.agent[1]).run()
    assert not app.exception
    other = house.current().cast.agent[1]
    assert wishes(app) == Wishes(other.id, Dialect.LIVEAVATAR, minutes=3, age="7-9")
    data = stage_data(app)
    assert (data["lobby"]["pass"], data["lobby"]["agent"]["name"]) == (given, other.name)
    assert set(data["lobby"]) == {"pass", "agent", "hears", "simulated", "quality"}
    simulator = house.current().simulator
    assert simulator is not None
    keys = list(simulator.world.accounts)
    assert len(keys) == 2
    for key in keys:
        assert key not in json.dumps(data)


def opened() -> Opening:
    """A call as a page's own line opens it."""
    return house.current().switchboard.open("Mia", Wishes("santa", Dialect.LIVEAVATAR))


def told(app: AppTest, on_call: object, ended: object = None) -> AppTest:
    """The page tells, and the script runs again."""
    record: OnStage = app.session_state["on_stage"]
    record.told(house.current(), on_call, ended)
    return app.run()


def test_the_call_that_the_page_tells_of_is_shown_until_it_is_put_away(app: AppTest) -> None:
    call = opened()
    lobby(app)
    told(app, {"call": call.call_id, "ticket": call.ticket})
    data = stage_data(app)
    assert (data["view"], data["call"], data["lobby"]) == ("full", {"id": call.call_id}, None)
    assert call.ticket not in json.dumps(data)
    assert "version" in app.caption[0].value
    assert [radio.key for radio in app.radio] == []
    away = stage_data(app.switch_page(str(ROOT / "pages" / "home.py")).run())
    assert (away["view"], away["call"]) == ("mini", {"id": call.call_id})
    told(app, {"call": call.call_id, "ticket": call.ticket}, {"call": call.call_id})
    assert stage_data(app)["view"] == "hidden"
    lobby(app)
    assert stage_data(app)["view"] == "full"
    told(app, None)
    assert (stage_data(app)["view"], stage_data(app)["call"]) == ("lobby", None)


@pytest.mark.parametrize("on_call", [{"call": "of-nobody", "ticket": "x"}, {"call": 1}, {}, "nonsense", None])
def test_a_call_without_the_right_to_it_is_not_shown(app: AppTest, on_call: object) -> None:
    lobby(app)
    told(app, on_call)
    assert not app.exception
    assert (stage_data(app)["view"], stage_data(app)["call"]) == ("lobby", None)


def test_the_end_of_an_earlier_call_ends_no_later_one(app: AppTest) -> None:
    first, second = opened(), opened()
    lobby(app)
    told(app, {"call": first.call_id, "ticket": first.ticket}, {"call": first.call_id})
    assert app.session_state["on_stage"].ended
    told(app, {"call": second.call_id, "ticket": second.ticket}, {"call": first.call_id})
    assert not app.session_state["on_stage"].ended


def test_a_fault_in_a_page_leaves_the_stage_mounted(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("components.widgets.portrait", broken)
    app.run()
    assert not app.exception
    assert "Your call is not touched" in app.error[0].value
    assert stage_data(app)["view"] == "hidden"


def test_a_failure_is_rehearsed_from_the_call_page(app: AppTest) -> None:
    lobby(app)
    fault = app.selectbox(key="fault")
    fault.select("avatar_unknown").run()
    button = next(button for button in app.button if button.label == "Trigger once")
    button.click().run()
    assert not app.exception
    simulator = house.current().simulator
    assert simulator is not None
    assert [(one.fault, one.product) for one in simulator.world.faults.armed()] == [("avatar_unknown", "liveavatar")]
    assert "Unknown avatar" in app.info[0].value
    next(button for button in app.button if button.label == "Cancel").click().run()
    assert simulator.world.faults.armed() == []


def test_the_panel_offers_the_faults_of_the_chosen_product_alone(app: AppTest) -> None:
    lobby(app)
    assert "Product withdrawn" not in app.selectbox(key="fault").options
    assert "Persona forgotten" in app.selectbox(key="fault").options


def test_sessions_of_no_call_are_shown_and_ended_on_request(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made = house.current()
    ended: list[Orphan] = []
    orphan = Orphan("0123456789abcdef", Dialect.STREAMING, created_at=1.0)
    made.watch.orphans = [orphan]
    monkeypatch.setattr(made.sweeper, "end_orphan", ended.append)
    monkeypatch.setattr(made.sweeper, "orphans", lambda _: [])
    app.run()
    assert "Open sessions that belong to no call" in [heading.value for heading in app.subheader]
    next(button for button in app.button if button.label == "End it").click().run()
    assert not app.exception
    assert ended == [orphan]
    assert made.watch.orphans == []


def test_a_vendor_that_refuses_to_end_an_orphan_is_explained(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made = house.current()
    made.watch.orphans = [Orphan("0123456789abcdef", Dialect.STREAMING, created_at=None)]

    def refuse(_: Orphan) -> None:
        raise HeyGenError(cause="The key lost its right.", fix="Ask for a new key.")

    monkeypatch.setattr(made.sweeper, "end_orphan", refuse)
    app.run()
    next(button for button in app.button if button.label == "End it").click().run()
    assert not app.exception
    assert "The key lost its right." in app.error[0].value


def test_a_login_comes_before_every_page_and_the_stage(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made = house.current()
    monkeypatch.setattr(made, "settings", replace(made.settings, login=True))
    app.run()
    assert not app.exception
    assert [button.label for button in app.button] == ["Log in"]
    assert app.get("bidi_component") == []
