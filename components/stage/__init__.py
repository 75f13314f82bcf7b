"""The call in the browser: one Components v2 instance that lives as long as the tab."""

from __future__ import annotations

from collections.abc import Callable

from components.bundle import bundled_component
from components.stage.contract import StageData

__all__ = ["KEY", "mount_stage"]

KEY = "stage"
_component = bundled_component("stage")


def mount_stage(data: StageData, *, on_ended: Callable[[], None], on_open_call: Callable[[], None]) -> None:
    """Mounts the stage with a constant key; call it in the same place on every page."""
    _component(key=KEY, data=data, on_ended_change=on_ended, on_open_call_change=on_open_call)
