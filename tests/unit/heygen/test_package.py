"""The package's surface and arrows: exported names, no imports of ours, limits without the client."""

from __future__ import annotations

import ast
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
    assert len(heygen.__all__) == len(set(heygen.__all__))
    assert heygen.HeyGen is client.HeyGen
    assert not hasattr(heygen, "Heygen")


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
