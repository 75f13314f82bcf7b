"""Writes each agent's picture into components/pictures, drawn by the simulator; `--check` compares instead."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from heygen.simulator.media.picture.looks import LOOKS, still_svg  # noqa: E402 -- the project is not installed

PICTURES = ROOT / "components" / "pictures"


def main() -> int:
    """0 when all pictures are written, or are as drawn."""
    stale = []
    for name in LOOKS:
        path, picture = PICTURES / f"{name}.svg", still_svg(name) + "\n"
        if "--check" not in sys.argv:
            path.write_text(picture, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != picture:
            stale.append(path.name)
    if stale:
        sys.stderr.write(f"{', '.join(stale)} in components/pictures: run scripts/build and commit the result.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
