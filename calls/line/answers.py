"""What the server says on the line, as JSON objects: sessions, verdicts, notices, meter, summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from calls.archive.reading import Summary
from calls.failures.errors import CallError, GuestNameError
from calls.failures.table import Trouble
from calls.pricing.credits import shown
from calls.running.attempts import Attempt, Fallback, Waiting
from calls.running.metering import Meter
from calls.store.journal import StoredEvent

__all__ = ["Fallback", "Verdict", "journal", "meter", "notice", "refused", "refused_name", "summary", "verdict"]

Verdict = Attempt | Waiting | Fallback


def journal(events: Sequence[StoredEvent]) -> dict[str, Any]:
    """Stored events, as the page that wrote them sent them."""
    told = [{"seq": event.seq, "at": event.at, "type": event.type, **event.body} for event in events]
    return {"kind": "journal", "events": told}


def verdict(found: Verdict, api_url: Mapping[str, str]) -> dict[str, Any]:
    """What a start led to; `api_url` tells where the browser finds the vendor, by dialect."""
    match found:
        case Attempt():
            session = found.session
            frame: dict[str, Any] = {
                "kind": "session",
                "attempt": found.number,
                "dialect": session.dialect.value,
                "api_url": api_url[session.dialect.value],
                "token": session.token,
                "greeting": session.greeting,
            }
            return frame if session.avatar is None else {**frame, "avatar": session.avatar}
        case Waiting():
            return {
                "kind": "waiting",
                "attempt": found.number,
                "retry_in": found.retry_in,
                **_words(found.trouble),
            }
        case Fallback():
            return {"kind": "fallback", **_words(found.trouble)}
        case _:
            assert_never(found)


def notice(trouble: Trouble) -> dict[str, Any]:
    """Something failed, the call goes on."""
    return {"kind": "notice", **_words(trouble)}


def refused_name(error: GuestNameError) -> dict[str, Any]:
    """The guest's name will not do; the lobby goes on."""
    return {"kind": "refused_name", "what": error.what, "fix": error.fix}


def refused(error: CallError) -> dict[str, Any]:
    """There will be no call."""
    return {"kind": "refused", "code": error.code, "what": error.what, "done": error.done, "fix": error.fix}


def meter(now: Meter) -> dict[str, Any]:
    """Time and credits of a running call."""
    return {"kind": "meter", "seconds": now.seconds, "credits": shown(now.credits), "left": now.left}


def summary(ended: Summary) -> dict[str, Any]:
    """A call that is over; the transcript is in the browser already."""
    return {
        "kind": "summary",
        "seconds": ended.seconds,
        "guest_turns": ended.guest_turns,
        "avatar_turns": ended.avatar_turns,
        "credits": shown(ended.credits),
        "reason": ended.reason,
        "reason_text": ended.reason_text,
        "trouble": _words(ended.trouble) if ended.trouble else None,
    }


def _words(trouble: Trouble) -> dict[str, str]:
    return {"code": trouble.code, "what": trouble.what, "done": trouble.done, "fix": trouble.fix}
