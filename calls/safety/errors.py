"""What can be wrong when safety rules are asked for.

SafetyError                  base, a CallError
└── UnknownCheckError        no check has that name
"""

from __future__ import annotations

from calls.failures.errors import CallError

__all__ = ["SafetyError", "UnknownCheckError"]


class SafetyError(CallError):
    """Base of all errors of the safety rules."""

    code = "safety"


class UnknownCheckError(SafetyError):
    """No check has that name. `name` is what was asked for."""

    code = "unknown_check"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no check named {name[:40]!r}.", f"Use one of: {', '.join(known)}.")
        self.name = name
