"""Every refusal of both products, as tests/wire/simulator_contract.json lists them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.contract.conftest import LIVEAVATAR_KEY, STREAMING_KEY, Running
from tests.contract.sessions import Opened, liveavatar_session, streaming_session
from tests.places import WIRE

TABLE = WIRE / "simulator_contract.json"
CASES: list[dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))["refusals"]
KEYS = {"liveavatar": LIVEAVATAR_KEY, "streaming": STREAMING_KEY}
OTHER = {"liveavatar": "streaming", "streaming": "liveavatar"}


def opened(client: httpx.Client, product: str, state: str) -> Opened:
    """A session in that state; an empty one for none."""
    if state == "none":
        return Opened("", "", {})
    if product == "liveavatar":
        session = liveavatar_session(client, start=state != "minted")
    elif state == "minted":
        return Opened("", client.post("/v1/streaming.create_token").json()["data"]["token"], {})
    else:
        fields = {"version": "v1"} if state == "new v1" else {}
        session = streaming_session(client, start=state in ("started", "stopped"), **fields)
    if state == "stopped":
        stop(client, product, session)
    return session


def stop(client: httpx.Client, product: str, session: Opened) -> httpx.Response:
    """Ends a session with the account's key."""
    path = "/v1/sessions/stop" if product == "liveavatar" else "/v1/streaming.stop"
    return client.post(path, json={"session_id": session.id})


def headers(case: dict[str, Any], session: Opened, foreign: Opened) -> dict[str, str]:
    """Who asks."""
    product = case["product"]
    return {
        "key": {"X-Api-Key": KEYS[product]},
        "foreign key": {"X-Api-Key": KEYS[OTHER[product]]},
        "unknown key": {"X-Api-Key": "no such key"},
        "token as key": {"X-Api-Key": session.token},
        "token": {"Authorization": f"Bearer {session.token}"},
        "key as token": {"Authorization": f"Bearer {KEYS[product]}"},
        "foreign token": {"Authorization": f"Bearer {foreign.token}"},
        "nobody": {},
    }[case["as"]]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['product']}: {case['name']}" for case in CASES])
def test_refusal(shared: Running, case: dict[str, Any]) -> None:
    product = case["product"]
    with shared.client(**{"X-Api-Key": KEYS[product]}) as owner, shared.client() as client:
        session = opened(owner, product, case["state"])
        foreign = Opened("", "", {})
        if case["as"] == "foreign token":
            with shared.client(**{"X-Api-Key": KEYS[OTHER[product]]}) as stranger:
                foreign = opened(stranger, OTHER[product], "minted")

        def filled(text: str) -> str:
            return text.replace("$session", session.id)

        content = case.get("raw") or (filled(json.dumps(case["body"])) if "body" in case else "")
        answer = client.request(
            case["method"],
            filled(case["path"]),
            headers={"Content-Type": "application/json", **headers(case, session, foreign)},
            content=content,
        )
        assert answer.status_code == case["status"], answer.text
        if "loc" in case:
            (fault,) = answer.json()["detail"]
            assert set(fault) == {"type", "loc", "msg", "input"}
            assert fault["loc"] == case["loc"]
            assert fault["msg"]
        else:
            assert answer.json() == json.loads(filled(json.dumps(case["answer"])))
        if session.id:
            stop(owner, product, session)


def test_the_table_names_every_case_once() -> None:
    names = [(case["product"], case["name"]) for case in CASES]
    assert len(names) > 100
    assert len(set(names)) == len(names)
