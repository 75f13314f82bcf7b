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
from calls.server import house
from calls.server.settings import load_settings
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
    assert stage_data(app) == {"view": "hidden", "prepare": None, "call": None}


def test_the_lobby_offers_the_agents_and_loads_the_chosen_product_ahead(app: AppTest) -> None:
    lobby(app)
    assert not app.exception
    assert len(app.radio[0].options) >= 3
    assert app.radio[0].index == 0
    assert app.radio[0].options[0] == "Santa"
    assert stage_data(app) == {"view": "lobby", "prepare": "liveavatar", "call": None}


def test_starting_puts_one_call_on_the_stage_and_no_key(app: AppTest) -> None:
    lobby(app)
    app.text_input[0].input("  Mia ")
    app.slider(key="minutes").set_value(3)
    app.button[0].click().run()
    assert not app.exception
    data = stage_data(app)
    call = data["call"]
    assert data["view"] == "full"
    assert (call["guest"], call["start"], call["simulated"], call["hears"]) == ("Mia", True, True, "script")
    assert call["quality"] == "auto"
    stored = house.current().switchboard.admit(call["id"], call["ticket"])
    assert (stored.cap_seconds, stored.cap_reason) == (180, "time_up")
    assert len(call["ticket"]) >= 43
    simulator = house.current().simulator
    assert simulator is not None
    keys = list(simulator.world.accounts)
    assert len(keys) == 2
    for key in keys:
        assert key not in json.dumps(data)
    again = stage_data(app.run())
    assert again["call"] == call
    away = stage_data(app.switch_page(str(ROOT / "pages" / "home.py")).run())
    assert (away["view"], away["call"]) == ("mini", call)


def test_a_name_that_cannot_be_used_is_explained_and_kept(app: AppTest) -> None:
    lobby(app)
    app.text_input[0].input("<script>")
    app.button[0].click().run()
    assert not app.exception
    assert "letters" in app.error[0].value
    assert app.text_input[0].value == "<script>"
    assert stage_data(app)["call"] is None


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
    button = next(button for button in app.button if button.label == "Let it happen once")
    button.click().run()
    assert not app.exception
    simulator = house.current().simulator
    assert simulator is not None
    assert [(one.fault, one.product) for one in simulator.world.faults.armed()] == [("avatar_unknown", "liveavatar")]
    assert "Unknown avatar" in app.info[0].value
    next(button for button in app.button if button.label == "Take it back").click().run()
    assert simulator.world.faults.armed() == []


def test_the_panel_offers_the_faults_of_the_chosen_product_alone(app: AppTest) -> None:
    lobby(app)
    assert "Product withdrawn" not in app.selectbox(key="fault").options
    assert "Persona forgotten" in app.selectbox(key="fault").options


def test_sessions_of_no_call_are_shown_and_ended_on_request(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made = house.current()
    ended: list[Orphan] = []
    orphan = Orphan("0123456789abcdef", Dialect.STREAMING, created_at=1.0)
    made.orphans = [orphan]
    monkeypatch.setattr(made.sweeper, "end_orphan", ended.append)
    monkeypatch.setattr(made.sweeper, "orphans", lambda _: [])
    app.run()
    assert "Open sessions that belong to no call" in [heading.value for heading in app.subheader]
    next(button for button in app.button if button.label == "End it").click().run()
    assert not app.exception
    assert ended == [orphan]
    assert made.orphans == []


def test_a_vendor_that_refuses_to_end_an_orphan_is_explained(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made = house.current()
    made.orphans = [Orphan("0123456789abcdef", Dialect.STREAMING, created_at=None)]

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
