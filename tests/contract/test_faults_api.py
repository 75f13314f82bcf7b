"""The simulator's own routes: arming faults over HTTP, and its bill."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from heygen.simulator.faults_api import BILL_PATH, FAULTS_PATH
from heygen.simulator.world.faults import CATALOGUE, Fault
from tests.contract.conftest import Running
from tests.contract.sessions import liveavatar_session, streaming_session
from tests.places import ROOT

README = ROOT / "heygen" / "simulator" / "README.md"


def armed(http: httpx.Client) -> list[dict[str, Any]]:
    """What is armed."""
    found: list[dict[str, Any]] = http.get(FAULTS_PATH).json()["armed"]
    return found


def test_the_catalogue_is_shown(running: Running) -> None:
    with running.client() as http:
        shown = http.get(FAULTS_PATH).json()
    assert [item["fault"] for item in shown["catalogue"]] == list(CATALOGUE)
    assert shown["armed"] == []
    (item,) = [item for item in shown["catalogue"] if item["fault"] == "retired"]
    assert item == {
        "fault": "retired",
        "label": CATALOGUE[Fault.RETIRED].label,
        "about": CATALOGUE[Fault.RETIRED].about,
        "moment": "mint",
        "moments": {"streaming": "mint"},
        "products": ["streaming"],
        "seconds": None,
    }


def test_arm_and_disarm(running: Running) -> None:
    with running.client() as http:
        first = {"fault": "server_stop", "product": "liveavatar", "times": 2, "seconds": 1.5}
        answer = http.post(FAULTS_PATH, json=first)
        assert (answer.status_code, answer.json()) == (201, first)
        http.post(FAULTS_PATH, json={"fault": "network_loss", "times": None})
        http.post(FAULTS_PATH, json={"fault": "retired"})
        second = {"fault": "network_loss", "product": None, "times": None, "seconds": 5.0}
        third = {"fault": "retired", "product": None, "times": 1, "seconds": 0.0}
        assert armed(http) == [first, second, third]
        assert http.delete(FAULTS_PATH, params={"fault": "server_stop"}).json() == {"armed": [second, third]}
        assert http.delete(FAULTS_PATH).json() == {"armed": []}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "JSON object"),
        (b"[]", "JSON object"),
        (b"", "no such fault"),
        (b'{"fault": "earthquake"}', "no such fault"),
        (b'{"fault": {}}', "no such fault"),
        (b'{"fault": "retired", "product": "liveavatar"}', "only in streaming"),
        (b'{"fault": "retired", "times": "many"}', "times must be"),
        (b'{"fault": "retired", "seconds": -1}', "seconds must be"),
        (b'{"fault": "retired", "second": 1}', "Unknown: second"),
    ],
)
def test_what_cannot_be_armed_is_said_in_plain_words(running: Running, body: bytes, words: str) -> None:
    with running.client() as http:
        answer = http.post(FAULTS_PATH, content=body)
        assert answer.status_code == 400
        assert words in answer.json()["error"]
        assert armed(http) == []


def test_disarming_an_unknown_fault(running: Running) -> None:
    with running.client() as http:
        answer = http.delete(FAULTS_PATH, params={"fault": "earthquake"})
    assert answer.status_code == 400
    assert "no such fault" in answer.json()["error"]


def test_the_bill(running: Running, streaming: httpx.Client, liveavatar: httpx.Client) -> None:
    with running.client() as http:
        empty = {"open": [], "milli_credits": "0.000", "credits": "0.000000", "sessions": []}
        assert http.get(BILL_PATH).json() == {"streaming": empty, "liveavatar": empty}
        older, newer = streaming_session(streaming), liveavatar_session(liveavatar)
        liveavatar_session(liveavatar, start=False)
        started = running.clock()
        running.clock.advance(61)
        liveavatar.post("/v1/sessions/stop", json={"session_id": newer.id})
        running.clock.advance(10)
        bill = http.get(BILL_PATH).json()
    assert bill["liveavatar"] == {
        "open": [],
        "milli_credits": "4000.000",
        "credits": "4.000000",
        "sessions": [
            {
                "id": newer.id,
                "product": "liveavatar",
                "seconds": 61.0,
                "credits": "4.000000",
                "end_reason": "USER_CLOSED",
                "started_at": started,
            }
        ],
    }
    assert bill["streaming"]["open"] == [older.id]
    assert (bill["streaming"]["milli_credits"], bill["streaming"]["credits"]) == ("236.667", "0.236667")
    (item,) = bill["streaming"]["sessions"]
    assert (item["seconds"], item["credits"], item["end_reason"]) == (71.0, "0.236667", None)


def test_the_readme_lists_every_fault() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$", README.read_text("utf-8"), re.MULTILINE)
    listed = [
        (
            fault.value,
            ", ".join(f"{product.value}: {moment.value}" for product, moment in info.moments.items()),
            "–" if info.seconds is None else f"{info.seconds:g}",
            info.about,
        )
        for fault, info in CATALOGUE.items()
    ]
    assert rows == listed
