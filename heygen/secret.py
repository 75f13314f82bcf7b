"""A string that cannot be printed by accident, and the scrubbing of texts in which somebody else printed one."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from typing import Final, NoReturn
from urllib.parse import quote

__all__ = ["Secret", "scrub"]

_DOTS: Final = "••••••"
# Shapes of credentials seen at this vendor: bearer values, base64 JSON and JWT (both begin with eyJ), and the
# hexadecimal-hyphen-time form of an API key, plain or in base64.
_LOOKS_SECRET: Final = re.compile(
    r"(?i:bearer)\s+[^\s\"',;]+"
    r"|eyJ[A-Za-z0-9_-]{8,}[A-Za-z0-9_.+/=-]*"
    r"|\b[0-9a-fA-F]{32}-\d{9,11}\b"
    r"|[A-Za-z0-9+/_]{40,}={0,2}"
)


class Secret:
    """A key or token. `repr`, `str`, `format` and f-strings show dots; only `reveal()` gives the text.

    It cannot be pickled, has no `__dict__`, survives `dataclasses.asdict` as itself, and compares in constant time.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The text itself, for the one place that sends it."""
        return self.__value

    def __repr__(self) -> str:
        return f"Secret('{_DOTS}')"

    def __str__(self) -> str:
        return _DOTS

    def __format__(self, spec: str) -> str:
        return _DOTS

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.__value.encode(), other.reveal().encode())

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("A Secret is not pickled: pass it in memory, or read it again from the settings.")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self.__reduce__()


def scrub(text: str, secrets: Iterable[Secret] = ()) -> str:
    """`text` with every given secret, and everything shaped like a credential, replaced by dots."""
    for secret in secrets:
        value = secret.reveal()
        for spelling in {value, quote(value, safe=""), value.encode("unicode_escape").decode()}:
            if spelling:
                text = text.replace(spelling, _DOTS)
    return _LOOKS_SECRET.sub(_DOTS, text)
