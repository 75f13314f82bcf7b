"""Why a call ended, in our words: what the journal, this server and the vendor's books know, folded into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calls.failures.table import trouble

__all__ = ["DROPPED", "from_journal", "from_vendor", "reason_text"]

_PLAIN: Mapping[str, str] = {
    "guest": "You hung up.",
    "server": "The call was ended by the server.",
    "page_closed": "The page was closed.",
}
_BY_VENDOR: Mapping[str, str] = {
    "IDLE_TIMEOUT": "idle",
    "MAX_DURATION_REACHED": "time_up",
    "NO_CREDITS": "no_credits",
    "AVATAR_DELETED": "avatar_deleted",
    "USER_DISCONNECTED": "connection_lost",
    "ZOMBIE_SESSION_REAP": "connection_lost",
    "SERVER_ERROR": "vendor",
    "AGENT_HANG_UP": "vendor",
}
# Reasons that a browser sees as a mere drop; the vendor's books may know better.
DROPPED = frozenset({"connection_lost", "vendor"})
# LiveKit's DisconnectReason: SERVER_SHUTDOWN, PARTICIPANT_REMOVED, ROOM_DELETED; and what the newer SDK calls them.
_ENDED_BY_VENDOR = frozenset({3, 4, 5})
_VENDOR_WORDS = ("SERVER", "ROOM_DELETED", "REMOVED", "STOPPED", "IDLE", "DURATION", "CREDIT")


def reason_text(reason: str) -> str:
    """The sentence shown for a stored reason."""
    return _PLAIN.get(reason) or trouble(reason).what


def from_journal(events: Iterable[tuple[str, Mapping[str, object]]]) -> str:
    """Why a call ended, as its browser tells in (type, fields): a hang-up decides, else a failure, else a lost room.

    A failure counts only for the attempt it belongs to: a later one that got through makes up for it.
    """
    reason = "server"
    for kind, body in events:
        match kind:
            case "hangup":
                return str(body["by"])
            case "failed":
                reason = "start_failed"
            case "phase" if body.get("phase") in ("live", "text"):
                reason = "server"
            case "disconnected" if reason != "start_failed":
                reason = "vendor" if _by_vendor(body) else "connection_lost"
            case "reconnected" if reason in DROPPED:
                reason = "server"
            case _:
                pass
    return reason


def from_vendor(reason: str, vendor_reason: str | None, *, stopped_by_us: bool = True) -> str:
    """`reason`, or what the vendor's own end reason makes of a drop.

    USER_CLOSED is told of a session that somebody stopped; when that was not this server, it was somebody else.
    """
    if reason not in DROPPED:
        return reason
    if vendor_reason == "USER_CLOSED" and not stopped_by_us:
        return "stopped_elsewhere"
    return _BY_VENDOR.get(vendor_reason or "", reason)


def _by_vendor(body: Mapping[str, object]) -> bool:
    words = str(body.get("reason", "")).upper()
    return body.get("code") in _ENDED_BY_VENDOR or any(word in words for word in _VENDOR_WORDS)
