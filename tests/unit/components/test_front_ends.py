"""What runs in the browser is what its sources say, without Node to build it anew."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.places import ROOT

COMPONENTS = ROOT / "components"
SHARED = COMPONENTS / "frontend-shared"


def sources(front_end: Path) -> list[Path]:
    """Every file that a bundle is made of, as `frontend-shared/build.mjs` counts them."""
    named = [front_end / name for name in ("build.mjs", "package.json", "package-lock.json", "tsconfig.json")]
    named += [SHARED / name for name in ("build.mjs", "tsconfig.json")]
    return named + [path for src in (front_end / "src", SHARED / "src") for path in src.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["stage", "editor"])
def test_the_bundle_is_that_of_the_sources(name: str) -> None:
    dist = COMPONENTS / name / "dist"
    manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    by_name = {path.relative_to(COMPONENTS).as_posix(): path for path in sources(COMPONENTS / name / "frontend")}
    assert {"frontend-shared/src/dom.ts", f"{name}/frontend/src/{name}.ts"} <= by_name.keys()
    digest = hashlib.sha256()
    for path in sorted(by_name):
        digest.update(path.encode() + b"\0" + by_name[path].read_bytes() + b"\0")
    assert manifest["sources"] == digest.hexdigest(), f"Run scripts/build and commit components/{name}/dist."
    assert all((dist / file).is_file() for file in [manifest["entry"], *manifest["chunks"].values()])
