"""Why a call ended, in our words: the key is stored, the text is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["DROPPED", "from_journal", "from_vendor", "reason_text"]

_TEXTS: Mapping[str, str] = {
    "guest": "You hung up.",
    "server": "The call was ended by the server.",
    "page_closed": "The page was closed.",
    "silence": "The page went away without saying goodbye.",
    "start_failed": "The call could not start.",
    "connection_lost": "The connection to the video service was lost.",
    "idle": "Nobody spoke for a while, so the video service ended the call.",
    "time_up": "The longest time for one call was reached.",
    "no_credits": "The credits ran out.",
    "vendor": "The video service ended the call.",
}
_BY_VENDOR: Mapping[str, str] = {
    "IDLE_TIMEOUT": "idle",
    "MAX_DURATION_REACHED": "time_up",
    "NO_CREDITS": "no_credits",
}
# Reasons that a browser sees as a mere drop; the vendor's books may know better.
DROPPED = frozenset({"connection_lost", "vendor"})


def reason_text(reason: str) -> str:
    """The sentence shown for a stored reason."""
    return _TEXTS.get(reason, _TEXTS["vendor"])


def from_journal(events: Iterable[tuple[str, Mapping[str, object]]]) -> str:
    """Why a call ended, as its browser tells in (type, fields): a failure or a hang-up decides, else a lost room."""
    reason = "server"
    for kind, body in events:
        if kind == "failed":
            return "start_failed"
        if kind == "hangup":
            return str(body["by"])
        if kind == "disconnected":
            reason = "connection_lost"
    return reason


def from_vendor(reason: str, vendor_reason: str | None) -> str:
    """`reason`, or what the vendor's own end reason makes of a drop."""
    return _BY_VENDOR.get(vendor_reason or "", reason) if reason in DROPPED else reason
