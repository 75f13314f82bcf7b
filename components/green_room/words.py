"""What the green room says: short, kind and plain. What happened, then what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from calls.green_room import Hearing, Quality

__all__ = ["ASKING", "CONNECTING_LONG", "HEARING", "HOW", "LOST", "PROBLEMS", "QUALITY", "SILENT"]

HOW: Final = (
    "**How it works.** Press *Start*, allow camera and microphone, and say a few words. Picture and sound go to our "
    "server and come straight back. After about five seconds you know which quality suits your connection."
)
ASKING: Final = "Opening camera and microphone. If your browser asks, please allow both."

HEARING: Final[Mapping[Hearing, str]] = {
    Hearing.NOTHING: "I hear nothing yet. Say a few words.",
    Hearing.FAINT: "I hear you only faintly. Come closer, or turn the microphone up.",
    Hearing.SPEECH: "I hear you.",
    Hearing.TOO_LOUD: "I hear you, but too loud. Move back, or turn the microphone down.",
}

QUALITY: Final[Mapping[Quality, tuple[str, str]]] = {
    Quality.HIGH: ("High quality", ":material/signal_cellular_alt:"),
    Quality.MEDIUM: ("Medium quality", ":material/signal_cellular_alt_2_bar:"),
    Quality.LOW: ("Low quality", ":material/signal_cellular_alt_1_bar:"),
    Quality.SOUND_ONLY: ("Sound only", ":material/volume_up:"),
}

PROBLEMS: Final[Mapping[str, tuple[str, str]]] = {
    "insecure": (
        "This page was not opened over a secure connection, so the browser keeps camera and microphone closed.",
        "Open it with https, or on the server itself under http://localhost.",
    ),
    "policy": (
        "The page that embeds this one, or a rule of your organisation, forbids camera and microphone.",
        "Open the app in a tab of its own, or ask whoever looks after this computer.",
    ),
    "refused": (
        "The browser blocks camera or microphone for this page.",
        "Press the sign left of the address, allow camera and microphone, then start again.",
    ),
    "missing": (
        "No camera or no microphone was found.",
        "Plug one in, or check without camera below, then start again.",
    ),
    "busy": (
        "Camera or microphone is held by another program.",
        "Close other video programs and tabs, then start again.",
    ),
    "failed": (
        "The browser could not open camera or microphone.",
        "Unplug and plug in the device, reload the page, then start again.",
    ),
}

CONNECTING_LONG: Final = (
    "The connection to our server takes unusually long.",
    "A firewall or VPN may block video (UDP). Wait a moment, or stop, try another network and start again.",
)
LOST: Final = (
    "The connection to our server broke off.",
    "Press Start to try again. If it happens again, a firewall or VPN may block video (UDP): try another network.",
)
SILENT: Final = (
    "Connected, but neither picture nor sound arrives.",
    "Stop, choose another device with Devices, and start again.",
)
