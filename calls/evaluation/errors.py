"""What can be wrong with rehearsals.

EvaluationError              base, a CallError
└── SuiteFaultError          a text or file is no suite; names the place of the fault
"""

from __future__ import annotations

from calls.failures.errors import CallError

__all__ = ["EvaluationError", "SuiteFaultError"]


class EvaluationError(CallError):
    """Base of all errors about rehearsals."""

    code = "evaluation"


class SuiteFaultError(EvaluationError):
    """A file cannot be read as a suite. `file` is its name, `place` where in it: a line, or an entry and its field."""

    code = "suite_fault"

    def __init__(self, file: str, place: str, what: str, fix: str) -> None:
        super().__init__(f"{file}, {place}: {what}", fix)
        self.file = file
        self.place = place
