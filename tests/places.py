"""Where tests find the project and the samples that Python and TypeScript share."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIRE = ROOT / "tests" / "wire"
