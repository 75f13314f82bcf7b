"""One refusal of the vendor as data: when it applies, what it means, why it happens and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from heygen.refusals.errors import StatusError
from heygen.types import Dialect

__all__ = ["Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """One refusal. Empty conditions hold always; `says` is a lower-case piece of the message."""

    error: type[StatusError]
    cause: str
    fix: str
    codes: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    says: str = ""
    dialect: Dialect | None = None
    retryable: bool = False

    def matches(self, dialect: Dialect, status: int, code: str | None, message: str | None) -> bool:
        """Whether all conditions of this row hold."""
        return (
            self.dialect in (None, dialect)
            and (not self.codes or code in self.codes)
            and (not self.statuses or status in self.statuses)
            and self.says in (message or "").lower()
        )
