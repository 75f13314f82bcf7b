"""The call in the browser: one Components v2 instance that lives as long as the tab."""

from __future__ import annotations

from collections.abc import Callable

from components.bundle import bundled_component
from components.stage.contract import StageData

__all__ = ["KEY", "mount_stage"]

KEY = "stage"
_component = bundled_component("stage")


def mount_stage(data: StageData, *, on_call: Callable[[], None], on_open_call: Callable[[], None]) -> None:
    """Mounts the stage with a constant key; call it in the same place on every page.

    `on_call` runs when the page begins a call, comes back to one, ends it or puts it away.
    """
    _component(key=KEY, data=data, on_on_call_change=on_call, on_ended_change=on_call, on_open_call_change=on_open_call)
