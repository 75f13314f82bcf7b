"""What the documents claim, checked."""

from __future__ import annotations

import re
import subprocess
import sys

from calls.server.settings import NAMES
from tests.places import ROOT


def test_the_readme_lists_every_setting_with_its_meaning() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([A-Z_]+)` \| (.+) \|$", readme, re.MULTILINE) == list(NAMES.items())


def test_every_file_that_a_document_names_exists() -> None:
    for name in ("README.md", "ARCHITECTURE.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), f"{name} names {target}"
        for target in re.findall(r"`((?:app\.py|pages/|components/|calls/|heygen/|tests/|scripts/)[^` ]*)`", text):
            assert list(ROOT.glob(target.rstrip("/"))), f"{name} names {target}"


def test_the_agents_pictures_are_as_drawn() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "draw_pictures.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
