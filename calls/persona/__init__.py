"""Personas: what an agent is told to be, as a document with sections, and what becomes of it before a call."""

from calls.persona.compiling import Compiled, compiled, filled, system_messages
from calls.persona.document import AGE_BANDS, AgeBand, Example, ModelSettings, Persona, Topic, Variable
from calls.persona.errors import PersonaError, PersonaFaultError

__all__ = [
    "AGE_BANDS",
    "AgeBand",
    "Compiled",
    "Example",
    "ModelSettings",
    "Persona",
    "PersonaError",
    "PersonaFaultError",
    "Topic",
    "Variable",
    "compiled",
    "filled",
    "system_messages",
]
