"""The project's own files, read as text: which there are, and what each module imports."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.places import ROOT

__all__ = ["LAYERS", "code", "files", "imports", "modules", "named", "reached", "within"]

_SKIPPED = {".git", ".venv", "node_modules", "data", "test-results", ".hypothesis"}
LAYERS = ("app", "pages", "components", "calls", "heygen", "voice")
"""From the outside in; a package may import itself and what stands behind it."""


def files(*endings: str) -> list[Path]:
    """All files of the project that a clone would have; caches and installed packages are left out."""
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name not in _SKIPPED and not name.endswith(("_cache", "__pycache__"))
        )
        found += [Path(folder) / name for name in sorted(names) if not endings or name.endswith(endings)]
    return [path for path in found if path.name != "secrets.toml" and path.suffix != ".pyc"]


def code() -> list[Path]:
    """The modules of the program itself."""
    return [path for path in files(".py") if path.relative_to(ROOT).parts[0].removesuffix(".py") in LAYERS]


@cache
def imports(path: Path) -> tuple[str, ...]:
    """What a module imports, wherever it does so: `import a.b` gives a.b, `from a import b` gives a and a.b."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            assert node.module is not None
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)


@cache
def modules() -> dict[str, Path]:
    """The program's modules by their dotted names; a package is its `__init__.py`."""
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in code()}


def reached(start: str, through: str) -> dict[str, str]:
    """Everything that a module imports through the modules of one layer, each with the one that imports it.

    To import a module is to import the packages it lies in.
    """
    found: dict[str, str] = {}
    waiting = [start]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in modules() or not within(name, through):
            continue
        seen.add(name)
        for other in {part for one in (name, *imports(modules()[name])) for part in _with_packages(one)}:
            found.setdefault(other, name)
            waiting.append(other)
    return found


def named(path: Path) -> str:
    """A file as seen from the project's folder."""
    return str(path.relative_to(ROOT))


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of these packages or lies in one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _with_packages(name: str) -> Iterator[str]:
    parts: Iterable[str] = name.split(".")
    whole = ""
    for part in parts:
        whole = f"{whole}.{part}".lstrip(".")
        yield whole
