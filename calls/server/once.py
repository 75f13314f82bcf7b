"""Parts of a whole that are made when first asked for, once, whichever thread asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["BUILDING", "Once"]

T = TypeVar("T")

BUILDING = threading.RLock()
"""Held while anything is made: parts need each other, so that a lock for each could lock two threads out for good."""


class Once(Generic[T]):
    """A property that is made once for each object. Python's own `cached_property` has had no lock since 3.12.

    A part whose making raised is made anew when it is asked for again.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, whole: None, _: type) -> Once[T]: ...
    @overload
    def __get__(self, whole: object, _: type) -> T: ...
    def __get__(self, whole: object | None, _: type) -> Once[T] | T:
        if whole is None:
            return self
        # Once it stands among the object's attributes, Python finds it there and asks here no more.
        parts: dict[str, Any] = vars(whole)
        with BUILDING:
            if self._name not in parts:
                parts[self._name] = self._make(whole)
            made: T = parts[self._name]
            return made
