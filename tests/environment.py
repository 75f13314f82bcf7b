"""Where tests and benchmarks run: nothing of a developer's own settings may change a result, or send data elsewhere."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

from calls.server.settings import NAMES
from tests.places import ROOT

__all__ = ["clean_environment"]

_NO_SECRETS = ROOT / "tests" / "no-secrets.toml"


def clean_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Takes our settings and Streamlit's out of the environment, and looks away from a secrets file of one's own.

    To be called before any server is started: they inherit what is left.
    """
    for name in [name for name in environment if name in NAMES or name.startswith("STREAMLIT_")]:
        del environment[name]
    environment["STREAMLIT_SECRETS_FILES"] = str(_NO_SECRETS)
