"""Who may know whom: layers point inwards, packages form no circle, rules reach no store, vendor, model or server."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.sources import LAYERS, code, imports, modules, named, reached, within

RULE_PACKAGES = tuple(f"calls.{name}" for name in ("persona", "safety", "journal", "pricing", "failures"))
RULE_MODULES = (
    "calls.agents",
    "calls.green_room",
    "calls.guests",
    "calls.models.model",
    "calls.running.caps",
    "calls.running.deadlines",
    "calls.talk.prompting",
)
RULES = sorted(name for name in modules() if within(name, *RULE_PACKAGES) or name in RULE_MODULES)
OUTSIDE = (
    "calls.store",
    "calls.server",
    "openai",
    "sqlalchemy",
    "alembic",
    "httpx",
    "streamlit",
    "starlette",
    "uvicorn",
)
# What rules may use of the vendor's side: names and published numbers, nothing that can be called.
VENDOR_WORDS = ("heygen.Dialect", "heygen.limits")
CLIENT = {
    "heygen.refusals",
    *(f"heygen.{path.stem}" for path in (ROOT / "heygen").glob("*.py") if path.stem not in ("__init__", "limits")),
}


@pytest.mark.parametrize("path", code(), ids=named)
def test_arrows_point_inwards(path: Path) -> None:
    layer = LAYERS.index(path.relative_to(ROOT).parts[0].removesuffix(".py"))
    backward = [name for name in imports(path) if name.partition(".")[0] in LAYERS[:layer]]
    assert backward == []
    assert not [name for name in imports(path) if within(name, "tests")]


def test_the_arrows_were_read() -> None:
    found = {name for path in code() for name in imports(path)}
    assert {"calls.server.app", "components.widgets", "calls.server.house", "heygen.limits"} <= found


@pytest.mark.parametrize("rule", RULES)
def test_rules_reach_neither_store_nor_vendor_nor_model_nor_server(rule: str) -> None:
    found = reached(rule, "calls")
    assert {name: by for name, by in found.items() if within(name, *OUTSIDE)} == {}
    vendors = {name: by for name, by in found.items() if within(name, "heygen") and name != "heygen"}
    assert {name: by for name, by in vendors.items() if not within(name, *VENDOR_WORDS)} == {}


def test_the_rules_were_found_and_followed() -> None:
    assert set(RULE_MODULES) <= set(RULES)
    assert {"calls.safety.checks.table", "calls.pricing.credits", "calls.failures.table"} <= set(RULES)
    # A store is seen through a module in between, the package's own file and an import within a function.
    assert {"sqlalchemy", "calls.persona.document"} <= set(reached("calls.evaluation.runner", "calls"))
    assert "openai" in reached("calls.evaluation.rehearsing", "calls")


def test_rules_can_be_loaded_without_what_they_must_not_know() -> None:
    heavy = [name for name in OUTSIDE if "." not in name]
    program = f"import sys, {', '.join(RULES)}\nprint([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize("layer", ["calls", "components"])
def test_no_packages_know_each_other_in_a_circle(layer: str) -> None:
    graph: dict[str, set[str]] = {}
    for name, path in modules().items():
        if within(name, layer) and name != layer:
            found = {_package(other) for other in imports(path) if other.startswith(f"{layer}.")}
            graph.setdefault(_package(name), set()).update(found - {_package(name)})
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []
    assert len(graph) > 3


def test_the_store_keeps_rows_and_knows_not_what_they_mean() -> None:
    beyond = ("evaluation", "models", "safety", "talk", "line", "running", "server")
    for name in (name for name in modules() if within(name, "calls.store")):
        found = reached(name, "calls")
        assert {other: by for other, by in found.items() if within(other, *(f"calls.{one}" for one in beyond))} == {}


@pytest.mark.parametrize("path", code(), ids=named)
def test_streamlit_stays_in_pages_and_components(path: Path) -> None:
    if path.relative_to(ROOT).parts[0] not in ("app.py", "pages", "components"):
        assert not [name for name in imports(path) if within(name, "streamlit")]


@pytest.mark.parametrize("path", [path for path in code() if "simulator" in path.parts], ids=named)
def test_the_simulator_does_not_know_the_client(path: Path) -> None:
    from_heygen = {name for name in imports(path) if within(name, "heygen")}
    assert not [name for name in from_heygen if within(name, *CLIENT)]
    public = {name for name in from_heygen if name.count(".") == 1 and name.partition(".")[2][:1].isupper()}
    assert public == set()


def test_the_clients_modules_were_found() -> None:
    assert {"heygen.client", "heygen.transport", "heygen.streaming", "heygen.liveavatar", "heygen.refusals"} <= CLIENT


def _package(name: str) -> str:
    """A module's room in its layer: a folder, or a module that stands beside the folders."""
    return ".".join(name.split(".")[:2])
