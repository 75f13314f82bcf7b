"""What can be wrong with a persona.

PersonaError                 base, a CallError
└── PersonaFaultError        a text or file is no persona; names the place of the fault
"""

from __future__ import annotations

from calls.failures.errors import CallError

__all__ = ["PersonaError", "PersonaFaultError"]


class PersonaError(CallError):
    """Base of all errors about personas."""

    code = "persona"


class PersonaFaultError(PersonaError):
    """A text or a file cannot be read as a persona. `place` says where: a section and line, or a field of a file."""

    code = "persona_fault"

    def __init__(self, place: str, what: str, fix: str) -> None:
        super().__init__(f"{place}: {what}" if place else what, fix)
        self.place = place
