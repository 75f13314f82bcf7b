"""A script for a browser test, made from a few lines of TypeScript and what the stage has installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.places import ROOT

__all__ = ["bundle"]

_FRONT_END = ROOT / "components" / "stage" / "frontend"


def bundle(source: str, to: Path, *options: str) -> Path:
    """Bundles a source that imports as if it lay in the stage's front end. `options` are esbuild's; gives `to`."""
    esbuild = str(_FRONT_END / "node_modules" / ".bin" / "esbuild")
    command = [esbuild, "--bundle", "--log-level=error", *options, f"--outfile={to}"]
    done = subprocess.run(command, input=source, cwd=_FRONT_END, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return to
