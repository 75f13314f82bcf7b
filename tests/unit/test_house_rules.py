"""The rules of the house that a program can check: sizes, and what may stand in no file."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.sources import code, files, named

REGISTRIES = tuple(".".join(parts) for parts in (("registry", "npmjs"), ("pypi", "org"), ("deb", "debian")))
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:root|tmp|home)/")


@pytest.mark.parametrize(
    ("paths", "most"),
    [
        ([*code(), *(path for path in files(".py") if "tests" in path.parts)], 400),
        ([path for path in code() if path.parent == ROOT / "pages"], 110),
        ([path for path in files(".ts") if "components" in path.parts], 250),
    ],
    ids=["modules", "pages", "front end"],
)
def test_files_stay_small(paths: list[Path], most: int) -> None:
    assert paths
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > most} == {}


def test_folders_stay_small() -> None:
    found = Counter(
        path.parent
        for path in (*code(), *(path for path in files(".ts") if "src" in path.parts))
        if path.name != "__init__.py"
    )
    assert found[ROOT / "calls" / "safety" / "checks"] > 3
    assert found[ROOT / "components" / "stage" / "frontend" / "src" / "views"] > 3
    most = {ROOT / "calls": 8}
    assert {named(folder): count for folder, count in found.items() if count > most.get(folder, 14)} == {}


def test_the_switchboard_stays_a_switchboard() -> None:
    # Whatever else is asked of calls has a room of its own; here everything would gather again by itself.
    source = (ROOT / "calls" / "running" / "switchboard.py").read_text("utf-8")
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    (found,) = (node for node in classes if node.name == "Switchboard")
    public = [node.name for node in found.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    assert {"open", "admit", "join", "start", "record", "beat", "leave"} <= set(public)
    assert len(public) <= 10
    assert len(source.splitlines()) <= 250


@pytest.mark.parametrize("path", [path for path in code() if path.name != "__init__.py"], ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    faults: list[str] = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += [f"{named(path)}: {host}" for host in REGISTRIES if host in text]
        if "tests" not in path.relative_to(ROOT).parts and MACHINE_PATH.search(text):
            faults.append(f"{named(path)}: a path of one machine")
    assert faults == []


def test_the_search_for_places_finds_them() -> None:
    places = ["open('/" + "tmp/x')", "/" + "root/x", "path: /" + "home/x"]
    assert all(MACHINE_PATH.search(text) for text in places)
    assert not MACHINE_PATH.search("https://host.example/home/")


@pytest.mark.parametrize("path", files("package-lock.json"), ids=named)
def test_the_lock_files_leave_the_registry_open(path: Path) -> None:
    lock = json.loads(path.read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
