"""Everything that can go wrong with a call, in one table: what happened, what was done about it, what the user can do.

The page shows these words, the log names their codes, the store keeps the code with the call. `again` says whether the
start may be tried once more without cost, and how patiently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["NO_TROUBLE", "TROUBLES", "Again", "Trouble", "trouble"]


@dataclass(frozen=True)
class Again:
    """How often a start is tried again by itself: seconds before each further attempt, the last one repeated."""

    delays: Sequence[float]
    attempts: int

    def delay(self, attempt: int, asked: float | None = None) -> float | None:
        """Seconds to wait after attempt number `attempt` (from 1), at least what the vendor `asked`; None: give up."""
        if attempt >= self.attempts:
            return None
        return max(asked or 0.0, self.delays[min(attempt, len(self.delays)) - 1])


@dataclass(frozen=True)
class Trouble:
    """One entry. `code` is stored, logged and sent; the three sentences are shown."""

    code: str
    what: str
    done: str
    fix: str
    again: Again | None = None


# A line comes free when somebody hangs up, so patience pays: about five minutes in all.
_BUSY: Final = Again((5.0, 8.0, 12.0, 15.0), attempts=22)
_PASSING: Final = Again((1.0, 3.0), attempts=3)
_ONCE: Final = Again((1.0,), attempts=2)

_CLOSED = "The session was closed with our own key; nothing more is billed."
_FREE = "Nothing was billed."
_TRIED = "It was tried again by itself; nothing was billed."
_GOES_ON = "The call goes on."

_ROWS: Final = (
    # Before the vendor is asked
    Trouble(
        "day_minutes",
        "Today's minutes for calls are used up.",
        "No call was started.",
        "Call again tomorrow, or raise SANTA_DAY_MINUTES in the settings.",
    ),
    Trouble(
        "day_credits",
        "Today's credits for calls are used up.",
        "No call was started.",
        "Call again tomorrow, or raise SANTA_DAY_CREDITS in the settings.",
    ),
    Trouble(
        "call_credits",
        "The credits set aside for one call do not cover the shortest one.",
        "No call was started.",
        "Raise SANTA_CALL_CREDITS in the settings.",
    ),
    Trouble(
        "credits_short",
        "The account's credits do not cover a whole call.",
        "No call was started, so that no guest is cut off in the middle of a sentence.",
        "Choose a shorter call, or add credits to the account.",
    ),
    # At the start
    Trouble(
        "lines_busy",
        "All lines are busy.",
        "Nothing was billed. We ask again by ourselves until a line is free.",
        "Please wait a moment. Ending another call frees its line.",
        _BUSY,
    ),
    Trouble(
        "too_many_requests",
        "The video service asks us to go slower.",
        _TRIED,
        "Wait a minute, then start a new call.",
        _PASSING,
    ),
    Trouble(
        "vendor_fault",
        "The video service has a fault of its own.",
        _TRIED,
        "Wait a few minutes, then start a new call; the service's status page may tell more.",
        _PASSING,
    ),
    Trouble(
        "answer_unreadable",
        "The video service gave an answer that is not one of its own, perhaps a gateway's page.",
        _TRIED,
        "Wait a few minutes. If it stays, check VENDOR_URL and the network's proxy.",
        _PASSING,
    ),
    Trouble(
        "vendor_unreachable",
        "The video service cannot be reached.",
        _TRIED,
        "Check the internet connection and the address in VENDOR_URL, then start a new call.",
        _PASSING,
    ),
    Trouble(
        "vendor_slow",
        "The video service took too long to answer.",
        _TRIED,
        "Wait a moment, then start a new call.",
        _PASSING,
    ),
    Trouble(
        "pass_refused",
        "The video service did not accept this call's pass: it was used before, too old, or of another session.",
        "A fresh pass was asked for; nothing was billed.",
        "Start a new call. If it happens again, check that the key belongs to this product.",
        _ONCE,
    ),
    Trouble(
        "key_refused",
        "The video service does not accept our key.",
        _FREE,
        "Check the key and its product in the settings; keys do not carry over between the two products.",
    ),
    Trouble(
        "credits_gone",
        "The account's credits are used up.",
        _FREE,
        "Add credits or change the plan, then start a new call.",
    ),
    Trouble(
        "trial_limit",
        "The trial's minutes are used up.",
        _FREE,
        "Choose a paid plan, or wait for the trial to renew.",
    ),
    Trouble(
        "retired",
        "This product was withdrawn by its vendor.",
        _FREE,
        "Set LIVEAVATAR_API_KEY to call with its successor, or remove all keys to use the simulator.",
    ),
    Trouble(
        "avatar_unknown",
        "The video service does not know this avatar, or it belongs to another account.",
        _FREE,
        "Choose another agent, or correct SANTA_AVATAR_ID.",
    ),
    Trouble(
        "avatar_retired",
        "This avatar is too old for live calls or is not made for them.",
        _FREE,
        "Choose another agent, or another avatar in SANTA_AVATAR_ID.",
    ),
    Trouble(
        "voice_unusable",
        "This voice cannot be used in live calls.",
        _FREE,
        "Remove SANTA_VOICE_ID to use the avatar's own voice, or choose a realtime voice.",
    ),
    Trouble(
        "persona_missing",
        "The video service has lost its copy of the persona.",
        "It was sent again; nothing was billed.",
        "Start a new call.",
        _ONCE,
    ),
    Trouble(
        "request_refused",
        "The video service did not accept the request for a session.",
        _FREE,
        "Nothing on this page can mend that; the server's log names the field at fault.",
    ),
    Trouble(
        "room_refused",
        "The video room did not let this browser in.",
        _CLOSED,
        "Start a new call. If it happens again, the network may block video calls: try another one.",
    ),
    Trouble(
        "agent_missing",
        "The avatar did not come into its room.",
        _CLOSED,
        "Start a new call; if it happens again, the video service has a fault.",
    ),
    Trouble(
        "chat_socket_failed",
        "The avatar's chat connection did not open.",
        _CLOSED,
        "Start a new call. A proxy that blocks web sockets would explain it.",
    ),
    Trouble(
        "no_picture",
        "Picture and sound did not arrive.",
        _CLOSED,
        "The network may block video calls. Try another network, then start a new call.",
    ),
    Trouble(
        "load_failed",
        "A part of this page did not load.",
        _CLOSED,
        "Reload the page, then start a new call.",
    ),
    Trouble(
        "dropped_early",
        "The connection broke before the picture was there.",
        _CLOSED,
        "Start a new call.",
    ),
    Trouble(
        "start_failed",
        "The call could not start.",
        _CLOSED,
        "Wait a moment, then start a new call. If it happens again, the server's log names the cause.",
    ),
    # In a call that goes on
    Trouble(
        "not_ready",
        "The avatar was not ready for these words yet.",
        _GOES_ON,
        "Your words are still in the field: send them once more.",
    ),
    Trouble(
        "text_refused",
        "These words were not taken: they are too long, empty, or were stopped by moderation.",
        _GOES_ON,
        "Your words are still in the field: shorten or change them.",
    ),
    Trouble(
        "voice_failed",
        "The avatar's voice failed on these words.",
        _GOES_ON,
        "Send them once more, or say it in other words.",
    ),
    Trouble(
        "not_sent",
        "That did not reach the avatar.",
        _GOES_ON,
        "Your words are still in the field: send them once more.",
    ),
    Trouble(
        "avatar_silent",
        "Nothing was heard from the avatar for a while.",
        "The call goes on, and its time is counted.",
        "Ask once more. If it stays silent, hang up and start a new call; its persona may be missing at the service.",
    ),
    # Ends of a call that was live
    Trouble(
        "idle",
        "Nobody spoke for a while, so the call was ended.",
        _CLOSED,
        "Start a new call when the guest is ready.",
    ),
    Trouble(
        "time_up",
        "The longest time for one call was reached.",
        _CLOSED,
        "Start a new call; its length is chosen before the start.",
    ),
    Trouble(
        "credit_cap",
        "The call has used the credits that were set aside for it.",
        _CLOSED,
        "Start a new call, or raise SANTA_CALL_CREDITS in the settings.",
    ),
    Trouble(
        "no_credits",
        "The credits ran out.",
        "The video service ended the call; it is billed up to there.",
        "Add credits or change the plan.",
    ),
    Trouble(
        "connection_lost",
        "The connection to the video service was lost.",
        _CLOSED,
        "Check the internet connection, then start a new call.",
    ),
    Trouble(
        "silence",
        "The page went away without saying goodbye.",
        _CLOSED,
        "Start a new call.",
    ),
    Trouble(
        "stopped_elsewhere",
        "Somebody else stopped this call at the video service.",
        "It is billed up to there.",
        "Ask who else uses this account's key, then start a new call.",
    ),
    Trouble(
        "avatar_deleted",
        "The avatar was deleted while it was in the call.",
        "The video service ended the call; it is billed up to there.",
        "Choose another avatar.",
    ),
    Trouble(
        "vendor",
        "The video service ended the call.",
        "It is billed up to there.",
        "Start a new call.",
    ),
)

TROUBLES: Final[Mapping[str, Trouble]] = MappingProxyType({row.code: row for row in _ROWS})
"""Every trouble by its code."""

NO_TROUBLE: Final = frozenset({"guest", "server", "page_closed"})
"""Ends that need no advice."""


def trouble(code: str) -> Trouble:
    """The entry of a stored code; one that this version does not know reads as `vendor`."""
    return TROUBLES.get(code, TROUBLES["vendor"])
