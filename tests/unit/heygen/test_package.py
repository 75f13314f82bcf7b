"""The package's surface and arrows: exported names, no imports of ours, limits without the client."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

import heygen
from heygen import client, limits
from heygen.refusals import errors

PACKAGE = Path(heygen.__file__).parent
MODULES = sorted({*PACKAGE.glob("*.py"), *PACKAGE.glob("refusals/[!_]*.py")})


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names.add(node.module or "")
    return names


def test_exported_names_are_sorted_and_complete() -> None:
    public = {
        name
        for name, value in vars(heygen).items()
        if not name.startswith("_")
        and not isinstance(value, type(sys))
        and name not in ("annotations", "TYPE_CHECKING")
    }
    # The client comes when it is asked for.
    assert set(heygen.__all__) == public | {"HeyGen"}
    assert heygen.HeyGen is client.HeyGen
    assert not hasattr(heygen, "Heygen")
    assert heygen.__all__ == sorted(set(heygen.__all__), key=lambda name: (not name.isupper(), name.islower(), name))


@pytest.mark.parametrize("name", heygen.__all__)
def test_every_exported_name_is_ours_public_and_explained(name: str) -> None:
    value = getattr(heygen, name)
    assert not name.startswith("_")
    if name.isupper():
        return
    assert value.__name__ == name
    assert value.__module__.startswith("heygen.")
    assert name in sys.modules[value.__module__].__all__
    # A dataclass without words of its own gets its signature for a docstring.
    assert value.__doc__
    assert not value.__doc__.startswith(f"{name}(")


def test_what_the_client_promises_is_public_and_explained() -> None:
    shown = [name for name in vars(heygen.HeyGen) if not name.startswith("_")]
    assert {"mint", "stop", "keep_alive", "active_sessions", "credits_left", "close"} <= set(shown)
    assert [name for name in shown if not getattr(heygen.HeyGen, name).__doc__] == []


def test_a_call_is_ours_and_no_name_of_the_vendors_side() -> None:
    named = [
        f"{path.name}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and "call" in re.findall(r"[A-Z]?[a-z]+", node.name.lower())
    ]
    assert named == []


def test_no_module_of_the_package_imports_openai() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 60
    assert [path.name for path in modules if any(name.split(".")[0] == "openai" for name in _imports(path))] == []


def test_every_error_is_exported() -> None:
    assert set(errors.__all__) <= set(heygen.__all__)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_each_module_lists_its_names_and_imports_nothing_of_ours(path: Path) -> None:
    roots = {name.partition(".")[0] for name in _imports(path)}
    assert roots <= set(sys.stdlib_module_names) | {"heygen", "httpx"}
    assert not any(name.startswith("heygen.simulator") for name in _imports(path))
    assert "__all__ = [" in path.read_text(encoding="utf-8")


def test_limits_stand_alone() -> None:
    assert not any(name.startswith("heygen") for name in _imports(PACKAGE / "limits.py"))


def test_one_file_knows_httpx_by_its_exceptions() -> None:
    users = {path.name for path in MODULES if "httpx" in _imports(path)}
    assert users == {"client.py", "transport.py"}


def test_the_dialects_share_the_quality_names_of_a_request() -> None:
    shared = {"high", "medium", "low"}
    for name in shared:
        assert limits.STREAMING.qualities[name].height == limits.LIVEAVATAR.qualities[name].height
    assert shared == set(limits.STREAMING.qualities)
    assert heygen.SessionRequest(avatar_id="a").quality in shared


def test_the_package_is_marked_as_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
