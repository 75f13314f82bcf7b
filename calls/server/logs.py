"""Log lines of this program: `level logger event key=value …`; never keys, tokens, names or spoken text."""

from __future__ import annotations

import logging
import sys

__all__ = ["set_up_logging"]

_OURS = ("calls", "components", "heygen")


def set_up_logging(level: int = logging.INFO) -> None:
    """Writes our own loggers to standard error; leaves everybody else's alone. Safe to call again."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in _OURS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(handler)
            logger.setLevel(level)
            logger.propagate = False
