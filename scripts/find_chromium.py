"""Prints the path of Playwright's own Chromium; exits with 1 when it is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = Path(playwright.chromium.executable_path)
if not path.exists():
    sys.exit(1)
print(path)
