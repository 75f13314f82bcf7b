"""Fixtures of the client's unit tests: a vendor made of one function, and a clean environment."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from heygen import HeyGen, Secret
from tests.places import WIRE

Handler = Callable[[httpx.Request], httpx.Response]
MakeClient = Callable[..., HeyGen]

KEY = "unit-test-key-0001"


@pytest.fixture(autouse=True)
def clean_environ(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIVEAVATAR_API_KEY", "HEYGEN_API_KEY", "VENDOR_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def waits() -> list[float]:
    """Seconds the client slept, in order."""
    return []


@pytest.fixture
def make_client(waits: list[float]) -> Iterator[MakeClient]:
    """`make_client(handler, dialect=…, base_url=…)`: a client whose vendor is the function `handler`."""
    opened: list[httpx.Client] = []

    def make(handler: Handler, *, dialect: str = "liveavatar", base_url: str = "http://vendor.test/sim") -> HeyGen:
        http = httpx.Client(transport=httpx.MockTransport(handler))
        opened.append(http)
        return HeyGen(
            dialect=dialect,
            api_key=Secret(KEY),
            base_url=base_url,
            http=http,
            sleep=waits.append,
            random=lambda: 0.0,
        )

    yield make
    for http in opened:
        http.close()


def wire_cases(name: str) -> list[Any]:
    """The cases of one shared sample file, as pytest parameters named by the case."""
    cases = json.loads((WIRE / name).read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=f"{case['dialect']}: {case['name']}") for case in cases]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for fixture, name in (("error_case", "vendor_errors.json"), ("answer_case", "vendor_answers.json")):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, wire_cases(name))
