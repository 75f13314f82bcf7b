"""The rules of the house that a program can check: arrows between packages, sizes, and what may stand in no file."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

_SKIPPED = {".git", ".venv", "node_modules", "data", "test-results"}
# From the outside in; a package may import itself and what stands behind it.
LAYERS = ("app", "pages", "components", "calls", "heygen")
RULES = (
    *(ROOT / "calls" / f"{name}.py" for name in ("agents", "booking", "capacity", "costs", "events", "transcript")),
    *(path for package in ("persona", "safety") for path in sorted((ROOT / "calls" / package).rglob("*.py"))),
)
# What rules may use of the vendor's side: names and published numbers, nothing that can be called.
VENDOR_WORDS = {"heygen.Dialect", "heygen.limits"}
CLIENT = {
    "heygen.refusals",
    *(f"heygen.{path.stem}" for path in (ROOT / "heygen").glob("*.py") if path.stem not in ("__init__", "limits")),
}
REGISTRIES = tuple(".".join(parts) for parts in (("registry", "npmjs"), ("pypi", "org"), ("deb", "debian")))
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:root|tmp|home)/")


def _files(*endings: str) -> list[Path]:
    """All files of the project that a clone would have; caches and installed packages are left out."""
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name not in _SKIPPED and not name.endswith(("_cache", "__pycache__"))
        )
        folders[:] = [name for name in folders if name != ".hypothesis"]
        found += [Path(folder) / name for name in sorted(names) if not endings or name.endswith(endings)]
    return [path for path in found if path.name != "secrets.toml" and path.suffix != ".pyc"]


def _code() -> list[Path]:
    return [path for path in _files(".py") if path.relative_to(ROOT).parts[0].removesuffix(".py") in LAYERS]


def _imports(path: Path) -> Iterator[str]:
    """What a module imports, wherever it does so: `import a.b` gives a.b, `from a import b` gives a and a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            assert node.module is not None
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("path", _code(), ids=_named)
def test_arrows_point_inwards(path: Path) -> None:
    layer = LAYERS.index(path.relative_to(ROOT).parts[0].removesuffix(".py"))
    backward = [name for name in _imports(path) if name.partition(".")[0] in LAYERS[:layer]]
    assert backward == []
    assert not [name for name in _imports(path) if _within(name, "tests")]


def test_the_arrows_were_read() -> None:
    found = {name for path in _code() for name in _imports(path)}
    assert {"calls.server.app", "components.widgets", "calls.server.house", "heygen.limits"} <= found


@pytest.mark.parametrize("path", [path for path in RULES if path.exists()], ids=_named)
def test_rules_know_neither_store_nor_vendor_nor_model(path: Path) -> None:
    for name in _imports(path):
        assert not any(_within(name, other) for other in ("calls.store", "openai", "sqlalchemy", "httpx", "streamlit"))
        assert name == "heygen" or not _within(name, "heygen") or any(_within(name, word) for word in VENDOR_WORDS)


@pytest.mark.parametrize("path", _code(), ids=_named)
def test_streamlit_stays_in_pages_and_components(path: Path) -> None:
    if path.relative_to(ROOT).parts[0] not in ("app.py", "pages", "components"):
        assert not [name for name in _imports(path) if _within(name, "streamlit")]


@pytest.mark.parametrize("path", [path for path in _code() if "simulator" in path.parts], ids=_named)
def test_the_simulator_does_not_know_the_client(path: Path) -> None:
    from_heygen = {name for name in _imports(path) if _within(name, "heygen")}
    assert not [name for name in from_heygen if any(_within(name, module) for module in CLIENT)]
    public = {name for name in from_heygen if name.count(".") == 1 and name.partition(".")[2][:1].isupper()}
    assert public == set()


def test_the_clients_modules_were_found() -> None:
    assert {"heygen.client", "heygen.transport", "heygen.streaming", "heygen.liveavatar", "heygen.refusals"} <= CLIENT


@pytest.mark.parametrize(
    ("paths", "most"),
    [
        ([*_code(), *(path for path in _files(".py") if "tests" in path.parts)], 400),
        ([path for path in _code() if path.parent == ROOT / "pages"], 110),
        ([path for path in _files(".ts") if "components" in path.parts], 250),
    ],
    ids=["modules", "pages", "front end"],
)
def test_files_stay_small(paths: list[Path], most: int) -> None:
    assert paths
    lengths = {_named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > most} == {}


@pytest.mark.parametrize("path", [path for path in _code() if path.name != "__init__.py"], ids=_named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    faults: list[str] = []
    for path in _files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += [f"{_named(path)}: {host}" for host in REGISTRIES if host in text]
        if "tests" not in path.relative_to(ROOT).parts and MACHINE_PATH.search(text):
            faults.append(f"{_named(path)}: a path of one machine")
    assert faults == []


def test_the_search_for_places_finds_them() -> None:
    places = ["open('/" + "tmp/x')", "/" + "root/x", "path: /" + "home/x"]
    assert all(MACHINE_PATH.search(text) for text in places)
    assert not MACHINE_PATH.search("https://host.example/home/")


@pytest.mark.parametrize("path", _files("package-lock.json"), ids=_named)
def test_the_lock_files_leave_the_registry_open(path: Path) -> None:
    lock = json.loads(path.read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []
