"""Models and pages for conversations under test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from calls.models.model import Message, Reply
from calls.persona import ModelSettings

__all__ = ["Echo", "Page", "eventually"]

Say = Callable[[str], Sequence[str | Exception | asyncio.Event]]


def _echo(line: str) -> Sequence[str]:
    return ["You said: ", line]


@dataclass
class Echo:
    """A model that says pieces, raises errors and waits for events, as told; it remembers what it was asked."""

    say: Say = _echo
    told: list[list[Message]] = field(default_factory=list)
    name: str = "echo"
    reads_prompt: bool = True

    async def stream(
        self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None
    ) -> AsyncIterator[str]:
        """The pieces."""
        self.told.append(list(messages))
        for piece in self.say(messages[-1].text):
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, asyncio.Event):
                await piece.wait()
            else:
                yield piece

    async def reply(self, messages: Sequence[Message], settings: ModelSettings, guest: str | None = None) -> Reply:
        """The whole answer."""
        return Reply("".join([piece async for piece in self.stream(messages, settings, guest)]), 0, 0)

    async def close(self) -> None:
        """Nothing to let go of."""

    def talk(self, number: int) -> list[tuple[str, str]]:
        """What was told the n-th time, but for the system's words."""
        return [(one.role, one.text) for one in self.told[number] if one.role != "system"]


class Page:
    """What a page was sent; `broken` once it takes no more."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.broken = False

    async def send(self, frame: Mapping[str, Any]) -> None:
        """Keeps a frame."""
        if self.broken:
            raise ConnectionError
        self.frames.append(dict(frame))

    def text(self, number: int) -> str:
        """A reply as a page builds it: of each frame it takes only what lies beyond what it has, in UTF-16 units."""
        units = b""
        for frame in self.frames:
            if frame["id"] == number:
                assert frame["at"] * 2 <= len(units)
                units += frame["text"].encode("utf-16-le")[len(units) - frame["at"] * 2 :]
        return units.decode("utf-16-le")

    def done(self, number: int) -> bool:
        """Whether a reply has come to its end."""
        return any(frame["id"] == number and frame["done"] for frame in self.frames)


async def eventually(condition: Callable[[], bool]) -> None:
    """Lets the loop run until something has come true."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.001)
