"""Everything that can go wrong with a call of ours, said so that a reader can act on it.

CallError                       base; `code` for machines, `what` happened, `fix` = what you can do
├── SettingsError               a setting is unknown or malformed; names it
├── GuestNameError              the guest's name cannot be used
├── UnknownAgentError           no agent has that id
├── UnknownCallError            no such call, or its ticket is wrong or over (never told apart)
├── AlreadyStartedError         a call starts once
├── CallOverError               the call has ended
└── TroubleError                an entry of the table of troubles keeps the call from going on

Other packages hang their own errors on CallError; a vendor's refusal becomes one in `calls.running.diagnosis`.
"""

from __future__ import annotations

from calls.failures.table import Trouble

__all__ = [
    "AlreadyStartedError",
    "CallError",
    "CallOverError",
    "GuestNameError",
    "SettingsError",
    "TroubleError",
    "UnknownAgentError",
    "UnknownCallError",
]


class CallError(Exception):
    """Base of all errors that a reader can act on: `what` happened, what was `done` about it, how to `fix` it."""

    code = "call_error"

    def __init__(self, what: str, fix: str, done: str = "") -> None:
        super().__init__(" ".join(part for part in (what, done, fix) if part))
        self.what = what
        self.done = done
        self.fix = fix


class SettingsError(CallError):
    """A setting is unknown or malformed. `name` is the setting's name; its value is never repeated."""

    code = "settings"

    def __init__(self, name: str, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.name = name


class GuestNameError(CallError):
    """The guest's name cannot be used."""

    code = "guest_name"


class UnknownAgentError(CallError):
    """No agent has that id."""

    code = "unknown_agent"


class UnknownCallError(CallError):
    """No such call, or the ticket is wrong or has run out; which of them is not told."""

    code = "unknown_call"

    def __init__(self) -> None:
        super().__init__("This call is not open to this page.", "Go to the call page and start a new call.")


class AlreadyStartedError(CallError):
    """A second start of one call."""

    code = "already_started"

    def __init__(self) -> None:
        super().__init__("This call was started before.", "Start a new call; each call starts once.")


class CallOverError(CallError):
    """Something was asked of a call that has ended."""

    code = "call_over"

    def __init__(self) -> None:
        super().__init__("This call has ended.", "Start a new call.")


class TroubleError(CallError):
    """A known trouble keeps the call from going on."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.what, trouble.fix, trouble.done)
        self.code = trouble.code
        self.trouble = trouble
